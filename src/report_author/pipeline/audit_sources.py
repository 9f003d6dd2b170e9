"""Which files an audit is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: endings of reports; of several files of one name the first kind is read
ENDINGS = (
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".odt",
    ".rtf",
    ".pdf",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
    ".txt",
)
PAGE, COPY, LIST, SUMMARY = "审核意见", "（审核批注）", "疑点清单", "审核汇总"
#: what this program itself puts beside a report
_OWN = re.compile(
    rf"(?:{PAGE}|{COPY}|{LIST}|{SUMMARY}|核对底稿|核对标注）|（审阅稿）|核实说明|填报表)(?:（送审稿）)?$"
)
#: words that a report and its tables have apart from each other
_APART = re.compile(
    r"附件\d*|公开表|附表|报表|表格|(?<=算)(?:明细|总)?表|公开报告|报告|文本|编制说明|情况说明|说明|公开|批复|(?<=年)度|"
    r"送审稿|定稿|终稿|word版?|excel版?|[\W_]",
    re.I,
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A report to audit; ``tables`` are its 公开表, ``remarks`` say what was taken, left, beside it."""

    report: Path
    tables: Path | None = None
    remarks: tuple[str, ...] = ()


def reports_in(folder: Path) -> list[Source]:
    """The reports in ``folder`` with the tables beside them; no lock files, nothing that this program made of a report."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        ending = path.suffix.lower()
        if (
            ending in ENDINGS
            and path.is_file()
            and not path.name.startswith(("~$", "."))
            and not _OWN.search(path.stem)
        ):
            found.setdefault(path.stem, []).append(path)
    sources = []
    for same in found.values():
        first, *others = sorted(same, key=lambda path: ENDINGS.index(path.suffix.lower()))
        left = [f"同名的{'、'.join(f'“{path.name}”' for path in others)}没有另外审核。"] if others else []
        sources.append(source(first, left))
    return sources


def source(report: Path, remarks: Sequence[str] = ()) -> Source:
    """A report with the tables that its folder holds for it, if there is no doubt which."""
    tables = _tables_beside(report)
    if len(tables) == 1:
        taken = f"公开表：同一文件夹里的“{tables[0].name}”名称相配，一并核对。"
        return Source(report, tables[0], (*remarks, taken))
    if tables:
        names = "、".join(f"“{path.name}”" for path in tables)
        return Source(
            report, None, (*remarks, f"公开表：{names}的名称都相配，没有取用，请用 --tables 指定。")
        )
    return Source(report, None, tuple(remarks))


def _tables_beside(report: Path) -> list[Path]:
    exact = report.with_name(f"{report.stem}公开表.xlsx")
    if exact.is_file():
        return [exact]
    key = _key(report.stem)
    if len(key) < _SHORTEST:
        return []
    return [
        path
        for path in sorted(report.parent.glob("*.xlsx"))
        if path.name != report.name
        and not path.name.startswith(("~$", "."))
        and not _OWN.search(path.stem)
        and _key(path.stem) == key
    ]


def _key(stem: str) -> str:
    """What the names of a report and its tables have in common."""
    return _APART.sub("", unicodedata.normalize("NFKC", stem))


def output_stems(reports: Iterable[Path]) -> dict[Path, str]:
    """The name of each report in its outputs: its own; of two alike the second says its kind, else its number."""
    taken: dict[str, Path] = {}
    for path in reports:
        choices = (
            path.stem,
            f"{path.stem}（{path.suffix.lstrip('.').lower()}）",
            *(f"{path.stem}（{n}）" for n in range(2, 10_000)),
        )
        taken[next(each for each in choices if each not in taken)] = path
    return {path: stem for stem, path in taken.items()}
