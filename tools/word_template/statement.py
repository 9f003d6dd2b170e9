"""Wording of 第二部分, 一 to 六: income, expenditure, the general public budget."""

from __future__ import annotations

from tools.word_template.blocks import (
    Block,
    Blocks,
    ChartPlace,
    body,
    caption,
    chapter,
    each,
    flat,
    instruction,
    part,
    section,
    tag,
    when,
)


def completion(account: str, reason: str) -> str:
    """Completion of a budget, with the reason where the branch needs one."""
    done = f"{account}.完成预算"
    return (
        f"{{{{ {done}|完成 }}}}{{% if {done}.需原因 %}}，"
        f"决算数{{{{ {done}.关系 }}}}预算数的主要原因是{{{{ {reason} }}}}{{% endif %}}。"
    )


def chart(key: str, title: str) -> Blocks:
    """A chart with its caption; none where every figure in it is zero, as the text before it says."""
    return when(f"图.{key}", [ChartPlace(key), caption(title)])


def _totals(account: str, what: str, joint: str, reason: str, comma: str) -> Blocks:
    """The sentences of 一, 四: both sides against last year's."""
    income, expense = f"{account}.收入变动", f"{account}.支出变动"
    return flat(
        [
            tag(f"if {account}.合并"),
            body(
                f"{{{{ 年度 }}}}年度{what}收、支总计{{{{ {account}.{joint}收入|万元 }}}}万元。"
                f"{{% if {income}.有变动 %}}与{{{{ 上年 }}}}年相比，{what}收、支总计各{{{{ {income}|增减 }}}}。"
                f"主要变动原因是{{{{ {reason} }}}}。"
                f"{{% else %}}{what}收、支总计{{{{ {income}|增减 }}}}。{{% endif %}}"
            ),
            tag("else"),
            body(
                f"{{{{ 年度 }}}}年度{what}收入{{{{ {account}.{joint}收入|万元 }}}}万元{comma}"
                f"支出{{{{ {account}.{joint}支出|万元 }}}}万元。"
                f'与{{{{ 上年 }}}}年相比，收入{{{{ {income}|增减(分隔="、", 持平="持平") }}}}，'
                f'支出{{{{ {expense}|增减(持平="持平") }}}}。'
                f"{{% if {account}.有变动 %}}主要变动原因是{{{{ {reason} }}}}。{{% endif %}}"
            ),
            tag("endif"),
        ]
    )


def _shares(items: str) -> str:
    """Items with amount plus share, joined by ；."""
    return (
        f"{{% for 笔 in {items} %}}{{{{ 笔.名称 }}}}{{{{ 笔.金额|万元 }}}}万元，占{{{{ 笔.占比 }}}}%"
        "{% if not loop.last %}；{% endif %}{% endfor %}。"
    )


_TOTALS: list[Block | Blocks] = [
    chapter("收入支出决算总体情况说明"),
    _totals("总体", "", "", "原因.收支变动", "，"),
    chart("收支总体", "收、支决算总计变动情况图"),
    chapter("收入决算情况说明"),
    tag("if 图.收入构成"),
    body("{{ 年度 }}年本年收入合计{{ 收入.本年合计|万元 }}万元，其中：" + _shares("收入.构成")),
    ChartPlace("收入构成"),
    caption("收入决算结构图"),
    tag("else"),
    body("{{ 年度 }}年本年收入合计{{ 收入.本年合计|万元 }}万元。"),
    tag("endif"),
    chapter("支出决算情况说明"),
    tag("if 图.支出构成"),
    body("{{ 年度 }}年本年支出合计{{ 支出.本年合计|万元 }}万元，其中：" + _shares("支出.构成")),
    tag("else"),
    body("{{ 年度 }}年本年支出合计{{ 支出.本年合计|万元 }}万元。"),
    tag("endif"),
    tag("if 支出.有年末结转"),
    body("年末结转和结余{{ 支出.年末结转和结余|万元 }}万元。"),
    tag("else"),
    body("年末无结转结余。"),
    tag("endif"),
    chart("支出构成", "支出决算结构图"),
    chapter("财政拨款收入支出决算总体情况说明"),
    _totals("财政拨款", "财政拨款", "总体", "原因.财政拨款变动", "、"),
    chart("财政拨款收支", "财政拨款收、支决算总计变动情况"),
]

_GENERAL: list[Block | Blocks] = [
    chapter("一般公共预算财政拨款支出决算情况说明"),
    section("一般公共预算财政拨款支出决算总体情况"),
    body(
        "{{ 年度 }}年一般公共预算财政拨款支出{{ 一般公共预算.支出|万元 }}万元"
        "{% if 支出.本年合计 %}，占本年支出合计的{{ 一般公共预算.占支出 }}%{% endif %}。"
        "与{{ 上年 }}年{{ 一般公共预算.上年|万元 }}万元相比，一般公共预算财政拨款支出"
        '{{ 一般公共预算.比上年|增减(持平="持平") }}。'
        "{% if 一般公共预算.比上年.有变动 %}主要变动原因是{{ 原因.一般公共预算变动 }}。{% endif %}"
    ),
    chart("一般公共预算支出变动", "一般公共预算财政拨款支出决算变动情况"),
    section("一般公共预算财政拨款支出决算结构情况"),
    tag("if 图.一般公共预算支出结构"),
    body(
        "{{ 年度 }}年一般公共预算财政拨款支出{{ 一般公共预算.支出|万元 }}万元，主要用于以下方面："
        + _shares("一般公共预算.类")
    ),
    ChartPlace("一般公共预算支出结构"),
    caption("一般公共预算财政拨款支出决算结构"),
    tag("else"),
    body(
        "{{ 年度 }}年{% if 一般公共预算.支出 %}一般公共预算财政拨款支出{{ 一般公共预算.支出|万元 }}万元"
        "{% else %}无一般公共预算财政拨款支出{% endif %}。"
    ),
    tag("endif"),
    section("一般公共预算财政拨款支出决算具体情况"),
    instruction(
        "完成预算的分母（年初预算数或全年预算数）、科目名称的写法由格式文件“选项”决定；"
        "决算数与预算数不一致的科目，原因取自填报表“原因说明”。"
    ),
    body(
        "{{ 年度 }}年一般公共预算支出决算数为{{ 一般公共预算.支出|万元 }}万元，"
        + completion("一般公共预算", "原因.一般公共预算差异")
        + "{% if 一般公共预算.项 %}其中：{% endif %}"
    ),
    each(
        "项",
        "一般公共预算.项",
        body("{{ 条号 }}{{ 项.科目名 }}：支出决算为{{ 项.金额|万元 }}万元，" + completion("项", "项.原因")),
    ),
]

_BASIC: list[Block | Blocks] = [
    chapter("一般公共预算财政拨款基本支出决算情况说明"),
    tag("if 一般公共预算.基本支出"),
    body("{{ 年度 }}年一般公共预算财政拨款基本支出{{ 一般公共预算.基本支出|万元 }}万元，其中："),
    body(
        "人员经费{{ 一般公共预算.人员经费|万元 }}万元{% if 一般公共预算.人员明细 %}，"
        "主要包括：{{ 一般公共预算.人员明细名单 }}{% if 一般公共预算.人员明细|数 > 1 %}等{% endif %}{% endif %}。"
    ),
    body(
        "公用经费{{ 一般公共预算.公用经费|万元 }}万元{% if 一般公共预算.公用明细 %}，"
        "主要包括：{{ 一般公共预算.公用明细名单 }}{% if 一般公共预算.公用明细|数 > 1 %}等{% endif %}{% endif %}。"
    ),
    tag("else"),
    body("{{ 年度 }}年无一般公共预算财政拨款基本支出。"),
    tag("endif"),
]

OPENING: Blocks = flat([part("{{ 年度 }}年度{{ 部门.类别 }}决算情况说明"), *_TOTALS, *_GENERAL, *_BASIC])
