"""Everything the reader of the workbook can say, by code."""

from __future__ import annotations

from report_author.model.findings import Finding, Severity
from report_author.ooxml.sheets import UnreadableBook

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

#: severity, text, advice; both texts are filled with ``str.format``.
#: F: the file · L: its layout · V: a value
MESSAGES: dict[str, tuple[Severity, str, str]] = {
    "F01": (_E, "找不到这个文件", "请核对文件名和所在文件夹"),
    "F02": (_E, "这是一个文件夹，不是填报表", "请选择里面的 .xlsx 文件"),
    "F03": (_E, "文件打不开：可能正被占用，或没有读取权限", "请关闭正在打开它的 Excel 或 WPS 后再试"),
    "F04": (_E, "文件是空的（0 字节）", "请换用完好的填报表，或重新填报"),
    "F05": (_E, "这是旧版 Excel 文件（.xls），不能直接读取", "请在 WPS 或 Excel 中打开，另存为 .xlsx"),
    "F06": (_E, "文件设有打开密码", "请在 WPS 或 Excel 中取消打开密码后另存"),
    "F07": (_E, "这不是 Excel 工作簿（.xlsx）", "请选择填报表；文本或 CSV 文件改了扩展名也不能用"),
    "F08": (_E, "文件已损坏，读不出内容", "请用 WPS 或 Excel 打开，另存一份后再试"),
    "F09": (_E, "文件带有宏", "请另存为“Excel 工作簿（*.xlsx）”（不带宏）后再试"),
    "F10": (_E, "文件过大，不像是填报表", "请删去图片和不需要的工作表，另存一份后再试"),
    "F11": (
        _E,
        "这个工作簿不是部门决算公开填报表",
        "请选择填报表；还没有的，先照“填报说明”用 new 命令新建一张，再把数据填进去",
    ),
    "F12": (_E, "这是二进制工作簿（.xlsb）", "请在 WPS 或 Excel 中另存为 .xlsx"),
    "L01": (_E, "缺少工作表“{label}”", "请从空白填报表中复制回来，不要删除或改名"),
    "L02": (_E, "找不到必填的栏目“{label}”", "请恢复标题“{label}”，或从空白填报表中复制回来"),
    "L03": (
        _E,
        "标题“{label}”和隐藏的标识对不上（标识在“{other}”处）",
        "请恢复原来的标题，或把整列（连同隐藏行）一起移动",
    ),
    "L04": (_E, "标题“{label}”出现了不止一次（{other}）", "请只留一个，其余的改名"),
    "L05": (_I, "标题“{label}”改成了“{other}”，已按原来的栏目读取", "建议恢复原来的标题"),
    "L06": (_E, "找不到“{label}”这一部分", "请从空白填报表中复制回来"),
    "L07": (_I, "找不到选填的栏目“{label}”，按没有填写处理", "如需填写，请从空白填报表中复制回来"),
    "L08": (
        _W,
        "缺少工作表“{label}”，按没有内容处理",
        "确实没有这项内容可不管；否则请从空白填报表中复制回来",
    ),
    "L12": (
        _E,
        "这里写的是“{stated}”，填报表的金额以元为单位",
        "数字是元的，请恢复原来的标题“{label}”；数字是{other}的，请换算成元再填",
    ),
    "L09": (_I, "工作表“{label}”改名为“{other}”，已照常读取", "建议改回原来的名称"),
    "L10": (_W, "工作表“{label}”是“{other}”的副本，没有读取", "请把数据填在“{other}”里，并删除副本"),
    "L11": (_W, "找不到“{label}”这一部分，按没有内容处理", "需要填写时请从空白填报表中复制回来"),
    "V01": (_E, "没有填“{label}”", "请填写；这一行不需要就整行清空"),
    "V02": (_E, "“{label}”应填数字，现在是“{stated}”", "请改成数字；文字说明写到备注列"),
    "V03": (_I, "“{label}”是文字形式的数字“{stated}”，已按 {expected} 读取", "建议改成数字，不带单位和符号"),
    "V04": (
        _E,
        "“{label}”超过两位小数：{stated}",
        "请核对单位：以万元填的，请换算成元；是元的，请改为两位小数，公式用 ROUND(…,2) 保留两位",
    ),
    "V05": (_E, "“{label}”不能为负：{stated}", "请核对正负号"),
    "V06": (_E, "“{label}”应填整数，现在是 {stated}", "请改成整数"),
    "V07": (_E, "“{label}”不是能识别的日期：“{stated}”", "请填年月日，例如 2022-09-01"),
    "V08": (_E, "“{label}”填的是“{stated}”，不在可选范围内", "请从下拉列表中选择：{other}"),
    "V09": (_E, "“{label}”是公式，但还没有计算结果", "请用 Excel 或 WPS 打开填报表并保存一次"),
    "V10": (_E, "“{label}”的公式出错：{stated}", "请改正公式，或直接填数"),
    "V11": (_W, "科目字典里没有编码 {stated}", "请核对编码；确实使用这个科目时在核实说明里注明"),
    "V12": (_E, "“{label}”{stated} 的位数不对，应为 {expected}", "请填到规定的级次{other}"),
    "V13": (_W, "编码 {stated}（{expected}）不是本年度的科目", "请核对；确实使用这个科目时在核实说明里注明"),
    "V14": (
        _W,
        "这一行与 {other} 那一行填的一样：{stated}",
        "填了两遍的，请把这一行清空；确实要分成两行的在核实说明里注明",
    ),
    "V15": (_E, "“{label}”里有看不见的非法字符（{stated}）", "请删去后重新输入，不要从网页直接粘贴"),
    "V16": (_E, "“{label}”的文字过长（{stated} 字）", "一格最多 32767 字，请分成几行填写"),
    "V17": (_E, "“{label}”大得不合常理：{stated}", "请核对；金额以元为单位"),
    "V18": (
        _E,
        "同一项目代码的“{label}”前后不一致：{stated} 与 {other} 的“{expected}”",
        "请改成一致，续行可以留空",
    ),
    "V19": (_E, "“{label}”是合并单元格，占了几行", "请取消合并，每行各填各的数"),
    "V20": (_E, "“{label}”应填编码，现在是“{stated}”", "请只填数字编码"),
    "V21": (_E, "名称“{stated}”在 {other} 已经用过", "每个名称只能用一次，请改名"),
    "V22": (_E, "“{stated}”在 {other} 已经填过", "固定的行每项只能有一行，请合并"),
    "V23": (
        _E,
        "“{stated}”不能用作引用名称",
        "名称只能由文字、数字、下划线组成，不能以数字开头，例如：合同金额",
    ),
    "V24": (_W, "“{label}”为负数：{stated}", "请核对；确实为负的在核实说明里注明"),
    "V25": (
        _I,
        "“{label}”被 Excel 当成了日期，已按“{expected}”读取",
        "请核对；需要别的写法时先把单元格设成文本",
    ),
    "V26": (_E, "“{label}”带有百分号：{stated}", "金额和数量不能填百分数，请改成数字"),
    "V27": (_E, "“{label}”的单位是万元：{stated}", "请换算成以元为单位的数字：{expected}"),
    "V28": (_I, "“{label}”填的是“{stated}”，按没有填写处理", "为 0 的请填 0，不适用的留空"),
    "V29": (_I, "编码“{stated}”里有多余的文字，已按 {expected} 读取", "建议只填数字编码"),
    "V30": (
        _I,
        "科目字典对编码 {stated}（{expected}）没有把握",
        "请对照当年的《政府收支分类科目》核对编码和名称；名称不同时，在格式.xlsx“科目”里写上正确的",
    ),
    "V31": (
        _E,
        "“{label}”{stated} 是政府预算支出经济分类，这里要填部门预算支出经济分类（3 开头）",
        "请改填部门预算支出经济分类；{stated} {other}",
    ),
    "V41": (_E, "没有填“{label}”：留空不等于 0", "请填写；为 0 的填 0；这一行不需要就整行清空"),
    "V42": (
        _E,
        "项目没有填“{label}”，按功能科目编制的公开表里就没有这个项目",
        "请填写项目支出的功能科目编码（项级，7 位）",
    ),
}

#: a code that the dictionaries are unsure of
DOUBTFUL = "V30"
#: a heading names another unit than 元
OTHER_UNIT = "L12"
#: a code that the dictionaries do not know, know of other years only, or are unsure of
CODE_DOUBTS = frozenset({"V11", "V13", DOUBTFUL})

FILE_CODES: dict[UnreadableBook.Kind, str] = {
    UnreadableBook.Kind.MISSING: "F01",
    UnreadableBook.Kind.FOLDER: "F02",
    UnreadableBook.Kind.LOCKED: "F03",
    UnreadableBook.Kind.EMPTY: "F04",
    UnreadableBook.Kind.OLD_XLS: "F05",
    UnreadableBook.Kind.ENCRYPTED: "F06",
    UnreadableBook.Kind.NOT_XLSX: "F07",
    UnreadableBook.Kind.DAMAGED: "F08",
    UnreadableBook.Kind.MACROS: "F09",
    UnreadableBook.Kind.TOO_LARGE: "F10",
    UnreadableBook.Kind.BINARY: "F12",
}


def say(
    code: str, place: str, label: str = "", *, stated: str = "", expected: str = "", other: str = ""
) -> Finding:
    """The finding ``code`` at ``place``; ``label`` is the column or sheet it is about."""
    severity, text, advice = MESSAGES[code]
    words = {"label": label, "stated": _short(stated), "expected": expected, "other": other}
    return Finding(
        code,
        severity,
        place,
        text.format(**words),
        advice.format(**words),
        label,
        stated=_short(stated),
        expected=expected,
    )


def _short(text: str) -> str:
    """Long texts are named by their beginning."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:60] + "…"
