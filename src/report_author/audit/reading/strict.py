"""Word documents in the strict form of the standard, read like all others."""

from __future__ import annotations

from report_author.ooxml.package import Package

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def transitional(package: Package, body: str) -> Package:
    """``package`` with the names that Word writes by default; the very same where it has them already."""
    if _STRICT not in package[body]:
        return package
    changed = {}
    for name, data in package.items():
        if name.endswith((".xml", ".rels")) and _STRICT in data:
            for strict, usual in _NAMES.items():
                data = data.replace(strict, usual)
            changed[name] = data
    return package.with_parts(changed)
