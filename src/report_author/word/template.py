"""The Word template of the report, ready to render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from report_author.model.findings import Finding
from report_author.ooxml.package import Package
from report_author.templating.word import WordTemplate, compile_word
from report_author.word.clean import clean_template
from report_author.word.contents import prepare_contents
from report_author.word.settings import with_field_update


def compile_report(
    package: Package, filters: Mapping[str, Callable[..., Any]]
) -> tuple[WordTemplate | None, list[Finding]]:
    """Compile a report's template; its contents page fills itself with every rendering.

    A report that has just been rendered does not know its page numbers and asks Word to bring them up to date.
    """
    package, findings = clean_template(package)
    package, filler, problems = prepare_contents(package)
    findings += problems
    if filler is not None:
        package = with_field_update(package)
    template, problems = compile_word(package, filters, changes=(filler,) if filler is not None else ())
    return template, [*findings, *problems]
