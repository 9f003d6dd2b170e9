"""部门, 机构, 人员, 文字, 原因, 用途: the words of 第一部分 and the reasons of 第二部分."""

from __future__ import annotations

from collections.abc import Mapping

from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.narrative import REASON_LEAD, USE_LEAD, Quoter, paragraphs
from report_author.figures.phrases import Phrase
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import missing_reason, missing_text
from report_author.model.choices import OrgKind, OrgRelation, Position, ReasonKey, Scope
from report_author.model.facts import Institution
from report_author.model.money import ZERO

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

    def figure(name: str, value: int, cell: str) -> Figure:
        return Figure(name, ZERO + value, "人", "编制与实有表", (cell,))

    return Names(
        "人员",
        {
            "有数据": bool(posts or heads),
            "编制": tuple(
                Names(
                    "人员.编制",
                    {
                        "名称": row.post,
                        "数": figure(row.post, row.posts or 0, row.cell("posts")),
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
                        "数": figure(row.actual_name, row.actual or 0, row.cell("actual")),
                    },
                )
                for row in heads
            ),
            "编制合计": Figure(
                "编制合计",
                ZERO + sum(row.posts or 0 for row in posts if not row.within),
                "人",
                "各类编制之和（不含其中数）",
                tuple(row.cell("posts") for row in posts if not row.within),
            ),
            "实有合计": Figure(
                "年末在职实有合计",
                ZERO + sum(row.actual or 0 for row in heads),
                "人",
                "各类实有人数之和",
                tuple(row.cell("actual") for row in heads),
            ),
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
