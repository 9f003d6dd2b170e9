"""Finds out what each sheet of a source is, by what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from report_author.model.choices import Fund
from report_author.model.codes import Codebook
from report_author.model.facts import Department
from report_author.model.findings import Finding, info, warning
from report_author.model.money import YUAN_PER_WAN, half_up
from report_author.ooxml.sheets import RawWorkbook
from report_author.workbook.imports.readers import (
    read_budget,
    read_economic_table,
    read_fiscal,
    read_function_table,
    read_information,
    read_overall,
    read_projects,
    read_sangong,
    read_self_assessment,
)
from report_author.workbook.imports.source import open_source
from report_author.workbook.imports.tables import Tables
from report_author.workbook.imports.view import Block, View
from report_author.workbook.layout import SHEETS
from report_author.workbook.marks import sheet as sheet_mark

#: what rounding to 0.01 万元 may have taken away, 元
_ROUNDED = Decimal(50)
_CODE_TABLES = re.compile(
    r"(?:(?:一般公共预算|政府性基金预算|国有资本经营预算)?(?:财政拨款)?(?:基本|项目|经营)?支出(?:决算)?(?:总|明细)?表"
    r"|收入(?:决算)?(?:总|明细)?表"
    r"|(?:(?:一般公共预算|政府性基金预算|国有资本经营预算)财政拨款)?收入支出决算表)$"
)
#: what may stand before it: the number of the form, a year, who reports
_BEFORE_TITLE = re.compile(
    r"(?:[A-Z]\d+(?:[_-]\d+)?|年度?|局|委|会|办|中心|部门|单位|院|校|站|所|队|厅|府|县|市|区)$"
)
_MARKS = frozenset(sheet_mark(sheet) for sheet in SHEETS)


def read_sources(paths: Sequence[Path], department: Department, codebook: Codebook) -> Tables:
    """What all sources say; sheets that are of another year or cannot be trusted are reported, never taken."""
    tables = Tables()
    for path in paths:
        book, findings = open_source(path)
        tables.findings += findings
        if book is not None and not is_fill_in(book):
            read_book(book, path.name, department, codebook, tables)
    return tables


def is_fill_in(book: RawWorkbook) -> bool:
    """Whether a workbook is a 填报表 itself."""
    return any(
        sheet.cells.get((0, 0)) is not None and sheet.cells[0, 0].text in _MARKS for sheet in book.sheets
    )


def read_book(
    book: RawWorkbook, name: str, department: Department, codebook: Codebook, tables: Tables
) -> None:
    """Add to ``tables`` what one workbook says; ``name`` is how findings call it."""
    views = [View(name, sheet, tables.findings) for sheet in book.sheets if sheet.cells]
    years = {view.year for view in views if view.year}
    rounded = _is_rounded(views)
    budget = _sangong_budget(views)
    taken = 0
    for view in views:
        view.year = view.year or (next(iter(years)) if len(years) == 1 else 0)
        view.slack = _ROUNDED if rounded and view.factor == YUAN_PER_WAN else view.slack
        if _wrong_year(view, department, tables.findings):
            continue
        recognised = _read_sheet(view, tables, codebook, budget)
        taken += recognised
        if not recognised:
            tables.left_out(view.place, "没有认出这张表，没有导入")
        for place, words in view.ignored:
            tables.left_out(place, f"“{words}”这一栏填报表里没有对应的位置，没有导入", "不需要处理")
    if taken:
        _about_the_book(views, name, department, rounded, bool(years), tables.findings)


def _about_the_book(
    views: Sequence[View],
    name: str,
    department: Department,
    rounded: bool,
    dated: bool,
    findings: list[Finding],
) -> None:
    if rounded:
        findings.append(
            info(
                "I11",
                name,
                "金额以万元为单位、只有两位小数，换算成元后分、角、十元以下不准",
                "请用以元为单位的决算报表导入；或在填报表里补准",
            )
        )
    if not dated:
        findings.append(warning("I12", name, "表里没有写年度", f"请确认是 {department.year} 年度的数"))
    names = {view.organisation for view in views if view.organisation}
    ours = {department.full_name, department.short_name}
    if names and not names & ours:
        findings.append(
            warning(
                "I13",
                name,
                "表里的单位名称与填报表不同",
                "请确认是本部门的数",
                stated="、".join(sorted(names)),
                expected=department.full_name,
            )
        )


def _is_rounded(views: Sequence[View]) -> bool:
    """Whether the amounts of a book in 万元 have at the most two decimals everywhere."""
    numbers = [
        cell.value
        for view in views
        if view.factor == YUAN_PER_WAN
        for cell in view.sheet.cells.values()
        if isinstance(cell.value, Decimal)
    ]
    return bool(numbers) and all(n == half_up(n) for n in numbers)


def _sangong_budget(views: Sequence[View]) -> str:
    """Which budget the 三公 tables of a book print: their notes say it."""
    for view in views:
        if "三公" in view.title:
            words = "".join(text for _, _, text in view.texts())
            if "年初预算" in words and "全年预算" not in words:
                return "initial"
    return "revised"


def _wrong_year(view: View, department: Department, findings: list[Finding]) -> bool:
    if not view.year or view.year == department.year:
        return False
    findings.append(
        info(
            "I14",
            view.place,
            f"这是 {view.year} 年度的表，填报表是 {department.year} 年度，没有导入",
            "请换用本年度的表",
            stated=str(view.year),
            expected=str(department.year),
        )
    )
    return True


def is_known_title(title: str) -> bool:
    """Whether a title is that of a table of codes; exports hold many others, of 专户, assets, projects."""
    bare = re.sub(r"[（(].*$", "", title)
    found = _CODE_TABLES.search(bare)
    before = bare[: found.start()] if found else ""
    return found is not None and (not before or bool(_BEFORE_TITLE.search(before)))


def _read_sheet(view: View, tables: Tables, codebook: Codebook, budget: str) -> bool:
    """Read one sheet; whether it was recognised. A sheet that turns out broken adds nothing."""
    title = "".join(view.title.split()) or "".join(view.sheet.name.split())
    if not re.search("表|自评", title):
        title = "".join(view.sheet.name.split())
    view.title = title
    scratch = replace(tables, items=dict(tables.items))
    if view.factor is None:
        return _without_unit(view, scratch, tables)
    if not _read_known(view, title, scratch, codebook, budget):
        return False
    if view.repeats:
        tables.left_out(
            view.repeats, "科目编码重复（每个科目下面还分项目或单位），没有导入这张表", "不需要处理"
        )
    tables.items = scratch.items if not view.broken else tables.items
    return True


def _without_unit(view: View, scratch: Tables, tables: Tables) -> bool:
    """No 金额单位: only what holds no money can be read; what looks like a table of money is refused."""
    if "自评" in view.title and read_self_assessment(view, scratch):
        tables.items = scratch.items if not view.broken else tables.items
        return True
    if (view.blocks() and is_known_title(view.title)) or re.search("三公|运行信息表|决算总表", view.title):
        view.wrong(
            "I02",
            view.place,
            "没有写金额单位（元或万元），或写了两种，没有导入",
            "请在表的右上角写明“单位：元”或“单位：万元”",
        )
        return True
    return False


def _read_known(view: View, title: str, tables: Tables, codebook: Codebook, budget: str) -> bool:
    if "自评" in title and read_self_assessment(view, tables):
        return True
    if re.search("机关运行经费|机构运行信息|相关信息", title):
        read_information(view, tables)
    elif "三公" in title:
        read_sangong(view, tables, budget)
    elif "财政拨款收入支出决算总表" in title:
        read_fiscal(view, tables)
    elif "收入支出决算总表" in title:
        read_overall(view, tables)
    elif is_known_title(title):
        return _read_codes(view, tables, codebook)
    else:
        return read_projects(view, tables) or read_budget(view, tables)
    return True


def _read_codes(view: View, tables: Tables, codebook: Codebook) -> bool:
    blocks = view.blocks()
    first = next((row.code for block in blocks for row in block.rows if row.code), "")
    if first.startswith("3"):
        read_economic_table(view, blocks, tables)
    elif first.startswith("2") and len(blocks) == 1:
        read_function_table(view, blocks[0], tables, codebook)
        if "项目支出决算表" in view.title:
            _named_projects(view, blocks[0], tables)
    elif any(row.total for block in blocks for row in block.rows):
        return _empty_table(view, blocks, tables)
    else:
        view.wrong("I02", view.place, "找不到科目编码栏，没有导入", "请核对表头“科目编码”和编码是否完整")
    return True


def _empty_table(view: View, blocks: Sequence[Block], tables: Tables) -> bool:
    """A table that has only its 合计 row says: nothing."""
    for block in blocks:
        for row in block.rows:
            if any((a := view.amount(row.row, column)) is not None and a.value for column in block.amounts):
                view.wrong(
                    "I04",
                    view.ref(row.row, block.name),
                    "只有合计行有数，没有明细行",
                    "请换用有明细的表，再导入",
                )
                return True
    read_function_table(view, blocks[0], tables, Codebook.for_year(view.year or 2021))
    return True


def _named_projects(view: View, block: Block, tables: Tables) -> None:
    """The names under a 项 of 公开09表 with what each spent."""
    function = ""
    for row in block.rows:
        function = row.code or function
        if row.code or row.total or len(function) != 7 or row.name == "其他项目":
            continue
        amount = view.amount(row.row, block.amounts[0])
        if amount is not None and amount.value:
            tables.add_amount("projects", (row.name, Fund.GENERAL, function), "actual", amount)
