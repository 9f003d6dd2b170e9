"""Last year's published report: its lines and parts, its figures as 上年数, its texts as 去年内容."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from lxml import etree

from report_author.model.choices import LastYearRow, Numbering, Position, Source
from report_author.model.facts import Facts, LastYear, Text
from report_author.model.findings import Finding, error, info, warning
from report_author.model.money import YUAN_PER_WAN, ZERO, exact_wan, half_up, plain, wan
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.reading import read_lines
from report_author.ooxml.relations import main_part
from report_author.records import frozen
from report_author.workbook.imports.tables import Fact
from report_author.workbook.imports.writing import Current

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")


@frozen
class Line:
    """A paragraph with its place."""

    text: str
    place: str

    @property
    def key(self) -> str:
        """The text without white space, digits and brackets half-width; a comma stays apart from that of 1,652.54."""
        return plain_key(self.text)


@frozen
class Table:
    """A table of amounts with the lines just above it (its title, its unit)."""

    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]
    place: str


@frozen
class Document:
    """A report in its order."""

    name: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


def plain_key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.replace("，", "、")).split())


def read_document(path: Path) -> tuple[Document | None, list[Finding]]:
    """The lines of a ``.docx`` or ``.txt``; a file that cannot be read is a finding."""
    if path.suffix.lower() == ".txt":
        return _read_text(path)
    try:
        lines, tables = _body(read_package(path), path.name)
    except PackageError as problem:
        return None, [
            error("I40", path.name, f"去年的报告不能读取：{problem.message}。", f"{problem.advice}。")
        ]
    except (etree.XMLSyntaxError, KeyError):
        return None, [_no_report(path, "文件已损坏")]
    if not lines:
        return None, [_no_report(path, "这不是 Word 报告（.docx），或者里面没有文字")]
    return Document(path.name, tuple(lines), tuple(tables)), []


def _read_text(path: Path) -> tuple[Document | None, list[Finding]]:
    try:
        data = path.read_bytes()
        text = _decoded(data)
    except OSError:
        return None, [_no_report(path, "文件打不开")]
    except UnicodeError:
        return None, [_no_report(path, "文字的编码认不出来")]
    lines = (
        Line(_BOOKMARK.sub("", line).strip(), f"{path.name}第{number}行")
        for number, line in enumerate(text.splitlines(), start=1)
    )
    return Document(path.name, tuple(line for line in lines if line.text)), []


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _no_report(path: Path, what: str) -> Finding:
    return error("I40", path.name, f"去年的报告不能读取：{what}。", "请选用去年公开的 Word 报告（.docx）。")


def _body(package: Package, name: str) -> tuple[list[Line], list[Table]]:
    """Paragraphs outside of tables, then the tables with the paragraphs above each; the contents page is left out."""
    lines: list[Line] = []
    tables: dict[int, dict[tuple[int, int], str]] = {}
    above: dict[int, tuple[str, ...]] = {}
    for line in read_lines(package):
        if line.contents or line.part != main_part(package):
            continue
        if line.cell is None:
            pieces = (piece.strip() for piece in line.text.split("\n"))
            lines += [Line(piece, f"{name}：{line.place}") for piece in pieces if piece]
            continue
        at = (line.cell.row, line.cell.column)
        cells = tables.setdefault(line.cell.table, {})
        above.setdefault(line.cell.table, tuple(each.text for each in lines[-3:]))
        cells[at] = cells.get(at, "") + line.text.strip()
    return lines, [
        Table(_rows(cells), above[number], f"{name}：第{number + 1}张表") for number, cells in tables.items()
    ]


def _rows(cells: Mapping[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    width = max(column for _, column in cells) + 1
    height = max(row for row, _ in cells) + 1
    return tuple(tuple(cells.get((row, column), "") for column in range(width)) for row in range(height))


#: numbers before a heading, typed or left over from Word's own numbering
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[、.])"
)
_LONGEST_HEADING = 36
#: sections of 第二部分 by the beginning of their title
_TITLES: tuple[tuple[str, str], ...] = (
    ("总体", "收入支出决算总体情况"),
    ("收入", "收入决算情况"),
    ("支出", "支出决算情况"),
    ("财政拨款", "财政拨款收入支出决算总体情况"),
    ("一般", "一般公共预算财政拨款支出决算情况"),
    ("基本", "一般公共预算财政拨款基本支出"),
    ("三公", "“三公”经费"),
    ("三公", "财政拨款“三公”经费"),
    ("三公", "三公经费"),
    ("基金", "政府性基金预算"),
    ("国资", "国有资本经营预算"),
    ("其他", "其他重要事项"),
    ("绩效", "预算绩效"),
)


@frozen
class Parts:
    """第一部分 and 第二部分 of a report; ``sections`` are the lines of 第二部分 under each heading."""

    first: tuple[Line, ...]
    sections: Mapping[str, tuple[Line, ...]]


def heading(line: Line) -> str:
    """The words of a heading without its number; empty for a paragraph of text."""
    key = line.key.replace('"', "“", 1).replace('"', "”", 1)
    if len(key) > _LONGEST_HEADING or re.search(r"[。;:]|万元|\d+$", key):
        return ""
    while found := _NUMBER.match(key):
        key = key[found.end() :]
    return key


def split(lines: Sequence[Line]) -> Parts | None:
    """The parts; ``None`` where there is no 第二部分. The contents at the front name the parts, too, but hold no amounts."""
    keys = [line.key for line in lines]
    starts = [n for n, key in enumerate(keys) if key.startswith("第二部分")]
    if not starts:
        return None

    def end(start: int) -> int:
        later = (n for n in range(start + 1, len(keys)) if re.match("第[一二三四五六]部分", keys[n]))
        return next(later, len(keys))

    start = max(starts, key=lambda n: sum("万元" in key for key in keys[n : end(n)]))
    before = [n for n in range(start) if keys[n].startswith("第一部分")]
    first = tuple(lines[before[-1] : start]) if before else ()
    return Parts(first, _sections(lines[start : end(start)]))


def _sections(lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {}
    current = ""
    for line in lines:
        words = heading(line)
        current = next((name for name, title in _TITLES if words.startswith(title)), current)
        found.setdefault(current, []).append(line)
    return {name: tuple(part) for name, part in found.items()}


_FIRST = re.compile(r"^\s*\d+\s*[.．、]\s*(?!\d)")
_SECOND = re.compile(r"^\s*[（(]\s*\d+\s*[）)]\s*")
_LONGEST_SUBHEADING = 40


def read_texts(lines: Sequence[Line]) -> tuple[Text, ...]:
    """主要职能 and 重点工作 with their numbering; the numbers themselves are left to the report."""
    texts: list[Text] = []
    position: Position | None = None
    numbered = False
    for line in lines:
        words = heading(line)
        if "主要职能" in words and "主要工作" not in words:
            position = Position.DUTY
        elif "重点工作" in words:
            position, numbered = Position.WORK, False
        elif words.startswith("机构设置") or words.startswith("机构情况"):
            position = None
        elif position is not None:
            text = _text(line, position, numbered)
            numbered = numbered or text.numbering is not Numbering.NONE
            texts.append(text)
    return tuple(texts)


def _text(line: Line, position: Position, after_first: bool) -> Text:
    numbering, body = _numbered(line)
    heading_words = ""
    if position is Position.WORK and numbering is Numbering.NONE and not after_first:
        position = Position.WORK_LEAD
    if position is Position.WORK and numbering is not Numbering.NONE:
        head, stop, rest = body.partition("。")
        if stop and rest.strip() and len(head) <= _LONGEST_SUBHEADING:
            heading_words, body = head.strip(), rest.strip()
    cells = {"body": line.place}
    return Text(position=position, numbering=numbering, heading=heading_words, body=body, cells=cells)


def _numbered(line: Line) -> tuple[Numbering, str]:
    for pattern, numbering in ((_FIRST, Numbering.FIRST), (_SECOND, Numbering.SECOND)):
        if found := pattern.match(line.text):
            return numbering, line.text[found.end() :].strip()
    return Numbering.NONE, line.text.strip()


Row = LastYearRow

_MONEY = r"(?:决算)?(?:数)?(?:为|共计|共|是)?(-?\d[\d,]*(?:\.\d+)?)(万元|元)"
_TOTAL = r"(总计|合计|总额|决算总额|)"
#: one amount for one row, by section
_SENTENCES: tuple[tuple[str, str, LastYearRow], ...] = (
    ("收入", "本年收入合计", Row.INCOME_YEAR),
    ("支出", "本年支出合计", Row.EXPENSE_YEAR),
    ("支出", "年末结转和?结余(?:资金)?", Row.CARRY_END),
    ("一般", "一般公共预算财政拨款支出", Row.GENERAL_EXPENSE),
    ("三公", r"因公出国\(境\)(?:经)?费(?:用)?支出", Row.ABROAD),
    ("三公", "公务用车购置(?:费)?支出", Row.VEHICLE_PURCHASE),
    ("三公", "公务用车运行维护费支出", Row.VEHICLE_RUNNING),
    ("三公", "公务接待费支出", Row.RECEPTION),
    ("基金", "政府性基金预算财政拨款支出", Row.GOVERNMENT_EXPENSE),
    ("国资", "国有资本经营预算财政拨款支出", Row.CAPITAL_EXPENSE),
    ("其他", "机关运行经费(?:支出)?", Row.OPERATING),
)
#: words that say zero
_ZEROS: tuple[tuple[str, str, LastYearRow], ...] = (
    ("支出", "(?:年终|年末)?无(?:年末)?结转和?结余", Row.CARRY_END),
    (
        "基金",
        r"(?:没有|无|未使用|未安排)(?:使用)?政府性基金预算(?:财政)?(?:拨款)?(?:安排的)?支出",
        Row.GOVERNMENT_EXPENSE,
    ),
    (
        "国资",
        r"(?:没有|无|未使用|未安排)(?:使用)?国有资本经营预算(?:财政)?(?:拨款)?(?:安排的)?支出",
        Row.CAPITAL_EXPENSE,
    ),
)
_BOTH = f"(?:本年)?收入{_TOTAL}{_MONEY}[、;]?(?:本年)?支出{_TOTAL}{_MONEY}"
_JOINT = f"(?:收[、]?支|收入支出)(?:决算)?总(?:计|额)(?:均|各)?{_MONEY}"
_FISCAL_SOURCES = (Source.GENERAL, Source.GOVERNMENT, Source.CAPITAL)
#: adding two or three printed amounts may differ from the printed sum by so many 万元
_TOLERANCE = Decimal("0.02")
#: rows of 01表 and 04表
_TABLE_ROWS = {
    "本年收入合计": (Row.INCOME_YEAR, Row.FISCAL_INCOME),
    "本年支出合计": (Row.EXPENSE_YEAR, Row.FISCAL_EXPENSE),
}


@frozen
class Stated:
    """An amount as the report prints it."""

    row: LastYearRow
    value: Decimal
    unit: str
    place: str
    note: str = ""

    @property
    def yuan(self) -> Decimal:
        return self.value * (YUAN_PER_WAN if self.unit == "万元" else 1)

    @property
    def shown(self) -> str:
        return f"{plain(self.value, strip_zeros=True)}{self.unit}"


def read_figures(parts: Parts, tables: Sequence[Table]) -> tuple[tuple[LastYear, ...], list[Finding]]:
    """Rows of 上年数 with their places; an amount that the report prints in two ways is not taken."""
    stated = [*_sentences(parts), *_tables(tables)]
    findings: list[Finding] = []
    found = _agreed([*stated, *_pairs(parts, _agreed(stated, []))], findings)
    findings += _untied(parts, found)
    found = {**_followed(parts, found, findings), **found}
    missing = [
        row.value for row in Row if row not in found and not any(f.quote == row.value for f in findings)
    ]
    if missing:
        findings.append(
            warning(
                "I43",
                "上年数",
                f"去年的报告里没有找到：{'、'.join(missing)}。",
                "报告要用到的，请从去年的公开表抄到“上年数”表。",
            )
        )
    rows = tuple(_record(found[row]) for row in Row if row in found)
    return rows, findings


def _record(stated: Stated) -> LastYear:
    return LastYear(
        row=stated.row,
        published=stated.value,
        unit=stated.unit,
        note=stated.note,
        cells={"published": stated.place},
    )


def _matches(pattern: str, lines: Sequence[Line]) -> Iterator[tuple[re.Match[str], Line]]:
    for line in lines:
        for match in re.finditer(pattern, line.key):
            yield match, line


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _sentences(parts: Parts) -> Iterator[Stated]:
    for section, words, row in _SENTENCES:
        for match, line in _matches(words + _MONEY, parts.sections.get(section, ())):
            yield Stated(row, _number(match[1]), match[2], line.place)
    for section, words, row in _ZEROS:
        for _, line in _matches(words, parts.sections.get(section, ())):
            yield Stated(row, ZERO, "万元", line.place)


def _agreed(stated: Sequence[Stated], findings: list[Finding]) -> dict[LastYearRow, Stated]:
    """One amount for each row: the exact one of those that agree at print precision; none where they differ."""
    groups: dict[LastYearRow, list[Stated]] = defaultdict(list)
    for each in stated:
        groups[each.row].append(each)
    found: dict[LastYearRow, Stated] = {}
    for row, group in groups.items():
        if len({half_up(wan(each.yuan)) for each in group}) == 1:
            found[row] = min(group, key=lambda each: each.unit == "万元")
            continue
        first, other = group[0], next(each for each in group if wan(each.yuan) != wan(group[0].yuan))
        findings.append(
            error(
                "I42",
                first.place,
                f"去年的报告里“{row.value}”前后不一致，没有采用。",
                f"请核对后在“上年数”表填写（另一处在{other.place}）。",
                quote=row.value,
                stated=first.shown,
                expected=other.shown,
            )
        )
    return found


def _pairs(parts: Parts, found: Mapping[LastYearRow, Stated]) -> Iterator[Stated]:
    """Sections 一 and 四: whether they print 本年合计 or 总计 is said, or follows from the other sections."""
    year, grand = (Row.INCOME_YEAR, Row.EXPENSE_YEAR), (Row.INCOME_GRAND, Row.EXPENSE_GRAND)
    fiscal = (Row.FISCAL_INCOME, Row.FISCAL_EXPENSE)
    fiscal_grand = (Row.FISCAL_GRAND_INCOME, Row.FISCAL_GRAND_EXPENSE)
    for section, of_year, of_all, expected in (
        ("总体", year, grand, [_value(found, row) for row in year]),
        ("财政拨款", fiscal, fiscal_grand, [_fiscal_income(parts), _fiscal_expense(found)]),
    ):
        lines = parts.sections.get(section, ())
        for match, line in _matches(_JOINT, lines):
            for row in of_all:
                yield Stated(row, _number(match[1]), match[2], line.place)
        for match, line in _matches(_BOTH, lines):
            sides = (_number(match[2]), _number(match[5]))
            same = all(e is None or abs(s - e) <= _TOLERANCE for s, e in zip(sides, expected, strict=True))
            known = any(each is not None for each in expected)
            total = "总" in match[1] or (sides[0] == sides[1] and not (same and known))
            rows = of_all if total else of_year
            for row, value, unit in zip(rows, sides, (match[3], match[6]), strict=True):
                yield Stated(row, value, unit, line.place)


def _value(found: Mapping[LastYearRow, Stated], row: LastYearRow) -> Decimal | None:
    return wan(found[row].yuan) if row in found else None


def _fiscal_income(parts: Parts) -> Decimal | None:
    amounts = _incomes(parts, _FISCAL_SOURCES)
    return sum(amounts, ZERO) if amounts else None


def _incomes(parts: Parts, sources: Iterable[Source]) -> list[Decimal]:
    lines = parts.sections.get("收入", ())
    return [_number(m[1]) for source in sources for m, _ in _matches(source.value + _MONEY, lines)]


def _fiscal_expense(found: Mapping[LastYearRow, Stated]) -> Decimal | None:
    amounts = [
        _value(found, row) for row in (Row.GENERAL_EXPENSE, Row.GOVERNMENT_EXPENSE, Row.CAPITAL_EXPENSE)
    ]
    return None if None in amounts else sum((each for each in amounts if each is not None), ZERO)


def _followed(
    parts: Parts, found: Mapping[LastYearRow, Stated], findings: list[Finding]
) -> dict[LastYearRow, Stated]:
    """总计 where the report prints only 本年合计: the same, when nothing was left over and all income is 财政拨款.

    Then there is no 结余分配, so 支出总计 = 本年支出合计 + 0, and both 总计 are equal.
    """
    left = found.get(Row.CARRY_END)
    if left is None or left.value or not _only_fiscal(parts):
        return {}
    followed: dict[LastYearRow, Stated] = {}
    for base, both in (
        (Row.EXPENSE_YEAR, (Row.INCOME_GRAND, Row.EXPENSE_GRAND)),
        (Row.FISCAL_EXPENSE, (Row.FISCAL_GRAND_INCOME, Row.FISCAL_GRAND_EXPENSE)),
    ):
        if base in found:
            note = f"年末无结转结余、收入全部是财政拨款，总计等于{base.value}"
            followed.update(
                {row: replace(found[base], row=row, note=note) for row in both if row not in found}
            )
    if followed:
        findings.append(
            info(
                "I44",
                left.place,
                f"去年的报告没有写{'、'.join(row.value for row in followed)}，"
                "因年末没有结转结余、收入全部是财政拨款，按本年支出合计推得。",
                "请与去年的公开01表、04表核对。",
            )
        )
    return followed


def _untied(parts: Parts, found: Mapping[LastYearRow, Stated]) -> Iterator[Finding]:
    """Sums that the report prints beside their parts."""
    vehicles = (Row.VEHICLE_PURCHASE, Row.VEHICLE_RUNNING)
    for words, rows in (
        ("公务用车购置及运行维护费支出", vehicles),
        ("“三公”经费财政拨款支出", (Row.ABROAD, *vehicles, Row.RECEPTION)),
    ):
        amounts = [_value(found, row) for row in rows]
        for match, line in _matches(words + _MONEY, parts.sections.get("三公", ())):
            whole = _number(match[1]) if match[2] == "万元" else wan(_number(match[1]))
            added = sum((each for each in amounts if each is not None), ZERO)
            if None not in amounts and abs(whole - added) > _TOLERANCE:
                yield warning(
                    "I45",
                    line.place,
                    f"去年的报告里“{words}”不等于各分项之和。",
                    "请核对上年数的各分项。",
                    quote=words,
                    stated=f"{plain(whole, strip_zeros=True)}万元",
                    expected=f"{plain(added, strip_zeros=True)}万元",
                )


def _only_fiscal(parts: Parts) -> bool:
    others = (source for source in Source if source not in _FISCAL_SOURCES)
    return _fiscal_income(parts) is not None and not any(_incomes(parts, others))


def _tables(tables: Sequence[Table]) -> Iterator[Stated]:
    """本年合计 of both sides in 01表 and 04表, where the report holds them as Word tables."""
    for table in tables:
        title = "".join(plain_key(text) for text in (*table.above, *(table.rows[0] if table.rows else ())))
        words = title + "".join(plain_key(cell) for row in table.rows[:3] for cell in row)
        unit = re.search(r"单位[:：]?(万元|元)", words)
        if "收入支出决算总表" not in title or unit is None:
            continue
        fiscal = "财政拨款收入支出决算总表" in title
        skipped = {n for row in table.rows[:4] for n, cell in enumerate(row) if plain_key(cell) == "行次"}
        for number, row in enumerate(table.rows, start=1):
            for at, cell in enumerate(row):
                rows = _TABLE_ROWS.get(plain_key(cell))
                value = _first_number(row, at, skipped) if rows else None
                if rows and value is not None:
                    yield Stated(rows[fiscal], value, unit[1], f"{table.place}第{number}行")


def _first_number(row: Sequence[str], at: int, skipped: set[int]) -> Decimal | None:
    """The first amount to the right of a label; the 行次 beside it is none."""
    for n in range(at + 1, len(row)):
        key = plain_key(row[n]).replace("、", "")
        if n not in skipped and key:
            return _number(key) if re.fullmatch(r"-?\d[\d,]*(\.\d+)?", key) else None
    return None


_YEAR = re.compile(r"(20\d\d)年度?(?:部门|单位)?(?:决算|收入|本年收入)")


@frozen
class LastReport:
    """What a report of ``year`` says.

    ``last_year`` and ``texts`` are records whose ``cells`` (``published``, ``body``) name the paragraph they stem from.
    """

    document: Document
    year: int
    last_year: tuple[LastYear, ...]
    texts: tuple[Text, ...]

    def mentions(self, name: str) -> bool:
        """Whether the report is about the department called ``name``."""
        key = plain_key(name)
        return any(key in line.key for line in self.document.lines)


def read_last_report(path: Path) -> tuple[LastReport | None, list[Finding]]:
    """Read a report (``.docx`` or ``.txt``); ``None`` where it is none. Bad input never raises.

    An amount is taken only where the report prints it; one that it prints in two ways is left out, with an 错误.
    """
    document, findings = read_document(path)
    if document is None:
        return None, findings
    parts = split(document.lines)
    years = [
        int(found[1])
        for lines in (parts.sections if parts else {}).values()
        for line in lines
        for found in _YEAR.finditer(line.key)
    ]
    if parts is None or not years:
        return None, [
            error(
                "I41",
                path.name,
                "文件里没有找到部门决算说明（“第二部分 ××年度部门决算情况说明”），没有采用。",
                "请选用去年公开的部门决算报告。",
            )
        ]
    figures, findings = read_figures(parts, document.tables)
    return LastReport(document, years[0], figures, read_texts(parts.first)), findings


def report_facts(paths: Sequence[Path], now: Facts, cells: Current) -> tuple[list[Fact], list[Finding]]:
    """上年数 of the reports of the year before; their texts, too, where the workbook has none yet."""
    facts: list[Fact] = []
    findings: list[Finding] = []
    units = _units(cells)
    for path in paths:
        report, problems = read_last_report(path)
        if report is None:
            findings += problems
        elif report.year != now.department.year - 1:
            findings.append(_other_year(path, report, now.department.year - 1))
        else:
            findings += problems
            facts += _last_year(report, units)
            facts += [] if now.texts else _texts(report)
    return facts, findings


def _other_year(path: Path, report: LastReport, wanted: int) -> Finding:
    return info(
        "I14",
        path.name,
        f"这是 {report.year} 年度的报告，上年数要用 {wanted} 年度的，没有导入",
        "请换用上一年度公开的报告",
        stated=str(report.year),
        expected=str(wanted),
    )


def _units(cells: Current) -> dict[LastYearRow, str]:
    """The unit that stands beside each row of 上年数; it says what the amount to be written there means."""
    rows = cells.lists["last_year"].rows.values() if "last_year" in cells.lists else ()
    return {row["row"]: row["unit"] for row in rows if "row" in row and row.get("unit") in ("元", "万元")}


def _last_year(report: LastReport, units: Mapping[LastYearRow, str]) -> list[Fact]:
    return [
        Fact(
            "last_year",
            (("row", row.row),),
            {"published": _in_unit(row, row.published, units.get(row.row, "万元"))},
            {"published": row.cell("published")},
        )
        for row in report.last_year
        if row.published is not None
    ]


def _in_unit(row: LastYear, amount: Decimal, unit: str) -> Decimal:
    """The printed amount in the unit of the cell beside it, nothing lost."""
    if row.unit == unit:
        return amount
    return amount * YUAN_PER_WAN if unit == "元" else exact_wan(amount)


def _texts(report: LastReport) -> list[Fact]:
    rows = []
    for text in report.texts:
        values = {"numbering": text.numbering, "heading": text.heading}
        kept = {name: value for name, value in values.items() if value != ""}
        about = (("position", text.position), ("body", text.body))
        rows.append(Fact("texts", about, kept, dict.fromkeys(kept, text.cell("body"))))
    if rows:
        said = {"texts_from": f"{report.year}年度公开报告"}
        rows.append(Fact("carried", (), said, {"texts_from": report.document.name}))
    return rows
