"""The tables that we printed, read back by their headers, against the grids they were printed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from report_author.checks.grid_shapes import SHAPES
from report_author.checks.printed_grids import READERS
from report_author.checks.printed_sheet import PrintedSheet
from report_author.figures.figure import Figure
from report_author.figures.values import Names
from report_author.model.codes import Codebook
from report_author.model.money import YUAN_PER_WAN

#: what names a row; a 总表 has one on each side
_KEYS = ("编码", "名称", "左名", "右名", "左编码", "右编码")
_SIDES = ("左", "右")


@dataclass(frozen=True, slots=True)
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
            yield from _rows(name, title, _flat(source["行"]), _flat(grid["行"]))


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


def _rows(name: str, title: str, own: Sequence[Names], printed: Sequence[Names]) -> Iterator[Difference]:
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
