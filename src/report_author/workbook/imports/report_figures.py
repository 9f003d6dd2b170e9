"""The figures of a published report that next year's report compares with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_author.model.choices import LastYearRow, Source
from report_author.model.facts import LastYear
from report_author.model.findings import Finding, error, info, warning
from report_author.model.money import YUAN_PER_WAN, ZERO, half_up, plain, wan
from report_author.workbook.imports.report_lines import Line, Table, plain_key
from report_author.workbook.imports.report_sections import Parts

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
_BOTH = re.compile(f"(?:本年)?收入{_TOTAL}{_MONEY}[、;]?(?:本年)?支出{_TOTAL}{_MONEY}")
_JOINT = re.compile(f"(?:收[、]?支|收入支出)(?:决算)?总(?:计|额)(?:均|各)?{_MONEY}")
_FISCAL_SOURCES = (Source.GENERAL, Source.GOVERNMENT, Source.CAPITAL)
#: adding two or three printed amounts may differ from the printed sum by so many 万元
_TOLERANCE = Decimal("0.02")
#: rows of 01表 and 04表
_TABLE_ROWS = {
    "本年收入合计": (Row.INCOME_YEAR, Row.FISCAL_INCOME),
    "本年支出合计": (Row.EXPENSE_YEAR, Row.FISCAL_EXPENSE),
}


@dataclass(frozen=True, slots=True)
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
    expected = {
        "总体": (_value(found, Row.INCOME_YEAR), _value(found, Row.EXPENSE_YEAR)),
        "财政拨款": (_fiscal_income(parts), _fiscal_expense(found)),
    }
    rows = {
        "总体": ((Row.INCOME_YEAR, Row.EXPENSE_YEAR), (Row.INCOME_GRAND, Row.EXPENSE_GRAND)),
        "财政拨款": (
            (Row.FISCAL_INCOME, Row.FISCAL_EXPENSE),
            (Row.FISCAL_GRAND_INCOME, Row.FISCAL_GRAND_EXPENSE),
        ),
    }
    for section, (of_year, grand) in rows.items():
        lines = parts.sections.get(section, ())
        for match, line in _matches(_JOINT.pattern, lines):
            for row in grand:
                yield Stated(row, _number(match[1]), match[2], line.place)
        for match, line in _matches(_BOTH.pattern, lines):
            sides = (_number(match[2]), _number(match[5]))
            same = all(
                e is None or abs(s - e) <= _TOLERANCE for s, e in zip(sides, expected[section], strict=True)
            )
            known = any(each is not None for each in expected[section])
            total = "总" in match[1] or (sides[0] == sides[1] and not (same and known))
            for row, value, unit in zip(
                grand if total else of_year, sides, (match[3], match[6]), strict=True
            ):
                yield Stated(row, value, unit, line.place)


def _value(found: Mapping[LastYearRow, Stated], row: LastYearRow) -> Decimal | None:
    return wan(found[row].yuan) if row in found else None


def _fiscal_income(parts: Parts) -> Decimal | None:
    amounts = [
        _number(match[1])
        for source in _FISCAL_SOURCES
        for match, _ in _matches(source.value + _MONEY, parts.sections.get("收入", ()))
    ]
    return sum(amounts, ZERO) if amounts else None


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
    lines = parts.sections.get("收入", ())
    others = (source for source in Source if source not in _FISCAL_SOURCES)
    amounts = [_number(m[1]) for source in others for m, _ in _matches(source.value + _MONEY, lines)]
    return _fiscal_income(parts) is not None and not any(amounts)


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
