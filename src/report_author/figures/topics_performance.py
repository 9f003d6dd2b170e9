"""绩效, 项目, 整体评价: section 十（四） with 第四部分."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from report_author.figures.account import Account
from report_author.figures.figure import Figure, summed
from report_author.figures.texts import Quoter, paragraphs
from report_author.figures.values import Names, Wanted
from report_author.figures.wanted import missing_text
from report_author.model.choices import EvalPosition, Fund
from report_author.model.facts import WHOLE_DEPARTMENT, Project
from report_author.model.money import ZERO
from report_author.records import frozen


@frozen
class WholeProject:
    """A project with all its rows: the first row says what it is, the others add money of another 资金性质."""

    head: Project
    rows: tuple[Project, ...]

    def function_of(self, row: Project) -> str:
        """The 功能科目项 of a row; a further row that names none belongs to the first row's."""
        return row.function or self.head.function

    @property
    def functions(self) -> tuple[str, ...]:
        """The 功能科目项 of the project's rows, mostly one."""
        found = dict.fromkeys(self.function_of(row) for row in self.rows)
        return tuple(function for function in found if function)

    def money(
        self, name: str, field: str, keep: Callable[[Fund], bool] = lambda fund: True, function: str = ""
    ) -> Figure:
        """Sum of ``initial``/``revised``/``actual`` over the rows of a kept fund, of one ``function`` where given (元)."""
        rows = [
            row for row in self.rows if keep(row.fund) and (not function or self.function_of(row) == function)
        ]
        return summed(f"{self.head.name}{name}", rows, field, "元", f"项目表：{name}")


def whole_projects(account: Account) -> tuple[WholeProject, ...]:
    """The projects in the order of the workbook."""
    grouped: dict[str, list[Project]] = {}
    for row in account.facts.projects:
        grouped.setdefault(row.code, []).append(row)
    return tuple(WholeProject(rows[0], tuple(rows)) for rows in grouped.values())


def performance(account: Account) -> Names:
    """绩效: every number is a count of projects."""
    projects = whole_projects(account)

    def count(label: str, field: str) -> Figure:
        found = [p.head for p in projects if getattr(p.head, field)]
        return Figure(
            label, ZERO + len(found), "个", f"项目表：{label}", tuple(head.cell(field) for head in found)
        )

    return Names(
        "绩效",
        {
            "有项目": bool(projects),
            "事前评估数": count("开展预算事前绩效评估的项目数", "pre_assessed"),
            "目标数": count("编制绩效目标的项目数", "has_goal"),
            "监控数": count("开展绩效监控的项目数", "monitored"),
            "自评数": count("开展绩效自评的项目数", "self_assessed"),
            "事前评估名单": "".join(f"“{p.head.name}”" for p in projects if p.head.pre_assessed),
            "整体自评": account.facts.evaluation.annexed,
        },
    )


def projects(account: Account, quoter: Quoter) -> Names:
    """项目: those with a report of their own, those with a published 自评表."""
    found = whole_projects(account)
    return Names(
        "项目",
        {
            "评价报告": tuple(_project(account, p, quoter) for p in found if p.head.own_report),
            "自评表": tuple(_project(account, p, quoter) for p in found if p.head.publish_form),
        },
    )


def _project(account: Account, project: WholeProject, quoter: Quoter) -> Names:
    head = project.head
    budget = "revised" if account.conventions.form_budget_revised else "initial"

    def fiscal(fund: Fund) -> bool:
        return fund.fiscal

    def other(fund: Fund) -> bool:
        return not fund.fiscal

    def quoted(field: str, label: str) -> object:
        text: str = getattr(head, field)
        return (
            in_table.text(text, head.cell(field))
            if text
            else missing_text(head.cell(field) or "项目", f"{head.name}：{label}")
        )

    figures: dict[str, object] = {
        "预算": project.money("预算数", budget),
        "执行": project.money("执行数", "actual"),
        "财政拨款预算": project.money("财政拨款预算数", budget, fiscal),
        "财政拨款执行": project.money("财政拨款执行数", "actual", fiscal),
        "其他资金预算": project.money("其他资金预算数", budget, other),
        "其他资金执行": project.money("其他资金执行数", "actual", other),
        "得分": _score(head.score, head.cell("score") or "项目", f"{head.name}自评得分"),
    }
    in_table = quoter.within("本项目", figures, grouped=True)
    quoter = quoter.within("本项目", figures)
    return Names(
        "项目",
        {
            "代码": head.code,
            "名称": head.name,
            "类别": head.kind.value,
            **figures,
            "目标预期": quoted("goal_planned", "年度总体目标（预期目标）"),
            "目标实际": quoted("goal_achieved", "年度总体目标（实际完成情况）"),
            "附件": head.annex_file,
            "指标": lambda: _indicators(account, head, in_table),
            "文字": lambda: evaluation_texts(account, head.code, quoter),
        },
    )


def _score(score: Decimal | None, cell: str, label: str) -> Figure | Wanted:
    if score is None:
        return missing_text(cell, label)
    return Figure(label, score, "分", "填报表", (cell,))


def _indicators(account: Account, head: Project, quoter: Quoter) -> tuple[Names, ...]:
    """Rows of the 自评表; rows of one 一级 and 二级指标 stand together, in the order the clerk first named them."""
    rows = [row for row in account.facts.indicators if row.project == head.code]
    first_level = list(dict.fromkeys(row.level1 for row in rows))
    both_levels = list(dict.fromkeys((row.level1, row.level2) for row in rows))
    rows.sort(key=lambda row: (first_level.index(row.level1), both_levels.index((row.level1, row.level2))))
    return tuple(
        Names(
            "项目.指标",
            {
                "一级": row.level1,
                "二级": row.level2,
                "三级": row.level3,
                "预期": quoter.text(row.planned, row.cell("planned"))
                or missing_text(row.cell("planned") or "绩效指标", f"{row.level3}预期指标值"),
                "实际": quoter.text(row.achieved, row.cell("achieved"))
                or missing_text(row.cell("achieved") or "绩效指标", f"{row.level3}实际完成值"),
            },
        )
        for row in rows
    )


def evaluation_texts(account: Account, subject: str, quoter: Quoter) -> Names:
    """文字 of one evaluation report by 位置."""
    rows = [row for row in account.facts.eval_texts if row.subject == subject]

    def at(position: EvalPosition) -> tuple[Names, ...]:
        return paragraphs(f"文字.{position.value}", (row for row in rows if row.position is position), quoter)

    return Names("文字", {position.value: at(position) for position in EvalPosition})


def whole_evaluation(account: Account, quoter: Quoter) -> Names:
    """整体评价 of the department."""
    facts = account.facts.evaluation
    return Names(
        "整体评价",
        {
            "公开": facts.annexed,
            "得分": _score(facts.score, facts.cell("score") or "评价报告", "部门整体绩效自评得分"),
            "附件": facts.annex_file,
            "文字": lambda: evaluation_texts(account, WHOLE_DEPARTMENT, quoter),
        },
    )
