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
            spent = account.expense(label, "", funds=[fund], economic=codes.__contains__)
            if stated.value == spent.value:
                continue
            yield warning(
                "W04",
                next(iter(stated.sources), "") or f"三公资产采购·{fund.value}·{label}",
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
        place = rows[-1].cell("amount") or f"接待明细·{label}"
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
                    quote=name,
                    stated=str(known),
                    expected=f"不大于 {total}",
                )


#: What money each count belongs to: (code, item, field, label).
_COUNTED: tuple[tuple[str, SanGongItem, str, str], ...] = (
    ("W09", Item.RECEPTION_DOMESTIC, "domestic_batches", "国内公务接待批次"),
    ("W09", Item.RECEPTION_DOMESTIC, "domestic_people", "国内公务接待人次"),
    ("W09", Item.RECEPTION_FOREIGN, "foreign_batches", "外事接待批次"),
    ("W09", Item.RECEPTION_FOREIGN, "foreign_people", "外事接待人次"),
    ("W12", Item.ABROAD, "abroad_groups", "因公出国（境）团组数"),
    ("W12", Item.ABROAD, "abroad_people", "因公出国（境）人数"),
)


def money_and_counts_go_together(account: Account) -> Answers:
    """W09, W12: no reception without batches and people, no journey without travellers, and the other way round."""
    counts = account.facts.counts
    for code, item, field, label in _COUNTED:
        spent, number = _actual(account, item), getattr(counts, field)
        if bool(spent) == bool(number) or (spent and number is None):
            continue  # a count that is not filled in is wanted where the report prints it
        told = (
            f"有{item.value} {yuan(spent)}，{label}却是 0"
            if spent
            else f"{label}填了 {number}，{item.value}却是 0"
        )
        yield warning(
            code,
            counts.cell(field) or f"三公资产采购·{label}",
            f"{told}。",
            f"请核对{item.value}和{label}；确实如此的，请在“校验与核实”写明核实说明。",
            stated=str(number or 0),
            expected="大于 0" if spent else "0",
        )


def people_are_not_fewer_than_batches(account: Account) -> Answers:
    """W10: a reception has at least one guest."""
    counts = account.facts.counts
    for label, batches, people, field in (
        ("国内公务接待", counts.domestic_batches, counts.domestic_people, "domestic_people"),
        ("外事接待", counts.foreign_batches, counts.foreign_people, "foreign_people"),
    ):
        if batches and people and people < batches:
            yield warning(
                "W10",
                counts.cell(field) or f"三公资产采购·{label}人次",
                f"{label}人次 {people} 比批次 {batches} 还少。",
                "请核对，批次和人次可能填反了。",
                stated=str(people),
                expected=f"不小于 {batches}",
            )


def vehicles_bought_agree(account: Account) -> Answers:
    """N13, W08: the prices by type add up to 公务用车购置费; no car without money, no money without a car."""
    rows = account.facts.vehicles_by_type
    bought, price = sum(row.bought for row in rows), sum((row.price for row in rows), ZERO)
    spent = _actual(account, Item.VEHICLE_PURCHASE)
    if price != spent:
        yield error(
            "N13",
            next((row.cell("price") for row in rows), "") or "三公资产采购·公务用车购置金额",
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
            next((row.cell("bought") for row in rows), "") or "三公资产采购·公务用车购置数",
            f"公务用车购置费 {yuan(spent)}，购置数却是 0。"
            if spent
            else f"购置公务用车 {bought} 辆，公务用车购置费却是 0。",
            "请核对购置数和购置费；上年购置本年付款等情况，请在“校验与核实”写明核实说明。",
            stated=f"{bought} 辆",
            expected="大于 0 辆" if spent else "0 辆",
        )


def vehicles_held_agree(account: Account) -> Answers:
    """N16, W05: cars by type are part of the vehicles by use; running costs need a car."""
    rows = account.facts.vehicles_by_type
    held = sum(row.held for row in rows)
    by_use = sum(row.held for row in account.facts.vehicles_by_use)
    place = next((row.cell("held") for row in rows), "") or "三公资产采购·公务用车保有量"
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
                row.cell("actual") or f"三公资产采购·{row.fund.value}·{row.item.value}",
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
    people_are_not_fewer_than_batches,
    vehicles_bought_agree,
    vehicles_held_agree,
    budget_is_not_exceeded,
)
