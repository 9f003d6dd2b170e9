"""Rules on “三公”经费: money against 经济科目, lists, counts, vehicles."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_author.checks.words import difference, yuan
from report_author.figures.account import FISCAL, Account
from report_author.figures.topics_sangong import sangong_sum
from report_author.model.facts import Fund, SanGongItem
from report_author.model.findings import Finding, Unchecked, error, warning
from report_author.model.money import ZERO

Answers = Iterator[Finding | Unchecked]
Item = SanGongItem

#: 经济科目 against which each item is held (S-14 asks for 衔接; exceptions exist, e.g. 教学科研出国).
_ECONOMIC: tuple[tuple[str, tuple[SanGongItem, ...], tuple[str, ...]], ...] = (
    ("因公出国（境）费", (Item.ABROAD,), ("30212",)),
    ("公务用车购置费", (Item.VEHICLE_PURCHASE,), ("31013", "30913")),
    ("公务用车运行维护费", (Item.VEHICLE_RUNNING,), ("30231",)),
    ("公务接待费", (Item.RECEPTION_DOMESTIC, Item.RECEPTION_FOREIGN), ("30217",)),
)


def _actual(account: Account, *items: SanGongItem) -> Decimal:
    return sangong_sum(account, "", items, FISCAL, "actual").value


def items_tie_to_their_economic_codes(account: Account) -> Answers:
    """W04: each item equals its 经济科目, fund by fund."""
    for fund in FISCAL:
        for label, items, codes in _ECONOMIC:
            if len(items) == 2 and account.conventions.foreign_is_part:
                items = items[:1]
            stated = sangong_sum(account, label, items, [fund], "actual")
            spent = account.expense(label, "", funds=[fund], economic=lambda code, codes=codes: code in codes)  # type: ignore[misc]
            if stated.value == spent.value:
                continue
            yield warning(
                "W04",
                next(iter(stated.sources), "") or f"三公资产采购·{label}",
                f"{fund.value}的{label}与支出表经济科目 {'、'.join(codes)} 不一致："
                + difference(stated.value, spent.value, "三公经费表", "支出表")
                + "。",
                "请核对两处金额；确有原因（如教学科研出国）的，请在“校验与核实”写明核实说明。",
                stated=yuan(stated.value),
                expected=yuan(spent.value),
            )


def reception_list_fits_the_total(account: Account) -> Answers:
    """N14: the list may be partial, never more than the total; batches and people likewise."""
    counts = account.facts.counts
    for foreign, item, label, batches, people in (
        (False, Item.RECEPTION_DOMESTIC, "国内公务接待", counts.domestic_batches, counts.domestic_people),
        (True, Item.RECEPTION_FOREIGN, "外事接待", counts.foreign_batches, counts.foreign_people),
    ):
        rows = [row for row in account.facts.receptions if row.foreign is foreign]
        if not rows:
            continue
        listed, spent = sum((row.amount for row in rows), ZERO), _actual(account, item)
        place = rows[-1].cell("amount") or "接待明细"
        if listed > spent:
            yield error(
                "N14",
                place,
                f"接待明细中{label}金额合计 {yuan(listed)}，"
                + difference(listed, spent, "明细合计", f"{label}费决算数")
                + "。",
                "请核对接待明细和三公经费表：明细可以只列一部分，但合计不能超过决算数。",
                stated=yuan(listed),
                expected=f"不大于 {yuan(spent)}",
            )
        for name, total, values in (
            ("批次", batches, [row.batches for row in rows]),
            ("人次", people, [row.people for row in rows]),
        ):
            known = sum(value for value in values if value is not None)
            if total is not None and known > total:
                yield error(
                    "N14",
                    place,
                    f"接待明细中{label}{name}合计 {known}，比填报的{name}总数 {total} 多 {known - total}。",
                    f"请核对接待明细和“三公资产采购”的{label}{name}。",
                    stated=str(known),
                    expected=f"不大于 {total}",
                )


def money_and_counts_go_together(account: Account) -> Answers:
    """W09, W10, W12: no reception without batches and people, no journey without travellers, and the other way round."""
    counts = account.facts.counts
    for code, label, spent, number, unit, field in (
        (
            "W09",
            "国内公务接待费",
            _actual(account, Item.RECEPTION_DOMESTIC),
            counts.domestic_batches,
            "批次",
            "domestic_batches",
        ),
        (
            "W09",
            "国内公务接待费",
            _actual(account, Item.RECEPTION_DOMESTIC),
            counts.domestic_people,
            "人次",
            "domestic_people",
        ),
        (
            "W09",
            "外事接待费",
            _actual(account, Item.RECEPTION_FOREIGN),
            counts.foreign_batches,
            "批次",
            "foreign_batches",
        ),
        (
            "W09",
            "外事接待费",
            _actual(account, Item.RECEPTION_FOREIGN),
            counts.foreign_people,
            "人次",
            "foreign_people",
        ),
        (
            "W12",
            "因公出国（境）费",
            _actual(account, Item.ABROAD),
            counts.abroad_groups,
            "团组数",
            "abroad_groups",
        ),
        (
            "W12",
            "因公出国（境）费",
            _actual(account, Item.ABROAD),
            counts.abroad_people,
            "人数",
            "abroad_people",
        ),
    ):
        if bool(spent) == bool(number):
            continue
        told = (
            f"有{label} {yuan(spent)}，{unit}却是 0 或没有填"
            if spent
            else f"填了{unit} {number}，{label}却是 0"
        )
        yield warning(
            code,
            counts.cell(field) or "三公资产采购",
            f"{told}。",
            f"请核对{label}和{unit}；确实如此的，请在“校验与核实”写明核实说明。",
            stated=str(number or 0),
            expected="大于 0" if spent else "0",
        )
    for label, batches, people, field in (
        ("国内公务接待", counts.domestic_batches, counts.domestic_people, "domestic_people"),
        ("外事接待", counts.foreign_batches, counts.foreign_people, "foreign_people"),
    ):
        if batches and people and people < batches:
            yield warning(
                "W10",
                counts.cell(field) or "三公资产采购",
                f"{label}人次 {people} 比批次 {batches} 还少。",
                "请核对，批次和人次可能填反了。",
                stated=str(people),
                expected=f"不小于 {batches}",
            )


def vehicles_agree(account: Account) -> Answers:
    """N13, N16, W05, W08: purchases by type, held by type within held by use, running cost needs a car."""
    facts = account.facts
    bought = sum(row.bought for row in facts.vehicles_by_type)
    price = sum((row.price for row in facts.vehicles_by_type), ZERO)
    held = sum(row.held for row in facts.vehicles_by_type)
    by_use = sum(row.held for row in facts.vehicles_by_use)
    place = next((row.cell("held") for row in facts.vehicles_by_type if row.held), "") or "三公资产采购"
    spent = _actual(account, Item.VEHICLE_PURCHASE)
    if price != spent:
        yield error(
            "N13",
            next((row.cell("price") for row in facts.vehicles_by_type), "") or "三公资产采购",
            "各车型购置金额之和与公务用车购置费不一致："
            + difference(price, spent, "各车型之和", "购置费决算数")
            + "。",
            "请核对“公务用车（按车型）”的购置金额和三公经费表的公务用车购置费（元）。",
            stated=yuan(price),
            expected=yuan(spent),
        )
    if bool(bought) != bool(spent):
        yield warning(
            "W08",
            next((row.cell("bought") for row in facts.vehicles_by_type), "") or "三公资产采购",
            f"本年购置公务用车 {bought} 辆，公务用车购置费 {yuan(spent)}，一个为 0 一个不为 0。",
            "请核对购置数和购置费；上年购置本年付款等情况，请在“校验与核实”写明核实说明。",
            stated=f"{bought} 辆",
            expected="大于 0 辆" if spent else "0 辆",
        )
    if held > by_use:
        yield error(
            "N16",
            place,
            f"公务用车保有量 {held} 辆，比车辆总数 {by_use} 辆还多 {held - by_use} 辆。",
            "请核对“公务用车（按车型）”和“车辆（按用途）”：公务用车是车辆的一部分。",
            stated=f"{held} 辆",
            expected=f"不大于 {by_use} 辆",
        )
    running = _actual(account, Item.VEHICLE_RUNNING)
    if running and not held:
        yield warning(
            "W05",
            place,
            f"有公务用车运行维护费 {yuan(running)}，年末公务用车保有量却是 0。",
            "请核对保有量；年内已处置等情况，请在“校验与核实”写明核实说明。",
            stated="0 辆",
            expected="大于 0 辆",
        )


def budget_is_not_exceeded(account: Account) -> Answers:
    """W03: an item over its budget."""
    field = "revised" if account.conventions.sangong_budget_revised else "initial"
    for row in account.facts.sangong:
        budget = getattr(row, field)
        if row.fund is not Fund.OTHER and row.actual > budget:
            yield warning(
                "W03",
                row.cell("actual") or "三公资产采购",
                f"{row.item.value}决算数超过预算数："
                + difference(row.actual, budget, "决算数", "预算数")
                + "。",
                "请核对；确实超预算的，请在“原因说明”写清原因，并在“校验与核实”写明核实说明。",
                stated=yuan(row.actual),
                expected=f"不大于 {yuan(budget)}",
            )


SANGONG_RULES = (
    items_tie_to_their_economic_codes,
    reception_list_fits_the_total,
    money_and_counts_go_together,
    vehicles_agree,
    budget_is_not_exceeded,
)
