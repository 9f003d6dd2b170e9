"""Formats with their templates, read and compiled once; the fixed words of a Word template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from report_author.checks.rulebook import RuleBook, compile_rules
from report_author.checks.rules import PLACEHOLDER
from report_author.figures.account import Conventions
from report_author.figures.filters import make_filters
from report_author.model.facts import Facts
from report_author.model.findings import Finding, error, info, warning
from report_author.model.format import FORMAT_BOOK, Format, choose_format, find_formats
from report_author.model.money import NumberClass, find_numbers
from report_author.ooxml.package import PackageError, read_package
from report_author.records import frozen
from report_author.templating.table_book import BookTemplate, compile_book
from report_author.templating.word_places import TemplateParagraph, template_paragraphs

if TYPE_CHECKING:
    from report_author.word.template import ReportTemplate

_SPACES = re.compile(r"\s+")
_LEAST = 2  # so many signs say which paragraph it was
#: amounts that a template says rightly: a threshold, the size of a tail, a standard
_BOUND_AFTER = re.compile(r"(?:（含）)?(?:及?以上|及?以下|以内|左右|的?尾差|的差额|/)")
_BOUND_BEFORE = re.compile(
    r"(?:超过|高于|低于|不足|不到|达到|单价|每[人次辆车台]|标准|限额|上限|比例)[^，。；]{0,6}$"
)
_SAID_BEFORE = re.compile(
    r"(?:[收支]入?出|合计|总计|决算|预算|金额|数|[为是占约共计有]|增加|减少|增长|下降|经费|费|采购|车辆|用车|团组|接待|购置|资金|结余|的)[“”：:]?$"
)
_COUNTED = re.compile(r"\s*(?:辆|个|人次?|次|批次|台|项|家)")
#: what somebody meant to write later: what is none in a typed text, in a template besides the bare words
_UNWRITTEN = re.compile(rf"{PLACEHOLDER.pattern}|占位|待定|测试文[字本]", re.IGNORECASE)
#: words that are never said twice, then those that a template does not say twice
TWICE = re.compile(r"(主要(?:变动)?原因是|主要用于|主要包括|其中[：:]|万元)\1")
_FIXED_TWICE = re.compile(
    r"(主要(?:变动)?原因是|主要用于|主要包括|其中[：:]|万元|增加|减少|增长|下降|合计|总计|支出|收入|决算|预算|占|%)\1"
)


@frozen
class Fault:
    """What is wrong with a template, whatever the department; not ``sure`` where only words differ, which may be meant so."""

    code: str
    place: str
    message: str
    advice: str
    quote: str
    stated: str
    expected: str = ""
    sure: bool = True


@dataclass(frozen=True)
class TemplateWords:
    """The paragraphs of one template."""

    paragraphs: Sequence[TemplateParagraph]

    def place(self, text: str, heading: str) -> str:
        """Where the one stands whose fixed words stand in ``text`` in their order, empty where there is none; the same heading decides between alike ones."""
        wanted, above = _squeezed(text), _squeezed(heading)
        best, found = (0, 0), ""
        for words, title, paragraph in self._squeezed:
            hit, lost = _met(words, wanted)
            if hit < _LEAST or (hit * 4 < len(wanted) and lost > hit):
                continue
            score = (hit * 2 - lost + (12 if title and title in above else 0), hit)
            if score > best:
                best, found = score, paragraph.place
        return found

    @cached_property
    def _squeezed(self) -> list[tuple[tuple[str, ...], str, TemplateParagraph]]:
        return [
            (tuple(filter(None, map(_squeezed, each.words))), _squeezed(each.heading.split("…")[-1]), each)
            for each in self.paragraphs
            if each.words
        ]

    @cached_property
    def slips(self) -> tuple[Fault, ...]:
        """Numbers, blanks, doubled words that were typed into the template: they are printed for every department."""
        return tuple(
            slip for each in self.paragraphs for words in each.words for slip in _slips(each.place, words)
        )


def _slips(place: str, words: str) -> Iterator[Fault]:
    for number in find_numbers(words):
        if _stated(words, number.start, number.end, number.kind):
            quote = words[max(0, number.start - 20) : number.end + 6].strip()
            advice = "请改为模板标签（双花括号里的名称），由程序填数；确是固定的标准、限额的，写明“以上”“以下”“标准”。"
            message = f"模板里写死了一个数“{number.text}”，每个部门都会印成这个数。"
            yield Fault("S05", place, message, advice, quote, number.text)
    for found in _UNWRITTEN.finditer(words):
        message = f"模板里有没有写完的文字“{found.group()}”，会原样公开。"
        yield Fault("S06", place, message, "请写好这一处，或删去。", words.strip()[:60], found.group())
    for found in _FIXED_TWICE.finditer(words):
        message = f"“{found.group(1)}”写了两遍。"
        yield Fault("S07", place, message, "请删去一个。", words.strip()[:60], found.group())


def _stated(words: str, start: int, end: int, kind: NumberClass) -> bool:
    """Whether a number is put as a figure of the department."""
    before, after = words[:start].rstrip(), words[end:]
    counted = kind is NumberClass.COUNT and _COUNTED.match(after)
    if kind not in (NumberClass.AMOUNT, NumberClass.PERCENT) and not counted and "." not in words[start:end]:
        return False
    if kind not in (NumberClass.AMOUNT, NumberClass.PERCENT, NumberClass.COUNT):
        return False
    tail = re.sub(r"^\s*(?:[千百]?万|亿)?元|^\s*[%％]", "", after)
    if _BOUND_AFTER.match(tail) or _BOUND_BEFORE.search(before):
        return False
    return "." in words[start:end] or _SAID_BEFORE.search(before) is not None or not before


def _met(words: Sequence[str], text: str) -> tuple[int, int]:
    """How many signs of ``words`` stand in ``text`` in their order, how many do not."""
    at = hit = lost = 0
    for piece in words:
        found = text.find(piece, at)
        if found < 0:
            lost += len(piece)
        else:
            hit += sum(map(str.isalnum, piece))
            at = found + len(piece)
    return hit, lost


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)


# ---------------------------------------------------------------- formats with their templates, read and compiled once


_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_root() -> Path:
    """The templates that came with the program: inside the wheel, or beside ``src`` in a checkout."""
    inside = _PACKAGE / "_templates"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "templates"


def roots_for(workbook: Path) -> tuple[Path, ...]:
    """Where templates of this workbook are looked for: a ``templates`` folder beside it wins over the shipped one."""
    beside = workbook.resolve().parent / "templates"
    return (beside, shipped_root()) if beside.is_dir() else (shipped_root(),)


@frozen
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
            own = [_of(chosen.folder, found) for found in self.problems.get(chosen.folder, ())]
            return chosen, [*own, *findings, *self._about(chosen, wanted)]
        meant = [folder for folder in self.problems if wanted in ("", folder.name)]
        return None, [_of(folder, found) for folder in meant for found in self.problems[folder]] or findings

    def choose_for(self, facts: Facts, wanted: str = "") -> tuple[Format | None, list[Finding]]:
        """The format ``wanted``, else the one that the workbook itself names or that its year has."""
        return self.choose(facts.department.year, wanted or facts.department.format_id)

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


def library_for(workbook: Path) -> Library:
    """The library of a workbook: see ``roots_for``."""
    return _library(roots_for(workbook))
