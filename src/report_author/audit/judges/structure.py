"""Headings in order, figures numbered, required disclosures present."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.indicators import indicators
from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.figures.numerals import chinese
from report_author.model.findings import Severity

_DIGITS = {chinese(n): n for n in range(1, 40)}
_FIRST = re.compile(r"([一二三四五六七八九十]{1,3})[、.．]")
_SECOND = re.compile(r"（([一二三四五六七八九十]{1,3})）")
_ARABIC_FIRST = re.compile(r"第\d+部分|\d{1,2}、(?=[\u4e00-\u9fff]{4,30}(?:情况说明|情况|说明)$)")
_ARABIC_SECOND = re.compile(r"（\d{1,2}）")


def judge_structure(report: Report) -> Iterator[Doubt]:
    """The skeleton of the report."""
    blocks = [b for b in report.document.blocks if b.prose or b.style]
    yield from _numbers(blocks)
    yield from _gaps(blocks)
    yield from _figures(report)
    if not report.budget:
        yield from _required(report)
        yield from _carried(report)


def _numbers(blocks: list[Block]) -> Iterator[Doubt]:
    """Arabic numbers among Chinese ones: “9、” after “八、”, “（2）” after “（一）”, “第3部分” after “第二部分”."""
    wrong: list[Block] = []
    last = {1: "", 2: ""}
    chinese_parts = any(re.match(r"第[一二三四五六七八九十]+部分", b.plain.text) for b in blocks)
    for block in blocks:
        text = block.plain.text
        if _FIRST.match(text) and len(text) < 45:
            last = {1: "一", 2: ""}
        elif _SECOND.match(text):
            last[2] = "一"
        elif len(text) < 45 and (
            (text.startswith("第") and _ARABIC_FIRST.match(text) and chinese_parts)
            or (_ARABIC_FIRST.match(text) and last[1])
            or (_ARABIC_SECOND.match(text) and last[2] and len(text) < 25)
        ):
            wrong.append(block)
    if wrong:
        names = tuple(f"{b.place}：{b.text.strip()[:30]}" for b in wrong)
        yield doubt_at(
            "C37", Severity.WARNING, wrong[0], (0, min(8, len(wrong[0].plain.text))),
            f"{len(wrong)}处标题序号与上下文的写法不同（自动编号转换时常见）：" + "；".join(b.plain.text[:16] for b in wrong) + "。",
            "请统一用“第一部分”“一、”“（一）”“1.”。", stated=wrong[0].plain.text[:16], also=names,
        )  # fmt: skip


def _gaps(blocks: list[Block]) -> Iterator[Doubt]:
    """“二、” followed by “四、”."""
    before = 0
    for block in blocks:
        text = block.plain.text
        if re.match(r"第[一二三四五六七八九十\d]+部分|附件", text) or _ARABIC_FIRST.match(text):
            arabic = re.match(r"(\d{1,2})、", text)
            before = int(arabic[1]) if arabic else 0
            continue
        found = _FIRST.match(text)
        if found is None or block.style != 2:
            continue
        number = _DIGITS.get(found[1], 0)
        if before and number > before + 1:
            missing = "、".join(chinese(n) for n in range(before + 1, number))
            table = "表" in text[-4:]
            yield doubt_at(
                "C18" if table else "C37", Severity.WARNING, block, (0, found.end()),
                f"标题从“{chinese(before)}、”跳到“{found[1]}、”，缺“{missing}、”。",
                "请核对是否漏了表格。" if table else "请补上漏掉的部分，或改正序号。", stated=found.group(),
                expected=f"{chinese(before + 1)}、",
            )  # fmt: skip
        before = number


def _figures(report: Report) -> Iterator[Doubt]:
    found = [(b, m) for b in report.document.prose() for m in re.finditer(r"图(\d{1,2})[：:]", b.plain.text)]
    numbers = [int(m[1]) for _, m in found]
    if not numbers or sorted(set(numbers)) == list(range(1, max(numbers) + 1)):
        return
    missing = [n for n in range(1, max(numbers) + 1) if n not in numbers]
    block, match = found[0]
    yield doubt_at(
        "C38", Severity.WARNING, block, match.span(), f"图的编号不连续：缺图{'、图'.join(map(str, missing))}的图名。",
        "请给每张图写上图名，按顺序编号。", stated=match.group(),
    )  # fmt: skip


def _required(report: Report) -> Iterator[Doubt]:
    """What 财预〔2016〕143号 asks every department to say."""
    text = report.text
    known = {i.name: i.mention.token for i in reversed(list(indicators(report)))}
    bought = known.get("政府采购支出总额")
    if bought is not None and bought.value and "中小企业" not in text and "小微企业" not in text:
        yield doubt_at(
            "C30", Severity.WARNING, bought.block, (bought.start, bought.end), "没有写明授予中小企业合同金额及占政府采购支出总额的比例。",
            "请补上授予中小企业、其中小微企业的合同金额和占比。", stated=bought.text,
        )  # fmt: skip
    needs = (
        ("公务接待费", r"批次?.{0,12}人次?|人次?.{0,12}批", "国内公务接待的批次和人次", "C20"),
        ("公务用车购置及运行维护费", r"保有量|公务用车\d+辆|车辆\d+辆", "公务用车购置数和保有量", "C20"),
        ("因公出国（境）费", r"团组|组团|人次|\d+人", "因公出国（境）团组数和人数", "C20"),
        ("公务用车购置及运行维护费", r"购置(?:费|支出|费用)?\d|运行(?:维护)?(?:费|支出|费用)?", "购置费和运行维护费两项", "C19"),
    )
    for name, pattern, what, code in needs:
        token = known.get(name)
        if token is not None and token.value and not re.search(pattern, text):
            yield doubt_at(code, Severity.WARNING, token.block, (token.start, token.end), f"“{name}”没有说明{what}。", f"请补上{what}。", stated=token.text)


def _carried(report: Report) -> Iterator[Doubt]:
    """Income, expenditure of last year that differ although this year's are equal and are called totals."""
    for reading in report.readings:
        income = next((c for c in reading.changes if c.label.endswith("收入") and c.money), None)
        outgo = next((c for c in reading.changes if c.label.endswith("支出") and c.money), None)
        if income is None or outgo is None or income.money is None or outgo.money is None:
            continue
        now = [m.token for m in reading.mentions if m.label in ("收入", "支出")]
        if len(now) < 2 or now[0].yuan != now[1].yuan or income.money.yuan == outgo.money.yuan:
            continue
        last = [n.yuan + (-c.money.yuan if c.up else c.money.yuan) for n, c in zip(now, (income, outgo), strict=False) if c.money]
        yield doubt_at(
            "C47", Severity.WARNING, reading.block, (income.money.start, outgo.money.end),
            f"本年收入与支出相等，推算的上年收入（{last[0].scaleb(-4):f}万元）与支出（{last[1].scaleb(-4):f}万元）却不相等：收、支总计应当相等。",
            "请核对上年数；比较的是本年收入、本年支出而不是总计的，请写明。", stated=income.money.text, expected=outgo.money.text,
            confidence="中",
        )  # fmt: skip
