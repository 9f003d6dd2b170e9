"""The rules that are written in Python: on blanks, last year's content, lists, projects, words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from enum import Enum

from report_author.checks.amounts import difference, yuan
from report_author.figures.account import Account
from report_author.figures.texts import REASON_LEAD, USE_LEAD, bare
from report_author.figures.topics_performance import whole_projects
from report_author.figures.wanted import lacking_finding
from report_author.model.choices import EvalPosition, Fund, Nature, Numbering, Position, ReasonKey
from report_author.model.facts import WHOLE_DEPARTMENT, Explanation, ItemReason, Reason, Record
from report_author.model.findings import Finding, Unchecked, error, info, warning
from report_author.model.money import ZERO, wan
from report_author.workbook.summing import ELIMINATION

Answers = Iterator[Finding | Unchecked]


def _lacking(account: Account) -> Answers:
    """V86: a cell that the report states, left blank."""
    yield from map(lacking_finding, account.settled.lacking)


def _clashing(account: Account) -> Answers:
    """V44: “本部门没有……” or 未调整 beside a figure that says otherwise."""
    for each in account.settled.clashes:
        yield error(
            "V44",
            each.cell or "三公资产采购",
            f"“{each.answer}”选了“是”（{each.other or '未调整'}），但{each.label}填的是 {each.value}。",
            "请改正这里的数，或把“是”改为“否”。",
            quote=each.answer,
            stated=each.value,
            expected="与“是”一致",
        )


def _taken(account: Account) -> Answers:
    """V45: groups left blank that other cells show to be 没有, all in one."""
    taken = account.settled.taken
    if taken:
        names = "、".join(label for label, _ in taken)
        yield info(
            "V45",
            next((cell for _, cell in taken if cell), "") or "三公资产采购",
            f"空着没填、别处也没有相应的数，按没有处理的：{names}。",
            "确有的请填写；没有的请在“本部门没有……”选“是”，或填 0。",
            stated=f"{len(taken)} 项空白",
        )


def _added(account: Account) -> Answers:
    """V46: rows with 全年预算数 and no 年初预算数, all in one."""
    added = account.settled.added
    if added:
        names = "、".join(f"{label}（{cell}）" for label, cell in added)
        yield info(
            "V46",
            added[0][1],
            f"只填了全年预算数、按年中追加（年初预算数为 0）处理的：{names}。",
            "请核对；年初有预算的请填写年初预算数，没有的填 0。",
            stated=f"{len(added)} 行空白",
        )


def a_blank_is_not_zero(account: Account) -> Answers:
    """V86, V44, V45, V46: what became of the blanks that the layout declares 待填."""
    for told in (_lacking, _clashing, _taken, _added):
        yield from told(account)


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


#: the funds that have no table of their own with balances by 项 (those are rules of the book)
_FUNDS = (Fund.GENERAL, Fund.OTHER)


def no_item_is_overspent(account: Account) -> Answers:
    """N34: 年末结转和结余 of every 功能科目项 is not below zero: income and expense stand under the same code."""
    for fund in _FUNDS:
        balances: dict[str, Decimal] = defaultdict(Decimal)
        cells: dict[str, str] = {}
        for function, (record, field, amount) in account.balance_parts[fund]:
            balances[function] += amount
            if amount < 0:
                cells.setdefault(function, record.cell(field))
        for function, balance in balances.items():
            if balance < 0:
                yield warning(
                    "N34",
                    cells.get(function) or f"支出·{function}",
                    f"科目 {function}（{fund.value}）的支出比它的收入与年初结转和结余之和还多："
                    + difference(balance, ZERO, "年末结转和结余", "0")
                    + "。",
                    "请核对这个科目的收入、年初结转和结余、支出是否填在同一个科目编码下；确实如此的，请在“校验与核实”写明核实说明。",
                    quote=f"{function}·{fund.value}",
                    stated=yuan(balance),
                    expected="不小于 0",
                )


def units_are_institutions(account: Account) -> Answers:
    """N35: who is named as 所属单位 keeps accounts of its own, and who keeps them has rows."""
    facts = account.facts
    rows: Sequence[Record] = (*facts.incomes, *facts.carryovers, *facts.expenditures)
    named: dict[str, str] = {}
    for row in rows:
        unit = getattr(row, "unit", "")
        if unit:
            named.setdefault(unit, row.cell("unit"))
    own = {facts.department.full_name, facts.department.short_name}
    keeping = {each.name: each for each in facts.institutions if each.independent}
    for unit, cell in named.items():
        bare = unit.removesuffix("（本级）").removesuffix("本级")
        if unit in keeping or bare in own or unit == ELIMINATION:
            continue
        yield warning(
            "N35",
            cell or f"所属单位·{unit}",
            f"所属单位“{unit}”不在“单位与人员”的独立核算机构里。",
            "请核对名称；它独立核算的，在“机构”里把“独立核算”选“是”；确实如此的，请在“校验与核实”写明核实说明。",
            quote=unit,
            stated=unit,
            expected="、".join(keeping) or "没有独立核算的机构",
        )
    for name, institution in keeping.items():
        if named and name not in named:
            yield warning(
                "N35",
                institution.cell("independent") or f"单位与人员·{name}",
                f"“{name}”独立核算，收入、支出却没有一行属于它。",
                "请核对“独立核算”和收入、支出的所属单位；确实如此的，请在“校验与核实”写明核实说明。",
                quote=name,
                stated="0 行",
                expected="至少 1 行",
            )


def what_belongs_together_stands_together(account: Account) -> Answers:
    """N36: the paragraphs of one 位置, the indicators of one kind are printed in the order of the rows."""
    facts = account.facts
    for sheet, rows, names in (
        ("文字材料", facts.texts, ("position",)),
        ("评价报告", facts.eval_texts, ("subject", "position")),
        ("绩效指标", facts.indicators, ("project", "level1", "level2")),
    ):
        for number in range(len(names)):
            yield from _scattered(rows, names[: number + 1], sheet)


def _scattered(rows: Sequence[Record], names: tuple[str, ...], sheet: str) -> Answers:
    """A finding where what stands in the fields ``names`` comes again after others."""
    seen: dict[tuple[str, ...], int] = {}
    told: set[tuple[str, ...]] = set()
    for number, record in enumerate(rows):
        values = (getattr(record, name) for name in names)
        key = tuple(value.value if isinstance(value, Enum) else value for value in values)
        if key in seen and seen[key] != number - 1 and key not in told:
            told.add(key)
            label = " ".join(key)
            yield warning(
                "N36",
                record.cell(names[-1]) or f"{sheet}·{label}",
                f"“{label}”的内容分在了几处，中间隔着别的内容。",
                "请核对这一行和上面几行选得对不对；同样的内容请放在一起；确实如此的，请在“校验与核实”写明核实说明。",
                quote=label,
                stated="分在几处",
                expected="放在一起",
            )
        seen[key] = number


def projects_fit_the_project_expense(account: Account) -> Answers:
    """Σ projects ≤ 项目支出 of the same 功能科目 and fund: projects have their own margin, so this is never an equality.

    红字 outside the projects lowers the 项目支出 alone: up to its amount it may be right.
    """
    totals: dict[tuple[str, Fund], Decimal] = defaultdict(Decimal)
    cells: dict[tuple[str, Fund], str] = {}
    for project in whole_projects(account):
        for row in project.rows:
            key = (row.function or project.head.function, row.fund)
            if key[0]:
                totals[key] += row.actual
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


#: What must not be published about a person, about a secret (W33).
_PRIVATE = (
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号码"),
    (
        re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"),
        "身份证号码",
    ),
    (re.compile(r"(?<!\d)(?:62|43|45|51|52|53|54|55)\d{14,17}(?!\d)"), "银行卡号"),
    (re.compile(r"账号[:：]?\s*\d{9,}"), "银行账号"),
    (re.compile(r"[（(]?(?:绝密|机密|秘密)[★☆）)]"), "密级标志"),
)
#: no text without one of these has any of the above
_SUSPECT = re.compile(r"\d{9}|密")
_SAME = 3
#: so many cells are named in a message
_LISTED = 5
#: the reason of a total may repeat those of its parts; a 用途 is no reason
_NOT_COUNTED = frozenset(
    (
        ReasonKey.TOTAL_CHANGE,
        ReasonKey.FISCAL_CHANGE,
        ReasonKey.SANGONG_BUDGET,
        *(key for key in ReasonKey if key.value.endswith("主要用途")),
    )
)


_NOTHING = frozenset(("无", "没有", "/", "-", "—", "——"))
_OF_THE_YEAR = frozenset((Position.WORK_LEAD, Position.WORK))
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_REASON_AGAIN = re.compile(r"[^，。；、：]{0,20}?原因(?:主要)?(?:[是为系]|在于|[：:])")
_OWN_NAMES = (("full_name", "部门全称"), ("short_name", "部门简称"), ("superior", "主管部门"))
_INNER_SPACE = re.compile(r"(?<=[\u3400-\u9fff）”》])[\s\u3000]+(?=[\u3400-\u9fff（“《])")
#: “清廉米易 平安米易”: between two parallel words a space is meant
_PARALLEL = re.compile(r"([\u3400-\u9fff]{2})[\s\u3000]+[\u3400-\u9fff]{1,4}\1")
_NUMBERED = re.compile(
    r"\d{1,2}[.．、](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳]"
)

#: what 第一部分 prints, with the positions of which one at least must be filled
_NEEDED = (
    ("主要职能", (Position.DUTY,)),
    ("重点工作完成情况", (Position.WORK_LEAD, Position.WORK)),
)


def the_first_part_is_written(account: Account) -> Answers:
    """V97: 主要职能 and 重点工作完成情况 are headings of every report; nothing may stand below them bare."""
    for heading, positions in _NEEDED:
        if any(
            text.position in positions and (text.body.strip() or text.heading.strip())
            for text in account.facts.texts
        ):
            continue
        labels = "”或“".join(position.value for position in positions)
        yield error(
            "V97",
            f"文字材料·{heading}",
            f"报告第一部分要写“{heading}”，“文字材料”表里还没有填。",
            f"请在“文字材料”表填写，位置选“{labels}”，一段一行。",
            expected="至少一段",
        )


def _texts(account: Account) -> Iterator[tuple[Record, str, str]]:
    """Every record with the name of a field that holds a text, and the text."""
    for block in fields(account.facts):
        value = getattr(account.facts, block.name)
        for record in value if isinstance(value, tuple) else (value,):
            for name in record.__dataclass_fields__ if isinstance(record, Record) else ():
                if isinstance(text := getattr(record, name), str):
                    yield record, name, text


def nothing_private_is_published(account: Account) -> Answers:
    """W33: phone numbers, ID numbers, accounts, marks of secrecy in any text."""
    for record, name, text in _texts(account):
        for pattern, what in _PRIVATE if _SUSPECT.search(text) else ():
            found = pattern.search(text)
            if found:
                yield warning(
                    "W33",
                    record.cell(name) or name,
                    f"文字里有像{what}的内容“{found.group()}”，公开后会泄露。",
                    "请删去或改写；确实不是的，请在“校验与核实”写明核实说明。",
                    quote=what,
                    stated=found.group(),
                    expected="没有",
                )


def reasons_are_not_pasted(account: Account) -> Answers:
    """W26: the same words as the reason of three items or more tell nobody why."""
    told: dict[str, list[Reason | ItemReason]] = defaultdict(list)
    rows_of: tuple[Reason | ItemReason, ...] = (*account.facts.reasons, *account.facts.item_reasons)
    for row in rows_of:
        if row.text.strip() and not (isinstance(row, Reason) and row.key in _NOT_COUNTED):
            told[re.sub(r"[\s，。；、]", "", bare(row.text))].append(row)
    for text, rows in told.items():
        if len(rows) >= _SAME:
            others = "、".join(row.cell("text") for row in rows[1:] if row.cell("text"))
            yield warning(
                "W26",
                rows[0].cell("text") or "原因说明",
                f"“{text}”用作了 {len(rows)} 个事项的原因" + (f"，另见 {others}。" if others else "。"),
                "请逐项写出具体的原因；确实同一原因的，请在“校验与核实”写明核实说明。",
                quote=text[:20],
                stated=f"{len(rows)} 项",
                expected=f"少于 {_SAME} 项",
            )


def no_reason_is_nothing(account: Account) -> Answers:
    """N42: “无” as a reason would be printed as 主要原因是无."""
    for reason in account.facts.reasons:
        if bare(reason.text, USE_LEAD if _is_use(reason) else REASON_LEAD) in _NOTHING:
            yield warning(
                "N42",
                reason.cell("text") or f"原因说明·{reason.key.value}",
                f"“{reason.key.value}”写的是“{reason.text}”，报告里会印成“主要原因是{reason.text}”一类的话。",
                "请写明具体的原因或用途；没有变动、没有发生的，请把这一格留空。",
                stated=reason.text,
                expected="具体的内容，或留空",
            )


def _is_use(reason: Reason) -> bool:
    return reason.key.value.endswith("主要用途")


def reasons_say_it_once(account: Account) -> Answers:
    """N51: “…的主要原因是” inside a reason: the sentence of the report says it, too. What ``bare`` takes off is no doubt."""
    rows: tuple[Reason | ItemReason, ...] = (*account.facts.reasons, *account.facts.item_reasons)
    for row in rows:
        found = None if isinstance(row, Reason) and _is_use(row) else _REASON_AGAIN.match(bare(row.text))
        if found:
            yield warning(
                "N51",
                row.cell("text") or "原因说明",
                f"原因里又写了“{found.group()}”，报告的句子里已经有“主要原因是”，会说两遍。",
                f"请删去“{found.group()}”，只写原因本身。",
                stated=found.group(),
                expected="只写原因",
            )


def item_reasons_are_needed(account: Account) -> Answers:
    """N53: reasons of 项 whose outturn is their budget; 五（三） has no place for them. One finding for all of them."""
    spent, budgets = account.spent_by_code(Fund.GENERAL), account.budgeted(Fund.GENERAL)

    def level(code: str) -> bool:
        return wan(spent.figure(code, "", "").value) == wan(budgets.figure(code, "", "").value)

    idle = [
        row
        for row in account.facts.item_reasons
        if (row.function in spent or row.function in budgets) and level(row.function)
    ]
    if idle:
        listed = "、".join(
            f"{row.function}（{row.cell('text')}）" if row.cell("text") else row.function
            for row in idle[:_LISTED]
        )
        more = f"等 {len(idle)} 个科目" if len(idle) > _LISTED else ""
        yield info(
            "N53",
            idle[0].cell("text") or "原因说明",
            f"决算数与预算数一致，报告不写差异原因，填了的没有印出：{listed}{more}。",
            "请核对：是不是写错了科目，或者支出、预算数填错了；确实不用写的，请清空。",
            stated=f"{len(idle)} 个科目写了原因",
            expected="不用写",
        )


def names_have_no_spaces(account: Account) -> Answers:
    """N52: a space between two Chinese characters of a name is printed as it is: is it meant?"""
    facts = account.facts
    named: list[tuple[Record, str, str]] = [
        *((facts.department, field, label) for field, label in _OWN_NAMES),
        *((row, "name", "机构名称") for row in facts.institutions),
        *((row, "name", "项目名称") for row in facts.projects),
        *((row, "visitor", "来访单位") for row in facts.receptions),
    ]
    for record, field, label in named:
        name: str = getattr(record, field)
        without = _INNER_SPACE.sub("", name)
        if without != name and not _PARALLEL.search(name):
            yield info(
                "N52",
                record.cell(field) or label,
                f"“{label}”的文字中间有空格，报告会照样印出。",
                "多打的空格请删去；名称里确实有空格的，可以不改。",
                quote=name,
                stated=f"“{name}”",
                expected=f"“{without}”，或确实有空格",
            )


def works_of_the_year_are_this_years(account: Account) -> Answers:
    """N43: 重点工作 that names other years, never the year of the report, is last year's text."""
    for text in account.facts.texts:
        if text.position not in _OF_THE_YEAR:
            continue
        years = dict.fromkeys(_YEAR.findall(f"{text.heading}{text.body}"))
        if years and str(account.year) not in years:
            yield warning(
                "N43",
                text.cell("body") or f"文字材料·{text.position.value}",
                f"报告年度是{account.year}年，这一段只写了{'、'.join(f'{year}年' for year in years)}，像是别的年度的内容。",
                f"请改为{account.year}年的工作；确实要写别的年份的，请在“校验与核实”写明核实说明。",
                stated="、".join(years),
                expected=str(account.year),
            )


def numbers_are_not_typed(account: Account) -> Answers:
    """N44: a paragraph that the report numbers begins with a number of its own: two would be printed."""
    for text in account.facts.texts:
        for field in ("heading", "body"):
            typed = _NUMBERED.match(getattr(text, field).strip())
            if text.numbering is not Numbering.NONE and typed:
                yield warning(
                    "N44",
                    text.cell(field) or f"文字材料·{text.position.value}",
                    f"编号方式选了“{text.numbering.value}”，文字前面又写了“{typed.group()}”，会印出两个序号。",
                    "请删去文字前面的序号，序号由程序编；或者把编号方式改为“无”。",
                    stated=typed.group(),
                    expected="没有序号",
                )
                break


_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
#: what somebody meant to write later, wherever it stands in a text; people and plates are masked on purpose
PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z0-9·])[XxＸｘ]{{2,}}(?![A-Za-z0-9])|(?<![\d·A-Z×╳{_SURNAMES}])[×╳]{{2,}}"
    r"|(?<![一二三四五六七八九十〇零\d])[○〇◯]{2,}(?=[局县市区镇乡村委]|单位|部门|万元|%)|_{3,}|＿{2,}"
    r"|(?<![有尚亟还仍])待(?:填写?|补充?|定稿)(?=$|[）)】」，。；、：])|(?:此处|这里)(?:填写|填列|插入)|占位符|[（(【]占位"
    rf"|(?<![{_SURNAMES}])某某(?:局|县|市|区|镇|乡|村|单位|项目|公司)?|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])|【\s*】|[？?]{{3,}}",
    re.IGNORECASE,
)
#: what is a placeholder where it is all that was typed
_HOLDER_ALONE = re.compile(
    r"测试(?:文[字本]|内容|数据|一下)?|试填|占位\w{0,2}|待[定填补]\w{0,3}|暂[缺空]|test|x+|aaa+|。+|\.+|…+|(?:具体)?(?:内容|原因|理由)|说明",
    re.IGNORECASE,
)
#: fields that name, choose or count: whatever stands in them is no sentence
_CODES = frozenset(("function", "economic", "code", "unit_code", "finding_id", "format_id", "unit"))


def placeholders_are_replaced(account: Account) -> Answers:
    """N55: XXX, ××, 待填, 占位, 测试, TODO in a text that is printed."""
    for record, name, text in _texts(account):
        if not text or name in _CODES or isinstance(record, Explanation):
            continue
        alone = _HOLDER_ALONE.fullmatch(text.strip(" 　。，；.,;：:")) if name in _SENTENCES else None
        found = alone or PLACEHOLDER.search(text)
        if found:
            yield error(
                "N55",
                record.cell(name) or name,
                f"这里还没有写好：有占位的文字“{found.group()}”，会原样印进报告。",
                "请改成实际内容；没有这一项的，请把这一格留空。",
                stated=found.group(),
                expected="实际内容",
            )


#: fields with sentences
_SENTENCES = frozenset(
    ("text", "body", "goal_planned", "goal_achieved", "planned", "achieved", "meaning", "purpose", "note")
)
_GOALS = ("goal_planned", "planned")
_DEADLINE = re.compile(
    r"(?<!\d)(20\d\d)年(?:度|(?:\d{1,2}月)?[^，。；\d]{0,3}(?:底|末)?(?:之前|以前|前|内)?)?[^，。；\d]{0,10}(?:完成|建成|实现|达到|竣工|投入使用|交付|消除|解决)"
    r"|(?<!\d)(20\d\d)年度?(?:工作)?(?:目标|任务|计划)"
)


def goals_lie_ahead(account: Account) -> Answers:
    """N56: a goal of this year's project that was to be reached in a year gone by."""
    for record in (*account.facts.projects, *account.facts.indicators):
        for name in _GOALS:
            text = str(getattr(record, name, ""))
            years = [
                year
                for found in _DEADLINE.findall(text)
                if (year := found[0] or found[1]) and int(year) < account.year
            ]
            if years and str(account.year) not in text:
                yield warning(
                    "N56",
                    record.cell(name) or f"项目·{name}",
                    f"{account.year}年的绩效目标写的是{'、'.join(f'{year}年' for year in dict.fromkeys(years))}完成，像是以前年度的目标没有改。",
                    f"请改为{account.year}年的目标；确实如此的，请在“校验与核实”写明核实说明。",
                    stated="、".join(dict.fromkeys(years)),
                    expected=str(account.year),
                )


#: every rule with the reason why the rule book cannot express it
RULES = (
    (a_blank_is_not_zero, "空白是什么意思由版面声明，要和账目里别的数一起看，同类的列在一条里"),
    (projects_fit_the_project_expense, "项目的续行沿用上一行的功能科目，同一科目的项目要先加总"),
    (what_belongs_to_a_project_names_one, "一个代码只说一次，两张表的说法不同"),
    (every_text_has_its_place, "位置的归属由报告的结构定，要列出缺少的部分"),
    (published_projects_are_complete, "要看另一张表里有没有这个项目的行"),
    (whole_evaluation_is_complete, "要列出缺少的各个位置"),
    (the_first_part_is_written, "几个位置有一个写了就行"),
    (nothing_private_is_published, "按号码的样子在所有文字里查找"),
    (reasons_are_not_pasted, "要把相同的文字归到一起数"),
    (no_reason_is_nothing, "几种写法都等于没有写"),
    (reasons_say_it_once, "要看去掉开头套话以后的文字"),
    (item_reasons_are_needed, "几十个科目合成一条"),
    (names_have_no_spaces, "要看空格两边是不是汉字"),
    (works_of_the_year_are_this_years, "要从文字里找出年份"),
    (placeholders_are_replaced, "占位的写法很多，要在所有文字里查找"),
    (goals_lie_ahead, "要从目标里找出年份"),
    (numbers_are_not_typed, "要看文字开头像不像序号"),
    (last_years_content_is_looked_over, "每张沿用去年内容的表各有一个“已核对”，不是数的比较"),
    (no_item_is_overspent, "要按科目和资金性质把三张表的数加在一起"),
    (units_are_institutions, "三张表的所属单位与机构表双向核对"),
    (what_belongs_together_stands_together, "看的是行的先后，不是数"),
)
