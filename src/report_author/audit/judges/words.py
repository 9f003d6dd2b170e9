"""Leftover options, placeholders, instructions, units that are missing, brackets without a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.model.format import Residue

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern over squeezed text; ``but`` spoils it where it matches around."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    message: str
    advice: str


def _sign(code: str, severity: Severity, pattern: str, message: str, advice: str) -> _Sign:
    return _Sign(code, severity, re.compile(pattern), message, advice)


_SIGNS: tuple[_Sign, ...] = (
    _sign(
        "C04", _ERROR,
        r"增加/减少|减少/增加|增长/下降|下降/增长|上升/下降|增加（减少）\d|减少（增加）\d|增长（下降）\d|下降（增长）\d|增加或减少\d"
        r"|大于/小于|小于/大于|大于（小于）|小于（大于）|(?:增加|减少)/(?:减少|增加)",
        "两种说法没有选一种：“{0}”。", "请按实际留下一种。",
    ),
    _sign("C05", _ERROR, r"(?<![A-Za-z\d])[XxＸｘ]{2,}(?![A-Za-z\d])|[×╳]{2,}|某某(?:局|县|市|项目|单位|部门|委)", "占位符没有替换：“{0}”。", "请填入实际内容。"),
    _sign("C05", _ERROR, r"_{3,}|＿{2,}|待填写|此处填写", "空白没有填写：“{0}”。", "请填入实际内容。"),
    _sign(
        "C05", _ERROR,
        r"(?:占|增加|减少|增长|下降|上升|支出为|收入为|共计|预算为|决算为|支出决算)(?:的)?(?<!\d)(?:万元|%)(?!）)",
        "数字没有填写：“{0}”。", "请填入数字。",
    ),
    _sign(
        "C06", _WARNING,
        r"（注：请[^）]*）|请(?:部门|单位)?根据实际|参照省政府批准的|可用表格形式反映|附相关评分表|仍保留该表格式|（(?:柱状图|饼状图|饼图|柱形图)）"
        r"|在本表下方作下述说明|（如有）|如无此项|请自行(?:填写|补充|修改)|具体内容由(?:各)?单位填写",
        "编写提示没有删去：“{0}”。", "请删去提示文字；提示要求附上的材料请附上。",
    ),
    _sign(
        "C07", _ERROR,
        r"(?:增加|减少|增长|下降)(?!0(?:\.0+)?(?:万元|%))\d[\d.]*(?:万元|%)[，、]?(?:与|和)[^，。；]{0,14}持平",
        "有增减又说持平：“{0}”。", "请按实际留下一种说法。",
    ),
    _sign(
        "C09", _ERROR, r"(?:增加|减少)(?:了)?\d+\.\d+(?=[、，。；](?![\d.]+(?:万元|、|，[\d.]+万元)))", "金额后面缺少单位：“{0}”。", "请补上“万元”（或“元”）。",
    ),
    _sign("C09", _ERROR, r"(?:增长|下降|占[^，。；\d]{0,14})\d+\.\d+(?=[，。；])", "百分比后面缺少“%”：“{0}”。", "请补上“%”。"),
    _sign("C09", _WARNING, r"(?<![\d.])\d+\.\d+万(?=[，。；、])", "金额单位不完整：“{0}”。", "请写成“万元”。"),
    _sign("C39", _ERROR, r"PAGEREF\s*_Toc\d+|TOC\\o|HYPERLINK\\l|错误！未(?:找到引用源|定义书签)", "目录的域代码显示了出来：“{0}”。", "请更新目录后重新生成文件。"),
    _sign("C40", _INFO, r"其中[：，]其中|的的|万元万元|%%|上一度|与与|(?<!点)了了|是是(?!非)", "字词重复或有误：“{0}”。", "请改正。"),
    _sign("C08", _INFO, r"。。|，，|、、(?!、)|；；|，。|。，|：：|、，|；。", "标点重复：“{0}”。", "请改正。"),
)  # fmt: skip
_ANSWERED = re.compile(r"\d+）|[a-zA-Z]）|[①-⑳]")


def judge_words(report: Report, residues: Sequence[Residue]) -> Iterator[Doubt]:
    """What the wording itself gives away, block by block."""
    for block in report.document.blocks:
        if block.kind == "目录":
            continue
        yield from _signs(block)
        yield from _residues(block, residues)
        if block.prose:
            yield from _brackets(block)
    yield from _bare_shares(report)


def _signs(block: Block) -> Iterator[Doubt]:
    text = block.plain.text
    for sign in _SIGNS:
        if sign.code in ("C09", "C05") and not block.prose:
            continue
        for found in sign.pattern.finditer(text):
            if sign.code == "C08" and block.kind == "PDF":
                continue
            words = found.group()
            yield doubt_at(
                sign.code, sign.severity, block, found.span(), sign.message.format(words), sign.advice, stated=words
            )


def _residues(block: Block, residues: Sequence[Residue]) -> Iterator[Doubt]:
    """Words that the bureau's own list forbids, but those that the signs know better."""
    text = block.plain.text
    for residue in residues:
        words = residue.found_in(text)
        if not words or any(sign.pattern.search(text) for sign in _SIGNS) or residue.words in _COMMON:
            continue
        at = text.find(words)
        yield doubt_at(
            "C06", _WARNING, block, (at, at + len(words)), f"不应公开的用语“{words}”：{residue.meaning}。",
            "请改成实际内容。", stated=words,
        )  # fmt: skip


#: words of the list that stand rightly in many sentences that the bureau did not think of
_COMMON = frozenset(("部门（单位）", "列明", "增加（减少）", "减少（增加）", "增长（下降）", "下降（增长）", "。。", "其中：其中", "某某"))


def _brackets(block: Block) -> Iterator[Doubt]:
    text = _ANSWERED.sub(lambda found: "·" * len(found.group()), block.plain.text)
    depth = 0
    for at, char in enumerate(text):
        if char == "（":
            depth += 1
        elif char == "）":
            depth -= 1
            if depth < 0:
                yield _unpaired(block, at, "右括号“）”没有对应的左括号。")
                return
    if depth > 0:
        yield _unpaired(block, text.rfind("（"), "左括号“（”没有对应的右括号。")


def _unpaired(block: Block, at: int, message: str) -> Doubt:
    figures = re.search(r"\d(?:万元|%)", block.plain.text) is not None
    return doubt_at("C08", _WARNING if figures else _INFO, block, (at, at + 1), message, "请补上或删去括号。")


def _bare_shares(report: Report) -> Iterator[Doubt]:
    for reading in report.readings:
        spoken = [s for s in reading.shares if not s.bare]
        for share in reading.shares:
            if share.bare and spoken:
                yield doubt_at(
                    "C09", _WARNING, reading.block, (share.rate.start, share.rate.end),
                    f"百分比前面缺少“占”字：“{share.part.text}，{share.rate.text}”。", "请补上“占”。",
                    stated=share.rate.text, expected=f"占{share.rate.text}",
                )  # fmt: skip
