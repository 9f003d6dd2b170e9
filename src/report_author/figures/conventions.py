"""The choices of a format that decide how figures are worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """Wording options of one format (sheet 选项 of its 格式.xlsx). ``{上年}`` in a phrase is the year before."""

    strip_zeros: bool
    basis_total: bool
    item_budget_revised: bool
    sangong_budget_revised: bool
    form_budget_revised: bool
    code_name_style: str
    list_zero: bool
    foreign_is_part: bool
    flat: str
    zero_base: str
    both_zero: str
    complete_flat: str
    budget_both_zero: str
    budget_zero: str
    total_row_first: bool

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> Conventions:
        """Read the options; every key must be there (the format's own reader has checked it)."""
        return cls(
            strip_zeros=options["正文去尾零"] == "是",
            basis_total=options["收支口径"] == "总计",
            item_budget_revised=options["五三预算数口径"] == "全年预算数",
            sangong_budget_revised=options["三公预算数口径"] == "全年预算数",
            form_budget_revised=options["自评表预算数口径"] == "全年预算数",
            code_name_style=options["科目名称样式"],
            list_zero=options["零项列示"] == "是",
            foreign_is_part=options["外事接待口径"] == "其中",
            flat=options["持平用语"],
            zero_base=options["基数为零用语"],
            both_zero=options["均为零用语"],
            complete_flat=options["完成持平用语"],
            budget_both_zero=options["预算决算均为零用语"],
            budget_zero=options["预算为零用语"],
            total_row_first=options["合计行位置"] == "首行",
        )
