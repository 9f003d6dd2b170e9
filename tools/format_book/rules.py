"""审核公式 of the format: relations within one table."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One row, in the order of the columns of the sheet."""

    code: str
    name: str
    formula: str
    severity: str
    applies: str
    tolerance: str
    basis: str
    message: str
    advice: str
    left: str
    right: str
    place: str = ""


WITHIN = "决算报表表内关系"
BETWEEN = "决算报表表间关系"
_FIX = "请核对左右两边的单元格；填报表里核对相应的明细，自己编的公开表改正填错的一处"
_PART = "请核对左右两边的单元格，改正填错的一处；其余部分是红字（负数）冲销的，会这样，不用改"


def table(code: str, name: str, formula: str, left: str, right: str, basis: str = BETWEEN) -> Rule:
    """A relation that holds on every set of tables: an 错误 where it does not."""
    return Rule(code, name, formula, "错误", "全部", "", basis, "", _FIX, left, right)


def part(code: str, name: str, formula: str, left: str, right: str) -> Rule:
    """A part is not larger than the whole.

    Tables that the program makes keep to it unless the rest is 红字 on balance, which is right and has a 警告 of its own (V24).
    In anybody's tables the rest cannot be seen, so 红字 cannot be told from a wrong figure: a 警告.
    """
    return Rule(code, name, formula, "警告", "表格", "", BETWEEN, "", _PART, left, right)


def within(code: str, name: str, formula: str, left: str, right: str) -> Rule:
    """A relation within one table."""
    return table(code, name, formula, left, right, WITHIN)


def hierarchy(code: str, number: str, grid: str, columns: tuple[str, ...]) -> Rule:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项 in every column."""
    listed = "、".join(f'"{column}"' for column in columns).replace("、", ", ")
    return within(
        code,
        f"{number}表逐级相加",
        f"逐行：表.{grid}.行，其中 行.级 < 3\n若：表.{grid}.行|下级(行)\n逐列：[{listed}]\n"
        f"行[列] = 表.{grid}.行|下级(行)|求和(列)",
        "上级科目",
        "下级科目之和",
    )


def across(code: str, number: str, grid: str, whole: str, parts: tuple[str, ...]) -> Rule:
    """Every row: the whole is the sum of its parts."""
    added = " + ".join(f"行.{part}" for part in parts)
    return within(
        code,
        f"{number}表各行：{whole} = {' + '.join(parts)}",
        f"逐行：表.{grid}.行\n行.{whole} = {added}",
        whole,
        "各项之和",
    )


_SOURCES = ("财政拨款", "上级补助", "事业", "经营", "附属上缴", "其他")
_NATURES = ("基本支出", "项目支出", "上缴上级", "经营", "对附属补助")
_BALANCE = ("年初", "收入", "支出", "基本支出", "项目支出", "年末")

_OVERALL = "表.收支总表.行"
_FISCAL = "表.财政总表.行"
_DETAIL = "表.一般明细表"
_BASIC = "表.一般基本表"

TABLE_RULES = (
    within(
        "R01",
        "01表：本年收入合计 = 各项收入之和",
        f'{_OVERALL}|左("本年收入合计") = {_OVERALL}|编号行("左名")|求和("左额")',
        "本年收入合计",
        "各项收入之和",
    ),
    within(
        "R02",
        "01表：本年支出合计 = 各类支出之和",
        f'{_OVERALL}|右("本年支出合计") = {_OVERALL}|编号行("右名")|求和("右额")',
        "本年支出合计",
        "各类支出之和",
    ),
    within(
        "R03",
        "01表：收入总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余",
        f'{_OVERALL}|左("总计") = {_OVERALL}|左("本年收入合计") + {_OVERALL}|左("使用非财政拨款结余") + {_OVERALL}|左("年初结转和结余")',
        "收入总计",
        "三项之和",
    ),
    within(
        "R04",
        "01表：支出总计 = 本年支出合计 + 结余分配 + 年末结转和结余",
        f'{_OVERALL}|右("总计") = {_OVERALL}|右("本年支出合计") + {_OVERALL}|右("结余分配") + {_OVERALL}|右("年末结转和结余")',
        "支出总计",
        "三项之和",
    ),
    within(
        "R05",
        "01表：收入总计 = 支出总计",
        f'{_OVERALL}|左("总计") = {_OVERALL}|右("总计")',
        "收入总计",
        "支出总计",
    ),
    across("R07", "02", "收入表", "本年合计", _SOURCES),
    hierarchy("R08", "02", "收入表", ("本年合计", *_SOURCES)),
    across("R12", "03", "支出表", "本年合计", _NATURES),
    hierarchy("R13", "03", "支出表", ("本年合计", *_NATURES)),
    within(
        "R15",
        "04表：本年收入合计 = 三项财政拨款之和",
        f'{_FISCAL}|左("本年收入合计") = {_FISCAL}|编号行("左名")|求和("左额")',
        "本年收入合计",
        "三项财政拨款之和",
    ),
    within(
        "R18",
        "04表支出各行：合计 = 三项财政拨款之和",
        f'逐行：{_FISCAL}，其中 行.右名 ≠ ""\n若：行.合计 ≠ none\n行.合计 = 行.一般 + 行.基金 + 行.国资',
        "合计",
        "三项财政拨款之和",
    ),
    within(
        "R19",
        "04表：本年支出合计 = 各类支出之和",
        f'逐列：["合计", "一般", "基金", "国资"]\n{_FISCAL}|右("本年支出合计", 列) = {_FISCAL}|编号行("右名")|求和(列)',
        "本年支出合计",
        "各类支出之和",
    ),
    within(
        "R20",
        "04表：年初财政拨款结转和结余 = 三项之和",
        f'{_FISCAL}|左("年初财政拨款结转和结余") = {_FISCAL}|之后("左名", "年初财政拨款结转和结余")|编号行("左名")|求和("左额")',
        "年初财政拨款结转和结余",
        "三项之和",
    ),
    within(
        "R21-1",
        "04表：收入总计 = 本年收入合计 + 年初财政拨款结转和结余",
        f'{_FISCAL}|左("总计") = {_FISCAL}|左("本年收入合计") + {_FISCAL}|左("年初财政拨款结转和结余")',
        "收入总计",
        "两项之和",
    ),
    within(
        "R21-2",
        "04表：支出总计 = 本年支出合计 + 年末财政拨款结转和结余",
        f'逐列：["合计", "一般", "基金", "国资"]\n'
        f'{_FISCAL}|右("总计", 列) = {_FISCAL}|右("本年支出合计", 列) + {_FISCAL}|右("年末财政拨款结转和结余", 列)',
        "支出总计",
        "两项之和",
    ),
    within(
        "R21-3",
        "04表：收入总计 = 支出总计",
        f'{_FISCAL}|左("总计") = {_FISCAL}|右("总计", "合计")',
        "收入总计",
        "支出总计",
    ),
    *(
        within(
            f"R22-{n}",
            f"04表{words}：收入 + 年初 = 支出 + 年末",
            f'{_FISCAL}|左("{words}财政拨款") + {_FISCAL}|之后("左名", "年初财政拨款结转和结余")|左("{words}财政拨款") = '
            f'{_FISCAL}|右("本年支出合计", "{column}") + {_FISCAL}|右("年末财政拨款结转和结余", "{column}")',
            "收入与年初之和",
            "支出与年末之和",
        )
        for n, (words, column) in enumerate(
            (("一般公共预算", "一般"), ("政府性基金预算", "基金"), ("国有资本经营预算", "国资")), start=1
        )
    ),
    within(
        "R28-1",
        "05表：类 = 款之和，合计 = 类之和",
        "逐行：表.财政明细表.行，其中 行.级 < 2\n若：表.财政明细表.行|下级(行)\n"
        '逐列：["合计", "一般小计", "一般基本", "一般项目", "基金小计", "基金基本", "基金项目", "国资小计", "国资基本", "国资项目"]\n'
        "行[列] = 表.财政明细表.行|下级(行)|求和(列)",
        "上级科目",
        "下级科目之和",
    ),
    across("R28-2", "05", "财政明细表", "合计", ("一般小计", "基金小计", "国资小计")),
    *(
        across(f"R28-{n}", "05", "财政明细表", f"{fund}小计", (f"{fund}基本", f"{fund}项目"))
        for n, fund in enumerate(("一般", "基金", "国资"), start=3)
    ),
    across("R31", "06", "一般支出表", "合计", ("基本支出", "项目支出")),
    hierarchy("R32", "06", "一般支出表", ("合计", "基本支出", "项目支出")),
    within(
        "R35-1",
        "07表各行：合计 = 各类小计之和",
        f"逐行：{_DETAIL}.行\n行.合计 = 行.金额|合列({_DETAIL}.列|其中(是小计=true))",
        "合计",
        "各类小计之和",
    ),
    within(
        "R35-2",
        "07表各行：小计 = 各款之和",
        f"逐行：{_DETAIL}.行\n逐块：{_DETAIL}.列|其中(是小计=true)\n"
        f"行.金额[块.编码] = 行.金额|合列({_DETAIL}.列|其中(块编码=块.编码, 是小计=false))",
        "小计",
        "各款之和",
    ),
    within(
        "R36",
        "07表各列：逐级相加",
        f"逐行：{_DETAIL}.行，其中 行.级 < 3\n若：{_DETAIL}.行|下级(行)\n逐列：{_DETAIL}.列\n"
        f'行.金额[列.编码] = {_DETAIL}.行|下级(行)|求和("金额", 列.编码)',
        "上级科目",
        "下级科目之和",
    ),
    *(
        within(
            f"R38-{n}",
            f"08表{label}：类 = 款之和",
            f'逐行：{_BASIC}.行，其中 行.{side}级 = 1\n若：{_BASIC}.行|以下(行.{side}编码, "{side}编码")|其中({side}级=2)\n'
            f'行.{side}额 = {_BASIC}.行|以下(行.{side}编码, "{side}编码")|其中({side}级=2)|求和("{side}额")',
            "类",
            "款之和",
        )
        for n, (label, side) in enumerate((("人员经费", "左"), ("公用经费", "右")), start=1)
    ),
    *(
        within(
            f"R39-{n}",
            f"08表：{label} = 各类之和",
            f'{_BASIC}.{total} = {_BASIC}.行|其中({side}级=1)|求和("{side}额")',
            label,
            "各类之和",
        )
        for n, (label, total, side) in enumerate(
            (("人员经费合计", "人员合计", "左"), ("公用经费合计", "公用合计", "右")), start=1
        )
    ),
    within(
        "R42",
        "08表没有基本建设类科目（309、311、313）",
        f'{_BASIC}.行|以下("309", "右编码")|求和("右额") + {_BASIC}.行|以下("311", "右编码")|求和("右额") + '
        f'{_BASIC}.行|以下("313", "右编码")|求和("右额") = 0',
        "309、311、313 的金额",
        "0",
    ),
    *(
        within(
            f"{code}-{n}",
            f"{number}表{side}：{label}",
            f"表.{grid}.{side}{whole} = " + " + ".join(f"表.{grid}.{side}{part}" for part in parts),
            whole,
            "分项之和",
        )
        for number, grid, codes in (
            ("10", "三公表", ("R45", "R46")),
            ("12", "基金三公表", ("R53-1", "R53-2")),
        )
        for n, side in enumerate(("预算", "决算"), start=1)
        for code, whole, parts, label in (
            (codes[0], "合计", ("出国", "公车", "接待"), "合计 = 出国 + 公务用车 + 接待"),
            (codes[1], "公车", ("购置", "运行"), "公务用车小计 = 购置 + 运行"),
        )
    ),
    *(
        rule
        for number, grid, codes in (
            ("11", "基金表", ("R48", "R49-1", "R49-2")),
            ("13", "国资表", ("R54-1", "R54-2", "R54-3")),
        )
        for rule in (
            within(
                codes[0],
                f"{number}表各行：年初 + 本年收入 = 本年支出 + 年末",
                f"逐行：表.{grid}.行\n行.年初 + 行.收入 = 行.支出 + 行.年末",
                "年初与收入之和",
                "支出与年末之和",
            ),
            across(codes[1], number, grid, "支出", ("基本支出", "项目支出")),
            hierarchy(codes[2], number, grid, _BALANCE),
        )
    ),
    across("R55-1", "14", "国资支出表", "合计", ("基本支出", "项目支出")),
    hierarchy("R55-2", "14", "国资支出表", ("合计", "基本支出", "项目支出")),
    *(
        within(
            code,
            f"15表：{label}",
            f'表.信息表.行|名称行("{whole}") = '
            + " + ".join(f'表.信息表.行|名称行("{part}")' for part in parts),
            whole,
            "分项之和",
        )
        for code, label, whole, parts in (
            (
                "R58",
                "机关运行经费 = 行政单位 + 参公单位",
                "机关运行经费",
                ("行政单位", "参照公务员法管理事业单位"),
            ),
            (
                "R61",
                "政府采购支出合计 = 货物 + 工程 + 服务",
                "政府采购支出合计",
                ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出"),
            ),
        )
    ),
    within(
        "R60",
        "15表：车辆数合计 = 各类用车之和",
        '表.信息表.行|名称行("车辆数合计") = 表.信息表.行|名称含("用车")|求和("数值")',
        "车辆数合计",
        "各类用车之和",
    ),
)
