"""Projects, evaluation, posts; and what holds for the message of any rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from report_author.checks.amounts import difference
from report_author.checks.facts import ODD_RULES
from report_author.model.choices import EvalPosition, Fund, Nature
from report_author.model.facts import EvalText, Expenditure, Facts, Indicator, Project, Staff
from report_author.model.findings import Finding, Severity
from tests.checks.books import changed, checked, codes, family, findings, only, place_of, rows_with, yuan
from tests.figures.books import departments, second_facts, seed_facts

PROMOTION = "2120802"


def first_form(row: Project) -> bool:
    return row.code == next(each.code for each in seed_facts().projects if each.publish_form)


def test_projects_do_not_exceed_the_project_expenditure_of_their_item() -> None:
    def big(row: Project) -> bool:
        return row.function == PROMOTION

    facts = rows_with("projects", big, actual=Decimal("8155267.41"))
    found = only(facts, "R43")
    assert (found.severity, found.place) == (Severity.ERROR, place_of("projects", big, "actual"))
    assert (found.stated, found.expected) == (yuan("8155267.41"), f"不大于 {yuan('8155267.40')}")
    assert "多 0.01元" in found.message and PROMOTION in found.message


def test_projects_may_fall_short_of_the_project_expenditure() -> None:
    assert findings(rows_with("projects", lambda row: row.function == PROMOTION, actual=Decimal(1))) == []


def test_red_figures_outside_the_projects_make_it_a_warning() -> None:
    def promotion(row: Expenditure) -> bool:
        return row.function == PROMOTION and row.nature is Nature.PROJECT

    row = next(row for row in seed_facts().expenditures if promotion(row))
    red = dataclasses.replace(row, amount=Decimal("-1000"), cells={})
    facts = changed(expenditures=(*seed_facts().expenditures, red))
    found = only(facts, "R43")
    assert found.severity is Severity.WARNING and "多 1,000.00元" in found.message and "红字" in found.advice
    rows = tuple(
        dataclasses.replace(each, actual=each.actual + (each.function == PROMOTION))
        for each in facts.projects
    )
    assert only(dataclasses.replace(facts, projects=rows), "R43").severity is Severity.ERROR


def test_a_further_row_of_a_project_counts_under_the_first_rows_item() -> None:
    head = next(row for row in seed_facts().projects if row.function == PROMOTION)
    more = dataclasses.replace(head, function="", actual=Decimal("0.01"), cells={})
    assert only(changed(projects=(*seed_facts().projects, more)), "R43").stated == yuan("8155267.41")
    other = dataclasses.replace(more, fund=Fund.OTHER)
    assert only(changed(projects=(*seed_facts().projects, other)), "R43").expected == f"不大于 {yuan('0')}"


def test_an_indicator_and_an_evaluation_text_name_a_known_project() -> None:
    indicator = Indicator(
        project="X9", level1="产出", level2="数量", level3="甲", cells={"project": "绩效指标!A9"}
    )
    text = EvalText(subject="X9", position=EvalPosition.BASIS, body="文", cells={"subject": "评价报告!A9"})
    facts = changed(
        indicators=(*seed_facts().indicators, indicator, indicator),
        eval_texts=(*seed_facts().eval_texts, text),
    )
    found = [each for each in findings(facts) if family(each) == "V93"]
    assert [(each.place, each.stated) for each in found] == [("绩效指标!A9", "X9"), ("评价报告!A9", "X9")]
    assert all(seed_facts().projects[0].code in each.expected for each in found)
    assert "部门整体" in found[1].advice and "部门整体" not in found[0].advice


def test_a_published_form_needs_indicators() -> None:
    found = only(rows_with("indicators", first_form_indicator, project=seed_facts().projects[0].code), "V94")
    assert (found.severity, found.place) == (Severity.ERROR, place_of("projects", first_form, "publish_form"))


def first_form_indicator(row: Indicator) -> bool:
    return row.project == next(each.code for each in seed_facts().projects if each.publish_form)


def test_a_report_of_its_own_needs_texts_or_a_file() -> None:
    def own(row: Project) -> bool:
        return row.own_report

    code = next(row.code for row in seed_facts().projects if row.own_report)
    texts = tuple(row for row in seed_facts().eval_texts if row.subject != code)
    found = only(changed(eval_texts=texts), "V95")
    assert (found.severity, found.place) == (Severity.ERROR, place_of("projects", own, "own_report"))
    with_file = dataclasses.replace(rows_with("projects", own, annex_file="报告.docx"), eval_texts=texts)
    assert "V95" not in codes(with_file)


def test_a_published_form_belongs_to_a_self_assessed_project() -> None:
    found = only(rows_with("projects", first_form, self_assessed=False), "N17")
    assert (found.severity, found.place) == (
        Severity.WARNING,
        place_of("projects", first_form, "self_assessed"),
    )
    assert (found.stated, found.expected) == ("否", "是")


def test_an_annexed_evaluation_of_the_department_is_complete() -> None:
    texts = tuple(row for row in seed_facts().eval_texts if row.position is not EvalPosition.CONCLUSION)
    found = only(changed(eval_texts=texts), "V96")
    assert (found.severity, found.place) == (Severity.ERROR, "evaluation!annexed0")
    assert "评价结论" in found.message and "存在问题" not in found.message
    for fields in ({"annexed": False}, {"annex_file": "整体评价.docx"}):
        evaluation = dataclasses.replace(seed_facts().evaluation, **fields)
        assert "V96" not in codes(changed(eval_texts=texts, evaluation=evaluation))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Staff(post="行政编制", posts=7, actual_name="公务员", actual=8), True),
        (Staff(post="行政编制", posts=7, actual_name="公务员", actual=8, note="待消化"), False),
        (Staff(post="行政编制", posts=7, actual_name="公务员", actual=7), False),
        (Staff(post="政法专项编制", posts=0, within="行政编制", actual_name="其中", actual=1), False),
        (Staff(actual_name="聘用人员", actual=3), False),
    ],
)
def test_more_people_than_posts_need_a_word(row: Staff, told: bool) -> None:
    facts = changed(staff=(dataclasses.replace(row, cells={"actual": "单位与人员!F20"}),))
    assert codes(facts) == ({"W24"} if told else set())
    if told:
        found = only(facts, "W24")
        assert (found.severity, found.place) == (Severity.WARNING, "单位与人员!F20")
        assert (found.stated, found.expected) == ("8 人", "不大于 7 人")


def test_a_difference_is_said_with_its_direction() -> None:
    assert difference(Decimal("1.5"), Decimal(1), "甲", "乙") == "甲比乙多 0.50元"
    assert difference(Decimal(1), Decimal("1234.5"), "甲", "乙") == "甲比乙少 1,233.50元"


def broken() -> Iterator[Facts]:
    """Facts in which nearly every rule finds something."""
    seed = seed_facts()
    yield changed(incomes=(), expenditures=(), budgets=(), last_year=())
    yield changed(
        incomes=seed.incomes[:1],
        sangong=tuple(
            dataclasses.replace(row, actual=row.actual + 9, revised=Decimal(1)) for row in seed.sangong
        ),
        vehicles_by_use=(),
        indicators=(),
        eval_texts=(),
        projects=tuple(
            dataclasses.replace(row, self_assessed=False, actual=Decimal(10) ** 9) for row in seed.projects
        ),
        counts=dataclasses.replace(
            seed.counts,
            domestic_batches=0,
            domestic_people=0,
            operating_administrative=Decimal(10) ** 8,
            sme_contracts=Decimal(10) ** 8,
            micro_contracts=Decimal(10) ** 9,
        ),
        staff=(Staff(post="编制", posts=1, actual_name="人员", actual=2),),
    )


@cache
def all_findings() -> tuple[tuple[Finding, ...], ...]:
    """What is found in each of many departments."""
    return tuple(tuple(findings(facts)) for facts in (*broken(), *list(departments().values())[:12]))


def test_every_message_says_where_what_and_what_to_do_in_chinese() -> None:
    found = [each for told in all_findings() for each in told]
    assert len({family(each) for each in found}) >= 18
    for each in found:
        assert each.place and each.message.endswith("。") and each.advice.endswith("。"), each
        assert each.advice.startswith("请") or "请" in each.advice, each
        assert not [
            word for word in ("None", "Decimal", "error", "E+") if word in each.message + each.advice
        ], each


def test_two_findings_of_one_run_never_share_an_id() -> None:
    for found in all_findings():
        ids = [each.id for each in found]
        assert len(ids) == len(set(ids))


def test_a_warning_keeps_its_id_when_the_figure_changes() -> None:
    def id_of(actual: str) -> str:
        rows = tuple(dataclasses.replace(row, actual=Decimal(actual)) for row in second_facts().sangong)
        return next(each.id for each in findings(changed(sangong=rows)) if family(each) == "W03")

    assert id_of("900001") == id_of("900002")


def test_the_rules_find_the_same_twice_and_change_nothing() -> None:
    for facts in broken():
        assert checked(facts) == checked(facts)


@pytest.mark.parametrize("part", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 6))])
def test_a_consistent_department_has_no_errors(part: int) -> None:
    """A sixth of the departments at a time; both samples are in the first two parts."""
    for label, facts in list(departments().items())[part::6]:
        assert [each for each in findings(facts) if each.severity is Severity.ERROR] == [], label


def test_every_rule_explains_itself() -> None:
    assert all(odd.rule.__doc__ and odd.why for odd in ODD_RULES)
