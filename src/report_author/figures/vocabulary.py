"""The vocabulary (账目): every name that templates and texts may use, made from one account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from report_author.figures.account import FISCAL, Account
from report_author.figures.compare import Change, Completion
from report_author.figures.counters import counters
from report_author.figures.grids import (
    balance_grid,
    basic_grid,
    detail_grid,
    economic_grid,
    expense_grid,
    facts_grid,
    fiscal_grid,
    fund_expense_grid,
    income_grid,
    overall_grid,
    project_grid,
    sangong_grid,
)
from report_author.figures.texts import Lookup, Quoter
from report_author.figures.topics_money import expense, fiscal, income, of_fund, overall
from report_author.figures.topics_operations import assets, operating, procurement
from report_author.figures.topics_performance import performance, projects, whole_evaluation
from report_author.figures.topics_sangong import sangong
from report_author.figures.topics_text import (
    charts,
    department,
    institutions,
    reasons,
    staff,
    table_list,
    terms,
    texts,
    uses,
)
from report_author.figures.values import Names, Wanted
from report_author.model.choices import Fund


def vocabulary(account: Account) -> Names:
    """All names of one department and year; each is computed when first used."""
    root: Names

    def look_up(dotted: str) -> object:
        value: object = root
        for part in dotted.split("."):
            if isinstance(value, Wanted):
                return value  # what is missing says so itself
            if isinstance(value, Names) and part in value:
                value = value[part]
            elif isinstance(value, (Change, Completion)) and not part.isascii():
                value = getattr(value, part, None)
            else:
                return None
        return value

    def fund_of(fund: Fund) -> Names:
        return of_fund(account, fund, root["支出"]["本年合计"], quoter)

    quoter = Quoter(account.facts.quotables, look_up, account.conventions)
    published = account.facts.department.publish_date
    entries: dict[str, object | Callable[[], object]] = {
        "年度": account.year,
        "上年": account.last_year,
        "公开时间": f"{published.year}年{published.month}月{published.day}日" if published else "",
        "示例说明": account.facts.department.sample_note,
        "部门": lambda: department(account),
        "机构": lambda: institutions(account),
        "人员": lambda: staff(account),
        "文字": lambda: texts(account, quoter),
        "收入": lambda: income(account),
        "支出": lambda: expense(account),
        "总体": lambda: overall(account, root["收入"], root["支出"]),
        "财政拨款": lambda: fiscal(account, quoter),
        **{fund.value: partial(fund_of, fund) for fund in FISCAL},
        "三公": lambda: sangong(account),
        "机关运行经费": lambda: operating(account),
        "政府采购": lambda: procurement(account),
        "资产": lambda: assets(account),
        "绩效": lambda: performance(account),
        "整体评价": lambda: whole_evaluation(account, quoter),
        "项目": lambda: projects(account, quoter),
        "名词": lambda: terms(account),
        "原因": lambda: reasons(account, quoter),
        "用途": lambda: uses(account, quoter),
        "表单": lambda: table_list(account),
        "图": lambda: charts(account, look_up),
        "表": lambda: grids(account, root, look_up),
        **counters(),
    }
    root = Names("", entries)
    return root


def grids(account: Account, root: Names, look_up: Lookup) -> Names:
    """表: the grids by the name that 表清单·取数 uses."""
    return Names(
        "表",
        {
            "收支总表": lambda: overall_grid(account, root["收入"], root["支出"]),
            "收入表": lambda: income_grid(account),
            "支出表": lambda: expense_grid(account),
            "财政总表": lambda: fiscal_grid(account),
            "财政明细表": lambda: economic_grid(account),
            "一般支出表": lambda: fund_expense_grid(account, "表.一般支出表", Fund.GENERAL),
            "一般明细表": lambda: detail_grid(account),
            "一般基本表": lambda: basic_grid(account),
            "一般项目表": lambda: project_grid(account),
            "三公表": lambda: sangong_grid(account, "表.三公表", Fund.GENERAL),
            "基金表": lambda: balance_grid(account, "表.基金表", Fund.GOVERNMENT),
            "基金三公表": lambda: sangong_grid(account, "表.基金三公表", Fund.GOVERNMENT),
            "国资表": lambda: balance_grid(account, "表.国资表", Fund.CAPITAL),
            "国资支出表": lambda: fund_expense_grid(account, "表.国资支出表", Fund.CAPITAL),
            "信息表": lambda: facts_grid(account, look_up),
        },
    )
