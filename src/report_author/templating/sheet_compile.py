"""One worksheet becomes one compiled template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import escape

from report_author.model.findings import Finding
from report_author.ooxml.sheets import column_letters
from report_author.templating import grammar
from report_author.templating.expressions import CompiledSource, Source
from report_author.templating.messages import finding
from report_author.templating.renderlog import Position
from report_author.templating.sheet_cells import text_cell
from report_author.templating.sheet_environment import SheetEnvironment, cell_call
from report_author.templating.sheet_moves import LAST_COLUMN, LAST_ROW, references
from report_author.templating.sheet_xml import Cell, Row, SheetXml, column_number, string_index
from report_author.templating.structure import Blocks
from report_author.templating.tags import Tag, find_tags

#: Signs in the rendered text that tell where rows and columns begin; C0 characters, so no data can imitate them.
ROW, ROW_KNOWN, NUMBER = "\x10", "\x11", "\x12"
COLUMN, COLUMN_KNOWN, TURN, COUNTED = "\x13", "\x14", "\x15", "\x16"
MERGE = "\x17"
MAX_ROWS = 20_000
_MERGES = {"vm": "v", "hm": "h"}


@dataclass(frozen=True, slots=True)
class ColumnBlock:
    """Columns ``first`` … ``last`` (from 0) that repeat by the statement ``opening`` until ``closing``."""

    first: int
    last: int
    opening: str
    closing: str
    position: Position


@dataclass(frozen=True, slots=True)
class SheetTemplate:
    """A worksheet ready to render."""

    name: str
    part: str
    xml: SheetXml
    source: CompiledSource | None
    blocks: tuple[ColumnBlock, ...]
    last_row: int
    last_column: int

    @property
    def has_formulas(self) -> bool:
        return any(cell.formula is not None for row in self.xml.rows for cell in row.cells)


@dataclass(slots=True)
class SheetCompiler:
    """Compiles one sheet; ``emptied`` collects the shared strings whose tags are no longer needed."""

    name: str
    part: str
    xml: SheetXml
    environment: SheetEnvironment
    emptied: set[int] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    _tagged: set[tuple[int, int]] = field(default_factory=set)

    def compile(self) -> SheetTemplate:
        """The template; a sheet without any tag has no source, its part is copied as it is."""
        kinds = {row.number: self._kind(row) for row in self.xml.rows}
        last = max(kinds, default=0)
        width = max((cell.column + 1 for row in self.xml.rows for cell in row.cells), default=0)
        self._formulas(kinds)
        if not any(kinds.values()):
            return SheetTemplate(self.name, self.part, self.xml, None, (), last, width)
        if last > MAX_ROWS:
            message = f"第{MAX_ROWS}行以后还有内容"
            self._add(
                "T16",
                Position(f"{self.name}!A{last}"),
                message,
                "删去表格下面用不到的行（选中整行后删除），再保存",
            )
            return SheetTemplate(self.name, self.part, self.xml, None, (), last, width)
        blocks = self._column_blocks(kinds)
        source = Source()
        for block in blocks:
            source.tag(block.opening, block.position)
            source.text(TURN)
            source.tag(block.closing, block.position)
            source.text(COUNTED)
        self._rows(source, kinds, blocks)
        compiled = None if self.findings else source.compile(self.environment)
        return SheetTemplate(self.name, self.part, self.xml, compiled, blocks, last, width)

    # -- looking ---------------------------------------------------------------------------------------------------------

    def _position(self, row: int, cell: Cell, tag: Tag | None = None) -> Position:
        return Position(f"{self.name}!{column_letters(cell.column)}{row}", tag.quote if tag else cell.text)

    def _add(self, code: str, position: Position, message: str, advice: str) -> None:
        self.findings.append(finding(code, position.place, message, advice, position.quote))

    def _kind(self, row: Row) -> str:
        """``tr`` or ``tc`` for a row of control tags, ``x`` for a row with other tags, else empty."""
        kind = ""
        for cell in row.cells:
            tags, strays = find_tags(cell.text)
            for stray in strays:
                if stray.opens or "{" in stray.text:
                    message = "大括号不成对，或者只写了一半"
                    self._add(
                        "T08",
                        self._position(row.number, cell),
                        message,
                        "标签要写成 {{ 名称 }} 或 {% 语句 %}",
                    )
            if not tags:
                continue
            number = string_index(cell)
            if number is not None:
                self.emptied.add(number)
            self._tagged.add((row.number, cell.column))
            scopes = {tag.scope for tag in tags}
            for scope in scopes - {"", "tr", "tc"}:
                message = f"表格里不能用“{{%{scope} …%}}”"
                self._add(
                    "T02",
                    self._position(row.number, cell),
                    message,
                    "独占一行用 {%tr … %}，重复列用 {%tc … %}",
                )
            found = "tr" if "tr" in scopes else "tc" if "tc" in scopes else "x"
            kind = found if kind in ("", "x") or found != "x" else kind
        if kind in ("tr", "tc"):
            self._alone(row, kind)
        return kind

    def _alone(self, row: Row, kind: str) -> None:
        """A control row vanishes, so nothing else may stand in it."""
        for cell in row.cells:
            tags, _ = find_tags(cell.text)
            rest = cell.text
            for tag in tags:
                rest = rest.replace(tag.typed, "", 1)
                if tag.scope != kind and tag.kind != "#":
                    message = f"{{%{kind} …%}} 所在的行里还有别的标签，这一行整行都会消失"
                    self._add("T10", self._position(row.number, cell, tag), message, "把它移到别的行")
            if rest.strip() or (cell.inner and not cell.text):
                message = f"{{%{kind} …%}} 所在的行里还有别的内容，这一行整行都会消失"
                self._add("T10", self._position(row.number, cell), message, "把它移到别的行")

    def _column_blocks(self, kinds: dict[int, str]) -> tuple[ColumnBlock, ...]:
        blocks: list[ColumnBlock] = []
        for row in self.xml.rows:
            if kinds[row.number] != "tc":
                continue
            pairs = Blocks()
            opened: tuple[Cell, Tag] | None = None
            for cell in row.cells:
                for tag in find_tags(cell.text)[0]:
                    if tag.kind == "#":
                        continue
                    position = self._position(row.number, cell, tag)
                    self._check(grammar.check_statement(self.environment, tag.inner), position)
                    pairs.feed(tag.inner, "tc", position)
                    if opened is None:
                        opened = (cell, tag)
                    elif grammar.keyword_of(tag.inner) in ("endfor", "endif"):
                        first = self._position(row.number, opened[0], opened[1])
                        opening, closing = grammar.statement(opened[1].inner), grammar.statement(tag.inner)
                        blocks.append(ColumnBlock(opened[0].column, cell.column, opening, closing, first))
                        opened = None
                    else:
                        self._add(
                            "T02", position, "重复列只能一层", "只用一个 {%tc for … %} 和 {%tc endfor %}"
                        )
            self.findings += pairs.finish()
        blocks.sort(key=lambda block: block.first)
        for left, right in pairwise(blocks):
            if right.first <= left.last:
                self._add("T13", right.position, "两组重复列有重叠", "把它们的列分开")
        return tuple(blocks)

    def _formulas(self, kinds: dict[int, str]) -> None:
        """A formula may only use cells that the template itself fills: its stored result would be wrong otherwise."""
        for row in self.xml.rows:
            for cell in row.cells:
                if cell.formula is None:
                    continue
                position = self._position(row.number, cell)
                if not cell.formula:
                    self._add("T20", position, "共享公式不能用在模板里", "逐格输入公式，或者改用标签")
                elif kinds[row.number] or any(
                    self._depends(sheet, area) for sheet, area in references(cell.formula)
                ):
                    message = f"公式“={cell.formula}”引用了由标签填写的单元格，文件里存的计算结果会是错的"
                    self._add("T20", position, message, "改用标签，例如 {{ 收入.本年合计 }}")

    def _depends(self, sheet: str, area: str) -> bool:
        if sheet not in ("", self.name):
            return True
        first, _, last = area.replace("$", "").partition(":")
        (low, left), (high, right) = _corner(first, 1, 0), _corner(last or first, LAST_ROW, LAST_COLUMN)
        return any(low <= row <= high and left <= column <= right for row, column in self._tagged)

    # -- writing ---------------------------------------------------------------------------------------------------------

    def _rows(self, source: Source, kinds: dict[int, str], blocks: Sequence[ColumnBlock]) -> None:
        pairs = Blocks()
        before = 0
        for row in self.xml.rows:
            for blank in range(before + 1, row.number):
                source.text(f"{ROW}{blank}{ROW_KNOWN}")
            before = row.number
            kind = kinds[row.number]
            if kind == "tr":
                self._control(source, row, pairs)
            elif kind != "tc":
                source.text(f'{ROW}{row.number}{ROW_KNOWN}<row r="{NUMBER}"{row.attributes}>')
                self._cells(source, row, blocks, pairs)
                source.text("</row>")
        self.findings += pairs.finish()

    def _control(self, source: Source, row: Row, pairs: Blocks) -> None:
        for cell in row.cells:
            for tag in find_tags(cell.text)[0]:
                if tag.kind == "%":
                    self._statement(source, tag, self._position(row.number, cell, tag), pairs, "行")

    def _statement(self, source: Source, tag: Tag, position: Position, pairs: Blocks, level: str) -> None:
        problems = grammar.check_statement(self.environment, tag.inner)
        self._check(problems, position)
        pairs.feed(tag.inner, level, position)
        if not problems:
            source.tag(grammar.statement(tag.inner), position)

    def _check(self, problems: Sequence[grammar.Problem], position: Position) -> None:
        for problem in problems:
            self._add(problem.code, position, problem.message, problem.advice)

    def _cells(self, source: Source, row: Row, blocks: Sequence[ColumnBlock], pairs: Blocks) -> None:
        inside: ColumnBlock | None = None
        for cell in row.cells:
            block = next((one for one in blocks if one.first <= cell.column <= one.last), None)
            if block is not inside:
                self._leave(source, inside)
                if block is not None:
                    source.tag(block.opening, block.position)
                    source.text(TURN)
                inside = block
            letters = column_letters(cell.column)
            reference = f"{COLUMN}{cell.column}{COLUMN_KNOWN}{NUMBER}" if blocks else f"{letters}{NUMBER}"
            if (row.number, cell.column) in self._tagged:
                self._tagged_cell(source, row, cell, reference, pairs)
            else:
                source.text(cell.raw(reference))
        self._leave(source, inside)

    def _leave(self, source: Source, block: ColumnBlock | None) -> None:
        if block is not None:
            source.tag(block.closing, block.position)

    def _tagged_cell(self, source: Source, row: Row, cell: Cell, reference: str, pairs: Blocks) -> None:
        tags = find_tags(cell.text)[0]
        merging = [tag for tag in tags if tag.kind == "%" and tag.inner in _MERGES]
        if merging:
            source.text(f"{MERGE}{''.join(_MERGES[tag.inner] for tag in merging)}")
        source.text(f'<c r="{reference}"{cell.attributes}')
        kept = [tag for tag in tags if tag.kind != "#" and tag not in merging]
        rest = _outside(cell.text, tags)
        if len(kept) == 1 and kept[0].kind == "{" and not "".join(rest).strip():
            self._output(source, kept[0], self._position(row.number, cell, kept[0]), whole=True)
            return
        opening, closing = str(text_cell("\0")).split("\0")
        source.text(opening)
        at = 0
        level = f"{column_letters(cell.column)}{row.number}"
        for tag in tags:
            source.text(str(escape(cell.text[at : tag.start])))
            at = tag.end
            position = self._position(row.number, cell, tag)
            if tag.kind == "{":
                self._output(source, tag, position, whole=False)
            elif tag in kept:
                self._statement(source, tag, position, pairs, level)
        source.text(str(escape(cell.text[at:])) + closing)

    def _output(self, source: Source, tag: Tag, position: Position, *, whole: bool) -> None:
        problems = self.environment.problems_of(tag.inner)
        self._check(problems, position)
        if not problems:
            source.tag(grammar.output(cell_call(tag.inner) if whole else tag.inner), position)


def _outside(text: str, tags: Sequence[Tag]) -> list[str]:
    edges = [0, *(edge for tag in tags for edge in (tag.start, tag.end)), len(text)]
    return [text[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def _corner(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of A5, A or 5; what is not named is ``row`` or ``column``."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    return int(digits) if digits else row, column_number(letters) if letters else column
