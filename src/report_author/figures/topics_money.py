"""收入, 支出, 总体, 财政拨款 and the funds: the figures of sections 一 to 六, 八, 九."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from report_author.figures.account import FISCAL, Account, Tally
from report_author.figures.compare import Change
from report_author.figures.figure import Figure, added, sources_of
from report_author.figures.texts import USE_LEAD, Quoter
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import completion, missing_last_year, missing_text
from report_author.model.choices import Fund, LastYearRow, Nature, Source
from report_author.model.facts import Budget, Project, SanGong
from report_author.model.findings import error
from report_author.model.money import percent, wan

# ---------------------------------------------------------------- 收入, 支出, 总体, 财政拨款: the figures of sections 一 to 四


Row = LastYearRow


def share(part: Figure, whole: Figure, name: str) -> Figure:
    """``part`` as % of ``whole``, from 元; zero where the whole is zero."""
    value = percent(part.value, whole.value) if whole.value else whole.value
    return Figure(name, value, "%", f"{part.name} ÷ {whole.name}", sources_of(part, whole))


def change(account: Account, now: Figure, rows: Sequence[LastYearRow]) -> Change | Wanted:
    """``now`` against last year's published rows; a row that is not filled is wanted."""
    found = account.published(rows, f"{account.last_year}年{now.name}")
    if found is None:
        return missing_last_year(account, rows, now.name)
    before, in_yuan = found
    return Change(now, before, in_yuan, account.last_year, account.conventions)


def last_year_figure(account: Account, rows: Sequence[LastYearRow], name: str) -> Figure | Wanted:
    """Last year's published figure itself (元)."""
    found = account.published(rows, name)
    return missing_last_year(account, rows, name) if found is None else found[0]


def structure(
    path: str, items: Iterable[tuple[str, Figure]], whole: Figure, *, list_zero: bool
) -> tuple[Names, ...]:
    """Rows {名称 金额 占比}; zero items are left out unless the format lists them."""
    return tuple(
        Names(path, {"名称": name, "金额": amount, "占比": share(amount, whole, f"{amount.name}占比")})
        for name, amount in items
        if list_zero or wan(amount.value)
    )


def income(account: Account) -> Names:
    """收入."""
    total = account.income("本年收入合计", "收入表：金额之和")
    opening = account.opening("年初结转和结余")
    used = account.carry_field("使用非财政拨款结余", "from_non_fiscal", "使用非财政拨款结余")
    by_source = [
        (source.value, account.income(source.value, f"收入表：来源为{source.value}的金额之和", [source]))
        for source in Source
    ]
    return Names(
        "收入",
        {
            "本年合计": total,
            "年初结转和结余": opening,
            "使用非财政拨款结余": used,
            "总计": added(
                "收入总计", "本年收入合计 + 使用非财政拨款结余 + 年初结转和结余", total, used, opening
            ),
            "构成": structure("收入.构成", by_source, total, list_zero=account.conventions.list_zero),
            "来源": tuple(Names("收入.来源", {"名称": name, "金额": amount}) for name, amount in by_source),
        },
    )


def expense(account: Account) -> Names:
    """支出."""
    total = account.expense("本年支出合计", "支出表：金额之和")
    natures = {
        nature: account.expense(nature.value, f"支出表：支出性质为{nature.value}的金额之和", natures=[nature])
        for nature in Nature
    }
    distribution = account.carry_field("结余分配", "distribution", "结余分配")
    closing = account.closing("年末结转和结余")
    rows = [(nature.value, figure) for nature, figure in natures.items()]
    return Names(
        "支出",
        {
            "本年合计": total,
            **dict(rows),
            "结余分配": distribution,
            "年末结转和结余": closing,
            "有年末结转": wan(closing.value) != 0,
            "总计": added(
                "支出总计", "本年支出合计 + 结余分配 + 年末结转和结余", total, distribution, closing
            ),
            "构成": structure("支出.构成", rows, total, list_zero=account.conventions.list_zero),
        },
    )


def overall(account: Account, money_in: Names, money_out: Names) -> Names:
    """总体 (section 一): 本年合计 or 总计, as the format chooses."""
    if account.conventions.basis_total:
        basis, rows = "总计", (Row.INCOME_GRAND, Row.EXPENSE_GRAND)
    else:
        basis, rows = "本年合计", (Row.INCOME_YEAR, Row.EXPENSE_YEAR)
    return Names("总体", _pair(account, money_in[basis], money_out[basis], *rows))


def _pair(
    account: Account, left: Figure, right: Figure, left_row: LastYearRow, right_row: LastYearRow
) -> dict[str, object]:
    left_change = change(account, left, [left_row])
    right_change = change(account, right, [right_row])
    together = (
        account.conventions.basis_total
        and isinstance(left_change, Change)
        and isinstance(right_change, Change)
        and left.value == right.value
        and left_change.before.value == right_change.before.value
    )
    return {
        "收入": left,
        "支出": right,
        "收入上年": last_year_figure(account, [left_row], f"{account.last_year}年{left.name}"),
        "支出上年": last_year_figure(account, [right_row], f"{account.last_year}年{right.name}"),
        "收入变动": left_change,
        "支出变动": right_change,
        "有变动": any(isinstance(each, Change) and each.moved for each in (left_change, right_change)),
        "合并": together,
    }


def fiscal(account: Account, quoter: Quoter) -> Names:
    """财政拨款 (section 四)."""
    got = account.income(
        "财政拨款本年收入合计",
        "收入表：三项财政拨款收入之和",
        [Source.GENERAL, Source.GOVERNMENT, Source.CAPITAL],
    )
    spent = account.expense("财政拨款本年支出合计", "支出表：资金性质为财政拨款的金额之和", funds=FISCAL)
    opening = account.opening("年初财政拨款结转和结余", FISCAL)
    closing = account.closing("年末财政拨款结转和结余", FISCAL)
    if account.conventions.basis_total:
        pair = _pair(
            account,
            added("财政拨款收入总计", "财政拨款本年收入 + 年初财政拨款结转和结余", got, opening),
            added("财政拨款支出总计", "财政拨款本年支出 + 年末财政拨款结转和结余", spent, closing),
            Row.FISCAL_GRAND_INCOME,
            Row.FISCAL_GRAND_EXPENSE,
        )
    else:
        pair = _pair(account, got, spent, Row.FISCAL_INCOME, Row.FISCAL_EXPENSE)
    return Names(
        "财政拨款",
        {
            **pair,
            "收入": got,
            "支出": spent,
            "年初": opening,
            "年末": closing,
            "总体收入": pair["收入"],
            "总体支出": pair["支出"],
            "类": lambda: _classes(account, quoter),
        },
    )


def _classes(account: Account, quoter: Quoter) -> tuple[Names, ...]:
    """财政拨款支出 by 类 with its 主要用途 (整体绩效评价报告 二（二）)."""
    given = account.facts.class_uses
    uses = {use.function[:3]: quoter.clause(use.text, use.cell("text"), USE_LEAD) for use in given}
    rows = []
    for code in class_codes(account, FISCAL):
        parts = [account.spent_by_code(fund).figure(code, fund.value) for fund in FISCAL]
        name = account.function_name(code)
        rows.append(
            Names(
                "财政拨款.类",
                {
                    "编码": code,
                    "名称": name,
                    "金额": added(f"财政拨款{name}", f"支出表：{code}{name}的财政拨款金额之和", *parts),
                    "用途": uses.get(code) or _missing_use(code, name),
                },
            )
        )
    return tuple(rows)


def class_codes(account: Account, funds: Iterable[Fund]) -> list[str]:
    """The 类 in which any of these funds spent, ascending."""
    return sorted({code for fund in funds for code in account.spent_by_code(fund) if len(code) == 3})


def _missing_use(code: str, name: str) -> Wanted:
    advice = f"请在“原因说明”表“类级科目的主要用途”加一行：科目编码 {code}，写明主要用途。"
    return missing_text(f"原因说明·类级科目的主要用途·{code}", f"{code}{name}的主要用途", advice)


def of_fund(account: Account, fund: Fund, whole_expense: Figure, quoter: Quoter) -> Names:
    """一般公共预算, 政府性基金预算 or 国有资本经营预算; the first with the 人员 / 公用 split of its 基本支出."""
    label = f"{fund.value}财政拨款"
    source = Source(f"{label}收入")
    got = account.income(source.value, f"收入表：来源为{source.value}的金额之和", [source])
    spent = account.expense(f"{label}支出", f"支出表：资金性质为{fund.value}的金额之和", funds=[fund])
    opening, closing = (
        account.opening(f"{label}年初结转和结余", [fund]),
        account.closing(f"{label}年末结转和结余", [fund]),
    )
    taken = "全年预算数" if account.conventions.item_budget_revised else "年初预算数"
    budget = account.budgeted(fund).figure(
        "", f"{label}支出预算", f"预算数表：资金性质为{fund.value}的{taken}之和"
    )
    rows = [LastYearRow(f"{label}支出")]
    entries: dict[str, object] = {
        "收入": got,
        "支出": spent,
        **{
            nature.value: account.expense(
                f"{label}{nature.value}",
                f"支出表：{fund.value}、{nature.value}的金额之和",
                funds=[fund],
                natures=[nature],
            )
            for nature in (Nature.BASIC, Nature.PROJECT)
        },
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
        "类": lambda: _classes_of_fund(account, fund, spent),
        "项": lambda: _items(account, fund, quoter),
    }
    if fund is Fund.GENERAL:
        for part, classes in zip(("人员经费", "公用经费"), account.basic_panels, strict=True):
            entries |= _panel(account, part, classes)
    return Names(fund.value, entries)


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


def _classes_of_fund(account: Account, fund: Fund, whole: Figure) -> tuple[Names, ...]:
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
                    "科目名": full_code_name(account, code, account.format.option("科目名称样式")),
                    "金额": spent,
                    "预算": budget,
                    "完成预算": completion(account, spent, budget, partial(_budgets_item, fund, code)),
                    "原因": text,
                },
            )
        )
    return tuple(rows)


def full_code_name(account: Account, code: str, style: str) -> str:
    """类, 款, 项 of a 功能科目 in a ``style`` of the format: 类款项, 编码名称, 名称编码."""
    parts = [(code[:n], account.function_name(code[:n])) for n in (3, 5, 7)]
    if style == "类款项":
        return "".join(f"{name}（{level}）" for (_, name), level in zip(parts, "类款项", strict=True))
    return "，".join(f"{part}{name}" if style == "编码名称" else f"{name}{part}" for part, name in parts)


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
