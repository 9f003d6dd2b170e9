"""The sheets about projects, their evaluation, the tie-out with the approval."""

from __future__ import annotations

from report_author.model import choices
from report_author.model import facts as f
from report_author.workbook.checks_declared import LIVE_CHECKS
from report_author.workbook.columns import (
    BODY,
    NUMBERING,
    UNADJUSTED,
    budget_money,
    carried,
    choice,
    function,
    long,
    lookup,
    money,
    number,
    text,
    yes_no,
)
from report_author.workbook.shape import RESULTS, TIE_OUT, Blank, CheckBlock, Form, ListBlock, Sheet, Sign

_BUDGETS = ("年初预算数", "全年预算数")
#: what 批复数 can be given for; every one is held against a fact
APPROVED_ITEMS = (
    "本年收入合计",
    "本年支出合计",
    "收入总计",
    "支出总计",
    "年初结转和结余",
    "年末结转和结余",
    "使用非财政拨款结余",
    "结余分配",
    *(source.value for source in choices.Source),
    *(nature.value for nature in choices.Nature),
    "功能科目支出",
    "经济科目支出",
    *(f"{fund.value}财政拨款支出" if fund.fiscal else f"{fund.value}支出" for fund in choices.Fund),
    *(fund.value + words for words in ("年初结转和结余", "年末结转和结余") for fund in choices.Fund),
    "人员经费",
    "公用经费",
    *_BUDGETS,
    *(fund.value + words for words in _BUDGETS for fund in choices.Fund),
    "“三公”经费合计",
    "“三公”经费全年预算数",
    *(item.value + words for words in ("", *_BUDGETS) for item in choices.SanGongItem),
    "因公出国（境）团组数",
    "因公出国（境）人数",
    "国内公务接待批次",
    "国内公务接待人次",
    "外事接待批次",
    "外事接待人次",
    "公务用车购置数",
    "公务用车保有量",
    "车辆数合计",
    *(f"车辆：{use.value}" for use in choices.VehicleUse),
    "单价50万元以上通用设备",
    "单价100万元以上专用设备",
    "机关运行经费",
    "政府采购支出合计",
    *(f"政府采购{kind.value}支出" for kind in choices.ProcurementKind),
    "授予中小企业合同金额",
    "授予小微企业合同金额",
    *(f"项目{words}合计" for words in (*_BUDGETS, "执行数")),
    "项目个数",
    *(
        f"{words}的项目个数"
        for words in ("事前评估", "编制目标", "绩效监控", "绩效自评", "公开自评表", "单独报告")
    ),
    "编制数合计",
    "年末实有合计",
    *(
        f"{words}机构数"
        for words in (
            *(kind.value for kind in choices.OrgKind),
            *(each.value for each in choices.OrgRelation),
            "独立核算",
        )
    ),
    *(f"上年{row.value}" for row in choices.LastYearRow),
)

_UNLESS_TOLD = "别的项目只填了“否”的，待填"

PROJECTS = Sheet(
    id="projects",
    name="项目",
    title="项目支出与绩效（单位：元）",
    hint="一个项目一行；同一项目有几种资金时，下面再加一行，代码相同，只填资金性质和金额。",
    colour=RESULTS,
    widths=(16, 44, 16, 16, 28, 22, 18, 18, 10, 18, 10, 10, 10, 10, 12, 12, 10, 50, 50, 28),
    blocks=(
        ListBlock(
            id="projects",
            title="项目",
            record=f.Project,
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
                choice("fund", "资金性质", choices.Fund, default=choices.Fund.GENERAL),
                *budget_money(),
                UNADJUSTED,
                money("actual", "执行数", hint="以元为单位，保留两位小数；没有执行的填 0。"),
                yes_no("pre_assessed", "事前评估", when=_UNLESS_TOLD),
                yes_no("has_goal", "编制目标", when=_UNLESS_TOLD),
                yes_no("monitored", "绩效监控", when=_UNLESS_TOLD),
                yes_no("self_assessed", "绩效自评", when=_UNLESS_TOLD),
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
    id="indicators",
    name="绩效指标",
    title="绩效目标自评表指标",
    hint="公开自评表的项目，一行一个三级指标；与上一行相同的项目代码、一级、二级可以留空。",
    colour=RESULTS,
    widths=(16, 40, 18, 18, 34, 40, 40),
    blocks=(
        ListBlock(
            id="indicators",
            title="指标",
            record=f.Indicator,
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
    id="evaluation",
    name="评价报告",
    title="绩效评价报告",
    hint="评价对象填“部门整体”或项目代码；按打印顺序从上往下填，与上一行相同的对象、位置可以留空。",
    colour=RESULTS,
    widths=(26, 22, 14, 30, 90),
    blocks=(
        carried("evaluation", value_span=2),
        Form(
            id="evaluation",
            title="一、部门整体支出绩效评价",
            record=f.Evaluation,
            value_span=2,
            columns=(
                yes_no("annexed", "报告中附整体评价报告", when="下面写了部门整体的内容的，待填"),
                number("score", "整体评价得分", blank=Blank.NOT_APPLICABLE),
                text("annex_file", "附件文件名", hint="已有 Word 版报告时填文件名，原样插入。"),
            ),
        ),
        ListBlock(
            id="eval_texts",
            title="二、评价报告正文",
            record=f.EvalText,
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
    id="checks",
    name="校验与核实",
    title="校验与核实",
    hint="上面的核对自动计算；批复数用来对账；对系统提出的“警告”在核实说明里写明情况。",
    colour=TIE_OUT,
    widths=(44, 22, 34, 22, 22),
    blocks=(
        CheckBlock(id="live_checks", title="一、填报核对（元，自动计算）", checks=LIVE_CHECKS),
        ListBlock(
            id="approved",
            title="二、批复数（财政批复或决算软件的合计数，选填）",
            record=f.Approved,
            rows=40,
            unique=("item", "function", "nature"),
            columns=(
                text("item", "批复项目", required=True, options=APPROVED_ITEMS),
                function(required=False, levels=(3, 5, 7), any_code=True, blank=Blank.NOT_APPLICABLE),
                lookup("function"),
                text("nature", "支出性质", options=tuple(n.value for n in choices.Nature)),
                money("amount", "批复数", required=True, sign=Sign.ANY, hint="金额以元为单位；数量照填。"),
            ),
        ),
        ListBlock(
            id="explanations",
            title="三、核实说明（对警告的说明，随报告留存）",
            record=f.Explanation,
            rows=40,
            unique=("finding_id",),
            columns=(
                text(
                    "finding_id",
                    "问题编号",
                    required=True,
                    hint="检查结果里警告的核实编号，整个抄来，例如 W24-1a2b3c4d-5e6f。",
                ),
                long("text", "核实说明", required=True, span=4),
            ),
        ),
    ),
)
