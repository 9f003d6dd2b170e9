"""Every message of the catalogue says what, where, both sides, the difference with its direction, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal as D
from pathlib import Path

import pytest

import report_author.checks
from report_author.checks.facts import check_facts, judged
from report_author.checks.judge import Breach, findings_of, judge
from report_author.checks.tables import check_tables
from report_author.figures.vocabulary import vocabulary
from report_author.model.choices import EvalPosition, Fund, Nature, Numbering, Position, ReasonKey
from report_author.model.facts import (
    WHOLE_DEPARTMENT,
    Approved,
    Carried,
    EvalText,
    Expenditure,
    Facts,
    Indicator,
    ItemReason,
    Reason,
    Text,
)
from report_author.model.findings import Finding, Severity
from report_author.workbook.messages import MESSAGES
from tests.checks.books import changed, counts_with, findings, rows_with, rule_book, without_cells
from tests.checks.cases import CASES
from tests.checks.published import SECOND, SEED, rewritten
from tests.checks.test_rule_book import (
    ON_FACTS,
    ON_TABLES,
    RULES,
    WRONG_CODES,
    book_of,
    breaking,
    names_of,
    untouched,
    with_amount,
    with_code,
)
from tests.figures.books import account_of, seed_facts, shipped_format

_HAN = re.compile(r"[\u4e00-\u9fff]")
_NOT_CHINESE = re.compile(r"None|Decimal|Figure|Fund\.|E\+|<|\{|Traceback")


def must_be_complete(found: Finding, breach: Breach | None = None) -> None:
    """What, where, what to do; both sides where there are two; the direction where both are numbers."""
    assert _HAN.search(found.message) and found.message.endswith("。"), found
    assert found.place, found
    assert "请" in found.advice and found.advice.endswith("。"), found
    assert not _NOT_CHINESE.search(found.message + found.advice + found.place), found
    if found.severity is Severity.WARNING:
        assert found.stated or found.expected, f"without figures an explanation would hold forever: {found}"
    if breach is not None:
        assert found.stated and found.expected and found.stated != found.expected, found
        if found.stated == "没有":
            assert "至少" not in found.message, f"none where one has to be is said in words: {found}"
        elif breach.gap and isinstance(breach.right, int | D) and not breach.right:
            assert f"是 {found.stated}，应为 {found.expected}" in found.message, found
        elif breach.gap:
            word = "多" if breach.gap > 0 else "少"
            assert re.search(rf"比.*{word} [\d,.]+", found.message), found
            assert not re.search(r"多 -|少 -", found.message), found
        elif breach.gap is None:
            assert re.search("应为|空着|写的是", found.message), found


def test_every_rule_on_facts_has_a_case() -> None:
    assert sorted(CASES) == sorted(ON_FACTS), "give this rule a case in cases.py"


@pytest.mark.parametrize("code", ON_FACTS)
@pytest.mark.slow
def test_a_rule_on_facts_fails_in_its_case_and_says_all_of_it(code: str) -> None:
    facts, fmt = CASES[code]()
    fmt = fmt or shipped_format()
    account = account_of(facts, fmt)
    names = vocabulary(account)
    told = check_facts(account, names, rule_book())[0]
    assert any(each.code == code or f"{code} " in each.message for each in told), {e.code for e in told}
    for found in told:
        must_be_complete(found)
    breaches = judged(account, names, [RULES[code]]).breaches
    assert breaches
    for breach in breaches:
        for found in findings_of([breach]):
            must_be_complete(found, breach)


@pytest.mark.parametrize("code", ON_TABLES)
@pytest.mark.slow
def test_a_rule_on_tables_holds_on_the_samples_fails_on_a_wrong_one_and_says_all_of_it(code: str) -> None:
    rule = RULES[code]
    for name in (SEED, SECOND):
        result = judge([rule], untouched(name))
        assert (result.breaches, result.rounding, result.broken, result.unchecked) == ([], [], [], [])
    if code in WRONG_CODES:
        names = names_of(with_code(book_of(SEED), *WRONG_CODES[code]))
        breaches = judge([rule], names).breaches
    else:
        wrong = next(breaking(rule), None)
        assert wrong is not None, "no wrong amount breaks this rule"
        name, cell, change = wrong
        breaches = judge([rule], names_of(with_amount(book_of(name), cell, change))).breaches
    assert breaches
    for breach in breaches:
        for found in findings_of([breach]):
            must_be_complete(found, breach)


def _project(code: str, **fields: object) -> Facts:
    return rows_with("projects", lambda row: row.code == code, **fields)


def _text(subject: str, position: EvalPosition) -> Facts:
    text = EvalText(subject=subject, position=position, body="正文。")
    return changed(eval_texts=(*seed_facts().eval_texts, text))


def _overspent() -> Facts:
    row = Expenditure(function="2040299", fund=Fund.OTHER, nature=Nature.BASIC, economic="30201", amount=D(5))
    return changed(expenditures=(*seed_facts().expenditures, row))


def _same_reasons() -> Facts:
    codes = ("2040201", "2040202", "2040250")
    return changed(
        item_reasons=tuple(ItemReason(function=code, text="严格执行预算，压缩一般性支出") for code in codes)
    )


#: the rules written in Python: facts that break each
ODD_CASES: Mapping[str, Callable[[], Facts]] = {
    "P10": lambda: changed(approved=(Approved(item="本年支出合计", amount=D(5)),)),
    "R43": lambda: _project("XM18", actual=D(10) ** 9),
    "V44": lambda: counts_with(no_domestic=True),
    "V45": lambda: rows_with("projects", lambda row: True, monitored=None),
    "V46": lambda: rows_with("budgets", lambda row: row.function == "2040201", initial=None),
    "V93": lambda: changed(
        indicators=(*seed_facts().indicators, Indicator(project="X", level1="甲", level2="乙", level3="丙"))
    ),
    "V94": lambda: changed(indicators=()),
    "V95": lambda: changed(
        eval_texts=tuple(row for row in seed_facts().eval_texts if row.subject == WHOLE_DEPARTMENT)
    ),
    "V96": lambda: changed(
        eval_texts=tuple(row for row in seed_facts().eval_texts if row.subject != WHOLE_DEPARTMENT)
    ),
    "V97": lambda: changed(texts=()),
    "W26": _same_reasons,
    "W33": lambda: changed(
        item_reasons=(ItemReason(function="2040201", text="联系电话13800138000，增加专项工作"),)
    ),
    "W90": lambda: changed(carried=Carried(staff_from="2020年度填报表")),
    "N34": _overspent,
    "N35": lambda: rows_with("incomes", lambda row: row.function == "2040201", unit="没有这个单位"),
    "N36": lambda: _text(WHOLE_DEPARTMENT, EvalPosition.ORGANISATION),
    "N42": lambda: changed(reasons=(Reason(key=ReasonKey.RECEPTION_CHANGE, text="无"),)),
    "N43": lambda: changed(texts=(Text(position=Position.WORK_LEAD, body="2020年，圆满完成各项任务。"),)),
    "N44": lambda: changed(
        texts=(Text(position=Position.WORK, numbering=Numbering.FIRST, body="1.抓好防火。"),)
    ),
    "N51": lambda: changed(
        reasons=(Reason(key=ReasonKey.VEHICLE_CHANGE, text="运行费减少的主要原因是厉行节约"),)
    ),
    "N52": lambda: rows_with("institutions", lambda row: row.name == "米易县法学会", name="米易县 法学会"),
    "N53": lambda: changed(item_reasons=(ItemReason(function="2040201", text="人员调出，工资减少"),)),
    "N55": lambda: changed(reasons=(Reason(key=ReasonKey.RECEPTION_CHANGE, text="XXX"),)),
    "N56": lambda: _project("XM18", goal_planned="2019年底前完成。"),
    "N37": lambda: _text("XM18", EvalPosition.MANAGEMENT),
    "N38": lambda: changed(
        eval_texts=tuple(row for row in seed_facts().eval_texts if row.position is not EvalPosition.BASIS)
    ),
}


@pytest.mark.parametrize("code", list(ODD_CASES))
@pytest.mark.parametrize("typed", [True, False], ids=["in a workbook", "without cells"])
def test_a_rule_in_python_says_all_of_it(code: str, typed: bool) -> None:
    facts = ODD_CASES[code]()
    told = [found for found in findings(facts if typed else without_cells(facts)) if found.code == code]
    assert told
    for found in told:
        must_be_complete(found)


def test_the_rules_in_python_are_all_here() -> None:
    folder = Path(report_author.checks.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in (folder / "rules.py", folder / "approved.py")]
    written = {code for source in sources for code in re.findall(r'"([A-Z]\d+)",\n', source)}
    assert written == set(ODD_CASES)


def findings_on_tables() -> Iterator[Finding]:
    """What only other people's tables can have."""

    def without_table(book):  # type: ignore[no-untyped-def]
        del book["公开06表"]

    def twice(book):  # type: ignore[no-untyped-def]
        sheet = book["公开03表"]
        sheet["A10"].value = sheet["A9"].value

    for change in (without_table, twice):
        yield from check_tables(rewritten(SEED, change), shipped_format(), rule_book())[0]
    yield from check_tables(with_amount(book_of(SECOND), "公开03表!C8", D(5)), shipped_format(), rule_book())[
        0
    ]


def test_messages_on_other_peoples_tables_say_all_of_it() -> None:
    told = list(findings_on_tables())
    assert len({found.code for found in told}) > 3
    for found in told:
        must_be_complete(found)


def test_the_reader_says_what_and_what_to_do() -> None:
    known = {"label", "stated", "expected", "other"}
    assert MESSAGES
    for code, (severity, text, advice) in MESSAGES.items():
        assert _HAN.search(text) and _HAN.search(advice), code
        assert set(re.findall(r"\{(\w+)\}", text + advice)) <= known, code
        told = severity is Severity.INFO or re.search("请|填|只能|不能|没有", advice)
        assert told, (code, text, advice)
