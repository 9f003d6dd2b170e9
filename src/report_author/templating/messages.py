"""Every finding a template can cause, by code."""

from __future__ import annotations

from report_author.model.findings import Finding, Severity

#: code → (severity, what it is about). The help page is made from this table.
CODES: dict[str, tuple[Severity, str]] = {
    "T01": (Severity.ERROR, "标签写法有误"),
    "T02": (Severity.ERROR, "模板中不允许的写法"),
    "T03": (Severity.ERROR, "没有这个过滤器"),
    "T04": (Severity.ERROR, "没有这个名称"),
    "T05": (Severity.ERROR, "要印出的内容是空白"),
    "T06": (Severity.ERROR, "计算或比较不成立"),
    "T07": (Severity.ERROR, "不能直接印出的内容"),
    "T08": (Severity.ERROR, "大括号不成对"),
    "T09": (Severity.ERROR, "一个标签分在两段"),
    "T10": (Severity.ERROR, "独占标签旁边还有别的内容"),
    "T11": (Severity.ERROR, "独占标签所在的段落带有分节符"),
    "T12": (Severity.ERROR, "条件或循环没有配对"),
    "T13": (Severity.ERROR, "开始标签与结束标签不在同一层"),
    "T14": (Severity.ERROR, "数据中有不能印出的控制字符"),
    "T15": (Severity.ERROR, "生成的内容不完整"),
    "T16": (Severity.ERROR, "模板文件不能使用"),
    "T17": (Severity.ERROR, "循环的对象不是列表"),
    "T18": (Severity.ERROR, "插入的文档不能使用"),
    "T19": (Severity.WARNING, "插入的文档有内容没有带入"),
    "T20": (Severity.ERROR, "表格模板里的公式不能使用"),
    "T21": (Severity.ERROR, "表清单与表格模板不一致"),
    "T22": (Severity.ERROR, "图表不在图清单里"),
    "T23": (Severity.ERROR, "这种图表不能填数"),
    "T24": (Severity.WARNING, "图表与它的数据不相称"),
    "T25": (Severity.INFO, "图表已按数据整理"),
    "T30": (Severity.INFO, "模板没有目录"),
    "T31": (Severity.WARNING, "目录里看不到自动编号"),
    "T32": (Severity.INFO, "模板中有隐藏文字"),
}


#: how messages call the template of the report
WORD_TEMPLATE = "Word模板"


def finding(code: str, place: str, message: str, advice: str, quote: str = "") -> Finding:
    """A finding of ``CODES``; ``quote`` is the tag as typed."""
    return Finding(code, CODES[code][0], place, message, advice, quote)
