"""The template as an OPC package with the same bytes on every run."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tools.word_template.annexes import ANNEXES
from tools.word_template.blocks import Block, Blocks, ChartPlace, Paragraph
from tools.word_template.chart_data import CHARTS
from tools.word_template.charts import chart_paragraph, chart_part, chart_workbook
from tools.word_template.markup import DECLARATION, NAMESPACES, field, paragraph, run, text_paragraph
from tools.word_template.matters import CLOSING, TABLES, TERMS
from tools.word_template.overview import CONTENTS_HEAD, COVER, PART_ONE
from tools.word_template.statement import OPENING
from tools.word_template.styles import fonts_part, styles_part
from tools.word_template.theme import theme_part

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
#: A4, margins 37/35/28/26 mm, footer 28 mm above the edge of the paper
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>'
)
_TOC = r'TOC \o "1-3" \h \z \u'


def _section(footers: bool = False) -> str:
    if not footers:
        return f'<w:sectPr><w:type w:val="nextPage"/>{_PAGE}</w:sectPr>'
    references = (
        '<w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/>'
    )
    return f'<w:sectPr>{references}<w:type w:val="nextPage"/>{_PAGE}<w:pgNumType w:start="1"/></w:sectPr>'


def _contents() -> str:
    """The contents field with one placeholder entry; its end carries the section break."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {_TOC} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    entry = paragraph("TOC1", begin + run("（目录在生成报告时填入）"))
    return entry + paragraph("SectionEnd", end, _section())


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return text_paragraph(block.style, block.text) if block.text else paragraph(block.style, "")
    if isinstance(block, ChartPlace):
        number = next(i for i, chart in enumerate(CHARTS, start=1) if chart.key == block.key)
        return chart_paragraph(CHARTS[number - 1], number, f"rIdChart{number}")
    return block.xml


def _blocks(blocks: Blocks) -> str:
    return "".join(_block(block) for block in blocks)


def document_part() -> str:
    """``word/document.xml``: cover, contents, the five parts."""
    return (
        f"{DECLARATION}<w:document {NAMESPACES}><w:body>"
        + _blocks(COVER)
        + paragraph("SectionEnd", "", _section())
        + _blocks(CONTENTS_HEAD)
        + _contents()
        + _blocks([*PART_ONE, *OPENING, *CLOSING, *TERMS, *ANNEXES, *TABLES])
        + _section(footers=True)
        + "</w:body></w:document>"
    )


def _footer(align: str, edge: str) -> str:
    """“— 1 —”, one character in from the edge."""
    indent = f'<w:ind w:{edge}Chars="100" w:{edge}="280"/><w:jc w:val="{align}"/>'
    content = paragraph("Footer", run("— ") + field("PAGE", "1") + run(" —"), indent)
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{content}</w:ftr>"


def _settings() -> str:
    compatible = "".join(
        f"<w:{name}/>"
        for name in (
            "spaceForUL",
            "balanceSingleByteDoubleByteWidth",
            "doNotLeaveBackslashAlone",
            "ulTrailSpace",
            "doNotExpandShiftReturn",
            "adjustLineHeightInTable",
        )
    )
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat>{compatible}<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _relations(entries: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types() -> str:
    overrides = [
        ("/word/document.xml", f"{_WORD}.document.main+xml"),
        ("/word/styles.xml", f"{_WORD}.styles+xml"),
        ("/word/settings.xml", f"{_WORD}.settings+xml"),
        ("/word/fontTable.xml", f"{_WORD}.fontTable+xml"),
        ("/word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("/word/footer1.xml", f"{_WORD}.footer+xml"),
        ("/word/footer2.xml", f"{_WORD}.footer+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *(
            (
                f"/word/charts/chart{i}.xml",
                "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            )
            for i in range(1, len(CHARTS) + 1)
        ),
    ]
    inner = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f"{inner}</Types>"
    )


def _core() -> str:
    """Document properties: title and department, rendered like the text."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>{{ 年度 }}年度{{ 部门.全称 }}{{ 部门.类别 }}决算</dc:title>"
        "<dc:subject>{{ 部门.全称 }}</dc:subject><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def parts() -> dict[str, bytes]:
    """Every part of the package by name, content types first."""
    relations = [
        ("rIdStyles", f"{_OFFICE}/styles", "styles.xml"),
        ("rIdSettings", f"{_OFFICE}/settings", "settings.xml"),
        ("rIdFonts", f"{_OFFICE}/fontTable", "fontTable.xml"),
        ("rIdTheme", f"{_OFFICE}/theme", "theme/theme1.xml"),
        ("rIdOdd", f"{_OFFICE}/footer", "footer1.xml"),
        ("rIdEven", f"{_OFFICE}/footer", "footer2.xml"),
    ]
    out: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ]
        ),
        "docProps/core.xml": _core(),
        "word/document.xml": document_part(),
        "word/styles.xml": styles_part(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": fonts_part(),
        "word/theme/theme1.xml": theme_part(),
        "word/footer1.xml": _footer("right", "right"),
        "word/footer2.xml": _footer("left", "left"),
    }
    for number, chart in enumerate(CHARTS, start=1):
        workbook = f"Microsoft_Excel_Worksheet{number}.xlsx"
        relations.append((f"rIdChart{number}", f"{_OFFICE}/chart", f"charts/chart{number}.xml"))
        out[f"word/charts/chart{number}.xml"] = chart_part(chart)
        out[f"word/charts/_rels/chart{number}.xml.rels"] = _relations(
            [("rId1", f"{_OFFICE}/package", f"../embeddings/{workbook}")]
        )
        out[f"word/embeddings/{workbook}"] = chart_workbook(chart)
    out["word/_rels/document.xml.rels"] = _relations(relations)
    return {name: part if isinstance(part, bytes) else part.encode() for name, part in out.items()}


def template_bytes() -> bytes:
    """The docx file."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts().items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, part)
    return target.getvalue()
