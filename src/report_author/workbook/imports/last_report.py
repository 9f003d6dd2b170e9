"""Last year's published report: its figures as 上年数, its texts as 去年内容."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from report_author.model.facts import LastYear, Text
from report_author.model.findings import Finding, error
from report_author.workbook.imports.report_figures import read_figures
from report_author.workbook.imports.report_lines import Document, plain_key, read_document
from report_author.workbook.imports.report_sections import split
from report_author.workbook.imports.report_texts import read_texts

_YEAR = re.compile(r"(20\d\d)年度?(?:部门|单位)?(?:决算|收入|本年收入)")


@dataclass(frozen=True, slots=True)
class LastReport:
    """What a report of ``year`` says.

    ``last_year`` and ``texts`` are records whose ``cells`` (``published``, ``body``) name the paragraph they stem from.
    """

    document: Document
    year: int
    last_year: tuple[LastYear, ...]
    texts: tuple[Text, ...]

    def mentions(self, name: str) -> bool:
        """Whether the report is about the department called ``name``."""
        key = plain_key(name)
        return any(key in line.key for line in self.document.lines)


def read_last_report(path: Path) -> tuple[LastReport | None, list[Finding]]:
    """Read a report (``.docx`` or ``.txt``); ``None`` where it is none. Bad input never raises.

    An amount is taken only where the report prints it; one that it prints in two ways is left out, with an 错误.
    """
    document, findings = read_document(path)
    if document is None:
        return None, findings
    parts = split(document.lines)
    years = [
        int(found[1])
        for lines in (parts.sections if parts else {}).values()
        for line in lines
        for found in _YEAR.finditer(line.key)
    ]
    if parts is None or not years:
        return None, [
            error(
                "I41",
                path.name,
                "文件里没有找到部门决算说明（“第二部分 ××年度部门决算情况说明”），没有采用。",
                "请选用去年公开的部门决算报告。",
            )
        ]
    figures, findings = read_figures(parts, document.tables)
    return LastReport(document, years[0], figures, read_texts(parts.first)), findings
