"""Brings the styles of an inserted document along, so that it keeps its looks."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from report_author.ooxml.markup import A, Element, child, detach, value, w

_USES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_LINKS = (w("basedOn"), w("link"), w("next"))
_THEME = {"asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "eastAsiaTheme": "eastAsia", "cstheme": "cs"}


class StyleImport:
    """Copies the styles that ``blocks`` use from ``annex`` into ``host``; ``tag`` sets their names apart from the host's."""

    def __init__(self, host: Element, annex: Element, tag: str) -> None:
        self._host = host
        self._tag = tag
        self._styles = {style.get(w("styleId"), ""): style for style in annex.iter(w("style"))}
        self._present = {style.get(w("styleId"), ""): _canonical(style) for style in host.iter(w("style"))}
        self._defaults = annex.find(w("docDefaults"))
        host_defaults = host.find(w("docDefaults"))
        self._same_defaults = _canonical(self._defaults) == _canonical(host_defaults)
        self._normal = next(
            (
                identity
                for identity, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            "",
        )
        self._mapped: dict[str, str] = {}
        self.imported: list[Element] = []

    def apply(self, blocks: list[Element]) -> None:
        """Point every use of a style in ``blocks`` to the style in the host; give unstyled paragraphs the annex's default."""
        for block in blocks:
            for paragraph in block.iter(w("p")) if self._normal else ():
                properties = child(paragraph, w("pPr"), 0)
                if properties.find(w("pStyle")) is None:
                    child(properties, w("pStyle"), 0).set(w("val"), self._normal)
            for use in list(block.iter(*_USES)):
                identity = use.get(w("val"), "")
                if identity in self._styles:
                    use.set(w("val"), self._import(identity))
                else:
                    detach(use)

    def _import(self, identity: str) -> str:
        if identity in self._mapped:
            return self._mapped[identity]
        if self._is_the_same(identity):
            self._mapped[identity] = identity
            return identity
        name = f"{self._tag}-{identity}"
        while name in self._present:
            name += "x"
        self._mapped[identity] = name
        self._present[name] = ""
        style = deepcopy(self._styles[identity])
        style.set(w("styleId"), name)
        style.set(w("customStyle"), "1")
        style.attrib.pop(w("default"), "")
        for element in list(style):
            said = element.get(w("val"), "")
            if element.tag == w("name"):
                element.set(w("val"), f"{said or identity}（{self._tag}）")
            elif element.tag in _LINKS and said in self._styles:
                element.set(w("val"), self._import(said))
            elif element.tag in (w("aliases"), w("qFormat"), w("autoRedefine"), *_LINKS):
                style.remove(element)
        detach(*style.iter(w("outlineLvl")))  # an annex has no entries of its own in the contents
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
        if next(style.iter(w("numPr"), w("outlineLvl")), None) is not None:
            return False
        target = value(style, "basedOn")
        return target not in self._styles or self._is_the_same(target)

    def _settle_defaults(self, style: Element) -> None:
        """The annex's document defaults go into its default style: the host's own defaults are others."""
        looks = style.find(w("rPr"))
        for kind in ("pPr", "rPr"):
            own = child(style, w(kind), style.index(looks) if kind == "pPr" and looks is not None else None)
            defaults = self._defaults
            default = None if defaults is None else defaults.find(f"{w(kind + 'Default')}/{w(kind)}")
            style.replace(own, _merged(default, own, kind))


def _merged(default: Element | None, own: Element, kind: str) -> Element:
    """``own`` over ``default``, attribute by attribute, in the order of the schema; what neither says is Word's own default."""
    plain: dict[str, dict[str, str]] = {
        "pPr": {
            "spacing": {"before": "0", "after": "0", "line": "240", "lineRule": "auto"},
            "ind": {"left": "0", "firstLine": "0"},
        },
        "rPr": {"sz": {"val": "20"}},
    }[kind]
    found = {
        w(name): etree.Element(w(name), {w(key): text for key, text in attributes.items()})
        for name, attributes in plain.items()
    }
    for source in (default, own):
        for element in source if source is not None else ():
            old = found.get(element.tag)
            new = found[element.tag] = deepcopy(element)
            if old is not None and (kind == "pPr" or element.tag == w("rFonts")):
                for attribute, inherited in old.items():
                    new.set(attribute, new.get(attribute, inherited))
    merged = etree.Element(w(kind))
    merged.extend(sorted(found.values(), key=lambda element: _rank(element, _ORDERS[kind])))
    return merged


#: the children of properties in the order of the schema
_ORDERS = {
    "pPr": (
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
    ),
    "rPr": (
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
    ),
}


def _rank(element: Element, order: tuple[str, ...]) -> int:
    name = etree.QName(element).localname
    return order.index(name) if name in order else len(order)


def _canonical(element: Element | None) -> str:
    return etree.tostring(element, method="c14n", exclusive=True).decode() if element is not None else ""


def settle_fonts(elements: list[Element], theme: Element | None) -> None:
    """Replace the fonts of the annex's theme by their names: the host has another theme."""
    for element in elements:
        for fonts in element.iter(w("rFonts")):
            for name, plain in _THEME.items():
                font = _theme_font(theme, str(fonts.attrib.pop(w(name), "")))
                if font:
                    fonts.set(w(plain), font)


def _theme_font(theme: Element | None, key: str) -> str:
    """The font that a key such as ``minorEastAsia`` stands for."""
    if theme is None or not key:
        return ""
    group = theme.find(f".//{{{A}}}{'major' if key.startswith('major') else 'minor'}Font")
    if group is None:
        return ""
    slot = "ea" if key.endswith("EastAsia") else "cs" if key.endswith("Bidi") else "latin"
    fonts = group.findall(f"{{{A}}}{slot}")
    if slot == "ea":
        fonts += group.findall(f"{{{A}}}font[@script='Hans']")
    return next((font.get("typeface", "") for font in fonts if font.get("typeface")), "")
