"""The parts of a published report, found by the words of their headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_author.workbook.imports.report_lines import Line

#: numbers before a heading, typed or left over from Word's own numbering
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[、.])"
)
_LONGEST_HEADING = 36
#: sections of 第二部分 by the beginning of their title
_TITLES: tuple[tuple[str, str], ...] = (
    ("总体", "收入支出决算总体情况"),
    ("收入", "收入决算情况"),
    ("支出", "支出决算情况"),
    ("财政拨款", "财政拨款收入支出决算总体情况"),
    ("一般", "一般公共预算财政拨款支出决算情况"),
    ("基本", "一般公共预算财政拨款基本支出"),
    ("三公", "“三公”经费"),
    ("三公", "财政拨款“三公”经费"),
    ("三公", "三公经费"),
    ("基金", "政府性基金预算"),
    ("国资", "国有资本经营预算"),
    ("其他", "其他重要事项"),
    ("绩效", "预算绩效"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """第一部分 and 第二部分 of a report; ``sections`` are the lines of 第二部分 under each heading."""

    first: tuple[Line, ...]
    sections: Mapping[str, tuple[Line, ...]]


def heading(line: Line) -> str:
    """The words of a heading without its number; empty for a paragraph of text."""
    key = line.key.replace('"', "“", 1).replace('"', "”", 1)
    if len(key) > _LONGEST_HEADING or re.search(r"[。;:]|万元|\d+$", key):
        return ""
    while found := _NUMBER.match(key):
        key = key[found.end() :]
    return key


def split(lines: Sequence[Line]) -> Parts | None:
    """The parts; ``None`` where there is no 第二部分. The contents at the front name the parts, too, but hold no amounts."""
    keys = [line.key for line in lines]
    starts = [n for n, key in enumerate(keys) if key.startswith("第二部分")]
    if not starts:
        return None

    def end(start: int) -> int:
        later = (n for n in range(start + 1, len(keys)) if re.match("第[一二三四五六]部分", keys[n]))
        return next(later, len(keys))

    start = max(starts, key=lambda n: sum("万元" in key for key in keys[n : end(n)]))
    before = [n for n in range(start) if keys[n].startswith("第一部分")]
    first = tuple(lines[before[-1] : start]) if before else ()
    return Parts(first, _sections(lines[start : end(start)]))


def _sections(lines: Sequence[Line]) -> dict[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {}
    current = ""
    for line in lines:
        words = heading(line)
        current = next((name for name, title in _TITLES if words.startswith(title)), current)
        found.setdefault(current, []).append(line)
    return {name: tuple(part) for name, part in found.items()}
