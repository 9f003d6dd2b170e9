"""The characters of a Word paragraph that a reader sees."""

from __future__ import annotations

from collections.abc import Collection

from report_author.ooxml.markup import Element, is_on, value, w

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_PARAGRAPH, _TEXT, _FIELD, _SYMBOL = w("p"), w("t"), w("fldChar"), w("sym")
_MATH_TEXT = f"{{{MATH}}}t"
_RUNS = (w("r"), f"{{{MATH}}}r")
#: elements that stand for one character
_CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
#: what was deleted or moved away, the reading aid above a word
_UNSEEN = (w("del"), w("moveFrom"), w("rt"))
#: signs of the Wingdings fonts that forms use
_SIGNS = {
    "F0A8": "□",
    "F06F": "□",
    "F0A3": "□",
    "F052": "☑",
    "F0FE": "☑",
    "F0FC": "√",
    "F0FB": "×",
    "F0FD": "☒",
    "F0B7": "·",
}


def shown_pieces(paragraph: Element, hidden: Collection[str] = ()) -> list[tuple[Element, str]]:
    """The pieces of the text of ``paragraph`` in order, each with the element that holds it; those of text boxes stay out.

    Deleted text, hidden text (``hidden`` are the styles that hide) and the instructions of fields are no part of it.
    A tab or a line break is one character.
    """
    seen: dict[Element, bool] = {}
    pieces: list[tuple[Element, str]] = []
    instructions: list[bool] = []
    for element in paragraph.iter(_TEXT, _MATH_TEXT, _FIELD, _SYMBOL, *_CHARACTERS):
        run = element.getparent()
        if run is None or run.tag not in _RUNS or next(element.iterancestors(_PARAGRAPH)) is not paragraph:
            continue
        if element.tag == _FIELD:
            turn_field(instructions, element.get(w("fldCharType"), ""))
            continue
        if run not in seen:
            seen[run] = _seen(run, paragraph, hidden)
        if seen[run] and not any(instructions):
            pieces.append((element, _characters(element)))
    return pieces


def paragraph_text(paragraph: Element, hidden: Collection[str] = ()) -> str:
    """The text a reader sees, without that of text boxes in the paragraph."""
    return "".join(text for _, text in shown_pieces(paragraph, hidden))


def field_codes(paragraph: Element) -> str:
    """The instructions of the fields of a paragraph, which nobody sees."""
    return " ".join(found.text or "" for found in paragraph.iter(w("instrText")))


def is_hidden(properties: Element | None) -> bool | None:
    """Whether run properties hide their text; None where they do not say."""
    found = None if properties is None else properties.find(w("vanish"))
    return None if found is None else is_on(found)


def turn_field(instructions: list[bool], kind: str) -> None:
    """Keep, for each open field, whether its instruction is being read."""
    if kind == "begin":
        instructions.append(True)
    elif instructions and kind == "separate":
        instructions[-1] = False
    elif instructions and kind == "end":
        instructions.pop()


def _characters(element: Element) -> str:
    if element.tag == _SYMBOL:
        code = element.get(w("char"), "").upper()
        return _SIGNS.get(code) or (
            chr(int(code, 16)) if code.isalnum() and code.startswith(("0", "1", "2")) else "·"
        )
    return _CHARACTERS.get(str(element.tag)) or element.text or ""


def _seen(run: Element, paragraph: Element, hidden: Collection[str]) -> bool:
    own = is_hidden(run.find(w("rPr")))
    if own is None and hidden:
        own = value(run, "rPr/rStyle") in hidden or value(paragraph, "pPr/pStyle") in hidden
    return not own and next(run.iterancestors(*_UNSEEN), None) is None
