"""Audited reports as offline pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from urllib.parse import quote

from report_author.audit.judges.relations import NotJudged
from report_author.audit.papers.entries import Audited, Entry
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Compared, Severity
from report_author.workpaper.offline import page_template

_TABLE, _CONTENTS, _TEXT = "表格", "目录", "正文"
_CELL = re.compile(r"(?P<table>.*)第(?P<row>\d+)行第(?P<column>\d+)格")
_TITLE = re.compile(r"[^。；！？]{1,45}")


def body(blocks: Sequence[Block], entries: Sequence[Entry]) -> str:
    """Every block in order: headings, paragraphs, tables; a stretch that a doubt is about becomes a link to its card."""
    return "\n".join(_Body(entries).parts(blocks))


class _Body:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self._own: dict[Block, list[Entry]] = defaultdict(list)
        self._near: dict[Block, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.doubt.block is not None:
                self._own[entry.doubt.block].append(entry)
            for block in entry.near:
                self._near[block].append(entry)

    def parts(self, blocks: Sequence[Block]) -> Iterator[str]:
        for table, group in groupby(blocks, key=_table_of):
            if table is None:
                yield from map(self._paragraph, group)
            else:
                yield self._table(list(group))

    def _paragraph(self, block: Block) -> str:
        if block.kind == _CONTENTS:
            return f'<p class="contents">{self._text(block)}</p>'
        label = "" if block.kind == _TEXT else f'<span class="dim">〔{escape(block.kind)}〕</span>'
        heading = block.style and not label and _TITLE.fullmatch(block.text.strip())
        name = f"h{min(block.style, 4) + 1}" if heading else "p"
        return f"<{name}>{label}{self._text(block)}</{name}>"

    def _table(self, blocks: list[Block]) -> str:
        """Cells in their columns; a block with tabs is a row of its own."""
        rows: list[dict[int, list[str]]] = []
        for _, group in groupby(enumerate(blocks), key=lambda each: _row_of(*each)):
            cells: dict[int, list[str]] = {}
            for _, block in group:
                found = _CELL.fullmatch(block.place)
                if found is None:
                    cells.update({column: [text] for column, text in enumerate(self._split(block))})
                else:
                    cells.setdefault(int(found["column"]) - 1, []).append(self._text(block))
            rows.append(cells)
        across = max(max(cells) for cells in rows) + 1
        drawn = (
            "".join(f"<td>{'<br>'.join(cells.get(column, ()))}</td>" for column in range(across))
            for cells in rows
        )
        return f'<div class="wide"><table>{"".join(f"<tr>{cells}</tr>" for cells in drawn)}</table></div>'

    def _split(self, block: Block) -> Iterator[str]:
        start = 0
        for cell in block.text.split("\t"):
            yield self._stretch(block, start, start + len(cell))
            start += len(cell) + 1

    def _text(self, block: Block) -> str:
        return self._stretch(block, 0, len(block.text))

    def _stretch(self, block: Block, first: int, last: int) -> str:
        """``block.text[first:last]`` cut where doubts begin or end, each piece with the doubts it belongs to."""
        spans = [(entry, *_within(entry, block, first, last)) for entry in self._own[block]]
        spans = [each for each in spans if each[1] < each[2]]
        cuts = sorted({first, last, *(start for _, start, _ in spans), *(end for _, _, end in spans)})
        pieces = []
        for start, end in pairwise(cuts):
            over = [entry for entry, low, high in spans if low <= start and end <= high]
            ending = [entry for entry, _, high in spans if high == end and entry in over]
            text = escape(block.text[start:end])
            pieces.append(_link(over, ending, text) if over else text)
        near = (
            [entry for entry in self._near[block] if entry not in self._own[block]]
            if last == len(block.text)
            else []
        )
        return "".join([*pieces, *(_link([entry], [entry], "", also=True) for entry in near)])


def _table_of(block: Block) -> str | None:
    """What holds a table together; None for a block outside tables."""
    if block.kind != _TABLE:
        return None
    found = _CELL.fullmatch(block.place)
    return found["table"] if found else "·"


def _row_of(number: int, block: Block) -> str:
    found = _CELL.fullmatch(block.place)
    return found["row"] if found else f"·{number}"


def _within(entry: Entry, block: Block, first: int, last: int) -> tuple[int, int]:
    start, end = entry.span if entry.span[1] > entry.span[0] else (0, len(block.text))
    return max(start, first), min(end, last)


def _link(over: Iterable[Entry], ending: Iterable[Entry], text: str, *, also: bool = False) -> str:
    """A stretch with its doubts: coloured as the worst, the numbers behind the last one."""
    listed = list(over)
    worst = min(listed, key=lambda entry: entry.doubt.severity.rank).doubt.severity.value
    numbers = " ".join(str(entry.number) for entry in listed)
    shown = " ".join(str(entry.number) for entry in ending)
    label = f' data-n="{"另见" if also else ""}{shown}"' if shown else ""
    name = f"d {worst}{' also' if also else ''}"
    return f'<a class="{name}" tabindex="0" data-d="{numbers}"{label}>{text}</a>'


# ---------------------------------------------------------------- an audited report as one offline page


_PAGE = Path(__file__).with_name("page.html")


def audit_page(audited: Audited) -> str:
    """A self-contained page: the text with the doubts in it, a card for each doubt, what could not be checked."""
    entries = audited.entries
    kinds = {entry.kind.code: entry.kind.name for entry in entries}
    return page_template(_PAGE).render(
        audited=audited,
        body=body(audited.audit.report.document.blocks, entries),
        entries=entries,
        levels=audited.counts,
        kinds=sorted(kinds.items()),
        open=_by_reason(audited.audit.not_judged),
    )


def _by_reason(listed: Sequence[NotJudged]) -> list[tuple[str, list[NotJudged]]]:
    groups = [
        (why, list(group))
        for why, group in groupby(sorted(listed, key=lambda each: each.why), key=lambda each: each.why)
    ]
    return sorted(groups, key=lambda group: -len(group[1]))


_SUMMARY = Path(__file__).with_name("summary.html")


def summary_page(reports: Sequence[Audited], pages: Mapping[Audited, str]) -> str:
    """A row for each report, then every doubt; ``pages`` are the file names of their own pages, in the same folder."""
    listed = sorted(reports, key=lambda one: [-count for count in one.counts.values()])
    return page_template(_SUMMARY).render(
        reports=listed,
        compared=Compared(
            lacking=tuple(dict.fromkeys(each for one in listed for each in one.compared.lacking))
        ),
        links={one: quote(pages[one]) for one in listed if one in pages},
        levels={severity.label: sum(one.counts[severity.label] for one in listed) for severity in Severity},
        checked=sum(one.audit.checked for one in listed),
        held=sum(one.audit.held for one in listed),
        open=sum(len(one.audit.not_judged) for one in listed),
    )
