"""What the comparison of a report with its workbook says, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_author.model.findings import Finding, Severity
from report_author.model.money import Number, find_numbers
from report_author.ooxml.reading import Line
from report_author.workpaper.cells import ranges
from report_author.workpaper.tie import Entry, Origin

_QUOTE = 120
#: words by which a sentence about figures means something else
_DIRECTIONS = re.compile(
    "增加|减少|增长|下降|上升|持平|大于|小于|等于|超过|万元|亿元|元|完成|不足|约|无|没有|未|不"
)

_SENSES = re.compile("增加|减少|增长|下降|上升|持平|大于|小于|等于|超过|万元|亿元|元")


def number_changed(line: Line, old: Number, new: Number, sentence: str, owner: Entry | None) -> Finding:
    if owner is not None and owner.figure is not None:
        message = f"“{owner.figure.name}”由填报表算得 {old.text}{owner.unit}，报告里改成了 {new.text}。"
        return _finding(
            "B01", Severity.ERROR, line, message, _correct(owner, old.text), sentence, new.text, old.text
        )
    message = f"报告里的数由 {old.text} 改成了 {new.text}，与填报表不一致。"
    return _finding("B02", Severity.WARNING, line, message, _typed(owner), sentence, new.text, old.text)


def number_gone(line: Line, old: Number, sentence: str, owner: Entry | None) -> Finding:
    if owner is not None and owner.figure is not None:
        message = f"“{owner.figure.name}”{old.text}{owner.unit} 在报告里不见了。"
        return _finding(
            "B03", Severity.ERROR, line, message, _correct(owner, old.text), sentence, "（没有）", old.text
        )
    message = f"原来的数 {old.text} 在报告里不见了。"
    return _finding("B03", Severity.WARNING, line, message, _typed(owner), sentence, "（没有）", old.text)


def number_added(line: Line, new: Number, sentence: str) -> Finding:
    message = f"报告里多出一个数 {new.text}{new.unit}，填报表生成的报告里没有。"
    advice = "请核对它的出处；需要公开的，写进填报表再重新生成，以后年度才不会漏掉。"
    return _finding("B04", Severity.WARNING, line, message, advice, sentence, new.text, "（没有）")


def sentence_changed(line: Line, was: str, now: str, *, traced: bool) -> Finding:
    """A sentence reworded, dropped or added; a warning where what it says may be different.

    An 错误 where the sentence prints a figure (``traced``) that now rises instead of falls, or has another unit.
    """
    advice = "改得对的，请写进填报表或模板，再重新生成；误改的，请改回来。"
    if traced and now and _sense(was) != _sense(now):
        message = "数字的方向或单位改动了，与填报表不一致。"
        return _finding("B06", Severity.ERROR, line, message, advice, now, _short(now), _short(was))
    if _meaning(was) != _meaning(now):
        message = "与数字、日期、编码有关的用语改动了。"
        return _finding("B06", Severity.WARNING, line, message, advice, now or was, _short(now), _short(was))
    return _finding(
        "B05", Severity.INFO, line, "文字改动了，数字没有变。", advice, now or was, _short(now), _short(was)
    )


def paragraph_gone(line: Line, owned: Sequence[Entry]) -> Finding:
    traced = [entry for entry in owned if entry.origin is Origin.TRACED]
    shown = "、".join(entry.shown + entry.unit for entry in owned[:8]) + ("等" if len(owned) > 8 else "")
    message = "这一段在报告里不见了" + (f"，其中有 {len(owned)} 个数：{shown}。" if owned else "。")
    severity = Severity.ERROR if traced else Severity.WARNING if owned else Severity.INFO
    advice = "误删的，请从重新生成的报告里补回来；不要公开的，请在填报表或模板里去掉。"
    return _finding("B07", severity, line, message, advice, line.text, "（没有）", _short(line.text))


def paragraph_added(line: Line, numbers: Sequence[Number]) -> Finding:
    shown = "、".join(number.text + number.unit for number in numbers[:8])
    message = "报告里多出一段" + (f"，其中有 {len(numbers)} 个数：{shown}。" if numbers else "。")
    severity = Severity.WARNING if numbers else Severity.INFO
    return _finding(
        "B08",
        severity,
        line,
        message,
        "请写进填报表或模板，以后年度才不会漏掉。",
        line.text,
        _short(line.text),
        "（没有）",
    )


def paragraph_moved(line: Line) -> Finding:
    return _finding(
        "B09", Severity.INFO, line, "这一段换了位置，内容没有变。", "请核对标题和编号。", line.text, "", ""
    )


def _finding(
    code: str,
    severity: Severity,
    line: Line,
    message: str,
    advice: str,
    quote: str,
    stated: str,
    expected: str,
) -> Finding:
    return Finding(code, severity, f"报告!{line.place}", message, advice, _short(quote), stated, expected)


def _correct(owner: Entry, shown: str) -> str:
    places = "、".join(ranges(owner.cells)[:4])
    where = f"请改填报表 {places} 后重新生成" if places else "请改填报表后重新生成"
    return f"报告改得对的，{where}；误改的，改回 {shown}。"


def _typed(owner: Entry | None) -> str:
    where = owner.cells[0] if owner is not None and owner.cells else "填报表或模板里"
    return f"请对照原始资料；报告改得对的，把 {where} 的文字也改过来，再重新生成。"


def _sense(sentence: str) -> list[str]:
    """What a sentence says of its figures: up, down, level, in which unit."""
    same = {"增长": "增加", "上升": "增加", "下降": "减少", "超过": "大于"}
    return [same.get(word, word) for word in _SENSES.findall(sentence)]


def _meaning(sentence: str) -> tuple[list[str], list[str]]:
    """Words of direction, then years and codes: what must not differ without a reason."""
    return _DIRECTIONS.findall(sentence), [n.text for n in find_numbers(sentence) if not n.kind.counted]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"
