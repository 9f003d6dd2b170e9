"""Reads lists by the words of their headings: budgets, projects, 自评表."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from report_author.model.choices import Fund, Nature
from report_author.ooxml.sheets import CellKind
from report_author.workbook.imports.code_tables import fund_of, nature_of
from report_author.workbook.imports.tables import Tables
from report_author.workbook.imports.view import View, loose
from report_author.workbook.values import key

_MONEY = {
    "initial": re.compile("^年初预算数?$"),
    "revised": re.compile("^(全年预算数?|调整后?预算数?|调整后?全年预算数?)$"),
    "actual": re.compile("^(执行数|全年执行数|决算数|支出数|预算执行数)$"),
}
_TEXTS = {
    "name": re.compile("^项目名称$"),
    "code": re.compile("^项目(代码|编码|编号)$"),
    "function": re.compile("^(支出)?功能(分类)?科目(编码|代码)$|^科目(编码|代码)$"),
    "fund": re.compile("^资金性质$"),
    "nature": re.compile("^支出性质$"),
    "score": re.compile("^(评价得分|自评得分|自评总分)$"),
}
_INDICATORS = {
    "level1": re.compile("^一级指标$"),
    "level2": re.compile("^二级指标$"),
    "level3": re.compile("^三级指标$"),
    "planned": re.compile("^(年度|预期|全年)?(预期)?指标值$"),
    "achieved": re.compile("^(全年)?实际完成(指标)?值?$"),
}
_FUNDS = {loose(f.value): f for f in Fund} | {loose(f.value + "财政拨款"): f for f in Fund}
_NATURES = {loose(n.value): n for n in Nature}


def heading(
    view: View, patterns: Mapping[str, re.Pattern[str]], least: int
) -> tuple[int, dict[str, int]] | None:
    """The row with most of these headings, at least ``least`` of them: (row, column by name)."""
    best: tuple[int, dict[str, int]] | None = None
    for row in view.rows:
        found: dict[str, int] = {}
        for column, cell in view.rows[row].items():
            if cell.kind is not CellKind.TEXT or len(cell.text) > 40:
                continue
            word = loose(re.sub(r"[（(].*?[）)]", "", view.text(row, column)))
            for name, pattern in patterns.items():
                if pattern.match(word) and name not in found:
                    found[name] = column
        if len(found) >= least and (best is None or len(found) > len(best[1])):
            best = row, found
    return best


def read_budget(view: View, tables: Tables) -> bool:
    """A list of 年初 and 全年 per 功能项; whether the sheet is one."""
    head = heading(view, {**_MONEY, **{k: _TEXTS[k] for k in ("function", "fund", "nature")}}, 2)
    if head is None or "function" not in head[1] or not {"initial", "revised"} & set(head[1]):
        return False
    top, columns = head
    fund, nature = fund_of(view.title), nature_of(view.title)
    for row in view.rows:
        code = re.match(r"(\d{7})(?!\d)", view.spread(row, columns["function"]).replace(".", ""))
        if row <= top or code is None:
            continue
        its_fund = _FUNDS.get(loose(view.spread(row, columns["fund"]))) if "fund" in columns else fund
        its_nature = (
            _NATURES.get(loose(view.spread(row, columns["nature"]))) if "nature" in columns else nature
        )
        for name in ("initial", "revised"):
            amount = view.amount(row, columns[name]) if name in columns else None
            if amount is not None:
                tables.add_item(
                    "budgets", (code[1], its_fund, its_nature), name, amount.value, amount.cell, amount.slack
                )
    return True


def read_projects(view: View, tables: Tables) -> bool:
    """A list of projects with their money; whether the sheet is one."""
    head = heading(view, {**_MONEY, **_TEXTS}, 2)
    if head is None or "name" not in head[1] or not set(_MONEY) & set(head[1]):
        return False
    top, columns = head
    for row in view.rows:
        name = view.text(row, columns["name"])
        if row <= top or not name or key(name) in ("合计", "小计", "总计", "项目名称"):
            continue
        fund = (
            _FUNDS.get(loose(view.text(row, columns["fund"])), Fund.GENERAL)
            if "fund" in columns
            else Fund.GENERAL
        )
        code = (
            re.match(r"(\d{7})(?!\d)", view.text(row, columns["function"])) if "function" in columns else None
        )
        about = (name, fund, code[1] if code else "")
        _put_texts(view, tables, row, columns, about)
        for field in _MONEY:
            amount = view.amount(row, columns[field]) if field in columns else None
            if amount is not None:
                tables.add_item("projects", about, field, amount.value, amount.cell, amount.slack)
    return True


def _put_texts(
    view: View, tables: Tables, row: int, columns: Mapping[str, int], about: tuple[Any, ...]
) -> None:
    if "code" in columns and (code := view.text(row, columns["code"])):
        tables.add_item("projects", about, "code", code, view.ref(row, columns["code"]))
    if "score" in columns and (cell := view.rows[row].get(columns["score"])) is not None:
        score = view.number(cell, view.ref(row, columns["score"]))
        if score is not None:
            tables.add_item("projects", about, "score", score, view.ref(row, columns["score"]))


def read_self_assessment(view: View, tables: Tables) -> bool:
    """One project's 自评表: money, goals, indicators with their results; whether the sheet is one."""
    head = heading(view, _INDICATORS, 3)
    name = _beside(view, "项目名称")
    if head is None or name is None or "level3" not in head[1]:
        return False
    about = (view.spread(*name), Fund.GENERAL, "")
    if view.factor is not None:
        _form_money(view, tables, about)
    for label, field in (
        ("年初设定目标", "goal_planned"),
        ("预期目标", "goal_planned"),
        ("全年实际完成情况", "goal_achieved"),
        ("实际完成情况", "goal_achieved"),
    ):
        place = _below(view, label)
        if place is not None:
            tables.add_item("projects", about, field, view.text(*place), view.ref(*place))
    _indicators(view, tables, head, about[0])
    return True


def _indicators(view: View, tables: Tables, head: tuple[int, dict[str, int]], project: str) -> None:
    top, columns = head
    levels = {"level1": "", "level2": ""}
    number = 0
    for row in view.rows:
        third = view.text(row, columns["level3"])
        if row <= top or not third or key(third) in ("总分", "合计"):
            continue
        number += 1
        about = (project, number)
        for field in ("level1", "level2"):
            if field in columns:
                levels[field] = view.spread(row, columns[field]).replace("\n", "") or levels[field]
                tables.add_item("indicators", about, field, levels[field], view.ref(row, columns[field]))
        tables.add_item("indicators", about, "level3", third, view.ref(row, columns["level3"]))
        for field in ("planned", "achieved"):
            if field in columns and (text := view.text(row, columns[field])):
                tables.add_item("indicators", about, field, text, view.ref(row, columns[field]))


def _form_money(view: View, tables: Tables, about: tuple[str, Fund, str]) -> None:
    head = heading(view, _MONEY, 2)
    if head is None:
        return
    for row in (r for r in view.rows if head[0] < r < head[0] + 8):
        labels = {loose(view.text(row, c)) for c in view.rows[row]}
        if any(re.search("资金总额|财政拨款", label) for label in labels) or row == head[0] + 1:
            for field, column in head[1].items():
                amount = view.amount(row, column)
                if amount is not None:
                    tables.add_item("projects", about, field, amount.value, amount.cell, amount.slack)
            return


def _beside(view: View, label: str) -> tuple[int, int] | None:
    """The first filled cell to the right of a label."""
    for row, column, text in view.texts():
        if key(text).rstrip(":：") == key(label):
            return next(((row, c) for c in sorted(view.rows[row]) if c > column), None)
    return None


def _below(view: View, label: str) -> tuple[int, int] | None:
    """The first filled cell under a label."""
    for row, column, text in view.texts():
        if loose(text) == loose(label):
            return next(
                ((r, column) for r in sorted(view.rows) if row < r < row + 3 and view.text(r, column)), None
            )
    return None
