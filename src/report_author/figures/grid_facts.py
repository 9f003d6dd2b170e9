"""The table grid whose rows the format lists: 信息表."""

from __future__ import annotations

import re

from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.grids_codes import grid
from report_author.figures.narrative import Lookup
from report_author.figures.values import Names, Wanted
from report_author.model.findings import error
from report_author.model.format import FactLine


def facts_grid(account: Account, lookup: Lookup) -> Names:
    """信息表 (15): the lines of the format book with their 行次; a name that does not exist is a finding where it is printed."""
    path = "表.信息表"
    rows = []
    has_data = False
    for number, line in enumerate(account.format.facts, start=1):
        value = _value(line, lookup)
        has_data = has_data or (isinstance(value, Figure) and bool(value.value))
        entries = {
            "名称": re.sub(r"\{([^{}]+)\}", lambda found: account.format.option(found[1]), line.label),
            "行次": number,
            "级": line.level,
            "数值": value,
            "是金额": isinstance(value, Figure) and value.is_money,
        }
        rows.append(Names(path, entries))
    return grid(path, tuple(rows), has_data=has_data)


def _value(line: FactLine, lookup: Lookup) -> Figure | Wanted | None:
    value = lookup(line.source) if line.source else None
    if value is None and not line.source:
        return None
    if isinstance(value, Figure | Wanted):
        return value
    message = f"信息表“{line.label}”的取数“{line.source}”不是名称表里的数"
    advice = "请对照模板说明改正，如 机关运行经费.合计；只是标题的行，取数空着"
    return Wanted(error("G22", f"格式.xlsx {line.cell}", message, advice, quote=line.source))
