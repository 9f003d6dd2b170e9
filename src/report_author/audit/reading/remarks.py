"""What the person who publishes a Word document must know about the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from report_author.audit.reading.blocks import Block
from report_author.model.findings import Finding, info, warning
from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import related

_BASIS = "财政部《地方预决算公开操作规程》（财预〔2016〕143号）"
#: a document with fewer characters than this for each picture is one of pictures
FEWEST = 60
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_LARGE = 3_000_000  # EMU: 8 cm
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_DRAWINGS = tuple(
    f"{{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}}{name}"
    for name in ("inline", "anchor")
)
#: tables of Excel, other documents: what is shown is a picture of them
_EMBEDDED = ("{urn:schemas-microsoft-com:office:office}OLEObject", w("altChunk"))
_CHANGES = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))


def scanned(name: str, what: str = "文件里没有可检索的文字，像是扫描件或截图") -> Finding:
    """A report of pictures: nobody can search it, nothing can be checked."""
    return warning(
        "C46", name, f"{what}，不能核对。", f"请公开由 Word 直接另存的文件，不用扫描件；依据：{_BASIS}。"
    )


def remarks_on(package: Package, body: str, blocks: Sequence[Block]) -> Iterator[Finding]:
    """Scans, pictures that were not read, changes that nobody accepted, comments that would be published."""
    root = parse_xml(package[body])
    pictures = sum(1 for _ in root.iter(*_PICTURES))
    characters = sum(len(block.plain.text) for block in blocks)
    if not characters and not pictures:
        yield scanned("报告", "文件里没有文字")
    elif pictures and characters < FEWEST * min(pictures, 20):
        yield scanned("报告")
    else:
        large = sum(1 for drawing in root.iter(*_DRAWINGS) if _is_large(drawing))
        if large:
            yield info(
                "B45",
                "报告",
                f"报告里有 {large} 张较大的图片，图片里的文字和数没有核对。",
                "请对照原始资料核对；表格请用 Word 表格，不用截图。",
            )
    inside = sum(1 for _ in root.iter(*_EMBEDDED))
    if inside:
        yield info(
            "B45",
            "报告",
            f"报告里嵌有 {inside} 个别的文件（如 Excel 表），里面的数没有核对。",
            "请对照原始资料核对；表格请用 Word 表格。",
        )
    changes = sum(1 for _ in root.iter(*_CHANGES))
    if changes:
        yield info(
            "B43",
            "报告",
            f"文件里还有 {changes} 处修订没有接受，这里按接受以后的样子核对。",
            "公开以前请在“审阅”中接受或拒绝所有修订。",
        )
    comments = sum(
        1 for part in related(package, body, "comments") for _ in parse_xml(package[part]).iter(w("comment"))
    )
    if comments:
        yield info("B44", "报告", f"文件里还有 {comments} 条批注。", "公开以前请在“审阅”中删除所有批注。")


def _is_large(drawing: etree._Element) -> bool:
    extent = drawing.find(_EXTENT)
    if extent is None or next(drawing.iter(_PICTURES[0]), None) is None:
        return False
    return all(int(extent.get(side, "0")) > _LARGE for side in ("cx", "cy"))
