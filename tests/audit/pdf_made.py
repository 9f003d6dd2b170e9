"""PDF files drawn by hand: text, lines, pictures at their places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 595, 842


def text(x: float, y: float, words: str, size: float = 16) -> str:
    """Words from ``x`` on; a Chinese character is as wide as it is high, others half as wide."""
    code = "".join(f"{ord(char):04X}" for char in words)
    return f"BT /F1 {size} Tf {x} {y} Td <{code}> Tj ET"


def width(words: str, size: float = 16) -> float:
    return sum(size if ord(char) > 0x2E7F else size / 2 for char in words)


def line(x: float, y: float, x2: float, y2: float) -> str:
    return f"{x} {y} m {x2} {y2} l S"


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    """All lines of a table."""
    return [line(xs[0], y, xs[-1], y) for y in ys] + [line(x, ys[0], x, ys[-1]) for x in xs]


def picture() -> str:
    """A picture over the whole page."""
    return f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I1 Do Q"


def pdf(
    pages: Sequence[Sequence[str]], *, rotate: int = 0, forms: Sequence[str] = (), encoding: str = ""
) -> bytes:
    """The file with these pages; ``forms`` may be drawn with ``/X0 Do`` … With ``encoding`` the font names one instead of a map."""
    used = sorted({*"".join(_words(op) for page in [*pages, forms] for op in page)})
    mapping = "\n".join(f"<{ord(char):04X}> <{ord(char):04X}>" for char in used)
    cmap = f"/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(used)} beginbfchar\n{mapping}\nendbfchar end"
    narrow = f"[32 {0x2E7F} 500]"
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
    )
    if encoding:
        font = (
            f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[4 0 R]>>"
        )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        font.encode(),
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering({'GB1' if encoding else 'Identity'})/Supplement 0>>/DW 1000/W {narrow}>>".encode(),
        _stream(cmap.encode()),
        _stream(
            b"\x00", "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
        ),
    ]
    box = f"[0 0 {WIDTH} {HEIGHT}]"
    fonts = "/Font<</F1 3 0 R>>"
    names = ""
    for number, form in enumerate(forms):
        objects.append(_stream(form.encode(), f"/Type/XObject/Subtype/Form/BBox{box}/Resources<<{fonts}>>"))
        names += f"/X{number} {len(objects)} 0 R"
    kids = []
    for page in pages:
        objects.append(_stream("\n".join(page).encode()))
        content = len(objects)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Rotate {rotate}/Contents {content} 0 R"
            f"/Resources<<{fonts}/XObject<</I1 6 0 R{names}>>>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return _file(objects)


def _words(operation: str) -> str:
    start = operation.find("<")
    code = operation[start + 1 : operation.find(">")] if start >= 0 else ""
    return "".join(chr(int(code[at : at + 4], 16)) for at in range(0, len(code), 4))


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<<{more}/Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return bytes(out) + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
