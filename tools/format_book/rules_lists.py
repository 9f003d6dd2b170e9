"""审核公式 of the format: what the lists of the workbook say of one another."""

from __future__ import annotations

from tools.format_book.rules import Rule
from tools.format_book.rules_facts import fact

_PUBLIC = "财预〔2016〕143号"
_STAFF = "机构编制管理规定"
_BASICS = "部门决算基础数据表填报说明"
_EVALUATION = "项目支出绩效评价管理办法（财预〔2020〕10号）"

DEPARTMENT = (
    fact("N25", "公开时间在报告年度的次年", "若：填报.首页.公开时间 ≠ none\n填报.首页.公开时间|年份 = 年度 + 1", "警告",
         "报告年度是 {年度} 年，公开时间却不在次年", "请核对报告年度和公开时间：决算在次年批复、公开", "公开时间的年份", "报告年度的次年",
         basis="预算法第十四条", place="填报.首页.格.公开时间"),
    fact("N26-1", "部门本级不是内设机构", '填报.首页.机构类型 ≠ "内设机构"', "错误", "“机构类型”是编报部门自己的类型，不能是内设机构",
         "请在首页改选机构类型", "机构类型", "", place="填报.首页.格.机构类型"),
    *(fact(f"N26-{n}", f"有{kind}的机关运行经费就有{kind}",
           f'若：填报.统计.机关运行经费{label} ≠ none 且 非 (填报.首页.机构类型 in ["{kind}", "群团组织"])\n若：填报.统计.机关运行经费{label} > 0\n'
           f'填报.机构|其中(类型="{kind}")|数 ≥ 1', "警告",
           f"填了{kind}的机关运行经费，首页的机构类型（{{填报.首页.机构类型}}）和“机构”里却都没有{kind}",
           "请核对首页的机构类型、机构的类型和机关运行经费填在哪一格", f"机构中的{kind}", "至少要有的个数", basis="机构运行信息表填报说明",
           place="填报.首页.格.机构类型")
      for n, (kind, label) in enumerate((("行政单位", "行政单位"), ("参照公务员法管理的事业单位", "参公事业单位")), start=2)),
    fact("N26-4", "单位决算没有下属单位",
         '若：填报.首页.口径 = "单位"\n填报.机构|其中(隶属关系="下属")|数 + 填报.机构|其中(隶属关系="代管")|数 = 0', "警告",
         "口径是“单位”，机构里却列有下属、代管单位", "请核对首页的口径：汇总下属单位的选“部门”，只报本单位的选“单位”", "下属、代管单位", "0",
         basis=_BASICS, place="填报.首页.格.口径"),
    fact("N27-1", "内设机构属于本级", '逐行：填报.机构，其中 行.类型 = "内设机构"\n行.隶属关系 = "本级"', "警告",
         "{行.机构名称}是内设机构，隶属关系却是“{行.隶属关系}”", "请核对：内设机构的隶属关系选“本级”", "隶属关系", "", basis=_BASICS, place="行.格.隶属关系"),
    fact("N27-2", "本级的是内设机构", '逐行：填报.机构，其中 行.隶属关系 = "本级"\n行.类型 = "内设机构"', "警告",
         "{行.机构名称}隶属关系是“本级”，类型却是“{行.类型}”", "请核对：下属、代管单位的隶属关系不是“本级”", "类型", "", basis=_BASICS, place="行.格.类型"),
    fact("N27-3", "内设机构不独立核算", '逐行：填报.机构，其中 行.类型 = "内设机构"\n行.独立核算 = "否"', "警告",
         "{行.机构名称}是内设机构，却选了独立核算", "请核对：独立核算的是下属单位", "独立核算", "", basis=_BASICS, place="行.格.独立核算"),
    fact("N33", "“其中”的编制数不大于所属的编制数",
         '逐行：填报.人员，其中 行.其中属于 ≠ "" 且 行.编制数 ≠ none\n'
         '填报.人员|其中(其中属于=行.其中属于)|求和("编制数") ≤ 填报.人员|取("编制类别", 行.其中属于, "编制数")', "错误",
         "“{行.其中属于}”里的“其中”数合计比它自己还多", "请核对编制数和“其中：属于”", "“其中”数之和", "所属的编制数", basis=_STAFF,
         place="行.格.编制数"),
)  # fmt: skip

_AMOUNT, _BATCHES, _PEOPLE = "金额", "批次", "人次"


def _complete(code: str, label: str, foreign: str, money: str, known: str, other: str) -> Rule:
    """A list whose ``known`` column adds up to the total is complete: so must ``other`` (that it is more is another rule)."""
    totals = {_AMOUNT: f"三公.{money}.决算", _BATCHES: f"填报.统计.{label}批次", _PEOPLE: f"填报.统计.{label}人次"}
    listed = f'填报.接待|其中(外事接待="{foreign}")'
    filled = "".join(f" 且 {totals[each]} ≠ none" for each in (known, other) if each != _AMOUNT)
    given = f'{listed}|求和("{other}")'
    return fact(
        code, f"接待明细{label}：{known}齐了，{other}也要齐",
        f'若：{given} > 0 且 {listed}|求和("{known}") > 0{filled}\n若：{listed}|求和("{known}") = {totals[known]}\n{given} ≥ {totals[other]}', "警告",
        f"接待明细中{label}{known}合计已经等于填报的总数，{other}合计却不够", "请核对接待明细和“三公资产采购”：明细列全了，批次、人次、金额都应与总数相等",
        f"明细{other}合计", f"{other}总数", basis=_PUBLIC, place=f'{listed}|格子("{other}")')  # fmt: skip


_PAIRS = ((_BATCHES, _AMOUNT), (_AMOUNT, _BATCHES), (_AMOUNT, _PEOPLE), (_PEOPLE, _AMOUNT), (_BATCHES, _PEOPLE))
_GUESTS = (("国内公务接待", "否", "国内接待", "国内公务接待费"), ("外事接待", "是", "外事接待", "外事接待费"))

RECEPTIONS = (
    *(_complete(f"N14-{7 + len(_PAIRS) * side + n}", label, foreign, money, known, other)
      for side, (label, foreign, money, _) in enumerate(_GUESTS) for n, (known, other) in enumerate(_PAIRS)),
    *(fact(f"N28-{n}", f"接待明细里有{label}",
           f'若：填报.接待|数 > 0 且 三公.{money}.决算 > 0\n填报.接待|其中(外事接待="{foreign}")|数 ≥ 1', "警告",
           f"有{item}，接待明细里却没有{label}", "请核对接待明细的“外事接待”：外事接待选“是”，国内接待留空", f"{label}的行数", "至少要有的行数",
           basis=_PUBLIC, place='填报.接待|格子("外事接待")')
      for n, (label, foreign, money, item) in enumerate(_GUESTS, start=1)),
)  # fmt: skip

RECEPTION_ROWS = (
    fact("N28-3", "接待明细每行有批次", "逐行：填报.接待，其中 行.批次 ≠ none\n若：行.金额 > 0\n行.批次 ≥ 1", "警告",
         "接待{行.来访单位}花了 {行.金额}，批次却是 0", "请核对这一行的批次", "批次", "1", basis=_PUBLIC, place="行.格.批次"),
    fact("N28-4", "接待明细每行人次不小于批次", "逐行：填报.接待，其中 行.批次 ≠ none 且 行.人次 ≠ none\n行.人次 ≥ 行.批次", "警告",
         "接待{行.来访单位}的人次比批次还少", "请核对这一行，批次和人次可能填反了", "人次", "批次", basis=_PUBLIC, place="行.格.人次"),
)  # fmt: skip

_OUTPUTS = '["产出指标", "完成指标", "项目完成指标"]'
_FIRST, _SECOND = "一级指标", "二级指标"

PROJECTS = (
    *(fact(f"N29-{n}", f"{label}的项目编制了绩效目标", f'逐行：填报.项目|其中({label}="是")\n行.编制目标 = "是"', "警告",
           f"项目 {{行.项目代码}} {{行.项目名称}} 开展了{label}，“编制目标”却没有选“是”", f"请核对“编制目标”和“{label}”", "编制目标", "",
           basis=_EVALUATION, place="行.格.编制目标")
      for n, label in enumerate(("绩效监控", "绩效自评"), start=1)),
    fact("N30-1", "填了绩效指标的项目公开自评表",
         '逐行：填报.项目，其中 行.公开自评表 = "否"\n若：填报.项目|其中(项目代码=行.项目代码, 公开自评表="是")|数 = 0\n'
         '填报.指标|其中(项目代码=行.项目代码)|数 = 0', "警告", "项目 {行.项目代码} 填了绩效指标，“公开自评表”却没有选“是”，这些指标不会印出来",
         "请核对“公开自评表”，或绩效指标的项目代码有没有填错", "它的指标行数", "0", place="行.格.公开自评表"),
    fact("N30-2", "写了评价报告的项目附单独报告",
         '逐行：填报.项目，其中 行.单独报告 = "否"\n若：填报.项目|其中(项目代码=行.项目代码, 单独报告="是")|数 = 0\n'
         '填报.评价正文|其中(评价对象=行.项目代码)|数 = 0', "警告", "“评价报告”里写了项目 {行.项目代码} 的内容，“单独报告”却没有选“是”，不会印出来",
         "请核对“单独报告”，或评价报告的评价对象有没有填错", "它的正文行数", "0", place="行.格.单独报告"),
    fact("N30-3", "写了整体评价就附整体评价报告",
         '若：填报.整体评价.报告中附整体评价报告 = "否"\n填报.评价正文|其中(评价对象="部门整体")|数 = 0', "警告",
         "“评价报告”里写了部门整体的内容，却没有选附整体评价报告，不会印出来", "请核对“报告中附整体评价报告”", "部门整体的正文行数", "0",
         place="填报.整体评价.格.报告中附整体评价报告"),
    fact("N31-1", "产出类的二级指标",
         f'逐行：填报.指标，其中 行.{_SECOND} in ["数量指标", "质量指标", "时效指标"] 且 非 (行.{_FIRST} in {_OUTPUTS})\n行.{_FIRST} = "产出指标"',
         "警告", f"项目 {{行.项目代码}} 的“{{行.三级指标}}”：{{行.{_SECOND}}}不属于{{行.{_FIRST}}}", "请核对一级指标和二级指标",
         _FIRST, "", basis=_EVALUATION, place=f"行.格.{_FIRST}"),
    fact("N31-2", "效益类的二级指标",
         f'逐行：填报.指标，其中 行.{_SECOND} in ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"]\n行.{_FIRST} = "效益指标"', "警告",
         f"项目 {{行.项目代码}} 的“{{行.三级指标}}”：{{行.{_SECOND}}}不属于{{行.{_FIRST}}}", "请核对一级指标和二级指标",
         _FIRST, "", basis=_EVALUATION, place=f"行.格.{_FIRST}"),
    fact("N31-3", "满意度类的二级指标",
         f'逐行：填报.指标，其中 行.{_SECOND} in ["满意度指标", "服务对象满意度指标"]\n行.{_FIRST} = "满意度指标"', "警告",
         f"项目 {{行.项目代码}} 的“{{行.三级指标}}”：{{行.{_SECOND}}}不属于{{行.{_FIRST}}}", "请核对一级指标和二级指标",
         _FIRST, "", basis=_EVALUATION, place=f"行.格.{_FIRST}"),
    fact("N31-4", "一级指标的名称前后一致",
         f"逐行：填报.指标，其中 行.{_FIRST} in {_OUTPUTS}\n"
         f"填报.指标|其中(项目代码=行.项目代码, {_FIRST}=行.{_FIRST})|数 = 填报.指标|其中(项目代码=行.项目代码, {_FIRST}={_OUTPUTS})|数", "警告",
         f"项目 {{行.项目代码}} 的产出类一级指标有几种叫法，这里是“{{行.{_FIRST}}}”", "请改成同一个名称", "叫这个名称的行数", "产出类的行数",
         basis=_EVALUATION, place=f"行.格.{_FIRST}"),
)  # fmt: skip

_CLASS, _CODE = "类级科目编码", "功能科目编码"

REASON_CODES = (
    fact("N32-1", "写主要用途的科目有支出",
         f'逐行：填报.类用途\n填报.支出|以下(行.{_CLASS}, "{_CODE}")|有数("金额")|数 ≥ 1', "警告",
         f"写了科目 {{行.{_CLASS}}} 的主要用途，支出表里却没有这一类的支出", "请核对类级科目编码，或删去这一行", "这一类的支出行数", "至少要有的行数",
         place=f"行.格.{_CLASS}"),
    fact("N32-2", "写差异原因的科目有支出或预算",
         f"逐行：填报.科目原因\n填报.支出|其中({_CODE}=行.{_CODE})|数 + 填报.预算|其中({_CODE}=行.{_CODE})|数 ≥ 1", "警告",
         f"写了科目 {{行.{_CODE}}} 的预算差异原因，支出表、预算数表里却没有这个科目", "请核对科目编码，或删去这一行", "这个科目的行数", "至少要有的行数",
         place=f"行.格.{_CODE}"),
)  # fmt: skip

LIST_RULES: tuple[Rule, ...] = (*DEPARTMENT, *RECEPTIONS, *RECEPTION_ROWS, *PROJECTS, *REASON_CODES)
