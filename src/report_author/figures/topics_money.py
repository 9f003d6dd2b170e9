"""收入, 支出, 总体, 财政拨款: the figures of sections 一 to 四."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_author.figures.account import FISCAL, Account
from report_author.figures.compare import Change
from report_author.figures.figure import Figure
from report_author.figures.narrative import USE_LEAD, Quoter
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import missing_last_year, missing_text
from report_author.model.choices import Fund, LastYearRow, Nature, Source
from report_author.model.money import percent, wan

Row = LastYearRow


def share(part: Figure, whole: Figure, name: str) -> Figure:
    """``part`` as % of ``whole``, from 元; zero where the whole is zero."""
    value = percent(part.value, whole.value) if whole.value else whole.value
    return Figure(name, value, "%", f"{part.name} ÷ {whole.name}", lambda: (*part.sources, *whole.sources))


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
            "总计": _grand(
                "收入总计", "本年收入合计 + 使用非财政拨款结余 + 年初结转和结余", total, used, opening
            ),
            "构成": structure("收入.构成", by_source, total, list_zero=account.conventions.list_zero),
            "来源": tuple(Names("收入.来源", {"名称": name, "金额": amount}) for name, amount in by_source),
        },
    )


def _grand(name: str, formula: str, *parts: Figure) -> Figure:
    return Figure(
        name,
        sum((part.value for part in parts[1:]), parts[0].value),
        "元",
        formula,
        lambda: (cell for part in parts for cell in part.sources),
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
            "总计": _grand(
                "支出总计", "本年支出合计 + 结余分配 + 年末结转和结余", total, distribution, closing
            ),
            "构成": structure("支出.构成", rows, total, list_zero=account.conventions.list_zero),
        },
    )


def overall(account: Account, money_in: Names, money_out: Names) -> Names:
    """总体 (section 一): 本年合计 or 总计, as the format chooses."""
    if account.conventions.basis_total:
        return _pair(
            account, "总体", money_in["总计"], money_out["总计"], Row.INCOME_GRAND, Row.EXPENSE_GRAND
        )
    return _pair(
        account, "总体", money_in["本年合计"], money_out["本年合计"], Row.INCOME_YEAR, Row.EXPENSE_YEAR
    )


def _pair(
    account: Account, path: str, left: Figure, right: Figure, left_row: LastYearRow, right_row: LastYearRow
) -> Names:
    left_change = change(account, left, [left_row])
    right_change = change(account, right, [right_row])
    together = (
        account.conventions.basis_total
        and isinstance(left_change, Change)
        and isinstance(right_change, Change)
        and left.value == right.value
        and left_change.before.value == right_change.before.value
    )
    return Names(
        path,
        {
            "收入": left,
            "支出": right,
            "收入上年": last_year_figure(account, [left_row], f"{account.last_year}年{left.name}"),
            "支出上年": last_year_figure(account, [right_row], f"{account.last_year}年{right.name}"),
            "收入变动": left_change,
            "支出变动": right_change,
            "有变动": any(isinstance(each, Change) and each.moved for each in (left_change, right_change)),
            "合并": together,
        },
    )


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
            "财政拨款",
            _grand("财政拨款收入总计", "财政拨款本年收入 + 年初财政拨款结转和结余", got, opening),
            _grand("财政拨款支出总计", "财政拨款本年支出 + 年末财政拨款结转和结余", spent, closing),
            Row.FISCAL_GRAND_INCOME,
            Row.FISCAL_GRAND_EXPENSE,
        )
    else:
        pair = _pair(account, "财政拨款", got, spent, Row.FISCAL_INCOME, Row.FISCAL_EXPENSE)
    return Names(
        "财政拨款",
        {
            "收入": got,
            "支出": spent,
            "年初": opening,
            "年末": closing,
            "总体收入": pair["收入"],
            "总体支出": pair["支出"],
            "收入上年": pair["收入上年"],
            "支出上年": pair["支出上年"],
            "收入变动": pair["收入变动"],
            "支出变动": pair["支出变动"],
            "有变动": pair["有变动"],
            "合并": pair["合并"],
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
                    "金额": _grand(f"财政拨款{name}", f"支出表：{code}{name}的财政拨款金额之和", *parts),
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
