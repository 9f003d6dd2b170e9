"""Rules on income, expenditure, carry-over, last year, procurement, operating costs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_author.checks.words import difference, yuan
from report_author.figures.account import FISCAL, Account
from report_author.model.facts import Fund, LastYearRow, Nature, OrgKind, Scope
from report_author.model.findings import Finding, Unchecked, error, warning
from report_author.model.money import YUAN_PER_WAN, ZERO

Answers = Iterator[Finding | Unchecked]


def closing_is_not_negative(account: Account) -> Answers:
    """R22: 收入 + 年初 = 支出 + 年末 for every fund, and nothing can be left that is less than nothing."""
    for fund in Fund:
        closing = account.closing("年末结转和结余", [fund])
        if closing.value >= 0:
            continue
        report = error if fund.fiscal else warning
        yield report(
            "R22",
            f"收入与结转·{fund.value}",
            f"{fund.value}的支出比收入与年初结转和结余之和多 {yuan(-closing.value)}，年末结转和结余成了负数。",
            "请核对“收入与结转”“支出”两张表中这项资金的金额：漏填了收入或年初结转，或支出多填、资金性质选错。",
            stated=yuan(closing.value),
            expected="不小于 0",
        )


def fiscal_funds_keep_their_remainder(account: Account) -> Answers:
    """R21: 使用非财政拨款结余 and 结余分配 are of 其他资金; from a fiscal purse they would part the two sides of 04表."""
    for row in account.facts.carryovers:
        for field, label in (("from_non_fiscal", "使用非财政拨款结余"), ("distribution", "结余分配")):
            amount = getattr(row, field)
            if amount and row.fund.fiscal:
                yield error(
                    "R21",
                    row.cell(field) or f"收入与结转·{row.function}",
                    f"{row.fund.value}（科目 {row.function}）填了{label} {yuan(amount)}，财政拨款没有这一项。",
                    "请把这一行的资金性质改为“其他资金”，或清空这一格。",
                    stated=yuan(amount),
                    expected="0.00元",
                )


def nothing_printed_by_item_is_left_negative(account: Account) -> Answers:
    """R48: 基金表 and 国资表 print 年初, 收入, 支出, 年末 of every 项."""
    for fund in (Fund.GOVERNMENT, Fund.CAPITAL):
        left: dict[str, Decimal] = {}
        for function, (_, _, amount) in account.balance_parts[fund]:
            left[function] = left.get(function, ZERO) + amount
        for function, closing in sorted(left.items()):
            if closing < 0:
                yield warning(
                    "R48",
                    f"收入与结转·{fund.value}·{function}",
                    f"{fund.value}的科目 {function}，支出比收入与年初结转和结余之和多 {yuan(-closing)}，公开表中它的年末结转和结余是负数。",
                    "请核对这个科目的收入、年初结转和结余、支出是否填在同一个科目编码下；确实如此的，请在“校验与核实”写明核实说明。",
                    stated=yuan(closing),
                    expected="不小于 0",
                )


def fiscal_spending_has_an_economic_code(account: Account) -> Answers:
    """R35: the detail tables add up only when every 财政拨款 row has its 经济科目款."""
    for row in account.facts.expenditures:
        if (
            row.fund.fiscal
            and not row.economic
            and row.nature in (Nature.BASIC, Nature.PROJECT)
            and row.amount
        ):
            yield error(
                "R35",
                row.cell("economic") or f"支出·{row.function}·{row.fund.value}·{row.nature.value}",
                f"{row.function}的{row.fund.value}{row.nature.value} {yuan(row.amount)} 没有填经济科目，明细表会少这笔钱。",
                "请在这一行填写五位的部门预算支出经济分类科目（款）编码，如 30201。",
            )


def state_capital_codes_match_their_purse(account: Account) -> Answers:
    """R64: 223 (国有资本经营预算支出) is spent from 国有资本经营预算 alone."""
    for row in account.facts.expenditures:
        is_223 = row.function.startswith("223")
        if row.amount and is_223 != (row.fund is Fund.CAPITAL) and (is_223 or row.fund is Fund.CAPITAL):
            yield warning(
                "R64",
                row.cell("function") or f"支出·{row.function}·{row.fund.value}",
                f"科目 {row.function} 与资金性质“{row.fund.value}”不相配：223 类科目只用于国有资本经营预算。",
                "请核对科目编码和资金性质；确实如此的，请在“校验与核实”写明核实说明。",
                stated=f"{row.function} · {row.fund.value}",
                expected="223 类 · 国有资本经营预算",
            )


def opening_is_last_years_closing(account: Account) -> Answers:
    """W16: 年初结转和结余 is what last year's report published as 年末结转和结余."""
    opening = account.opening("年初结转和结余")
    found = account.published([LastYearRow.CARRY_END], "上年年末结转和结余")
    if found is None:
        if opening.value:
            yield Unchecked("W16", "“上年数”没有填“年末结转和结余”，不能核对今年的年初数。")
        return
    before, in_yuan = found
    tolerance = ZERO if in_yuan else YUAN_PER_WAN / 200  # last year's figure is rounded to 0.01 万元
    if abs(opening.value - before.value) > tolerance:
        yield warning(
            "W16",
            next(iter(before.sources), "上年数"),
            "今年的年初结转和结余与上年公开的年末结转和结余不一致："
            + difference(opening.value, before.value, "年初数", "上年末数")
            + "。",
            "请核对；因调账等原因不同的，请填“口径调整数”和说明，或在“校验与核实”写明核实说明。",
            stated=yuan(before.value),
            expected=yuan(opening.value),
        )


def there_are_facts(account: Account) -> Answers:
    """A report without income or without expenditure is a workbook not filled in."""
    for rows, sheet, what in (
        (account.facts.incomes, "收入与结转", "收入"),
        (account.facts.expenditures, "支出", "支出"),
    ):
        if not any(row.amount for row in rows):
            yield error("V90", sheet, f"“{sheet}”表还没有填{what}。", f"请按科目逐项填写{what}金额（元）。")


def budget_is_filled_in(account: Account) -> Answers:
    """完成预算 needs the budget: without any row every item would read 预算为0."""
    budgets = account.facts.budgets
    if (
        not any(row.revised or row.initial for row in budgets)
        and account.expense("支出", "", funds=FISCAL).value
    ):
        yield error(
            "V91",
            "预算数",
            "“预算数”表还没有填，报告里的完成预算无法计算。",
            "请按科目填写年初预算数和全年预算数（元）。",
        )
        return
    revised = account.conventions.item_budget_revised
    label = "全年预算数" if revised else "年初预算数"
    budgeted = any((row.revised if revised else row.initial) for row in budgets if row.fund is Fund.GENERAL)
    spent = any(row.fund is Fund.GENERAL and row.amount for row in account.facts.expenditures)
    if spent and not budgeted:
        yield error(
            "V92",
            "预算数",
            f"一般公共预算各科目的“{label}”都没有填，完成预算无法计算。",
            f"请在“预算数”表填写“{label}”这一列（元）。",
        )


def operating_cost_fits_the_basic_expense(account: Account) -> Answers:
    """R59, W23: 机关运行经费 is part of 公用经费 (all of it where the format says so), and a 事业单位 has none."""
    counts = account.facts.counts
    operating = (counts.operating_administrative or ZERO) + (counts.operating_civil_service_like or ZERO)
    place = counts.cell("operating_administrative") or "三公资产采购"
    running = account.expense(
        "公用经费",
        "",
        funds=[Fund.GENERAL],
        natures=[Nature.BASIC],
        economic=lambda code: code[:3] in account.basic_panels[1],
    ).value
    if operating > running:
        yield warning(
            "R59",
            place,
            f"机关运行经费比一般公共预算公用经费还多 {yuan(operating - running)}。",
            "请核对机关运行经费和支出表的公用经费；确实如此的，请在“校验与核实”写明核实说明。",
            stated=yuan(operating),
            expected=f"不大于 {yuan(running)}",
        )
    elif operating < running and account.format.option("机关运行经费口径") == "全部公用":
        yield warning(
            "R59",
            place,
            f"机关运行经费比一般公共预算公用经费少 {yuan(running - operating)}，本格式的机关运行经费是全部公用经费。",
            "请核对机关运行经费和支出表的公用经费；确实如此的，请在“校验与核实”写明核实说明。",
            stated=yuan(operating),
            expected=yuan(running),
        )
    department = account.facts.department
    if operating and department.scope is Scope.UNIT and department.kind is OrgKind.INSTITUTION:
        yield warning(
            "W23",
            place,
            f"单位性质是{department.kind.value}，却填了机关运行经费 {yuan(operating)}。",
            "事业单位（不含参公）没有机关运行经费，请核对；确实如此的，请在“校验与核实”写明核实说明。",
            stated=yuan(operating),
            expected="0.00元",
        )


def contracts_fit_the_procurement(account: Account) -> Answers:
    """R62, W22: 小微 within 中小; contracts beside payments."""
    counts = account.facts.counts
    sme, micro = counts.sme_contracts or ZERO, counts.micro_contracts or ZERO
    total = sum((row.amount for row in account.facts.procurements), ZERO)
    if micro > sme:
        yield error(
            "R62",
            counts.cell("micro_contracts") or "三公资产采购",
            f"授予小微企业合同金额比授予中小企业合同金额还多 {yuan(micro - sme)}，前者是后者的其中数。",
            "请核对两个金额。",
            stated=yuan(micro),
            expected=f"不大于 {yuan(sme)}",
        )
    if sme > total:
        yield warning(
            "W22",
            counts.cell("sme_contracts") or "三公资产采购",
            f"授予中小企业合同金额比政府采购支出总额多 {yuan(sme - total)}，占比会超过 100%。",
            "合同金额跨年度支付时会这样，请核对；确实如此的，请在“校验与核实”写明核实说明。",
            stated=yuan(sme),
            expected=f"不大于 {yuan(total)}",
        )


MONEY_RULES = (
    there_are_facts,
    budget_is_filled_in,
    closing_is_not_negative,
    fiscal_funds_keep_their_remainder,
    nothing_printed_by_item_is_left_negative,
    fiscal_spending_has_an_economic_code,
    state_capital_codes_match_their_purse,
    opening_is_last_years_closing,
    operating_cost_fits_the_basic_expense,
    contracts_fit_the_procurement,
)
