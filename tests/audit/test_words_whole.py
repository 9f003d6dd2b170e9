"""A whole report must say what the rules ask of every department; a part of one, a budget, an older one need not."""

from __future__ import annotations

import pytest

from report_author.model.findings import Severity
from tests.audit.words import doubts_of

_TITLE = "青溪县农业农村局2021年度部门决算"
_DUTIES = "|".join(
    f"{n}.组织实施全县农业农村工作第{n}项职责，指导乡镇落实各项惠农政策，监督检查资金使用情况。"
    for n in range(1, 31)
)
_PARTS = (
    "第一部分 部门概况|一、部门职责|" + _DUTIES,
    "二、机构设置|本局内设3个股室，分别是：办公室、财务股、种植业股。",
    "第二部分 2021年度部门决算情况说明",
    "一、收入支出决算总体情况说明|2021年度收、支总计100万元。与2020年相比，收、支总计各减少10万元，下降9.09%。主要变动原因是项目减少。",
    "二、收入决算情况说明|2021年本年收入合计100万元，其中：一般公共预算财政拨款收入100万元，占100%。",
    "三、支出决算情况说明|2021年本年支出合计100万元，其中：基本支出60万元，占60%；项目支出40万元，占40%。",
    "四、财政拨款收入支出决算总体情况说明|2021年财政拨款收、支总计100万元。与2020年相比，各减少10万元，下降9.09%。主要变动原因是项目减少。",
    "五、一般公共预算财政拨款支出决算情况说明|2021年一般公共预算财政拨款支出100万元，占本年支出合计的100%。",
    "六、一般公共预算财政拨款基本支出决算情况说明|2021年一般公共预算财政拨款基本支出60万元，其中：人员经费50万元，公用经费10万元。",
    "七、“三公”经费财政拨款支出决算情况说明",
    "2021年“三公”经费财政拨款支出决算为5万元，其中：因公出国（境）费支出决算1万元，占20%；公务用车购置及运行维护费支出决算3万元，占60%；公务接待费支出决算1万元，占20%。",
    "1.因公出国（境）经费支出1万元，全年安排因公出国（境）团组1个，出国（境）1人。",
    "2.公务用车购置及运行维护费支出3万元。其中：公务用车购置支出0万元，公务用车运行维护费支出3万元。截至2021年12月底，单位共有公务用车1辆。",
    "3.公务接待费支出1万元，国内公务接待6批次，58人次。",
    "八、政府性基金预算支出决算情况说明|2021年政府性基金预算财政拨款支出0万元。",
    "九、国有资本经营预算支出决算情况说明|2021年国有资本经营预算财政拨款支出0万元。",
    "十、其他重要事项的情况说明",
    "（一）机关运行经费支出情况|2021年机关运行经费支出8万元，比2020年减少1万元，下降11.11%，主要原因是压减办公费。",
    "（二）政府采购支出情况|2021年政府采购支出总额20万元，其中：政府采购货物支出20万元。授予中小企业合同金额20万元，占政府采购支出总额的100%。",
    "（三）国有资产占有使用情况|截至2021年12月31日，共有车辆1辆，其中：其他用车1辆。",
    "（四）预算绩效管理情况|本部门对2个项目开展了绩效自评。",
    "第三部分 名词解释|1.财政拨款收入：指单位从同级财政部门取得的财政预算资金。|2.基本支出：指为保障机构正常运转而发生的支出。",
)
_WHOLE = "|".join(_PARTS)


def test_a_whole_report_is_complete() -> None:
    assert [f"{d.code} {d.message}" for d in doubts_of(_WHOLE, _TITLE)] == []


_LACKING = (
    (
        "C18",
        "（一）机关运行经费支出情况|2021年机关运行经费支出8万元，比2020年减少1万元，下降11.11%，主要原因是压减办公费。",
    ),
    (
        "C18",
        "（三）国有资产占有使用情况|截至2021年12月31日，共有车辆1辆，其中：其他用车1辆。|单位共有公务用车1辆",
    ),
    ("C18", "（四）预算绩效管理情况|本部门对2个项目开展了绩效自评。"),
    ("C17", "八、政府性基金预算支出决算情况说明|2021年政府性基金预算财政拨款支出0万元。"),
    ("C17", "九、国有资本经营预算支出决算情况说明|2021年国有资本经营预算财政拨款支出0万元。"),
    ("C19", "其中：公务用车购置支出0万元，公务用车运行维护费支出3万元。"),
    ("C19", "公务用车购置支出0万元，"),
    ("C20", "，国内公务接待6批次，58人次"),
    ("C20", "，全年安排因公出国（境）团组1个，出国（境）1人"),
    (
        "C18",
        "第三部分 名词解释|1.财政拨款收入：指单位从同级财政部门取得的财政预算资金。|2.基本支出：指为保障机构正常运转而发生的支出。",
    ),
    ("C30", "授予中小企业合同金额20万元，占政府采购支出总额的100%。"),
    ("C23", "，主要原因是压减办公费"),
    ("C23", "主要变动原因是项目减少。"),
)


def _without(words: str) -> str:
    text = _WHOLE
    for part in words.split("|") if words.startswith("（三）") else (words,):
        assert part in text
        text = text.replace(part, "")
    return text


@pytest.mark.parametrize(("code", "words"), _LACKING, ids=[words[:16] for _, words in _LACKING])
def test_what_a_whole_report_lacks_is_said(code: str, words: str) -> None:
    assert code in {d.code for d in doubts_of(_without(words), _TITLE)}


@pytest.mark.parametrize(("code", "words"), _LACKING, ids=[words[:16] for _, words in _LACKING])
def test_nothing_is_missing_from_a_part(code: str, words: str) -> None:
    cut = _without(words) + "|……"
    assert code not in {
        d.code for d in doubts_of(cut, _TITLE) if d.message.startswith(("整份报告", "“", "没有写明"))
    }
    assert [d.message for d in doubts_of(cut, _TITLE) if "没有说明" in d.message] == []


_CONTENTS = "目录|一、部门职责......1|二、机构设置......2|一、收入支出决算总体情况说明......3|二、收入决算情况说明......3|三、支出决算情况说明......4|八、政府性基金预算支出决算情况说明......6|第三部分 名词解释......9"


def test_the_contents_name_what_the_report_has() -> None:
    assert [d.message for d in doubts_of(f"{_CONTENTS}|{_WHOLE}", _TITLE)] == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("十一、国有资产负债情况表说明......8", "正文里没有"),
        ("四、财政拨款收支决算总体情况说明......5", "正文的标题是"),
        ("第四部分 项目绩效自评材料......12", "正文里没有"),
    ],
)
def test_an_entry_of_the_contents_without_its_heading_is_said(entry: str, words: str) -> None:
    (doubt,) = doubts_of(f"{_CONTENTS}|{entry}|{_WHOLE}", _TITLE)
    assert doubt.code == "C18" and words in doubt.message and entry.split("...")[0] in doubt.quote


def test_last_years_title_in_the_contents_is_found() -> None:
    said = doubts_of(f"{_CONTENTS}|第二部分 2020年度部门决算情况说明......3|{_WHOLE}", _TITLE)
    assert "C11" in {d.code for d in said}


def test_a_budget_need_not_say_what_a_final_account_must() -> None:
    text = (
        _WHOLE.replace("决算", "预算")
        .replace("（二）政府采购支出情况|", "")
        .replace("授予中小企业合同金额20万元，占政府采购支出总额的100%。", "")
    )
    said = [
        d
        for d in doubts_of(text, "青溪县农业农村局2021年度部门预算")
        if d.code in ("C17", "C18", "C19", "C20", "C30", "C48")
    ]
    assert [f"{d.code} {d.message}" for d in said] == []


def test_an_old_report_need_not_speak_of_state_capital() -> None:
    text = (
        _without("九、国有资本经营预算支出决算情况说明|2021年国有资本经营预算财政拨款支出0万元。")
        .replace("2020年", "2017年")
        .replace("2021年", "2018年")
    )
    said = doubts_of(text, "青溪县农业农村局2018年度部门决算")
    assert [d.message for d in said if d.code == "C17"] == []


def test_one_reason_for_many_items_is_a_hint_only() -> None:
    text = "|".join(f"{n}.第{n}项支出减少的主要原因是压减一般性支出。" for n in range(1, 5))
    (doubt,) = doubts_of(text)
    assert doubt.severity is Severity.INFO and len(doubt.also) == 4


def test_many_marks_of_one_kind_are_one_line() -> None:
    text = "|".join(f"第{n}项工作已完成。。" for n in range(1, 9))
    (doubt,) = doubts_of(text)
    assert doubt.code == "C08" and "8处" in doubt.message and len(doubt.also) == 7


def test_an_empty_form_is_not_a_hundred_doubts() -> None:
    text = "|".join(f"第{n}项支出XXX万元，占XX%，增加（减少）XX万元。" for n in range(1, 31))
    assert sorted(d.code for d in doubts_of(text)) == ["C04", "C05"]
