"""是 or 否 left blank, where the report would say 无 or leave something out because of it."""

from __future__ import annotations

from dataclasses import replace

from report_author.figures.blanks.settled import Settled
from report_author.model.facts import WHOLE_DEPARTMENT, Project

_STAGES = {
    "pre_assessed": "事前评估",
    "has_goal": "编制目标",
    "monitored": "绩效监控",
    "self_assessed": "绩效自评",
}


def settle_flags(settled: Settled) -> None:
    """是否: a blank is 否, but “无……的项目” is not said because of one; nor is a form left out that has been filled in."""
    facts = settled.facts
    heads: dict[str, Project] = {}
    for row in facts.projects:
        heads.setdefault(row.code, row)
    for name, label in _STAGES.items():
        given = [getattr(head, name) for head in heads.values()]
        blank = [head for head in heads.values() if getattr(head, name) is None]
        if any(given) or not blank:
            continue
        if len(blank) == len(heads):
            settled.taken.append((f"{label}的项目", blank[0].cell(name)))
            continue
        for head in blank:
            settled.lack(
                head.cell(name) or f"项目·{head.code}",
                f"项目 {head.code} 的{label}",
                f"别的项目都填了“否”，报告会写没有{label}的项目",
                "请选“是”或“否”。",
            )
    with_form = {row.project for row in facts.indicators}
    with_report = {row.subject for row in facts.eval_texts}
    for head in heads.values():
        for name, label, codes, where in (
            ("publish_form", "公开自评表", with_form, "绩效指标"),
            ("own_report", "单独报告", with_report, "评价报告"),
        ):
            if head.code in codes and getattr(head, name) is None:
                settled.lack(
                    head.cell(name) or f"项目·{head.code}",
                    f"项目 {head.code} 的{label}",
                    f"“{where}”里填了这个项目，附不附要说明",
                    "请选“是”或“否”。",
                )
    evaluation = facts.evaluation
    if evaluation.annexed is None and (WHOLE_DEPARTMENT in with_report or evaluation.annex_file):
        settled.lack(
            evaluation.cell("annexed") or "评价报告",
            "报告中附整体评价报告",
            "“评价报告”里写了部门整体的内容，附不附要说明",
            "请选“是”或“否”。",
        )
    settled.facts = replace(
        facts,
        projects=tuple(
            replace(
                row,
                pre_assessed=bool(row.pre_assessed),
                has_goal=bool(row.has_goal),
                monitored=bool(row.monitored),
                self_assessed=bool(row.self_assessed),
                publish_form=bool(row.publish_form),
                own_report=bool(row.own_report),
            )
            for row in facts.projects
        ),
        evaluation=replace(evaluation, annexed=bool(evaluation.annexed)),
    )
