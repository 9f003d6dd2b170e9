"""公务用车: bought and held, by type and by use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from report_author.figures.blanks.groups import GROUPS
from report_author.figures.blanks.settled import SHEET, Clash, Settled
from report_author.model.choices import SanGongItem, VehicleType, VehicleUse
from report_author.model.facts import Facts, Record
from report_author.model.money import ZERO


def settle_purchases(settled: Settled) -> None:
    """Bought and paid belong together; a row without either is 0 where the paid ones make up 公务用车购置费."""
    facts = settled.facts
    rows = facts.vehicles_by_type
    spent = sum(
        (row.actual or ZERO for row in facts.sangong if row.item is SanGongItem.VEHICLE_PURCHASE), ZERO
    )
    paid = sum((row.price or ZERO for row in rows), ZERO)
    begun = any(row.bought is not None or row.price is not None for row in rows)
    nothing = settled.counts.no_purchase or any(label == "购置公务用车" for label, _ in settled.taken)
    if rows and not begun and not spent and not nothing and _bought_for_nothing(facts):
        settled.taken.append(("本年购置公务用车的数量和金额", rows[0].cell("bought")))
        nothing = True
    done = []
    for row in rows:
        neither = row.bought is None and row.price is None
        if nothing or (neither and paid and paid == spent):
            if neither and not nothing:
                settled.taken.append((f"购置{row.type.value}", row.cell("bought")))
            done.append(replace(row, bought=row.bought or 0, price=row.price or ZERO))
            continue
        for name, label, other in (("bought", "本年购置数", row.price), ("price", "购置金额", row.bought)):
            if getattr(row, name) is None:
                beside = "同一行填了另一格" if other is not None else "这一行填了数"
                settled.lack(
                    row.cell(name) or f"{SHEET}·{row.type.value}",
                    f"{row.type.value}{label}",
                    f"{beside}，{label}是空的",
                    "请填写；本年没有购置的填 0，或在“本部门本年没有购置公务用车”选“是”。",
                )
        done.append(row)
    settled.facts = replace(facts, vehicles_by_type=tuple(done))
    if not rows and not begun and not nothing and spent:
        cell = settled.blank_cell("vehicles_by_type", next(iter(VehicleType)).value, "bought")
        settled.lack(
            cell or f"{SHEET}·公务用车（按车型）", "本年购置数、购置金额", f"有公务用车购置费 {spent:,.2f}元"
        )


def _bought_for_nothing(facts: Facts) -> bool:
    """公务用车购置费 is typed as 0 and 支出 has none."""
    typed = [row.actual for row in facts.sangong if row.item is SanGongItem.VEHICLE_PURCHASE]
    group = next(each for each in GROUPS if SanGongItem.VEHICLE_PURCHASE in each.items)
    return bool(typed) and None not in typed and not group.unexplained(facts, foreign_is_part=False)


def settle_vehicles(settled: Settled) -> None:
    """年末保有 by type and by use: both lists, or 没有 for both."""
    facts = settled.facts
    by_type = {row.type: row for row in facts.vehicles_by_type}
    by_use = {row.use: row for row in facts.vehicles_by_use}
    none = settled.counts.no_vehicles or any(label == "公务用车" for label, _ in settled.taken)
    held: list[tuple[Record, str, int | None]] = [
        *((row, row.type.value, row.held) for row in by_type.values()),
        *((row, row.use.value, row.held) for row in by_use.values()),
    ]
    if settled.counts.no_vehicles:
        for record, label, value in held:
            if value:
                answer = settled.counts.cell("no_vehicles")
                settled.clashes.append(
                    Clash(
                        record.cell("held"), "本部门年末没有公务用车", answer, f"{label}年末数", f"{value}辆"
                    )
                )
    if none:
        settled.facts = replace(
            facts,
            vehicles_by_type=tuple(replace(row, held=row.held or 0) for row in facts.vehicles_by_type),
            vehicles_by_use=tuple(replace(row, held=row.held or 0) for row in facts.vehicles_by_use),
        )
        return
    types = {each: by_type[each].held if each in by_type else None for each in VehicleType}
    uses = {each: by_use[each].held if each in by_use else None for each in VehicleUse}
    _held_by_type(settled, types, uses, by_type)
    _held_by_use(settled, types, uses, by_use)


def _total(held: dict[Any, int | None]) -> int | None:
    """The sum of what is typed; ``None`` where nothing is."""
    typed = [each for each in held.values() if each is not None]
    return sum(typed) if typed else None


_OR_NONE = "请填写；没有的填 0，年末一辆也没有的在“本部门年末没有公务用车”选“是”。"


def _held_by_type(
    settled: Settled, types: dict[Any, Any], uses: dict[Any, Any], rows: dict[Any, Any]
) -> None:
    mine, other = _total(types), _total(uses)
    if mine is None and other == 0 and None not in uses.values():
        settled.taken.append(
            ("公务用车（按车型）", settled.blank_cell("vehicles_by_type", next(iter(types)).value, "held"))
        )
        return
    if mine is None:
        cell = settled.blank_cell("vehicles_by_type", next(iter(types)).value, "held")
        cell = next((row.cell("held") for row in rows.values()), cell)
        settled.lack(
            cell or f"{SHEET}·公务用车（按车型）", "公务用车（按车型）年末保有", "各车型都是空的", _OR_NONE
        )
        return
    short = other is not None and mine < other
    for kind, value in types.items():
        begun = kind in rows
        if value is None and (begun or short):
            cell = (
                rows[kind].cell("held")
                if begun
                else settled.blank_cell("vehicles_by_type", kind.value, "held")
            )
            why = (
                f"按用途填了 {other} 辆，按车型只填了 {mine} 辆" if short else "这一行填了数，年末保有是空的"
            )
            settled.lack(cell or f"{SHEET}·{kind.value}", f"{kind.value}年末保有", why, _OR_NONE)


def _held_by_use(settled: Settled, types: dict[Any, Any], uses: dict[Any, Any], rows: dict[Any, Any]) -> None:
    mine, other = _total(uses), _total(types)
    if mine and (other is None or mine >= other):
        return
    if mine is None and other == 0 and None not in types.values():
        settled.taken.append(
            ("车辆（按用途）", settled.blank_cell("vehicles_by_use", next(iter(uses)).value, "held"))
        )
        return
    blank = [kind for kind, value in uses.items() if value is None]
    if not blank or (mine == 0 and other == 0):
        return
    cells = [
        rows[k].cell("held") if k in rows else settled.blank_cell("vehicles_by_use", k.value, "held")
        for k in blank
    ]
    why = f"按车型填了 {other} 辆，按用途只填了 {mine or 0} 辆" if other else "留空不等于 0"
    settled.lack(
        cells[0] or f"{SHEET}·车辆",
        f"车辆（按用途）年末数量：{'、'.join(k.value for k in blank)}",
        why,
        _OR_NONE,
    )
