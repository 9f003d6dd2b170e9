"""设备, 政府采购, 机关运行经费, 年初结转 that were left blank."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from report_author.figures.blanks.settled import SHEET, Clash, Settled
from report_author.model.choices import LastYearRow, OrgKind, OrgRelation, ProcurementKind, Scope
from report_author.model.facts import Facts, Procurement
from report_author.model.money import ZERO


def settle_equipment(settled: Settled) -> None:
    counts = settled.counts
    names = {"general_equipment": "大型通用设备台数", "special_equipment": "大型专用设备台数"}
    for name, label in names.items():
        value = getattr(counts, name)
        if counts.no_equipment and value:
            answer = counts.cell("no_equipment")
            settled.clashes.append(
                Clash(counts.cell(name), "本部门没有大型设备", answer, label, f"{value}台")
            )
        elif value is None and not counts.no_equipment:
            settled.lack(
                counts.cell(name) or f"{SHEET}·{label}",
                label,
                "报告要写明台数",
                "请填写；没有的填 0，或在“本部门没有下面两种大型设备”选“是”。",
            )
    if counts.no_equipment:
        settled.zero_counts(names)


def settle_procurement(settled: Settled) -> None:
    facts, counts = settled.facts, settled.counts
    rows = {row.kind: row for row in facts.procurements}
    total = sum((row.amount or ZERO for row in facts.procurements), ZERO)
    contracts = {"sme_contracts": "授予中小企业合同金额", "micro_contracts": "授予小微企业合同金额"}
    if counts.no_procurement:
        answer = counts.cell("no_procurement")
        typed: list[tuple[str, str, Decimal | None]] = [
            *((row.cell("amount"), f"政府采购{row.kind.value}支出", row.amount) for row in rows.values()),
            *((counts.cell(name), label, getattr(counts, name)) for name, label in contracts.items()),
        ]
        for cell, label, value in typed:
            if value:
                settled.clashes.append(
                    Clash(cell, "本部门没有政府采购支出", answer, label, f"{value:,.2f}元")
                )
        settled.facts = replace(facts, procurements=tuple(_or_zero(row) for row in facts.procurements))
        settled.zero_counts(contracts)
        return
    advice = "请填写；没有的填 0，都没有的在“本部门没有政府采购支出”选“是”。"
    blank = [kind for kind in ProcurementKind if kind not in rows or rows[kind].amount is None]
    for kind in blank if len(blank) < len(ProcurementKind) else blank[:1]:
        cell = (
            rows[kind].cell("amount")
            if kind in rows
            else settled.blank_cell("procurements", kind.value, "amount")
        )
        all_blank = len(blank) == len(ProcurementKind)
        label = "政府采购支出（货物、工程、服务）" if all_blank else f"政府采购{kind.value}支出"
        settled.lack(
            cell or f"{SHEET}·{label}", label, "三格都是空的" if all_blank else "别的采购品目填了数", advice
        )
    for name, label in contracts.items():
        if total and getattr(counts, name) is None:
            settled.lack(counts.cell(name) or f"{SHEET}·{label}", label, f"有政府采购支出 {total:,.2f}元")


def _or_zero(row: Procurement) -> Procurement:
    return row if row.amount is not None else replace(row, amount=ZERO)


def members(facts: Facts) -> dict[OrgKind, bool]:
    """The kinds of the units whose account this is → whether one of the kind keeps books of its own."""
    own = facts.department
    found = {own.kind: True}
    for each in facts.institutions:
        inside = own.scope is Scope.DEPARTMENT or not each.independent
        if each.relation is OrgRelation.SUBORDINATE and inside and each.kind is not OrgKind.INTERNAL:
            found[each.kind] = found.get(each.kind, False) or each.independent
    return found


_OPERATING = {
    OrgKind.ADMINISTRATIVE: ("operating_administrative", "机关运行经费：行政单位"),
    OrgKind.CIVIL_SERVICE_LIKE: ("operating_civil_service_like", "机关运行经费：参公事业单位"),
}


def has_operating(facts: Facts) -> bool:
    """Whether a member unit is one that has 机关运行经费: 行政, 参公, or a department that is 群团 itself."""
    kinds = members(facts)
    return facts.department.kind is OrgKind.MASS or any(kind in kinds for kind in _OPERATING)


def settle_operating(settled: Settled) -> None:
    """By the kinds of the member units, never by blankness; who keeps no books of their own is in another's figure."""
    facts, counts = settled.facts, settled.counts
    if not has_operating(facts):
        return
    kinds = members(facts)
    if all(getattr(counts, name) is None for name, _ in _OPERATING.values()):
        present = [kind for kind in _OPERATING if kinds.get(kind)] or [
            kind for kind in _OPERATING if kind in kinds
        ]
        present = present or [OrgKind.ADMINISTRATIVE]
    else:
        present = [kind for kind in _OPERATING if kinds.get(kind)]
    for kind in present:
        name, label = _OPERATING[kind]
        if getattr(counts, name) is None:
            who = facts.department.kind.value if facts.department.kind is OrgKind.MASS else kind.value
            settled.lack(
                counts.cell(name) or f"{SHEET}·{label}",
                label,
                f"本部门有{who}，要说明机关运行经费",
                "请填写决算软件机构运行信息表的数；确实没有支出的填 0；没有这类单位的，请核对首页的机构类型和“单位与人员”的机构。",
            )


def settle_openings(settled: Settled) -> None:
    """An empty list says 年初无结转结余: last year's report must have said so as well."""
    facts = settled.facts
    row = next((each for each in facts.last_year if each.row is LastYearRow.CARRY_END), None)
    if facts.carryovers:
        return
    if row is None or row.published is None:
        if facts.evaluation.annexed and not facts.evaluation.annex_file:
            label = LastYearRow.CARRY_END.value
            cell = row.cell("published") if row else facts.unfilled.get(label, "")
            settled.lack(
                cell or f"上年数·{label}",
                f"上年公开数“{label}”",
                "“结转结余”一行也没有填，整体评价报告会写“年初无结转结余”，要与上年核对",
                "请填写上年报告的数；上年没有的填 0。",
            )
        return
    if (row.published + row.adjustment) != 0:
        settled.lack(
            facts.unfilled.get("carryovers", "收入与结转·结转结余"),
            "年初结转和结余",
            f"上年公开的年末结转和结余不是 0（{row.cell('published') or '上年数'}），“结转结余”却一行也没有填",
            "请在“收入与结转”表“二、结转结余”按科目填写年初结转和结余；确实已经调整为 0 的，在上年数填“口径调整数”并说明，或填一行 0。",
        )
