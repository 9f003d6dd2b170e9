"""Years left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from report_author.audit.claims.report import Report
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import ERROR, WARNING, Doubt, doubt_at
from report_author.audit.judges.structure import entry_of
from report_author.audit.reading.blocks import Block, sentence_at
from report_author.model.findings import Severity

#: what is said of the reported year only, where it opens a sentence
_SUBJECT = (
    r"(?:本年收入合计|本年支出合计|收入?、?支出?(?:决算)?总计|收入总计|支出总计|收入合计|支出合计|财政拨款(?:收|支)"
    r"|一般公共预算(?:财政拨款)?(?:支出|收入|基本支出|项目支出)|政府性基金(?:预算)?(?:财政拨款)?(?:收入|支出)"
    r"|一般公共预算当年(?:财政)?拨款|收支总预算|收入预算|支出预算"
    r"|国有资本经营预算(?:财政拨款)?(?:收入|支出)|“?三公”?经费|因公出国|公务用车|公务接待费?|国内(?:公务)?接待"
    r"|机关运行经费|政府采购支出|政府采购金额|部门决算总收入|总收入|总支出|收入决算|支出决算|决算收入|决算支出)"
)
_STATED = re.compile(
    r"(?:^|(?<=[。；）]))(?:\d{1,2}[.、．] ?)?(?:（[一二三四五六七八九十\d]+）)?[\u4e00-\u9fff]{0,12}?(?P<year>20\d\d)年度?[，、]?"
    rf"(?P<between>[\u4e00-\u9fff（）]{{0,25}}?){_SUBJECT}(?P<rest>[^。；]*)"
)
#: “2020年度收入…万元，支出…万元。与2020年相比…”: compared with itself
_BARE = re.compile(r"(?P<year>20\d\d)年度?(?:总)?(?:收入|支出)\d[^。]*。")
_LEVEL = re.compile(
    r"[与同和](?P<year>20\d\d)年度?(?:决算数?|支出决算数?|支出)?(?:相比)?(?:基本)?(?:持平|无变化|无增减)"
)
_TITLED = re.compile(
    r"(?P<year>20\d\d)年度?[\u4e00-\u9fff（）]{0,24}?(?:(?:部门|单位)?决算(?:公开)?(?:情况)?(?:说明|报告|公开|报表|表)?"
    r"|“?三公”?经费[\u4e00-\u9fff]{0,10}(?:说明|公开)|重点工作完成情况|部门整体(?:支出)?绩效(?:自?评价?)?报告)$"
)
_TITLED_BUDGET = re.compile(
    r"(?P<year>20\d\d)年度?(?:[\u4e00-\u9fff（）]{0,24}?)(?:部门|单位)?预算(?:公开)?(?:情况)?(?:说明|报告|公开|报表|表)?$"
)
_HELD = re.compile(
    r"截[至止](?:到)?(?P<year>20\d\d)年(?:12月31日|12月底|年?底|年?末|12月)(?P<rest>[^。]{0,50})"
)
_HELD_WHAT = re.compile(r"车辆|公务用车|设备|国有资产|固定资产")
_OWNED = re.compile(r"^，[^。，]{0,24}(?:国有资产(?:占有|占用)[^。，]{0,6}情况|资产总额)")
_AT_END = re.compile(
    r"(?:^|(?<=。))(?P<year>20\d\d)年(?:年末|年底|末|底|期末)，?[^。；，\d]{0,34}公务用车保有量?[^。；，\d]{0,4}\d+辆"
)
#: what is said of the reported year only, wherever it stands in a sentence
_ONLY_THIS = (
    re.compile(
        r"纳入[^。；]{0,30}?(?P<year>20\d\d)年度?(?:部门|单位)?(?:汇总)?(?:决算|预算)(?:汇总)?编[制报]范围"
    ),
    re.compile(
        r"(?<![与比较同于至、—-])(?P<year>20\d\d)年度?(?:本部门|本单位)?(?:没有|无)(?:安排|使用)?(?:机关运行经费|政府性基金预算|国有资本经营预算|“?三公”?经费|因公出国)"
    ),
    re.compile(r"经[^。；，]{0,14}汇总，(?P<year>20\d\d)年度?[^。；\d]{0,60}“?三公”?经费[^。；\d]{0,16}\d"),
)
_PEOPLE = re.compile(r"(?:在职|实有|编制|退休)[\u4e00-\u9fff]{0,8}\d+[人名]")
_TORN = re.compile(
    r"(?<![\d.—～~\-至])(?:20\d|20\d{3})年度?"
    r"(?=[\u4e00-\u9fff]{0,30}(?:决算|预算|收入|支出|经费|部门|单位|相比|12月))|(?<!\d)20\d(?=年度)"
)
_LINK = re.compile(r"当前位置|首页|>|上一篇|下一篇|附件|\.(?:docx?|xlsx?|pdf)|来源|索引|发布|下载")
_DATE = re.compile(r"(?<!\d)(?P<year>20\d\d)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_COMPARED = re.compile(r"(?:与|比|较|同|和|于|按|按照|根据|结转|结余|[、至—～-])$")


def judge_years(report: Report) -> Iterator[Doubt]:
    """Statements about this year that bear another year, comparisons with a year that is not the last."""
    yield from _impossible(report)
    if not report.year:
        return
    yield from _bases(report)
    for block in report.blocks:
        if block.kind != "表格" and not _of_other_paper(block):
            yield from _of_block(report, block)


def _of_other_paper(block: Block) -> bool:
    """Whether a single project is spoken of, which has years of its own."""
    return bool(re.search(r"(?:项目|专项)[^›]{0,12}(?:绩效|评价|自评)", block.section.split(" › ")[0]))


def _impossible(report: Report) -> Iterator[Doubt]:
    """“202年度”, “2021年13月”, “11月31日”."""
    for block in report.blocks:
        text = block.plain.text
        for found in _TORN.finditer(text) if block.kind != "表格" else ():
            yield doubt_at(
                "C11",
                block,
                found,
                f"年份写错：“{found.group()}”。",
                "请改正年份。",
                expected=f"{report.year}年" if report.year else "",
                severity=ERROR,
            )
        for found in _DATE.finditer(text):
            try:
                date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
            except ValueError:
                yield doubt_at(
                    "C11", block, found, f"没有这一天：“{found.group()}”。", "请改正日期。", severity=ERROR
                )


def _of_block(report: Report, block: Block) -> Iterator[Doubt]:
    text = entry_of(block) if block.kind == "目录" else block.plain.text
    heading = _titled(report, block, text)
    if heading is not None:
        certain = "绩效" not in heading.group()
        yield _left_over(report, block, heading, certain=certain)
        return
    if not block.prose:
        return
    for pattern in _ONLY_THIS:
        for found in pattern.finditer(text):
            this_too = re.search(rf"(?<![与比较同]){report.year}年", _sentence(text, found))
            if int(found["year"]) in (report.year - 1, report.year - 2) and not this_too:
                yield _left_over(report, block, found, certain=False)
    if report.budget:
        yield from _of_budget(report, block)
        return
    yield from _level(report, block)
    for found in _AT_END.finditer(text):
        if report.year - 3 < int(found["year"]) < report.year:
            yield _left_over(report, block, found, certain=False)
    bare = _BARE.match(text)
    if (
        bare
        and int(bare["year"]) == report.year - 1
        and re.search(rf"[与比较](?:{bare['year']}年|上年)", text[bare.end() :])
    ):
        yield _left_over(report, block, bare, certain=True)
        return
    for found in _STATED.finditer(text):
        if _is_left_over(report, text, found):
            yield _left_over(report, block, found, certain=int(found["year"]) < report.year)
    for found in _HELD.finditer(text):
        after = (text + _next(report, block))[found.start() :][:120]
        if int(found["year"]) == report.year:
            continue
        if (_HELD_WHAT.search(after) and re.search(r"\d+(?:辆|台)", after)) or _OWNED.match(found["rest"]):
            yield _left_over(report, block, found, certain=True)
        elif _PEOPLE.search(found["rest"]) and int(found["year"]) < report.year:
            yield _left_over(report, block, found, certain=False)


def _of_budget(report: Report, block: Block) -> Iterator[Doubt]:
    """“2017年“三公”经费合计…，比上年减少…” in the budget of 2018: whatever is compared with last year is this year's."""
    text = block.plain.text
    for found in _STATED.finditer(text):
        clause = found["rest"].split("；")[0]
        of_last = int(found["year"]) == report.year - 1
        if (
            of_last
            and re.search(rf"(?:比|较|与)(?:上年|去年|{found['year']}年)", clause)
            and not re.search(r"执行|决算|实际|完成", clause + found["between"])
            and f"{report.year}年" not in clause
        ):
            yield _left_over(report, block, found, certain=False)


def _sentence(text: str, found: re.Match[str]) -> str:
    start, end = sentence_at(text, found.start("year"))
    return text[start:end]


def _next(report: Report, block: Block) -> str:
    """The paragraphs after ``block``, where its sentence goes on there as broken lines make it."""
    if block.plain.text.endswith("。"):
        return ""
    at = report.index[block]
    return "".join(reading.text for reading in report.readings[at + 1 : at + 3])


def _level(report: Report, block: Block) -> Iterator[Doubt]:
    """“与2021年持平” in the report of 2021."""
    for found in _LEVEL.finditer(block.plain.text):
        year = int(found["year"])
        if year != report.year - 1:
            severity = ERROR if year == report.year else WARNING
            yield _wrong_base(report, block, found.span("year"), year, "请核对比较的年份。", severity, "高")


def _wrong_base(
    report: Report,
    block: Block,
    where: tuple[int, int] | Token,
    year: int,
    advice: str,
    severity: Severity,
    confidence: str,
) -> Doubt:
    return doubt_at(
        "C11",
        block,
        where,
        f"比较的年份是{year}年，{report.year}年度的报告应与{report.year - 1}年相比。",
        advice,
        f"{year}年",
        f"{report.year - 1}年",
        severity=severity,
        confidence=confidence,
    )


def _titled(report: Report, block: Block, text: str) -> re.Match[str] | None:
    """The title in ``text`` that bears another year; links of the page around the report are none."""
    if len(text) > 60 or _LINK.search(text):
        return None
    found = (_TITLED_BUDGET if report.budget else _TITLED).search(text)
    if found is None or int(found["year"]) == report.year or re.search(r"[《“]", text[: found.start()]):
        return None
    if block.style or block.kind != "正文":
        return found
    first = block in report.blocks[:12]
    return found if first and report.year - 3 <= int(found["year"]) < report.year else None


def _is_left_over(report: Report, text: str, found: re.Match[str]) -> bool:
    """Whether the sentence is about this year although it names another one alone."""
    year = int(found["year"])
    if year == report.year or year > report.year + 1 or year < report.year - 3:
        return False
    stop = text.find("。", found.start())
    sentence = text[found.start() : stop if stop >= 0 else len(text)]
    if year > report.year and "决算" not in sentence:
        return False
    subject = found.group()[: found.start("rest") - found.start()][-2:]
    if re.search(rf"{report.year}年[^。]*{re.escape(subject)}", text):
        return False  # this year's figure stands beside it
    if f"{report.year}年" in sentence or not re.search(r"\d(?:万元|元|辆|批次|人次)", found["rest"]):
        return False
    if re.search(r"与|比|较|上年|结转|结余|分别|执行数|预算数|决算数(?=\d)|项目|（20", found["between"]):
        return False
    before = text[max(0, found.start("year") - 2) : found.start("year")]
    return not _COMPARED.search(before) and not re.match(
        r"[^，。；]{0,30}?(?:相比|结转|决算数\d)", found["rest"]
    )


def _left_over(report: Report, block: Block, found: re.Match[str], *, certain: bool) -> Doubt:
    kind = "预算" if report.budget else "报告"
    year = found["year"]
    return doubt_at(
        "C11",
        block,
        found.span("year"),
        f"{report.year}年度的{kind}里写成了{year}年，像是"
        + ("上年" if int(year) < report.year else "别的年度")
        + "报告留下的。",
        "请改为本年度，并核对这一句的数字。",
        f"{year}年",
        f"{report.year}年",
        severity=ERROR if certain else WARNING,
        confidence="高" if certain else "中",
    )


def _bases(report: Report) -> Iterator[Doubt]:
    for reading in report.readings:
        for change in reading.changes:
            found = re.match(r"(20\d\d)年", change.base_words)
            if found is None or (change.to_budget and not report.budget) or _of_other_paper(reading.block):
                continue
            year = int(found[1])
            if year == report.year - 1:
                continue
            if any(re.match(rf"{report.year - 1}年|上一?年|去年", c.base_words) for c in reading.changes):
                continue  # compared with the last year too: a second comparison, such as with the years before an epidemic
            clause = reading.text[change.start : change.token.start]
            others = set(re.findall(r"20\d\d(?=年)", clause)) - {found[1]}
            future = year >= report.year
            if future and f"{year + 1}年" in reading.text[: change.token.start]:
                continue
            severity, confidence = (WARNING, "中") if others else (ERROR if future else WARNING, "高")
            yield _wrong_base(
                report, reading.block, change.token, year, "请核对比较的年份和数字。", severity, confidence
            )
