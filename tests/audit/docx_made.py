"""Word documents written by hand, for what no library writes."""

from __future__ import annotations

from collections.abc import Mapping

from report_author.audit.reading.blocks import Block, Document
from report_author.audit.reading.docx_reader import read_docx
from report_author.ooxml.package import Package

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_KINDS = {
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "header1": "header",
    "comments": "comments",
}


def made(body: str, extra: Mapping[str, bytes] | None = None, **parts: str) -> Package:
    """A document with this inside of its body; ``parts`` by name without ending, ``extra`` are related parts by relation#id."""
    links = [
        f'<Relationship Id="p{n}" Type="{_OFFICE}/relationships/{_KINDS[name]}" Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    ]
    files: dict[str, bytes] = {}
    for key, data in (extra or {}).items():
        kind, name = key.split("#")
        links.append(
            f'<Relationship Id="{name.split(".")[0]}" Type="{_OFFICE}/relationships/{kind}" Target="{name}"/>'
        )
        files[f"word/{name}"] = data
    types = '<Default Extension="xml" ContentType="application/xml"/>'
    types += f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    files |= {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'.encode(),
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations("".join(links)),
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode(),
    }
    for name, inner in parts.items():
        root = {"header1": "hdr"}.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {_NAMES}>{inner}</w:{root}>".encode()
    return Package(files)


def _relations(inner: str) -> bytes:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()


def p(text: str = "", properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def listed(text: str, number: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def read(package: Package) -> Document:
    return read_docx("报告", package)


def texts(package: Package, *kinds: str) -> list[str]:
    return [block.text for block in read(package).blocks if not kinds or block.kind in kinds]


def only(package: Package, text: str) -> Block:
    [found] = [block for block in read(package).blocks if text in block.text]
    return found
