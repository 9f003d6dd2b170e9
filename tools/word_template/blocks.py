"""The small language in which the report is written down: one call per paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in a named style; ``\\n`` in its text is a line break."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class ChartPlace:
    """A native chart, named by its alt text ``图表：<key>``."""

    key: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Ready WordprocessingML at block level (tables, the contents field, section breaks)."""

    xml: str = field(repr=False)


Block = Paragraph | ChartPlace | Raw
Blocks = list[Block]


def part(text: str) -> Paragraph:
    """部分: starts a new page, level 1 of the contents."""
    return Paragraph("Heading1", "{{ 部分号 }}　" + text)


def chapter(text: str) -> Paragraph:
    """一、: level 2 of the contents."""
    return Paragraph("Heading2", "{{ 章号 }}" + text)


def section(text: str) -> Paragraph:
    """（一）: level 3 of the contents."""
    return Paragraph("Heading3", "{{ 节号 }}" + text)


def annex_chapter(text: str) -> Paragraph:
    """一、 inside an annex: a heading that stays out of the contents."""
    return Paragraph("Heading4", "{{ 章号 }}" + text)


def annex_section(text: str) -> Paragraph:
    """（一） inside an annex: a heading that stays out of the contents."""
    return Paragraph("Heading5", "{{ 节号 }}" + text + "。")


def body(text: str) -> Paragraph:
    """An ordinary paragraph."""
    return Paragraph("Normal", text)


def caption(text: str) -> Paragraph:
    """The caption under a chart, numbered by the counter of figures."""
    return Paragraph("FigureCaption", "（{{ 图号 }}：" + text + "）")


def instruction(text: str) -> Paragraph:
    """A note for the bureau: style 填写说明, never printed."""
    return Paragraph("Instruction", text)


def tag(text: str) -> Paragraph:
    """A control paragraph, which vanishes."""
    return Paragraph("TemplateTag", "{%p " + text + " %}")


def flat(blocks: Iterable[Block | Blocks]) -> Blocks:
    """Nested lists of blocks made one list."""
    out: Blocks = []
    for block in blocks:
        if isinstance(block, list):
            out.extend(block)
        else:
            out.append(block)
    return out


def each(name: str, of: str, *blocks: Block | Blocks) -> Blocks:
    """The blocks once for every item of a list."""
    return [tag(f"for {name} in {of}"), *flat(blocks), tag("endfor")]


def when(condition: str, blocks: Blocks, otherwise: Blocks | None = None) -> Blocks:
    """The blocks where the condition holds, else the others."""
    tail = [tag("else"), *otherwise] if otherwise else []
    return [tag(f"if {condition}"), *flat(blocks), *tail, tag("endif")]


def paragraphs_of(texts: str) -> Blocks:
    """The clerk's paragraphs of one 位置, with the numbers the program gives them."""
    return each("段", texts, body("{% if 段.编号 %}{{ 段.编号 }}{% endif %}{{ 段.全文 }}"))
