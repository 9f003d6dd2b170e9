"""The choices a format can make, declared once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One choice of sheet 选项.

    ``kind`` is 单选 (one of ``choices``), 数字, 编码 (codes joined by 、), 文字, or 用语 (words that may be
    empty and may quote ``{上年}``).
    ``default`` serves where a format does not say; None means that it must say.
    """

    key: str
    kind: str
    meaning: str
    default: str | None = None
    choices: tuple[str, ...] = ()

    def problem(self, value: str) -> str:
        """What is wrong with ``value`` in plain Chinese; empty when it is fine."""
        if self.kind == "单选" and value not in self.choices:
            return f"只能填：{'、'.join(self.choices)}"
        if self.kind == "数字":
            try:
                Decimal(value)
            except InvalidOperation:
                return "应填数字"
        if self.kind == "编码" and not re.fullmatch(r"\d{3,7}(、\d{3,7})*", value):
            return "应填科目编码，几个编码之间用顿号“、”隔开"
        if self.kind == "文字" and not value:
            return "不能空着"
        return ""


_YES_NO = ("是", "否")
_BUDGETS = ("年初预算数", "全年预算数")


def _yes_no(key: str, default: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "单选", meaning, default, _YES_NO)


def _budget(key: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "单选", meaning, "全年预算数", _BUDGETS)


def _words(key: str, default: str, meaning: str) -> OptionSpec:
    return OptionSpec(key, "用语", meaning, default)


OPTION_SPECS: tuple[OptionSpec, ...] = (
    OptionSpec("格式名称", "文字", "给人看的名称，如“四川2021年度（15表）”。"),
    OptionSpec(
        "启用年度",
        "数字",
        "从哪个年度起用这套格式；填报表没有指定格式时，取启用年度不晚于报告年度的最近一套。",
    ),
    _yes_no("正文去尾零", "是", "正文中金额、百分比末尾的0不写：46.30写作46.3。表格不受影响。"),
    OptionSpec(
        "收支口径",
        "单选",
        "第二部分一、四比较的是“本年收入（支出）合计”"
        "还是“收入（支出）总计”（含结转结余）。决定上年数要填哪几行。",
        "本年合计",
        ("本年合计", "总计"),
    ),
    _budget("五三预算数口径", "第二部分五（三）“完成预算”用哪一个预算数。全年预算数即调整后的预算数。"),
    _budget("三公预算数口径", "“三公”经费“完成预算”和公开表的预算数用哪一个预算数。"),
    _budget("自评表预算数口径", "项目绩效目标自评表的预算数用哪一个预算数。"),
    OptionSpec(
        "科目名称样式",
        "单选",
        "五（三）科目的写法："
        "编码名称＝“204公共安全支出，20402公安，2040201行政运行”；"
        "类款项＝“公共安全支出（类）公安（款）行政运行（项）”。",
        "编码名称",
        ("编码名称", "类款项"),
    ),
    OptionSpec(
        "名词科目样式",
        "单选",
        "名词解释中科目的写法："
        "名称编码＝“公共安全支出204，公安20402，行政运行2040201”；"
        "类款项＝“公共安全支出（类）公安（款）行政运行（项）”。",
        "名称编码",
        ("名称编码", "类款项"),
    ),
    _yes_no("零项列示", "否", "第二部分二、三中金额为0的项目是否也写出来。"),
    OptionSpec("外事接待口径", "单选", "外事接待费与国内接待费并列，还是其中数。", "并列", ("并列", "其中")),
    _words("持平用语", "与{上年}年持平", "与上年相等时的写法。"),
    _words("基数为零用语", "（{上年}年为0，无可比性）", "上年为0、本年有数时，写在增加额后面，不写增长率。"),
    _words("均为零用语", "与{上年}年持平，均为0万元", "两年都为0时的写法。"),
    _words("完成持平用语", "，决算数与预算数持平", "决算数等于预算数时，写在“完成预算100%”后面。"),
    _words("预算决算均为零用语", "预算和决算均为0万元", "预算、决算都为0时的写法，不写完成率。"),
    _words("预算为零用语", "预算为0", "预算为0、决算有数时的写法，不写完成率。"),
    OptionSpec(
        "表内单位",
        "单选",
        "公开表的金额单位。表内存的是准确数，显示几位小数由模板单元格的数字格式决定。",
        "万元",
        ("元", "万元"),
    ),
    OptionSpec("表内零值", "单选", "公开表中金额为0的单元格怎么写。", "空白", ("空白", "0.00", "—")),
    OptionSpec("合计行位置", "单选", "公开表的合计行在数据的第一行还是最后一行。", "首行", ("首行", "末行")),
    OptionSpec(
        "表号样式",
        "文字",
        "公开表右上角的表号，也是公开表文件里工作表的名称。{编号}来自表清单。",
        "公开{编号}表",
    ),
    _yes_no("明细表隐去零列", "是", "按经济科目展开的明细表里，全为0的列不印。"),
    _yes_no("基本支出表列示零款", "是", "基本支出决算表里，金额为0的经济科目款级也印出来。"),
    OptionSpec("人员经费科目", "编码", "人员经费包括的经济科目类级，也是基本支出决算表左栏。", "301、303"),
    OptionSpec(
        "公用经费科目",
        "编码",
        "公用经费包括的经济科目类级，也是基本支出决算表右栏。",
        "302、307、310、312、399",
    ),
    OptionSpec(
        "机关运行经费口径",
        "单选",
        "机关运行经费是行政单位和参公事业单位的，还是全部公用经费。",
        "行政参公",
        ("行政参公", "全部公用"),
    ),
    OptionSpec("变动幅度阈值", "数字", "比上年增减超过这个百分数时，检查原因是否写得具体。", "30"),
    OptionSpec("完成率下限", "数字", "完成预算低于这个百分数时，检查原因是否写得具体。", "90"),
    OptionSpec("完成率上限", "数字", "完成预算高于这个百分数时，检查原因是否写得具体。", "100"),
    OptionSpec("结转比例阈值", "数字", "年末结转和结余占总计超过这个百分数时提示。", "20"),
    OptionSpec("通用设备单价", "数字", "国有资产占用情况中通用设备的起点单价（万元）。", "50"),
    OptionSpec("专用设备单价", "数字", "国有资产占用情况中专用设备的起点单价（万元）。", "100"),
    _yes_no("警告须核实", "否", "填“是”时，每条警告都要在填报表里写核实说明，否则不生成报告。"),
    OptionSpec(
        "空泛原因用语",
        "文字",
        "增减原因、预算差异原因只写了这些话，等于没有说明；几句之间用顿号隔开。",
        "根据实际情况、按实际情况、据实列支、按实际支出、实际工作需要、工作需要、根据工作需要、业务需要、正常变动、政策性因素、其他原因、无",
    ),
    OptionSpec("接待人均上限", "数字", "公务接待费平均每人次超过多少元时，请核对。", "300"),
    OptionSpec("车辆运行费上限", "数字", "公务用车运行维护费平均每辆超过多少元时，请核对。", "80000"),
    OptionSpec("公开期限", "数字", "财政批复后多少天内公开。", "20"),
)
SPEC_BY_KEY = {spec.key: spec for spec in OPTION_SPECS}
