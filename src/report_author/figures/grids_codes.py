"""Table grids whose rows are 功能科目: 收入表, 支出表, 一般支出表, 明细表, 项目表, 基金表, 国资表."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from report_author.figures.account import FISCAL, Account
from report_author.figures.figure import Figure
from report_author.figures.tally import NOTHING, Tally, economic_levels, levels
from report_author.figures.topics_performance import whole_projects
from report_author.figures.values import Names
from report_author.model.choices import Fund, Nature, Source
from report_author.model.money import ZERO

#: A row's value in one column: (code, name for messages) → figure.
Cell = Callable[[str, str], Figure]


def code_rows(
    path: str, account: Account, codes: Iterable[str], columns: Mapping[str, Cell]
) -> tuple[Names, ...]:
    """合计, then 类, 款, 项 in code order (合计 last where the format says so); subtotals are rows."""
    items = sorted({level for code in codes for level in levels(code) if level})
    ordered = ["", *items] if account.conventions.total_row_first else [*items, ""]
    return tuple(_row(path, account, code, columns) for code in ordered)


def _row(path: str, account: Account, code: str, columns: Mapping[str, Cell]) -> Names:
    name = account.function_name(code) if code else "合计"
    label = f"{path}·{code}{name}"
    entries: dict[str, object] = {
        "编码": code,
        "名称": name,
        "级": (0, 1, 2, 3)[(0, 3, 5, 7).index(len(code))],
    }
    for column, cell in columns.items():
        entries[column] = cell(code, f"{label}·{column}")
    return Names(path, entries)


def grid(path: str, rows: tuple[Names, ...], *, has_data: bool, **more: object) -> Names:
    """A grid: its rows, and whether any cell of it has a figure (else the 空表说明 is printed)."""
    return Names(path, {"行": rows, "有数据": has_data, **more})


def _from(tally: Tally, formula: str) -> Cell:
    def cell(code: str, name: str) -> Figure:
        return tally.figure(code, name, formula)

    return cell


def _items(tally: Tally) -> list[str]:
    """The 项 codes under which ``tally`` has an amount."""
    return [code for code in tally if len(code) == 7]


def income_grid(account: Account) -> Names:
    """收入表."""
    got = account.got_by_code
    columns = {
        "本年合计": _from(got(), "收入表：该科目各来源金额之和"),
        "财政拨款": _from(got(FISCAL), "收入表：三项财政拨款收入之和"),
        "上级补助": _from(got(Source.SUPERIOR), "收入表：来源为上级补助收入"),
        "事业": _from(got(Source.UNDERTAKING), "收入表：来源为事业收入"),
        "经营": _from(got(Source.BUSINESS), "收入表：来源为经营收入"),
        "附属上缴": _from(got(Source.SUBORDINATE), "收入表：来源为附属单位上缴收入"),
        "其他": _from(got(Source.OTHER), "收入表：来源为其他收入"),
    }
    codes = _items(got())
    return grid("表.收入表", code_rows("表.收入表", account, codes, columns), has_data=bool(codes))


def added(name: str, formula: str, parts: Iterable[Figure]) -> Figure:
    """The sum of figures, with all their cells."""
    kept = tuple(parts)
    return Figure(
        name,
        sum((part.value for part in kept), ZERO),
        "元",
        formula,
        lambda: (cell for part in kept for cell in part.sources),
    )


def expense_grid(account: Account) -> Names:
    """支出表."""
    return _expense_table(
        account,
        "表.支出表",
        None,
        {
            "本年合计": None,
            "基本支出": Nature.BASIC,
            "项目支出": Nature.PROJECT,
            "上缴上级": Nature.TO_SUPERIOR,
            "经营": Nature.BUSINESS,
            "对附属补助": Nature.TO_SUBORDINATE,
        },
    )


def fund_expense_grid(account: Account, path: str, fund: Fund) -> Names:
    """一般支出表 (06), 国资支出表 (14)."""
    return _expense_table(
        account, path, fund, {"合计": None, "基本支出": Nature.BASIC, "项目支出": Nature.PROJECT}
    )


def _expense_table(
    account: Account, path: str, fund: Fund | None, natures: Mapping[str, Nature | None]
) -> Names:
    scope = f"资金性质为{fund.value}" if fund else "各资金性质"
    columns = {
        column: _from(
            account.spent_by_code(fund, nature),
            f"支出表：{scope}、{nature.value if nature else '各支出性质'}的金额之和",
        )
        for column, nature in natures.items()
    }
    codes = _items(account.spent_by_code(fund))
    return grid(path, code_rows(path, account, codes, columns), has_data=bool(codes))


def detail_grid(account: Account) -> Names:
    """一般明细表 (07): 功能 × 经济, every block of 款 led by its 小计; all-zero columns are left out where the format says so."""
    path = "表.一般明细表"
    by_function: dict[str, Tally] = {}
    for row in account.facts.expenditures:
        if row.fund is Fund.GENERAL:
            economics = economic_levels(row.economic)
            for code in levels(row.function):
                by_function.setdefault(code, Tally()).add(economics, row, row.amount)
    columns = economic_columns(account, {code for tally in by_function.values() for code in tally if code})
    wanted = [str(column["编码"]) for column in columns]
    formula = "支出表：一般公共预算该功能科目、经济科目的金额之和"
    whole = account.spent_by_code(Fund.GENERAL)
    codes = _items(whole)
    total = _from(whole, "支出表：一般公共预算该功能科目的金额之和")
    rows = []
    for base in code_rows(path, account, codes, {"合计": total}):
        figure = by_function.get(base["编码"], NOTHING).figure
        label = f"{path}·{base['编码']}{base['名称']}·"
        amounts = {economic: figure(economic, label + economic, formula) for economic in wanted}
        rows.append(Names(path, {**base, "金额": Names(f"{path}.金额", amounts)}))
    return grid(path, tuple(rows), has_data=bool(codes), 列=columns)


def economic_columns(account: Account, used: set[str]) -> tuple[Names, ...]:
    """Columns {编码 名称 块编码 块名称 是小计}: per 类 a 小计, then its 款."""
    hide = account.format.yes("明细表隐去零列")
    known = {code for code in account.codebook.economics if not code.startswith("5")}
    codes = used if hide else used | known
    columns = []
    for block in sorted({code[:3] for code in codes}):
        title = account.economic_name(block)
        columns.append(
            Names("列", {"编码": block, "名称": "小计", "块编码": block, "块名称": title, "是小计": True})
        )
        columns += [
            Names(
                "列",
                {
                    "编码": code,
                    "名称": account.economic_name(code),
                    "块编码": block,
                    "块名称": title,
                    "是小计": False,
                },
            )
            for code in sorted(codes)
            if len(code) == 5 and code[:3] == block
        ]
    return tuple(columns)


def project_grid(account: Account) -> Names:
    """一般项目表 (09): 项目支出 by 功能科目, under each 项 its projects, with the rest where they do not reach the 项."""
    path = "表.一般项目表"
    by_item: dict[str, list[tuple[str, Figure]]] = {}
    for project in whole_projects(account):
        for function in project.functions:
            figure = project.money(
                "执行数（一般公共预算）", "actual", lambda fund: fund is Fund.GENERAL, function
            )
            if figure.value:
                by_item.setdefault(function, []).append((project.head.name, figure))
    spent = account.spent_by_code(Fund.GENERAL, Nature.PROJECT)
    codes = _items(spent)
    cell = _from(spent, "支出表：一般公共预算项目支出的金额之和")
    rows: list[Names] = []
    for row in code_rows(path, account, codes, {"金额": cell}):
        rows.append(row)
        named = by_item.get(row["编码"], []) if row["级"] == 3 else []
        whole: Figure = row["金额"]
        rest: Decimal = whole.value - sum((figure.value for _, figure in named), ZERO)
        if not named or rest < 0:
            continue  # projects beyond the 项 are a finding of the checks, not a row that breaks the sum
        rows += [_project_row(path, name, figure) for name, figure in named]
        if rest:
            note = Figure(
                f"{path}·{row['编码']}其他项目", rest, "元", "该项的项目支出 - 已列项目执行数", whole.sources
            )
            rows.append(_project_row(path, "其他项目", note))
    return grid(path, tuple(rows), has_data=bool(codes))


def _project_row(path: str, name: str, figure: Figure) -> Names:
    return Names(path, {"编码": "", "名称": name, "级": 4, "金额": figure})


def balance_grid(account: Account, path: str, fund: Fund) -> Names:
    """基金表 (11), 国资表 (13): opening, income, expenditure, closing of every 项 of the fund."""
    opening, closing = Tally(), Tally()
    for carry in account.facts.carryovers:
        if carry.fund is fund:
            for field, value in (("opening", carry.opening), ("centralised", carry.centralised)):
                opening.add(levels(carry.function), carry, value, field)
    for function, (record, field, amount) in account.balance_parts[fund]:
        closing.add(levels(function), record, amount, field)
    got, spent = account.got_by_code(fund), account.spent_by_code(fund)
    columns = {
        "年初": _from(opening, "结转和结余表：年初结转和结余 + 归集调整"),
        "收入": _from(got, "收入表：该科目的金额之和"),
        "支出": _from(spent, "支出表：该科目的金额之和"),
        "基本支出": _from(account.spent_by_code(fund, Nature.BASIC), "支出表：该科目基本支出之和"),
        "项目支出": _from(account.spent_by_code(fund, Nature.PROJECT), "支出表：该科目项目支出之和"),
        "年末": _from(closing, "年初 + 本年收入 - 本年支出"),
    }
    codes = {*_items(opening), *_items(got), *_items(spent)}
    return grid(path, code_rows(path, account, codes, columns), has_data=bool(codes))
