"""一般公共预算, 政府性基金预算, 国有资本经营预算: the figures of sections 五, 六, 八, 九."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.narrative import Quoter
from report_author.figures.tally import Tally
from report_author.figures.topics_money import change, class_codes, last_year_figure, share
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import completion
from report_author.model.choices import Fund, LastYearRow, Nature, Source
from report_author.model.facts import Budget, Project, SanGong
from report_author.model.findings import error
from report_author.model.money import wan

_SOURCE = {Fund.GENERAL: Source.GENERAL, Fund.GOVERNMENT: Source.GOVERNMENT, Fund.CAPITAL: Source.CAPITAL}
_LAST_YEAR = {
    Fund.GENERAL: LastYearRow.GENERAL_EXPENSE,
    Fund.GOVERNMENT: LastYearRow.GOVERNMENT_EXPENSE,
    Fund.CAPITAL: LastYearRow.CAPITAL_EXPENSE,
}


def fund_names(account: Account, fund: Fund, whole_expense: Figure, quoter: Quoter) -> dict[str, object]:
    """The entries every fund has."""
    label = f"{fund.value}财政拨款"
    got = account.income(f"{label}收入", f"收入表：来源为{_SOURCE[fund].value}的金额之和", [_SOURCE[fund]])
    spent = account.expense(f"{label}支出", f"支出表：资金性质为{fund.value}的金额之和", funds=[fund])
    opening, closing = (
        account.opening(f"{label}年初结转和结余", [fund]),
        account.closing(f"{label}年末结转和结余", [fund]),
    )
    taken = "全年预算数" if account.conventions.item_budget_revised else "年初预算数"
    budget = account.budgeted(fund).figure(
        "", f"{label}支出预算", f"预算数表：资金性质为{fund.value}的{taken}之和"
    )
    rows = [_LAST_YEAR[fund]]
    return {
        "收入": got,
        "支出": spent,
        "基本支出": account.expense(
            f"{label}基本支出",
            f"支出表：{fund.value}、基本支出的金额之和",
            funds=[fund],
            natures=[Nature.BASIC],
        ),
        "项目支出": account.expense(
            f"{label}项目支出",
            f"支出表：{fund.value}、项目支出的金额之和",
            funds=[fund],
            natures=[Nature.PROJECT],
        ),
        "年初": opening,
        "年末": closing,
        "有数据": any(figure.value for figure in (got, spent, opening, closing)),
        "占支出": share(spent, whole_expense, f"{label}支出占本年支出合计的比重"),
        "上年": lambda: last_year_figure(account, rows, f"{account.last_year}年{label}支出"),
        "比上年": lambda: change(account, spent, rows),
        "预算": budget,
        "完成预算": completion(
            account, spent, budget, lambda row: isinstance(row, Budget) and row.fund is fund
        ),
        "类": lambda: _classes(account, fund, spent),
        "项": lambda: _items(account, fund, quoter),
    }


def general(account: Account, whole_expense: Figure, quoter: Quoter) -> Names:
    """一般公共预算, with the 人员 / 公用 split of its 基本支出."""
    entries = fund_names(account, Fund.GENERAL, whole_expense, quoter)
    panels = account.basic_panels
    staff, running = _panel(account, "人员经费", panels[0]), _panel(account, "公用经费", panels[1])
    return Names("一般公共预算", {**entries, **staff, **running})


def other_fund(account: Account, fund: Fund, whole_expense: Figure, quoter: Quoter) -> Names:
    """政府性基金预算 or 国有资本经营预算."""
    return Names(fund.value, fund_names(account, fund, whole_expense, quoter))


def _panel(account: Account, label: str, classes: tuple[str, ...]) -> Mapping[str, object]:
    """人员经费 / 公用经费: the amount and its 款, all with an amount, in code order."""
    tally = Tally()
    for row in account.facts.expenditures:
        if row.fund is Fund.GENERAL and row.nature is Nature.BASIC and row.economic[:3] in classes:
            tally.add(("", row.economic), row, row.amount)
    codes = sorted(code for code in tally if code)
    rows = tuple(
        Names(
            f"一般公共预算.{label}",
            {
                "编码": code,
                "名称": account.economic_name(code),
                "金额": tally.figure(
                    code, account.economic_name(code), f"支出表：基本支出中经济科目{code}的金额之和"
                ),
            },
        )
        for code in codes
    )
    short = label.removesuffix("经费")
    return {
        label: tally.figure(
            "", label, f"支出表：一般公共预算基本支出中经济科目为{'、'.join(classes)}类的金额之和"
        ),
        f"{short}明细": rows,
        f"{short}明细名单": "、".join(account.economic_name(code) for code in codes),
    }


def _classes(account: Account, fund: Fund, whole: Figure) -> tuple[Names, ...]:
    rows = []
    for code in class_codes(account, [fund]):
        name = account.function_name(code)
        amount = account.spent_by_code(fund).figure(
            code, name, f"支出表：{fund.value}中{code}{name}的金额之和"
        )
        if wan(amount.value):
            rows.append(
                Names(
                    f"{fund.value}.类",
                    {"编码": code, "名称": name, "金额": amount, "占比": share(amount, whole, f"{name}占比")},
                )
            )
    return tuple(rows)


def _items(account: Account, fund: Fund, quoter: Quoter) -> tuple[Names, ...]:
    """One row per 项 that was spent on or budgeted for (never several 项 in one line: each must be disclosed)."""
    spending, budgets = account.spent_by_code(fund), account.budgeted(fund)
    codes = {code for tally in (spending, budgets) for code in tally if len(code) == 7}
    reasons = {reason.function: reason for reason in account.facts.item_reasons}
    rows = []
    for code in sorted(codes):
        name = account.function_name(code)
        spent = spending.figure(code, f"{code}{name}", f"支出表：{fund.value}中{code}的金额之和")
        budget = budgets.figure(code, f"{code}{name}预算", f"预算数表：{fund.value}中{code}的预算数之和")
        given = reasons.get(code)
        text: object = quoter.clause(given.text, given.cell("text")) if given else ""
        if not text:
            text = _wanted_item_reason(code, name, spent, budget)
        rows.append(
            Names(
                f"{fund.value}.项",
                {
                    "编码": code,
                    "名称": name,
                    "类编码": code[:3],
                    "类名称": account.function_name(code[:3]),
                    "款编码": code[:5],
                    "款名称": account.function_name(code[:5]),
                    "科目名": full_code_name(account, code),
                    "金额": spent,
                    "预算": budget,
                    "完成预算": completion(account, spent, budget, partial(_budgets_item, fund, code)),
                    "原因": text,
                },
            )
        )
    return tuple(rows)


def full_code_name(account: Account, code: str) -> str:
    """类, 款, 项 of a 功能科目 in the style the format chose."""
    parts = [(code[:n], account.function_name(code[:n])) for n in (3, 5, 7)]
    if account.conventions.code_name_style == "类款项":
        return "".join(f"{name}（{level}）" for (_, name), level in zip(parts, "类款项", strict=True))
    return "，".join(f"{part}{name}" for part, name in parts)


def _budgets_item(fund: Fund, code: str, row: Budget | SanGong | Project) -> bool:
    return isinstance(row, Budget) and row.fund is fund and row.function == code


def _wanted_item_reason(code: str, name: str, spent: Figure, budget: Figure) -> Wanted:
    """More spent than budgeted: most often a budget of the year is not typed, so that is asked before a reason."""
    over = spent.value > budget.value
    first = (
        "请先看“预算数”表这个科目的全年预算数：年中追加的预算、上年结转的指标有没有漏填；没有漏填的，再"
        if over
        else "请"
    )
    return Wanted(
        error(
            "V83",
            f"原因说明·分科目预算差异原因·{code}",
            f"{code}{name}决算数{'大于' if over else '与'}预算数{'' if over else '不一致'}，报告要逐项写明原因，此处还没有填。",
            f"{first}在“原因说明”表“分科目预算差异原因”加一行：科目编码 {code}，写明差异原因。",
            stated=f"决算数 {wan(spent.value)}万元",
            expected=f"与预算数 {wan(budget.value)}万元 一致，或写明原因",
        )
    )
