"""年初预算数 and 全年预算数 of which one is blank."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from report_author.figures.blanks.groups import GROUPS
from report_author.figures.blanks.settled import Clash, Settled, begun
from report_author.model.facts import Budget, Project, SanGong
from report_author.model.money import ZERO

_Budgeted = TypeVar("_Budgeted", Budget, SanGong, Project)


def settle_budgets(settled: Settled) -> None:
    facts = settled.facts
    counts = facts.counts
    answered = {
        item
        for each in GROUPS
        for item in each.items
        if getattr(counts, each.answer) and not each.answers_held
    }

    def of_budget(row: Budget) -> tuple[str, bool]:
        return f"{row.function}·{row.fund.value}·{row.nature.value}", row.unadjusted

    def of_project(row: Project) -> tuple[str, bool]:
        return f"项目 {row.code}·{row.fund.value}", row.unadjusted

    def three(row: SanGong) -> SanGong:
        if row.initial is None and row.revised is None and row.item in answered:
            return replace(row, initial=ZERO, revised=ZERO)
        return _budgeted(settled, row, row.item.value, counts.sangong_unadjusted)

    settled.facts = replace(
        facts,
        budgets=tuple(_budgeted(settled, row, *of_budget(row)) for row in facts.budgets),
        projects=tuple(_budgeted(settled, row, *of_project(row)) for row in facts.projects),
        sangong=tuple(three(row) if begun(row) else row for row in facts.sangong),
    )


def _budgeted(settled: Settled, row: _Budgeted, label: str, unadjusted: bool) -> _Budgeted:
    """全年 = 年初 only where 未调整 was chosen; 年初 = 0 beside a typed 全年 (年中追加)."""
    initial, revised = row.initial, row.revised
    at = {name: row.cell(name) or f"预算数·{label}" for name in ("initial", "revised")}
    if initial is not None and revised is not None:
        if unadjusted and initial != revised:
            answer = row.cell("unadjusted") or settled.counts.cell("sangong_unadjusted")
            stated = f"年初 {initial:,.2f}元、全年 {revised:,.2f}元"
            settled.clashes.append(
                Clash(at["revised"], "预算没有调整", answer, f"{label}的年初预算数和全年预算数", stated)
            )
        return row
    if initial is None and revised is None:
        beside = at["initial"] + "、" + at["revised"] if at["initial"] != at["revised"] else at["initial"]
        settled.lack(
            at["initial"],
            f"{label}的年初预算数、全年预算数",
            f"这一行的预算数（{beside}）是空的",
            "请填写预算数；没有预算的两格都填 0。",
        )
        settled.unbudgeted.append((row, settled.lacking[-1]))
        return row
    if initial is not None:
        if not unadjusted:
            settled.lack(
                at["revised"],
                f"{label}的全年预算数",
                f"只填了年初预算数 {initial:,.2f}元（{at['initial']}），全年预算数是空的",
                "请填写调整后的全年预算数（调减到 0 的填 0）；全年没有调整过的，在“未调整”"
                + ("（“二、统计数”里“三公”经费预算没有调整）" if isinstance(row, SanGong) else "一列")
                + "选“是”。",
            )
            settled.unbudgeted.append((row, settled.lacking[-1]))
            return row
        return replace(row, revised=initial, cells={**row.cells, "revised": row.cell("initial")})
    if unadjusted:
        return replace(row, initial=revised, cells={**row.cells, "initial": row.cell("revised")})
    if revised:
        settled.added.append((label, at["initial"]))
    return replace(row, initial=ZERO)
