"""The words of 第一部分, the reasons of 第二部分, the terms of 第三部分, the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from report_author.figures.account import FISCAL, Account
from report_author.figures.figure import Figure, summed
from report_author.figures.texts import REASON_LEAD, USE_LEAD, Lookup, Phrase, Quoter, paragraphs
from report_author.figures.topics_money import full_code_name
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import missing_reason, missing_text
from report_author.model.choices import Nature, OrgKind, OrgRelation, Position, ReasonKey, Scope, Source
from report_author.model.facts import Institution, Staff
from report_author.model.findings import Finding, error
from report_author.model.format import ChartPoint, ChartSpec
from report_author.model.money import ZERO, exact_wan, half_up
from report_author.ooxml.list_numbers import chinese
from report_author.records import frozen

_REASONS: Mapping[str, tuple[ReasonKey, str]] = {
    "收支变动": (ReasonKey.TOTAL_CHANGE, "收入或支出比上年有变动"),
    "一般公共预算变动": (ReasonKey.GENERAL_CHANGE, "一般公共预算财政拨款支出比上年有变动"),
    "一般公共预算差异": (ReasonKey.GENERAL_BUDGET, "一般公共预算财政拨款支出决算数与预算数不一致"),
    "三公差异": (ReasonKey.SANGONG_BUDGET, "“三公”经费决算数与预算数不一致"),
    "出国变动": (ReasonKey.ABROAD_CHANGE, "因公出国（境）费比上年有变动"),
    "公车变动": (ReasonKey.VEHICLE_CHANGE, "公务用车购置及运行维护费比上年有变动"),
    "接待变动": (ReasonKey.RECEPTION_CHANGE, "公务接待费比上年有变动"),
    "机关运行变动": (ReasonKey.OPERATING_CHANGE, "机关运行经费比上年有变动"),
}
_USES: Mapping[str, tuple[ReasonKey, str]] = {
    "公车运行": (ReasonKey.VEHICLE_RUNNING_USE, "发生了公务用车运行维护费"),
    "国内接待": (ReasonKey.RECEPTION_DOMESTIC_USE, "发生了国内公务接待费"),
    "外事接待": (ReasonKey.RECEPTION_FOREIGN_USE, "发生了外事接待费"),
    "政府采购": (ReasonKey.PROCUREMENT_USE, "发生了政府采购支出"),
    "其他用车": (ReasonKey.OTHER_VEHICLE_USE, "有其他用车"),
}


def department(account: Account) -> Names:
    """部门."""
    facts = account.facts.department
    return Names(
        "部门",
        {
            "全称": facts.full_name,
            "简称": facts.short_name or facts.full_name,
            "类别": facts.scope.value,
            "是部门": facts.scope is Scope.DEPARTMENT,
            "行政区划": facts.region or missing_text(facts.cell("region") or "首页", "行政区划"),
            "编码": facts.unit_code,
            "主管部门": facts.superior or facts.full_name,
            "是事业单位": facts.kind is OrgKind.INSTITUTION,
        },
    )


def _count(label: str, rows: list[Institution]) -> Figure:
    return Figure(label, ZERO + len(rows), "个", "机构表：行数", tuple(row.cell("name") for row in rows))


def institutions(account: Account) -> Names:
    """机构; every number is a count of rows."""
    rows = account.facts.institutions

    def pick(relation: OrgRelation, kind: OrgKind | None = None) -> list[Institution]:
        return [row for row in rows if row.relation is relation and (kind is None or row.kind is kind)]

    def listing(found: list[Institution]) -> tuple[Names, ...]:
        return tuple(Names("机构", {"名称": row.name, "类型": row.kind.value}) for row in found)

    below = [row for row in pick(OrgRelation.SUBORDINATE) if row.kind is not OrgKind.INTERNAL]
    entrusted = pick(OrgRelation.ENTRUSTED)
    internal = [row for row in rows if row.kind is OrgKind.INTERNAL]
    return Names(
        "机构",
        {
            "下属": listing(below),
            "下属数": _count("下属单位数", below),
            "下属行政数": _count("下属行政单位数", pick(OrgRelation.SUBORDINATE, OrgKind.ADMINISTRATIVE)),
            "下属参公数": _count(
                "下属参公事业单位数", pick(OrgRelation.SUBORDINATE, OrgKind.CIVIL_SERVICE_LIKE)
            ),
            "下属其他数": _count(
                "下属其他单位数",
                [
                    row
                    for row in below
                    if row.kind not in (OrgKind.ADMINISTRATIVE, OrgKind.CIVIL_SERVICE_LIKE)
                ],
            ),
            "下属独立核算": any(row.independent for row in below),
            "下属名单": "、".join(row.name for row in below),
            "代管": listing(entrusted),
            "代管数": _count("代管单位数", entrusted),
            "代管名单": "、".join(row.name for row in entrusted),
            "内设": listing(internal),
            "内设名单": "、".join(row.name for row in internal),
        },
    )


def staff(account: Account) -> Names:
    """人员: posts and heads as typed, totals computed; a 其中 post is not counted twice."""
    rows = account.facts.staff
    posts = [row for row in rows if row.post and row.posts is not None]
    heads = [row for row in rows if row.actual_name and row.actual is not None]

    def figure(name: str, rows: Sequence[Staff], field: str, formula: str = "编制与实有表") -> Figure:
        return summed(name, rows, field, "人", formula)

    return Names(
        "人员",
        {
            "有数据": bool(posts or heads),
            "编制": tuple(
                Names(
                    "人员.编制",
                    {
                        "名称": row.post,
                        "数": figure(row.post, [row], "posts"),
                        "其中": bool(row.within),
                    },
                )
                for row in posts
            ),
            "实有": tuple(
                Names(
                    "人员.实有",
                    {
                        "名称": row.actual_name,
                        "数": figure(row.actual_name, [row], "actual"),
                    },
                )
                for row in heads
            ),
            "编制合计": figure(
                "编制合计", [row for row in posts if not row.within], "posts", "各类编制之和（不含其中数）"
            ),
            "实有合计": figure("年末在职实有合计", heads, "actual", "各类实有人数之和"),
        },
    )


def texts(account: Account, quoter: Quoter) -> Names:
    """文字: one list per 位置; an empty list where the clerk wrote nothing."""
    return Names(
        "文字",
        {
            position.value: paragraphs(
                f"文字.{position.value}",
                (row for row in account.facts.texts if row.position is position),
                quoter,
            )
            for position in Position
        },
    )


def reasons(account: Account, quoter: Quoter) -> Names:
    """原因: the clerk's words, or what is wanted where a branch prints them."""
    entries: dict[str, object] = {
        name: _reason(account, quoter, key, why) for name, (key, why) in _REASONS.items()
    }
    # 四 repeats 一's reason unless the clerk gave one of its own: the same fact is typed once
    own = _reason(account, quoter, ReasonKey.FISCAL_CHANGE, "")
    entries["财政拨款变动"] = entries["收支变动"] if isinstance(own, Wanted) else own
    return Names("原因", entries)


def uses(account: Account, quoter: Quoter) -> Names:
    """用途: what money or cars were mainly used for."""
    return Names("用途", {name: _reason(account, quoter, key, why) for name, (key, why) in _USES.items()})


def _reason(account: Account, quoter: Quoter, key: ReasonKey, why: str) -> str | Phrase | Wanted:
    given = account.reasons.get(key)
    lead = USE_LEAD if key.value.endswith("主要用途") else REASON_LEAD
    text = quoter.clause(given.text, given.cell("text"), lead) if given else ""
    return text or missing_reason(account, key, why)


def _used(account: Account) -> Mapping[str, Figure]:
    """What must be non-zero for a conditional term to be printed."""
    by_source = {
        source.value: account.income(source.value, "", [source])
        for source in Source
        if source.fund not in FISCAL
    }
    by_nature = {
        nature.value: account.expense(nature.value, "", natures=[nature])
        for nature in (Nature.TO_SUPERIOR, Nature.BUSINESS, Nature.TO_SUBORDINATE)
    }
    return {
        **by_source,
        **by_nature,
        "使用非财政拨款结余": account.carry_field("使用非财政拨款结余", "from_non_fiscal", ""),
        "年初结转和结余": account.opening("年初结转和结余"),
        "结余分配": account.carry_field("结余分配", "distribution", ""),
        "年末结转和结余": account.closing("年末结转和结余"),
    }


def terms(account: Account) -> tuple[Names, ...]:
    """名词: fixed terms where they apply, one entry for every 项 spent from 财政拨款 in code order, the clerk's own terms."""
    used = _used(account)

    def applies(condition: str) -> bool:
        return not condition or bool(used[condition].value)

    fmt = account.format
    rows = [(term.term, term.meaning) for term in fmt.terms_first if applies(term.condition)]
    codes = sorted({row.function for row in account.facts.expenditures if row.fund.fiscal and row.amount})
    for code in codes:
        names = [account.function_name(code[:n]) for n in (7, 5, 3)]
        rows.append(
            (full_code_name(account, code, fmt.option("名词科目样式")), fmt.explain(code, *names).meaning)
        )
    rows += [(term.term, term.meaning) for term in fmt.terms_last if applies(term.condition)]
    rows += [(term.term, term.meaning) for term in account.facts.terms]
    return tuple(Names("名词", {"名称": name, "释义": meaning}) for name, meaning in rows)


def table_list(account: Account) -> tuple[Names, ...]:
    """表单: the appendix tables in the order of 表清单."""
    tables = account.format.tables_for(account.facts.department.scope.value)
    return tuple(
        Names("表单", {"序号": chinese(n), "编号": table.number, "名称": table.title})
        for n, table in enumerate(tables, start=1)
    )


# ---------------------------------------------------------------- 图: what every chart of the report shows


#: What the alternative text of a chart begins with; the rest is its name under 图.
KEY_PREFIX = "图表："


@frozen
class Series:
    """One series, a figure for each category; None where the figure is missing."""

    name: str
    figures: tuple[Figure | None, ...]


@frozen
class ChartData:
    """Categories down, series across. False in a condition where nothing would be seen.

    ``unit`` is 万元 or 元; ``findings`` are the figures that are missing.
    """

    key: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return any(self.shown(figure) for series in self.series for figure in series.figures)

    def exact(self, figure: Figure | None) -> Decimal | None:
        """The figure in the chart's unit, nothing lost."""
        if figure is None:
            return None
        return exact_wan(figure.value) if self.unit == "万元" else figure.value

    def shown(self, figure: Figure | None) -> Decimal | None:
        """The figure in the chart's unit at print precision (two decimals)."""
        value = self.exact(figure)
        return None if value is None else half_up(value, 2)

    def without_zeros(self) -> ChartData:
        """Only the categories of which at least one series is not zero as printed: a slice of nothing has no place in a pie."""
        kept = [n for n in range(len(self.categories)) if any(self.shown(s.figures[n]) for s in self.series)]
        return ChartData(
            self.key,
            self.unit,
            tuple(self.categories[n] for n in kept),
            tuple(Series(s.name, tuple(s.figures[n] for n in kept)) for s in self.series),
            self.findings,
        )


def chart_name(key: str) -> str:
    """The name under 图 of the chart with this alternative text: 图表：收入构成 → 收入构成."""
    return key.removeprefix(KEY_PREFIX)


def charts(account: Account, lookup: Lookup) -> Names:
    """图: the data of every chart of 图清单 by its name, made from the names that 图数据 gives."""
    return Names(
        "图",
        {chart_name(spec.key): partial(chart_data, spec, account, lookup) for spec in account.format.charts},
    )


def chart_data(spec: ChartSpec, account: Account, lookup: Lookup) -> ChartData:
    """The data of one chart; categories and series come in the order of 图数据."""
    values: dict[tuple[str, str], Figure] = {}
    categories: dict[str, None] = {}
    series: dict[str, None] = {}
    findings: list[Finding] = []
    for point in spec.points:
        series[point.series] = None
        for category, value in _points(point, account, lookup):
            categories[category] = None
            if isinstance(value, Figure):
                values[category, point.series] = value
            else:
                findings.append(value)
    return ChartData(
        spec.key,
        spec.unit,
        tuple(categories),
        tuple(
            Series(name, tuple(values.get((category, name)) for category in categories)) for name in series
        ),
        tuple(findings),
    )


def _points(point: ChartPoint, account: Account, lookup: Lookup) -> list[tuple[str, Figure | Finding]]:
    """The category and the amount of one row of 图数据, or of each item of the list that it names."""
    value = lookup(point.source)
    if point.category:
        category = point.category.replace("{年度}", str(account.year)).replace(
            "{上年}", str(account.last_year)
        )
        return [(category, _amount(value, point))]
    if isinstance(value, Sequence) and all(isinstance(item, Names) and "名称" in item for item in value):
        return [(item["名称"], _amount(item.get("金额"), point)) for item in value]
    return [("", _unusable(point, "不是列表", "类别空着时，取数要写一个列表，如 收入.构成"))]


def _amount(value: object, point: ChartPoint) -> Figure | Finding:
    if isinstance(value, Figure) and value.is_money:
        return value
    if isinstance(value, Wanted):
        return value.finding
    return _unusable(point, "没有这个名称，或者不是金额", "请对照名称表改正，如 总体.收入")


def _unusable(point: ChartPoint, what: str, advice: str) -> Finding:
    return error(
        "G20", f"格式.xlsx {point.cell}", f"图数据的取数“{point.source}”{what}", advice, quote=point.source
    )
