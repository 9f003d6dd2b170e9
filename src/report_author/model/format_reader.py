"""The reader of 格式.xlsx."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from report_author.model.findings import Finding, error, has_errors, warning
from report_author.model.format import (
    FORMAT_BOOK,
    ChartPoint,
    ChartSpec,
    ClassSpec,
    FactLine,
    Format,
    Opinion,
    Residue,
    RuleSpec,
    TableSpec,
    TermSpec,
)
from report_author.model.format_options import OPTION_SPECS, SPEC_BY_KEY
from report_author.model.format_sheets import FormatBook, Row, open_format_book

#: 名词解释·条件: what must occur in the report for the term to be printed
TERM_CONDITIONS = (
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
    "使用非财政拨款结余",
    "年初结转和结余",
    "结余分配",
    "年末结转和结余",
    "上缴上级支出",
    "经营支出",
    "对附属单位补助支出",
)
#: 图清单·单位: what the values of a chart are shown in
CHART_UNITS = ("万元", "元")
_SCOPES = ("全部", "部门", "单位")
_LEVELS = ("1", "2", "3")


def find_formats(roots: Sequence[Path]) -> tuple[list[Format], dict[Path, list[Finding]]]:
    """Every format under ``roots`` (templates folders), what is wrong by folder; where an id occurs twice the first root wins."""
    folders: dict[str, Path] = {}
    for root in roots:
        for book in sorted((root / "xlsx").glob(f"*/{FORMAT_BOOK}")):
            folders.setdefault(book.parent.name, book.parent)
    formats: list[Format] = []
    findings: dict[Path, list[Finding]] = {}
    for folder in folders.values():
        one, problems = read_format(folder)
        if problems:
            findings[folder] = problems
        if one is not None:
            formats.append(one)
    return formats, findings


def read_format(folder: Path) -> tuple[Format | None, list[Finding]]:
    """Read ``folder``/格式.xlsx; None where it cannot be used. All problems come at once."""
    book, findings = open_format_book(folder / FORMAT_BOOK)
    if book is None:
        return None, findings
    options = _options(book, findings)
    first, coded, last = _terms(book, findings)
    tables, charts = _tables(book, findings), _charts(book, findings)
    classes = _codes(book, "支出类", findings)
    residues = _residues(book, findings)
    codes = _codes(book, "科目", findings)
    facts = _facts(book, findings)
    if has_errors(findings):
        return None, findings
    one = Format(
        id=folder.name,
        folder=folder,
        name=options["格式名称"],
        year=int(options["启用年度"]),
        options=MappingProxyType(options),
        tables=tables,
        charts=charts,
        classes=classes,
        terms_first=first,
        code_terms=coded,
        terms_last=last,
        residues=residues,
        rules=_rules(book, findings),
        codes=codes,
        facts=facts,
        opinions=_opinions(book, findings),
    )
    return one, findings


def _options(book: FormatBook, findings: list[Finding]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in book.rows("选项", ("选项", "取值"), findings):
        key, value = row["选项"], row["取值"]
        spec = SPEC_BY_KEY.get(key)
        if spec is None:
            near = difflib.get_close_matches(key, SPEC_BY_KEY, n=1)
            advice = f"是不是“{near[0]}”？" if near else "删去这一行，或者按说明书改成有效的选项"
            findings.append(
                warning(
                    "G11", row.place("选项"), f"没有名为“{key}”的选项，这一行不起作用", advice, stated=key
                )
            )
            continue
        if key in found:
            findings.append(
                error(
                    "G12",
                    row.place("选项"),
                    f"选项“{key}”写了两次",
                    "只留一行",
                    stated=value,
                    expected=found[key],
                )
            )
        problem = spec.problem(value)
        if problem:
            findings.append(
                error(
                    "G13",
                    row.place("取值"),
                    f"选项“{key}”的取值“{value}”不对",
                    problem,
                    stated=value,
                    expected="、".join(spec.choices),
                )
            )
        found[key] = value
    for spec in OPTION_SPECS:
        if spec.key in found:
            continue
        if spec.default is None:
            findings.append(error("G14", "选项", f"缺少选项“{spec.key}”", f"加一行。{spec.meaning}"))
        else:
            findings.append(
                warning(
                    "G15",
                    "选项",
                    f"缺少选项“{spec.key}”，按“{spec.default}”处理",
                    f"加一行写明。{spec.meaning}",
                    expected=spec.default,
                )
            )
            found[spec.key] = spec.default
    return {spec.key: found[spec.key] for spec in OPTION_SPECS if spec.key in found}


def _tables(book: FormatBook, findings: list[Finding]) -> tuple[TableSpec, ...]:
    tables = []
    for row in book.rows("表清单", ("编号", "表名", "工作表", "取数", "注", "空表说明", "适用"), findings):
        row.need(("编号", "表名", "工作表", "取数"), findings)
        row.choice("适用", _SCOPES, findings)
        tables.append(
            TableSpec(
                row["编号"],
                row["表名"],
                row["工作表"],
                row["取数"],
                row["注"],
                row["空表说明"],
                row["适用"],
                row.place("编号"),
            )
        )
    book.unique("表清单", "编号", findings)
    book.unique("表清单", "工作表", findings)
    return tuple(tables)


def _charts(book: FormatBook, findings: list[Finding]) -> tuple[ChartSpec, ...]:
    points = _chart_points(book, findings)
    charts = []
    for row in book.rows("图清单", ("编号", "名称", "键", "单位"), findings):
        row.need(("编号", "名称", "键"), findings)
        row.choice("单位", CHART_UNITS, findings)
        own = tuple(points.pop(row["键"], ()))
        if not own:
            advice = "在“图数据”中为这个键写明类别、系列和取数，或者删去这一行"
            findings.append(error("G18", row.place("键"), f"图“{row['名称']}”没有图数据", advice))
        charts.append(ChartSpec(row["编号"], row["名称"], row["键"], row["单位"], own, row.place("键")))
    book.unique("图清单", "编号", findings)
    book.unique("图清单", "键", findings)
    for key, lost in points.items():
        advice = "改成图清单中的键，或者删去这一行"
        findings.append(error("G19", lost[0].cell, f"图清单里没有“{key}”这个键", advice, stated=key))
    return tuple(charts)


def _chart_points(book: FormatBook, findings: list[Finding]) -> dict[str, list[ChartPoint]]:
    """The rows of 图数据 by the key of their chart."""
    points: dict[str, list[ChartPoint]] = {}
    for row in book.rows("图数据", ("键", "类别", "系列", "取数"), findings):
        row.need(("键", "系列", "取数"), findings)
        point = ChartPoint(row["类别"], row["系列"], row["取数"], row.place("取数"))
        points.setdefault(row["键"], []).append(point)
    return points


def _codes(book: FormatBook, sheet: str, findings: list[Finding]) -> tuple[ClassSpec, ...]:
    codes = []
    for row in book.rows(sheet, ("编码", "名称"), findings):
        row.need(("编码", "名称"), findings)
        if row["编码"] and not re.fullmatch(r"[0-9]{3}([0-9]{2}){0,2}", row["编码"]):
            findings.append(
                error(
                    "G16",
                    row.place("编码"),
                    f"“{row['编码']}”不是科目编码",
                    "填3位、5位或7位数字",
                    stated=row["编码"],
                )
            )
        codes.append(ClassSpec(row["编码"], row["名称"], row["体系"] or "功能"))
    book.unique(sheet, "编码", findings)
    return tuple(codes)


def _facts(book: FormatBook, findings: list[Finding]) -> tuple[FactLine, ...]:
    lines = []
    for row in book.rows("信息表", ("行标题", "级", "取数"), findings):
        row.need(("行标题",), findings)
        row.choice("级", _LEVELS, findings)
        for quoted in re.findall(r"\{([^{}]*)\}", row["行标题"]):
            if quoted not in SPEC_BY_KEY:
                near = difflib.get_close_matches(quoted, SPEC_BY_KEY, n=1)
                advice = f"是不是“{near[0]}”？" if near else "只能引用“选项”表里的选项，如 {通用设备单价}"
                message = f"行标题引用的“{quoted}”不是选项"
                findings.append(error("G21", row.place("行标题"), message, advice, stated=quoted))
        level = int(row["级"]) if row["级"] in _LEVELS else 1
        lines.append(FactLine(row["行标题"], level, row["取数"], row.place("取数")))
    return tuple(lines)


def _terms(
    book: FormatBook, findings: list[Finding]
) -> tuple[tuple[TermSpec, ...], tuple[TermSpec, ...], tuple[TermSpec, ...]]:
    """The fixed terms before the 科目, the 科目, the fixed terms after them."""
    first: list[TermSpec] = []
    coded: list[TermSpec] = []
    last: list[TermSpec] = []
    for row in book.rows("名词解释", ("术语或编码", "释义", "类别", "条件"), findings):
        row.need(("术语或编码", "释义"), findings)
        row.choice("类别", ("固定", "科目"), findings)
        if row["条件"]:
            row.choice("条件", TERM_CONDITIONS, findings)
        term = TermSpec(row["术语或编码"], row["释义"], row["类别"] == "科目", row["条件"], row.place("释义"))
        (coded if term.is_code else last if coded else first).append(term)
    book.unique("名词解释", "术语或编码", findings)
    return tuple(first), tuple(coded), tuple(last)


#: the columns of 审核公式 with the fields of RuleSpec
_RULE_LABELS = {
    "编号": "code",
    "名称": "name",
    "等式或条件": "formula",
    "级别": "severity",
    "适用范围": "applies",
    "容差": "tolerance",
    "依据": "basis",
    "提示": "message",
    "怎么改": "advice",
    "左边": "left",
    "右边": "right",
    "位置": "place",
}


def _rules(book: FormatBook, findings: list[Finding]) -> tuple[RuleSpec, ...]:
    """The rows of 审核公式 as typed; what is wrong with a rule is found where rules are compiled."""
    rows = book.rows("审核公式", tuple(_RULE_LABELS), findings)
    book.unique("审核公式", "编号", findings)
    return tuple(
        RuleSpec(**{field: row[label] for label, field in _RULE_LABELS.items()}, cell=row.place("等式或条件"))
        for row in rows
    )


def _residues(book: FormatBook, findings: list[Finding]) -> tuple[Residue, ...]:
    residues = []
    for row in book.rows("残留用语", ("用语", "方式", "说明"), findings):
        row.need(("用语",), findings)
        row.choice("方式", ("包含", "正则"), findings)
        if row["方式"] == "正则" and not _compiles(row):
            findings.append(
                error(
                    "G17",
                    row.place("用语"),
                    f"“{row['用语']}”不是正确的正则表达式",
                    "改正写法，或者把方式改成“包含”",
                    stated=row["用语"],
                )
            )
        residues.append(Residue(row["用语"], row["方式"] == "正则", row["说明"]))
    return tuple(residues)


def _opinions(book: FormatBook, findings: list[Finding]) -> tuple[Opinion, ...]:
    """放行意见, a sheet that a format need not have."""
    rows = book.rows("放行意见", ("核实编号", "意见"), findings) if book.has("放行意见") else []
    return tuple(Opinion(row["核实编号"], row["意见"]) for row in rows if row["核实编号"])


def _compiles(row: Row) -> bool:
    try:
        re.compile(row["用语"])
    except re.error:
        return False
    return True
