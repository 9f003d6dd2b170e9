"""What goes into the workbook comes out of it."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_author.model import choices
from report_author.model.facts import Facts
from report_author.ooxml.sheets import parse_workbook
from report_author.workbook.create import create_workbook, workbook_bytes
from report_author.workbook.layout import SHEETS, forms, lists
from report_author.workbook.read import interpret, read_workbook
from report_author.workbook.shape import Form, Kind, ListBlock
from tests.workbook.entries import rich_entries


def read_back(entries: dict[str, Any]) -> Facts:
    facts, findings = interpret(parse_workbook(workbook_bytes(entries, year=2021)), "填报表.xlsx")
    assert facts is not None
    assert [x for x in findings if x.code not in ("V14", "V24")] == []
    return facts


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def test_every_entry_comes_back_as_it_was_filled_in(tmp_path: Path) -> None:
    entries = rich_entries()
    path = tmp_path / "填报表.xlsx"
    create_workbook(path, entries, year=2021)
    facts, findings = read_workbook(path)
    assert findings == []
    assert facts is not None
    for name, given_rows in entries.items():
        records = getattr(facts, name)
        pairs = (
            [(given_rows, records)] if isinstance(given_rows, dict) else zip(given_rows, records, strict=True)
        )
        for row, record in pairs:
            for field, value in row.items():
                assert _plain(getattr(record, field)) == _plain(value), (name, field)


def test_every_record_knows_its_cells(filled: bytes) -> None:
    facts, _ = interpret(parse_workbook(filled), "填报表.xlsx")
    assert facts is not None
    assert facts.expenditures[0].cell("amount") == "支出!H7"
    assert facts.department.cell("full_name") == "首页!C10"
    assert facts.counts.cell("domestic_people").startswith("三公资产采购!C")
    for name in ("incomes", "last_year", "projects", "reasons", "explanations"):
        for record in getattr(facts, name):
            assert all("!" in cell for cell in record.cells.values())
            assert len(record.cells) > 1


def test_the_layout_covers_every_fact_exactly_once() -> None:
    blocks = {**{key: b for key, (_, b) in lists().items()}, **{key: b[0][1] for key, b in forms().items()}}
    assert set(blocks) == {field.name for field in dataclasses.fields(Facts)} - {
        "unfilled",
        "other_units",
        "budget_unit",
    }
    for sheet in SHEETS:
        for block in sheet.blocks:
            if not isinstance(block, Form | ListBlock):
                continue
            fields = {x.name: x for x in dataclasses.fields(block.record)}
            inputs = [c for c in block.columns if c.kind is not Kind.LOOKUP]
            assert {c.field for c in inputs} <= set(fields), block.id
            width = (
                sum(c.span for c in block.columns) if isinstance(block, ListBlock) else 2 + block.value_span
            )
            assert width <= len(sheet.widths), block.id
    for block in (b for _, b in lists().values()):
        declared = {c.field for c in block.inputs}
        assert declared == {x.name for x in dataclasses.fields(block.record)} - {"cells"}, block.id
        needed = {
            x.name
            for x in dataclasses.fields(block.record)
            if x.default is dataclasses.MISSING and x.default_factory is dataclasses.MISSING
        }
        assert needed <= {c.field for c in block.inputs if c.required}, block.id


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
)
_AMOUNT = st.decimals(Decimal("-9999999999999.99"), Decimal("9999999999999.99"), places=2)
_SLOW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_SLOW
@given(st.lists(_TEXT, min_size=20, max_size=40), st.lists(_AMOUNT, min_size=20, max_size=40))
@pytest.mark.slow
def test_any_text_and_any_amount_survive(texts: list[str], amounts: list[Decimal]) -> None:
    texts = [t for t in texts if t.strip()]
    entries = {
        "department": {"full_name": "局", "short_name": "局"},
        "item_reasons": [{"function": "2130101", "text": t} for t in texts],
        "approved": [{"item": "本年收入合计", "amount": a} for a in amounts],
    }
    facts = read_back(entries)
    assert [r.text for r in facts.item_reasons] == [t.strip() for t in texts]
    assert [a.amount for a in facts.approved] == amounts


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-5",
        "@名",
        "<r>a&b</r>",
        "_x000D_",
        "a_x0041_",
        "{{ 名 }}",
        "{%p if %}",
        "&lt;",
        "'",
        "http://x.cn",
        "𠮷野家",
    ],
)
@pytest.mark.slow
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    entries = {
        "department": {"full_name": "局", "short_name": "局"},
        "reasons": [{"key": "公务接待费·变动原因", "text": text}],
    }
    assert read_back(entries).reasons[0].text == text


def test_a_cell_of_several_paragraphs_becomes_several_records_with_one_heading() -> None:
    entries = rich_entries()
    entries["eval_texts"][0]["body"] = "第一段。\r\n\n　　第二段。 \n"
    texts = read_back(entries).eval_texts
    assert [(t.heading, t.numbering, t.body) for t in texts] == [
        ("一是", choices.Numbering.FIRST, "第一段。"),
        ("", choices.Numbering.NONE, "第二段。"),
    ]
    assert texts[1].cells == texts[0].cells


def test_an_empty_workbook_asks_for_the_names_only() -> None:
    facts, findings = interpret(parse_workbook(workbook_bytes({}, year=2023)), "填报表.xlsx")
    assert facts is None
    assert [(x.code, x.quote) for x in findings] == [("V01", "部门全称"), ("V01", "部门简称")]


def test_more_rows_than_the_form_has_are_all_kept() -> None:
    entries = rich_entries()
    row = entries["expenditures"][0]
    entries["expenditures"] = [{**row, "amount": Decimal(n)} for n in range(1, 501)]
    facts = read_back(entries)
    assert [e.amount for e in facts.expenditures] == [Decimal(n) for n in range(1, 501)]
    assert len(facts.budgets) == 1
