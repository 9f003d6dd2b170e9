"""The figures of a report under names that tables, last year's report use as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from report_author.audit.claims.known import SCOPED, name_of
from report_author.audit.claims.report import Mention, Reading, Report, Role

_ANNEX = re.compile(r"附件|绩效|自评|第四部分")
#: what a heading says its section is about; the deepest heading that says something decides, the first pattern that fits
_SCOPES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("三公", "三公"),
        ("基金", "政府性基金"),
        ("国资", "国有资本经营"),
        ("其他", "机关运行|重要事项|政府采购|国有资产|资产占"),
        ("一般", "一般公共预算"),
        ("财政", "财政拨款(?:收入|收支|收、支)"),
        ("总体", "收入支出.{0,6}总体|收支.{0,6}总体|收入、支出"),
        ("收入", "收入(?:决算|预算|情况)"),
        ("支出", "支出(?:决算|预算|情况)"),
    )
)
_PARTIAL = re.compile(r"以前年度|预留|超过|不低于|不超过|中标|成交|人均|每[人次]|涉及|用于|投资")
_SIDE = re.compile(
    r"(?:部门|单位|财政拨款)?总?(?P<side>收入|支出)(?P<total>总计|总额|总数)?(?:合计)?(?:决算)?数?"
)
_CARRIED = re.compile(
    r"(?:本?年度?)?(?:财政拨款)?(?P<when>年初|年末)(?:财政拨款)?结转(?:和|与|及)?结余(?:资金)?"
)
_AWARDED = re.compile(r"授予(?P<size>中小|小微|小型、微型|小型和微型)企业(?:的)?(?:政府采购)?合同")
_ITEM_NAMES = re.compile(
    r"(?P<c>[^，。；：（）]{2,30})（类）(?P<k>[^，。；：]{2,40}?)（款）(?P<i>[^，。；：]{2,60}?)（项）"
)
_ITEM_CODE = re.compile(r"(?<!\d)2\d{6}(?!\d)")
_CAPTION = re.compile(r"^(?:\d{1,2}[.、] ?)?(?:\d{3})?")


@dataclass(frozen=True, eq=False)
class Known:
    """An amount under its common name; ``total`` tells that its words say 总计."""

    key: str
    mention: Mention
    total: bool = False


def scope_of(section: str) -> str:
    """What the section is about: 总体, 收入, 支出, 财政, 一般, 三公, 基金, 国资, 其他, 附件; empty where no heading says."""
    if _ANNEX.search(section) and "预算绩效管理" not in section:
        return "附件"
    for head in section.split(" › ")[::-1]:
        if re.match(r"第.{1,3}部分", head):
            continue
        for name, pattern in _SCOPES:
            if pattern.search(head):
                return name
    return ""


def known_figures(report: Report, role: Role = Role.PLAIN) -> Iterator[Known]:
    """Every amount of ``role`` that has a common name."""
    classes = class_names(report)
    for reading in report.readings:
        scope = scope_of(reading.block.section)
        before = 0
        for mention in reading.mentions:
            if mention.role is not role:
                continue
            found = _item(reading, mention, before) or key_of(mention, scope, classes)
            before = mention.end
            if found:
                yield Known(found, mention, bool(re.search("总计|总额|总数|总收|总支", mention.raw)))


def class_names(report: Report) -> frozenset[str]:
    """The names of all 类, without 支出."""
    return frozenset(bare(code.name) for code in report.codes.functions.values() if len(code.code) == 3)


def bare(name: str) -> str:
    """A name without what people leave out or add: 公共安全支出（类） → 公共安全."""
    return re.sub(r"[（(](?:类|款|项)[）)]|[“”\s]", "", name).removesuffix("支出")


def key_of(mention: Mention, scope: str, classes: frozenset[str]) -> str:
    """The common name of an amount in a section about ``scope``; empty where it has none."""
    label = re.sub(r"[\x03\x04]", "", mention.label)
    carried = _CARRIED.fullmatch(label)
    if carried:
        return f"{carried['when']}结转结余@{scope}"
    if _PARTIAL.search(mention.raw) or re.search("结转|结余", mention.raw):
        return ""
    awarded = _AWARDED.search(label)
    if awarded:
        return f"授予{'中小' if awarded['size'] == '中小' else '小微'}企业合同金额"
    name = name_of(mention)
    side = _SIDE.fullmatch(label)
    if side and scope in ("总体", "财政"):
        return f"{side['side']}总计@{scope}"
    if name:
        return _scoped(name, scope)
    plain = bare(_CAPTION.sub("", label))
    return f"类:{plain}@{scope}" if plain in classes and _is_class(plain, label, scope) else ""


def _scoped(name: str, scope: str) -> str:
    if name == "收支总计" and scope == "财政":
        return "财政拨款收支总计"
    if name in ("收入总计", "支出总计"):
        return f"{name}@{scope if scope == '财政' else '总体'}"
    return f"{name}@{scope}" if name in SCOPED else name


def _is_class(name: str, label: str, scope: str) -> bool:
    """“其他支出” says little outside the lists of classes."""
    return label.endswith("支出") and (name != "其他" or scope == "一般")


def renamed(mention: Mention, label: str) -> Mention:
    """``mention`` under another label, for amounts that are named elsewhere in their sentence."""
    return replace(mention, label=label, raw=label)


def _item(reading: Reading, mention: Mention, before: int) -> str:
    """The 项 that stands between the amount before and this one."""
    if mention.depth:
        return ""
    stretch = reading.text[before : mention.start]
    if len(stretch) - stretch.rfind("。") > 400 or not re.search(r"决算|支出", stretch[-12:]):
        return ""
    names = [*_ITEM_NAMES.finditer(stretch)]
    codes = list(dict.fromkeys(_ITEM_CODE.findall(stretch)))
    if codes:
        return f"项:{'+'.join(codes)}"
    if len(names) == 1:
        return "名:" + "/".join(
            bare(re.sub(r"^.*?\d[.、]?(?=[\u4e00-\u9fff])|^[一二三四五六七八九十]+、", "", n))
            for n in names[0].groups()
        )
    return ""
