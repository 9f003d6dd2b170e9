"""What became of one workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from report_author.model.facts import Department
from report_author.model.findings import Finding, Unchecked
from report_author.pipeline.publish import file_name


@dataclass(frozen=True, slots=True)
class Outcome:
    """Findings, rules that could not run, files made (none while an 错误 stands)."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    outputs: tuple[Path, ...] = ()


def document_title(department: Department) -> str:
    """``{年度}年度{全称}部门决算`` (单位决算 for a 单位)."""
    return f"{department.year}年度{department.full_name}{department.scope.value}决算"


def report_name(department: Department) -> str:
    """The Word file: its title with ``.docx``."""
    return file_name(document_title(department)) + ".docx"


def tables_name(department: Department) -> str:
    """The appendix: the title with ``公开表.xlsx``."""
    return file_name(document_title(department)) + "公开表.xlsx"


def pdf_name(department: Department) -> str:
    """Both in one: the title with ``.pdf``."""
    return file_name(document_title(department)) + ".pdf"


def is_own_output(name: str) -> bool:
    """Whether a file in a folder is one that this program makes, hence no workbook to be filled in."""
    return re.fullmatch(r"20\d\d年度.+(部门|单位)决算公开表\.xlsx", name) is not None
