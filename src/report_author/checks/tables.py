"""The check of a finished 公开表, ours or anyone's; our own are also held against the grids they were printed from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from report_author.checks.clerk_names import options
from report_author.checks.grids import READERS, SHAPES, GridShape, PrintedSheet, squeezed, stored_exactly
from report_author.checks.judge import findings_of, judge, rounding_hint
from report_author.checks.row_filters import lacking
from report_author.checks.rulebook import RuleBook, rules_for
from report_author.figures.figure import Figure
from report_author.figures.values import Names
from report_author.model.codes import Codebook
from report_author.model.findings import Finding, Unchecked, error, warning
from report_author.model.format import Format
from report_author.model.money import YUAN_PER_WAN
from report_author.ooxml.sheets import RawWorkbook
from report_author.records import frozen

LEAST = 3  # a workbook with fewer of the tables is something else


def located(book: RawWorkbook) -> dict[str, PrintedSheet]:
    """The sheets of the workbook by the grid they print, found by their titles."""
    exact = stored_exactly(book.sheets)
    found: dict[str, PrintedSheet] = {}
    for raw in book.sheets:
        sheet = PrintedSheet(raw, exact)
        shape = _shape_of(sheet)
        if shape and shape.name not in found:
            found[shape.name] = sheet
    return found


def _shape_of(sheet: PrintedSheet) -> GridShape | None:
    for title in [*sheet.heads()[:6], squeezed(sheet.raw.name)]:
        for shape in SHAPES:
            words = all(word in title for word in shape.words)
            if words and not any(word in title for word in shape.without):
                return shape
    return None


def is_published_book(book: RawWorkbook) -> bool:
    """Whether a workbook is a 公开表."""
    return len(located(book)) >= LEAST


def year_of(book: RawWorkbook) -> int | None:
    """The year that the tables say they are of."""
    return year_in(located(book))


def year_in(sheets: Mapping[str, PrintedSheet]) -> int | None:
    """The year that the heads of located sheets tell."""
    for sheet in sheets.values():
        for text in sheet.heads():
            found = re.search(r"(20\d\d)年度", text)
            if found:
                return int(found.group(1))
    return None


def grids_of(sheets: Mapping[str, PrintedSheet], year: int) -> dict[str, object]:
    """The grid of every sheet; a table that is not there says so when a rule asks for it."""
    codebook = Codebook.for_year(year)
    return {
        shape.name: (
            READERS[shape.kind](sheets[shape.name], shape, codebook)
            if shape.name in sheets
            else lacking(f"没有找到“{shape.name}”")
        )
        for shape in SHAPES
    }


def check_tables(book: RawWorkbook, fmt: Format, rules: RuleBook) -> tuple[list[Finding], list[Unchecked]]:
    """Judge the rules on the tables of a workbook; places are its cells."""
    sheets = located(book)
    return check_sheets(sheets, grids_of(sheets, year_in(sheets) or fmt.year), fmt, rules)


def check_sheets(
    sheets: Mapping[str, PrintedSheet],
    grids: Mapping[str, object],
    fmt: Format,
    rules: RuleBook,
    *,
    formulas: bool = True,
) -> tuple[list[Finding], list[Unchecked]]:
    """``check_tables`` on sheets that were located and read; without ``formulas`` only what is no 审核公式."""
    ruled = rules_for(rules, "表格", "") if formulas else ()
    judgement = judge(ruled, Names("", {"表": Names("表", grids), "选项": options(fmt)}))
    findings = [*rules.findings, *judgement.broken]
    findings += [found for sheet in sheets.values() for found in sheet.findings]
    findings += [
        *_missing(sheets, fmt),
        *_repeated(sheets, grids),
        *_departments(sheets),
        *_unexplained(sheets, grids),
    ]
    findings += [*findings_of(judgement.breaches), *rounding_hint(judgement.rounding)]
    return list(dict.fromkeys(findings)), judgement.unchecked


def _missing(sheets: Mapping[str, PrintedSheet], fmt: Format) -> Iterator[Finding]:
    """R69: every table of the format is there."""
    lost = [table for table in fmt.tables if table.grid not in sheets]
    if lost:
        yield warning(
            "R69",
            "公开表",
            f"没有找到 {len(lost)} 张表：{'、'.join(table.title for table in lost)}。",
            "请补上；没有数据的表也要列出空表并说明（依据：财预〔2016〕143号）。",
            stated=f"{len(fmt.tables) - len(lost)} 张",
            expected=f"{len(fmt.tables)} 张",
        )


def _repeated(sheets: Mapping[str, PrintedSheet], grids: Mapping[str, object]) -> Iterator[Finding]:
    """R65: a code stands in one row."""
    for name, sheet in sheets.items():
        seen: set[str] = set()
        for row in _rows(grids[name]):
            code = str(row.get("编码", ""))
            if code and code in seen:
                place = next(
                    (cell for value in row.values() if isinstance(value, Figure) for cell in value.sources),
                    "",
                )
                yield error(
                    "R65",
                    place or sheet.raw.name,
                    f"科目编码 {code} 出现了不止一次。",
                    "请合并成一行，或改正编码。",
                    quote=code,
                    stated="2 行",
                    expected="1 行",
                )
            seen.add(code)


def _departments(sheets: Mapping[str, PrintedSheet]) -> Iterator[Finding]:
    """R68: every sheet names the same department."""
    told: dict[str, str] = {}
    for sheet in sheets.values():
        for text in sheet.heads():
            found = re.match(r"(?:部门|单位|编制单位|部门名称)[:：](.+)", text)
            if found and not re.match(r"(万元|元)", found.group(1)):
                told.setdefault(found.group(1), sheet.raw.name)
    if len(told) > 1:
        names = "；".join(f"“{sheet}”写的是“{name}”" for name, sheet in told.items())
        yield error(
            "R68",
            next(iter(told.values())),
            f"各张表的部门（单位）名称不一致：{names}。",
            "请改成同一个全称。",
            stated="、".join(told),
            expected="同一个名称",
        )


def _unexplained(sheets: Mapping[str, PrintedSheet], grids: Mapping[str, object]) -> Iterator[Finding]:
    """R70: an empty table says why it is empty, one with figures does not say so."""
    for name, sheet in sheets.items():
        filled = any(figure.value for figure in _figures(grids[name]))
        said = any(
            re.search(r"没有.*(支出|收入|数据|费用|经费)|无数据", text) for text in sheet.texts.values()
        )
        if not filled and not said:
            yield warning(
                "R70",
                sheet.raw.name,
                "这张表没有数据，也没有说明。",
                "请在表下写明本年度没有这项收支，故本表无数据（依据：财预〔2016〕143号）。",
                stated="没有说明",
                expected="有说明",
            )
        elif filled and any("本表无数据" in text for text in sheet.texts.values()):
            yield error(
                "R70",
                sheet.raw.name,
                "这张表有数据，表下却写着“本表无数据”。",
                "请删去表下的说明，或核对表里的数。",
                stated="有数据",
                expected="没有数据",
            )


def _rows(grid: object) -> tuple[Names, ...]:
    return grid["行"] if isinstance(grid, Names) else ()


def _figures(grid: object) -> Iterator[Figure]:
    if not isinstance(grid, Names):
        return
    for value in grid.values():
        if isinstance(value, Figure):
            yield value
        elif isinstance(value, Names):
            yield from _figures(value)
        elif isinstance(value, tuple):
            for each in value:
                yield from _figures(each)


#: what names a row; a 总表 has one on each side
_KEYS = ("编码", "名称", "左名", "右名", "左编码", "右编码")
_SIDES = ("左", "右")


@frozen
class Difference:
    """A figure of a grid that a reader of the sheet does not find under its header, in its row.

    ``shown`` is what stands there, None where there is no such row or column; ``cell`` is where it stands, else empty.
    """

    grid: str
    sheet: str
    figure: Figure
    row: str
    column: str
    shown: Figure | None
    cell: str = ""

    @property
    def unit(self) -> bool:
        """Whether only 元, 万元 differ, but for what rounding to the 分 takes away."""
        if self.shown is None or not self.figure.is_money:
            return False
        shown, value = self.shown.value, self.figure.value
        return (
            abs(shown * YUAN_PER_WAN - value) <= YUAN_PER_WAN / 100
            or abs(shown - value * YUAN_PER_WAN) <= YUAN_PER_WAN / 100
        )


def grid_of(name: str, sheet: PrintedSheet, year: int) -> object:
    """What a reader of ``sheet`` takes from it as the grid ``name``; None for a grid that nobody knows how to read."""
    shape = next((each for each in SHAPES if each.name == name), None)
    return READERS[shape.kind](sheet, shape, Codebook.for_year(year)) if shape is not None else None


def differences(printed: Iterable[tuple[str, PrintedSheet, object]], own: Names) -> Iterator[Difference]:
    """Every figure of ``own`` (表) that a sheet with its grid does not show where a reader looks for it."""
    for name, sheet, grid in printed:
        source = own.get(name, None)
        if isinstance(grid, Names) and isinstance(source, Names):
            title = sheet.raw.name
            yield from _values(name, title, "", source, grid)
            yield from _printed_rows(name, title, _flat(source["行"]), _flat(grid["行"]))


def _values(
    name: str, title: str, row: str, own: Names, printed: Mapping[str, object] | None
) -> Iterator[Difference]:
    """The figures of one row, or those that the grid itself has."""
    for column, figure in own.items():
        shown = printed.get(column) if printed is not None else None
        if isinstance(figure, Names):  # 金额 by 经济科目
            yield from _values(name, title, row, figure, shown if isinstance(shown, Names) else None)
        elif isinstance(figure, Figure):
            found = shown if isinstance(shown, Figure) else None
            if (found.value if found is not None else Decimal(0)) != figure.value:
                yield Difference(
                    name, title, figure, row, column, found, next(iter(found.sources), "") if found else ""
                )


def _printed_rows(
    name: str, title: str, own: Sequence[Names], printed: Sequence[Names]
) -> Iterator[Difference]:
    left: dict[tuple[str, ...], list[Names]] = {}
    for row in printed:
        left.setdefault(_key(row), []).append(row)
    for row in own:
        same = left.get(_key(row))
        found = same.pop(0) if same else None
        yield from _values(name, title, " ".join(part for part in _key(row)[1:] if part), row, found)
    for same in left.values():
        for row in same:  # a row that nobody asked for, such as one printed twice
            for column, figure in row.items():
                if isinstance(figure, Figure) and figure.value:
                    nothing = Figure(f"{name}·{column}", Decimal(0), figure.unit)
                    yield Difference(
                        name,
                        title,
                        nothing,
                        " ".join(_key(row)[1:]).strip(),
                        column,
                        figure,
                        next(iter(figure.sources), ""),
                    )
                    break


def _flat(rows: Sequence[Names]) -> list[Names]:
    """A row of two sides as a row for each side, so that each has its own name."""
    found: list[Names] = []
    for row in rows:
        if not any(isinstance(row.get(f"{side}{what}"), str) for side in _SIDES for what in ("名", "编码")):
            found.append(row)
            continue
        for side in _SIDES:
            names = {key: value for key, value in row.items() if key.startswith(side)}
            if side == "右":
                names |= {key: value for key, value in row.items() if not key.startswith(_SIDES)}
            if any(
                isinstance(names.get(f"{side}{what}"), str) and names[f"{side}{what}"]
                for what in ("名", "编码", "名称")
            ):
                found.append(Names(row.path, {"侧": side, **names}))
    return found


def _key(row: Names) -> tuple[str, ...]:
    words = [str(row.get("侧", "")), *(str(row[key]) for key in _KEYS if isinstance(row.get(key), str))]
    return tuple("".join(word.split()).translate(_QUOTES) for word in words)


_QUOTES = str.maketrans("", "", '“”"')
