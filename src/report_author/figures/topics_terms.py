"""名词 and 表单: the terms of 第三部分 with the list of tables of 第五部分."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report_author.figures.account import FISCAL, Account
from report_author.figures.figure import Figure
from report_author.figures.numerals import chinese
from report_author.figures.values import Names
from report_author.model.choices import Nature, Source


def _used(account: Account) -> Mapping[str, Callable[[], Figure]]:
    """What must be non-zero for a conditional term to be printed."""
    by_source = {
        source.value: (lambda source=source: account.income(source.value, "", [source]))
        for source in Source
        if source.fund not in FISCAL
    }
    by_nature = {
        nature.value: (lambda nature=nature: account.expense(nature.value, "", natures=[nature]))
        for nature in (Nature.TO_SUPERIOR, Nature.BUSINESS, Nature.TO_SUBORDINATE)
    }
    return {
        **by_source,
        **by_nature,
        "使用非财政拨款结余": lambda: account.carry_field("使用非财政拨款结余", "from_non_fiscal", ""),
        "年初结转和结余": lambda: account.opening("年初结转和结余"),
        "结余分配": lambda: account.carry_field("结余分配", "distribution", ""),
        "年末结转和结余": lambda: account.closing("年末结转和结余"),
    }


def terms(account: Account) -> tuple[Names, ...]:
    """名词: fixed terms where they apply, one entry for every 项 spent from 财政拨款 in code order, the clerk's own terms."""
    used = _used(account)

    def applies(condition: str) -> bool:
        return not condition or bool(used[condition]().value)

    fmt = account.format
    rows = [(term.term, term.meaning) for term in fmt.terms_first if applies(term.condition)]
    codes = sorted({row.function for row in account.facts.expenditures if row.fund.fiscal and row.amount})
    for code in codes:
        names = [account.function_name(code[:n]) for n in (7, 5, 3)]
        rows.append((_term_name(account, code), fmt.explain(code, *names).meaning))
    rows += [(term.term, term.meaning) for term in fmt.terms_last if applies(term.condition)]
    rows += [(term.term, term.meaning) for term in account.facts.terms]
    return tuple(Names("名词", {"名称": name, "释义": meaning}) for name, meaning in rows)


def _term_name(account: Account, code: str) -> str:
    parts = [(account.function_name(code[:n]), code[:n]) for n in (3, 5, 7)]
    if account.format.option("名词科目样式") == "类款项":
        return "".join(f"{name}（{level}）" for (name, _), level in zip(parts, "类款项", strict=True))
    return "，".join(f"{name}{part}" for name, part in parts)


def table_list(account: Account) -> tuple[Names, ...]:
    """表单: the appendix tables in the order of 表清单."""
    tables = account.format.tables_for(account.facts.department.scope.value)
    return tuple(
        Names("表单", {"序号": chinese(n), "编号": table.number, "名称": table.title})
        for n, table in enumerate(tables, start=1)
    )
