"""What the blank cells of a workbook stand for: nothing is 0 unless it was typed, answered, or shown by other cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from report_author.model.choices import (
    Fund,
    LastYearRow,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    SanGongItem,
    Scope,
    VehicleType,
    VehicleUse,
)
from report_author.model.facts import (
    WHOLE_DEPARTMENT,
    Budget,
    Counts,
    Facts,
    Project,
    Record,
    SanGong,
)
from report_author.model.money import ZERO
from report_author.records import frozen

# ---------------------------------------------------------------- what became of the blank cells of a workbook


SHEET = "三公资产采购"


@frozen
class Lacking:
    """A cell that must be typed: what it is, why it is needed, what to do."""

    cell: str
    label: str
    why: str
    advice: str


@frozen
class Clash:
    """An answer that a typed figure contradicts."""

    cell: str
    answer: str
    other: str
    label: str
    value: str


@dataclass(slots=True)
class Settled:
    """The facts with every blank resolved that may be; ``lacking`` are those that may not (they stay ``None``).

    ``taken`` are the groups taken for 没有 because other cells show it, ``added`` the rows of 年中追加, each with its cell,
    ``unbudgeted`` the rows whose budget is lacking: nothing is compared with it.
    """

    facts: Facts
    lacking: list[Lacking] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    unbudgeted: list[tuple[Budget | SanGong | Project, Lacking]] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return self.facts.counts

    def lack(
        self, cell: str, label: str, why: str, advice: str = "请填写；没有的填 0。", place: str = ""
    ) -> None:
        """A cell must be typed; ``place`` is said where the workbook has no such cell."""
        self.lacking.append(Lacking(cell or place or f"{SHEET}·{label}", label, why, advice))

    def need(
        self,
        record: Record,
        field: str,
        label: str,
        why: str,
        advice: str = "请填写；没有的填 0。",
        place: str = "",
    ) -> None:
        """The same for a field of a record where it is blank."""
        if getattr(record, field) is None:
            self.lack(record.cell(field), label, why, advice, place)

    def clash(
        self, record: Record, field: str, words: str, answer: str, label: str, unit: str = "元"
    ) -> None:
        """The answer ``words`` (in the field ``answer`` of the counts) beside a figure that is not 0."""
        if value := getattr(record, field):
            shown = f"{value:,.2f}" if unit == "元" else f"{value}"
            self.clashes.append(
                Clash(record.cell(field), words, self.counts.cell(answer), label, shown + unit)
            )

    def blank_cell(self, block: str, label: str, name: str) -> str:
        """Where a row that stands ready would be filled in."""
        return self.facts.unfilled.get(f"{block}.{label}.{name}", "")

    def zero_counts(self, names: Iterable[str]) -> None:
        """The blank ones of these counts are 0."""
        zeros: dict[str, Any] = {
            name: ZERO if name.endswith("contracts") else 0
            for name in names
            if getattr(self.counts, name) is None
        }
        self.facts = replace(self.facts, counts=replace(self.counts, **zeros))


def begun(row: SanGong) -> bool:
    """Whether an amount is typed in this row."""
    return any(each is not None for each in (row.initial, row.revised, row.actual))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount or ZERO for amount in amounts), ZERO)


_COUNT_LABELS = {
    "abroad_groups": "因公出国（境）团组数",
    "abroad_people": "因公出国（境）人数",
    "domestic_batches": "国内公务接待批次",
    "domestic_people": "国内公务接待人次",
    "foreign_batches": "外事接待批次",
    "foreign_people": "外事接待人次",
}


@frozen
class Group:
    """One “三公” item: its answer (a field of ``Counts``), the 经济科目 that hold its money, its counts.

    ``answers_held``: the answer speaks of the vehicles held at the end of the year, not of the money of the item.
    """

    label: str
    item: SanGongItem
    economic: tuple[str, ...]
    answer: str
    counts: tuple[str, ...] = ()
    answers_held: bool = False

    @property
    def of_receptions(self) -> bool:
        return self.item in _RECEPTIONS

    def typed(self, facts: Facts) -> bool:
        """Whether something of the group is typed outside of “三公” and 统计数."""
        if self.item is SanGongItem.VEHICLE_PURCHASE:
            return any(row.bought is not None or row.price is not None for row in facts.vehicles_by_type)
        if self.item is SanGongItem.VEHICLE_RUNNING:
            held = [row.held for row in facts.vehicles_by_type] + [row.held for row in facts.vehicles_by_use]
            return any(each is not None for each in held) and not facts.counts.no_vehicles
        return self.of_receptions and any(row.foreign is self._foreign for row in facts.receptions)

    @property
    def _foreign(self) -> bool:
        return self.item is SanGongItem.RECEPTION_FOREIGN

    def unexplained(self, facts: Facts, foreign_is_part: bool) -> Decimal:
        """财政拨款 spent under the group's 经济科目 that no typed row accounts for."""
        spent = _fiscal(facts, self.economic)
        if self.of_receptions and not foreign_is_part:
            other = next(item for item in _RECEPTIONS if item is not self.item)
            return max(spent - _sum(row.actual for row in facts.sangong if row.item is other), ZERO)
        return spent

    def quiet(self, facts: Facts) -> bool:
        """Vehicles are there from year to year: last year's figures must be 0 or blank as well."""
        if self.item is not SanGongItem.VEHICLE_RUNNING or facts.counts.no_vehicles:
            return True
        rows = (LastYearRow.VEHICLE_PURCHASE, LastYearRow.VEHICLE_RUNNING)
        bought = any(row.bought for row in facts.vehicles_by_type)
        return not bought and not any(row.published for row in facts.last_year if row.row in rows)

    def contrary(self, facts: Facts) -> Iterator[tuple[Record, str, str, str]]:
        """What stands elsewhere that the answer contradicts where it is not 0: the field of a record, its name, its unit."""
        for spent in facts.expenditures:
            if spent.economic in self.economic and spent.fund.fiscal and not self._shared(facts):
                yield spent, "amount", f"支出表经济科目 {spent.economic}", "元"
        if self.item is SanGongItem.VEHICLE_PURCHASE:
            for row in facts.vehicles_by_type:
                yield row, "bought", f"{row.type.value}本年购置数", "辆"
                yield row, "price", f"{row.type.value}购置金额", "元"
        if self.of_receptions:
            for each in facts.receptions:
                if each.foreign is self._foreign:
                    yield each, "amount", f"接待明细“{each.visitor}”", "元"

    def _shared(self, facts: Facts) -> bool:
        """30217 holds both kinds of reception: what the other kind accounts for does not contradict."""
        return self.of_receptions and not self.unexplained(facts, foreign_is_part=False)


def _fiscal(facts: Facts, economic: tuple[str, ...], fund: Fund | None = None) -> Decimal:
    return _sum(
        row.amount
        for row in facts.expenditures
        if row.economic in economic and row.fund.fiscal and fund in (None, row.fund)
    )


def without_fiscal_money(facts: Facts, group: Group) -> list[Fund]:
    """The funds that spent under the group's 经济科目 and have no typed “三公” row."""
    if group.of_receptions:
        return []
    have = {row.fund for row in facts.sangong if row.item is group.item}
    return [
        fund for fund in Fund if fund.fiscal and fund not in have and _fiscal(facts, group.economic, fund)
    ]


_Item = SanGongItem
_RECEPTIONS = (_Item.RECEPTION_DOMESTIC, _Item.RECEPTION_FOREIGN)
GROUPS = (
    Group("因公出国（境）", _Item.ABROAD, ("30212",), "no_abroad", ("abroad_groups", "abroad_people")),
    Group(
        "国内公务接待",
        _Item.RECEPTION_DOMESTIC,
        ("30217",),
        "no_domestic",
        ("domestic_batches", "domestic_people"),
    ),
    Group(
        "外事接待",
        _Item.RECEPTION_FOREIGN,
        ("30217",),
        "no_foreign",
        ("foreign_batches", "foreign_people"),
    ),
    Group("购置公务用车", _Item.VEHICLE_PURCHASE, ("31013", "30913"), "no_purchase"),
    Group("公务用车", _Item.VEHICLE_RUNNING, ("30231",), "no_vehicles", answers_held=True),
)


# ---------------------------------------------------------------- 设备, 政府采购, 机关运行经费, 年初结转 that were left blank


def settle_equipment(settled: Settled) -> None:
    counts = settled.counts
    names = {"general_equipment": "大型通用设备台数", "special_equipment": "大型专用设备台数"}
    for name, label in names.items():
        if counts.no_equipment:
            settled.clash(counts, name, "本部门没有大型设备", "no_equipment", label, "台")
        else:
            advice = "请填写；没有的填 0，或在“本部门没有下面两种大型设备”选“是”。"
            settled.need(counts, name, label, "报告要写明台数", advice)
    if counts.no_equipment:
        settled.zero_counts(names)


def settle_procurement(settled: Settled) -> None:
    facts, counts = settled.facts, settled.counts
    rows = {row.kind: row for row in facts.procurements}
    total = _sum(row.amount for row in facts.procurements)
    contracts = {"sme_contracts": "授予中小企业合同金额", "micro_contracts": "授予小微企业合同金额"}
    if counts.no_procurement:
        typed: list[tuple[Record, str, str]] = [
            *((row, "amount", f"政府采购{row.kind.value}支出") for row in rows.values()),
            *((counts, name, label) for name, label in contracts.items()),
        ]
        for record, field_name, label in typed:
            settled.clash(record, field_name, "本部门没有政府采购支出", "no_procurement", label)
        settled.facts = replace(
            facts, procurements=tuple(replace(row, amount=row.amount or ZERO) for row in facts.procurements)
        )
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
        settled.lack(cell, label, "三格都是空的" if all_blank else "别的采购品目填了数", advice)
    for name, label in contracts.items():
        if total:
            settled.need(counts, name, label, f"有政府采购支出 {total:,.2f}元")


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
        who = facts.department.kind.value if facts.department.kind is OrgKind.MASS else kind.value
        settled.need(
            counts,
            name,
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


# ---------------------------------------------------------------- 年初预算数 and 全年预算数 of which one is blank


_Budgeted = TypeVar("_Budgeted", Budget, SanGong, Project)


def settle_budgets(settled: Settled) -> None:
    facts = settled.facts
    counts = facts.counts
    answered = {each.item for each in GROUPS if getattr(counts, each.answer) and not each.answers_held}

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


_STAGES = {
    "pre_assessed": "事前评估",
    "has_goal": "编制目标",
    "monitored": "绩效监控",
    "self_assessed": "绩效自评",
}


def settle_flags(settled: Settled) -> None:
    """是否: a blank is 否, but “无……的项目” is not said because of one; nor is a form left out that has been filled in."""
    facts = settled.facts
    heads: dict[str, Project] = {}
    for row in facts.projects:
        heads.setdefault(row.code, row)
    for name, label in _STAGES.items():
        given = [getattr(head, name) for head in heads.values()]
        blank = [head for head in heads.values() if getattr(head, name) is None]
        if any(given) or not blank:
            continue
        if len(blank) == len(heads):
            settled.taken.append((f"{label}的项目", blank[0].cell(name)))
            continue
        for head in blank:
            settled.need(
                head,
                name,
                f"项目 {head.code} 的{label}",
                f"别的项目都填了“否”，报告会写没有{label}的项目",
                "请选“是”或“否”。",
                f"项目·{head.code}",
            )
    with_form = {row.project for row in facts.indicators}
    with_report = {row.subject for row in facts.eval_texts}
    for head in heads.values():
        for name, label, codes, where in (
            ("publish_form", "公开自评表", with_form, "绩效指标"),
            ("own_report", "单独报告", with_report, "评价报告"),
        ):
            if head.code in codes:
                settled.need(
                    head,
                    name,
                    f"项目 {head.code} 的{label}",
                    f"“{where}”里填了这个项目，附不附要说明",
                    "请选“是”或“否”。",
                    f"项目·{head.code}",
                )
    evaluation = facts.evaluation
    if WHOLE_DEPARTMENT in with_report or evaluation.annex_file:
        settled.need(
            evaluation,
            "annexed",
            "报告中附整体评价报告",
            "“评价报告”里写了部门整体的内容，附不附要说明",
            "请选“是”或“否”。",
            "评价报告",
        )
    settled.facts = replace(
        facts,
        projects=tuple(map(_answered, facts.projects)),
        evaluation=replace(evaluation, annexed=bool(evaluation.annexed)),
    )


def _answered(row: Project) -> Project:
    flags: dict[str, Any] = {
        name: bool(getattr(row, name)) for name in (*_STAGES, "publish_form", "own_report")
    }
    return replace(row, **flags)


def settle_group(settled: Settled, group: Group, foreign_is_part: bool) -> None:
    facts, counts = settled.facts, settled.counts
    rows = [row for row in facts.sangong if row.item is group.item]
    typed = (
        any(map(begun, rows))
        or any(getattr(counts, name) is not None for name in group.counts)
        or group.typed(facts)
    )
    left = group.unexplained(facts, foreign_is_part)
    ready = settled.blank_cell("sangong", group.item.value, "actual")
    if getattr(counts, group.answer) and not group.answers_held:
        _clashes(settled, group, rows)
        _no_money(settled, group)
        settled.zero_counts(group.counts)
        return
    if (
        not typed
        and left
        and group.item is SanGongItem.RECEPTION_FOREIGN
        and any(each.label.startswith(SanGongItem.RECEPTION_DOMESTIC.value) for each in settled.lacking)
    ):
        return  # the other kind of reception is asked for first: what it leaves over is not known yet
    if not typed and not left and group.quiet(facts):
        settled.taken.append((group.label, ready))
        settled.zero_counts(group.counts)
        return
    uncounted = (
        group.counts
        and all(getattr(counts, name) is None for name in group.counts)
        and not group.typed(facts)
    )
    if uncounted and not left and rows and all(row.actual == 0 for row in rows):
        # the outturn is typed as 0, and none of the counts is typed
        settled.taken.append(
            ("、".join(map(_COUNT_LABELS.__getitem__, group.counts)), counts.cell(group.counts[0]))
        )
        settled.zero_counts(group.counts)
        counts = settled.counts
    why = f"支出表里有经济科目 {'、'.join(group.economic)} 的支出" if left else "留空不等于 0"
    offered = f"，或在“本部门没有{group.label}”选“是”。" if not left and not group.answers_held else "。"
    advice = f"请填写；没有的填 0{offered}"
    for row in rows:
        label = f"{row.item.value}决算数"
        settled.need(row, "actual", label, why, advice, f"{SHEET}·{row.item.value}")
    if not rows:
        label = f"{group.item.value}预算数、决算数"
        settled.lack(ready, label, why, advice, f"{SHEET}·{group.item.value}")
    for name in group.counts:
        settled.need(counts, name, _COUNT_LABELS[name], why, advice)
    for fund in without_fiscal_money(facts, group):
        if rows and ready:
            label = f"{group.item.value}（{fund.value}）决算数"
            settled.lack(
                ready, label, f"支出表里有{fund.value}的经济科目 {'、'.join(group.economic)}", advice
            )


def _clashes(settled: Settled, group: Group, rows: list[SanGong]) -> None:
    """是 beside a figure that is not 0."""
    words, answer = f"本部门没有{group.label}", group.answer
    for row in rows:
        settled.clash(row, "actual", words, answer, f"{row.item.value}决算数")
    for name in group.counts:
        settled.clash(settled.counts, name, words, answer, _COUNT_LABELS[name], "")
    for record, name, label, unit in group.contrary(settled.facts):
        settled.clash(record, name, words, answer, label, unit)


def _no_money(settled: Settled, group: Group) -> None:
    settled.facts = replace(
        settled.facts,
        sangong=tuple(
            replace(row, actual=ZERO) if row.item is group.item and row.actual is None else row
            for row in settled.facts.sangong
        ),
    )


# ---------------------------------------------------------------- 公务用车: bought and held, by type and by use


def settle_purchases(settled: Settled) -> None:
    """Bought and paid belong together; a row without either is 0 where the paid ones make up 公务用车购置费."""
    facts = settled.facts
    rows = facts.vehicles_by_type
    spent = _sum(row.actual for row in facts.sangong if row.item is SanGongItem.VEHICLE_PURCHASE)
    paid = _sum(row.price for row in rows)
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
            beside = "同一行填了另一格" if other is not None else "这一行填了数"
            settled.need(
                row,
                name,
                f"{row.type.value}{label}",
                f"{beside}，{label}是空的",
                "请填写；本年没有购置的填 0，或在“本部门本年没有购置公务用车”选“是”。",
                f"{SHEET}·{row.type.value}",
            )
        done.append(row)
    settled.facts = replace(facts, vehicles_by_type=tuple(done))
    if not rows and not begun and not nothing and spent:
        cell = settled.blank_cell("vehicles_by_type", next(iter(VehicleType)).value, "bought")
        why = f"有公务用车购置费 {spent:,.2f}元"
        settled.lack(cell, "本年购置数、购置金额", why, place=f"{SHEET}·公务用车（按车型）")


def _bought_for_nothing(facts: Facts) -> bool:
    """公务用车购置费 is typed as 0 and 支出 has none."""
    typed = [row.actual for row in facts.sangong if row.item is SanGongItem.VEHICLE_PURCHASE]
    group = next(each for each in GROUPS if each.item is SanGongItem.VEHICLE_PURCHASE)
    return bool(typed) and None not in typed and not group.unexplained(facts, foreign_is_part=False)


def settle_vehicles(settled: Settled) -> None:
    """年末保有 by type and by use: both lists, or 没有 for both."""
    facts = settled.facts
    by_type = {row.type: row for row in facts.vehicles_by_type}
    by_use = {row.use: row for row in facts.vehicles_by_use}
    none = settled.counts.no_vehicles or any(label == "公务用车" for label, _ in settled.taken)
    if settled.counts.no_vehicles:
        held: list[tuple[Record, str]] = [
            *((row, row.type.value) for row in by_type.values()),
            *((row, row.use.value) for row in by_use.values()),
        ]
        for record, label in held:
            settled.clash(record, "held", "本部门年末没有公务用车", "no_vehicles", f"{label}年末数", "辆")
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
    ready = settled.blank_cell("vehicles_by_type", next(iter(types)).value, "held")
    if mine is None and other == 0 and None not in uses.values():
        settled.taken.append(("公务用车（按车型）", ready))
        return
    if mine is None:
        cell = next((row.cell("held") for row in rows.values()), ready)
        place = f"{SHEET}·公务用车（按车型）"
        settled.lack(cell, "公务用车（按车型）年末保有", "各车型都是空的", _OR_NONE, place)
        return
    short = other is not None and mine < other
    for kind, value in types.items():
        if value is None and (kind in rows or short):
            cell = _held_cell(settled, "vehicles_by_type", rows, kind)
            why = (
                f"按用途填了 {other} 辆，按车型只填了 {mine} 辆" if short else "这一行填了数，年末保有是空的"
            )
            settled.lack(cell, f"{kind.value}年末保有", why, _OR_NONE, f"{SHEET}·{kind.value}")


def _held_cell(settled: Settled, block: str, rows: Mapping[Any, Record], kind: Enum) -> str:
    return rows[kind].cell("held") if kind in rows else settled.blank_cell(block, kind.value, "held")


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
    why = f"按车型填了 {other} 辆，按用途只填了 {mine or 0} 辆" if other else "留空不等于 0"
    settled.lack(
        _held_cell(settled, "vehicles_by_use", rows, blank[0]),
        f"车辆（按用途）年末数量：{'、'.join(k.value for k in blank)}",
        why,
        _OR_NONE,
        f"{SHEET}·车辆",
    )


def settle(facts: Facts, *, foreign_is_part: bool) -> Settled:
    """Resolve the blanks of ``facts``; ``foreign_is_part``: 外事接待费 is part of 国内公务接待费."""
    settled = settle_amounts(facts, foreign_is_part=foreign_is_part)
    settle_flags(settled)
    return settled


def settle_amounts(facts: Facts, *, foreign_is_part: bool) -> Settled:
    """:func:`settle` without 是 or 否: what can be added up."""
    settled = Settled(facts)
    settle_budgets(settled)
    for group in GROUPS:
        settle_group(settled, group, foreign_is_part)
    settle_purchases(settled)
    settle_vehicles(settled)
    settle_equipment(settled)
    settle_procurement(settled)
    settle_operating(settled)
    settle_openings(settled)
    return settled
