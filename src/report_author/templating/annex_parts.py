"""Brings the pictures, links, charts, list numbers, styles of an inserted document along, so that it keeps its looks."""

from __future__ import annotations

import posixpath
from copy import deepcopy

from lxml import etree

from report_author.ooxml.markup import (
    MC,
    YES,
    A,
    Element,
    R,
    W,
    child,
    detach,
    parse_xml,
    serialise,
    value,
    w,
)
from report_author.ooxml.package import Package
from report_author.ooxml.relations import (
    content_type,
    first_related,
    relations,
    relations_part,
    with_part,
    with_relation,
)

_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


def without_newer(element: Element) -> Element:
    """``element``, rid of what newer Words add in name spaces that the report need not declare as ignorable."""
    for each in list(element.iter(etree.Element)):
        for key in filter(_is_newer, map(str, list(each.attrib))):
            del each.attrib[key]
        if _is_newer(each.tag) and next(each.iterancestors(f"{{{MC}}}AlternateContent"), None) is None:
            detach(each)
    return element


def _is_newer(name: str) -> bool:
    return name.startswith("{http://schemas.microsoft.com/office/word/20")


def copy_relations(
    package: Package, part: str, annex: Package, annex_part: str, blocks: list[Element], tag: str
) -> Package:
    """``package`` with everything that ``blocks`` refer to by ``r:id``, ``r:embed`` …; the references are set anew."""
    known = {relation.id: relation for relation in relations(annex, annex_part)}
    copied: dict[str, str] = {}
    ids: dict[str, str] = {}
    for block in blocks:
        for element in block.iter(etree.Element):
            for key, identity in element.attrib.items():
                if not str(key).startswith(f"{{{R}}}") or str(identity) not in known:
                    continue
                relation = known[str(identity)]
                if relation.id not in ids:
                    target = relation.target
                    if not relation.external:
                        package, target = _copy_part(package, annex, relation.target, tag, copied)
                    base = relation.type.rsplit("/", 1)[0]
                    package, ids[relation.id] = with_relation(
                        package, part, relation.kind, target, external=relation.external, type_base=base
                    )
                element.set(key, ids[relation.id])
    return package


def _copy_part(
    package: Package, annex: Package, part: str, tag: str, copied: dict[str, str]
) -> tuple[Package, str]:
    """Copy ``part`` under a new name, along with the parts it is related to (a chart brings its workbook)."""
    if part in copied:
        return package, copied[part]
    folder, name = posixpath.split(part)
    stem, dot, extension = name.rpartition(".")
    new = f"{folder}/{tag}_{stem}{dot}{extension}"
    while new in package:
        new = f"{folder}/x{posixpath.basename(new)}"
    copied[part] = new
    package = with_part(package, new, annex.get(part, b""), content_type(annex, part))
    own = annex.get(relations_part(part))
    if own is None:
        return package, new
    root = parse_xml(own)
    for element in root:
        if element.get("TargetMode") == "External":
            continue
        relation = next(r for r in relations(annex, part) if r.id == element.get("Id"))
        if relation.target in annex:
            package, target = _copy_part(package, annex, relation.target, tag, copied)
            element.set("Target", "/" + target)
    return package.with_parts({relations_part(new): serialise(root)}), new


def copy_numbering(
    package: Package, part: str, annex: Package, annex_part: str, elements: list[Element]
) -> Package:
    """``package`` with the lists that ``elements`` use, under new numbers."""
    uses = [use for element in elements for use in element.iter(w("numId")) if use.get(w("val"), "0") != "0"]
    found = first_related(annex, annex_part, "numbering")
    if not uses or not found:
        return package
    source = parse_xml(annex[found])
    nums, abstracts = _numbered(source, "num"), _numbered(source, "abstractNum")
    own = first_related(package, part, "numbering")
    name = own or posixpath.join(posixpath.dirname(part), "numbering.xml")
    root = parse_xml(package[name]) if own else etree.Element(w("numbering"), nsmap={"w": W})
    next_num = 1 + max(map(int, _numbered(root, "num")), default=0)
    next_abstract = 1 + max(map(int, _numbered(root, "abstractNum")), default=-1)
    mapped: dict[str, str] = {}
    for use in uses:
        old = use.get(w("val"), "")
        if old not in nums:
            use.set(w("val"), "0")
            continue
        if old not in mapped:
            _copy_list(root, nums[old], abstracts, next_num, next_abstract)
            mapped[old] = str(next_num)
            next_num, next_abstract = next_num + 1, next_abstract + 1
        use.set(w("val"), mapped[old])
    if own:
        return package.with_parts({name: serialise(root)})
    package, _ = with_relation(package, part, "numbering", name)
    return with_part(package, name, serialise(root), _NUMBERING_TYPE)


def _numbered(root: Element, kind: str) -> dict[str, Element]:
    """The lists (``num``) or their definitions (``abstractNum``) by number."""
    return {each.get(w(f"{kind}Id"), "0"): each for each in root.iter(w(kind))}


def _copy_list(
    root: Element,
    num: Element,
    abstracts: dict[str, Element],
    number: int,
    abstract_number: int,
) -> None:
    original = abstracts.get(value(num, "abstractNumId"))
    if original is None:
        return
    abstract = without_newer(deepcopy(original))
    abstract.set(w("abstractNumId"), str(abstract_number))
    detach(*abstract.iter(w("nsid"), w("tmpl"), w("pStyle"), w("styleLink"), w("numStyleLink")))
    root.insert(len(root.findall(w("abstractNum"))) + len(root.findall(w("numPicBullet"))), abstract)
    copy = without_newer(deepcopy(num))
    copy.set(w("numId"), str(number))
    for target in copy.iterchildren(w("abstractNumId")):
        target.set(w("val"), str(abstract_number))
    at = max(
        (index for index, child in enumerate(root) if child.tag in (w("num"), w("abstractNum"))), default=-1
    )
    root.insert(at + 1, copy)


# ---------------------------------------------------------------- styles

_USES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_STYLE_LINKS = (w("basedOn"), w("link"), w("next"))
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
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in YES
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
            elif element.tag in _STYLE_LINKS and said in self._styles:
                element.set(w("val"), self._import(said))
            elif element.tag in (w("aliases"), w("qFormat"), w("autoRedefine"), *_STYLE_LINKS):
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
