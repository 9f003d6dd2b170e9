"""A word printed across every page of a document."""

from __future__ import annotations

from lxml import etree

from report_author.ooxml.markup import R, W, child, is_on, parse_xml, quote_attribute, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import first_related, main_part, relations, with_part, with_relation

_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
)


def with_watermark(package: Package, words: str) -> Package:
    """``package`` with ``words`` behind the text of every page: of every section the first, odd, even pages alike.

    It stands in the headers, where Word keeps watermarks; a section without a header of its own gets one that prints
    nothing else. Only headers, what refers to them, change.
    """
    body = main_part(package)
    if body is None:
        return package
    root = parse_xml(package[body])
    even = _even_differs(package, body)
    inherited: set[str] = set()
    headers = {r.id: r.target for r in relations(package, body) if r.kind == "header"}
    for section in root.iter(w("sectPr")):
        own = {
            reference.get(w("type"), "default") for reference in section.iterchildren(w("headerReference"))
        }
        kinds = [
            "default",
            *(["even"] if even else []),
            *(["first"] if is_on(section.find(w("titlePg"))) else []),
        ]
        for kind in kinds:
            if kind not in own | inherited:
                package, number = _new_header(package, body, words)
                reference = etree.Element(w("headerReference"))
                reference.set(w("type"), kind)
                reference.set(f"{{{R}}}id", number)
                section.insert(0, reference)
        inherited |= own | set(kinds)
    present = [part for part in dict.fromkeys(headers.values()) if part in package]
    marked = {part: _marked(package[part], words, 100 + number) for number, part in enumerate(present)}
    return package.with_parts({**marked, body: serialise(root)})


def _even_differs(package: Package, body: str) -> bool:
    settings = first_related(package, body, "settings")
    return bool(settings) and is_on(parse_xml(package[settings]).find(w("evenAndOddHeaders")))


def _new_header(package: Package, body: str, words: str) -> tuple[Package, str]:
    """``package`` with a header that prints the watermark alone; also the id of the relation that leads to it."""
    number = 1
    while f"word/watermark{number}.xml" in package:
        number += 1
    part = f"word/watermark{number}.xml"
    data = f"<w:hdr {_SPACES}><w:p>{_run(words, number)}</w:p></w:hdr>"
    package = with_part(package, part, serialise(parse_xml(data.encode("utf-8"))), _HEADER_TYPE)
    return with_relation(package, body, "header", part)


def _marked(header: bytes, words: str, number: int) -> bytes:
    root = parse_xml(header)
    run = parse_xml(f"<w:p {_SPACES}>{_run(words, number)}</w:p>".encode())[0]
    child(root, w("p")).append(run)
    return serialise(root)


def _run(words: str, number: int) -> str:
    """The shape that Word itself writes for a watermark; ``number`` tells those of one document apart."""
    return (
        "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
        '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>'
        '<v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
        '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>'
        "</v:shapetype>"
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        'style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:315;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver" stroked="f">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string={quote_attribute(words)}/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )
