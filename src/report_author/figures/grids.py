"""The table grids that the published tables are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from report_author.figures.account import FISCAL, NOTHING, Account, Tally, economic_levels, levels
from report_author.figures.figure import Figure, added
from report_author.figures.texts import Lookup
from report_author.figures.topics_performance import whole_projects
from report_author.figures.topics_sangong import budget_field, reception_items, sangong_sum
from report_author.figures.values import Names, Wanted
from report_author.model.choices import Fund, Nature, SanGongItem, Source
from report_author.model.findings import error
from report_author.model.format import FactLine
from report_author.model.money import ZERO
from report_author.ooxml.list_numbers import chinese

# ---------------------------------------------------------------- every amount of a table grid by what stands beside it


#: level of the rows that name projects, with 其他项目 for the rest; they do not add up over units
_PROJECT_LEVEL = 4
_WHOLE = "合计"

#: (row, column) of a grid
Spot = tuple[str, str]


def grid_amounts(grid: Names) -> dict[Spot, Decimal]:
    """The amounts (元, or counts) of ``grid``; rows of one name are added, zeros and the rows of projects left out."""
    found: dict[Spot, Decimal] = {}
    for column, value in grid.items():
        if isinstance(value, Figure):
            found[_WHOLE, column] = value.value
    for row in grid.get("行", ()):
        if row.get("级") == _PROJECT_LEVEL:
            continue
        for spot, figure in _figures(row):
            found[spot] = found.get(spot, ZERO) + figure.value
    return {spot: amount for spot, amount in found.items() if amount}


def is_total(spot: Spot) -> bool:
    """Whether the row is one of 合计, or of a table with fixed rows, which has no codes."""
    return not spot[0][:1].isdigit()


def _figures(row: Names) -> Iterator[tuple[Spot, Figure]]:
    for column, value in row.items():
        if isinstance(value, Figure):
            yield (_label(row, column), column), value
        elif isinstance(value, Names):
            for inner, figure in value.items():
                if isinstance(figure, Figure):
                    yield (_label(row, column), f"{column}{inner}"), figure


def _label(row: Names, column: str) -> str:
    """The name beside a column: tables of two sides have one for each, the right one serves the columns without a side."""
    side = "" if "名称" in row else "左" if column.startswith("左") else "右"
    parts = (row.get(f"{side}{name}") for name in ("编码", "名称", "名", "行次"))
    return "".join(str(part) for part in parts if part not in (None, "", 0)) or _WHOLE


# ---------------------------------------------------------------- the table grid whose rows the format lists: 信息表


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


#: A column: the sums by code, how they are made.
Column = tuple[Tally, str]
#: 合计, 类, 款, 项 by the length of a code
_LEVEL = {0: 0, 3: 1, 5: 2, 7: 3}


def code_rows(
    path: str,
    account: Account,
    codes: Iterable[str],
    columns: Mapping[str, Column],
    name_of: Callable[[str], str] | None = None,
) -> tuple[Names, ...]:
    """合计, then the codes and those above them in order (合计 last where the format says so); subtotals are rows."""
    items = sorted({level for code in codes for level in levels(code) if level})
    ordered = ["", *items] if account.conventions.total_row_first else [*items, ""]
    named = name_of or account.function_name
    rows = []
    for code in ordered:
        name = named(code) if code else "合计"
        figures = {
            column: tally.figure(code, f"{path}·{code}{name}·{column}", formula)
            for column, (tally, formula) in columns.items()
        }
        rows.append(Names(path, {"编码": code, "名称": name, "级": _LEVEL[len(code)], **figures}))
    return tuple(rows)


def grid(path: str, rows: tuple[Names, ...], *, has_data: bool, **more: object) -> Names:
    """A grid: its rows, and whether any cell of it has a figure (else the 空表说明 is printed)."""
    return Names(path, {"行": rows, "有数据": has_data, **more})


def _items(tally: Tally) -> list[str]:
    """The 项 codes under which ``tally`` has an amount."""
    return [code for code in tally if len(code) == 7]


_OTHER_SOURCES = {
    "上级补助": Source.SUPERIOR,
    "事业": Source.UNDERTAKING,
    "经营": Source.BUSINESS,
    "附属上缴": Source.SUBORDINATE,
    "其他": Source.OTHER,
}


def income_grid(account: Account) -> Names:
    """收入表."""
    got = account.got_by_code
    columns = {
        "本年合计": (got(), "收入表：该科目各来源金额之和"),
        "财政拨款": (got(FISCAL), "收入表：三项财政拨款收入之和"),
        **{
            column: (got(source), f"收入表：来源为{source.value}")
            for column, source in _OTHER_SOURCES.items()
        },
    }
    codes = _items(got())
    return grid("表.收入表", code_rows("表.收入表", account, codes, columns), has_data=bool(codes))


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
        column: (
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
    total = (whole, "支出表：一般公共预算该功能科目的金额之和")
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
        own = sorted(code for code in codes if len(code) == 5 and code[:3] == block)
        columns += [
            Names(
                "列",
                {
                    "编码": code,
                    "名称": "小计" if code == block else account.economic_name(code),
                    "块编码": block,
                    "块名称": title,
                    "是小计": code == block,
                },
            )
            for code in (block, *own)
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
    column = (spent, "支出表：一般公共预算项目支出的金额之和")
    rows: list[Names] = []
    for row in code_rows(path, account, codes, {"金额": column}):
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
        "年初": (opening, "结转和结余表：年初结转和结余 + 归集调整"),
        "收入": (got, "收入表：该科目的金额之和"),
        "支出": (spent, "支出表：该科目的金额之和"),
        "基本支出": (account.spent_by_code(fund, Nature.BASIC), "支出表：该科目基本支出之和"),
        "项目支出": (account.spent_by_code(fund, Nature.PROJECT), "支出表：该科目项目支出之和"),
        "年末": (closing, "年初 + 本年收入 - 本年支出"),
    }
    codes = {*_items(opening), *_items(got), *_items(spent)}
    return grid(path, code_rows(path, account, codes, columns), has_data=bool(codes))


#: One side of a two-sided table: (项目, figures by column).
Line = tuple[str, dict[str, Figure]]
_BLANK: Line = ("", {})


def _classes(
    account: Account, funds: Sequence[Fund | None], columns: Sequence[str], table: str
) -> list[Line]:
    """All function classes of the year, numbered 一、二、…, used or not."""
    lines: list[Line] = []
    for number, spec in enumerate(account.format.classes, start=1):
        name = spec.name
        figures = {
            column: account.spent_by_code(fund).figure(
                spec.code, f"{table}·{name}·{column}", f"支出表：{spec.code}{name}的金额之和"
            )
            for fund, column in zip(funds, columns, strict=True)
        }
        lines.append((f"{chinese(number)}、{name}", figures))
    return lines


def _two_sided(
    path: str, left: list[Line], right: list[Line], feet: list[tuple[Line, Line]], totals: frozenset[int]
) -> tuple[Names, ...]:
    """Both sides with their 行次: the left numbered down first, then the right, as the form does.

    ``totals`` are the positions of 合计 / 总计 rows within ``feet``.
    """
    body = max(len(left), len(right))
    pairs = [
        (left[i] if i < len(left) else _BLANK, right[i] if i < len(right) else _BLANK) for i in range(body)
    ]
    all_rows = [*pairs, *feet]
    rows = []
    for index, ((left_name, left_figures), (right_name, right_figures)) in enumerate(all_rows):
        entries: dict[str, object] = {
            "左名": left_name,
            "左行次": index + 1,
            "左额": left_figures.get("额"),
            "右名": right_name,
            "右行次": len(all_rows) + index + 1,
            "是合计": index >= body and (index - body) in totals,
        }
        for column in ("额", "合计", "一般", "基金", "国资"):
            entries["右额" if column == "额" else column] = right_figures.get(column)
        rows.append(Names(path, entries))
    return tuple(rows)


def overall_grid(account: Account, money_in: Names, money_out: Names) -> Names:
    """收支总表 (01): the eight sources left, all function classes right."""
    path = "表.收支总表"
    left: list[Line] = [
        (f"{chinese(number)}、{source['名称']}", {"额": source["金额"]})
        for number, source in enumerate(money_in["来源"], start=1)
    ]
    right = _classes(account, [None], ["额"], path)
    feet: list[tuple[Line, Line]] = [
        ((got, {"额": money_in[source]}), (spent, {"额": money_out[target]}))
        for got, source, spent, target in (
            ("本年收入合计", "本年合计", "本年支出合计", "本年合计"),
            ("使用非财政拨款结余", "使用非财政拨款结余", "结余分配", "结余分配"),
            ("年初结转和结余", "年初结转和结余", "年末结转和结余", "年末结转和结余"),
            ("总计", "总计", "总计", "总计"),
        )
    ]
    feet.insert(3, (_BLANK, _BLANK))
    rows = _two_sided(path, left, right, feet, frozenset({0, 4}))
    return grid(path, rows, has_data=bool(money_in["总计"].value or money_out["总计"].value))


_FUND_COLUMN = {Fund.GENERAL: "一般", Fund.GOVERNMENT: "基金", Fund.CAPITAL: "国资"}


def _by_fund(name: str, formula: str, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    return {"合计": added(name, formula, *figures.values()), **figures}


def fiscal_grid(account: Account) -> Names:
    """财政总表 (04): the three purses left, all function classes right by purse."""
    path = "表.财政总表"
    label = {fund: f"{fund.value}财政拨款" for fund in FISCAL}
    got = {
        fund: account.income(f"{name}收入", f"收入表：{name}收入之和", [Source(f"{name}收入")])
        for fund, name in label.items()
    }
    spent = {
        fund: account.expense(f"{name}支出", f"支出表：资金性质为{fund.value}的金额之和", funds=[fund])
        for fund, name in label.items()
    }
    opening = {fund: account.opening(f"年初{name}结转和结余", [fund]) for fund, name in label.items()}
    closing = {fund: account.closing(f"年末{name}结转和结余", [fund]) for fund, name in label.items()}
    left: list[Line] = [
        (f"{chinese(n)}、{label[fund]}", {"额": got[fund]}) for n, fund in enumerate(FISCAL, start=1)
    ]
    right: list[Line] = [
        (name, _by_fund(f"{path}·{name}·合计", "三项财政拨款之和", figures))
        for name, figures in _classes(account, FISCAL, list(_FUND_COLUMN.values()), path)
    ]
    columns = list(_FUND_COLUMN.values())
    all_in = added("财政拨款本年收入合计", "三项财政拨款收入之和", *got.values())
    all_out = _by_fund(
        "财政拨款本年支出合计", "三项财政拨款支出之和", dict(zip(columns, spent.values(), strict=True))
    )
    all_opening = added("年初财政拨款结转和结余", "三项财政拨款年初结转和结余之和", *opening.values())
    all_closing = _by_fund(
        "年末财政拨款结转和结余",
        "三项财政拨款年末结转和结余之和",
        dict(zip(columns, closing.values(), strict=True)),
    )
    grand_in = added("财政拨款收入总计", "本年收入合计 + 年初财政拨款结转和结余", all_in, all_opening)
    grand_out = {
        column: added(
            f"财政拨款支出总计·{column}",
            "本年支出合计 + 年末财政拨款结转和结余",
            all_out[column],
            all_closing[column],
        )
        for column in all_out
    }
    feet: list[tuple[Line, Line]] = [
        (("本年收入合计", {"额": all_in}), ("本年支出合计", all_out)),
        (("年初财政拨款结转和结余", {"额": all_opening}), ("年末财政拨款结转和结余", all_closing)),
        *(
            ((f"　{chinese(n)}、{label[fund]}", {"额": opening[fund]}), _BLANK)
            for n, fund in enumerate(FISCAL, start=1)
        ),
        (("总计", {"额": grand_in}), ("总计", grand_out)),
    ]
    return grid(
        path,
        _two_sided(path, left, right, feet, frozenset({0, 5})),
        has_data=bool(grand_in.value or grand_out["合计"].value),
    )


_NATURE_COLUMNS: Sequence[tuple[str, Nature | None]] = (
    ("小计", None),
    ("基本", Nature.BASIC),
    ("项目", Nature.PROJECT),
)


def economic_grid(account: Account) -> Names:
    """财政明细表 (05): economic 类 and 款 of all 财政拨款, by purse and 基本/项目."""
    path = "表.财政明细表"
    whole, tallies = Tally(), dict[tuple[Fund, Nature | None], Tally]()
    for row in account.facts.expenditures:
        if row.fund.fiscal:
            codes = economic_levels(row.economic)
            whole.add(codes, row, row.amount)
            for nature in (None, row.nature):
                tallies.setdefault((row.fund, nature), Tally()).add(codes, row, row.amount)
    columns = {
        column + suffix: (
            tallies.get((fund, nature), NOTHING),
            f"支出表：{fund.value}{nature.value if nature else ''}该经济科目的金额之和",
        )
        for fund, column in _FUND_COLUMN.items()
        for suffix, nature in _NATURE_COLUMNS
    }
    total = {"合计": (whole, "支出表：财政拨款该经济科目的金额之和")}
    listed = [code for code in whole if code]
    rows = code_rows(path, account, listed, total | columns, account.economic_name)
    return grid(path, rows, has_data=bool(listed))


def basic_grid(account: Account) -> Names:
    """一般基本表 (08): 人员经费 left, 公用经费 right, every 款 of the year even when zero (where the format says so)."""
    path = "表.一般基本表"
    tally = Tally()
    for row in account.facts.expenditures:
        if row.fund is Fund.GENERAL and row.nature is Nature.BASIC:
            tally.add(economic_levels(row.economic), row, row.amount)
    staff, running = (_panel(account, tally, classes, path) for classes in account.basic_panels)
    rows = []
    for index in range(max(len(staff), len(running))):
        entries: dict[str, object] = {}
        for side, panel in (("左", staff), ("右", running)):
            code, figure = panel[index] if index < len(panel) else ("", None)
            entries[f"{side}编码"] = code
            entries[f"{side}名称"] = account.economic_name(code) if code else ""
            entries[f"{side}级"] = _LEVEL[len(code)]
            entries[f"{side}额"] = figure
        rows.append(Names(path, entries))
    totals = {
        label: added(label, "各类小计之和", *(figure for code, figure in panel if len(code) == 3))
        for label, panel in (("人员合计", staff), ("公用合计", running))
    }
    return grid(path, tuple(rows), has_data=any(figure.value for figure in totals.values()), **totals)


def _panel(account: Account, tally: Tally, classes: Sequence[str], path: str) -> list[tuple[str, Figure]]:
    used = set(tally)
    every = account.format.yes("基本支出表列示零款")
    known = sorted({*account.codebook.economics, *used})
    chosen = [code for code in known if code[:3] in classes and (every or code in used)]
    return [
        (
            code,
            tally.figure(
                code,
                f"{path}·{code}{account.economic_name(code)}",
                f"支出表：一般公共预算基本支出中经济科目{code}的金额之和",
            ),
        )
        for code in chosen
    ]


def sangong_grid(account: Account, path: str, fund: Fund) -> Names:
    """三公表 (10), 基金三公表 (12): one row of budget and outturn of one purse."""
    vehicle = (SanGongItem.VEHICLE_PURCHASE, SanGongItem.VEHICLE_RUNNING)
    parts = {
        "合计": (SanGongItem.ABROAD, *vehicle, *reception_items(account)),
        "出国": (SanGongItem.ABROAD,),
        "公车": vehicle,
        "购置": vehicle[:1],
        "运行": vehicle[1:],
        "接待": reception_items(account),
    }
    entries: dict[str, object] = {}
    has_data = False
    for side, field in (("预算", budget_field(account)), ("决算", "actual")):
        for label, items in parts.items():
            figure = sangong_sum(account, f"{path}·{side}{label}", items, [fund], field)
            entries[side + label] = figure
            has_data = has_data or bool(figure.value)
    return grid(path, (), has_data=has_data, **entries)
