"""Rules on what was left blank: a blank is not 0."""

from __future__ import annotations

from collections.abc import Iterator

from report_author.figures.account import Account
from report_author.figures.wanted import lacking_finding
from report_author.model.findings import Finding, Unchecked, error, info

Answers = Iterator[Finding | Unchecked]


def _lacking(account: Account) -> Answers:
    """V86: a cell that the report states, left blank."""
    yield from map(lacking_finding, account.settled.lacking)


def _clashing(account: Account) -> Answers:
    """V44: “本部门没有……” or 未调整 beside a figure that says otherwise."""
    for each in account.settled.clashes:
        yield error(
            "V44",
            each.cell or "三公资产采购",
            f"“{each.answer}”选了“是”（{each.other or '未调整'}），但{each.label}填的是 {each.value}。",
            "请改正这里的数，或把“是”改为“否”。",
            quote=each.answer,
            stated=each.value,
            expected="与“是”一致",
        )


def _taken(account: Account) -> Answers:
    """V45: groups left blank that other cells show to be 没有, all in one."""
    taken = account.settled.taken
    if taken:
        names = "、".join(label for label, _ in taken)
        yield info(
            "V45",
            next((cell for _, cell in taken if cell), "") or "三公资产采购",
            f"空着没填、别处也没有相应的数，按没有处理的：{names}。",
            "确有的请填写；没有的请在“本部门没有……”选“是”，或填 0。",
            stated=f"{len(taken)} 项空白",
        )


def _added(account: Account) -> Answers:
    """V46: rows with 全年预算数 and no 年初预算数, all in one."""
    added = account.settled.added
    if added:
        names = "、".join(f"{label}（{cell}）" for label, cell in added)
        yield info(
            "V46",
            added[0][1],
            f"只填了全年预算数、按年中追加（年初预算数为 0）处理的：{names}。",
            "请核对；年初有预算的请填写年初预算数，没有的填 0。",
            stated=f"{len(added)} 行空白",
        )


def a_blank_is_not_zero(account: Account) -> Answers:
    """V86, V44, V45, V46: what became of the blanks that the layout declares 待填."""
    for told in (_lacking, _clashing, _taken, _added):
        yield from told(account)


BLANK_RULES = ((a_blank_is_not_zero, "空白是什么意思由版面声明，要和账目里别的数一起看，同类的列在一条里"),)
