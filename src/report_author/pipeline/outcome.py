"""What became of one workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from report_author.model.facts import Department
from report_author.model.findings import NOT_COMPARED, Compared, Finding, Unchecked
from report_author.pipeline.publish import file_name

_DRAFT, _MARKED, _TIE_OUT = "（送审稿）", "（核对标注）", "核对底稿"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Findings, rules that could not run, files made (none while an 错误 stands, unless it is a ``draft``).

    ``title`` says whose report of which year it is; ``marked`` is the copy of the workbook with its findings, which a
    build that failed leaves for the clerk; ``corrected`` is a copy in which amounts of a wrong unit are put right;
    ``compared`` is what it was held against.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    outputs: tuple[Path, ...] = ()
    title: str = ""
    marked: Path | None = None
    draft: bool = False
    corrected: Path | None = None
    compared: Compared = NOT_COMPARED


def document_title(department: Department) -> str:
    """``{年度}年度{全称}部门决算`` (单位决算 for a 单位)."""
    return f"{department.year}年度{department.full_name}{department.scope.value}决算"


def report_name(department: Department, *, draft: bool = False) -> str:
    """The Word file: its title with ``.docx``."""
    return f"{file_name(document_title(department))}{_DRAFT if draft else ''}.docx"


def tables_name(department: Department, *, draft: bool = False) -> str:
    """The appendix: the title with ``公开表.xlsx``."""
    return f"{file_name(document_title(department))}公开表{_DRAFT if draft else ''}.xlsx"


def pdf_name(department: Department, *, draft: bool = False) -> str:
    """Both in one: the title with ``.pdf``."""
    return f"{file_name(document_title(department))}{_DRAFT if draft else ''}.pdf"


def page_name(department: Department, *, draft: bool = False) -> str:
    """The report as a web page: the title with ``.html``."""
    return f"{file_name(document_title(department))}{_DRAFT if draft else ''}.html"


def record_name(department: Department) -> str:
    """The clerk's explanations: the title with ``核实说明.txt``."""
    return file_name(document_title(department)) + "核实说明.txt"


def marked_name(book: Path) -> str:
    """The marked copy of a workbook."""
    return f"{book.stem}{_MARKED}.xlsx"


def corrected_name(book: Path) -> str:
    """The copy of a workbook with amounts of a wrong unit put right."""
    return f"{book.stem}（金额改为元）.xlsx"


def tie_out_book_name(department: Department, *, draft: bool = False) -> str:
    """The tie-out as a workbook: the title with ``核对底稿.xlsx``."""
    return f"{file_name(document_title(department))}{_TIE_OUT}{_DRAFT if draft else ''}.xlsx"


def tie_out_page_name(department: Department, *, draft: bool = False) -> str:
    """The tie-out as a page: the title with ``核对底稿.html``."""
    return f"{file_name(document_title(department))}{_TIE_OUT}{_DRAFT if draft else ''}.html"


def review_name(department: Department, *, draft: bool = False) -> str:
    """The report with comments: the title with ``（审阅稿）.docx``."""
    return f"{file_name(document_title(department))}（审阅稿）{_DRAFT if draft else ''}.docx"


def is_own_output(name: str) -> bool:
    """Whether a file in a folder is one that this program makes, hence no workbook to be filled in."""
    tables = rf"20\d\d年度.+(部门|单位)决算(公开表|{_TIE_OUT})({_DRAFT})?\.xlsx"
    return re.fullmatch(tables, name) is not None or name.endswith(f"{_MARKED}.xlsx")
