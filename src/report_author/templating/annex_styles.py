"""Brings the styles of an inserted document along, so that it keeps its looks."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from report_author.ooxml.markup import A, w
from report_author.templating.revisions import detach

_USES = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_LINKS = (w("basedOn"), w("link"), w("next"))
_THEME = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}


class StyleImport:
    """Copies the styles that ``blocks`` use from ``annex`` into ``host``; ``tag`` sets their names apart from the host's."""

    def __init__(self, host: etree._Element, annex: etree._Element, tag: str) -> None:
        self._host = host
        self._tag = tag
        self._styles = {style.get(w("styleId"), ""): style for style in annex.iter(w("style"))}
        self._present = {style.get(w("styleId"), ""): _canonical(style) for style in host.iter(w("style"))}
        self._defaults = annex.find(w("docDefaults"))
        host_defaults = host.find(w("docDefaults"))
        self._same_defaults = _canonical(self._defaults) == _canonical(host_defaults)
        self._normal = next(
            (
                i
                for i, s in self._styles.items()
                if s.get(w("type")) == "paragraph" and s.get(w("default")) in ("1", "true")
            ),
            "",
        )
        self._mapped: dict[str, str] = {}
        self.imported: list[etree._Element] = []

    def apply(self, blocks: list[etree._Element]) -> None:
        """Point every use of a style in ``blocks`` to the style in the host; give unstyled paragraphs the annex's default."""
        for block in blocks:
            for paragraph in block.iter(w("p")):
                self._style_explicitly(paragraph)
            for use in list(block.iter(*_USES)):
                identity = use.get(w("val"), "")
                if identity in self._styles:
                    use.set(w("val"), self._import(identity))
                else:
                    detach(use)

    def _style_explicitly(self, paragraph: etree._Element) -> None:
        if not self._normal:
            return
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        if properties.find(w("pStyle")) is None:
            style = etree.Element(w("pStyle"))
            style.set(w("val"), self._normal)
            properties.insert(0, style)

    def _import(self, identity: str) -> str:
        if identity in self._mapped:
            return self._mapped[identity]
        original = self._styles[identity]
        if self._is_the_same(identity):
            self._mapped[identity] = identity
            return identity
        name = f"{self._tag}-{identity}"
        while name in self._present:
            name += "x"
        self._mapped[identity] = name
        self._present[name] = ""
        style = deepcopy(original)
        style.set(w("styleId"), name)
        style.set(w("customStyle"), "1")
        _unset(style, w("default"))
        for element in list(style):
            if element.tag == w("name"):
                element.set(w("val"), f"{element.get(w('val'), identity)}（{self._tag}）")
            elif element.tag in (w("aliases"), w("qFormat"), w("autoRedefine")):
                style.remove(element)
        for link in style.findall("*"):
            if link.tag in _LINKS:
                target = link.get(w("val"), "")
                if target in self._styles:
                    link.set(w("val"), self._import(target))
                else:
                    style.remove(link)
        for level in list(style.iter(w("outlineLvl"))):  # an annex has no entries of its own in the contents
            detach(level)
        if identity == self._normal:
            self._settle_defaults(style)
        self._host.append(style)
        self.imported.append(style)
        return name

    def _is_the_same(self, identity: str) -> bool:
        """Whether the host's style looks just so: itself, all it rests on, no list numbers, no entry in the contents."""
        style = self._styles[identity]
        if not self._same_defaults or self._present.get(identity) != _canonical(style):
            return False
        if next(iter(style.iter(w("numPr"), w("outlineLvl"))), None) is not None:
            return False
        based = style.find(w("basedOn"))
        target = based.get(w("val"), "") if based is not None else ""
        return target not in self._styles or self._is_the_same(target)

    def _settle_defaults(self, style: etree._Element) -> None:
        """The annex's document defaults go into its default style: the host's own defaults are others."""
        for kind in ("pPr", "rPr"):
            own = style.find(w(kind))
            default = (
                self._defaults.find(f"{w(kind + 'Default')}/{w(kind)}")
                if self._defaults is not None
                else None
            )
            if own is None:
                own = etree.Element(w(kind))
                at = [child.tag for child in style]
                before = at.index(w("rPr")) if kind == "pPr" and w("rPr") in at else len(at)
                style.insert(before, own)
            merged = _merged(default, own, kind)
            style.replace(own, merged)


def _merged(default: etree._Element | None, own: etree._Element, kind: str) -> etree._Element:
    """``own`` over ``default``, attribute by attribute, in the order of the schema; what neither says is Word's own default."""
    blank = {
        "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
        "ind": {"left": "0", "firstLine": "0"},
    }
    plain: dict[str, dict[str, str]] = blank if kind == "pPr" else {"sz": {"val": "20"}}
    found: dict[str, etree._Element] = {}
    for name, attributes in plain.items():
        element = found[w(name)] = etree.Element(w(name))
        for key, value in attributes.items():
            element.set(w(key), value)
    for source in (default, own):
        for child in source if source is not None else ():
            old = found.get(child.tag)
            new = found[child.tag] = deepcopy(child)
            if old is not None and (kind == "pPr" or child.tag == w("rFonts")):
                for attribute, inherited in old.items():
                    new.set(attribute, new.get(attribute, inherited))
    merged = etree.Element(w(kind))
    order = _PARAGRAPH_ORDER if kind == "pPr" else _RUN_ORDER
    for child in sorted(found.values(), key=lambda element: _rank(element, order)):
        merged.append(child)
    return merged


_PARAGRAPH_ORDER = (
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
)
_RUN_ORDER = (
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
)


def _rank(element: etree._Element, order: tuple[str, ...]) -> int:
    name = etree.QName(element).localname
    return order.index(name) if name in order else len(order)


def _unset(element: etree._Element, name: str) -> None:
    if name in element.attrib:
        del element.attrib[name]


def _canonical(element: etree._Element | None) -> str:
    return etree.tostring(element, method="c14n", exclusive=True).decode() if element is not None else ""


def settle_fonts(elements: list[etree._Element], theme: etree._Element | None) -> None:
    """Replace the fonts of the annex's theme by their names: the host has another theme."""
    for element in elements:
        for fonts in element.iter(w("rFonts")):
            for name, plain in _THEME.items():
                font = _theme_font(theme, fonts.get(w(name), ""))
                _unset(fonts, w(name))
                if font:
                    fonts.set(w(plain), font)


def _theme_font(theme: etree._Element | None, key: str) -> str:
    """The font that a key such as ``minorEastAsia`` stands for."""
    if theme is None or not key:
        return ""
    group = theme.find(f".//{{{A}}}{'major' if key.startswith('major') else 'minor'}Font")
    if group is None:
        return ""
    slot = "ea" if key.endswith("EastAsia") else "cs" if key.endswith("Bidi") else "latin"
    named = group.find(f"{{{A}}}{slot}")
    if named is not None and named.get("typeface"):
        return named.get("typeface", "")
    if slot == "ea":
        script = next((f for f in group.findall(f"{{{A}}}font") if f.get("script") == "Hans"), None)
        return script.get("typeface", "") if script is not None else ""
    return ""
