"""The sheets that hold the amounts of the final account."""

from __future__ import annotations

from report_author.model import choices
from report_author.model import facts as f
from report_author.workbook.columns import (
    UNADJUSTED,
    UNIT,
    budget_money,
    carried,
    choice,
    count,
    economic,
    function,
    lookup,
    money,
    number,
    text,
    yes_no,
)
from report_author.workbook.shape import MONEY, Blank, Column, Form, ListBlock, Sheet, Sign

#: the unit of 预算数 as typed; the facts are in 元 whatever it is
BUDGET_UNIT = "budget_unit"

INCOME = Sheet(
    id="income",
    name="收入与结转",
    title="收入与结转结余（单位：元）",
    hint="按功能科目项级填写，金额以元为单位保留两位小数；年末结转和结余由系统计算，不用填。",
    colour=MONEY,
    widths=(16, 34, 34, 20, 22, 20, 20, 26),
    blocks=(
        ListBlock(
            id="incomes",
            title="一、本年收入",
            record=f.Income,
            rows=100,
            unique=("unit", "function", "source"),
            least=1,
            columns=(
                function(),
                lookup("function"),
                choice("source", "收入来源", choices.Source, required=True),
                money("amount", "金额", required=True, sign=Sign.UNUSUAL),
                UNIT,
            ),
        ),
        ListBlock(
            id="carryovers",
            title="二、结转结余",
            record=f.CarryOver,
            rows=60,
            unique=("unit", "function", "fund"),
            columns=(
                function(),
                lookup("function"),
                choice("fund", "资金性质", choices.Fund, required=True),
                money(
                    "opening",
                    "年初结转和结余",
                    sign=Sign.UNUSUAL,
                    hint="以元为单位，保留两位小数；年初没有的填 0。",
                ),
                money("from_non_fiscal", "使用非财政拨款结余", blank=Blank.ZERO),
                money("distribution", "结余分配", blank=Blank.ZERO, sign=Sign.UNUSUAL),
                money(
                    "centralised",
                    "归集调整",
                    blank=Blank.ZERO,
                    sign=Sign.ANY,
                    hint="归集调入为正，归集调出为负。",
                ),
                UNIT,
            ),
        ),
    ),
)


EXPENDITURE = Sheet(
    id="expenditure",
    name="支出",
    title="支出明细（单位：元）",
    hint="一行一个“功能科目 × 资金性质 × 支出性质 × 经济科目”；可从决算软件导出后整块粘贴。",
    colour=MONEY,
    widths=(16, 34, 22, 24, 16, 32, 20, 26),
    blocks=(
        ListBlock(
            id="expenditures",
            title="支出",
            record=f.Expenditure,
            rows=300,
            least=1,
            unique=("unit", "function", "fund", "nature", "economic"),
            columns=(
                function(),
                lookup("function"),
                choice("fund", "资金性质", choices.Fund, required=True),
                choice("nature", "支出性质", choices.Nature, required=True),
                economic(),
                lookup("economic"),
                money("amount", "金额", required=True, sign=Sign.UNUSUAL),
                UNIT,
            ),
        ),
    ),
)


BUDGET = Sheet(
    id="budget",
    name="预算数",
    title="预算数",
    hint="年初预算数按批复填写，批复以万元为单位的，在“预算数的单位”选万元；全年预算数是调整后的预算数，没有调整过的选“未调整”。留空不等于 0。",
    colour=MONEY,
    widths=(16, 36, 24, 26, 22, 22, 10),
    blocks=(
        Form(
            id="department",
            part="budget",
            title="金额单位",
            record=f.Department,
            columns=(
                text(
                    BUDGET_UNIT,
                    "预算数的单位",
                    default="元",
                    options=("元", "万元"),
                    closed=True,
                    later=True,
                    hint="本表的年初预算数、全年预算数按哪个单位填；选万元的，可以照批复填到小数点后六位。",
                ),
            ),
        ),
        ListBlock(
            id="budgets",
            title="预算",
            record=f.Budget,
            rows=120,
            unique=("function", "fund", "nature"),
            least=1,
            columns=(
                function(),
                lookup("function"),
                choice("fund", "资金性质", choices.Fund, required=True),
                choice("nature", "支出性质", choices.Nature, required=True),
                *budget_money(sign=Sign.UNUSUAL),
                UNADJUSTED,
            ),
        ),
    ),
)


LAST_YEAR = Sheet(
    id="last_year",
    name="上年数",
    title="上年公开数",
    hint="照抄上年公开的报告；口径有变化时填调整数（增加为正，减少为负）并说明。",
    colour=MONEY,
    widths=(38, 20, 12, 20, 48),
    protected=True,
    blocks=(
        ListBlock(
            id="last_year",
            title="上年公开数",
            record=f.LastYear,
            fixed=choices.LastYearRow,
            columns=(
                choice("row", "项目", choices.LastYearRow, required=True),
                number(
                    "published",
                    "上年公开数",
                    when="报告用到这一行时",
                    sign=Sign.ANY,
                    hint="上年报告里印出的数；为 0 请填 0。",
                ),
                text("unit", "单位", default="万元", options=("万元", "元"), closed=True),
                number(
                    "adjustment",
                    "口径调整数",
                    blank=Blank.ZERO,
                    sign=Sign.ANY,
                    hint="单位与上年公开数相同；没有就留空。",
                ),
                text("note", "说明"),
            ),
        ),
    ),
)


def _none(field: str, label: str) -> Column:
    """One answer for a whole group: 是 states the zeros of its blank cells."""
    return yes_no(field, label, hint="没有的选“是”，相应的格子就不用填；有的留空。", later=True)


_UNLESS = "没有的，在“本部门没有……”选“是”，或填 0"
_HELD = "辆；年末（12 月 31 日）实有数，含执法执勤、特种专业技术用车，不含租用、借用的；没有的填 0。"

SANGONG = Sheet(
    id="sangong",
    name="三公资产采购",
    title="“三公”经费、机关运行经费、政府采购与国有资产",
    hint="金额单位：元；数量单位见各行。“三公”经费按资金性质分行。留空不等于 0：没有的填 0，或在“本部门没有……”选“是”。",
    colour=MONEY,
    widths=(46, 24, 22, 22, 22),
    blocks=(
        carried("sangong"),
        ListBlock(
            id="sangong",
            title="一、“三公”经费（元）",
            record=f.SanGong,
            rows=15,
            unique=("item", "fund"),
            start=tuple({"item": item, "fund": choices.Fund.GENERAL} for item in choices.SanGongItem),
            columns=(
                choice("item", "“三公”项目", choices.SanGongItem, required=True),
                choice("fund", "资金性质", choices.Fund, default=choices.Fund.GENERAL),
                *budget_money(unadjusted="“二、统计数”里“三公”经费预算没有调整选“是”"),
                money("actual", "决算数", when=_UNLESS, hint="以元为单位，保留两位小数；没有支出的填 0。"),
            ),
        ),
        Form(
            id="counts",
            part="sangong",
            title="二、“三公”经费统计数",
            record=f.Counts,
            value_span=1,
            columns=(
                yes_no(
                    "sangong_unadjusted",
                    "“三公”经费预算全年没有调整（全年预算数都等于年初预算数）",
                    hint="没有调整过的选“是”，上面的全年预算数可留空。",
                    later=True,
                ),
                _none("no_abroad", "本部门没有因公出国（境）（预算、决算、团组、人数都是 0）"),
                count("abroad_groups", "因公出国（境）团组数（个）", when=_UNLESS),
                count("abroad_people", "因公出国（境）人数（人）", when=_UNLESS),
                _none("no_domestic", "本部门没有国内公务接待（预算、决算、批次、人次都是 0）"),
                count("domestic_batches", "国内公务接待批次（批）", when=_UNLESS),
                count(
                    "domestic_people", "国内公务接待人次（人次）", when=_UNLESS, hint="填整数，不含陪同人员。"
                ),
                _none("no_foreign", "本部门没有外事接待（预算、决算、批次、人次都是 0）"),
                count("foreign_batches", "外事接待批次（批）", when=_UNLESS),
                count("foreign_people", "外事接待人次（人次）", when=_UNLESS),
                _none("no_purchase", "本部门本年没有购置公务用车（预算、决算、购置数、金额都是 0）"),
                _none("no_vehicles", "本部门年末没有公务用车（各车型、各用途的年末数都是 0）"),
            ),
        ),
        ListBlock(
            id="vehicles_by_type",
            title="三、公务用车（按车型）",
            record=f.VehicleByType,
            fixed=choices.VehicleType,
            columns=(
                choice("type", "车型", choices.VehicleType, required=True),
                count(
                    "bought", "本年购置（辆）", when=_UNLESS, hint="本年更新购置、登记入账的数；没有的填 0。"
                ),
                money("price", "购置金额（元）", when=_UNLESS, hint="含车辆购置税、牌照费；没有的填 0。"),
                count("held", "年末保有（辆）", when=_UNLESS, hint=_HELD),
            ),
        ),
        ListBlock(
            id="vehicles_by_use",
            title="四、车辆（按用途）",
            record=f.VehicleByUse,
            fixed=choices.VehicleUse,
            columns=(
                choice("use", "用途类别", choices.VehicleUse, required=True),
                count(
                    "held", "年末数量（辆）", when=f"别的用途填了数的，空着的不适用；{_UNLESS}", hint=_HELD
                ),
            ),
        ),
        Form(
            id="counts",
            part="operating",
            title="五、机关运行经费和大型设备",
            record=f.Counts,
            columns=(
                money(
                    "operating_administrative",
                    "机关运行经费：行政单位（元）",
                    when="有行政单位的；没有的不适用",
                    hint="决算软件机构运行信息表的数，不一定等于公用经费；没有支出的填 0。",
                ),
                money(
                    "operating_civil_service_like",
                    "机关运行经费：参公事业单位（元）",
                    when="有独立核算的参公单位的；没有的不适用",
                    hint="参照公务员法管理的事业单位的数；没有支出的填 0。",
                ),
                _none("no_equipment", "本部门没有下面两种大型设备（台数都是 0）"),
                count("general_equipment", "单价50万元以上通用设备（台、套）", when=_UNLESS),
                count("special_equipment", "单价100万元以上专用设备（台、套）", when=_UNLESS),
            ),
        ),
        ListBlock(
            id="procurements",
            title="六、政府采购支出",
            record=f.Procurement,
            fixed=choices.ProcurementKind,
            columns=(
                choice("kind", "采购品目", choices.ProcurementKind, required=True),
                money(
                    "amount", "采购支出（元）", when=_UNLESS, hint="以元为单位，保留两位小数；没有的填 0。"
                ),
            ),
        ),
        Form(
            id="counts",
            part="contracts",
            title="七、政府采购授予企业的合同",
            record=f.Counts,
            columns=(
                _none("no_procurement", "本部门没有政府采购支出（货物、工程、服务都是 0）"),
                money("sme_contracts", "授予中小企业合同金额（元）", when="有政府采购支出时"),
                money("micro_contracts", "其中：授予小微企业合同金额（元）", when="有政府采购支出时"),
            ),
        ),
    ),
)


RECEPTIONS = Sheet(
    id="receptions",
    name="接待明细",
    title="公务接待明细",
    hint="一行一次接待事项；可以只列主要的，报告里会写“等”。",
    colour=MONEY,
    widths=(30, 56, 12, 12, 18, 14),
    blocks=(
        ListBlock(
            id="receptions",
            title="接待",
            record=f.Reception,
            rows=60,
            columns=(
                text("visitor", "来访单位", required=True),
                text("purpose", "事由", when="国内接待的，待填"),
                count("batches", "批次（批）", blank=Blank.NOT_APPLICABLE),
                count("people", "人次（人次）", blank=Blank.NOT_APPLICABLE),
                money("amount", "金额（元）"),
                yes_no("foreign", "外事接待", hint="外事接待选“是”，国内接待留空。"),
            ),
        ),
    ),
)
