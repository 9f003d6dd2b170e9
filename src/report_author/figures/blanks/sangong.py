"""“三公” items with their counts: an answer, what other cells show, or a cell to type."""

from __future__ import annotations

from dataclasses import replace

from report_author.figures.blanks.groups import Group, without_fiscal_money
from report_author.figures.blanks.settled import SHEET, Clash, Settled, begun
from report_author.model.choices import SanGongItem
from report_author.model.facts import SanGong
from report_author.model.money import ZERO

_DOMESTIC, _FOREIGN = SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN


def settle_group(settled: Settled, group: Group, foreign_is_part: bool) -> None:
    facts, counts = settled.facts, settled.counts
    rows = [row for row in facts.sangong if row.item in group.items]
    typed = (
        any(map(begun, rows))
        or any(getattr(counts, name) is not None for name in group.counts)
        or group.typed(facts)
    )
    left = group.unexplained(facts, foreign_is_part)
    if getattr(counts, group.answer) and not group.answers_held:
        _clashes(settled, group, rows)
        _no_money(settled, group)
        settled.zero_counts(group.counts)
        return
    if (
        not typed
        and left
        and group.items == (_FOREIGN,)
        and any(each.label.startswith(_DOMESTIC.value) for each in settled.lacking)
    ):
        return  # the other kind of reception is asked for first: what it leaves over is not known yet
    if not typed and not left and group.quiet(facts):
        where = settled.blank_cell("sangong", group.items[0].value, "actual")
        settled.taken.append((group.label, where))
        settled.zero_counts(group.counts)
        return
    uncounted = (
        group.counts
        and all(getattr(counts, name) is None for name in group.counts)
        and not group.typed(facts)
    )
    if uncounted and not left and rows and all(row.actual == 0 for row in rows):
        # the outturn is typed as 0, and none of the counts is typed
        settled.taken.append(("、".join(map(group.count_label, group.counts)), counts.cell(group.counts[0])))
        settled.zero_counts(group.counts)
        counts = settled.counts
    why = f"支出表里有经济科目 {'、'.join(group.economic)} 的支出" if left else "留空不等于 0"
    offered = f"，或在“本部门没有{group.label}”选“是”。" if not left and not group.answers_held else "。"
    advice = f"请填写；没有的填 0{offered}"
    for row in rows:
        if row.actual is None:
            settled.lack(
                row.cell("actual") or f"{SHEET}·{row.item.value}", f"{row.item.value}决算数", why, advice
            )
    if not rows:
        label = group.items[0].value
        settled.lack(
            settled.blank_cell("sangong", label, "actual") or f"{SHEET}·{label}",
            f"{label}预算数、决算数",
            why,
            advice,
        )
    for name in group.counts:
        if getattr(counts, name) is None:
            label = group.count_label(name)
            settled.lack(counts.cell(name) or f"{SHEET}·{label}", label, why, advice)
    for fund in without_fiscal_money(facts, group):
        if rows and (cell := settled.blank_cell("sangong", group.items[0].value, "actual")):
            label = f"{group.items[0].value}（{fund.value}）决算数"
            settled.lack(cell, label, f"支出表里有{fund.value}的经济科目 {'、'.join(group.economic)}", advice)


def _clashes(settled: Settled, group: Group, rows: list[SanGong]) -> None:
    """是 beside a figure that is not 0."""
    facts, counts = settled.facts, settled.counts
    answer, words = counts.cell(group.answer), f"本部门没有{group.label}"
    for row in rows:
        if row.actual:
            settled.clashes.append(
                Clash(row.cell("actual"), words, answer, f"{row.item.value}决算数", f"{row.actual:,.2f}元")
            )
    for name in group.counts:
        if value := getattr(counts, name):
            settled.clashes.append(
                Clash(counts.cell(name), words, answer, group.count_label(name), str(value))
            )
    for record, name, label, value in group.contrary(facts):
        settled.clashes.append(Clash(record.cell(name), words, answer, label, value))


def _no_money(settled: Settled, group: Group) -> None:
    settled.facts = replace(
        settled.facts,
        sangong=tuple(
            replace(row, actual=ZERO) if row.item in group.items and row.actual is None else row
            for row in settled.facts.sangong
        ),
    )
