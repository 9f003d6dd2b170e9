"""The fifteen tables as a reader of anyone's 公开表 knows them: by the words of titles, of headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_CODE = ("编码", "名称", "级")


@dataclass(frozen=True, slots=True)
class GridShape:
    """``columns`` maps a column of the grid to the words of its header, level by level from above.

    ``kind``: 总表 (two-sided, fixed rows), 科目 (rows are codes), 明细 (codes × 经济科目), 双栏 (two panels of 经济科目),
    三公 (one row), 信息 (fixed rows with one value).
    ``words`` must all stand in the title, ``without`` must not.
    """

    name: str
    kind: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    single: tuple[str, ...] = ()

    @property
    def row_names(self) -> frozenset[str]:
        """The columns of its rows as rules name them."""
        fixed = {
            "总表": (
                "左名",
                "左行次",
                "左额",
                "右名",
                "右行次",
                "右额",
                "是合计",
                "合计",
                "一般",
                "基金",
                "国资",
            ),
            "明细": (*_CODE, "合计", "金额"),
            "双栏": ("左编码", "左名称", "左级", "左额", "右编码", "右名称", "右级", "右额"),
            "信息": ("名称", "行次", "级", "数值", "是金额"),
        }
        return frozenset(fixed.get(self.kind, (*_CODE, *self.columns)))


def _by_fund(column: str, words: str) -> dict[str, tuple[str, ...]]:
    return {
        f"{column}小计": (words, "小计"),
        f"{column}基本": (words, "基本支出"),
        f"{column}项目": (words, "项目支出"),
    }


_NATURES = {"合计": ("合计",), "基本支出": ("基本支出",), "项目支出": ("项目支出",)}
_BALANCE = {
    "年初": ("年初",),
    "收入": ("本年收入",),
    "支出": ("本年支出", "小计"),
    "基本支出": ("基本支出",),
    "项目支出": ("项目支出",),
    "年末": ("年末",),
}
_SANGONG_PARTS = {
    "合计": ("合计",),
    "出国": ("出国",),
    "公车": ("公务用车", "小计"),
    "购置": ("公务用车", "购置费"),
    "运行": ("公务用车", "运行"),
    "接待": ("接待",),
}
_SANGONG = {
    side + part: (f"{side}数", *words) for side in ("预算", "决算") for part, words in _SANGONG_PARTS.items()
}

SHAPES: tuple[GridShape, ...] = (
    GridShape(
        "财政总表",
        "总表",
        ("财政拨款", "收入支出决算总表"),
        ("政府性基金", "国有资本"),
        {
            "合计": ("合计",),
            "一般": ("一般公共",),
            "基金": ("政府性基金",),
            "国资": ("国有资本",),
        },
    ),
    GridShape("收支总表", "总表", ("收入支出决算总表",), ("财政拨款",)),
    GridShape(
        "收入表",
        "科目",
        ("收入决算表",),
        ("支出", "财政拨款"),
        {
            "本年合计": ("本年收入合计",),
            "财政拨款": ("财政拨款",),
            "上级补助": ("上级补助",),
            "事业": ("事业收入",),
            "经营": ("经营收入",),
            "附属上缴": ("附属单位上缴",),
            "其他": ("其他收入",),
        },
    ),
    GridShape(
        "支出表",
        "科目",
        ("支出决算表",),
        ("收入", "财政拨款", "三公"),
        {
            "本年合计": ("本年支出合计",),
            "基本支出": ("基本支出",),
            "项目支出": ("项目支出",),
            "上缴上级": ("上缴上级",),
            "经营": ("经营支出",),
            "对附属补助": ("附属单位补助",),
        },
    ),
    GridShape(
        "财政明细表",
        "科目",
        ("财政拨款支出决算明细表",),
        ("一般公共", "政府性基金", "国有资本"),
        {
            "合计": ("合计",),
            **_by_fund("一般", "一般公共"),
            **_by_fund("基金", "政府性基金"),
            **_by_fund("国资", "国有资本"),
        },
    ),
    GridShape("一般明细表", "明细", ("一般公共预算财政拨款支出决算明细表",)),
    GridShape("一般基本表", "双栏", ("一般公共预算财政拨款基本支出决算",), single=("人员合计", "公用合计")),
    GridShape("一般项目表", "科目", ("一般公共预算财政拨款项目支出决算表",), (), {"金额": ("金额",)}),
    GridShape("三公表", "三公", ("三公",), ("政府性基金",), _SANGONG, tuple(_SANGONG)),
    GridShape("基金三公表", "三公", ("政府性基金", "三公"), (), _SANGONG, tuple(_SANGONG)),
    GridShape("一般支出表", "科目", ("一般公共预算财政拨款支出决算表",), (), _NATURES),
    GridShape("基金表", "科目", ("政府性基金预算财政拨款收入支出决算表",), (), _BALANCE),
    GridShape("国资表", "科目", ("国有资本经营预算财政拨款收入支出决算表",), (), _BALANCE),
    GridShape("国资支出表", "科目", ("国有资本经营预算财政拨款支出决算表",), (), _NATURES),
    GridShape("信息表", "信息", ("机关运行经费",), ()),
)
