"""The sheets of the fill-in workbook, declared once for its creator and its reader."""

from __future__ import annotations

from report_author.model import facts as f
from report_author.workbook.checks_declared import LIVE_CHECKS
from report_author.workbook.columns import (
    UNIT,
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
from report_author.workbook.shape import Block, CheckBlock, Form, ListBlock, Sheet, Sign

UNIT_BASIC, UNIT_TEXT, UNIT_MONEY, UNIT_RESULT, UNIT_CHECK = "4472C4", "70AD47", "ED7D31", "7030A0", "C00000"

#: what 批复数 is usually given for; other words are accepted
APPROVED_ITEMS = (
    "本年收入合计", "本年支出合计", "收入总计", "支出总计", "年初结转和结余", "年末结转和结余",
    "基本支出", "项目支出", "功能科目支出", "一般公共预算财政拨款支出", "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出", "人员经费", "公用经费", "“三公”经费合计",
    *(item.value for item in f.SanGongItem), "机关运行经费", "政府采购支出合计", "公务用车保有量",
)  # fmt: skip

_NUMBERING = choice("numbering", "编号方式", f.Numbering, default=f.Numbering.NONE,
                    hint="“无”不编号；“1.”和“（1）”由系统自动编号，正文里不要再写号码。")  # fmt: skip
_BODY = long("body", "正文", hint="一格可写几段（Alt+Enter 换行），每行打印成一段。可用 {名称} 引用“引用数据”里的数。")

HOME = Sheet(
    id="home", name="首页", title="部门决算公开填报表", hint="蓝底白字是标题，浅黄色格子由您填写，灰色格子自动计算。",
    colour=UNIT_BASIC, widths=(24, 48, 62), protected=True,
    blocks=(
        Form(id="department", title="部门基本信息", record=f.Department, columns=(
            text("full_name", "部门全称", required=True, hint="与公章一致的全称，例如：中共米易县委政法委员会。"),
            text("short_name", "部门简称", required=True, hint="报告正文里使用的简称，例如：县委政法委。"),
            count("year", "报告年度", required=True, hint="四位数字，例如 2021。"),
            choice("scope", "口径", f.Scope, default=f.Scope.DEPARTMENT, hint="汇总下属单位的选“部门”，只报本单位的选“单位”。"),
            choice("kind", "机构类型", f.OrgKind, default=f.OrgKind.ADMINISTRATIVE, hint="本部门（本级）的机构类型。"),
            text("region", "行政区划", hint="例如：米易县。"),
            text("unit_code", "单位代码", hint="预算单位代码，自评表“主管部门及代码”中使用。"),
            text("superior", "主管部门", hint="单位决算填写；部门决算可不填。"),
            day("publish_date", "公开时间", hint="封面上的公开时间，例如 2022-09-01；可不填。"),
            text("format_id", "报告格式", hint="一般不填，系统按年度选用；需要指定时填财政局给的格式代号。"),
            text("sample_note", "示例说明", hint="只有演示用的示例才填写；正式填报请留空。"),
        )),
    ),
)  # fmt: skip

STAFF = Sheet(
    id="staff", name="单位与人员", title="单位与人员", hint="机构一行一个；编制和实有人员按类别各填一行，没有的一侧留空。",
    colour=UNIT_BASIC, widths=(38, 28, 24, 28, 14, 40),
    blocks=(
        ListBlock(id="institutions", title="一、机构", record=f.Institution, rows=40, unique=("name",), columns=(
            text("name", "机构名称", required=True, hint="下属单位、代管单位（含群团）、内设机构的全称。"),
            choice("kind", "类型", f.OrgKind, required=True),
            choice("relation", "隶属关系", f.OrgRelation, required=True, hint="内设机构选“本级”。"),
            yes_no("independent", "独立核算", hint="独立核算的下属单位选“是”。"),
        )),
        ListBlock(id="staff", title="二、编制与实有人数（人）", record=f.Staff, rows=30, columns=(
            text("post", "编制类别", hint="例如：行政编制、事业编制。"),
            count("posts", "编制数"),
            text("within", "其中：属于", hint="本行是另一行的“其中”数时，填那一行的编制类别。"),
            text("actual_name", "实有人员类别", hint="例如：公务员、事业人员。"),
            count("actual", "年末实有"),
            text("note", "说明", hint="例如超编的原因。"),
        )),
    ),
)  # fmt: skip

TEXTS = Sheet(
    id="texts", name="文字材料", title="文字材料", hint="报告第一部分的文字，按打印顺序从上往下填；序号由系统自动编。",
    colour=UNIT_TEXT, widths=(20, 14, 30, 90),
    blocks=(
        ListBlock(id="texts", title="一、主要职能和重点工作", record=f.Text, rows=60, fill_down=("position",), split="body",
                  columns=(choice("position", "位置", f.Position, required=True, hint="留空表示与上一行相同。"),
                           _NUMBERING, text("heading", "小标题", hint="没有小标题就留空。"), _BODY)),
        ListBlock(id="quotables", title="二、引用数据（文字中用 {名称} 引用）", record=f.Quotable, rows=40, unique=("name",),
                  columns=(text("name", "名称", required=True, hint="不能含括号、引号、空格，也不能以数字开头，例如：合同金额。"),
                           number("value", "数值", required=True, sign=Sign.ANY),
                           text("unit", "单位", default="元", options=("元", "万元", "%", "个", "人", "件", "次", "户", "公里")))),
        ListBlock(id="terms", title="三、补充名词解释（固定名词和用到的科目由系统列出）", record=f.Term, rows=20, unique=("term",),
                  columns=(text("term", "名词", required=True), long("meaning", "释义", required=True, span=3))),
    ),
)  # fmt: skip

INCOME = Sheet(
    id="income", name="收入与结转", title="收入与结转结余（单位：元）",
    hint="按功能科目项级填写，金额以元为单位保留两位小数；年末结转和结余由系统计算，不用填。",
    colour=UNIT_MONEY, widths=(16, 34, 34, 20, 22, 20, 20, 26),
    blocks=(
        ListBlock(id="incomes", title="一、本年收入", record=f.Income, rows=100, unique=("unit", "function", "source"), least=1,
                  columns=(function(), lookup("function"), choice("source", "收入来源", f.Source, required=True),
                           money("amount", "金额", required=True, sign=Sign.UNUSUAL), UNIT)),
        ListBlock(id="carryovers", title="二、结转结余", record=f.CarryOver, rows=60, unique=("unit", "function", "fund"),
                  columns=(function(), lookup("function"), choice("fund", "资金性质", f.Fund, required=True),
                           money("opening", "年初结转和结余", sign=Sign.UNUSUAL),
                           money("from_non_fiscal", "使用非财政拨款结余"),
                           money("distribution", "结余分配", sign=Sign.UNUSUAL),
                           money("centralised", "归集调整", sign=Sign.ANY, hint="归集调入为正，归集调出为负。"), UNIT)),
    ),
)  # fmt: skip

EXPENDITURE = Sheet(
    id="expenditure", name="支出", title="支出明细（单位：元）",
    hint="一行一个“功能科目 × 资金性质 × 支出性质 × 经济科目”；可从决算软件导出后整块粘贴。",
    colour=UNIT_MONEY, widths=(16, 34, 22, 24, 16, 32, 20, 26),
    blocks=(
        ListBlock(id="expenditures", title="支出", record=f.Expenditure, rows=300, least=1,
                  unique=("unit", "function", "fund", "nature", "economic"),
                  columns=(function(), lookup("function"), choice("fund", "资金性质", f.Fund, required=True),
                           choice("nature", "支出性质", f.Nature, required=True), economic(), lookup("economic"),
                           money("amount", "金额", required=True, sign=Sign.UNUSUAL), UNIT)),
    ),
)  # fmt: skip

BUDGET = Sheet(
    id="budget", name="预算数", title="预算数（单位：元）", hint="年初预算数按批复填写；全年预算数是调整后的预算数。",
    colour=UNIT_MONEY, widths=(16, 36, 24, 26, 22, 22),
    blocks=(
        ListBlock(id="budgets", title="预算", record=f.Budget, rows=120, unique=("function", "fund", "nature"), least=1,
                  columns=(function(), lookup("function"), choice("fund", "资金性质", f.Fund, required=True),
                           choice("nature", "支出性质", f.Nature, required=True),
                           money("initial", "年初预算数", sign=Sign.UNUSUAL), money("revised", "全年预算数", sign=Sign.UNUSUAL))),
    ),
)  # fmt: skip

LAST_YEAR = Sheet(
    id="last_year", name="上年数", title="上年公开数", hint="照抄上年公开的报告；口径有变化时填调整数（增加为正，减少为负）并说明。",
    colour=UNIT_MONEY, widths=(38, 20, 12, 20, 48), protected=True,
    blocks=(
        ListBlock(id="last_year", title="上年公开数", record=f.LastYear, fixed=f.LastYearRow, columns=(
            choice("row", "项目", f.LastYearRow, required=True),
            number("published", "上年公开数", sign=Sign.ANY, hint="上年报告里印出的数；为 0 请填 0。"),
            text("unit", "单位", default="万元", options=("万元", "元")),
            number("adjustment", "口径调整数", sign=Sign.ANY, hint="单位与上年公开数相同；没有就留空。"),
            text("note", "说明"),
        )),
    ),
)  # fmt: skip

SANGONG = Sheet(
    id="sangong", name="三公资产采购", title="“三公”经费、机关运行经费、政府采购与国有资产",
    hint="金额单位：元；数量单位见各行。“三公”经费按资金性质分行，没有的填 0 或留空。",
    colour=UNIT_MONEY, widths=(40, 24, 22, 22, 22),
    blocks=(
        ListBlock(id="sangong", title="一、“三公”经费（元）", record=f.SanGong, rows=15, unique=("item", "fund"),
                  start=tuple({"item": item, "fund": f.Fund.GENERAL} for item in f.SanGongItem),
                  columns=(choice("item", "“三公”项目", f.SanGongItem, required=True),
                           choice("fund", "资金性质", f.Fund, default=f.Fund.GENERAL),
                           money("initial", "年初预算数"), money("revised", "全年预算数"), money("actual", "决算数"))),
        Form(id="counts", part="sangong", title="二、“三公”经费统计数", record=f.Counts, value_span=1, columns=(
            count("abroad_groups", "因公出国（境）团组数（个）"), count("abroad_people", "因公出国（境）人数（人）"),
            count("domestic_batches", "国内公务接待批次（批）"), count("domestic_people", "国内公务接待人次（人次）"),
            count("foreign_batches", "外事接待批次（批）"), count("foreign_people", "外事接待人次（人次）"),
        )),
        ListBlock(id="vehicles_by_type", title="三、公务用车（按车型）", record=f.VehicleByType, fixed=f.VehicleType, columns=(
            choice("type", "车型", f.VehicleType, required=True), count("bought", "本年购置（辆）"),
            money("price", "购置金额（元）"), count("held", "年末保有（辆）"),
        )),
        ListBlock(id="vehicles_by_use", title="四、车辆（按用途）", record=f.VehicleByUse, fixed=f.VehicleUse, columns=(
            choice("use", "用途类别", f.VehicleUse, required=True), count("held", "年末数量（辆）"),
        )),
        Form(id="counts", part="operating", title="五、机关运行经费和大型设备", record=f.Counts, columns=(
            money("operating_administrative", "机关运行经费：行政单位（元）", hint="决算软件机构运行信息表的数，不一定等于公用经费。"),
            money("operating_civil_service_like", "机关运行经费：参公事业单位（元）"),
            count("general_equipment", "单价50万元以上通用设备（台、套）"), count("special_equipment", "单价100万元以上专用设备（台、套）"),
        )),
        ListBlock(id="procurements", title="六、政府采购支出", record=f.Procurement, fixed=f.ProcurementKind, columns=(
            choice("kind", "采购品目", f.ProcurementKind, required=True), money("amount", "采购支出（元）"),
        )),
        Form(id="counts", part="contracts", title="七、政府采购授予企业的合同", record=f.Counts, columns=(
            money("sme_contracts", "授予中小企业合同金额（元）"), money("micro_contracts", "其中：授予小微企业合同金额（元）"),
        )),
    ),
)  # fmt: skip

RECEPTIONS = Sheet(
    id="receptions", name="接待明细", title="公务接待明细", hint="一行一次接待事项；可以只列主要的，报告里会写“等”。",
    colour=UNIT_MONEY, widths=(30, 56, 12, 12, 18, 14),
    blocks=(
        ListBlock(id="receptions", title="接待", record=f.Reception, rows=60, columns=(
            text("visitor", "来访单位", required=True), text("purpose", "事由"), count("batches", "批次（批）"),
            count("people", "人次（人次）"), money("amount", "金额（元）"), yes_no("foreign", "外事接待", hint="外事接待选“是”，国内接待留空。"),
        )),
    ),
)  # fmt: skip

PROJECTS = Sheet(
    id="projects", name="项目", title="项目支出与绩效（单位：元）",
    hint="一个项目一行；同一项目有几种资金时，下面再加一行，代码相同，只填资金性质和金额。",
    colour=UNIT_RESULT, widths=(16, 44, 16, 16, 28, 22, 18, 18, 18, 10, 10, 10, 10, 12, 12, 10, 50, 50, 28),
    blocks=(
        ListBlock(id="projects", title="项目", record=f.Project, rows=80, unique=("code", "fund", "function"), continued_by="code",
                  columns=(
            text("code", "项目代码", required=True, hint="一体化系统的项目代码；没有就自编，例如 P01。"),
            text("name", "项目名称", required=True),
            choice("kind", "项目类别", f.ProjectKind, default=f.ProjectKind.SPECIFIC),
            function(required=False), lookup("function"),
            choice("fund", "资金性质", f.Fund, default=f.Fund.GENERAL),
            money("initial", "年初预算数"), money("revised", "全年预算数"), money("actual", "执行数"),
            yes_no("pre_assessed", "事前评估"), yes_no("has_goal", "编制目标"), yes_no("monitored", "绩效监控"),
            yes_no("self_assessed", "绩效自评"),
            yes_no("publish_form", "公开自评表", hint="选“是”的项目在报告中附绩效目标自评表。"),
            yes_no("own_report", "单独报告", hint="选“是”的项目在报告中附项目绩效评价报告。"),
            number("score", "评价得分"), long("goal_planned", "年度目标：预期"), long("goal_achieved", "年度目标：实际"),
            text("annex_file", "附件文件名", hint="已有 Word 版评价报告时，填文件名（与填报表放在同一文件夹），原样插入。"),
        )),
    ),
)  # fmt: skip

INDICATORS = Sheet(
    id="indicators", name="绩效指标", title="绩效目标自评表指标", hint="公开自评表的项目，一行一个三级指标；与上一行相同的项目代码、一级、二级可以留空。",
    colour=UNIT_RESULT, widths=(16, 40, 18, 18, 34, 40, 40),
    blocks=(
        ListBlock(id="indicators", title="指标", record=f.Indicator, rows=80, fill_down=("project", "level1", "level2"), columns=(
            text("project", "项目代码", required=True), lookup("project"),
            text("level1", "一级指标", required=True, options=("项目完成指标", "产出指标", "效益指标", "满意度指标")),
            text("level2", "二级指标", required=True, options=(
                "数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "满意度指标")),
            text("level3", "三级指标", required=True), text("planned", "预期指标值"), text("achieved", "实际完成指标值"),
        )),
    ),
)  # fmt: skip

EVALUATION = Sheet(
    id="evaluation", name="评价报告", title="绩效评价报告",
    hint="评价对象填“部门整体”或项目代码；按打印顺序从上往下填，与上一行相同的对象、位置可以留空。",
    colour=UNIT_RESULT, widths=(26, 22, 14, 30, 90),
    blocks=(
        Form(id="evaluation", title="一、部门整体支出绩效评价", record=f.Evaluation, value_span=2, columns=(
            yes_no("annexed", "报告中附整体评价报告"), number("score", "整体评价得分"),
            text("annex_file", "附件文件名", hint="已有 Word 版报告时填文件名，原样插入。"),
        )),
        ListBlock(id="eval_texts", title="二、评价报告正文", record=f.EvalText, rows=100, fill_down=("subject", "position"), split="body",
                  columns=(text("subject", "评价对象", required=True, options=(f.WHOLE_DEPARTMENT,)),
                           choice("position", "位置", f.EvalPosition, required=True), _NUMBERING,
                           text("heading", "小标题"), _BODY)),
    ),
)  # fmt: skip

REASONS = Sheet(
    id="reasons", name="原因说明", title="原因与用途说明", hint="只写原因本身，例如“厉行节约，减少开支”；句子由系统组成，末尾不用加句号。",
    colour=UNIT_TEXT, widths=(46, 34, 90),
    blocks=(
        ListBlock(id="reasons", title="一、变动原因、预算差异原因和主要用途", record=f.Reason, fixed=f.ReasonKey,
                  columns=(choice("key", "事项", f.ReasonKey, required=True), long("text", "说明文字", span=2))),
        ListBlock(id="item_reasons", title="二、分科目预算差异原因（一般公共预算）", record=f.ItemReason, rows=40, unique=("function",),
                  columns=(function(), lookup("function"), long("text", "差异原因", required=True))),
        ListBlock(id="class_uses", title="三、类级科目的主要用途（整体绩效评价报告用）", record=f.ClassUse, rows=26, unique=("function",),
                  columns=(function("类级科目编码", levels=(3,)), lookup("function"), long("text", "主要用途", required=True))),
    ),
)  # fmt: skip

CHECKS = Sheet(
    id="checks", name="校验与核实", title="校验与核实", hint="上面的核对自动计算；批复数用来对账；对系统提出的“警告”在核实说明里写明情况。",
    colour=UNIT_CHECK, widths=(44, 22, 34, 22, 22),
    blocks=(
        CheckBlock(id="live_checks", title="一、填报核对（元，自动计算）", checks=LIVE_CHECKS),
        ListBlock(id="approved", title="二、批复数（财政批复或决算软件的合计数，选填）", record=f.Approved, rows=40,
                  unique=("item", "function", "nature"),
                  columns=(text("item", "批复项目", required=True, options=APPROVED_ITEMS), function(required=False, levels=(3, 5, 7)),
                           lookup("function"), text("nature", "支出性质", options=tuple(n.value for n in f.Nature)),
                           money("amount", "批复数", required=True, sign=Sign.ANY, hint="金额以元为单位；数量照填。"))),
        ListBlock(id="explanations", title="三、核实说明（对警告的说明，随报告留存）", record=f.Explanation, rows=40, unique=("finding_id",),
                  columns=(text("finding_id", "问题编号", required=True, hint="检查结果里的编号，例如 W24-1a2b3c4d。"),
                           long("text", "核实说明", required=True, span=4))),
    ),
)  # fmt: skip

SHEETS: tuple[Sheet, ...] = (
    HOME, STAFF, TEXTS, INCOME, EXPENDITURE, BUDGET, LAST_YEAR, SANGONG, RECEPTIONS, PROJECTS, INDICATORS, EVALUATION,
    REASONS, CHECKS,
)  # fmt: skip

FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY = "科目字典", "经济科目字典", "选项字典"


def lists() -> dict[str, tuple[Sheet, ListBlock]]:
    """Every list by its block id, with the sheet it stands on."""
    return {b.id: (sheet, b) for sheet in SHEETS for b in sheet.blocks if isinstance(b, ListBlock)}


def forms() -> dict[str, list[tuple[Sheet, Form]]]:
    """Every form by its block id; several forms of one id fill one record together."""
    found: dict[str, list[tuple[Sheet, Form]]] = {}
    for sheet, block in _blocks():
        if isinstance(block, Form):
            found.setdefault(block.id, []).append((sheet, block))
    return found


def _blocks() -> list[tuple[Sheet, Block]]:
    return [(sheet, block) for sheet in SHEETS for block in sheet.blocks]
