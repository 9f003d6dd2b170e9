"""Formats with their templates, read and compiled once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from report_author.checks.rulebook import RuleBook, compile_rules
from report_author.figures.account import Conventions
from report_author.figures.filters import make_filters
from report_author.model.findings import Finding, error, info, warning
from report_author.model.format import FORMAT_BOOK, Format, choose_format, find_formats
from report_author.ooxml.package import PackageError, read_package
from report_author.pipeline.template_words import TemplateWords
from report_author.templating.sheet import BookTemplate, compile_book
from report_author.templating.word_places import template_paragraphs

if TYPE_CHECKING:
    from report_author.word.template import ReportTemplate

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
    #: what is wrong with each 格式.xlsx that has faults, by its folder
    problems: Mapping[Path, Sequence[Finding]] = field(default_factory=dict)
    _compiled: dict[str, CompiledFormat] = field(default_factory=dict)
    _rules: dict[str, RuleBook] = field(default_factory=dict)
    _words: dict[str, TemplateWords] = field(default_factory=dict)

    @classmethod
    def of(cls, roots: tuple[Path, ...]) -> Library:
        """The library of these roots, made once per process."""
        return _library(roots)

    def choose(self, year: int, wanted: str) -> tuple[Format | None, list[Finding]]:
        """The format for a workbook, with what the clerk should know about the choice."""
        chosen, findings = choose_format(self.formats, year, wanted)
        if chosen is not None:
            own = [
                _of(folder, found) for folder in (chosen.folder,) for found in self.problems.get(folder, ())
            ]
            return chosen, [*own, *findings, *self._about(chosen, wanted)]
        meant = [folder for folder in self.problems if wanted in ("", folder.name)]
        return None, [_of(folder, found) for folder in meant for found in self.problems[folder]] or findings

    def _about(self, chosen: Format, wanted: str) -> Iterator[Finding]:
        """Where the format stands if not with the program; which formats were left out for their faults."""
        if len(self.roots) > 1 and chosen.folder.is_relative_to(self.roots[0]):
            message = f"用的是填报表旁边 templates 文件夹里的格式“{chosen.name}”，不是程序自带的。"
            yield info(
                "G31",
                "首页",
                message,
                "有意这样就不用管；不是有意放在那里的，请移走那个 templates 文件夹。",
                stated=str(chosen.folder),
            )
        usable = {one.folder for one in self.formats}
        for folder, found in self.problems.items():
            if not wanted and folder not in usable:
                message = f"格式“{folder.name}”的 格式.xlsx 有 {len(found)} 处错误，没有采用，用的是“{chosen.name}”。"
                advice = (
                    f"用 --format {folder.name} 检查一次，就会列出错在哪里；不要这一套的，请移走它的文件夹。"
                )
                yield warning("G32", "格式", message, advice, stated=folder.name, expected=chosen.id)

    def compiled(self, fmt: Format) -> CompiledFormat:
        if fmt.id not in self._compiled:
            self._compiled[fmt.id] = self._compile(fmt)
        return self._compiled[fmt.id]

    def rules(self, fmt: Format) -> RuleBook:
        """The 审核公式 of a format, compiled once."""
        if fmt.id not in self._rules:
            self._rules[fmt.id] = compile_rules(fmt)
        return self._rules[fmt.id]

    def words(self, fmt: Format) -> TemplateWords:
        """The fixed words of a format's Word template, read once."""
        if fmt.id not in self._words:
            word = self.compiled(fmt).word
            self._words[fmt.id] = TemplateWords(
                template_paragraphs(word.word.package) if word is not None else ()
            )
        return self._words[fmt.id]

    def _compile(self, fmt: Format) -> CompiledFormat:
        findings: list[Finding] = []
        filters = make_filters(Conventions.from_options(fmt.options))
        word_path = self._template(fmt, "docx", findings)
        book_path = self._template(fmt, "xlsx", findings)
        word = book = None
        try:
            if word_path is not None:
                from report_author.word.template import compile_report  # python-docx takes its time

                word, problems = compile_report(
                    read_package(word_path), filters, [chart.key for chart in fmt.charts]
                )
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


def _of(folder: Path, found: Finding) -> Finding:
    """A fault of a 格式.xlsx with the folder it stands in."""
    return replace(found, message=f"{found.message.rstrip('。')}（{folder.name}/{FORMAT_BOOK}）")


@cache
def _library(roots: tuple[Path, ...]) -> Library:
    formats, problems = find_formats(roots)
    return Library(roots, tuple(formats), problems)
