"""The theme of the Word template: quiet colours for charts, the official fonts."""

from __future__ import annotations

from tools.word_template.markup import DECLARATION

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "1F3864",
    "lt2": "E7E6E6",
    "accent1": "4A7EBB",
    "accent2": "C7963C",
    "accent3": "8FA87C",
    "accent4": "B86A5B",
    "accent5": "6F7F95",
    "accent6": "A58BB0",
    "hlink": "0563C1",
    "folHlink": "954F72",
}


def _fonts(name: str, east_asian: str) -> str:
    return f'<a:{name}><a:latin typeface="Times New Roman"/><a:ea typeface="{east_asian}"/><a:cs typeface=""/></a:{name}>'


def theme_part() -> str:
    """``word/theme/theme1.xml``; Office wants a theme beside every document, styles name their own fonts all the same."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(
        f'<a:ln w="{width}">{solid}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050)
    )
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{DECLARATION}<a:theme xmlns:a="{_A}" name="部门决算"><a:themeElements>'
        f'<a:clrScheme name="部门决算">{colours}</a:clrScheme>'
        f'<a:fontScheme name="部门决算">{_fonts("majorFont", "黑体")}{_fonts("minorFont", "仿宋_GB2312")}</a:fontScheme>'
        f'<a:fmtScheme name="部门决算"><a:fillStyleLst>{solid * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
