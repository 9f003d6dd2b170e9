"""The operators of a PDF page with their operands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

#: a number, a name (with its slash), a string, an array
Operand: TypeAlias = "float | str | bytes | list[Operand]"

_TOKEN = re.compile(
    rb"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?![^\s\[\]<>()/%{}])"
    rb"|/(?P<name>[^\s\[\]<>()/%{}]*)"
    rb"|\((?P<plain>[^()\\\r]*)\)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<sign>\[|\]|\(|<<|>>)"
    rb"|%[^\r\n]*"
    rb"|(?P<word>[^\s\[\]<>()/%{}]+)"
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))|\r\n?")
_LETTERS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_PARENTHESES = re.compile(rb"\\[\s\S]|[()]")
_IMAGE_END = re.compile(rb"\sEI(?=\s|$)")
_HASH = re.compile(r"#([0-9A-Fa-f]{2})")


def operators(data: bytes) -> Iterator[tuple[list[Operand], bytes]]:
    """Each operator of a content stream after its operands; what is malformed is passed over. Dictionaries are left out."""
    operands: list[Operand] = []
    arrays: list[list[Operand]] = []
    at = 0
    while found := _TOKEN.search(data, at):
        at = found.end()
        kind = found.lastgroup
        if kind == "word":
            operator = found["word"]
            if operator == b"ID":
                ended = _IMAGE_END.search(data, at)
                at = ended.end() if ended else len(data)
            yield operands, operator
            operands, arrays = [], []
        elif kind == "sign":
            if found["sign"] == b"[":
                arrays.append([])
            elif found["sign"] == b"]" and arrays:
                done = arrays.pop()
                (arrays[-1] if arrays else operands).append(done)
            elif found["sign"] == b"(":
                text, at = _string(data, at)
                (arrays[-1] if arrays else operands).append(text)
        elif kind is not None:
            (arrays[-1] if arrays else operands).append(_operand(found, kind))


def _operand(found: re.Match[bytes], kind: str) -> Operand:
    text = found[kind]
    if kind == "number":
        return float(text)
    if kind == "name":
        return "/" + _HASH.sub(lambda code: chr(int(code[1], 16)), text.decode("latin-1"))
    if kind == "hex":
        digits = b"".join(text.split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return text


def _string(data: bytes, start: int) -> tuple[bytes, int]:
    """The string that begins at ``start``, behind its parenthesis; where it ends."""
    depth, at = 1, start
    while depth and (found := _PARENTHESES.search(data, at)):
        at = found.end()
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
    return _ESCAPE.sub(_escaped, data[start : at - 1]), at


def _escaped(found: re.Match[bytes]) -> bytes:
    if found[1] is not None:
        return bytes((int(found[1], 8) & 0xFF,))
    if found[2] is None:
        return b"\n"
    return _LETTERS.get(found[2], found[2])
