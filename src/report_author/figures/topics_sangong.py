"""“三公”经费: the figures of section 七."""

from __future__ import annotations

from collections.abc import Iterable

from report_author.figures.account import FISCAL, Account
from report_author.figures.figure import Figure, summed
from report_author.figures.topics_money import change, share
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import completion, lacking_finding, missing_text
from report_author.model.choices import Fund, LastYearRow, SanGongItem
from report_author.model.facts import SanGong, VehicleByType
from report_author.model.money import ZERO

Item = SanGongItem
Row = LastYearRow

#: The parts of a published “三公” figure and last year's rows for it.
_PARTS: dict[str, tuple[str, tuple[SanGongItem, ...], tuple[LastYearRow, ...]]] = {
    "出国": ("因公出国（境）费", (Item.ABROAD,), (Row.ABROAD,)),
    "购置": ("公务用车购置费", (Item.VEHICLE_PURCHASE,), (Row.VEHICLE_PURCHASE,)),
    "运行": ("公务用车运行维护费", (Item.VEHICLE_RUNNING,), (Row.VEHICLE_RUNNING,)),
    "公车": (
        "公务用车购置及运行维护费",
        (Item.VEHICLE_PURCHASE, Item.VEHICLE_RUNNING),
        (Row.VEHICLE_PURCHASE, Row.VEHICLE_RUNNING),
    ),
    "国内接待": ("国内公务接待费", (Item.RECEPTION_DOMESTIC,), ()),
    "外事接待": ("外事接待费", (Item.RECEPTION_FOREIGN,), ()),
}
_ALL_ROWS = (Row.ABROAD, Row.VEHICLE_PURCHASE, Row.VEHICLE_RUNNING, Row.RECEPTION)


def reception_items(account: Account) -> tuple[SanGongItem, ...]:
    """公务接待费 = 国内 + 外事, or 国内 alone where the format takes 外事 as its 其中."""
    if account.conventions.foreign_is_part:
        return (Item.RECEPTION_DOMESTIC,)
    return (Item.RECEPTION_DOMESTIC, Item.RECEPTION_FOREIGN)


def sangong_sum(
    account: Account, name: str, items: Iterable[SanGongItem], funds: Iterable[Fund], field: str
) -> Figure:
    """Sum of one column (``actual``, ``initial``, ``revised``) of the 三公 sheet over items and funds (元)."""
    wanted, purses = frozenset(items), frozenset(funds)
    rows = [
        row
        for row in account.facts.sangong
        if row.item in wanted and row.fund in purses and getattr(row, field)
    ]
    label = {"actual": "决算数", "initial": "年初预算数", "revised": "全年预算数"}[field]
    return summed(name, rows, field, "元", f"三公经费表：{label}之和")


def budget_field(account: Account) -> str:
    """Which budget the format holds “三公” against."""
    return "revised" if account.conventions.sangong_budget_revised else "initial"


def sangong(account: Account) -> Names:
    """三公."""
    spent_items = (Item.ABROAD, Item.VEHICLE_PURCHASE, Item.VEHICLE_RUNNING, *reception_items(account))
    field = budget_field(account)
    total = sangong_sum(account, "“三公”经费支出合计", spent_items, FISCAL, "actual")
    budget = sangong_sum(account, "“三公”经费预算合计", spent_items, FISCAL, field)
    parts = {**_PARTS, "接待": ("公务接待费", reception_items(account), (Row.RECEPTION,))}
    counts = account.facts.counts
    return Names(
        "三公",
        {
            "有数据": bool(total.value or budget.value),
            "合计": total,
            "预算": budget,
            "完成预算": completion(
                account, total, budget, lambda row: isinstance(row, SanGong) and row.item in spent_items
            ),
            "比上年": lambda: change(account, total, _ALL_ROWS),
            **{key: _item(account, key, *spec, whole=total) for key, spec in parts.items()},
            "团组数": _count(account, Item.ABROAD, "abroad_groups", "因公出国（境）团组数", "个"),
            "出国人数": _count(account, Item.ABROAD, "abroad_people", "因公出国（境）人数", "人"),
            "国内批次": _count(
                account, Item.RECEPTION_DOMESTIC, "domestic_batches", "国内公务接待批次", "批次"
            ),
            "国内人次": _count(
                account, Item.RECEPTION_DOMESTIC, "domestic_people", "国内公务接待人次", "人次"
            ),
            "外事批次": _count(account, Item.RECEPTION_FOREIGN, "foreign_batches", "外事接待批次", "批次"),
            "外事人次": _count(account, Item.RECEPTION_FOREIGN, "foreign_people", "外事接待人次", "人次"),
            "外事为其中": account.conventions.foreign_is_part,
            "外事有数据": bool(
                sangong_sum(account, "外事接待费", [Item.RECEPTION_FOREIGN], FISCAL, "actual").value
                or counts.foreign_batches
            ),
            "购置数": _vehicle_sum(account, "公务用车购置数", "bought"),
            "保有量": _vehicle_sum(account, "公务用车保有量", "held"),
            "车型": lambda: _vehicle_types(account),
            **_receptions(account),
        },
    )


def _item(
    account: Account,
    key: str,
    label: str,
    items: tuple[SanGongItem, ...],
    rows: tuple[LastYearRow, ...],
    *,
    whole: Figure,
) -> Names:
    spent = sangong_sum(account, f"{label}支出", items, FISCAL, "actual")
    budget = sangong_sum(account, f"{label}预算", items, FISCAL, budget_field(account))
    entries: dict[str, object] = {
        "决算": spent,
        "预算": budget,
        "占比": share(spent, whole, f"{label}占“三公”经费的比重"),
        "完成预算": completion(
            account, spent, budget, lambda row: isinstance(row, SanGong) and row.item in items
        ),
    }
    if rows:
        entries["比上年"] = lambda: change(account, spent, rows)
    return Names(f"三公.{key}", entries)


def _count(account: Account, item: SanGongItem, field: str, label: str, unit: str) -> Figure | Wanted:
    """A count; where money was spent on ``item`` an empty one is wanted, else it is 0."""
    counts = account.facts.counts
    if (
        getattr(counts, field) is None
    ):  # said in the same words as by the rule on blanks, so that it comes once
        lacking = account.settled.lacking
        found = next((each for each in lacking if each.label == label), None) or next(
            (each for each in lacking if each.label.startswith(Item.RECEPTION_DOMESTIC.value)), None
        )
        advice = f"请在“三公资产采购”表填写{label}：有{item.value}支出。"
        return (
            Wanted(lacking_finding(found))
            if found
            else missing_text(counts.cell(field) or f"三公资产采购·{label}", label, advice)
        )
    return summed(label, [counts], field, unit, f"三公资产采购表：{label}")


def _vehicle_sum(account: Account, label: str, field: str) -> Figure:
    return summed(label, account.facts.vehicles_by_type, field, "辆", f"公务用车表：{label}之和")


def _vehicle_types(account: Account) -> tuple[Names, ...]:
    def figure(row: VehicleByType, field: str, label: str, unit: str) -> Figure:
        return summed(f"{row.type.value}{label}", [row], field, unit, f"公务用车表：{label}")

    return tuple(
        Names(
            "三公.车型",
            {
                "名称": row.type.value,
                "购置数": figure(row, "bought", "购置数", "辆"),
                "购置金额": figure(row, "price", "购置金额", "元"),
                "保有量": figure(row, "held", "保有量", "辆"),
            },
        )
        for row in account.facts.vehicles_by_type
    )


def _receptions(account: Account) -> dict[str, object]:
    rows = tuple(row for row in account.facts.receptions if not row.foreign)
    listed = sum((row.amount for row in rows), ZERO)
    spent = sangong_sum(account, "国内公务接待费", [Item.RECEPTION_DOMESTIC], FISCAL, "actual")
    return {
        "接待明细": tuple(
            Names(
                "三公.接待明细",
                {
                    "单位": row.visitor,
                    "事由": row.purpose
                    or missing_text(row.cell("purpose") or "接待明细", f"{row.visitor}的接待事由"),
                    "批次": summed("接待批次", [row], "batches", "批次", "接待明细表"),
                    "人次": summed("接待人次", [row], "people", "人次", "接待明细表"),
                    "金额": summed(f"接待{row.visitor}", [row], "amount", "元", "接待明细表"),
                    "多批次": (row.batches or 0) > 1,
                },
            )
            for row in rows
        ),
        "接待明细完整": bool(rows) and listed == spent.value,
    }
