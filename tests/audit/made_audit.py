"""An audit put together by hand: two paragraphs, a table, doubts whose places are known."""

from __future__ import annotations

from report_author.audit.audit import Audit
from report_author.audit.claims.report import make_report
from report_author.audit.claims.tokens import tokens_of
from report_author.audit.judges.relations import Doubt, NotJudged, Relation, Verdict, doubt_at
from report_author.audit.papers.entries import Audited
from report_author.audit.reading.blocks import Block, Document
from report_author.model.findings import Severity, error

HEADING = "一、收入支出决算总体情况说明"
FIRST = "2021年度收入总计 120.50万元，比上年增加20.50万元，增长20.5% <初步>。支出总计120.50万元。"
SECOND = "2021年“三公”经费支出3万元，比上年增加/减少0.5万元。"
LONG = "无" * 80


def blocks() -> tuple[Block, ...]:
    return (
        Block("2021年度云岭县档案馆部门决算", "封面第1段", paragraph=0),
        Block("一、收入支出决算总体情况说明\t3", "目录", "目录", 1),
        Block(HEADING, f"标题“{HEADING}”", paragraph=2, style=2),
        Block(FIRST, f"“{HEADING}”第1段", paragraph=3, section=HEADING),
        Block(SECOND, f"“{HEADING}”第2段", paragraph=4, section=HEADING),
        Block("预算数", f"“{HEADING}”第1张表第1行第1格", "表格", 5),
        Block("执行数", f"“{HEADING}”第1张表第1行第3格", "表格", 6),
        Block("1.2万元", f"“{HEADING}”第1张表第2行第3格", "表格", 7),
        Block("云岭县档案馆", "页眉", "页眉"),
    )


def doubt(code: str, severity: Severity, block: Block, words: str, **more: object) -> Doubt:
    """A doubt about ``words`` in ``block``."""
    start = block.plain.text.index(words)
    return doubt_at(
        code,
        block,
        (start, start + len(words)),
        f"问题在“{words}”。",
        "请改正。",
        more.pop("stated", ""),
        severity=severity,
        **more,
    )  # type: ignore[arg-type]


def made(*, unreadable_tables: bool = False) -> Audited:
    """Six doubts: two overlapping, one on a whole paragraph, one in a cell of the report, one in a header, one in a workbook."""
    all_blocks = blocks()
    first, second, cell, header = all_blocks[3], all_blocks[4], all_blocks[7], all_blocks[8]
    report = make_report(Document("2021年度云岭县档案馆部门决算", all_blocks, commentable=True))
    doubts = (
        doubt(
            "C02",
            Severity.ERROR,
            first,
            "增长20.5%",
            stated="增长20.5%",
            expected="增长20.50%",
            working="20.50÷100",
            difference="0.01个百分点",
            also=(f"“{HEADING}”第2段：“三公”经费", f"“{HEADING}”第1段"),
        ),
        doubt("C04", Severity.ERROR, second, "增加/减少", stated="增加/减少"),
        doubt("C10", Severity.WARNING, cell, "1.2万元", confidence="中"),
        Doubt(
            "C52",
            Severity.WARNING,
            None,
            "公开01表!B7",
            "",
            "合计与各行之和不相等。",
            "请核对。",
            "10.00",
            "11.00",
            "Σ",
            "1.00",
        ),
        Doubt("C12", Severity.INFO, header, "页眉", "云岭县档案馆", "页眉里的名称不同。", "请统一。"),
        doubt("C40", Severity.INFO, first, "20.5%<初步>"),
        Doubt("C23", Severity.INFO, second, second.place, SECOND, "没有说明原因。", "请写明原因。"),
    )
    tokens = tokens_of(first)
    relations = (
        Relation("C02", Verdict.HOLDS, tuple(tokens[:2])),
        Relation("C02", Verdict.BROKEN, tuple(tokens[1:3])),
        Relation("C33", Verdict.TAIL, tuple(tokens[:2])),
    )
    open_ = (
        NotJudged("C15", second.place, "三公经费支出3万元", "没有写出预算数"),
        NotJudged("C15", first.place, "收入总计120.50万元", "没有写出预算数"),
        NotJudged("C02", first.place, LONG, "没有上年数"),
    )
    problems = (
        (error("B30", "公开表.xlsx", "公开表读不了，没有核对。", "请另存为 .xlsx。"),)
        if unreadable_tables
        else ()
    )
    name = "2021年度云岭县档案馆部门决算.docx"
    return Audited(
        name, Audit(report, doubts, open_, relations), problems, ("公开表：“某表.xlsx”，一并核对。",)
    )
