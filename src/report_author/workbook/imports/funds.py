"""Which fund the code of a 功能科目 belongs to, where the code alone decides."""

from __future__ import annotations

from report_author.model.choices import Fund

#: 款 and 项 of 政府收支分类科目 that only 政府性基金预算 spends
_GOVERNMENT = (
    "20610",
    "20707",
    "20709",
    "20710",
    "20822",
    "20823",
    "20829",
    "21160",
    "21161",
    "21208",
    "21209",
    "21210",
    "21211",
    "21213",
    "21214",
    "21215",
    "21216",
    "21217",
    "21218",
    "21219",
    "21366",
    "21367",
    "21369",
    "21370",
    "21371",
    "21460",
    "21462",
    "21463",
    "21464",
    "21468",
    "21469",
    "21470",
    "21471",
    "21472",
    "21473",
    "21562",
    "22904",
    "22908",
    "22960",
    "23104",
    "23204",
    "23304",
    "234",
)
_CAPITAL = "223"


def fund_by_code(function: str) -> Fund | None:
    """政府性基金 or 国有资本经营 where the code says so; ``None`` where it does not."""
    if function.startswith(_CAPITAL):
        return Fund.CAPITAL
    return Fund.GOVERNMENT if function.startswith(_GOVERNMENT) else None
