"""The appendix workbook: the format's tables, in order, each with its own title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from report_author.model.findings import Finding
from report_author.model.format import Format, TableSpec
from report_author.ooxml.properties import with_properties
from report_author.templating.messages import finding
from report_author.templating.table_book import BookTemplate, RenderedBook, SheetUse
from report_author.templating.table_writer import NumberLook

#: what a note says of an option: {option} → its choice → the words; a note that states a choice itself would contradict another
_OF_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "三公预算数口径": {"全年预算数": "全年预算数，反映按规定程序调整后的预算数", "年初预算数": "年初预算数"},
    "机关运行经费口径": {"行政参公": "行政单位和参照公务员法管理的事业单位", "全部公用": "行政事业单位"},
    "明细表隐去零列": {"是": "全年没有发生的经济分类科目不列示。", "否": ""},
}
_QUOTED = re.compile(r"\{([^{}]+)\}")


def make_appendix(
    template: BookTemplate, fmt: Format, names: Mapping[str, object], scope: str, title: str, creator: str
) -> RenderedBook:
    """Fill the tables that ``fmt`` lists for ``scope`` (部门 or 单位); ``title`` and ``creator`` go into its properties.

    A sheet of the template that the list lacks is left out; a listed table without a sheet is a finding.
    """
    findings: list[Finding] = []
    uses = []
    for table in fmt.tables_for(scope):
        if table.sheet not in template.sheet_names:
            findings.append(_no_sheet(table, template.sheet_names))
            continue
        number = fmt.option("表号样式").replace("{编号}", table.number)
        uses.append(
            SheetUse(
                table.sheet, _sheet_title(number), {"本表": _own_names(table, number, fmt, names, findings)}
            )
        )
    look = NumberLook(fmt.option("表内单位"), fmt.option("表内零值"))
    book = template.render(names, uses, look)
    package = with_properties(book.package, title, creator)
    return RenderedBook(package, (*findings, *book.findings), book.sheets)


def _own_names(
    table: TableSpec, number: str, fmt: Format, names: Mapping[str, object], findings: list[Finding]
) -> dict[str, object]:
    return {
        "编号": table.number,
        "表号": number,
        "名称": table.title,
        "单位": fmt.option("表内单位"),
        "注": _quote(table.note, fmt, names, table, findings),
        "空表说明": _quote(table.empty_note, fmt, names, table, findings),
    }


def _quote(
    text: str, fmt: Format, names: Mapping[str, object], table: TableSpec, findings: list[Finding]
) -> str:
    """``text`` with every ``{部门.全称}`` replaced by its value; a name that does not exist is a finding."""

    def one(found: re.Match[str]) -> str:
        if found[1] in _OF_OPTIONS:
            return _OF_OPTIONS[found[1]][fmt.option(found[1])]
        value: object = names
        for part in found[1].split("."):
            if not isinstance(value, Mapping) or part not in value:
                message = f"表清单里写的“{{{found[1]}}}”不是可以引用的名称"
                findings.append(
                    finding(
                        "T21",
                        table.cell,
                        message,
                        "可以引用 {部门.全称}、{部门.类别}、{年度}、{三公预算数口径} 等",
                        found[0],
                    )
                )
                return found[0]
            value = value[part]
        return str(value)

    return _QUOTED.sub(one, text)


def _no_sheet(table: TableSpec, sheets: Sequence[str]) -> Finding:
    message = f"表清单第{table.number}号“{table.title}”要用工作表“{table.sheet}”，公开表模板里没有"
    return finding(
        "T21", table.cell, message, f"在模板里加上这张工作表，或者改表清单。模板里有：{'、'.join(sheets)}"
    )


def _sheet_title(text: str) -> str:
    """A name that Excel allows for a sheet: at most 31 characters, none of ``[]:*?/\\``."""
    return re.sub(r"[\[\]:*?/\\]", "", text)[:31]
