"""What the form for the report left in its text: options, blanks, instructions, phrases that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import ERROR, WARNING, Doubt, at_all_places, doubt_at, in_block
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.model.format import Residue

# ---------------------------------------------------------------- how what the form left in a report looks, one shape a line


_HAN = r"[\u4e00-\u9fff]"
#: opposites that a form offers
_PAIRS = (
    ("增加", "减少"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("增长", "减少"),
    ("增加", "下降"),
    ("大于", "小于"),
    ("高于", "低于"),
    ("多于", "少于"),
    ("大于", "等于"),
    ("等于", "小于"),
)
#: what a number is followed by, what a name is followed by
_UNIT = r"(?:万元|元(?!素)|%|年(?!级)|月|日(?!夜)|个|辆|人|批|台|次|项|名|所|家)"
_BODY = (
    r"(?:局|委|办|厅|县|市|区|省|镇|乡|街道|部门|单位|中心|研究所|学校|医院|公司|项目|工作|资金"
    r"|（类|（款|（项|支出|收入)"
)
#: people and plates are masked on purpose: 王××, 川D·XXXXX
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
_PLATES = "川渝京沪粤湘鄂豫鲁苏浙皖赣闽贵云陕甘青蒙桂琼宁新藏黑吉辽冀晋津"
_MOVED = r"(?:增加|减少|增长|下降)(?!0(?:\.0+)?(?:万元|%))\d[\d.]*(?:万元|%)"
_OTHER_BASE = r"(?![^，。；]{0,14}(?:预算|计划|全国|全省|全市|全县|平均|同类|目标))"


class Sign(NamedTuple):
    """A pattern over squeezed text; in cells of tables only where ``cells``. ``noun`` is for many places."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    noun: str
    message: str
    advice: str
    cells: bool = False


def _any(*shapes: str) -> re.Pattern[str]:
    return re.compile("|".join(shapes))


def _either(template: str) -> str:
    """The pattern for both orders of every pair of opposites."""
    pairs = (*_PAIRS, *((b, a) for a, b in _PAIRS))
    return "(?:" + "|".join(template.format(a=a, b=b) for a, b in pairs) + ")"


def _option(severity: Severity, *shapes: str) -> Sign:
    noun = "两种说法没有选一种"
    return Sign("C04", severity, _any(*shapes), noun, noun + "：{0}。", "请按实际留下一种。")


def _holder(severity: Severity, *shapes: str, cells: bool = True) -> Sign:
    noun = "占位符没有替换"
    return Sign("C05", severity, _any(*shapes), noun, noun + "：{0}。", "请填入实际内容。", cells)


def _blank(severity: Severity, what: str, *shapes: str, cells: bool = False) -> Sign:
    return Sign(
        "C05",
        severity,
        _any(*shapes),
        "占位符没有替换",
        what + "没有填写：{0}。",
        f"请填入{what.replace('空白', '实际内容')}。",
        cells,
    )


def _hint(*shapes: str) -> Sign:
    noun = "编写提示没有删去"
    advice = "请删去提示文字；提示要求附上、写明的内容请补上。"
    return Sign("C06", WARNING, _any(*shapes), noun, noun + "：{0}。", advice)


def _clash(severity: Severity, message: str, advice: str, shape: str) -> Sign:
    return Sign("C07", severity, re.compile(shape), "互相排斥的说法并存", message + "：{0}。", advice)


_BOUND = r"(?!-?[\d.]+(?:%|个百分点|万元)(?:（含）)?(?:以上|以下|以内))"
_OPTIONS = (
    _option(
        ERROR,
        _either(r"{a}(?:/|／|\|)(?:或)?{b}") + r"(?!率|额|幅|情况|变动|（?[%±+-])",
        _either(r"{a}(?:（或?{b}）|【{b}】|或者?{b})")
        + _BOUND
        + r"(?=了?-?[\dXx×＿_]|万元|%|年初预算|全年预算|预算数|调整预算)",
        r"(?:增加减少|减少增加|增长下降|下降增长|大于小于|小于大于|大小于|增减少)(?=了?[\dXx×]|万元|年初|全年|调整|预算|%)",
        r"(?:有/无|无/有|(?:没有|无)（有）|有（(?:无|没有)）|是/否|否/是)(?=政府|国有|因公|公务|机关|发生|安排|使用|组织|重大|开展|涉及)",
    ),
    _option(
        WARNING,
        _either(r"{a}（{b}）") + r"(?=的?(?:主要)?原因(?:是|为|：))",
        r"（(?:增加|减少|增长|下降|上升|增|减)）(?=了?\d|幅\d)",
    ),
)
_HOLDERS = (
    _holder(
        ERROR,
        rf"(?<![A-Za-z\d])[XxＸｘ×╳]{{2,}}(?={_UNIT}|{_BODY})",
        r"(?<![A-Za-z\d·])[XxＸｘ]{3,}(?![A-Za-z\d])",
        r"[×╳]{3,}",
        r"(?<!\d)20(?:[XxＸｘ×╳*＊_]{1,2}|\d[XxＸｘ×╳*＊_])年?",
        r"某某(?:局|县|市|区|镇|乡|村|街道|项目|单位|部门|委|中心|学校|公司)",
        r"[○〇◯△]{2,}(?=局|县|市|区|单位|部门|委|万元|%)",
        r"(?<!\d)[*＊]+(?=万元|%|局|县|年度)",
        r"[？?]+(?=万元|%|年度)",
    ),
    _holder(
        ERROR,
        rf"(?<![A-Za-zXx×＊*\d])[XＸ×╳](?=万元|%|年度?{_HAN}|辆|批次|人次|台（套）)",
        cells=False,
    ),
    _holder(
        WARNING,
        rf"(?<![A-Za-z\d×xX·{_SURNAMES}])(?<![{_PLATES}][A-Z])[XxＸｘ×╳]{{2}}(?!{_UNIT}|{_BODY}|[A-Za-z\d×╳xX])",
        cells=False,
    ),
    Sign(
        "C05",
        ERROR,
        _any(
            r"\{\{|\}\}|\{%|%\}",
            r"\{[\u4e00-\u9fff_]{1,16}\}|｛[\u4e00-\u9fff]{1,16}｝",
            r"#REF!|#DIV/0!|#N/A|#VALUE!|#NAME\?|#NUM!|#NULL!|#{5,}",
            r"(?<![A-Za-z])(?:nan|NaN|None|null|undefined)(?=万元|%|。|，|$)",
        ),
        "占位符没有替换",
        "模板或电子表格的代码留在了正文里：{0}。",
        "请填入实际内容，并核对取数的单元格。",
        cells=True,
    ),
    _blank(ERROR, "空白", r"_{3,}|＿{2,}", r"【】", r"〔〕(?=\d*号)", r"（）(?=万元|%|年|个|辆)", cells=True),
    _blank(
        WARNING,
        "空白",
        r"(?:[（【：]|暂)待(?:填写?|补充?|核实|确认|定|补充完善)(?=[）】。，；]|$)",
        r"此处(?:填写|插入|填列|说明|写明|列明|附上?)",
        r"^(?:公开时间：?|公开日期：?|.{0,6}截[至止])?年月日$",
    ),
    _blank(
        ERROR,
        "数字",
        r"(?:占|增加|减少|增长|下降|上升|(?:支出|收入|预算|决算)(?:数)?为|共计|支出决算|完成(?:年初)?预算的?|总额|总计)(?:的|了)?(?:万元|%)(?=[，。；、：])",
        r"占[^，。；：\d%（）]{1,20}%(?=[，。；])",
        r"(?:为|共|共有|保有量|购置|共有车辆|公务用车)(?:辆|台（套）|批次|人次)(?=[，。；、])",
    ),
)
_HINTS = (
    _hint(
        r"（注：请[^）]*）|（职能参照[^）]*）|参照省政府批准的",
        r"可用表格形式反映|附相关评分表|仍保留该表格式|在本表下方作下述说明|作下述说明",
        r"(?<=）)（(?:柱状图|饼状图|饼图|柱形图)）|（(?:柱状图|饼状图|饼图|柱形图)）$",
        r"(?:如|是|有|包括)：?…+（[^）]{2,24}）",
        r"（如有）|（若有）|如无此项|如持平|(?:不|未)涉及的?可?不(?:列|填|写)",
        r"(?:没有|若无|如无|无)的?(?:(?:则|请)?填(?:写|列)?[“”]?[0无]|(?:则|请)?不(?:填|列|写)|(?:则|请|可)(?:删除|删去))",
        r"(?:如|若)(?:上年|本年|预算)数?(?:为零|为0|无)[^。]{0,12}(?:表述|删|不写)",
        r"(?:可|请|应)(?:自行)?(?:删除|删去)(?:本|此|该)(?:段|项|句|行|部分)|[二三任]选一(?=[），。；])",
        r"请自行(?:填写|补充|修改)|具体内容由各?单位填写|(?:部门|单位)应?根据实际情况进行(?:解释|说明|增减|填写)",
        r"，?列明(?:公务|因公|团组|接待|具体|开支|购置)[^。，]{0,14}(?=[，。])",
        r"（(?:参考|样例|示例|范例|范文)(?:格式|模板|表述)?[^）]{0,20}）|^(?:参考|样例|示例|范例)(?:格式|模板)",
        r"（(?:此处|此段|本段|以下(?!简称|称|同|合称|统称|均|简写))[^）]{0,40}(?:填|删|写|列|选|说明|修改)[^）]{0,20}）",
        r"（(?:请|需|应当?)[^）]{0,24}(?:填|删|写明|注明|选择|列明|说明)[^）]{0,20}）",
        r"（(?:根据|按照?|结合)(?:单位|部门|本单位|本部门|各?自|实际)(?:实际)?(?:情况)?(?:[据如]实)?(?:填写|填列|选择|修改|说明)[^）]{0,16}）",
        r"（[^（）\d]{0,12}(?:据实|根据实际|按(?:照)?实际|结合实际|如实)(?:情况)?[^（），列]{0,4}(?:填写|填列|填报|表述|删减|删改|增减|选填|选择|调整说明|写)[^（）]{0,10}）",
        r"（(?:(?:如有?|若有?|没有)[^（），。]{0,10}|[^（）]{4,20}的)，?(?:请|需)(?!见|参|查|求)[^（），]{0,6}(?:说明|注明|填写|写明|删除|删去)[^（）]{0,10}）",
        r"（(?:此处|各单位)[^（）]{0,20}(?:表述|简述|填写|删减)[^（）]{0,10}）|（(?:填写|填列|简述)[^（）]{0,12}）|；或：",
        r"(?<!名称)[（【](?:制度|项目|单位|部门|文件|公司)名称[）】]",
        r"(?<![邀提申报敬恳呈聘])请(?:(?:各?(?:部门|单位)|编制单位|按|根据|结合|在此|如实|逐项|对应|自行)[^，。；：]{0,16})?(?:填写|填报|填列|注明页码|删除|删去|据实说明)(?!说明)",
    ),
)
_CLASHES = (
    _clash(
        ERROR,
        "有增减又说持平",
        "请按实际留下一种说法。",
        rf"{_MOVED}[，、]?(?:与|和|同|较){_OTHER_BASE}[^，。；]{{0,14}}(?:持平|无变化)",
    ),
    _clash(
        ERROR,
        "说持平又有增减",
        "请按实际留下一种说法。",
        rf"(?:与|和|同|较){_OTHER_BASE}[^，。；]{{0,12}}持平[，、](?:[比较与](?:上年|去年|20\d\d年)[^，。；预]{{0,8}})?{_MOVED}",
    ),
    _clash(
        WARNING,
        "减少为0又说持平",
        "上年也是0的，请只写持平；不是的，请写减少的金额。",
        r"减少(?:为|到|至)0(?:\.0+)?万元[，、]?(?:与|和|同)[^，。；]{0,12}持平",
    ),
    _clash(
        WARNING,
        "又说有差额又说持平",
        "请按实际留下一种说法。",
        r"(?:大于|小于)(?:年初|全年|调整)?预算数[^。；费项]{0,40}?(?:与|等于)(?:年初|全年|调整)?预算数(?:基本)?持平",
    ),
)
SIGNS: tuple[Sign, ...] = (*_OPTIONS, *_HOLDERS, *_HINTS, *_CLASHES)
#: boxes to tick, the marks of a tick
BOXES = re.compile(rf"[□☐▢]{_HAN}{{0,6}}[/、，]?{_HAN}{{0,6}}[□☐▢]|{_HAN}{{1,4}}[□☐▢]{_HAN}{{1,4}}[□☐▢]")
TICK = re.compile(r"[☑√■☒✓✔▣]|\uf052|\uf0fe")


def judge_leftovers(report: Report, residues: Sequence[Residue] = ()) -> Iterator[Doubt]:
    """Options, blanks, instructions; then the words of the bureau's own list ``residues``."""
    found = [doubt for block in report.blocks for doubt in _of_block(block)]
    found.sort(key=lambda doubt: doubt.code)
    for _, group in groupby(found, key=lambda doubt: doubt.code):
        doubts = list(group)
        yield from at_all_places(doubts, _NOUNS[doubts[0].code], apart=6)
    for block in report.blocks:
        if block.kind != "目录":
            yield from _listed(block, residues)


_NOUNS = {sign.code: sign.noun for sign in SIGNS}


def _of_block(block: Block) -> Iterator[Doubt]:
    text = block.plain.text
    if block.kind == "目录" and not re.search(r"[Xx×]{2}|20[Xx×]", text):
        return
    taken: list[tuple[int, int]] = []
    by_message: dict[tuple[str, str], list[Doubt]] = {}
    for sign in SIGNS:
        if not (block.prose or sign.cells):
            continue
        for found in sign.pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            doubt = doubt_at(sign.code, block, found, "", sign.advice, severity=sign.severity)
            by_message.setdefault((sign.code, sign.message), []).append(doubt)
    for (_, message), doubts in by_message.items():
        yield in_block(doubts, message)
    boxes = BOXES.search(text)
    if boxes and not TICK.search(text):
        yield doubt_at(
            "C04",
            block,
            boxes,
            f"选项没有勾选：“{boxes.group()}”。",
            "请勾选一项，或改成文字。",
            severity=ERROR if block.prose else WARNING,
        )


#: words of the list that stand rightly in many sentences that the bureau did not think of, or that the signs judge
_COMMON = frozenset(
    (
        "部门（单位）",
        "列明",
        "增加（减少）",
        "减少（增加）",
        "增长（下降）",
        "下降（增长）",
        "。。",
        "其中：其中",
        "某某",
    )
)


def _listed(block: Block, residues: Sequence[Residue]) -> Iterator[Doubt]:
    """Words that the bureau's own list forbids, but those that the signs know better."""
    text = block.plain.text
    for residue in residues:
        words = residue.found_in(text)
        if not words or residue.words in _COMMON or any(sign.pattern.search(text) for sign in SIGNS):
            continue
        at = text.find(words)
        yield doubt_at(
            "C06",
            block,
            (at, at + len(words)),
            f"不应公开的用语“{words}”：{residue.meaning}。",
            "请改成实际内容。",
            words,
        )
