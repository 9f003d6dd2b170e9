"""Relations between the parts of a package with their content types."""

from __future__ import annotations

import itertools
import posixpath
from collections.abc import Iterable

from lxml import etree

from report_author.ooxml.markup import CONTENT_TYPES, RELATIONSHIPS, Element, R, parse_xml, serialise
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.records import frozen


@frozen
class Relation:
    """One relation of a part. ``target`` is the part's name, or the address as written where ``external``."""

    id: str
    type: str
    target: str
    external: bool = False

    @property
    def kind(self) -> str:
        """The last word of the type: ``image``, ``header``, ``styles`` … (the same for transitional and strict files)."""
        return self.type.rsplit("/", 1)[-1]


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of ``part`` (``""`` for the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str = "") -> tuple[Relation, ...]:
    """The relations of ``part`` (``""``: of the package), targets resolved to part names."""
    data = package.get(relations_part(part))
    if data is None:
        return ()
    found = []
    for element in parse_xml(data).iter(f"{{{RELATIONSHIPS}}}Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
    return tuple(found)


def related(package: Package, part: str, kind: str) -> tuple[str, ...]:
    """The parts, present in the package, that ``part`` is related to by ``kind``."""
    return tuple(
        r.target
        for r in relations(package, part)
        if r.kind == kind and not r.external and r.target in package
    )


def first_related(package: Package, part: str, kind: str) -> str:
    """The first of the parts that ``related`` finds; empty where there is none."""
    return next(iter(related(package, part, kind)), "")


def main_part(package: Package) -> str | None:
    """``word/document.xml``, ``xl/workbook.xml`` or whatever the package calls it."""
    return first_related(package, "", "officeDocument") or None


def story_parts(package: Package, body: str) -> list[str]:
    """The part ``body`` of a Word document with its headers, footers, notes."""
    kinds = ("header", "footer", "footnotes", "endnotes")
    return [body, *(part for kind in kinds for part in related(package, body, kind))]


def relation_id(element: Element) -> str:
    """The ``r:id`` of an element of a transitional or strict part; empty where it has none."""
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}id")), "")


def relations_xml(part: str, kept: Iterable[Relation]) -> bytes:
    """The bytes of the part that says that ``part`` has these relations and no others."""
    root = parse_xml(f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode())
    for relation in kept:
        _append(root, part, relation)
    return serialise(root)


def _append(root: Element, part: str, relation: Relation) -> None:
    target = relation.target
    if not relation.external:
        target = posixpath.relpath("/" + target, posixpath.join("/", posixpath.dirname(part)))
    name = f"{{{RELATIONSHIPS}}}Relationship"
    element = etree.SubElement(root, name, Id=relation.id, Type=relation.type, Target=target)
    if relation.external:
        element.set("TargetMode", "External")


def with_relation(
    package: Package, part: str, kind: str, target: str, *, external: bool = False, type_base: str = R
) -> tuple[Package, str]:
    """``package`` with one more relation of ``part``; also the new, unique id."""
    name = relations_part(part)
    root = parse_xml(package.get(name) or relations_xml(part, ()))
    taken = {element.get("Id") for element in root}
    identity = next(new for n in itertools.count(len(taken) + 1) if (new := f"rId{n}") not in taken)
    _append(root, part, Relation(identity, f"{type_base}/{kind}", target, external))
    return package.with_parts({name: serialise(root)}), identity


def free_name(package: Package, pattern: str) -> str:
    """The first name of a ``pattern`` with a number that no part has."""
    taken = {name.lower() for name in package}
    names = map(pattern.format, itertools.count(1))
    return next(name for name in names if name.lower() not in taken)


def content_type(package: Package, part: str) -> str:
    """The content type of ``part``; empty where none is declared."""
    root = parse_xml(package[CONTENT_TYPES_PART])
    extension = part.rsplit(".", 1)[-1]
    for kind, name, wanted in (("Override", "PartName", f"/{part}"), ("Default", "Extension", extension)):
        for element in root.iter(f"{{{CONTENT_TYPES}}}{kind}"):
            if element.get(name, "").lower() == wanted.lower():
                return element.get("ContentType", "")
    return ""


def with_part(package: Package, part: str, data: bytes, type_: str) -> Package:
    """``package`` with the new part ``part`` of content type ``type_``."""
    added = package.with_parts({part: data})
    if content_type(package, part) == type_:
        return added
    root = parse_xml(package[CONTENT_TYPES_PART])
    etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=type_)
    return added.with_parts({CONTENT_TYPES_PART: serialise(root)})


def drop_part(package: Package, *parts: str) -> Package:
    """``package`` without ``parts``, their relations, their content types, or any relation that leads to them."""
    gone = set(parts)
    changed: dict[str, bytes] = {}
    types = parse_xml(package[CONTENT_TYPES_PART])
    for element in types.findall(f"{{{CONTENT_TYPES}}}Override"):
        if element.get("PartName", "").lstrip("/") in gone:
            types.remove(element)
            changed[CONTENT_TYPES_PART] = serialise(types)
    for name in package:
        if not name.endswith(".rels"):
            continue
        folder, file = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        found = relations(package, source)
        kept = [relation for relation in found if relation.external or relation.target not in gone]
        if source not in gone and len(kept) < len(found):
            changed[name] = relations_xml(source, kept)
    return package.with_parts(changed).without([*gone, *(relations_part(part) for part in gone)])
