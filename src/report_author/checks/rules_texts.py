"""Rules on the words of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from report_author.figures.account import Account
from report_author.figures.texts import REASON_LEAD, USE_LEAD, bare
from report_author.model.choices import Fund, Numbering, Position, ReasonKey
from report_author.model.facts import Explanation, ItemReason, Reason, Record
from report_author.model.findings import Finding, Unchecked, error, info, warning
from report_author.model.money import wan

Answers = Iterator[Finding | Unchecked]

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


def nothing_private_is_published(account: Account) -> Answers:
    """W33: phone numbers, ID numbers, accounts, marks of secrecy in any text."""
    for block in fields(account.facts):
        value = getattr(account.facts, block.name)
        for record in value if isinstance(value, tuple) else (value,):
            if isinstance(record, Record):
                yield from _private(record)


def _private(record: Record) -> Answers:
    for name in record.__dataclass_fields__:
        text = getattr(record, name)
        if not isinstance(text, str) or not _SUSPECT.search(text):
            continue
        for pattern, what in _PRIVATE:
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
    told: dict[str, list[Reason | ItemReason]] = {}
    rows_of: tuple[Reason | ItemReason, ...] = (*account.facts.reasons, *account.facts.item_reasons)
    for row in rows_of:
        if row.text.strip() and not (isinstance(row, Reason) and row.key in _NOT_COUNTED):
            told.setdefault(re.sub(r"[\s，。；、]", "", bare(row.text)), []).append(row)
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
    for block in fields(account.facts):
        value = getattr(account.facts, block.name)
        for record in value if isinstance(value, tuple) else (value,):
            if isinstance(record, Record) and not isinstance(record, Explanation):
                yield from _holders(record)


def _holders(record: Record) -> Answers:
    for name in record.__dataclass_fields__:
        text = getattr(record, name)
        if not isinstance(text, str) or not text or name in _CODES:
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


TEXT_RULES = (
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
)
