"""Rules on the rows of several lists together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_author.checks.words import difference, yuan
from report_author.figures.account import Account
from report_author.model.choices import Fund
from report_author.model.facts import Record
from report_author.model.findings import Finding, Unchecked, warning
from report_author.model.money import ZERO
from report_author.workbook.summing.elimination import ELIMINATION

Answers = Iterator[Finding | Unchecked]

#: the funds that have no table of their own with balances by 项 (those are rules of the book)
_FUNDS = (Fund.GENERAL, Fund.OTHER)


def no_item_is_overspent(account: Account) -> Answers:
    """N34: 年末结转和结余 of every 功能科目项 is not below zero: income and expense stand under the same code."""
    for fund in _FUNDS:
        balances: dict[str, Decimal] = {}
        cells: dict[str, str] = {}
        for function, (record, field, amount) in account.balance_parts[fund]:
            balances[function] = balances.get(function, ZERO) + amount
            if amount < 0:
                cells.setdefault(function, record.cell(field))
        for function, balance in balances.items():
            if balance < 0:
                yield warning(
                    "N34",
                    cells.get(function) or f"支出·{function}",
                    f"科目 {function}（{fund.value}）的支出比它的收入与年初结转和结余之和还多："
                    + difference(balance, ZERO, "年末结转和结余", "0")
                    + "。",
                    "请核对这个科目的收入、年初结转和结余、支出是否填在同一个科目编码下；确实如此的，请在“校验与核实”写明核实说明。",
                    quote=f"{function}·{fund.value}",
                    stated=yuan(balance),
                    expected="不小于 0",
                )


def units_are_institutions(account: Account) -> Answers:
    """N35: who is named as 所属单位 keeps accounts of its own, and who keeps them has rows."""
    facts = account.facts
    rows: Sequence[Record] = (*facts.incomes, *facts.carryovers, *facts.expenditures)
    named: dict[str, str] = {}
    for row in rows:
        unit = getattr(row, "unit", "")
        if unit:
            named.setdefault(unit, row.cell("unit"))
    own = {facts.department.full_name, facts.department.short_name}
    keeping = {each.name: each for each in facts.institutions if each.independent}
    for unit, cell in named.items():
        bare = unit.removesuffix("（本级）").removesuffix("本级")
        if unit in keeping or bare in own or unit == ELIMINATION:
            continue
        yield warning(
            "N35",
            cell or f"所属单位·{unit}",
            f"所属单位“{unit}”不在“单位与人员”的独立核算机构里。",
            "请核对名称；它独立核算的，在“机构”里把“独立核算”选“是”；确实如此的，请在“校验与核实”写明核实说明。",
            quote=unit,
            stated=unit,
            expected="、".join(keeping) or "没有独立核算的机构",
        )
    for name, institution in keeping.items():
        if named and name not in named:
            yield warning(
                "N35",
                institution.cell("independent") or f"单位与人员·{name}",
                f"“{name}”独立核算，收入、支出却没有一行属于它。",
                "请核对“独立核算”和收入、支出的所属单位；确实如此的，请在“校验与核实”写明核实说明。",
                quote=name,
                stated="0 行",
                expected="至少 1 行",
            )


def what_belongs_together_stands_together(account: Account) -> Answers:
    """N36: the paragraphs of one 位置, the indicators of one kind are printed in the order of the rows."""
    facts = account.facts
    yield from _scattered([((text.position.value,), text, "position") for text in facts.texts], "文字材料")
    yield from _scattered([((text.subject,), text, "subject") for text in facts.eval_texts], "评价报告")
    yield from _scattered(
        [((text.subject, text.position.value), text, "position") for text in facts.eval_texts], "评价报告"
    )
    yield from _scattered([((row.project,), row, "project") for row in facts.indicators], "绩效指标")
    yield from _scattered(
        [((row.project, row.level1), row, "level1") for row in facts.indicators], "绩效指标"
    )
    yield from _scattered(
        [((row.project, row.level1, row.level2), row, "level2") for row in facts.indicators], "绩效指标"
    )


def _scattered(rows: Sequence[tuple[tuple[str, ...], Record, str]], sheet: str) -> Answers:
    """A finding where a key comes again after others."""
    seen: dict[tuple[str, ...], int] = {}
    told: set[tuple[str, ...]] = set()
    for number, (key, record, field) in enumerate(rows):
        if key in seen and seen[key] != number - 1 and key not in told:
            told.add(key)
            label = " ".join(key)
            yield warning(
                "N36",
                record.cell(field) or f"{sheet}·{label}",
                f"“{label}”的内容分在了几处，中间隔着别的内容。",
                "请核对这一行和上面几行选得对不对；同样的内容请放在一起；确实如此的，请在“校验与核实”写明核实说明。",
                quote=label,
                stated="分在几处",
                expected="放在一起",
            )
        seen[key] = number


LIST_RULES = (
    (no_item_is_overspent, "要按科目和资金性质把三张表的数加在一起"),
    (units_are_institutions, "三张表的所属单位与机构表双向核对"),
    (what_belongs_together_stands_together, "看的是行的先后，不是数"),
)
