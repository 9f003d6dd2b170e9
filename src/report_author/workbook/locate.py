"""Finds the sheets, lists, form lines in a workbook that a clerk has rearranged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from report_author.model.findings import Finding
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, RawWorkbook, cell_ref
from report_author.records import frozen
from report_author.workbook import marks
from report_author.workbook.layout import SHEETS
from report_author.workbook.messages import say
from report_author.workbook.shape import Column, Form, Kind, ListBlock, Sheet
from report_author.workbook.values import key

#: a heading that names another unit than 元
_OTHER_UNIT = re.compile(
    r"(?:单位|金额)[:：]?[（(]?(千元|百元|百万元|千万元|万元|亿元)|[（(](千元|百元|百万元|千万元|万元|亿元)[）)]"
)
#: a row and a column, from zero
At = tuple[int, int]
#: inserted rows between the hidden ids and the labels are forgiven up to here
_NEAR = 3


@frozen
class FoundList:
    """A list on its sheet: ``columns`` maps fields to sheet columns; ``rows`` are the data rows in order.

    ``end`` is the row where the next block begins, or beyond every row.
    """

    sheet: RawSheet
    block: ListBlock
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    end: int


@frozen
class FoundForm:
    """A form on its sheet: where the value of each field stands."""

    sheet: RawSheet
    form: Form
    values: Mapping[str, At]


def sheets_of(book: RawWorkbook, findings: list[Finding]) -> dict[str, RawSheet]:
    """Our sheets by their id: found by name, else by the hidden id."""
    by_name = {key(sheet.name): sheet for sheet in reversed(book.sheets)}
    by_mark: dict[str, list[RawSheet]] = defaultdict(list)
    for sheet in book.sheets:
        for column in range(3):
            cell = sheet.cells.get((0, column))
            if cell is not None and cell.text.startswith("sheet:"):
                by_mark[cell.text].append(sheet)
    found: dict[str, RawSheet] = {}
    for declared in SHEETS:
        same_mark = by_mark[marks.sheet(declared)]
        named = by_name.get(key(declared.name))
        if named is None and not same_mark:
            continue
        sheet = named or same_mark[0]
        if named is None:
            findings.append(say("L09", sheet.name, declared.name, other=sheet.name))
        found[declared.id] = sheet
        for copy in same_mark:
            if copy is not sheet:
                findings.append(say("L10", copy.name, copy.name, other=sheet.name))
    for declared in SHEETS:
        if found and declared.id not in found:
            findings.append(say("L01" if _indispensable(declared) else "L08", declared.name, declared.name))
    return found


def _indispensable(sheet: Sheet) -> bool:
    required = (column.required for form in sheet.forms for column in form.columns)
    return any(block.least for block in sheet.lists) or any(required)


@dataclass(slots=True)
class SheetMap:
    """One sheet read by its labels (first) and hidden ids (second)."""

    declared: Sheet
    sheet: RawSheet
    findings: list[Finding]
    _rows: dict[int, dict[int, RawCell]] = field(default_factory=dict)
    _texts: dict[str, list[At]] = field(default_factory=dict)
    _headers: dict[str, int] = field(default_factory=dict)
    #: ``block.field`` of the amounts whose heading names another unit than 元 → the cell of that heading
    other_units: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (row, column), cell in sorted(self.sheet.cells.items()):
            self._rows.setdefault(row, {})[column] = cell
            if cell.kind is CellKind.TEXT and len(cell.text) < 100:
                self._texts.setdefault(key(cell.text), []).append((row, column))
        for block in self.declared.lists:
            header = self._header_of(block)
            if header is not None:
                self._headers[block.id] = header

    def lists(self) -> list[FoundList]:
        """The lists of the sheet, in declared order; a missing one is a finding."""
        found = []
        for block in self.declared.lists:
            header = self._headers.get(block.id)
            if header is None:
                code = "L06" if block.least else "L11"
                self._say(code, self.sheet.name, block.title)
                continue
            columns = self._columns(block, header)
            end = min((top for top in self._tops() if top > header), default=1 << 30)
            rows = tuple(row for row in self._rows if header < row < end)
            found.append(FoundList(self.sheet, block, header, columns, rows, end))
        return found

    def forms(self) -> list[FoundForm]:
        """The forms of the sheet."""
        return [FoundForm(self.sheet, form, self._lines_of(form)) for form in self.declared.forms]

    def _say(self, code: str, place: str, label: str, *, stated: str = "", other: str = "") -> None:
        self.findings.append(say(code, place, label, stated=stated, other=other))

    def titles(self) -> None:
        """Note every title or hint on the sheet that names another unit than 元."""
        filled: list[Form | ListBlock] = [*self.declared.forms, *self.declared.lists]
        amounts = [
            f"{block.id}.{column.field}"
            for block in filled
            for column in block.columns
            if column.kind is Kind.MONEY
        ]
        inside = {row for found in self._list_regions() for row in found}
        for places in self._texts.values() if amounts else ():
            for at in places:
                text = self._rows[at[0]][at[1]].text.strip()
                if at[0] not in inside and (unit := _other_unit(text)):
                    self._other_unit(amounts, at, self.declared.title, text, unit)

    def _other_unit(self, amounts: list[str], at: At, label: str, text: str, unit: str) -> None:
        place = self.sheet.place(*at)
        if place not in self.other_units.values():
            self._say("L12", place, label, stated=text, other=unit)
        for amount in amounts:
            self.other_units.setdefault(amount, place)

    def _header_of(self, block: ListBlock) -> int | None:
        labels = {key(column.label) for column in block.columns}
        hits: dict[int, int] = defaultdict(int)
        for label in labels:
            for row in {row for row, _ in self._texts.get(label, ())}:
                hits[row] += 1
        mark = self._mark_row(marks.block(block))
        if mark is not None:
            near = max(range(mark + 1, mark + 1 + _NEAR), key=lambda row: hits.get(row, 0))
            if hits.get(near):
                return near
        best = max(hits, key=lambda row: (hits[row], -row), default=None)
        if (
            best is not None
            and hits[best] >= max(2, (len(labels) + 1) // 2)
            and best not in self._headers.values()
        ):
            return best
        return None if mark is None else mark + 1

    def _mark_row(self, mark: str) -> int | None:
        places = self._texts.get(key(mark))
        return places[0][0] if places else None

    def _columns(self, block: ListBlock, header: int) -> dict[str, int]:
        by_mark: dict[str, int] = {}
        mark = self._mark_row(marks.block(block))
        for at, cell in self._rows.get(mark, {}).items() if mark is not None else ():
            by_mark.setdefault(cell.text.strip(), at)
        by_label: dict[str, list[int]] = defaultdict(list)
        for at, cell in self._rows.get(header, {}).items():
            by_label[key(cell.text)].append(at)
        known = {key(column.label) for column in block.columns}
        positions: dict[str, int] = {}
        for column in block.columns:
            marked = by_mark.get(column.field)
            found = self._settled(
                block,
                column,
                [(header, at) for at in by_label.get(key(column.label), ())],
                None if marked is None else (header, marked),
                f"{self.sheet.name}!第{header + 1}行",
                known,
            )
            if found is not None:
                positions[column.field] = found[1]
        return positions

    def _settled(
        self,
        block: Form | ListBlock,
        column: Column,
        labelled: Sequence[At],
        marked: At | None,
        place: str,
        known: Collection[str] = (),
    ) -> At | None:
        """Where a column or a line stands, by its label first, by its hidden id second.

        ``place`` is where it is missed; ``known`` are labels that cannot be another name of this column.
        """
        computed = column.kind is Kind.LOOKUP
        if len(labelled) > 1 and not computed:
            refs = "、".join(cell_ref(*at) for at in labelled)
            self._say("L04", self.sheet.place(*labelled[0]), column.label, other=refs)
        if marked in labelled:
            return marked
        if labelled:
            if marked is not None and not computed:
                other = f"第{marked[0] + 1}行" if isinstance(block, Form) else cell_ref(*marked)
                self._say("L03", self.sheet.place(*labelled[0]), column.label, other=other)
            return labelled[0]
        there = self.sheet.cells.get(marked) if marked is not None else None
        typed = there.text.strip() if there is not None else ""
        if marked is not None and key(typed) not in known:
            if unit := _other_unit(typed) if column.kind is Kind.MONEY else "":
                self._other_unit([f"{block.id}.{column.field}"], marked, column.label, typed, unit)
            elif not computed:
                self._say("L05", self.sheet.place(*marked), column.label, other=typed or "空白")
            return marked
        if not computed and not column.later:
            self._say("L02" if column.required else "L07", place, column.label)
        return None

    def _tops(self) -> list[int]:
        """The rows where something begins: a title, hidden ids, a header, a line of a form."""
        tops = [row for row, _ in self._texts.get(key(marks.FORM_VALUE), ())]
        own: dict[str, list[int]] = {}
        for block in self.declared.lists:
            known = (self._headers.get(block.id), self._mark_row(marks.block(block)))
            own[block.title] = [row for row in known if row is not None]
        for form in self.declared.forms:
            names = [key(marks.field(form.id, column.field)) for column in form.columns]
            own[form.title] = [row for name in names for row, _ in self._texts.get(name, ())]
        for title, rows in own.items():
            tops += rows
            # a value may read like a title: a title stands just above what it entitles
            titles = [row for row, _ in self._texts.get(key(title), ())]
            tops += [row for row in titles if rows and 0 < min(rows) - row <= _NEAR + 1]
        return tops

    def _lines_of(self, form: Form) -> dict[str, At]:
        inside = {row for found in self._list_regions() for row in found}
        values: dict[str, At] = {}
        for column in form.columns:
            labelled = [p for p in self._texts.get(key(column.label), ()) if p[0] not in inside]
            # the label's own line, not a value or a note that happens to read the same
            labelled = [p for p in labelled if p[1] == min(at for _, at in labelled)]
            mark = self._mark_row(marks.field(form.id, column.field))
            marked = None
            if mark is not None:
                first = min((at for at in self._rows[mark] if at > 0), default=1)
                marked = next((at for at in labelled if at[0] == mark), (mark, first))
            line = self._settled(form, column, labelled, marked, self.sheet.name)
            if line is not None:
                values[column.field] = (line[0], self._value_column(line))
        return values

    def _list_regions(self) -> list[range]:
        tops = self._tops()
        ends = {
            header: min((t for t in tops if t > header), default=header + 1)
            for header in self._headers.values()
        }
        return [range(header, end) for header, end in ends.items()]

    def _value_column(self, line: At) -> int:
        """Under “填写内容”, as far as the header above says; else right of the label."""
        heads = [place for place in self._texts.get(key(marks.FORM_VALUE), ()) if place[0] < line[0]]
        return max(heads)[1] if heads else line[1] + 1


def _other_unit(text: str) -> str:
    """The unit other than 元 that a heading names; empty where it names none."""
    found = _OTHER_UNIT.search("".join(text.split()))
    return next(filter(None, found.groups())) if found else ""
