"""Right departments in the magnitudes of published reports: no 错误, no 警告 but those that are true of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from report_author.checks.facts import check_facts, judged
from report_author.checks.rulebook import rules_for
from report_author.figures.vocabulary import vocabulary
from report_author.model.choices import Fund, Nature, SanGongItem
from report_author.model.facts import Reception, SanGong
from report_author.model.findings import Severity
from report_author.pipeline.building import render
from tests.checks.books import rule_book
from tests.figures.books import account_of, shipped_format
from tests.support.right_departments import Right, right, right_departments
from tests.support.share import every

#: every so many is looked at in the quick run; of other amounts and names so many in slow runs, all with REPORT_AUTHOR_ALL=1
_STEP = 8


def _cases(seed: int, step: int) -> list[object]:
    return [
        pytest.param(
            each, id=f"{each.name}-{seed}", marks=[pytest.mark.slow] if not step or at % step else []
        )
        for at, each in enumerate(right_departments(seed))
    ]


@pytest.mark.parametrize("department", [*_cases(0, _STEP), *_cases(1, 0)[:: every(_STEP)]])
def test_a_right_department_passes_with_the_warnings_that_are_true_of_it(
    department: Right, tmp_path: Path
) -> None:
    book = tmp_path / "填报表.xlsx"
    book.write_bytes(department.book())
    found = render(book).findings
    assert [each.message for each in found if each.severity is Severity.ERROR] == []
    warned = [each.code for each in found if each.severity is Severity.WARNING]
    assert tuple(sorted(warned)) == department.warnings, [each.message for each in found]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("统计局项目红字", {"R41-2"}),
        ("信访局其他资金红字", {"R23", "R24", "R33-1", "R33-3", "R57"}),
        ("接待办接待红字", {"R41-2"}),
    ],
)
def test_red_figures_in_printed_tables_are_a_warning(name: str, codes: set[str]) -> None:
    account = account_of(right(name).facts, shipped_format())
    breaches = judged(account, vocabulary(account), rules_for(rule_book(), "表格", "")).breaches
    assert {each.rule.spec.code for each in breaches} == codes
    assert {each.rule.severity for each in breaches} == {Severity.WARNING}


def test_a_refund_leaves_the_receptions_of_the_year_complete() -> None:
    """The whole list of receptions adds up to more than the 公务接待费 that the refund has lowered."""
    facts = right("接待办接待红字").facts
    guests = Reception(visitor="市级主管局", purpose="检查", batches=28, people=264, amount=Decimal(26400))

    def codes(amount: Decimal) -> set[str]:
        account = account_of(replace(facts, receptions=(replace(guests, amount=amount),)), shipped_format())
        return {each.code for each in check_facts(account, vocabulary(account), rule_book())[0]}

    assert "N14-1" not in codes(guests.amount) and "N14-1" in codes(guests.amount + Decimal("0.01"))


def test_a_fund_may_spend_less_than_its_sangong_where_red_figures_lower_it() -> None:
    facts = right("统计局项目红字").facts
    row = replace(
        facts.expenditures[0], function="2120899", fund=Fund.GOVERNMENT, nature=Nature.PROJECT, cells={}
    )
    spent = (
        replace(row, economic="30231", amount=Decimal(12000)),
        replace(row, economic="30201", amount=Decimal(-5000)),
    )
    sangong = SanGong(
        item=SanGongItem.VEHICLE_RUNNING,
        fund=Fund.GOVERNMENT,
        initial=Decimal(0),
        revised=Decimal(0),
        actual=Decimal(12000),
    )

    def codes(actual: Decimal) -> set[str]:
        changed = replace(
            facts,
            expenditures=(*facts.expenditures, *spent),
            sangong=(*facts.sangong, replace(sangong, actual=actual)),
        )
        account = account_of(changed, shipped_format())
        return {each.code for each in check_facts(account, vocabulary(account), rule_book())[0]}

    assert "R53-3" not in codes(Decimal(12000)) and "R53-3" in codes(Decimal("12000.01"))


def test_a_department_dissolved_is_told_once_that_last_year_was_larger() -> None:
    facts = right("撤并的扶贫移民局").facts
    account = account_of(facts, shipped_format())
    found = [
        each
        for each in check_facts(account, vocabulary(account), rule_book())[0]
        if each.code.startswith("N40")
    ]
    assert [each.code for each in found] == ["N40-1"]
    assert all(code in found[0].message for code in ("N40-3", "N40-5", "N40-11"))


def test_the_same_seed_gives_the_same_departments_and_another_seed_others() -> None:
    first, again = right_departments(0)[0], right_departments.__wrapped__(0)[0]
    assert first.entries == again.entries
    assert first.entries != right_departments(1)[0].entries
