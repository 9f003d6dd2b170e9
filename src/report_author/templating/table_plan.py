"""A worksheet of a template becomes a plan: what each cell is, which rows and columns repeat.

The plan's ``source`` is a Jinja template that prints nothing. It walks through the tags in order and tells the writer
of a finished sheet (``table_writer``) through private filters what comes next: a row of the plan, the value of a cell,
one more turn of a column. Cells are values all the way; only the writer makes XML of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lxml import etree
from markupsafe import escape

from report_author.figures.values import Names
from report_author.model.findings import Finding
from report_author.ooxml.markup import YES, Element, escape_xml, s
from report_author.ooxml.sheets import column_letters, column_number, string_text
from report_author.records import frozen
from report_author.templating import grammar
from report_author.templating.expressions import CompiledSource, Source, TemplateEnvironment
from report_author.templating.renderlog import Noted, Position
from report_author.templating.structure import Blocks
from report_author.templating.table_moves import LAST_COLUMN, LAST_ROW, references
from report_author.templating.tags import Tag, find_tags, outside

if TYPE_CHECKING:
    from report_author.templating.table_layout import PageLayout
    from report_author.templating.table_writer import SheetWriter

MAX_ROWS = 20_000
_MERGING = {"vm": "v", "hm": "h"}


# ---------------------------------------------------------------- the environment of table templates


_writing: ContextVar[SheetWriter] = ContextVar("writing")
#: the methods of the writer that a source calls
_TOLD = ("count", "row", "turn", "cell", "text")


def _telling(method: str) -> Callable[..., None]:
    """The filter behind a value that is told to the writer, with the index of its cell."""
    return lambda value, *index: getattr(_writing.get(), method)(*index, value)


class TableEnvironment(TemplateEnvironment):
    """The common environment with the filters by which a plan's source talks to the writer."""

    def __init__(self, filters: Mapping[str, Callable[..., Any]], text: Callable[[str], str]) -> None:
        super().__init__(filters, text, lines=str)
        self._checked: dict[str, list[grammar.Problem]] = {}

        self.filters.update({f"_{method}": _telling(method) for method in _TOLD})

    def problems_of(self, inner: str) -> list[grammar.Problem]:
        """What is wrong with the expression ``inner``; tables say the same in many cells, so each is checked once."""
        if inner not in self._checked:
            self._checked[inner] = grammar.check_output(self, inner)
        return self._checked[inner]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the common one; most look-ups are entries of a row."""
        if type(obj) is Names and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


# ---------------------------------------------------------------- the plan


@frozen
class PlanCell:
    """A cell of the template: ``column`` from 0, ``attributes`` all but place and type, ``inner`` the XML inside.

    ``merging`` says whether it merges with an equal cell above (v) or to the left (h); ``block`` is the number of the
    column block in which it stands, -1 for none.
    """

    column: int
    attributes: str
    kind: str
    inner: str
    text: str
    style: int
    formula: Element | None
    string: int | None
    merging: str = ""
    block: int = -1


@frozen
class PlanRow:
    """A row of the template: ``number`` from 1, ``attributes`` all but number, spans and ``size``, its height (points).

    A row that the template does not have is ``missing``: it takes a place and leaves no XML.
    """

    number: int
    cells: tuple[PlanCell, ...] = ()
    attributes: str = ""
    size: str = ""
    height: float | None = None
    own_height: bool = False
    hidden: bool = False
    missing: bool = False
    #: column block → index of its first cell, of the first cell behind it
    spans: Mapping[int, tuple[int, int]] = field(default_factory=dict)


@frozen
class ColumnBlock:
    """Columns ``first`` … ``last`` (from 0) that repeat by the statement ``opening`` until ``closing``."""

    first: int
    last: int
    opening: str
    closing: str
    position: Position


@frozen
class SheetPlan:
    """A worksheet ready to be written; ``tree`` is its part without rows. A sheet without tags has no source."""

    name: str
    tree: Element
    layout: PageLayout
    rows: Mapping[int, PlanRow]
    source: CompiledSource | None
    blocks: tuple[ColumnBlock, ...]
    last_row: int
    last_column: int

    def run(self, writer: SheetWriter, names: Mapping[str, object], findings: list[Finding]) -> None:
        """Tell ``writer`` what stands in the finished sheet."""
        if self.source is not None:
            token = _writing.set(writer)
            try:
                self.source.render(names, findings, {"_text": None, "_told": None})
            finally:
                _writing.reset(token)


def read_rows(root: Element, strings: Sequence[str]) -> list[PlanRow]:
    """The rows of a worksheet, which are taken out of its tree."""
    data = root.find(s("sheetData"))
    rows: list[PlanRow] = []
    number = 0
    scopes = [
        f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"' for prefix, uri in root.nsmap.items()
    ]
    sizes = ("ht", "customHeight")
    for element in [] if data is None else data.findall(s("row")):
        number = int(element.get("r", number + 1))
        cells: list[PlanCell] = []
        for child in element.findall(s("c")):
            cells.append(_read_cell(child, cells[-1].column + 1 if cells else 0, strings, scopes))
        rows.append(
            PlanRow(
                number,
                tuple(cells),
                _attributes(element, "r", "spans", *sizes),
                "".join(f' {name}="{element.get(name)}"' for name in sizes if name in element.attrib),
                float(element.get("ht", 0)) if "ht" in element.attrib else None,
                element.get("customHeight") in YES,
                element.get("hidden") in YES,
            )
        )
    if data is not None:
        data[:] = []
        data.text = None
    return rows


def _read_cell(element: Element, column: int, strings: Sequence[str], scopes: Sequence[str]) -> PlanCell:
    place, kind = element.get("r"), element.get("t", "")
    if place:
        column = column_number(place.rstrip("0123456789"))
    value = element.findtext(s("v"))
    string = int(value) if kind == "s" and value else None
    text = value or "" if kind == "str" else "".join(map(string_text, element.iterchildren(s("is"))))
    if string is not None:
        text = strings[string]
    inner = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in element)
    for scope in scopes:
        inner = inner.replace(scope, "")
    return PlanCell(
        column,
        _attributes(element, "r", "t"),
        kind,
        inner,
        text,
        int(element.get("s", 0)),
        element.find(s("f")),
        string,
    )


def _attributes(element: Element, *but: str) -> str:
    prefixes = {uri: f"{prefix}:" for prefix, uri in element.nsmap.items() if prefix}
    out = []
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        if key not in but:
            quoted = escape_xml(str(value)).replace('"', "&quot;")
            out.append(f' {prefixes.get(name.namespace or "", "")}{name.localname}="{quoted}"')
    return "".join(out)


# ---------------------------------------------------------------- from a template sheet to its plan


@dataclass(slots=True)
class Planner(Noted):
    """Plans one sheet; ``emptied`` collects the shared strings whose tags are no longer needed."""

    name: str
    tree: Element
    rows: list[PlanRow]
    environment: TableEnvironment
    emptied: set[int] = field(default_factory=set)
    _tagged: set[tuple[int, int]] = field(default_factory=set)

    def plan(self, layout: PageLayout) -> SheetPlan:
        """The plan; ``findings`` tell why it has no source though there are tags."""
        kinds = {row.number: self._kind(row) for row in self.rows}
        last = max(kinds, default=0)
        width = max((cell.column + 1 for row in self.rows for cell in row.cells), default=0)
        self._formulas(kinds)
        rows = {row.number: row for row in self.rows}
        source: CompiledSource | None = None
        blocks: tuple[ColumnBlock, ...] = ()
        if last > MAX_ROWS and any(kinds.values()):
            advice = "删去表格下面用不到的行（选中整行后删除），再保存"
            self.add("T16", Position(f"{self.name}!A{last}"), f"第{MAX_ROWS}行以后还有内容", advice)
        elif any(kinds.values()):
            blocks = self._column_blocks(kinds)
            text = Source()
            for number, block in enumerate(blocks):
                text.tag(block.opening, block.position)
                text.tag(_told(number, "count"), block.position)
                text.tag(block.closing, block.position)
            rows = self._rows(text, kinds, blocks)
            source = None if self.findings else text.compile(self.environment)
        return SheetPlan(self.name, self.tree, layout, rows, source, blocks, last, width)

    # -- looking ---------------------------------------------------------------------------------------------------------

    def _position(self, row: int, cell: PlanCell, tag: Tag | None = None) -> Position:
        return Position(f"{self.name}!{column_letters(cell.column)}{row}", tag.quote if tag else cell.text)

    def _kind(self, row: PlanRow) -> str:
        """``tr`` or ``tc`` for a row of control tags, ``x`` for a row with other tags, else empty."""
        kind = ""
        for cell in row.cells:
            tags, strays = find_tags(cell.text)
            at = self._position(row.number, cell)
            for stray in strays:
                if stray.opens or "{" in stray.text:
                    advice = "标签要写成 {{ 名称 }} 或 {% 语句 %}"
                    self.add("T08", at, "大括号不成对，或者只写了一半", advice)
            if not tags:
                continue
            if cell.string is not None:
                self.emptied.add(cell.string)
            self._tagged.add((row.number, cell.column))
            scopes = {tag.scope for tag in tags}
            for scope in scopes - {"", "tr", "tc"}:
                advice = "独占一行用 {%tr … %}，重复列用 {%tc … %}"
                self.add("T02", at, f"表格里不能用“{{%{scope} …%}}”", advice)
            found = "tr" if "tr" in scopes else "tc" if "tc" in scopes else "x"
            kind = found if kind in ("", "x") or found != "x" else kind
        if kind in ("tr", "tc"):
            self._alone(row, kind)
        return kind

    def _alone(self, row: PlanRow, kind: str) -> None:
        """A control row vanishes, so nothing else may stand in it."""
        for cell in row.cells:
            tags, _ = find_tags(cell.text)
            rest = cell.text
            for tag in tags:
                rest = rest.replace(tag.typed, "", 1)
                if tag.scope != kind and tag.kind != "#":
                    message = f"{{%{kind} …%}} 所在的行里还有别的标签，这一行整行都会消失"
                    self.add("T10", self._position(row.number, cell, tag), message, "把它移到别的行")
            if rest.strip() or (cell.inner and not cell.text):
                message = f"{{%{kind} …%}} 所在的行里还有别的内容，这一行整行都会消失"
                self.add("T10", self._position(row.number, cell), message, "把它移到别的行")

    def _column_blocks(self, kinds: dict[int, str]) -> tuple[ColumnBlock, ...]:
        blocks: list[ColumnBlock] = []
        for row in self.rows:
            if kinds[row.number] != "tc":
                continue
            pairs = Blocks()
            opened: tuple[PlanCell, Tag] | None = None
            for cell in row.cells:
                for tag in find_tags(cell.text)[0]:
                    if tag.kind == "#":
                        continue
                    position = self._position(row.number, cell, tag)
                    self._checked(tag, position, pairs, "tc")
                    if opened is None:
                        opened = (cell, tag)
                    elif grammar.keyword_of(tag.inner) in ("endfor", "endif"):
                        first = self._position(row.number, opened[0], opened[1])
                        opening, closing = grammar.statement(opened[1].inner), grammar.statement(tag.inner)
                        blocks.append(ColumnBlock(opened[0].column, cell.column, opening, closing, first))
                        opened = None
                    else:
                        advice = "只用一个 {%tc for … %} 和 {%tc endfor %}"
                        self.add("T02", position, "重复列只能一层", advice)
            self.findings += pairs.finish()
        blocks.sort(key=lambda block: block.first)
        for left, right in pairwise(blocks):
            if right.first <= left.last:
                self.add("T13", right.position, "两组重复列有重叠", "把它们的列分开")
        return tuple(blocks)

    def _formulas(self, kinds: dict[int, str]) -> None:
        """A formula may only use cells that the template itself fills: its stored result would be wrong otherwise."""
        for row in self.rows:
            for cell in row.cells:
                if cell.formula is None:
                    continue
                position, formula = self._position(row.number, cell), cell.formula.text or ""
                if not formula:
                    self.add("T20", position, "共享公式不能用在模板里", "逐格输入公式，或者改用标签")
                elif kinds[row.number] or any(self._depends(*each) for each in references(formula)):
                    message = f"公式“={formula}”引用了由标签填写的单元格，文件里存的计算结果会是错的"
                    self.add("T20", position, message, "改用标签，例如 {{ 收入.本年合计 }}")

    def _depends(self, sheet: str, area: str) -> bool:
        if sheet not in ("", self.name):
            return True
        first, _, last = area.replace("$", "").partition(":")
        (low, left), (high, right) = _corner(first, 1, 0), _corner(last or first, LAST_ROW, LAST_COLUMN)
        return any(low <= row <= high and left <= column <= right for row, column in self._tagged)

    # -- writing ---------------------------------------------------------------------------------------------------------

    def _rows(
        self, source: Source, kinds: dict[int, str], blocks: Sequence[ColumnBlock]
    ) -> dict[int, PlanRow]:
        """Write the source; the rows as the writer needs them."""
        rows: dict[int, PlanRow] = {}
        pairs = Blocks()
        before = 0
        for row in self.rows:
            for blank in range(before + 1, row.number):
                rows[blank] = PlanRow(blank, missing=True)
                source.tag(_told(blank, "row"), Position(self.name))
            before = row.number
            kind = kinds[row.number]
            if kind == "tr":
                for cell in row.cells:
                    for tag in find_tags(cell.text)[0]:
                        if tag.kind == "%":
                            self._statement(source, tag, self._position(row.number, cell, tag), pairs, "行")
            elif kind != "tc":
                source.tag(_told(row.number, "row"), Position(self.name))
                rows[row.number] = self._cells(source, row, blocks, pairs)
        self.findings += pairs.finish()
        return rows

    def _checked(self, tag: Tag, position: Position, pairs: Blocks, level: str) -> bool:
        """Whether a statement is written well."""
        problems = grammar.check_statement(self.environment, tag.inner)
        self.add_all(problems, position)
        pairs.feed(tag.inner, level, position)
        return not problems

    def _statement(self, source: Source, tag: Tag, position: Position, pairs: Blocks, level: str) -> None:
        if self._checked(tag, position, pairs, level):
            source.tag(grammar.statement(tag.inner), position)

    def _cells(self, source: Source, row: PlanRow, blocks: Sequence[ColumnBlock], pairs: Blocks) -> PlanRow:
        inside = -1
        cells: list[PlanCell] = []
        spans: dict[int, tuple[int, int]] = {}
        for index, cell in enumerate(row.cells):
            held = (n for n, block in enumerate(blocks) if block.first <= cell.column <= block.last)
            number = next(held, -1)
            if number != inside:
                if inside >= 0:
                    source.tag(blocks[inside].closing, blocks[inside].position)
                if number >= 0:
                    source.tag(blocks[number].opening, blocks[number].position)
                    source.tag(_told(number, "turn"), blocks[number].position)
                inside = number
            if number >= 0:
                spans[number] = spans.get(number, (index, 0))[0], index + 1
            tagged = (row.number, cell.column) in self._tagged
            told = self._cell(source, row, cell, index, pairs) if tagged else cell
            cells.append(replace(told, block=number))
        if inside >= 0:
            source.tag(blocks[inside].closing, blocks[inside].position)
        return replace(row, cells=tuple(cells), spans=spans)

    def _cell(self, source: Source, row: PlanRow, cell: PlanCell, index: int, pairs: Blocks) -> PlanCell:
        """Tell of a cell with tags: one that is a tag and nothing else is a value, any other a text."""
        tags = find_tags(cell.text)[0]
        merging = [tag for tag in tags if tag.kind == "%" and tag.inner in _MERGING]
        kept = [tag for tag in tags if tag.kind != "#" and tag not in merging]
        first, *behind = map(str, map(escape, outside(cell.text, tags)))
        if len(kept) == 1 and kept[0].kind == "{" and not "".join([first, *behind]).strip():
            position = self._position(row.number, cell, kept[0])
            self._output(source, kept[0].inner, position, lambda inner: _told(f"({inner})", "cell", index))
        else:
            whole = self._position(row.number, cell)
            source.tag(grammar.statement("set _text"), whole)
            source.text(first)
            level = f"{column_letters(cell.column)}{row.number}"
            for tag, after in zip(tags, behind, strict=True):
                position = self._position(row.number, cell, tag)
                if tag.kind == "{":
                    self._output(source, tag.inner, position, grammar.output)
                elif tag in kept:
                    self._statement(source, tag, position, pairs, level)
                source.text(after)
            source.tag(grammar.statement("endset"), whole)
            source.tag(_told("_text", "text", index), whole)
        return replace(cell, kind="", inner="", merging="".join(_MERGING[tag.inner] for tag in merging))

    def _output(self, source: Source, inner: str, position: Position, code: Callable[[str], str]) -> None:
        problems = self.environment.problems_of(inner)
        self.add_all(problems, position)
        if not problems:
            source.tag(code(inner), position)


def _told(value: object, method: str, *index: int) -> str:
    """Source that tells the writer of ``value`` and prints nothing; no template can name a private filter."""
    return grammar.statement(f"set _told = {value}|_{method}{f'({index[0]})' if index else ''}")


def _corner(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of A5, A or 5; what is not named is ``row`` or ``column``."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    return int(digits) if digits else row, column_number(letters) if letters else column
