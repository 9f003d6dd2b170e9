"""“决算数大于预算数” must agree with the rate or the amounts before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.clauses import Completion, Reading
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Relation, Verdict

_LEVEL = re.compile(
    r"(?:决算数?|支出数?|支出)(?P<word>大于|小于|等于|高于|低于|超过|超出|少于|多于|持平于)[^，。；]{0,6}预算"
)
_MORE = ("大于", "高于", "超过", "超出", "多于")
_KINDS = ("年初", "全年", "调整")


def judge_direction(report: Report) -> Iterator[Relation]:
    """Every “决算数大于预算数” of the report."""
    for reading in report.readings:
        before = 0
        for found in _LEVEL.finditer(reading.block.plain.text):
            relation = _by_rate(reading, found, before) or _by_amounts(reading, found, before)
            if relation is not None:
                yield relation
            before = found.end()


def _by_rate(reading: Reading, found: re.Match[str], start: int) -> Relation | None:
    text = reading.block.plain.text
    told = [c for c in reading.completions if start <= c.rate.start < found.start()]
    kind = next((k for k in _KINDS if k in found.group()), "")
    told = [c for c in told if kind in c.words] or told
    if not told:
        return None
    rate = told[-1].rate
    about = any(re.search(r"(?:约|近|接近)$", text[: c.rate.start]) for c in told)
    if about or any(_fits(c, found["word"]) for c in told):
        return Relation("C16", Verdict.HOLDS, (rate,))
    right = "大于" if rate.value > 100 else "小于" if rate.value < 100 else "等于"
    return Relation(
        "C16",
        Verdict.BROKEN,
        (rate,),
        f"完成预算{rate.text}，文字却说决算数{found['word']}预算数。",
        stated=f"决算数{found['word']}预算数",
        expected=f"决算数{right}预算数",
        working=f"完成率{rate.text}",
        advice="请改正文字，或核对完成率。",
    )


def _fits(completion: Completion, word: str) -> bool:
    value = completion.rate.value
    return value > 100 if word in _MORE else value == 100 if "等" in word or "平" in word else value < 100


def _by_amounts(reading: Reading, found: re.Match[str], start: int) -> Relation | None:
    """Where no rate is told: one outturn, the last budget before it."""
    told = [m for m in reading.mentions if start <= m.token.start < found.start() and not m.depth]
    outturns = [m for m in told if m.role is Role.PLAIN]
    budgets = [m for m in told if m.role is Role.BUDGET]
    kind = next((k for k in _KINDS if k in found.group()), "")
    budgets = [m for m in budgets if kind in m.raw] or ([] if kind and len(budgets) > 1 else budgets)
    if len(outturns) != 1 or len(budgets) != 1:
        return None
    return _compared(found["word"], outturns[0], budgets[0])


def _compared(word: str, outturn: Mention, budget: Mention) -> Relation:
    gap = outturn.token.yuan - budget.token.yuan
    tokens = (outturn.token, budget.token)
    fits = gap > 0 if word in _MORE else gap == 0 if "等" in word or "平" in word else gap < 0
    if fits:
        return Relation("C16", Verdict.HOLDS, tokens)
    right = "大于" if gap > 0 else "小于" if gap < 0 else "等于"
    return Relation(
        "C16",
        Verdict.BROKEN,
        tokens,
        f"决算{outturn.token.text}{right}预算{budget.token.text}，文字却说决算数{word}预算数。",
        stated=f"决算数{word}预算数",
        expected=f"决算数{right}预算数",
        working=f"{outturn.token.text}与{budget.token.text}比较",
        advice="请改正文字，或核对预算数和决算数。",
    )
