"""What an amount is called in its sentence."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)年?(?:度|初|末|底)?")
_LEAD = re.compile(
    r"^(?:\d{1,2}[.．、] ?(?!\d)|\x03[一二三四五六七八九十\d]{1,3}\x04|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|其中：?|[一二三四五六七八九]是|其他?中|全年|截至|本部门|本单位|我单位|我部门|我局|我委"
    r"|本年度?(?!收入|支出)|当年|年度|按|全部|主要|分别|另|和|及|与|由于|同时|的|各)+"
)
_TAIL = re.compile(
    r"(?:[：:，]|的|数|为|是|约|共计|共|达到?|了|总计各|各|决算|实际|实现|完成|合计(?=为|是)|金额|发生|支付|执行|安排|预计|分别|等|均|其中)+$"
)
_QUOTES = re.compile(r"[“”\"'‘’「」《》]")
_BRACKET = re.compile(r"[（\x03](?:类|款|项|境|护)[）\x04]")
_MIDDLE = re.compile(r"决算(?=合计|总计|总额|数)")
#: the unit whose figure it is, before the figure's name
OWNER = re.compile(
    r"^[\u4e00-\u9fff（）]{2,24}?(?:[局委办厅院所站处会馆队]|中心|学校|大学|政府|公司)"
    r"(?=(?:本年|全年)?(?:收入|支出|收、支|收支|财政拨款|一般公共预算|政府性基金|国有资本|三公|机关运行|政府采购|公务|因公))"
)
_BOTH = re.compile(r"收入?(?:总计|合计)?、支出?")  # one thing, no list
_SHORT = re.compile(r"（([\u4e00-\u9fff]{1,4})）")


def core(label: str) -> str:
    """``label`` without year, order number, copula: “2021年本年收入合计为” → “本年收入合计”."""
    text = _QUOTES.sub("", _YEAR.sub("", label))
    text = _MIDDLE.sub("", _BRACKET.sub("", text))
    while True:
        shorter = OWNER.sub("", _TAIL.sub("", _LEAD.sub("", text)))
        if shorter == text:
            return text
        text = shorter


def same(left: str, right: str) -> bool:
    """Whether two labels name the same thing by the same words."""
    if not left or left == right:
        return bool(left)
    return left not in VAGUE and right not in VAGUE and _bare(left) == _bare(right)


def akin(left: str, right: str) -> bool:
    """Whether one label ends with the other, a weaker sign that they name the same thing."""
    a, b = _bare(left), _bare(right)
    if left in VAGUE or right in VAGUE:
        return False
    return len(a) >= 2 and len(b) >= 2 and (a.endswith(b) or b.endswith(a))


#: words that need the clause before them to mean something
VAGUE = frozenset(("", "支出", "收入", "占", "总额", "决算", "金额", "合计", "共计支出"))


def _bare(label: str) -> str:
    """The part of a label that tells it from others: 总支出, 支出总计 and 支出合计 are one thing."""
    text = re.sub(r"^(?:本年度?)?总?(?=收入|支出)|(?:总额|总数|总计|合计|总)数?$", "", label)
    return text if text in ("收入", "支出") else re.sub(r"(?:支出|经费|费用|费|款)$", "", text)


def clause_before(text: str, position: int) -> str:
    """The words before ``position`` up to the last stop, stops of lists included."""
    masked = _BOTH.sub(
        lambda found: found.group().replace("、", "\x05"), _SHORT.sub("\x03\\1\x04", text[:position])
    )
    start = max(masked.rfind(stop, 0, position) for stop in "，；。：（）、！？ ")
    return masked[start + 1 :].replace("\x05", "、")


def label_before(text: str, position: int) -> str:
    """The clause before ``position``; where it says too little, with the clause before it."""
    label = clause_before(text, position)
    if core(label) not in VAGUE:
        return label
    stop = position - len(label) - 1
    if stop <= 0 or text[stop] not in "：，）":
        return label
    if (
        text[stop] == "）"
        and (opened := text.rfind("（", 0, stop)) >= 0
        and not re.search(r"\d", text[opened:stop])
    ):
        stop = opened  # “事业收入（不含专户管理的教育收费）5万元”
    earlier = clause_before(text, stop)
    return label if re.search(r"\d(?:万元|元|%)", earlier) else earlier + label
