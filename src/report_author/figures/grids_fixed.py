"""Table grids whose rows the form fixes: 收支总表, 财政总表, 财政明细表, 一般基本表, 三公表."""

from __future__ import annotations

from collections.abc import Sequence

from report_author.figures.account import FISCAL, Account
from report_author.figures.figure import Figure
from report_author.figures.grids_codes import added, grid
from report_author.figures.numerals import chinese
from report_author.figures.tally import NOTHING, Tally, economic_levels
from report_author.figures.topics_sangong import budget_field, reception_items, sangong_sum
from report_author.figures.values import Names
from report_author.model.choices import Fund, Nature, SanGongItem, Source

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
        (("本年收入合计", {"额": money_in["本年合计"]}), ("本年支出合计", {"额": money_out["本年合计"]})),
        (
            ("使用非财政拨款结余", {"额": money_in["使用非财政拨款结余"]}),
            ("结余分配", {"额": money_out["结余分配"]}),
        ),
        (
            ("年初结转和结余", {"额": money_in["年初结转和结余"]}),
            ("年末结转和结余", {"额": money_out["年末结转和结余"]}),
        ),
        (_BLANK, _BLANK),
        (("总计", {"额": money_in["总计"]}), ("总计", {"额": money_out["总计"]})),
    ]
    rows = _two_sided(path, left, right, feet, frozenset({0, 4}))
    return grid(path, rows, has_data=bool(money_in["总计"].value or money_out["总计"].value))


_FUND_LABEL = {
    Fund.GENERAL: "一般公共预算财政拨款",
    Fund.GOVERNMENT: "政府性基金预算财政拨款",
    Fund.CAPITAL: "国有资本经营预算财政拨款",
}
_FUND_SOURCE = {
    Fund.GENERAL: Source.GENERAL,
    Fund.GOVERNMENT: Source.GOVERNMENT,
    Fund.CAPITAL: Source.CAPITAL,
}
_FUND_COLUMN = {Fund.GENERAL: "一般", Fund.GOVERNMENT: "基金", Fund.CAPITAL: "国资"}


def _by_fund(name: str, formula: str, figures: dict[Fund, Figure]) -> dict[str, Figure]:
    split = {_FUND_COLUMN[fund]: figure for fund, figure in figures.items()}
    return {"合计": added(name, formula, figures.values()), **split}


def fiscal_grid(account: Account) -> Names:
    """财政总表 (04): the three purses left, all function classes right by purse."""
    path = "表.财政总表"
    got = {
        fund: account.income(
            f"{_FUND_LABEL[fund]}收入", f"收入表：{_FUND_LABEL[fund]}收入之和", [_FUND_SOURCE[fund]]
        )
        for fund in FISCAL
    }
    spent = {
        fund: account.expense(
            f"{_FUND_LABEL[fund]}支出", f"支出表：资金性质为{fund.value}的金额之和", funds=[fund]
        )
        for fund in FISCAL
    }
    opening = {fund: account.opening(f"年初{_FUND_LABEL[fund]}结转和结余", [fund]) for fund in FISCAL}
    closing = {fund: account.closing(f"年末{_FUND_LABEL[fund]}结转和结余", [fund]) for fund in FISCAL}
    left: list[Line] = [
        (f"{chinese(n)}、{_FUND_LABEL[fund]}", {"额": got[fund]}) for n, fund in enumerate(FISCAL, start=1)
    ]
    right: list[Line] = []
    for name, figures in _classes(account, FISCAL, ["一般", "基金", "国资"], path):
        right.append(
            (name, {"合计": added(f"{path}·{name}·合计", "三项财政拨款之和", figures.values()), **figures})
        )
    all_in, all_out = (
        added("财政拨款本年收入合计", "三项财政拨款收入之和", got.values()),
        _by_fund("财政拨款本年支出合计", "三项财政拨款支出之和", spent),
    )
    all_opening = added("年初财政拨款结转和结余", "三项财政拨款年初结转和结余之和", opening.values())
    all_closing = _by_fund("年末财政拨款结转和结余", "三项财政拨款年末结转和结余之和", closing)
    grand_in = added("财政拨款收入总计", "本年收入合计 + 年初财政拨款结转和结余", [all_in, all_opening])
    grand_out = {
        column: added(
            f"财政拨款支出总计·{column}",
            "本年支出合计 + 年末财政拨款结转和结余",
            [all_out[column], all_closing[column]],
        )
        for column in ("合计", "一般", "基金", "国资")
    }
    feet: list[tuple[Line, Line]] = [
        (("本年收入合计", {"额": all_in}), ("本年支出合计", all_out)),
        (("年初财政拨款结转和结余", {"额": all_opening}), ("年末财政拨款结转和结余", all_closing)),
        *(
            ((f"　{chinese(n)}、{_FUND_LABEL[fund]}", {"额": opening[fund]}), _BLANK)
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
    columns = [
        (
            column + suffix,
            tallies.get((fund, nature), NOTHING),
            f"支出表：{fund.value}{nature.value if nature else ''}该经济科目的金额之和",
        )
        for fund, column in _FUND_COLUMN.items()
        for suffix, nature in _NATURE_COLUMNS
    ]
    listed = sorted(code for code in whole if code)
    rows = []
    for code in ["", *listed] if account.conventions.total_row_first else [*listed, ""]:
        name = account.economic_name(code) if code else "合计"
        label = f"{path}·{code}{name}"
        entries: dict[str, object] = {
            "编码": code,
            "名称": name,
            "级": (0, 1, 2)[(0, 3, 5).index(len(code))],
            "合计": whole.figure(code, f"{label}·合计", "支出表：财政拨款该经济科目的金额之和"),
        }
        for column, tally, formula in columns:
            entries[column] = tally.figure(code, f"{label}·{column}", formula)
        rows.append(Names(path, entries))
    return grid(path, tuple(rows), has_data=bool(listed))


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
            entries[f"{side}级"] = {0: 0, 3: 1, 5: 2}[len(code)]
            entries[f"{side}额"] = figure
        rows.append(Names(path, entries))
    totals = {
        label: added(label, "各类小计之和", [figure for code, figure in panel if len(code) == 3])
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
