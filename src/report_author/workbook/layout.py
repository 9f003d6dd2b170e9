"""The sheets of the fill-in workbook in order, declared once for its creator and its reader."""

from __future__ import annotations

from report_author.model import choices
from report_author.model import facts as f
from report_author.model.choices import Fund, Nature, ProcurementKind, SanGongItem, Source
from report_author.workbook.approvable import APPROVABLE
from report_author.workbook.shape import (
    BASIC,
    BODY,
    MONEY,
    NUMBERING,
    RESULTS,
    TIE_OUT,
    UNADJUSTED,
    UNIT,
    WORDS,
    Blank,
    CheckBlock,
    Column,
    Form,
    ListBlock,
    LiveCheck,
    ProgressBlock,
    Sheet,
    Sign,
    Sum,
    budget_money,
    carried,
    choice,
    count,
    day,
    economic,
    function,
    long,
    lookup,
    money,
    number,
    text,
    yes_no,
)


def _spent(**where: str) -> Sum:
    return Sum("expenditures", "amount", tuple(where.items()))


def _sangong(*items: SanGongItem) -> tuple[Sum, ...]:
    return tuple(Sum("sangong", "actual", (("item", item.value),)) for item in items)


_RECEPTIONS = _sangong(SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN)


_OPENING = Sum("carryovers", "opening")
_FROM_NON_FISCAL = Sum("carryovers", "from_non_fiscal")
_DISTRIBUTION = Sum("carryovers", "distribution")
_CENTRALISED = Sum("carryovers", "centralised")


def _balance(fund: Fund, sources: tuple[Source, ...]) -> LiveCheck:
    """What was spent of a fund never exceeds what there was (年末结转和结余 below zero)."""
    where = (("fund", fund.value),)
    available = (
        *(Sum("incomes", "amount", (("source", source.value),)) for source in sources),
        Sum("carryovers", "opening", where),
        Sum("carryovers", "from_non_fiscal", where),
        Sum("carryovers", "centralised", where),
    )
    used = (Sum("expenditures", "amount", where), Sum("carryovers", "distribution", where))
    return LiveCheck(f"{fund.value}：支出和分配 ≤ 收入和结转", used, available, at_most=True)


LIVE_CHECKS: tuple[LiveCheck, ...] = (
    LiveCheck(
        "支出合计和结余分配 ≤ 收入合计和年初结转",
        (_spent(), _DISTRIBUTION),
        (Sum("incomes", "amount"), _OPENING, _FROM_NON_FISCAL, _CENTRALISED),
        at_most=True,
    ),
    *(_balance(fund, tuple(s for s in Source if s.fund is fund)) for fund in Fund),
    LiveCheck(
        "各支出性质之和 = 支出合计",
        tuple(_spent(nature=nature.value) for nature in Nature),
        (_spent(),),
    ),
    LiveCheck(
        "各资金性质之和 = 支出合计",
        tuple(_spent(fund=fund.value) for fund in Fund),
        (_spent(),),
    ),
    LiveCheck(
        "项目执行数之和 ≤ 项目支出",
        (Sum("projects", "actual"),),
        (_spent(nature=Nature.PROJECT.value),),
        at_most=True,
    ),
    LiveCheck("因公出国（境）费 = 经济科目 30212", _sangong(SanGongItem.ABROAD), (_spent(economic="30212"),)),
    LiveCheck(
        "公务用车购置费 = 经济科目 31013 + 30913",
        _sangong(SanGongItem.VEHICLE_PURCHASE),
        (_spent(economic="31013"), _spent(economic="30913")),
    ),
    LiveCheck(
        "公务用车运行维护费 = 经济科目 30231",
        _sangong(SanGongItem.VEHICLE_RUNNING),
        (_spent(economic="30231"),),
    ),
    LiveCheck(
        "公务接待费 = 经济科目 30217",
        _RECEPTIONS,
        (_spent(economic="30217"),),
    ),
    LiveCheck(
        "接待明细金额 ≤ 公务接待费",
        (Sum("receptions", "amount"),),
        _RECEPTIONS,
        at_most=True,
    ),
    LiveCheck(
        "购车金额（按车型）= 公务用车购置费",
        (Sum("vehicles_by_type", "price"),),
        _sangong(SanGongItem.VEHICLE_PURCHASE),
    ),
    LiveCheck(
        "车辆数：按用途 = 按车型（辆）", (Sum("vehicles_by_use", "held"),), (Sum("vehicles_by_type", "held"),)
    ),
    LiveCheck(
        "政府采购货物和服务 ≤ 支出合计",
        tuple(
            Sum("procurements", "amount", (("kind", kind.value),))
            for kind in ProcurementKind
            if kind.name != "WORKS"
        ),
        (_spent(),),
        at_most=True,
    ),
)


#: a 功能科目项 with its name, then what often stands beside it
_ITEM = (function(), lookup("function"))
_FUND = choice("fund", "资金性质", Fund, required=True)
_NATURE = choice("nature", "支出性质", Nature, required=True)

HOME = Sheet(
    "home",
    "首页",
    "部门决算公开填报表",
    "1. 浅黄色格子由您填写，灰色格子自动计算；标题带 * 的必填。金额一律以元为单位，保留两位小数。\n"
    "2. 从左到右逐张填写；没有的文字留空，为 0 的金额和数量填 0 或选“是”（本部门没有……）：留空不等于 0。合计、占比、增减和万元数都由系统计算，不用填。\n"
    "3. 列表可以插入行、粘贴整块数据，也可以加备注列；请不要改动标题行和工作表名称。\n"
    "4. 科目编码填数字即可，旁边自动显示名称；显示“字典中没有”时请核对编码。\n"
    "5. 填完保存并关闭，运行程序生成报告；检查结果会指出要改的工作表和单元格。",
    colour=BASIC,
    widths=(24, 24, 24, 66),
    protected=True,
    blocks=(
        Form(
            "department",
            "部门基本信息",
            f.Department,
            value_span=2,
            columns=(
                text(
                    "full_name",
                    "部门全称",
                    required=True,
                    hint="与公章一致的全称，例如：中共米易县委政法委员会。",
                ),
                text(
                    "short_name", "部门简称", required=True, hint="报告正文里使用的简称，例如：县委政法委。"
                ),
                count("year", "报告年度", required=True, hint="四位数字，例如 2021。"),
                choice(
                    "scope",
                    "口径",
                    choices.Scope,
                    default=choices.Scope.DEPARTMENT,
                    hint="汇总下属单位的选“部门”，只报本单位的选“单位”。",
                ),
                choice(
                    "kind",
                    "机构类型",
                    choices.OrgKind,
                    default=choices.OrgKind.ADMINISTRATIVE,
                    hint="本部门（本级）的机构类型。",
                ),
                text("region", "行政区划", hint="例如：米易县。"),
                text("unit_code", "单位代码", hint="预算单位代码，自评表“主管部门及代码”中使用。"),
                text("superior", "主管部门", hint="单位决算填写；部门决算可不填。"),
                day("publish_date", "公开时间", hint="封面上的公开时间，例如 2022-09-01；可不填。"),
                text(
                    "format_id", "报告格式", hint="一般不填，系统按年度选用；需要指定时填财政局给的格式代号。"
                ),
                text("sample_note", "示例说明", hint="只有演示用的示例才填写；正式填报请留空。"),
                text(
                    "unit_confirmed",
                    "金额单位已核对",
                    later=True,
                    hint="检查提出“单位”错误、核对后确实无误时才填：谁核对的、为什么，并写上检查给出的核对数。数字一变就要重新核对。",
                ),
            ),
        ),
        ProgressBlock("progress", "填写进度（自动计算）"),
    ),
)


STAFF = Sheet(
    "staff",
    "单位与人员",
    "单位与人员",
    "机构一行一个；编制和实有人员按类别各填一行，没有的一侧留空。",
    colour=BASIC,
    widths=(38, 28, 24, 28, 14, 40),
    blocks=(
        carried("staff"),
        ListBlock(
            "institutions",
            "一、机构",
            f.Institution,
            rows=40,
            unique=("name",),
            columns=(
                text(
                    "name", "机构名称", required=True, hint="下属单位、代管单位（含群团）、内设机构的全称。"
                ),
                choice("kind", "类型", choices.OrgKind, required=True),
                choice("relation", "隶属关系", choices.OrgRelation, required=True, hint="内设机构选“本级”。"),
                yes_no("independent", "独立核算", hint="独立核算的下属单位选“是”。"),
            ),
        ),
        ListBlock(
            "staff",
            "二、编制与实有人数（人）",
            f.Staff,
            rows=30,
            columns=(
                text("post", "编制类别", hint="例如：行政编制、事业编制。"),
                count("posts", "编制数", blank=Blank.NOT_APPLICABLE),
                text("within", "其中：属于", hint="本行是另一行的“其中”数时，填那一行的编制类别。"),
                text("actual_name", "实有人员类别", hint="例如：公务员、事业人员。"),
                count("actual", "年末实有", blank=Blank.NOT_APPLICABLE),
                text("note", "说明", hint="例如超编的原因。"),
            ),
        ),
    ),
)


TEXTS = Sheet(
    "texts",
    "文字材料",
    "文字材料",
    "报告第一部分的文字，按打印顺序从上往下填；序号由系统自动编。",
    colour=WORDS,
    widths=(20, 14, 30, 90),
    blocks=(
        carried("texts", value_span=2),
        ListBlock(
            "texts",
            "一、主要职能和重点工作",
            f.Text,
            rows=60,
            fill_down=("position",),
            split="body",
            columns=(
                choice("position", "位置", choices.Position, required=True, hint="留空表示与上一行相同。"),
                NUMBERING,
                text("heading", "小标题", hint="没有小标题就留空。"),
                BODY,
            ),
        ),
        ListBlock(
            "quotables",
            "二、引用数据（文字中用 {名称} 引用）",
            f.Quotable,
            rows=40,
            unique=("name",),
            quoted=True,
            columns=(
                text(
                    "name",
                    "名称",
                    required=True,
                    hint="不能含括号、引号、空格，也不能以数字开头，例如：合同金额。",
                ),
                number("value", "数值", required=True, sign=Sign.ANY),
                text(
                    "unit",
                    "单位",
                    default="元",
                    options=("元", "万元", "%", "个", "人", "件", "次", "户", "公里"),
                ),
            ),
        ),
        ListBlock(
            "terms",
            "三、补充名词解释（固定名词和用到的科目由系统列出）",
            f.Term,
            rows=20,
            unique=("term",),
            columns=(text("term", "名词", required=True), long("meaning", "释义", required=True, span=3)),
        ),
    ),
)


REASONS = Sheet(
    "reasons",
    "原因说明",
    "原因与用途说明",
    "只写原因本身，例如“厉行节约，减少开支”；句子由系统组成，末尾不用加句号。",
    colour=WORDS,
    widths=(46, 34, 90),
    blocks=(
        carried("reasons"),
        ListBlock(
            "reasons",
            "一、变动原因、预算差异原因和主要用途",
            f.Reason,
            fixed=choices.ReasonKey,
            columns=(
                choice("key", "事项", choices.ReasonKey, required=True),
                long("text", "说明文字", span=2, when="报告要写的，待填"),
            ),
        ),
        ListBlock(
            "item_reasons",
            "二、分科目预算差异原因（一般公共预算）",
            f.ItemReason,
            rows=40,
            unique=("function",),
            columns=(*_ITEM, long("text", "差异原因", required=True)),
        ),
        ListBlock(
            "class_uses",
            "三、类级科目的主要用途（整体绩效评价报告用）",
            f.ClassUse,
            rows=26,
            unique=("function",),
            columns=(
                function("类级科目编码", levels=(3,)),
                lookup("function"),
                long("text", "主要用途", required=True),
            ),
        ),
    ),
)


#: the unit of 预算数 as typed; the facts are in 元 whatever it is
BUDGET_UNIT = "budget_unit"

INCOME = Sheet(
    "income",
    "收入与结转",
    "收入与结转结余（单位：元）",
    "按功能科目项级填写，金额以元为单位保留两位小数；年末结转和结余由系统计算，不用填。",
    colour=MONEY,
    widths=(16, 34, 34, 20, 22, 20, 20, 26),
    blocks=(
        ListBlock(
            "incomes",
            "一、本年收入",
            f.Income,
            rows=100,
            unique=("unit", "function", "source"),
            least=1,
            columns=(
                *_ITEM,
                choice("source", "收入来源", Source, required=True),
                money("amount", "金额", required=True, sign=Sign.UNUSUAL),
                UNIT,
            ),
        ),
        ListBlock(
            "carryovers",
            "二、结转结余",
            f.CarryOver,
            rows=60,
            unique=("unit", "function", "fund"),
            columns=(
                *_ITEM,
                _FUND,
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
    "expenditure",
    "支出",
    "支出明细（单位：元）",
    "一行一个“功能科目 × 资金性质 × 支出性质 × 经济科目”；可从决算软件导出后整块粘贴。",
    colour=MONEY,
    widths=(16, 34, 22, 24, 16, 32, 20, 26),
    blocks=(
        ListBlock(
            "expenditures",
            "支出",
            f.Expenditure,
            rows=300,
            least=1,
            # the same key may well be paid in several rows, the same amount hardly
            unique=("unit", "function", "fund", "nature", "economic", "amount"),
            columns=(
                *_ITEM,
                _FUND,
                _NATURE,
                economic(),
                lookup("economic"),
                money("amount", "金额", required=True, sign=Sign.UNUSUAL),
                UNIT,
            ),
        ),
    ),
)


BUDGET = Sheet(
    "budget",
    "预算数",
    "预算数",
    "年初预算数按批复填写，批复以万元为单位的，在“预算数的单位”选万元；全年预算数是调整后的预算数，没有调整过的选“未调整”。留空不等于 0。",
    colour=MONEY,
    widths=(16, 36, 24, 26, 22, 22, 10),
    blocks=(
        Form(
            "department",
            "金额单位",
            f.Department,
            part="budget",
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
            "budgets",
            "预算",
            f.Budget,
            rows=120,
            unique=("function", "fund", "nature"),
            least=1,
            columns=(
                *_ITEM,
                _FUND,
                _NATURE,
                *budget_money(sign=Sign.UNUSUAL),
                UNADJUSTED,
            ),
        ),
    ),
)


LAST_YEAR = Sheet(
    "last_year",
    "上年数",
    "上年公开数",
    "照抄上年公开的报告；口径有变化时填调整数（增加为正，减少为负）并说明。",
    colour=MONEY,
    widths=(38, 20, 12, 20, 48),
    protected=True,
    blocks=(
        ListBlock(
            "last_year",
            "上年公开数",
            f.LastYear,
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
    "sangong",
    "三公资产采购",
    "“三公”经费、机关运行经费、政府采购与国有资产",
    "金额单位：元；数量单位见各行。“三公”经费按资金性质分行。留空不等于 0：没有的填 0，或在“本部门没有……”选“是”。",
    colour=MONEY,
    widths=(46, 24, 22, 22, 22),
    blocks=(
        carried("sangong"),
        ListBlock(
            "sangong",
            "一、“三公”经费（元）",
            f.SanGong,
            rows=15,
            unique=("item", "fund"),
            start=tuple({"item": item, "fund": Fund.GENERAL} for item in SanGongItem),
            columns=(
                choice("item", "“三公”项目", SanGongItem, required=True),
                choice("fund", "资金性质", Fund, default=Fund.GENERAL),
                *budget_money(unadjusted="“二、统计数”里“三公”经费预算没有调整选“是”"),
                money("actual", "决算数", when=_UNLESS, hint="以元为单位，保留两位小数；没有支出的填 0。"),
            ),
        ),
        Form(
            "counts",
            "二、“三公”经费统计数",
            f.Counts,
            part="sangong",
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
            "vehicles_by_type",
            "三、公务用车（按车型）",
            f.VehicleByType,
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
            "vehicles_by_use",
            "四、车辆（按用途）",
            f.VehicleByUse,
            fixed=choices.VehicleUse,
            columns=(
                choice("use", "用途类别", choices.VehicleUse, required=True),
                count(
                    "held", "年末数量（辆）", when=f"别的用途填了数的，空着的不适用；{_UNLESS}", hint=_HELD
                ),
            ),
        ),
        Form(
            "counts",
            "五、机关运行经费和大型设备",
            f.Counts,
            part="operating",
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
            "procurements",
            "六、政府采购支出",
            f.Procurement,
            fixed=ProcurementKind,
            columns=(
                choice("kind", "采购品目", ProcurementKind, required=True),
                money(
                    "amount", "采购支出（元）", when=_UNLESS, hint="以元为单位，保留两位小数；没有的填 0。"
                ),
            ),
        ),
        Form(
            "counts",
            "七、政府采购授予企业的合同",
            f.Counts,
            part="contracts",
            columns=(
                _none("no_procurement", "本部门没有政府采购支出（货物、工程、服务都是 0）"),
                money("sme_contracts", "授予中小企业合同金额（元）", when="有政府采购支出时"),
                money("micro_contracts", "其中：授予小微企业合同金额（元）", when="有政府采购支出时"),
            ),
        ),
    ),
)


RECEPTIONS = Sheet(
    "receptions",
    "接待明细",
    "公务接待明细",
    "一行一次接待事项；可以只列主要的，报告里会写“等”。",
    colour=MONEY,
    widths=(30, 56, 12, 12, 18, 14),
    blocks=(
        ListBlock(
            "receptions",
            "接待",
            f.Reception,
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


PROJECTS = Sheet(
    "projects",
    "项目",
    "项目支出与绩效（单位：元）",
    "一个项目一行；同一项目有几种资金时，下面再加一行，代码相同，只填资金性质和金额。",
    colour=RESULTS,
    widths=(16, 44, 16, 16, 28, 22, 18, 18, 10, 18, 10, 10, 10, 10, 12, 12, 10, 50, 50, 28),
    blocks=(
        ListBlock(
            "projects",
            "项目",
            f.Project,
            rows=80,
            unique=("code", "fund", "function"),
            continued_by="code",
            carried=("name", "kind", "function"),
            columns=(
                text("code", "项目代码", required=True, hint="一体化系统的项目代码；没有就自编，例如 P01。"),
                text("name", "项目名称", required=True),
                choice("kind", "项目类别", choices.ProjectKind, default=choices.ProjectKind.SPECIFIC),
                function(required=False),
                lookup("function"),
                choice("fund", "资金性质", Fund, default=Fund.GENERAL),
                *budget_money(),
                UNADJUSTED,
                money("actual", "执行数", hint="以元为单位，保留两位小数；没有执行的填 0。"),
                *(
                    yes_no(field, label, when="别的项目只填了“否”的，待填")
                    for field, label in (
                        ("pre_assessed", "事前评估"),
                        ("has_goal", "编制目标"),
                        ("monitored", "绩效监控"),
                        ("self_assessed", "绩效自评"),
                    )
                ),
                yes_no(
                    "publish_form",
                    "公开自评表",
                    hint="选“是”的项目在报告中附绩效目标自评表。",
                    when="“绩效指标”里有这个项目的，待填",
                ),
                yes_no(
                    "own_report",
                    "单独报告",
                    hint="选“是”的项目在报告中附项目绩效评价报告。",
                    when="“评价报告”里有这个项目的，待填",
                ),
                number("score", "评价得分", blank=Blank.NOT_APPLICABLE),
                long("goal_planned", "年度目标：预期"),
                long("goal_achieved", "年度目标：实际"),
                text(
                    "annex_file",
                    "附件文件名",
                    hint="已有 Word 版评价报告时，填文件名（与填报表放在同一文件夹），原样插入。",
                ),
            ),
        ),
    ),
)


INDICATORS = Sheet(
    "indicators",
    "绩效指标",
    "绩效目标自评表指标",
    "公开自评表的项目，一行一个三级指标；与上一行相同的项目代码、一级、二级可以留空。",
    colour=RESULTS,
    widths=(16, 40, 18, 18, 34, 40, 40),
    blocks=(
        ListBlock(
            "indicators",
            "指标",
            f.Indicator,
            rows=80,
            fill_down=("project", "level1", "level2"),
            columns=(
                text("project", "项目代码", required=True),
                lookup("project"),
                text(
                    "level1",
                    "一级指标",
                    required=True,
                    options=("项目完成指标", "产出指标", "效益指标", "满意度指标"),
                ),
                text(
                    "level2",
                    "二级指标",
                    required=True,
                    options=(
                        "数量指标",
                        "质量指标",
                        "时效指标",
                        "成本指标",
                        "经济效益指标",
                        "社会效益指标",
                        "生态效益指标",
                        "可持续影响指标",
                        "满意度指标",
                    ),
                ),
                text("level3", "三级指标", required=True),
                text("planned", "预期指标值"),
                text("achieved", "实际完成指标值"),
            ),
        ),
    ),
)


EVALUATION = Sheet(
    "evaluation",
    "评价报告",
    "绩效评价报告",
    "评价对象填“部门整体”或项目代码；按打印顺序从上往下填，与上一行相同的对象、位置可以留空。",
    colour=RESULTS,
    widths=(26, 22, 14, 30, 90),
    blocks=(
        carried("evaluation", value_span=2),
        Form(
            "evaluation",
            "一、部门整体支出绩效评价",
            f.Evaluation,
            value_span=2,
            columns=(
                yes_no("annexed", "报告中附整体评价报告", when="下面写了部门整体的内容的，待填"),
                number("score", "整体评价得分", blank=Blank.NOT_APPLICABLE),
                text("annex_file", "附件文件名", hint="已有 Word 版报告时填文件名，原样插入。"),
            ),
        ),
        ListBlock(
            "eval_texts",
            "二、评价报告正文",
            f.EvalText,
            rows=100,
            fill_down=("subject", "position"),
            split="body",
            columns=(
                text("subject", "评价对象", required=True, options=(f.WHOLE_DEPARTMENT,)),
                choice("position", "位置", choices.EvalPosition, required=True),
                NUMBERING,
                text("heading", "小标题"),
                BODY,
            ),
        ),
    ),
)


CHECKS = Sheet(
    "checks",
    "校验与核实",
    "校验与核实",
    "上面的核对自动计算；批复数用来对账；对系统提出的“警告”在核实说明里写明情况。",
    colour=TIE_OUT,
    widths=(44, 22, 34, 22, 22),
    blocks=(
        CheckBlock("live_checks", "一、填报核对（元，自动计算）", LIVE_CHECKS),
        ListBlock(
            "approved",
            "二、批复数（财政批复或决算软件的合计数，选填）",
            f.Approved,
            rows=40,
            unique=("item", "function", "nature"),
            columns=(
                text("item", "批复项目", required=True, options=tuple(APPROVABLE)),
                function(required=False, levels=(3, 5, 7), any_code=True, blank=Blank.NOT_APPLICABLE),
                lookup("function"),
                text("nature", "支出性质", options=tuple(n.value for n in Nature)),
                money("amount", "批复数", required=True, sign=Sign.ANY, hint="金额以元为单位；数量照填。"),
            ),
        ),
        ListBlock(
            "explanations",
            "三、核实说明（对警告的说明，随报告留存）",
            f.Explanation,
            rows=40,
            unique=("finding_id",),
            columns=(
                text(
                    "finding_id",
                    "问题编号",
                    required=True,
                    given=True,
                    hint="核对标注副本里已经写好，只填旁边的核实说明；自己抄的，把检查结果里的核实编号整个抄来，例如 W24-1a2b3c4d-5e6f。",
                ),
                long("text", "核实说明", required=True, span=4),
            ),
        ),
    ),
)


SHEETS: tuple[Sheet, ...] = (
    HOME,
    STAFF,
    TEXTS,
    INCOME,
    EXPENDITURE,
    BUDGET,
    LAST_YEAR,
    SANGONG,
    RECEPTIONS,
    PROJECTS,
    INDICATORS,
    EVALUATION,
    REASONS,
    CHECKS,
)

FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY = "科目字典", "经济科目字典", "选项字典"


def lists() -> dict[str, tuple[Sheet, ListBlock]]:
    """Every list by its block id, with the sheet it stands on."""
    return {block.id: (sheet, block) for sheet in SHEETS for block in sheet.lists}


def forms() -> dict[str, list[tuple[Sheet, Form]]]:
    """Every form by its block id; several forms of one id fill one record together."""
    found: dict[str, list[tuple[Sheet, Form]]] = {}
    for sheet in SHEETS:
        for form in sheet.forms:
            found.setdefault(form.id, []).append((sheet, form))
    return found
