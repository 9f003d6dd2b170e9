"""Defects of words planted at random places of our own reports are found there."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.reading.docx_reader import read_docx
from report_author.ooxml.package import read_package
from tests.audit.words import judged
from tests.support.samples import NAMES, printed
from tests.support.share import every

_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True)
class Slip:
    """A slip of the keyboard or of the form: where it can happen, what it makes of the words, what it is called."""

    name: str
    pattern: str
    make: Callable[[re.Match[str]], str]
    codes: frozenset[str]


def _slip(name: str, pattern: str, make: Callable[[re.Match[str]], str], *codes: str) -> Slip:
    return Slip(name, pattern, make, frozenset(codes))


_SLIPS = (
    _slip("漏了万元", r"(?:增加|减少)\d+\.\d+万元(?=[，、。])", lambda m: m[0][:-2], "C09"),
    _slip("漏了百分号", r"(?:占|增长|下降)\d+\.\d+%(?=[，；。])", lambda m: m[0][:-1], "C09"),
    _slip("选项没有选", r"(?:增加|减少)(?=\d)", lambda m: "增加（减少）", "C04"),
    _slip("选项都留下", r"(?:增长|下降)(?=\d)", lambda m: "增长/下降", "C04"),
    _slip("金额是XX", r"\d+\.\d+(?=万元)", lambda m: "XX", "C05"),
    _slip("金额空着", r"(?<=[为加少])\d+\.\d+(?=万元[，。；])", lambda m: "", "C05"),
    _slip("标题是上年", r"2021(?=年度(?:部门|单位)决算情况说明)", lambda m: "2020", "C11"),
    _slip(
        "句子是上年",
        r"^2021(?=年.{0,20}(?:收入|支出|三公|机关运行|政府采购|财政拨款))",
        lambda m: "2020",
        "C11",
    ),
    _slip("截至上年", r"(?<=截至)2021(?=年12月)", lambda m: "2020", "C11"),
    _slip("与前年相比", r"(?<=与)2020(?=年相比)", lambda m: "2019", "C11"),
    _slip("与本年持平", r"(?<=与)2020(?=年持平)", lambda m: "2021", "C11"),
    _slip(
        "单位名称错字", r"县委政法委(?!员)|县自然资源和林业局", lambda m: m[0][:-2] + "原" + m[0][-1], "C12"
    ),
    _slip(
        "标题跳号",
        r"^[三四五六七八九]、(?=.{3,30}$)",
        lambda m: _ORDER[_ORDER.index(m[0][0]) + 1] + "、",
        "C37",
        "C18",
    ),
    _slip("序号换了写法", r"^（[二三]）(?=.{3,30}$)", lambda m: f"（{_ORDER.index(m[0][1]) + 1}）", "C37"),
    _slip("车辆合计", r"(?<=共有车辆)\d+(?=辆)", lambda m: str(int(m[0]) + 1), "C21"),
    _slip("保有量", r"(?<=单位共有公务用车)\d+(?=辆)", lambda m: str(int(m[0]) + 1), "C21"),
    _slip("人次少于批次", r"(?<=批次，)\d+(?=人次)", lambda m: "1", "C20"),
    _slip("项目个数", r"(?<=”等)\d+(?=个项目)", lambda m: str(int(m[0]) - 1), "C31"),
    _slip("单位个数", r"(?<=单位)\d(?=个：其中)", lambda m: str(int(m[0]) + 1), "C31"),
    _slip(
        "科目名称错字", r"(?<=\d{7})[\u4e00-\u9fff]{4,}(?=[：:])", lambda m: m[0][:2] + "某" + m[0][3:], "C25"
    ),
    _slip(
        "科目编码错",
        r"2\d{6}(?=[\u4e00-\u9fff]{4,})",
        lambda m: m[0][:6] + str((int(m[0][6]) + 1) % 10),
        "C25",
        "C28",
    ),
    _slip("原因空着", r"(?<=原因是)[^。；]{4,}(?=。)", lambda m: "", "C23"),
    _slip("其中写了两次", r"其中[：:]", lambda m: "其中：其中：", "C40"),
    _slip("少了右括号", r"）(?=[，。；])", lambda m: "", "C08"),
    _slip("提示没有删", r"。$", lambda m: "（如无此项请删除）。", "C06"),
    _slip("又说持平", r"(?:下降|增长)\d+\.\d+%(?=。)", lambda m: f"{m[0]}，与2020年持平", "C07"),
)


def _planted(slip: Slip, report: Report, how_many: int) -> Iterator[tuple[str, Report]]:
    blocks = report.document.blocks
    places = [
        (number, match)
        for number, block in enumerate(blocks)
        if block.kind == "正文"
        for match in re.finditer(slip.pattern, block.text)
    ]
    random.Random(slip.name).shuffle(places)
    for number, match in places[:how_many]:
        text = blocks[number].text
        wrong = text[: match.start()] + slip.make(match) + text[match.end() :]
        changed = (*blocks[:number], replace(blocks[number], text=wrong), *blocks[number + 1 :])
        yield wrong, make_report(replace(report.document, blocks=changed))


def _key(doubt: Doubt) -> tuple[str, str, str]:
    return doubt.code, doubt.message, doubt.quote


@cache
def _untouched(name: str) -> tuple[Report, frozenset[tuple[str, str, str]]]:
    """The report of the sample ``name``, with what is said of it as it is."""
    report = make_report(read_docx("报告", read_package(printed(name).report)))
    return report, frozenset(_key(doubt) for doubt in judged(report))


def _missed(slip: Slip, how_many: int) -> tuple[list[str], int]:
    missed, tried = [], 0
    for name in NAMES:
        report, known = _untouched(name)
        for wrong, planted in _planted(slip, report, how_many):
            tried += 1
            if not any(d.code in slip.codes for d in judged(planted) if _key(d) not in known):
                missed.append(wrong)
    return missed, tried


@pytest.mark.parametrize("slip", _SLIPS, ids=lambda slip: slip.name)
def test_a_planted_slip_is_found(slip: Slip) -> None:
    missed, tried = _missed(slip, 1)
    assert tried
    assert missed == []


@pytest.mark.slow
@pytest.mark.parametrize("slip", _SLIPS, ids=lambda slip: slip.name)
def test_nearly_every_planted_slip_is_found(slip: Slip) -> None:
    """At up to fifteen places of both samples with ``REPORT_AUTHOR_ALL=1``, at five in other runs."""
    missed, tried = _missed(slip, 15 // every(3))
    assert tried
    assert len(missed) <= tried * 0.1, missed
