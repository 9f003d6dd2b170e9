"""Disclosures that the rules require of every department, where a whole report lacks them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from report_author.audit.claims.known import first_told
from report_author.audit.claims.report import Change, Report
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import ERROR, INFO, WARNING, Doubt, at_all_places, doubt_at
from report_author.audit.judges.whole import is_cut, is_whole
from report_author.audit.reading.blocks import Block

#: code, first year, what must be found, what it is called
_STATEMENTS: tuple[tuple[str, int, str, str], ...] = (
    ("C18", 2016, r"机关运行经费", "机关运行经费支出情况（没有的也要写明）"),
    ("C18", 2016, r"政府采购", "政府采购支出情况"),
    ("C18", 2016, r"国有资产|车辆\d+辆|公务用车\d+辆|单价\d+万元", "国有资产占用情况（车辆、大型设备）"),
    ("C18", 2017, r"绩效", "预算绩效管理情况"),
    ("C18", 2013, r"“?三公”?经费|因公出国", "“三公”经费支出情况"),
    ("C18", 2013, r"名词解释", "名词解释"),
    ("C17", 2014, r"政府性基金", "政府性基金预算收支情况（没有的也要写明）"),
    ("C17", 2021, r"国有资本经营", "国有资本经营预算收支情况（没有的也要写明）"),
)
#: what the forms of all provinces have
_EVERYWHERE = ("政府采购支出情况", "国有资产占用情况（车辆、大型设备）")
_NEEDS: tuple[tuple[str, str, str, str], ...] = (
    (
        "公务接待费",
        r"(?:\d个?批次?|(?:来访团组|接待团组|批次)(?:为|共)?\d+个?).{0,16}\d人次?|\d+人次?.{0,12}\d+个?批",
        "国内公务接待的批次和人次",
        "C20",
    ),
    (
        "公务用车购置及运行维护费",
        r"保有量|公务用车[^。]{0,12}\d+辆|车辆[^。]{0,12}\d+辆",
        "公务用车购置数和保有量",
        "C20",
    ),
    ("因公出国（境）费", r"团组|组团|出国[^。]{0,20}\d+(?:人|个|次)", "因公出国（境）团组数和人数", "C20"),
    (
        "公务用车购置及运行维护费",
        r"购置(?:费|支出|费用|公务用车|车辆|数)|更新购置",
        "公务用车购置费（没有的也要写明0万元）",
        "C19",
    ),
    ("公务用车购置及运行维护费", r"运行(?:维护)?(?:费|支出|费用)", "公务用车运行维护费", "C19"),
)
_GOT = ("一般公共预算财政拨款收入", "财政拨款收入")
_SPENT = ("基本支出", "项目支出", "一般公共预算财政拨款支出")
#: totals with what is a part of them; a year may live on the balance of the last one, so spending says nothing of income
_TOTALS = {
    "收支总计": (*_SPENT, *_GOT),
    "本年收入合计": _GOT,
    "本年支出合计": _SPENT,
    "财政拨款收支总计": (*_SPENT, *_GOT),
}
_REASON = re.compile(r"(?:主要)?(?:变动|增减变化|增减)?原因(?:是|为|：|主要是)+：?(?P<reason>[^。；]{0,60})")
_EXPLAINED = re.compile(
    r"原因|由于|主要是|主要系|系[^统列数]|导致|所致|因(?!公)|影响|受.{2,20}(?:减|增)|为了|根据"
)
_EMPTY = re.compile(r"^(?:[，、/／\-—…]*|无|略|同上|具体原因|如下|根据实际情况|据实填[写列])$")


def judge_disclosures(report: Report) -> Iterator[Doubt]:
    """What 财预〔2016〕143号 asks every department to say; nothing of it is asked of a budget."""
    yield from _reasons(report)
    if report.budget:
        return
    known = first_told(report)
    yield from _zero_totals(report, known)
    yield from _denied(report, known)
    yield from _carried(report)
    yield from _unequal(report)
    if is_whole(report, forgotten=1):
        yield from _missing(report, known)
        yield from at_all_places(_unexplained(report), "增减变化没有说明原因", apart=2)
        yield from _running(report, known)


def _missing(report: Report, known: dict[str, Token]) -> Iterator[Doubt]:
    text = report.text
    everything = "\n".join(block.plain.text for block in report.blocks)
    first = next(b for b in report.blocks if b.prose)
    whole = is_whole(report)
    for code, since, pattern, what in _STATEMENTS:
        if report.year >= since and not re.search(pattern, everything):
            sure = whole and what in _EVERYWHERE
            yield doubt_at(
                code,
                first,
                (0, 1),
                f"整份报告没有说明{what}。",
                "请按公开要求补上。",
                "没有",
                what,
                severity=WARNING if sure else INFO,
            )
    if not whole:
        return
    bought = known.get("政府采购支出总额")
    named = "中小企业" in text or "小微企业" in text
    if bought is not None and bought.value and report.year >= 2016 and not named:
        yield doubt_at(
            "C30",
            bought.block,
            bought,
            "没有写明授予中小企业合同金额及占政府采购支出总额的比例。",
            "请补上授予中小企业、其中小微企业的合同金额和占比。",
        )
    for name, pattern, what, code in _NEEDS:
        token = known.get(name)
        if (
            token is not None
            and token.value
            and not re.search(pattern, text.replace("购置及运行", "").replace("购置和运行", ""))
        ):
            yield doubt_at(code, token.block, token, f"“{name}”没有说明{what}。", f"请补上{what}。")


def _unexplained(report: Report) -> Iterator[Doubt]:
    """Changes against last year that nothing near them explains."""
    for at, reading in enumerate(report.readings):
        changes = [
            c
            for c in reading.changes
            if not c.to_budget and c.token.value and re.match(r"(?:与|比|较)?(?:上|去|20\d\d)", c.base_words)
        ]
        near = [reading, *report.readings[at + 1 : at + 3]]
        words = "".join(r.text for r in near if r.block.section == reading.block.section)
        if changes and not _EXPLAINED.search(words):
            token = changes[-1].token
            yield doubt_at(
                "C23",
                reading.block,
                token,
                "比上年有增减，没有说明原因。",
                "请写明增减变化的主要原因。",
                severity=INFO,
                confidence="中",
            )


def _running(report: Report, known: dict[str, Token]) -> Iterator[Doubt]:
    """机关运行经费 that equals all 公用经费 although there are 事业单位, which have none."""
    running, public = known.get("机关运行经费"), known.get("公用经费")
    if running is None or public is None or not running.value or running.yuan != public.yuan:
        return
    found = re.search(
        r"(?:其他|其它|公益[一二]类)事业单位[1-9]\d*个|事业编制[1-9]\d*[人名个]|事业编制(?:人数|数)?(?:为)?[1-9]\d*",
        report.text,
    )
    if found:
        yield doubt_at(
            "C29",
            running.block,
            running,
            f"机关运行经费等于全部公用经费，而报告里有“{found.group()}”：事业单位的公用经费不是机关运行经费。",
            "请核对机关运行经费的口径。",
            working=f"公用经费{public.text}",
            severity=INFO,
            confidence="中",
        )


def _zero_totals(report: Report, known: dict[str, Token]) -> Iterator[Doubt]:
    """“收、支总计0万元” beside parts that are not 0."""
    for name, of_it in _TOTALS.items():
        token = known.get(name)
        parts = [part for part, told in known.items() if part in of_it and told.value]
        if token is not None and not token.value and parts:
            yield doubt_at(
                "C48",
                token.block,
                token,
                f"“{name}”写成了{token.text}，而“{parts[0]}”是{known[parts[0]].text}。",
                "请填入合计数。",
                severity=ERROR,
            )


def _denied(report: Report, known: dict[str, Token]) -> Iterator[Doubt]:
    """“没有政府性基金预算支出” in a report that prints such expenditure."""
    for name, words in (("政府性基金支出", "政府性基金"), ("国有资本经营预算支出", "国有资本经营预算")):
        token = known.get(name)
        if token is None or not token.value:
            continue
        denial = re.compile(
            rf"(?:没有|无|未发生|未安排|未使用)(?:使用)?{words}[^。；，]{{0,16}}(?:收支|支出|拨款|收入|安排)(?![^。]{{0,6}}(?:结转|结余))"
        )
        for block in report.prose:
            found = denial.search(block.plain.text)
            if found and not re.search(r"三公|机关运行|接待|出国|用车", block.section + block.plain.text):
                yield doubt_at(
                    "C07",
                    block,
                    found,
                    f"这里说没有{words}支出，{token.block.place}却写了{token.text}。",
                    "请核对，留下一种说法。",
                    expected=token.text,
                    also=(f"{token.block.place}：{token.text}",),
                )
                break


def _reasons(report: Report) -> Iterator[Doubt]:
    """Reasons that are empty, reasons pasted under several items."""
    said: dict[str, list[tuple[Block, tuple[int, int]]]] = defaultdict(list)
    for block, found in report.find(_REASON):
        reason = found["reason"].strip("“”，")
        at_end = found.end() == len(block.plain.text)
        if _EMPTY.match(reason) and not (at_end and _goes_on(report, block)):
            yield doubt_at("C23", block, found, f"原因没有填写：“{found.group()}”。", "请写明原因。")
        elif len(reason) >= 6:
            said[reason].append((block, found.span("reason")))
    for reason, places in said.items():
        block, span = places[0]
        if len({b for b, _ in places}) >= 3:
            yield doubt_at(
                "C23",
                block,
                span,
                f"同一个原因用了{len(places)}次：“{reason}”。",
                "请核对各处的原因，尽量写具体。",
                reason,
                severity=INFO,
                confidence="低",
                also=tuple(dict.fromkeys(b.place for b, _ in places)),
            )


def _goes_on(report: Report, block: Block) -> bool:
    """Whether the next paragraph may hold what this one announces at its end."""
    at = report.index[block] + 1
    opens = block.plain.text.endswith("：")
    if at >= len(report.readings):
        return opens
    after = report.readings[at].block
    return not is_cut(after.plain.text) and (not after.style or opens)


_BOTH = re.compile(
    r"收入?、?支出?(?:决算)?总计(?:各|分别)(?:是|为)?(?P<a>[\d,]+\.?\d*)(?:万元|元)?[、，和](?P<b>[\d,]+\.?\d*)(?:万元|元)"
)


def _unequal(report: Report) -> Iterator[Doubt]:
    """“收、支总计各是 A、B 万元”: totals, what was carried over included, are equal."""
    for block, found in report.find(_BOTH):
        a, b = found["a"], found["b"]
        if Decimal(a.replace(",", "")) != Decimal(b.replace(",", "")):
            yield doubt_at(
                "C47",
                block,
                found,
                f"收入总计（{a}）与支出总计（{b}）不相等。",
                "总计含结转结余，收、支应当相等；说的是本年收入、本年支出的，请写明。",
                a,
                b,
            )


def _side(text: str, money: Token) -> str:
    """收入 or 支出 where the change is one of a bare total; empty for any other."""
    found = re.search(
        r"(?:^|[，。；、：])(收入|支出)(?:总计|合计)?(?:增加|减少|增长|下降)(?:了)?$", text[: money.start]
    )
    return found[1] if found else ""


def _carried(report: Report) -> Iterator[Doubt]:
    """Income, expenditure of last year that differ although this year's are equal and are called totals."""
    for reading in report.readings:
        moved: dict[str, tuple[Change, Token]] = {}
        for change in reading.changes:
            if change.money and (side := _side(reading.text, change.money)):
                moved.setdefault(side, (change, change.money))
        if len(moved) < 2 or any(change.to_budget for change, _ in moved.values()):
            continue
        money = [moved[side][1] for side in ("收入", "支出")]
        now = [m.token for m in reading.mentions if m.label in ("收入", "支出")]
        if len(now) < 2 or now[0].yuan != now[1].yuan or money[0].yuan == money[1].yuan:
            continue
        last = [
            n.yuan + (-token.yuan if moved[side][0].up else token.yuan)
            for n, token, side in zip(now, money, ("收入", "支出"), strict=False)
        ]
        yield doubt_at(
            "C47",
            reading.block,
            (money[0].start, money[1].end),
            f"本年收入与支出相等，推算的上年收入（{last[0].scaleb(-4):f}万元）与支出（{last[1].scaleb(-4):f}万元）却不相等：收、支总计应当相等。",
            "请核对上年数；比较的是本年收入、本年支出而不是总计的，请写明。",
            money[0].text,
            money[1].text,
            confidence="中",
        )
