"""Formats with their templates, read and compiled once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from report_author.checks.rulebook import RuleBook, compile_rules
from report_author.figures.conventions import Conventions
from report_author.figures.filters import make_filters
from report_author.model.findings import Finding, error
from report_author.model.format import FORMAT_BOOK, Format, choose_format
from report_author.model.format_reader import find_formats
from report_author.ooxml.package import PackageError, read_package
from report_author.templating.sheet import BookTemplate, compile_book
from report_author.word.template import ReportTemplate, compile_report

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_root() -> Path:
    """The templates that came with the program: inside the wheel, or beside ``src`` in a checkout."""
    inside = _PACKAGE / "_templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


def roots_for(workbook: Path) -> tuple[Path, ...]:
    """Where templates of this workbook are looked for: a ``templates`` folder beside it wins over the shipped one."""
    beside = workbook.resolve().parent / "templates"
    return (beside, shipped_root()) if beside.is_dir() else (shipped_root(),)


@dataclass(frozen=True, slots=True)
class CompiledFormat:
    """A format ready to render; ``findings`` are the faults of its templates."""

    word: ReportTemplate | None
    book: BookTemplate | None
    findings: tuple[Finding, ...]


@dataclass
class Library:
    """The formats under some roots; templates are compiled when first asked for."""

    roots: tuple[Path, ...]
    formats: tuple[Format, ...] = ()
    findings: tuple[Finding, ...] = ()
    _compiled: dict[str, CompiledFormat] = field(default_factory=dict)
    _rules: dict[str, RuleBook] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: tuple[Path, ...]) -> Library:
        """The library of these roots, made once per process."""
        return _library(roots)

    def choose(self, year: int, wanted: str) -> tuple[Format | None, list[Finding]]:
        """The format for a workbook, with what the clerk should know about the choice."""
        chosen, findings = choose_format(self.formats, year, wanted)
        return chosen, [*self.findings, *findings]

    def compiled(self, fmt: Format) -> CompiledFormat:
        if fmt.id not in self._compiled:
            self._compiled[fmt.id] = self._compile(fmt)
        return self._compiled[fmt.id]

    def rules(self, fmt: Format) -> RuleBook:
        """The 审核公式 of a format, compiled once."""
        if fmt.id not in self._rules:
            self._rules[fmt.id] = compile_rules(fmt)
        return self._rules[fmt.id]

    def _compile(self, fmt: Format) -> CompiledFormat:
        findings: list[Finding] = []
        filters = make_filters(Conventions.from_options(fmt.options))
        word_path = self._template(fmt, "docx", findings)
        book_path = self._template(fmt, "xlsx", findings)
        word = book = None
        try:
            if word_path is not None:
                word, problems = compile_report(read_package(word_path), filters, [chart.key for chart in fmt.charts])
                findings += problems
            if book_path is not None:
                book, problems = compile_book(read_package(book_path), filters)
                findings += problems
        except PackageError as problem:
            findings.append(error("T16", fmt.name, f"模板不能使用：{problem.message}", problem.advice))
        return CompiledFormat(word, book, tuple(findings))

    def _template(self, fmt: Format, kind: str, findings: list[Finding]) -> Path | None:
        """The one template of a kind in the format's folder."""
        folders = [root / kind / fmt.id for root in self.roots]
        folder = next((each for each in folders if each.is_dir()), folders[-1])
        found = sorted(
            path
            for path in folder.glob(f"*.{kind}")
            if path.name != FORMAT_BOOK and not path.name.startswith(("~$", "."))
        )
        if len(found) == 1:
            return found[0]
        names = "、".join(path.name for path in found) or "没有"
        findings.append(
            error(
                "T16",
                f"templates/{kind}/{fmt.id}",
                f"这个文件夹里应当只有一个 .{kind} 模板，现在是：{names}。",
                "请把模板放进去，备份的旧模板移到别的文件夹。",
                stated=str(len(found)),
                expected="1",
            )
        )
        return None


@cache
def _library(roots: tuple[Path, ...]) -> Library:
    formats, findings = find_formats(roots)
    return Library(roots, tuple(formats), tuple(findings))
