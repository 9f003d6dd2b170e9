"""Rules on what a rolled-over workbook keeps of last year."""

from __future__ import annotations

from collections.abc import Iterator

from report_author.figures.account import Account
from report_author.model.findings import Finding, Unchecked, warning

Answers = Iterator[Finding | Unchecked]

#: the parts of ``Carried`` with the sheet each stands on
_SHEETS = {
    "staff": "单位与人员",
    "texts": "文字材料",
    "sangong": "三公资产采购",
    "evaluation": "评价报告",
    "reasons": "原因说明",
}


def last_years_content_is_looked_over(account: Account) -> Answers:
    """W90: a sheet that keeps 去年内容 has to be ticked off as 已核对."""
    carried = account.facts.carried
    for part, sheet in _SHEETS.items():
        source = getattr(carried, f"{part}_from")
        if source and not getattr(carried, f"{part}_checked"):
            yield warning(
                "W90",
                carried.cell(f"{part}_checked") or f"{sheet}·已核对",
                f"“{sheet}”里有沿用自{source}的内容，还没有核对。",
                "请逐项核对，改成今年的情况，再在这张表上方的“已核对”选“是”。",
                stated="未核对",
                expected="已核对",
            )


CARRIED_RULES = ((last_years_content_is_looked_over, "每张沿用去年内容的表各有一个“已核对”，不是数的比较"),)
