"""WordprocessingML for paragraphs, runs, table cells."""

from __future__ import annotations

from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: without the hint Word takes “ ” — … from the Latin font
_HINT = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'


def run(text: str) -> str:
    """One run; ``\\n`` becomes a line break inside it."""
    pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n")]
    return f"<w:r>{_HINT}{'<w:br/>'.join(pieces)}</w:r>"


def paragraph(style: str, content: str, extra: str = "") -> str:
    """A paragraph of ready runs; ``extra`` follows the style inside its properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def text_paragraph(style: str, text: str) -> str:
    """A paragraph of one run of text."""
    return paragraph(style, run(text))


def field(instruction: str, result: str) -> str:
    """A complex field, each piece in its own run: WPS does not show a field that sits in one run."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{result}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(
    width: int, text: str, style: str = "TableText", span: int = 1, merge: str = "", fixed: bool = False
) -> str:
    """A table cell ``width`` twips wide; ``merge`` is restart or continue of a vertical merge."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge:
        properties += f'<w:vMerge w:val="{merge}"/>'
    if fixed:
        properties += '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
    content = text_paragraph(style, text) if text else paragraph(style, "")
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def row(*cells: str, header: bool = False, height: int = 340) -> str:
    """A table row that stays on one page; a header row is repeated on the next."""
    properties = f'<w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if header:
        properties += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: tuple[int, ...], *rows: str) -> str:
    """A table with fixed column widths (twips)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
