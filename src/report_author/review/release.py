"""核实说明: the words that release a 警告, or a stop of our own audit, while its figures stay the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from report_author.model.facts import Explanation
from report_author.model.findings import Finding, Severity, error, info, says_something
from report_author.model.format import Opinion

_SHEET = "校验与核实"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def release(
    findings: Sequence[Finding], explanations: Sequence[Explanation], opinions: Sequence[Opinion] = ()
) -> list[Finding]:
    """``findings`` with what was said of them, then what is wrong with the explanations themselves (提示).

    ``opinions`` are the bureau's 放行意见, which the explanations of the clerk leave standing.
    """
    said = {_key(one.finding_id): one for one in explanations if one.text}
    words = {
        _key(one.number): f"财政部门放行意见：{one.text}" for one in opinions if says_something(one.text)
    }
    words |= {key: one.text for key, one in said.items() if says_something(one.text)}
    released = [_released(found, words, said) for found in findings]
    numbers = {_key(found.number): found for found in findings}
    ids = {_key(found.id): found for found in findings}
    return [*released, *(found for key, one in said.items() if (found := _problem(one, key, numbers, ids)))]


def _releasable(found: Finding) -> bool:
    return found.severity is not Severity.ERROR or found.releasable


def _released(found: Finding, words: Mapping[str, str], said: Mapping[str, Explanation]) -> Finding:
    """A stop that was released is a 警告 with its explanation; words that say nothing are quoted in the advice."""
    key = _key(found.number)
    if not _releasable(found):
        return found
    if key in words:
        severity = Severity.WARNING if found.severity is Severity.ERROR else found.severity
        return replace(found, severity=severity, explanation=words[key])
    if key in said:
        return replace(
            found, advice=f"{found.advice}（核实说明写的是“{said[key].text}”，没有写明情况，不算说明。）"
        )
    return found


def _key(number: str) -> str:
    """The number as it was meant: copied with the brackets around it, full-width signs, spaces."""
    return (
        "".join(unicodedata.normalize("NFKC", number).translate(_DASHES).split())
        .strip("[]【】〔〕")
        .casefold()
    )


def _problem(
    one: Explanation, key: str, numbers: Mapping[str, Finding], ids: Mapping[str, Finding]
) -> Finding | None:
    """What is wrong with an explanation; None where it serves."""
    place = one.cell("finding_id") or f"{_SHEET}·核实说明·{one.finding_id}"
    found = numbers.get(key)
    if found is not None and not _releasable(found):
        return info(
            "K03", place, f"“{one.finding_id}”是错误，不能用核实说明放行。", "请改正错误，再删去这一行。"
        )
    if found is not None and not says_something(one.text):
        message = f"“{one.text}”没有写明情况，不算核实说明，“{one.finding_id}”的问题还在。"
        return info(
            "K06", one.cell("text") or place, message, "请写明是什么情况、依据是什么。", stated=one.text
        )
    if found is not None:
        return None
    found = ids.get(key) or ids.get(key.rpartition("-")[0])
    if found is None:
        return info(
            "K01",
            place,
            f"这次检查没有“{one.finding_id}”这个问题，说明没有用上。",
            "问题已经解决的，请删去这一行；编号抄错了的，请改正。",
        )
    advice = f"请核对现在的数；情况属实的，把问题编号改为 {found.number}，并改好说明。"
    if key == _key(found.id):
        return info(
            "K05",
            place,
            f"编号“{one.finding_id}”不完整，说明没有用上。",
            advice,
            stated=one.finding_id,
            expected=found.number,
        )
    message = f"“{one.finding_id}”写过说明以后，数字变了，说明不再算数。"
    return info("K02", place, message, advice, stated=one.finding_id, expected=found.number)


def unexplained(findings: Iterable[Finding]) -> Finding | None:
    """The 错误 of a format that wants every 警告 explained; None where every one is."""
    left = list(
        dict.fromkeys(f.number for f in findings if f.severity is Severity.WARNING and not f.explanation)
    )
    if not left:
        return None
    return error(
        "K04",
        f"{_SHEET}·核实说明",
        f"有 {len(left)} 条警告没有核实说明，按本格式的规定不能生成：{'、'.join(left)}。",
        "请逐条核对：数字有误的改正；情况属实的，把编号抄到“校验与核实”的核实说明，写明情况。",
        stated=f"{len(left)} 条没有说明",
        expected="每条警告都有核实说明",
    )


def record(title: str, findings: Iterable[Finding]) -> str:
    """The explanations that travel with the outputs, as a text file for the archive; empty where there are none."""
    explained = [found for found in findings if found.explanation]
    if not explained:
        return ""
    lines = [f"{title}核实说明", "", "以下各项由填报人核实，随报告留存，不对外公开。"]
    for number, found in enumerate(explained, start=1):
        sides = "，".join(
            side
            for side in (
                f"填报 {found.stated}" if found.stated else "",
                f"核对 {found.expected}" if found.expected else "",
            )
            if side
        )
        lines += ["", f"{number}. {found.number}　{found.place}", f"   问题：{found.message}"]
        lines += [f"   数字：{sides}"] if sides else []
        lines += [f"   说明：{found.explanation}"]
    return "\n".join(lines) + "\n"
