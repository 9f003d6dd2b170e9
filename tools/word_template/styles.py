"""The paragraph styles of the official page (GB/T 9704-2012), as a table."""

from __future__ import annotations

from dataclasses import dataclass

from tools.word_template.markup import DECLARATION, NAMESPACES

BODY_FONT, KAI, HEI, SONG, TITLE_FONT = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"

#: fonts that a machine without the official ones takes instead
FALLBACKS = {
    BODY_FONT: "仿宋",
    KAI: "楷体",
    HEI: "SimHei",
    SONG: "SimSun",
    TITLE_FONT: "华文中宋",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One paragraph style; sizes in pt, ``line`` is the exact line height in pt (0: single spacing)."""

    id: str
    name: str
    font: str = BODY_FONT
    size: float = 16
    line: float = 28
    align: str = "left"
    indent: bool = False
    left_chars: int = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    page_break: bool = False
    level: int | None = None
    colour: str = ""
    tab: bool = False
    quick: bool = True
    built_in: bool = True
    follow: str = ""


STYLES = [
    Style(id="Normal", name="Normal", align="both", indent=True),
    Style(
        id="Heading1",
        name="heading 1",
        font=TITLE_FONT,
        size=22,
        line=32,
        align="center",
        after=28,
        keep_next=True,
        page_break=True,
        level=0,
        follow="Normal",
    ),
    Style(id="Heading2", name="heading 2", font=HEI, indent=True, keep_next=True, level=1, follow="Normal"),
    Style(id="Heading3", name="heading 3", font=KAI, indent=True, keep_next=True, level=2, follow="Normal"),
    Style(id="Heading4", name="heading 4", font=HEI, indent=True, keep_next=True, level=3, follow="Normal"),
    Style(id="Heading5", name="heading 5", font=KAI, indent=True, keep_next=True, level=4, follow="Normal"),
    # fifteen tables with every annex stay on two pages
    Style(id="TOC1", name="toc 1", font=HEI, size=14, line=22, tab=True, quick=False),
    Style(id="TOC2", name="toc 2", size=14, line=22, left_chars=1, tab=True, quick=False),
    Style(id="TOC3", name="toc 3", size=14, line=22, left_chars=2, tab=True, quick=False),
    Style(id="Footer", name="footer", font=SONG, size=14, line=0, quick=False),
    Style(
        id="CoverYear",
        name="封面年度",
        font=TITLE_FONT,
        size=26,
        line=40,
        align="center",
        before=150,
        after=60,
        built_in=False,
    ),
    Style(
        id="CoverTitle",
        name="封面标题",
        font=TITLE_FONT,
        size=36,
        line=54,
        align="center",
        after=12,
        built_in=False,
    ),
    Style(
        id="CoverNote",
        name="封面说明",
        font=KAI,
        size=14,
        line=24,
        align="center",
        before=180,
        built_in=False,
    ),
    Style(
        id="ContentsTitle",
        name="目录标题",
        font=HEI,
        size=22,
        line=32,
        align="center",
        after=14,
        built_in=False,
    ),
    Style(id="PublishDate", name="公开时间", align="center", after=14, built_in=False),
    Style(
        id="AnnexMark",
        name="附件标识",
        font=HEI,
        keep_next=True,
        page_break=True,
        built_in=False,
        follow="AnnexTitle",
    ),
    Style(
        id="AnnexMarkFirst",
        name="附件标识（不另起页）",
        font=HEI,
        keep_next=True,
        built_in=False,
        follow="AnnexTitle",
    ),
    Style(
        id="AnnexTitle",
        name="附件标题",
        font=TITLE_FONT,
        size=22,
        line=32,
        align="center",
        before=14,
        after=14,
        keep_next=True,
        level=1,
        built_in=False,
        follow="Normal",
    ),
    Style(
        id="FormTitle",
        name="自评表标题",
        font=TITLE_FONT,
        line=24,
        align="center",
        after=4,
        keep_next=True,
        level=1,
        built_in=False,
        follow="Normal",
    ),
    Style(
        id="Figure",
        name="图",
        line=0,
        align="center",
        before=6,
        keep_next=True,
        built_in=False,
        follow="FigureCaption",
    ),
    Style(
        id="FigureCaption",
        name="图题",
        font=KAI,
        size=14,
        line=24,
        align="center",
        after=6,
        built_in=False,
        follow="Normal",
    ),
    Style(id="TableText", name="表格文字", font=SONG, size=10.5, line=15, built_in=False),
    Style(id="TableLabel", name="表格栏目", font=SONG, size=10.5, line=15, align="center", built_in=False),
    Style(id="TableNumber", name="表格数字", font=SONG, size=10.5, line=15, align="right", built_in=False),
    Style(id="TableGap", name="表间", size=1, line=1, built_in=False),
    Style(id="SectionEnd", name="分节", size=1, line=1, built_in=False),
    Style(id="Instruction", name="填写说明", font=SONG, size=10.5, line=18, colour="C00000", built_in=False),
    Style(id="TemplateTag", name="模板标签", font=SONG, size=10.5, line=16, colour="808080", built_in=False),
]


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}" w:cs="Times New Roman"/>'


def _paragraph_properties(style: Style) -> str:
    out = "<w:keepNext/>" if style.keep_next else ""
    out += "<w:pageBreakBefore/>" if style.page_break else ""
    out += '<w:widowControl w:val="0"/>'
    if style.tab:
        out += '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8844"/></w:tabs>'
    out += '<w:snapToGrid w:val="0"/>'
    line = (
        f'w:line="{round(style.line * 20)}" w:lineRule="exact"'
        if style.line
        else 'w:line="240" w:lineRule="auto"'
    )
    out += f'<w:spacing w:before="{round(style.before * 20)}" w:after="{round(style.after * 20)}" {line}/>'
    first = (
        'w:firstLineChars="200" w:firstLine="640"' if style.indent else 'w:firstLineChars="0" w:firstLine="0"'
    )
    left = style.left_chars
    out += f'<w:ind w:leftChars="{left * 100}" w:left="{left * 320}" {first}/>'
    out += f'<w:jc w:val="{style.align}"/>'
    if style.level is not None:
        out += f'<w:outlineLvl w:val="{style.level}"/>'
    return f"<w:pPr>{out}</w:pPr>"


def _run_properties(style: Style) -> str:
    out = _fonts(style.font)
    if style.colour:
        out += f'<w:color w:val="{style.colour}"/>'
    # −0.25 pt brings 28 characters of 16 pt onto the 156 mm line, without a document grid
    out += f'<w:spacing w:val="{-5 if style.size == 16 else 0}"/>'
    half = round(style.size * 2)
    return f'<w:rPr>{out}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'


def _style(style: Style) -> str:
    normal = style.id == "Normal"
    kind = ('w:default="1" ' if normal else "") + ("" if style.built_in else 'w:customStyle="1" ')
    return (
        f'<w:style w:type="paragraph" {kind}w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        + ("" if normal else '<w:basedOn w:val="Normal"/>')
        + (f'<w:next w:val="{style.follow}"/>' if style.follow else "")
        + ("<w:qFormat/>" if style.quick else "")
        + _paragraph_properties(style)
        + _run_properties(style)
        + "</w:style>"
    )


_FIXED = """<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">\
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>\
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>\
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>\
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>\
<w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>\
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>\
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>"""


def styles_part() -> str:
    """``word/styles.xml``."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY_FONT)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    written = "".join(_style(style) for style in STYLES)
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{written}{_FIXED.format(borders=borders)}</w:styles>"
    )


def fonts_part() -> str:
    """``word/fontTable.xml``: the fonts used, each with what stands in for it where it is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"
