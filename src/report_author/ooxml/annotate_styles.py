"""The cell formats of somebody's workbook, of which new ones are cloned."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from lxml import etree

from report_author.ooxml.markup import parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import related


@dataclass
class StyleBook:
    """The styles part opened for additions; what is there already keeps its numbers.

    A workbook without a styles part (no program writes one) takes no colours.
    """

    part: str
    root: etree._Element | None
    _made: dict[tuple[str, ...], int] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, main: str) -> StyleBook:
        """The styles of the workbook whose main part is ``main``."""
        part = next(iter(related(package, main, "styles")), "")
        return cls(part, parse_xml(package[part]) if part else None)

    def stored(self, package: Package) -> Package:
        """``package`` with the styles as they are now; the same where none was added."""
        if self.root is None or not self._made:
            return package
        return package.with_parts({self.part: serialise(self.root)})

    def filled(self, style: int, colour: str) -> int:
        """The cell format ``style`` in every respect but its colour, which is ``RRGGBB``."""
        key = ("filled", str(style), colour)
        if self.root is None:
            return style
        if key not in self._made:
            formats = self._group("cellXfs")
            found = (
                copy.deepcopy(formats[style]) if style < len(formats) else self._element("xf", numFmtId="0")
            )
            found.set("fillId", str(self._fill(colour)))
            found.set("applyFill", "1")
            self._made[key] = _appended(formats, found)
        return self._made[key]

    def look(
        self, *, size: int = 10, bold: bool = False, colour: str = "", fill: str = "", border: bool = False
    ) -> int:
        """A wrapped text in 微软雅黑, from nothing."""
        key = ("look", str(size), str(bold), colour, fill, str(border))
        if self.root is None:
            return 0
        if key not in self._made:
            found = self._element(
                "xf",
                numFmtId="0",
                fontId=str(self._font(size, bold, colour)),
                fillId=str(self._fill(fill)) if fill else "0",
                borderId=str(self._border()) if border else "0",
                xfId="0",
                applyFont="1",
                applyFill="1",
                applyBorder="1",
                applyAlignment="1",
            )
            found.append(self._element("alignment", vertical="center", wrapText="1" if border else "0"))
            self._made[key] = _appended(self._group("cellXfs"), found)
        return self._made[key]

    def _fill(self, colour: str) -> int:
        key = ("fill", colour)
        if key not in self._made:
            fill, pattern = self._element("fill"), self._element("patternFill", patternType="solid")
            pattern.append(self._element("fgColor", rgb=f"FF{colour}"))
            pattern.append(self._element("bgColor", indexed="64"))
            fill.append(pattern)
            self._made[key] = _appended(self._group("fills"), fill)
        return self._made[key]

    def _font(self, size: int, bold: bool, colour: str) -> int:
        font = self._element("font")
        if bold:
            font.append(self._element("b"))
        font.append(self._element("sz", val=str(size)))
        font.append(self._element("color", rgb=f"FF{colour or '000000'}"))
        font.append(self._element("name", val="微软雅黑"))
        font.append(self._element("charset", val="134"))
        return _appended(self._group("fonts"), font)

    def _border(self) -> int:
        key = ("border",)
        if key not in self._made:
            border = self._element("border")
            for side in ("left", "right", "top", "bottom"):
                line = self._element(side, style="thin")
                line.append(self._element("color", rgb="FFBFBFBF"))
                border.append(line)
            border.append(self._element("diagonal"))
            self._made[key] = _appended(self._group("borders"), border)
        return self._made[key]

    def _element(self, name: str, **attributes: str) -> etree._Element:
        assert self.root is not None
        space = etree.QName(self.root).namespace
        return etree.Element(f"{{{space}}}{name}", attributes)

    def _group(self, name: str) -> etree._Element:
        """``fonts``, ``fills``, ``borders`` or ``cellXfs``, which every styles part has."""
        assert self.root is not None
        return next(child for child in self.root.iterchildren("{*}" + name))


def _appended(group: etree._Element, element: etree._Element) -> int:
    group.append(element)
    group.set("count", str(len(group)))
    return len(group) - 1
