"""Rules on projects, their indicators, their reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_author.checks.words import difference, yuan
from report_author.figures.account import Account
from report_author.figures.topics_performance import whole_projects
from report_author.model.choices import EvalPosition, Fund, Nature
from report_author.model.facts import WHOLE_DEPARTMENT
from report_author.model.findings import Finding, Unchecked, error, warning
from report_author.model.money import ZERO

Answers = Iterator[Finding | Unchecked]


def projects_fit_the_project_expense(account: Account) -> Answers:
    """Σ projects ≤ 项目支出 of the same 功能科目 and fund: projects have their own margin, so this is never an equality.

    红字 outside the projects lowers the 项目支出 alone: up to its amount it may be right.
    """
    totals: dict[tuple[str, Fund], Decimal] = {}
    cells: dict[tuple[str, Fund], str] = {}
    for project in whole_projects(account):
        for row in project.rows:
            key = (row.function or project.head.function, row.fund)
            if key[0]:
                totals[key] = totals.get(key, ZERO) + row.actual
                cells.setdefault(key, row.cell("actual"))
    for (function, fund), total in totals.items():
        spent = account.spent_by_code(fund, Nature.PROJECT).amount(function)
        if total > spent:
            may_be_right = total <= spent - _red(account, function, fund)
            yield (warning if may_be_right else error)(
                "R43",
                cells[function, fund] or f"项目·{function}·{fund.value}",
                f"科目 {function}（{fund.value}）各项目执行数之和超过支出表的项目支出："
                + difference(total, spent, "各项目之和", "项目支出")
                + "。",
                "请核对“项目”表的执行数、功能科目、资金性质，和“支出”表的项目支出"
                + (
                    "；红字（负数）冲销的不是这些项目的支出时会这样，请在“校验与核实”写明核实说明。"
                    if may_be_right
                    else "。"
                ),
                stated=yuan(total),
                expected=f"不大于 {yuan(spent)}",
            )


def _red(account: Account, function: str, fund: Fund) -> Decimal:
    """The 项目支出 that is 红字: below zero, or zero."""
    rows = (row for row in account.facts.expenditures if (row.fund, row.nature) == (fund, Nature.PROJECT))
    return sum((row.amount for row in rows if row.function.startswith(function) and row.amount < 0), ZERO)


def what_belongs_to_a_project_names_one(account: Account) -> Answers:
    """Indicators and evaluation texts are bound to a project by its code."""
    known = {row.code for row in account.facts.projects}
    strays = [(row.project, row.cell("project"), "绩效指标") for row in account.facts.indicators]
    strays += [(row.subject, row.cell("subject"), "评价报告") for row in account.facts.eval_texts]
    told = set()
    for code, cell, sheet in strays:
        if code in known or code == WHOLE_DEPARTMENT or (code, sheet) in told:
            continue
        told.add((code, sheet))
        yield error(
            "V93",
            cell or f"{sheet}·{code}",
            f"“{sheet}”里写的项目代码“{code}”在“项目”表中没有。",
            "请改成“项目”表里的项目代码"
            + ("，部门整体评价请写“部门整体”。" if sheet == "评价报告" else "。"),
            stated=code,
            expected="、".join(sorted(known)) or "（项目表为空）",
        )


#: what stands in the report on 部门整体, in that on a project
_OF_WHOLE = tuple(EvalPosition)[: tuple(EvalPosition).index(EvalPosition.BASIS)]
_OF_BOTH = (EvalPosition.CONCLUSION, EvalPosition.PROBLEM, EvalPosition.SUGGESTION)
_OF_PROJECT = (*tuple(EvalPosition)[tuple(EvalPosition).index(EvalPosition.BASIS) :], *_OF_BOTH)


def every_text_has_its_place(account: Account) -> Answers:
    """N37, N38: a text under a 位置 that its report does not have is never printed; a report has all its 位置."""
    given: dict[str, set[EvalPosition]] = {}
    for text in account.facts.eval_texts:
        given.setdefault(text.subject, set()).add(text.position)
        places = _OF_WHOLE if text.subject == WHOLE_DEPARTMENT else _OF_PROJECT
        if text.position not in places:
            yield error(
                "N37",
                text.cell("position") or f"评价报告·{text.subject}",
                f"“{text.subject}”的评价报告没有“{text.position.value}”这一部分，这段文字不会印出来。",
                "请核对评价对象和位置。",
                quote=text.position.value,
                stated=text.position.value,
                expected="、".join(place.value for place in places),
            )
    for project in whole_projects(account):
        head = project.head
        lacking = [place.value for place in _OF_PROJECT if place not in given.get(head.code, _OF_PROJECT)]
        if lacking and head.own_report and not head.annex_file:
            yield warning(
                "N38",
                head.cell("own_report") or f"项目·{head.code}",
                f"项目“{head.name}”的评价报告还没有写：{'、'.join(lacking)}。",
                "请在“评价报告”表按位置填写，或核对位置有没有选错；确实没有这些内容的，请在“校验与核实”写明核实说明。",
                quote=head.code,
                stated=f"少 {len(lacking)} 个部分",
                expected=f"{len(_OF_PROJECT)} 个部分",
            )


def published_projects_are_complete(account: Account) -> Answers:
    """A 自评表 needs indicators, a report needs its texts (or a docx)."""
    with_indicators = {row.project for row in account.facts.indicators}
    with_texts = {row.subject for row in account.facts.eval_texts}
    for project in whole_projects(account):
        head = project.head
        if head.publish_form and head.code not in with_indicators:
            yield error(
                "V94",
                head.cell("publish_form") or f"项目·{head.code}",
                f"项目“{head.name}”要公开自评表，但“绩效指标”里没有它的指标。",
                f"请在“绩效指标”表填写项目代码 {head.code} 的指标，或把“公开自评表”改为“否”。",
            )
        if head.own_report and not head.annex_file and head.code not in with_texts:
            yield error(
                "V95",
                head.cell("own_report") or f"项目·{head.code}",
                f"项目“{head.name}”要附单独的评价报告，但“评价报告”里没有它的内容。",
                f"请在“评价报告”表填写项目代码 {head.code} 的内容，或填写附件文件（.docx），或把“单独报告”改为“否”。",
            )


def whole_evaluation_is_complete(account: Account) -> Answers:
    """The annexed 部门整体绩效评价报告 needs its texts (or a docx)."""
    evaluation = account.facts.evaluation
    if not evaluation.annexed or evaluation.annex_file:
        return
    given = {row.position for row in account.facts.eval_texts if row.subject == WHOLE_DEPARTMENT}
    needed = (
        EvalPosition.ORGANISATION,
        EvalPosition.MANAGEMENT,
        EvalPosition.CONCLUSION,
        EvalPosition.PROBLEM,
        EvalPosition.SUGGESTION,
    )
    lacking = [position.value for position in needed if position not in given]
    if lacking:
        yield error(
            "V96",
            evaluation.cell("annexed") or "评价报告",
            f"要附部门整体绩效评价报告，但“评价报告”里还没有写：{'、'.join(lacking)}。",
            "请在“评价报告”表按位置填写（评价对象写“部门整体”），或填写附件文件（.docx），或选择不附报告。",
        )


PROJECT_RULES = (
    (projects_fit_the_project_expense, "项目的续行沿用上一行的功能科目，同一科目的项目要先加总"),
    (what_belongs_to_a_project_names_one, "一个代码只说一次，两张表的说法不同"),
    (every_text_has_its_place, "位置的归属由报告的结构定，要列出缺少的部分"),
    (published_projects_are_complete, "要看另一张表里有没有这个项目的行"),
    (whole_evaluation_is_complete, "要列出缺少的各个位置"),
)
