"""What the form for the report left in its text: options, blanks, instructions, phrases that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places, in_block
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.model.format import Residue

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_UNIT = r"(?:万元|元(?!素)|%|年(?!级)|月|日(?!夜)|个|辆|人|批|台|次|项|名|所|家|台)"
_BODY = r"(?:局|委|办|厅|县|市|区|省|镇|乡|街道|部门|单位|中心|研究所|学校|医院|公司|项目|工作|资金|（类|（款|（项|支出|收入)"
_UP_DOWN = (("增加", "减少"), ("增长", "下降"), ("上升", "下降"), ("提高", "降低"), ("增长", "减少"), ("增加", "下降"), ("大于", "小于"), ("高于", "低于"), ("多于", "少于"), ("大于", "等于"), ("等于", "小于"))  # fmt: skip


def _either(template: str) -> str:
    """The pattern for both orders of every pair of opposites."""
    pairs = (*_UP_DOWN, *((b, a) for a, b in _UP_DOWN))
    return "(?:" + "|".join(template.format(a=a, b=b) for a, b in pairs) + ")"


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern over squeezed text; in cells of tables only where ``cells``."""

    code: str
    noun: str
    severity: Severity
    pattern: re.Pattern[str]
    message: str
    advice: str
    cells: bool = False


def _sign(
    code: str, noun: str, severity: Severity, pattern: str, message: str, advice: str, *, cells: bool = False
) -> _Sign:
    return _Sign(code, noun, severity, re.compile(pattern), message, advice, cells)


_CHOOSE = ("两种说法没有选一种：{0}。", "请按实际留下一种。")
_FILL = ("占位符没有替换：{0}。", "请填入实际内容。")
_DELETE = ("编写提示没有删去：{0}。", "请删去提示文字；提示要求附上、写明的内容请补上。")
_OPTION = "两种说法没有选一种"
_HOLDER = "占位符没有替换"
_HINT = "编写提示没有删去"
_SIGNS: tuple[_Sign, ...] = (
    _sign("C04", _OPTION, _ERROR, _either(r"{a}(?:/|／|\|)(?:或)?{b}") + r"(?!率|额|幅|情况|变动|[（(]?[%±+-])", *_CHOOSE),
    _sign("C04", _OPTION, _ERROR, _either(r"{a}(?:（或?{b}）|【{b}】|或者?{b})") + r"(?=了?-?[\dXx×＿_]|万元|%|年初预算|全年预算|预算数|调整预算)", *_CHOOSE),
    _sign("C04", _OPTION, _WARNING, _either(r"{a}（{b}）") + r"(?=的?(?:主要)?原因(?:是|为|：))", *_CHOOSE),
    _sign("C04", _OPTION, _ERROR, r"(?:增加减少|减少增加|增长下降|下降增长|大于小于|小于大于|大小于|增减少)(?=了?[\dXx×]|万元|年初|全年|调整|预算|%)", *_CHOOSE),
    _sign("C04", _OPTION, _WARNING, r"（(?:增加|减少|增长|下降|上升|增|减)）(?=了?\d|幅\d)", "选项的括号没有去掉：{0}。", "请去掉括号。"),
    _sign("C04", _OPTION, _ERROR, r"(?:有/无|无/有|(?:没有|无)（有）|有（(?:无|没有)）|是/否|否/是)(?=政府|国有|因公|公务|机关|发生|安排|使用|组织|重大|开展|涉及)", *_CHOOSE),
    _sign("C05", _HOLDER, _ERROR, rf"(?<![A-Za-z\d])[XxＸｘ×╳]{{2,}}(?={_UNIT}|{_BODY})|(?<![A-Za-z\d·])[XxＸｘ]{{3,}}(?![A-Za-z\d])|[×╳]{{3,}}", *_FILL, cells=True),
    _sign("C05", _HOLDER, _WARNING, rf"(?<![A-Za-z\d×xX·王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾])(?<![川渝京沪粤湘鄂豫鲁苏浙皖赣闽贵云陕甘青蒙桂琼宁新藏黑吉辽冀晋津][A-Z])[XxＸｘ×╳]{{2}}(?!{_UNIT}|{_BODY}|[A-Za-z\d×╳xX])", *_FILL),
    _sign("C05", _HOLDER, _ERROR, r"(?<![A-Za-zXx×＊*\d])[XＸ×╳](?=万元|%|年度?[\u4e00-\u9fff]|辆|批次|人次|台（套）)", *_FILL),
    _sign("C05", _HOLDER, _ERROR, r"(?<!\d)20(?:[XxＸｘ×╳*＊_]{1,2}|\d[XxＸｘ×╳*＊_])年?", *_FILL, cells=True),
    _sign("C05", _HOLDER, _ERROR, r"某某(?:局|县|市|区|镇|乡|村|街道|项目|单位|部门|委|中心|学校|公司)|[○〇◯△]{2,}(?=局|县|市|区|单位|部门|委|万元|%)|(?<!\d)[*＊]+(?=万元|%|局|县|年度)|[？?]+(?=万元|%|年度)", *_FILL, cells=True),
    _sign("C05", _HOLDER, _ERROR, r"\{\{|\}\}|\{%|%\}|\{[\u4e00-\u9fff_]{1,16}\}|｛[\u4e00-\u9fff]{1,16}｝|#REF!|#DIV/0!|#N/A|#VALUE!|#NAME\?|#NUM!|#NULL!|(?<![A-Za-z])(?:nan|NaN|None|null|undefined)(?=万元|%|。|，|$)|#{5,}", "模板或电子表格的代码留在了正文里：{0}。", "请填入实际内容，并核对取数的单元格。", cells=True),
    _sign("C05", _HOLDER, _ERROR, r"_{3,}|＿{2,}|【】|〔〕(?=\d*号)|（）(?=万元|%|年|个|辆)", "空白没有填写：{0}。", "请填入实际内容。", cells=True),
    _sign("C05", _HOLDER, _WARNING, r"(?:[（【：]|暂)待(?:填写?|补充?|核实|确认|定|补充完善)(?=[）】。，；]|$)|此处(?:填写|插入|填列|说明|写明|列明|附上?)|^(?:公开时间：?|公开日期：?|.{0,6}截[至止])?年月日$", "空白没有填写：{0}。", "请填入实际内容。"),
    _sign(
        "C05", _HOLDER, _ERROR,
        r"(?:占|增加|减少|增长|下降|上升|支出为|收入为|共计|预算为|决算为|支出决算|决算数为|预算数为|完成预算的?|完成年初预算的?|总额|总计)(?:的|了)?(?<!\d)(?:万元|%)(?=[，。；、：])(?!）)"
        r"|占[^，。；：\d%（）]{1,20}%(?=[，。；])"
        r"|(?:为|共|共有|保有量|购置|共有车辆|公务用车)(?:辆|台（套）|批次|人次)(?=[，。；、])",
        "数字没有填写：{0}。", "请填入数字。",
    ),
    _sign(
        "C06", _HINT, _WARNING,
        r"（注：请[^）]*）|（职能参照[^）]*）|参照省政府批准的|可用表格形式反映|附相关评分表|仍保留该表格式|(?<=）)（(?:柱状图|饼状图|饼图|柱形图)）|（(?:柱状图|饼状图|饼图|柱形图)）$"
        r"|(?:部门|单位)应?根据实际情况进行(?:解释|说明|增减|填写)|在本表下方作下述说明|作下述说明|（如有）|（若有）|如无此项|请自行(?:填写|补充|修改)|具体内容由(?:各)?单位填写|(?:不|未)涉及的?(?:可)?不(?:列|填|写)"
        r"|(?:没有|若无|如无|无)(?:的)?(?:则|请)?(?:填(?:写|列)?[“”]?[0无]|不(?:填|列|写)|删除|删去)|如持平|(?:可|请|应)(?:自行)?(?:删除|删去)(?:本|此|该)(?:段|项|句|行|部分)|(?:二|三|任)选一"
        r"|(?:如|若)(?:上年|本年|预算)(?:数)?(?:为零|为0|无)[^。]{0,12}(?:表述|删|不写)|，?列明(?:公务|因公|团组|接待|具体|开支|购置)[^。，]{0,14}(?=[，。])"
        r"|（?(?:参考|样例|示例|范例|范文)(?:格式|模板|表述)|（(?:此处|此段|本段|以下)[^）]{0,40}(?:填|删|写|列|选|说明|修改)[^）]{0,20}）|（(?:请|需|应当?)[^）]{0,24}(?:填|删|写明|注明|选择|列明|说明)[^）]{0,20}）"
        r"|（(?:根据|按照?|结合)(?:单位|部门|本单位|本部门|各?自|实际)(?:实际)?(?:情况)?(?:填写|填列|选择|修改|说明|据实填[写列]|如实填[写列])[^）]{0,16}）|(?<!名称)[（【](?:制度|项目|单位|部门|文件|公司)名称[）】]",
        *_DELETE,
    ),
    _sign("C06", _HINT, _WARNING, r"(?<![邀提申报敬恳呈聘])请(?:各?(?:部门|单位)|编制单位|按|根据|结合|在此|如实|逐项|对应|自行)?[^，。；：]{0,16}(?:填写|填报|填列|注明页码|删除|删去|据实说明)(?!说明)", *_DELETE),
    _sign("C07", "互相排斥的说法并存", _ERROR, r"(?:增加|减少|增长|下降)(?!0(?:\.0+)?(?:万元|%))\d[\d.]*(?:万元|%)[，、]?(?:与|和|同|较)[^，。；]{0,14}(?:持平|无变化|一致)", "有增减又说持平：{0}。", "请按实际留下一种说法。"),
    _sign("C07", "互相排斥的说法并存", _ERROR, r"(?:与|和|同|较)[^，。；]{0,12}持平[，、](?:比|较|与)?[^，。；：]{0,10}?(?:增加|减少|增长|下降)(?!0(?:\.0+)?(?:万元|%))\d[\d.]*(?:万元|%)", "说持平又有增减：{0}。", "请按实际留下一种说法。"),
    _sign("C07", "互相排斥的说法并存", _WARNING, r"减少(?:为|到|至)0(?:\.0+)?万元[，、]?(?:与|和|同)[^，。；]{0,12}持平", "减少为0又说持平：{0}。", "上年也是0的，请只写持平；不是的，请写减少的金额。"),
    _sign("C07", "互相排斥的说法并存", _WARNING, r"(?:大于|小于)(?:年初|全年|调整)?预算数[^。；]{0,40}?(?:决算数)?(?:与|等于)(?:年初|全年|调整)?预算数(?:基本)?持平", "又说有差额又说持平：{0}。", "请按实际留下一种说法。"),
)  # fmt: skip
_TWO_BOXES = re.compile(r"[□☐▢][\u4e00-\u9fff]{0,6}[/、，]?[\u4e00-\u9fff]{0,6}[□☐▢]|[\u4e00-\u9fff]{1,4}[□☐▢][\u4e00-\u9fff]{1,4}[□☐▢]")
_TICK = re.compile(r"[☑√■☒✓✔▣]|\uf052|\uf0fe")


def judge_leftovers(report: Report, residues: Sequence[Residue] = ()) -> Iterator[Doubt]:
    """Options, blanks, instructions; then the words of the bureau's own list ``residues``."""
    found = [doubt for block in report.document.blocks for doubt in _of_block(block)]
    found.sort(key=lambda doubt: doubt.code)
    for _, group in groupby(found, key=lambda doubt: doubt.code):
        doubts = list(group)
        yield from at_all_places(doubts, _NOUNS[doubts[0].code], apart=6)
    for block in report.document.blocks:
        if block.kind != "目录":
            yield from _listed(block, residues)


_NOUNS = {sign.code: sign.noun for sign in _SIGNS}


def _of_block(block: Block) -> Iterator[Doubt]:
    text = block.plain.text
    if block.kind == "目录" and not re.search(r"[Xx×]{2}|20[Xx×]", text):
        return
    taken: list[tuple[int, int]] = []
    by_message: dict[tuple[str, str], list[Doubt]] = {}
    for sign in _SIGNS:
        if not (block.prose or sign.cells):
            continue
        for found in sign.pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            doubt = doubt_at(sign.code, sign.severity, block, found.span(), "", sign.advice, stated=found.group())
            by_message.setdefault((sign.code, sign.message), []).append(doubt)
    for (_, message), doubts in by_message.items():
        yield in_block(doubts, message)
    boxes = _TWO_BOXES.search(text)
    if boxes and not _TICK.search(text):
        yield doubt_at(
            "C04", _ERROR if block.prose else _WARNING, block, boxes.span(), f"选项没有勾选：“{boxes.group()}”。", "请勾选一项，或改成文字。",
            stated=boxes.group(),
        )  # fmt: skip


#: words of the list that stand rightly in many sentences that the bureau did not think of, or that the signs judge
_COMMON = frozenset(("部门（单位）", "列明", "增加（减少）", "减少（增加）", "增长（下降）", "下降（增长）", "。。", "其中：其中", "某某"))


def _listed(block: Block, residues: Sequence[Residue]) -> Iterator[Doubt]:
    """Words that the bureau's own list forbids, but those that the signs know better."""
    text = block.plain.text
    for residue in residues:
        words = residue.found_in(text)
        if not words or residue.words in _COMMON or any(sign.pattern.search(text) for sign in _SIGNS):
            continue
        at = text.find(words)
        yield doubt_at(
            "C06", _WARNING, block, (at, at + len(words)), f"不应公开的用语“{words}”：{residue.meaning}。",
            "请改成实际内容。", stated=words,
        )  # fmt: skip
