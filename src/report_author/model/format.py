"""The format of a year in one place: its choices, tables, charts, terms, leftover phrases; read from 格式.xlsx."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType

from report_author.model.findings import Finding, error, has_errors, info, warning
from report_author.ooxml.sheets import UnreadableBook, column_letters, read_workbook_file
from report_author.records import frozen

# ---------------------------------------------------------------- the choices a format can make, declared once


@frozen
class OptionSpec:
    """One choice of sheet 选项.

    ``kind`` is 单选 (one of ``choices``), 数字, 编码 (codes joined by 、), 文字, or 用语 (words that may be
    empty and may quote ``{上年}``).
    ``default`` serves where a format does not say; None means that it must say.
    """

    key: str
    kind: str
    meaning: str
    default: str | None = None
    choices: tuple[str, ...] = ()

    def problem(self, value: str) -> str:
        """What is wrong with ``value`` in plain Chinese; empty when it is fine."""
        if self.kind == "单选" and value not in self.choices:
            return f"只能填：{'、'.join(self.choices)}"
        if self.kind == "数字":
            try:
                Decimal(value)
            except InvalidOperation:
                return "应填数字"
        if self.kind == "编码" and not re.fullmatch(r"\d{3,7}(、\d{3,7})*", value):
            return "应填科目编码，几个编码之间用顿号“、”隔开"
        if self.kind == "文字" and not value:
            return "不能空着"
        return ""


_YES_NO = ("是", "否")
_BUDGETS = ("年初预算数", "全年预算数")


def _yes_no(key: str, default: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "单选", meaning, default, _YES_NO)


def _budget(key: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "单选", meaning, "全年预算数", _BUDGETS)


def _words(key: str, default: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "用语", meaning, default)


OPTION_SPECS: tuple[OptionSpec, ...] = (
    OptionSpec("格式名称", "文字", "给人看的名称，如“四川2021年度（15表）”。"),
    OptionSpec(
        "启用年度",
        "数字",
        "从哪个年度起用这套格式；填报表没有指定格式时，取启用年度不晚于报告年度的最近一套。",
    ),
    _yes_no("正文去尾零", "是", "正文中金额、百分比末尾的0不写：46.30写作46.3。表格不受影响。"),
    OptionSpec(
        "收支口径",
        "单选",
        "第二部分一、四比较的是“本年收入（支出）合计”"
        "还是“收入（支出）总计”（含结转结余）。决定上年数要填哪几行。",
        "本年合计",
        ("本年合计", "总计"),
    ),
    _budget("五三预算数口径", "第二部分五（三）“完成预算”用哪一个预算数。全年预算数即调整后的预算数。"),
    _budget("三公预算数口径", "“三公”经费“完成预算”和公开表的预算数用哪一个预算数。"),
    _budget("自评表预算数口径", "项目绩效目标自评表的预算数用哪一个预算数。"),
    OptionSpec(
        "科目名称样式",
        "单选",
        "五（三）科目的写法："
        "编码名称＝“204公共安全支出，20402公安，2040201行政运行”；"
        "类款项＝“公共安全支出（类）公安（款）行政运行（项）”。",
        "编码名称",
        ("编码名称", "类款项"),
    ),
    OptionSpec(
        "名词科目样式",
        "单选",
        "名词解释中科目的写法："
        "名称编码＝“公共安全支出204，公安20402，行政运行2040201”；"
        "类款项＝“公共安全支出（类）公安（款）行政运行（项）”。",
        "名称编码",
        ("名称编码", "类款项"),
    ),
    _yes_no("零项列示", "否", "第二部分二、三中金额为0的项目是否也写出来。"),
    OptionSpec("外事接待口径", "单选", "外事接待费与国内接待费并列，还是其中数。", "并列", ("并列", "其中")),
    _words("持平用语", "与{上年}年持平", "与上年相等时的写法。"),
    _words("基数为零用语", "（{上年}年为0，无可比性）", "上年为0、本年有数时，写在增加额后面，不写增长率。"),
    _words("均为零用语", "与{上年}年持平，均为0万元", "两年都为0时的写法。"),
    _words("完成持平用语", "，决算数与预算数持平", "决算数等于预算数时，写在“完成预算100%”后面。"),
    _words("预算决算均为零用语", "预算和决算均为0万元", "预算、决算都为0时的写法，不写完成率。"),
    _words("预算为零用语", "预算为0", "预算为0、决算有数时的写法，不写完成率。"),
    OptionSpec(
        "表内单位",
        "单选",
        "公开表的金额单位。表内存的是准确数，显示几位小数由模板单元格的数字格式决定。",
        "万元",
        ("元", "万元"),
    ),
    OptionSpec("表内零值", "单选", "公开表中金额为0的单元格怎么写。", "空白", ("空白", "0.00", "—")),
    OptionSpec("合计行位置", "单选", "公开表的合计行在数据的第一行还是最后一行。", "首行", ("首行", "末行")),
    OptionSpec(
        "表号样式",
        "文字",
        "公开表右上角的表号，也是公开表文件里工作表的名称。{编号}来自表清单。",
        "公开{编号}表",
    ),
    _yes_no("明细表隐去零列", "是", "按经济科目展开的明细表里，全为0的列不印。"),
    _yes_no("基本支出表列示零款", "是", "基本支出决算表里，金额为0的经济科目款级也印出来。"),
    OptionSpec("人员经费科目", "编码", "人员经费包括的经济科目类级，也是基本支出决算表左栏。", "301、303"),
    OptionSpec(
        "公用经费科目",
        "编码",
        "公用经费包括的经济科目类级，也是基本支出决算表右栏。",
        "302、307、310、312、399",
    ),
    OptionSpec(
        "机关运行经费口径",
        "单选",
        "机关运行经费是行政单位和参公事业单位的，还是全部公用经费。",
        "行政参公",
        ("行政参公", "全部公用"),
    ),
    OptionSpec("变动幅度阈值", "数字", "比上年增减超过这个百分数时，检查原因是否写得具体。", "30"),
    OptionSpec("完成率下限", "数字", "完成预算低于这个百分数时，检查原因是否写得具体。", "90"),
    OptionSpec("完成率上限", "数字", "完成预算高于这个百分数时，检查原因是否写得具体。", "100"),
    OptionSpec("结转比例阈值", "数字", "年末结转和结余占总计超过这个百分数时提示。", "20"),
    OptionSpec("通用设备单价", "数字", "国有资产占用情况中通用设备的起点单价（万元）。", "50"),
    OptionSpec("专用设备单价", "数字", "国有资产占用情况中专用设备的起点单价（万元）。", "100"),
    _yes_no("警告须核实", "否", "填“是”时，每条警告都要在填报表里写核实说明，否则不生成报告。"),
    OptionSpec(
        "空泛原因用语",
        "文字",
        "增减原因、预算差异原因只写了这些话，等于没有说明；几句之间用顿号隔开。",
        "根据实际情况、按实际情况、据实列支、按实际支出、实际工作需要、工作需要、根据工作需要、业务需要、正常变动、政策性因素、其他原因、无",
    ),
    OptionSpec("接待人均上限", "数字", "公务接待费平均每人次超过多少元时，请核对。", "300"),
    OptionSpec("车辆运行费上限", "数字", "公务用车运行维护费平均每辆超过多少元时，请核对。", "80000"),
    OptionSpec("公开期限", "数字", "财政批复后多少天内公开。", "20"),
)
SPEC_BY_KEY = {spec.key: spec for spec in OPTION_SPECS}


FORMAT_BOOK = "格式.xlsx"


@frozen
class TableSpec:
    """One row of 表清单. ``note`` and ``empty_note`` may quote figures as ``{名称}``."""

    number: str
    title: str
    sheet: str
    grid: str
    note: str
    empty_note: str
    scope: str
    cell: str = field(default="", compare=False)


@frozen
class ChartPoint:
    """One row of 图数据: ``source`` names an amount; without ``category`` it names a list of rows with 名称 and 金额.

    ``category`` may quote the years as ``{年度}`` and ``{上年}``.
    """

    category: str
    series: str
    source: str
    cell: str = field(default="", compare=False)


@frozen
class ChartSpec:
    """One row of 图清单 with its rows of 图数据; ``key`` is the alternative text of the chart in the Word template."""

    number: str
    caption: str
    key: str
    unit: str
    points: tuple[ChartPoint, ...] = ()
    cell: str = field(default="", compare=False)


@frozen
class TermSpec:
    """One row of 名词解释. A 科目 row is found by code, by the name of the 项, or by a pattern with ``*``."""

    term: str
    meaning: str
    is_code: bool
    condition: str
    cell: str = field(default="", compare=False)


@frozen
class Residue:
    """One row of 残留用语: words that must not be published."""

    words: str
    is_regex: bool
    meaning: str

    def found_in(self, text: str) -> str:
        """The leftover words in ``text``; empty when there are none."""
        if not self.is_regex:
            return self.words if self.words in text else ""
        match = re.search(self.words, text)
        return match.group() if match else ""


@frozen
class Opinion:
    """One row of 放行意见: the bureau's reason to let the finding ``number`` pass."""

    number: str
    text: str


@frozen
class RuleSpec:
    """One row of 审核公式, as typed; ``left`` and ``right`` name the two sides of its 等式 in messages."""

    code: str
    name: str
    formula: str
    severity: str
    applies: str = "全部"
    tolerance: str = ""
    basis: str = ""
    message: str = ""
    advice: str = ""
    left: str = ""
    right: str = ""
    place: str = ""
    cell: str = field(default="", compare=False)


@frozen
class ClassSpec:
    """A code with its name: a row of 支出类, or one that the bureau adds to the dictionary in 科目."""

    code: str
    name: str
    system: str = "功能"


@frozen
class FactLine:
    """One row of 信息表: its label (may quote an option as ``{选项}``), its level 1–3, the name of its figure or nothing."""

    label: str
    level: int
    source: str
    cell: str = field(default="", compare=False)


@frozen
class Explained:
    """The 名词解释 of a 项; ``generic`` where the format has no words of its own for it."""

    meaning: str
    generic: bool


@frozen
class Format:
    """All that 格式.xlsx says; every list keeps the order of the sheet."""

    id: str
    folder: Path
    name: str
    year: int
    options: Mapping[str, str]
    tables: tuple[TableSpec, ...]
    charts: tuple[ChartSpec, ...]
    classes: tuple[ClassSpec, ...]
    terms_first: tuple[TermSpec, ...]
    code_terms: tuple[TermSpec, ...]
    terms_last: tuple[TermSpec, ...]
    residues: tuple[Residue, ...]
    rules: tuple[RuleSpec, ...]
    codes: tuple[ClassSpec, ...]
    facts: tuple[FactLine, ...]
    opinions: tuple[Opinion, ...] = ()

    def option(self, key: str) -> str:
        """The choice made for ``key`` (a key of format_options.OPTION_SPECS)."""
        return self.options[key]

    def yes(self, key: str) -> bool:
        return self.options[key] == "是"

    def number(self, key: str) -> Decimal:
        return Decimal(self.options[key])

    def code_list(self, key: str) -> tuple[str, ...]:
        return tuple(self.options[key].split("、"))

    def tables_for(self, scope: str) -> tuple[TableSpec, ...]:
        """The tables of a 部门 or 单位 report, in order."""
        return tuple(table for table in self.tables if table.scope in ("全部", scope))

    def explain(self, code: str, name: str, group: str = "", klass: str = "") -> Explained:
        """The meaning of 项 ``code`` called ``name``, of 款 ``group`` in 类 ``klass``."""
        values = {"名称": name, "款名称": group or name, "类名称": klass or group or name}
        by_term = {term.term: term for term in self.code_terms}
        own = by_term.get(code) or by_term.get(name)
        if own is not None:
            return Explained(_filled(own.meaning, values), False)
        for term in self.code_terms:
            if "*" not in term.term:
                continue
            match = re.fullmatch(re.escape(term.term).replace(r"\*", "(.+)"), name)
            if match:
                return Explained(_filled(term.meaning, {**values, "*": match.group(1)}), term.term == "*")
        return Explained(f"反映{name}方面的支出。", True)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{([^{}]+)\}", lambda match: values.get(match.group(1), match.group()), pattern)


def choose_format(
    formats: Sequence[Format], year: int, wanted: str = ""
) -> tuple[Format | None, list[Finding]]:
    """The format that a workbook names (id or name), else the newest that is in force in its ``year``."""
    place = "首页"
    known = "、".join(f"{one.id}（{one.name}）" for one in formats) or "（没有）"
    if wanted:
        for one in formats:
            if wanted in (one.id, one.name):
                return one, []
        message = f"没有名为“{wanted}”的格式，现有的格式有：{known}"
        return None, [
            error(
                "G02",
                place,
                message,
                "改成现有的格式，或者把格式文件夹放到填报表旁边的 templates 文件夹里",
                stated=wanted,
                expected=known,
            )
        ]
    in_force = [one for one in formats if one.year <= year]
    if not in_force and formats:
        oldest = min(formats, key=lambda one: one.year)
        message = (
            f"没有{year}年度的格式，最早的是“{oldest.name}”：暂时照它做，表格和章节可能与当年的要求不同。"
        )
        return oldest, [
            warning(
                "G03",
                place,
                message,
                f"请核对首页的报告年度；确是{year}年度的，请向财政局要这一年的格式，放进填报表旁边的 templates 文件夹。",
                stated=str(year),
                expected=known,
            )
        ]
    if not in_force:
        return None, [
            error("G02", place, "没有任何可用的格式", "请把格式文件夹放到填报表旁边的 templates 文件夹里")
        ]
    newest = max(in_force, key=lambda one: one.year)
    if newest.year == year:
        return newest, []
    message = f"还没有{year}年度的格式，这一次照“{newest.name}”的表格和章节做。"
    advice = (
        f"请问财政局{year}年度的格式有没有变化：发了新格式的，放进填报表旁边的 templates 文件夹；"
        f"仍用这一套的，在首页“报告格式”填 {newest.id}，就不再提示。"
    )
    return newest, [info("G04", f"{place}·报告格式", message, advice)]


# ---------------------------------------------------------------- sheets of 格式.xlsx as rows under labelled columns


@frozen
class Row:
    """One row of a sheet: its texts by column label; a label that the sheet lacks reads as empty."""

    sheet: str
    number: int
    values: Mapping[str, str]
    columns: Mapping[str, int]
    findings: list[Finding]

    def __getitem__(self, label: str) -> str:
        return self.values.get(label, "")

    def place(self, label: str) -> str:
        """The cell under ``label``: 选项!B5."""
        return f"{self.sheet}!{column_letters(self.columns.get(label, 1) - 1)}{self.number}"

    def wrong(
        self, code: str, label: str, message: str, advice: str, *, stated: str = "", expected: str = ""
    ) -> None:
        """Report what is wrong under ``label``."""
        self.findings.append(
            error(code, self.place(label), message, advice, stated=stated, expected=expected)
        )

    def need(self, *labels: str) -> None:
        """Report every one of ``labels`` that is blank."""
        for label in labels:
            if not self[label]:
                self.wrong("G08", label, f"“{label}”没有填写", "填上，或者删去这一行")

    def choice(self, label: str, choices: tuple[str, ...]) -> None:
        """Report the value under ``label`` when it is not one of ``choices``."""
        value, listed = self[label], "、".join(choices)
        if value not in choices:
            message = f"“{label}”的取值“{value}”不对"
            self.wrong("G09", label, message, f"只能填：{listed}", stated=value, expected=listed)


class FormatBook:
    """The texts of a workbook, sheet by sheet; what is wrong with them is gathered in ``findings``."""

    def __init__(self, sheets: Mapping[str, Mapping[tuple[int, int], str]]) -> None:
        self.findings: list[Finding] = []
        self._sheets = sheets
        self._rows: dict[str, list[Row]] = {}

    def rows(self, sheet: str, labels: tuple[str, ...], *, optional: bool = False) -> list[Row]:
        """The rows under the header row of ``sheet``; a missing sheet (unless ``optional``) or column is a finding."""
        cells = self._sheets.get(sheet)
        rows: list[Row] = []
        if cells is not None:
            rows = self._read(sheet, cells, labels)
        elif not optional:
            self.findings.append(
                error("G05", sheet, f"缺少工作表“{sheet}”", "从原来的格式文件复制这张工作表")
            )
        self._rows[sheet] = rows
        return rows

    def unique(self, sheet: str, label: str) -> None:
        """Report every value under ``label`` that an earlier row has already."""
        seen: dict[str, Row] = {}
        for row in self._rows[sheet]:
            value = row[label]
            if value and value in seen:
                message = f"{label}“{value}”与第{seen[value].number}行重复"
                row.wrong("G10", label, message, "改成不同的，或者删去一行", stated=value)
            seen.setdefault(value, row)

    def _read(self, sheet: str, cells: Mapping[tuple[int, int], str], labels: tuple[str, ...]) -> list[Row]:
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), text in cells.items():
            if text.strip():
                by_row.setdefault(row, {})[column] = text.strip()
        header = _header_row(by_row, labels)
        wanted = f"表头行应有：{'、'.join(labels)}"
        if header is None:
            self.findings.append(error("G06", sheet, f"工作表“{sheet}”没有表头行", wanted))
            return []
        columns: dict[str, int] = {}
        for column, text in sorted(by_row[header].items()):
            columns.setdefault(text, column)
        self.findings += [
            error("G07", f"{sheet}!A{header}", f"表头缺少“{label}”一列", wanted)
            for label in labels
            if label not in columns
        ]
        return [
            Row(
                sheet,
                number,
                {label: by_row[number].get(column, "") for label, column in columns.items()},
                columns,
                self.findings,
            )
            for number in sorted(by_row)
            if number > header and any(column in by_row[number] for column in columns.values())
        ]


def _header_row(by_row: Mapping[int, Mapping[int, str]], labels: tuple[str, ...]) -> int | None:
    """The row that holds most of ``labels``; a title above it may hold one."""
    counts = {row: len(set(labels) & set(texts.values())) for row, texts in by_row.items()}
    best = max(sorted(counts), key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] else None


# ---------------------------------------------------------------- the reader of 格式.xlsx


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
    path = folder / FORMAT_BOOK
    try:
        sheets = read_workbook_file(path).sheets
    except UnreadableBook:
        message = f"格式文件“{path.name}”读不出来"
        advice = "用 Excel 或 WPS 打开，另存为没有密码的 .xlsx；打不开就换回原来的格式文件"
        return None, [error("G01", str(path), message, advice)]
    book = FormatBook(
        {
            sheet.name: {(row + 1, column + 1): cell.text for (row, column), cell in sheet.cells.items()}
            for sheet in sheets
        }
    )
    findings = book.findings
    options = _options(book)
    first, coded, last = _terms(book)
    tables, charts = _tables(book), _charts(book)
    classes = _codes(book, "支出类")
    residues = _residues(book)
    codes = _codes(book, "科目")
    facts = _facts(book)
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
        rules=_rules(book),
        codes=codes,
        facts=facts,
        opinions=_opinions(book),
    )
    return one, findings


def _nearest_option(word: str, otherwise: str) -> str:
    near = difflib.get_close_matches(word, SPEC_BY_KEY, n=1)
    return f"是不是“{near[0]}”？" if near else otherwise


def _options(book: FormatBook) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in book.rows("选项", ("选项", "取值")):
        key, value = row["选项"], row["取值"]
        spec = SPEC_BY_KEY.get(key)
        if spec is None:
            message = f"没有名为“{key}”的选项，这一行不起作用"
            advice = _nearest_option(key, "删去这一行，或者按说明书改成有效的选项")
            book.findings.append(warning("G11", row.place("选项"), message, advice, stated=key))
            continue
        if key in found:
            row.wrong("G12", "选项", f"选项“{key}”写了两次", "只留一行", stated=value, expected=found[key])
        if problem := spec.problem(value):
            message, choices = f"选项“{key}”的取值“{value}”不对", "、".join(spec.choices)
            row.wrong("G13", "取值", message, problem, stated=value, expected=choices)
        found[key] = value
    for spec in OPTION_SPECS:
        if spec.key in found:
            continue
        if spec.default is None:
            book.findings.append(error("G14", "选项", f"缺少选项“{spec.key}”", f"加一行。{spec.meaning}"))
        else:
            book.findings.append(
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


def _tables(book: FormatBook) -> tuple[TableSpec, ...]:
    labels = ("编号", "表名", "工作表", "取数", "注", "空表说明", "适用")
    tables = []
    for row in book.rows("表清单", labels):
        row.need("编号", "表名", "工作表", "取数")
        row.choice("适用", _SCOPES)
        tables.append(replace(TableSpec(*(row[label] for label in labels)), cell=row.place("编号")))
    book.unique("表清单", "编号")
    book.unique("表清单", "工作表")
    return tuple(tables)


def _charts(book: FormatBook) -> tuple[ChartSpec, ...]:
    points = _chart_points(book)
    charts = []
    for row in book.rows("图清单", ("编号", "名称", "键", "单位")):
        row.need("编号", "名称", "键")
        row.choice("单位", CHART_UNITS)
        own = tuple(points.pop(row["键"], ()))
        if not own:
            advice = "在“图数据”中为这个键写明类别、系列和取数，或者删去这一行"
            row.wrong("G18", "键", f"图“{row['名称']}”没有图数据", advice)
        charts.append(ChartSpec(row["编号"], row["名称"], row["键"], row["单位"], own, row.place("键")))
    book.unique("图清单", "编号")
    book.unique("图清单", "键")
    for key, lost in points.items():
        advice = "改成图清单中的键，或者删去这一行"
        book.findings.append(error("G19", lost[0].cell, f"图清单里没有“{key}”这个键", advice, stated=key))
    return tuple(charts)


def _chart_points(book: FormatBook) -> dict[str, list[ChartPoint]]:
    """The rows of 图数据 by the key of their chart."""
    points: dict[str, list[ChartPoint]] = {}
    for row in book.rows("图数据", ("键", "类别", "系列", "取数")):
        row.need("键", "系列", "取数")
        point = ChartPoint(row["类别"], row["系列"], row["取数"], row.place("取数"))
        points.setdefault(row["键"], []).append(point)
    return points


def _codes(book: FormatBook, sheet: str) -> tuple[ClassSpec, ...]:
    codes = []
    for row in book.rows(sheet, ("编码", "名称")):
        row.need("编码", "名称")
        if row["编码"] and not re.fullmatch(r"[0-9]{3}([0-9]{2}){0,2}", row["编码"]):
            message = f"“{row['编码']}”不是科目编码"
            row.wrong("G16", "编码", message, "填3位、5位或7位数字", stated=row["编码"])
        codes.append(ClassSpec(row["编码"], row["名称"], row["体系"] or "功能"))
    book.unique(sheet, "编码")
    return tuple(codes)


def _facts(book: FormatBook) -> tuple[FactLine, ...]:
    lines = []
    for row in book.rows("信息表", ("行标题", "级", "取数")):
        row.need("行标题")
        row.choice("级", _LEVELS)
        for quoted in re.findall(r"\{([^{}]*)\}", row["行标题"]):
            if quoted not in SPEC_BY_KEY:
                advice = _nearest_option(quoted, "只能引用“选项”表里的选项，如 {通用设备单价}")
                row.wrong("G21", "行标题", f"行标题引用的“{quoted}”不是选项", advice, stated=quoted)
        level = int(row["级"]) if row["级"] in _LEVELS else 1
        lines.append(FactLine(row["行标题"], level, row["取数"], row.place("取数")))
    return tuple(lines)


def _terms(
    book: FormatBook,
) -> tuple[tuple[TermSpec, ...], tuple[TermSpec, ...], tuple[TermSpec, ...]]:
    """The fixed terms before the 科目, the 科目, the fixed terms after them."""
    first, coded, last = list[TermSpec](), list[TermSpec](), list[TermSpec]()
    for row in book.rows("名词解释", ("术语或编码", "释义", "类别", "条件")):
        row.need("术语或编码", "释义")
        row.choice("类别", ("固定", "科目"))
        if row["条件"]:
            row.choice("条件", TERM_CONDITIONS)
        term = TermSpec(row["术语或编码"], row["释义"], row["类别"] == "科目", row["条件"], row.place("释义"))
        (coded if term.is_code else last if coded else first).append(term)
    book.unique("名词解释", "术语或编码")
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


def _rules(book: FormatBook) -> tuple[RuleSpec, ...]:
    """The rows of 审核公式 as typed; what is wrong with a rule is found where rules are compiled."""
    rows = book.rows("审核公式", tuple(_RULE_LABELS))
    book.unique("审核公式", "编号")
    return tuple(
        RuleSpec(**{field: row[label] for label, field in _RULE_LABELS.items()}, cell=row.place("等式或条件"))
        for row in rows
    )


def _residues(book: FormatBook) -> tuple[Residue, ...]:
    residues = []
    for row in book.rows("残留用语", ("用语", "方式", "说明")):
        row.need("用语")
        row.choice("方式", ("包含", "正则"))
        if row["方式"] == "正则" and not _compiles(row):
            message = f"“{row['用语']}”不是正确的正则表达式"
            row.wrong("G17", "用语", message, "改正写法，或者把方式改成“包含”", stated=row["用语"])
        residues.append(Residue(row["用语"], row["方式"] == "正则", row["说明"]))
    return tuple(residues)


def _opinions(book: FormatBook) -> tuple[Opinion, ...]:
    """放行意见, a sheet that a format need not have."""
    rows = book.rows("放行意见", ("核实编号", "意见"), optional=True)
    return tuple(Opinion(row["核实编号"], row["意见"]) for row in rows if row["核实编号"])


def _compiles(row: Row) -> bool:
    try:
        re.compile(row["用语"])
    except re.error:
        return False
    return True
