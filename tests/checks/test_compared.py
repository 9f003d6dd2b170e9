"""What a workbook gives to hold its figures against is said, what it does not give is said first."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from report_author.checks.facts import compared
from report_author.model.choices import LastYearRow
from report_author.model.facts import Approved, Facts
from report_author.model.findings import Compared, Unchecked
from tests.figures.books import account_of, seed_facts

APPROVED = tuple(Approved(item=item, amount=Decimal(5)) for item in ("本年收入合计", "本年支出合计"))


def of(facts: Facts, *gaps: Unchecked) -> Compared:
    return compared(account_of(facts), gaps)


def test_no_approved_totals_are_said() -> None:
    found = of(seed_facts())
    assert found.lacking == ("批复数（没有填，没有与财政批复、决算软件的合计数对过）",)
    assert found.line.startswith("没有可核对的：批复数") and found.line.endswith(
        "没有发现问题不等于审核通过。"
    )


def test_two_approved_totals_are_counted_one_alone_is_not_enough() -> None:
    facts = dataclasses.replace(seed_facts(), approved=APPROVED)
    assert "批复数 2 项" in of(facts).against and not of(facts).lacking
    assert of(dataclasses.replace(facts, approved=APPROVED[:1])).lacking == (
        "批复数（“本年支出合计”没有填）",
    )


def test_last_years_figures_that_are_blank_are_named() -> None:
    facts = dataclasses.replace(seed_facts(), approved=APPROVED)
    assert of(dataclasses.replace(facts, last_year=())).lacking == ("上年数（没有填）",)
    wanted = (LastYearRow.ABROAD, LastYearRow.RECEPTION, LastYearRow.CARRY_END)
    rows = tuple(
        dataclasses.replace(row, published=None) if row.row in wanted else row for row in facts.last_year
    )
    assert of(dataclasses.replace(facts, last_year=rows)).lacking == (
        "上年数（“因公出国（境）费”“公务接待费”等 3 项没有填）",
    )


def test_posts_nobody_typed_and_rules_that_lacked_something_are_said() -> None:
    facts = dataclasses.replace(seed_facts(), approved=APPROVED, staff=())
    found = of(facts, Unchecked("R30、R31", "没有上年数。"), Unchecked("R31", "别的也没有。"))
    assert found.lacking == ("编制数（没有填）", "2 条审核公式（缺的资料见“未核对”）")
