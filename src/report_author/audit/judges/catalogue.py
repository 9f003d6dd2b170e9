"""The kinds of defect that a published report can have, with what they rest on."""

from __future__ import annotations

from typing import NamedTuple

PUBLISHING = "财政部《地方预决算公开操作规程》（财预〔2016〕143号）"
FORM = "部门决算报表编制说明（表内、表间审核关系）"
ARITHMETIC = "算术关系"


class Kind(NamedTuple):
    """One row of the catalogue: a short name for lists, the basis for the doubt."""

    code: str
    name: str
    basis: str


# C34, C35 (details of 基本支出, of “三公” in tables) are rules of the tables: their doubts bear C52. C44 (published too
# late) cannot be judged: a report does not say when its accounts were approved.
_ROWS = (
    ("C01", "文字与表格不一致", PUBLISHING),
    ("C02", "增减额、百分比计算有误", ARITHMETIC),
    ("C03", "百分比截断而非四舍五入", "四舍五入"),
    ("C04", "选项没有二选一", "报告格式"),
    ("C05", "占位符没有替换", "报告格式"),
    ("C06", "编写提示没有删去", "报告格式"),
    ("C07", "互相排斥的说法并存", "报告格式"),
    ("C08", "括号、引号、标点", "文字规范"),
    ("C09", "缺少单位或关键字", "报告格式"),
    ("C10", "元与万元混用", FORM),
    ("C11", "年度有误", PUBLISHING),
    ("C12", "名称前后不一致", "文字规范"),
    ("C13", "上年为0却有增长率", ARITHMETIC),
    ("C14", "预算为0却有完成率", ARITHMETIC),
    ("C15", "预算口径或完成率有误", ARITHMETIC),
    ("C16", "增减方向与数字相反", ARITHMETIC),
    ("C17", "空表没有说明", PUBLISHING),
    ("C18", "表格清单或章节缺漏", PUBLISHING),
    ("C19", "“三公”经费没有分项", PUBLISHING),
    ("C20", "“三公”经费缺少必需的数量", PUBLISHING),
    ("C21", "车辆数前后不一致", FORM),
    ("C22", "接待明细与合计不一致", ARITHMETIC),
    ("C23", "没有说明原因", PUBLISHING),
    ("C24", "几个科目合在一行", PUBLISHING),
    ("C25", "科目名称或编码有误", "政府收支分类科目"),
    ("C26", "用途与科目不符", "政府收支分类科目"),
    ("C27", "支出明细与科目不符", "政府收支分类科目"),
    ("C28", "名词解释与所用科目不符", "报告格式"),
    ("C29", "机关运行经费口径", FORM),
    ("C30", "缺少授予中小企业合同金额", PUBLISHING),
    ("C31", "数量与清单不符", ARITHMETIC),
    ("C32", "附件与正文金额不一致", PUBLISHING),
    ("C33", "分项之和与合计", ARITHMETIC),
    ("C36", "同一指标前后不一致", PUBLISHING),
    ("C37", "标题序号", "党政机关公文格式（GB/T 9704-2012）"),
    ("C38", "图与文字", "报告格式"),
    ("C39", "目录域代码外露", "报告格式"),
    ("C40", "重复或多余的字", "文字规范"),
    ("C41", "“部门”“单位”混用", "报告格式"),
    ("C42", "前后说法不一", "文字规范"),
    ("C43", "编制与实有人数", "机构编制管理"),
    ("C45", "个人信息或涉密标志", "政府信息公开条例"),
    ("C46", "文件不能检索", PUBLISHING),
    ("C47", "收入与支出总计不相等", FORM),
    ("C48", "合计写成了0", ARITHMETIC),
    ("C49", "自评表项目填错", "绩效自评表格式"),
    ("C50", "自评结果照抄目标", "绩效自评表格式"),
    ("C51", "与上年公开数不一致", PUBLISHING),
    ("C52", "公开表内部关系", FORM),
)
KINDS = {code: Kind(code, name, basis) for code, name, basis in _ROWS}
