"""Sentences of the report that were wrong once: read once, no more is said than is known."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document

from report_author.model.choices import LastYearRow, Numbering, Position, ReasonKey
from report_author.model.facts import Facts, ItemReason, LastYear, Reason, Term, Text
from tests.report.prose import paragraphs
from tests.word.chartkit import report_of, seed_facts


def printed(facts: Facts) -> list[str]:
    return paragraphs(report_of(facts).data)


def one(facts: Facts, begin: str) -> str:
    """The paragraph that begins so, without regard to spaces."""
    return next(each for each in printed(facts) if each.startswith(begin))


def texts(facts: Facts) -> list[str]:
    """The paragraphs with their spaces."""
    return [paragraph.text for paragraph in Document(io.BytesIO(report_of(facts).data)).paragraphs]


def with_reason(key: ReasonKey, text: str) -> Facts:
    facts = seed_facts()
    return replace(
        facts, reasons=(*(row for row in facts.reasons if row.key is not key), Reason(key=key, text=text))
    )


def as_last_year(facts: Facts, **published: str) -> Facts:
    rows = {
        LastYearRow[name]: LastYear(row=LastYearRow[name], published=Decimal(value))
        for name, value in published.items()
    }
    return replace(facts, last_year=tuple(rows.get(row.row, row) for row in facts.last_year))


@pytest.mark.parametrize(
    ("begin", "published"),
    [
        ("1.因公出国", {}),
        ("2.公务用车购置", {"VEHICLE_PURCHASE": "0", "VEHICLE_RUNNING": "3.13"}),
        ("3.公务接待费", {"RECEPTION": "1.04"}),
    ],
)
def test_what_did_not_change_has_no_reason(begin: str, published: dict[str, str]) -> None:
    told = one(as_last_year(seed_facts(), **published), begin)
    assert "与2020年持平" in told and "主要原因" not in told


def test_what_changed_has_its_reason_once() -> None:
    told = one(with_reason(ReasonKey.VEHICLE_CHANGE, "主要原因是：厉行节约，减少开支。"), "2.公务用车购置")
    assert told.count("原因") == 1 and told.endswith("主要原因是厉行节约,减少开支。")


def test_the_reason_of_an_item_and_the_use_of_a_class_are_said_once() -> None:
    facts = with_reason(ReasonKey.GENERAL_BUDGET, "部分项目跨年度实施")
    budgets = tuple(replace(row, revised=row.revised * 2) for row in facts.budgets)
    uses = tuple(replace(row, text="主要用于" + row.text + "。") for row in facts.class_uses)
    facts = replace(
        facts,
        budgets=budgets,
        class_uses=uses,
        item_reasons=tuple(
            ItemReason(function=row.function, text="差异原因：压减支出；") for row in facts.budgets
        ),
    )
    told = [each for each in printed(facts) if "的主要原因是" in each or "主要用于:" in each]
    assert len(told) > 10
    assert all(
        each.count("原因") <= 1 and each.count("主要用于") <= 1 and "。。" not in each for each in told
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("2021年完成12项。", "1. 2021年完成12项。"),
        ("完成12项。", "1.完成12项。"),
        ("{支出.本年合计}万元用于防火。", "1. 1652.54万元用于防火。"),
    ],
)
def test_a_number_before_a_number_is_kept_apart(body: str, expected: str) -> None:
    text = Text(position=Position.DUTY, numbering=Numbering.FIRST, body=body)
    facts = seed_facts()
    facts = replace(facts, texts=(text, *(row for row in facts.texts if row.position is not Position.DUTY)))
    assert expected in texts(facts)


def test_item_numbers_never_read_as_decimals() -> None:
    facts = replace(seed_facts(), terms=(Term(term="12345热线", meaning="指政务服务便民热线。"),))
    listed = [each for each in texts(facts) if re.match(r"\d{1,2}\.", each)]
    assert [each for each in listed if re.match(r"\d+\. 2\d\d", each)] and [
        each for each in listed if re.search(r"\. 12345热线", each)
    ]
    assert not [each for each in listed if re.match(r"\d+\.\d", each)]


def test_one_project_is_not_followed_by_and_so_on() -> None:
    facts = seed_facts()
    chosen = facts.projects[0].code
    alone = replace(
        facts, projects=tuple(replace(row, pre_assessed=row.code == chosen) for row in facts.projects)
    )
    assert "”1个项目开展了预算事前绩效评估" in one(alone, "根据预算绩效管理要求")
    assert "”等18个项目" in one(facts, "根据预算绩效管理要求")


def test_one_reception_of_several_is_not_followed_by_and_so_on() -> None:
    facts = seed_facts()
    assert one(replace(facts, receptions=facts.receptions[:1]), "3.公务接待费").endswith("万元。")
    assert one(replace(facts, receptions=facts.receptions[:2]), "3.公务接待费").endswith("万元等。")


def test_the_report_does_not_speak_of_drawing_and_says_end_of_year_in_one_word() -> None:
    facts = seed_facts()
    nothing = replace(
        facts,
        incomes=(),
        expenditures=(),
        carryovers=(),
        sangong=(),
        receptions=(),
        last_year=tuple(replace(row, published=Decimal(0)) for row in facts.last_year),
    )
    for told in ("".join(printed(facts)), "".join(printed(nothing))):
        assert "绘制" not in told and "年终" not in told
    assert "年末无结转结余。" in printed(nothing)
