"""What a report needs and the workbook leaves empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from report_author.figures.account import Account
from report_author.figures.blanks import Lacking
from report_author.figures.compare import Completion
from report_author.figures.figure import Figure
from report_author.figures.values import Wanted
from report_author.model.choices import LastYearRow, ReasonKey
from report_author.model.facts import Budget, Project, SanGong
from report_author.model.findings import Finding, error


def missing_last_year(account: Account, rows: Sequence[LastYearRow], subject: str) -> Wanted:
    """Last year's figure is not filled in."""
    found = {row: account.last_year_record(row) for row in rows}
    lacking = {row: record for row, record in found.items() if record is None or record.published is None}
    labels = "、".join(row.value for row in lacking)
    cells = [record.cell("published") for record in lacking.values() if record]
    cells += [account.facts.unfilled.get(row.value, "") for row in lacking]
    place = next(filter(None, cells), "") or f"上年数·{labels}"
    return Wanted(
        error(
            "V80",
            place,
            f"“{subject}”要与{account.last_year}年比较，但上年公开数“{labels}”没有填。",
            f"请在“上年数”表填写{account.last_year}年公开的“{labels}”；上年没有发生的填 0。",
        )
    )


def missing_reason(account: Account, key: ReasonKey, why: str) -> Wanted:
    """A reason (or 主要用途) that the chosen branch prints is not filled in."""
    record = account.reasons.get(key)
    cell = record.cell("text") if record else account.facts.unfilled.get(key.value, "")
    place = cell or f"原因说明·{key.value}"
    return Wanted(
        error(
            "V81",
            place,
            f"{why}，报告中要写“{key.value}”，此处还没有填。",
            f"请在“原因说明”表“{key.value}”一行填写，一句话说明具体原因，不写句号。",
        )
    )


def lacking_finding(lacking: Lacking) -> Finding:
    """A cell left blank that must be typed."""
    return error(
        "V86",
        lacking.cell,
        f"“{lacking.label}”没有填：{lacking.why}。",
        lacking.advice,
        quote=lacking.label,
        stated="空白",
        expected="填写，为 0 的填 0",
    )


def completion(
    account: Account, actual: Figure, budget: Figure, keep: Callable[[Budget | SanGong | Project], bool]
) -> Completion | Wanted:
    """``actual`` against ``budget``, which is made of the rows that ``keep`` picks; wanted where one of them was left blank."""
    lacking = next((each for row, each in account.settled.unbudgeted if keep(row)), None)
    return Wanted(lacking_finding(lacking)) if lacking else Completion(actual, budget, account.conventions)


def missing_text(place: str, label: str, advice: str = "") -> Wanted:
    """A text that the report prints is not filled in."""
    return Wanted(
        error("V82", place, f"报告中要写“{label}”，填报表里还没有填。", advice or f"请填写“{label}”。")
    )
