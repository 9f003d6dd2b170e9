"""Nothing typed vanishes silently: what was read and is printed nowhere is listed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from report_author.model.facts import Facts, Record
from report_author.model.findings import Finding, info
from report_author.model.format import Format
from report_author.ooxml.markup import parse_xml
from report_author.ooxml.package import read_package
from report_author.workbook.layout import forms, lists
from report_author.workbook.shape import Column
from report_author.workpaper.evidence import Evidence

#: the amounts, counts and texts that are typed to be printed. The others are what those are held against (budgets of the
#: basis that is not printed, staff, projects, receptions, 上年数, 批复数), or say how something is printed
_TO_PRINT: dict[str, tuple[str, ...]] = {
    "incomes": ("amount",),
    "carryovers": ("opening", "from_non_fiscal", "distribution", "centralised"),
    "expenditures": ("amount",),
    "sangong": ("initial", "revised", "actual"),
    "counts": (),
    "vehicles_by_type": ("bought", "price", "held"),
    "vehicles_by_use": ("held",),
    "procurements": ("amount",),
    "texts": ("body",),
    "terms": ("meaning",),
    "reasons": ("text",),
    "item_reasons": ("text",),
    "class_uses": ("text",),
    "eval_texts": ("body",),
}
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
#: what the sentence around a typed text brings itself
_FRAME = re.compile(r"^(?:主要)?(?:变动)?(?:原因是|用于)[：:]?|[\s。；;，,]+")


def unprinted(
    facts: Facts, fmt: Format, report: bytes, evidence: Evidence, told: Collection[str] = ()
) -> Iterator[Finding]:
    """V47: one 提示 with the cells of everything typed that neither the report nor the tables show.

    ``told`` are the cells of which another finding says so already.
    """
    printed = [
        *(mark.printed for mark in evidence.marks),
        *(mark.printed for mark in evidence.chart_marks),
        *(mark.printed for mark in evidence.table_marks),
    ]
    shown = {cell for each in printed for cell in each.figure.sources}
    words = _bare(
        "".join(each.text or "" for each in parse_xml(read_package(report)["word/document.xml"]).iter(_TEXT))
    )
    other_basis = "initial" if fmt.options["三公预算数口径"] == "全年预算数" else "revised"
    lost = [
        (record.cell(column.field), label)
        for block, record, column, label in _typed(facts)
        if (block, column.field) != ("sangong", other_basis)
        and record.cell(column.field) not in told
        and _is_lost(record, column, shown, words)
    ]
    if lost:
        named = "；".join(f"{cell} {label}" for cell, label in lost)
        yield info(
            "V47",
            lost[0][0],
            f"填了而报告和公开表里都没有印出来的，{len(lost)} 处：{named}。",
            "请核对：不该填的请删去；该印出来的，请看是不是资金性质、科目或相应的金额没有填对。",
            stated=f"{len(lost)} 处",
        )


def _typed(facts: Facts) -> Iterator[tuple[str, Record, Column, str]]:
    columns: dict[str, Iterable[Column]] = {name: block.inputs for name, (_, block) in lists().items()}
    columns |= {name: [c for _, form in parts for c in form.columns] for name, parts in forms().items()}
    for name, fields in _TO_PRINT.items():
        records = getattr(facts, name)
        for record in records if isinstance(records, tuple) else (records,):
            for column in columns[name]:
                if column.field in fields or (not fields and column.kind.numeric):
                    first = getattr(record, next(iter(columns[name])).field)
                    about = getattr(first, "value", first) if fields else ""
                    yield name, record, column, f"{about}·{column.label}" if about else column.label


def _is_lost(record: Record, column: Column, shown: set[str], words: str) -> bool:
    value, cell = getattr(record, column.field), record.cell(column.field)
    if not value or not cell:
        return False
    if isinstance(value, str):
        return "{" not in value and _bare(value) not in words
    return cell not in shown


def _bare(text: str) -> str:
    return _FRAME.sub("", text)
