"""The sheets of names, staff, texts, reasons."""

from __future__ import annotations

from report_author.model import choices
from report_author.model import facts as f
from report_author.workbook.columns import (
    BODY,
    NUMBERING,
    carried,
    choice,
    count,
    day,
    function,
    long,
    lookup,
    number,
    text,
    yes_no,
)
from report_author.workbook.shape import BASIC, WORDS, Blank, Form, ListBlock, ProgressBlock, Sheet, Sign

HOME = Sheet(
    id="home",
    name="首页",
    title="部门决算公开填报表",
    hint="1. 浅黄色格子由您填写，灰色格子自动计算；标题带 * 的必填。金额一律以元为单位，保留两位小数。\n"
    "2. 从左到右逐张填写；没有的文字留空，为 0 的金额和数量填 0 或选“是”（本部门没有……）：留空不等于 0。合计、占比、增减和万元数都由系统计算，不用填。\n"
    "3. 列表可以插入行、粘贴整块数据，也可以加备注列；请不要改动标题行和工作表名称。\n"
    "4. 科目编码填数字即可，旁边自动显示名称；显示“字典中没有”时请核对编码。\n"
    "5. 填完保存并关闭，运行程序生成报告；检查结果会指出要改的工作表和单元格。",
    colour=BASIC,
    widths=(24, 24, 24, 66),
    protected=True,
    blocks=(
        Form(
            id="department",
            title="部门基本信息",
            record=f.Department,
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
        ProgressBlock(id="progress", title="填写进度（自动计算）"),
    ),
)


STAFF = Sheet(
    id="staff",
    name="单位与人员",
    title="单位与人员",
    hint="机构一行一个；编制和实有人员按类别各填一行，没有的一侧留空。",
    colour=BASIC,
    widths=(38, 28, 24, 28, 14, 40),
    blocks=(
        carried("staff"),
        ListBlock(
            id="institutions",
            title="一、机构",
            record=f.Institution,
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
            id="staff",
            title="二、编制与实有人数（人）",
            record=f.Staff,
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
    id="texts",
    name="文字材料",
    title="文字材料",
    hint="报告第一部分的文字，按打印顺序从上往下填；序号由系统自动编。",
    colour=WORDS,
    widths=(20, 14, 30, 90),
    blocks=(
        carried("texts", value_span=2),
        ListBlock(
            id="texts",
            title="一、主要职能和重点工作",
            record=f.Text,
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
            id="quotables",
            title="二、引用数据（文字中用 {名称} 引用）",
            record=f.Quotable,
            rows=40,
            unique=("name",),
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
            id="terms",
            title="三、补充名词解释（固定名词和用到的科目由系统列出）",
            record=f.Term,
            rows=20,
            unique=("term",),
            columns=(text("term", "名词", required=True), long("meaning", "释义", required=True, span=3)),
        ),
    ),
)


REASONS = Sheet(
    id="reasons",
    name="原因说明",
    title="原因与用途说明",
    hint="只写原因本身，例如“厉行节约，减少开支”；句子由系统组成，末尾不用加句号。",
    colour=WORDS,
    widths=(46, 34, 90),
    blocks=(
        carried("reasons"),
        ListBlock(
            id="reasons",
            title="一、变动原因、预算差异原因和主要用途",
            record=f.Reason,
            fixed=choices.ReasonKey,
            columns=(
                choice("key", "事项", choices.ReasonKey, required=True),
                long("text", "说明文字", span=2, when="报告要写的，待填"),
            ),
        ),
        ListBlock(
            id="item_reasons",
            title="二、分科目预算差异原因（一般公共预算）",
            record=f.ItemReason,
            rows=40,
            unique=("function",),
            columns=(function(), lookup("function"), long("text", "差异原因", required=True)),
        ),
        ListBlock(
            id="class_uses",
            title="三、类级科目的主要用途（整体绩效评价报告用）",
            record=f.ClassUse,
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
