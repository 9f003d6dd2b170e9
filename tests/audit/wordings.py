"""How departments of many provinces word the same claims: self-made texts with slots, right by construction.

A slot is an expression over amounts in 元 (``a`` this year, ``b`` last year, ``y`` budget, ``z`` adjusted budget,
``p q r`` parts with the total ``t``, ``n m k`` counts …). ``{a}`` prints 万元, ``{yuan(a)}`` 元, ``{d(a, b)}`` a
difference, ``{r(a, b)}`` its rate in %, ``{s(p, t)}`` a share, ``{c(a, y)}`` a completion rate; ``{w(a, b)}``,
``{v(a, b)}``, ``{o(a, y)}`` are words for the direction; ``{!y}`` stands in no relation.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_WAN = Decimal(10000)

FORMS: tuple[str, ...] = (
    # 收支总体
    "2022年度收、支总计{a}万元。与2021年相比，收、支总计各{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。主要变动原因是项目变化。",
    "2022年度收入总计{a}万元，支出总计{a}万元。与上年相比，收入总计{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%；支出总计{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "2022年度收入、支出决算总计{a}万元，较上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "本部门2022年度总收入{a}万元，比上年{b}万元{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，主要原因是人员变动。",
    "2022年度收、支总计均为{a}万元。与2021年度{b}万元相比，收、支总计各{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "本年收入{a}万元，上年收入{b}万元，同比{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "2022年度部门决算收支总计{comma(a)}万元，与2021年决算数相比{w(a,b)}{comma(d(a,b))}万元，{w(a,b)}幅度为{r(a,b)}%。",
    "2022年收入合计{a}万元，同比上年{w(a,b)}了{d(a,b)}万元，{v(a,b)}了{r(a,b)}%。",
    "收入总计{yuan(a)}元，与2021年度相比{w(a,b)}{yuan(a-b)}元，{v(a,b)}{r(a,b)}%。",
    "收入支出总体情况：2022年度总收入{a}万元，较2021年度总收入{b}万元{w(a,b)}{d(a,b)}万元，{w(a,b)}{r(a,b)}%。",
    "2022年，市民政局收入总计{a}万元，比上年{w(a,b)}{d(a,b)}万元（{v(a,b)}{r(a,b)}%），主要原因是项目变化。",
    "公务用车运行维护费2022年度决算数{a}万元，比2022年年初预算数{y}万元{w(a,y)}{d(a,y)}万元。2022年度公务用车保有量4辆，车均运行维护费{each(a)}万元。",
    "2022年度公务接待40批次，预算为{y}万元，支出决算为{a}万元，完成预算的{c(a,y)}%，决算数较预算数{w(a,y)}{d(a,y)}万元，主要原因是厉行节约。",
    "本年收入合计{t}万元，其中：财政拨款收入{p}万元，占{s(p,t)}%；事业收入（不含专户管理的教育收费）{q}万元，占{s(q,t)}%；其他收入{e}万元，占{s(e,t)}%。",
    # 结构
    "本年收入合计{t}万元，其中：财政拨款收入{p}万元，占{s(p,t)}%；事业收入{q}万元，占{s(q,t)}%；其他收入{e}万元，占{s(e,t)}%。",
    "2022年度本年收入合计{t}万元，其中：一般公共预算财政拨款收入{p}万元，占收入合计的{s(p,t)}%；政府性基金预算财政拨款收入{q}万元，占收入合计的{s(q,t)}%；其他收入{e}万元，占收入合计的{s(e,t)}%。",
    "本年支出合计{t}万元，其中：基本支出{p}万元，占支出合计的{s(p,t)}%；项目支出{u}万元，占支出合计的{s(u,t)}%；经营支出0万元，占0%。",
    "2022年本年支出合计{t}万元，其中基本支出{p}万元，占比{s(p,t)}%，项目支出{u}万元，占比{s(u,t)}%。",
    "支出总计{t}万元，包括：基本支出{p}万元，占总支出的{s(p,t)}%；项目支出{u}万元，占总支出的{s(u,t)}%。",
    "按支出性质分：基本支出{p}万元，占本年支出的{s(p,t)}%；项目支出{u}万元，占本年支出的{s(u,t)}%，两项合计{t}万元。",
    "本年支出合计{t}万元，其中：工资福利支出{p}万元（占{s(p,t)}%）、商品和服务支出{q}万元（占{s(q,t)}%）、资本性支出{e}万元（占{s(e,t)}%）。",
    "2022年度财政拨款支出{t}万元，主要用于以下方面：教育支出{p}万元，占{s(p,t)}%；社会保障和就业支出{q}万元，占{s(q,t)}%；住房保障支出{e}万元，占{s(e,t)}%。",
    "2022年度一般公共预算财政拨款支出{t}万元，主要用于以下方面：一般公共服务（类）支出{p}万元，占{s(p,t)}%；社会保障和就业（类）支出{q}万元，占{s(q,t)}%；卫生健康（类）支出{e}万元，占{s(e,t)}%。",
    "一般公共预算财政拨款支出{a}万元，占本年支出合计{x}万元的{s(a,x)}%。",
    "2022年度一般公共预算财政拨款支出{a}万元，占本年支出合计的{s(a,x)}%。本年支出合计{x}万元。",
    "2022年度财政拨款支出{a}万元，占本年支出合计的{s(a,x)}%，与上年相比，财政拨款支出{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。本年支出合计{x}万元。",
    "财政拨款基本支出{t}万元，其中：人员经费{p}万元，占基本支出的{s(p,t)}%，主要包括基本工资、津贴补贴；公用经费{u}万元，占基本支出的{s(u,t)}%，主要包括办公费、印刷费。",
    "一般公共预算财政拨款基本支出{t}万元，其中：人员经费{p}万元，主要包括：基本工资、津贴补贴、奖金；日常公用经费{u}万元，主要包括：办公费、水费、电费。",
    # 完成预算
    "2022年度财政拨款支出年初预算为{y}万元，支出决算为{a}万元，完成年初预算的{c(a,y)}%，决算数{o(a,y)}年初预算数的主要原因是追加项目。",
    "行政运行（项）。年初预算为{y}万元，支出决算为{a}万元，完成年初预算的{c(a,y)}%。决算数{o(a,y)}年初预算数的主要原因：人员变动。",
    "教育支出（类）年初预算{!y}万元，调整预算{z}万元，决算支出{a}万元，完成调整预算的{c(a,z)}%。",
    "支出年初预算{y}万元，全年预算{z}万元，支出决算{a}万元，完成年初预算{c(a,y)}%，完成全年预算{c(a,z)}%。",
    "2022年度一般公共预算财政拨款支出决算为{a}万元，年初预算数{y}万元，决算数为年初预算数的{c(a,y)}%。",
    "一般公共服务支出全年支出{a}万元，完成预算{y}万元的{c(a,y)}%。",
    "年初预算数为{y}万元，支出决算为{a}万元，预算完成率为{c(a,y)}%。",
    "2022年部门支出年初预算{y}万元，执行数{a}万元，执行率{c(a,y)}%。",
    "1.一般公共服务（类）财政事务（款）行政运行（项）：支出决算为{a}万元，预算数为{y}万元，完成预算{c(a,y)}%，决算数{o(a,y)}预算数的主要原因是厉行节约。",
    "年初预算为{y}万元，支出决算为{a}万元，比预算数{w(a,y)}{d(a,y)}万元，完成预算的{c(a,y)}%。",
    # 三公
    "2022年度“三公”经费财政拨款支出预算为{y}万元，支出决算为{a}万元，完成预算的{c(a,y)}%，与上年相比{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "“三公”经费支出决算{t}万元，其中：因公出国（境）费{p}万元，占{s(p,t)}%；公务用车购置及运行维护费{q}万元，占{s(q,t)}%；公务接待费{e}万元，占{s(e,t)}%。",
    "“三公”经费财政拨款支出决算总额{t}万元，其中：因公出国（境）费支出决算{p}万元，占“三公”经费的{s(p,t)}%；公务用车购置及运行费支出决算{q}万元，占{s(q,t)}%；公务接待费支出决算{e}万元，占{s(e,t)}%。",
    "公务接待费支出{a}万元，完成预算{c(a,y)}%，预算{y}万元。公务接待费支出决算比2021年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "公务用车运行维护费预算为{y}万元，支出决算为{a}万元，完成预算的{c(a,y)}%，决算数较上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，主要原因是车辆老化。",
    "公务用车购置及运行维护费支出{t}万元，其中：公务用车购置支出{p}万元，公务用车运行维护费支出{u}万元。",
    # 机关运行经费、采购
    "2022年度机关运行经费支出{a}万元，比上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，主要原因是压减办公费。",
    "机关运行经费支出决算{a}万元，较2021年决算数{b}万元{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "本部门2022年机关运行经费支出{a}万元，比年初预算数{y}万元{w(a,y)}{d(a,y)}万元，{v(a,y)}{r(a,y)}%。",
    "2022年度政府采购支出总额{t}万元，其中：政府采购货物支出{p}万元、政府采购工程支出{q}万元、政府采购服务支出{e}万元。授予中小企业合同金额{f}万元，占政府采购支出总额的{s(f,t)}%，其中：授予小微企业合同金额{g}万元，占政府采购支出总额的{s(g,t)}%。",
    "政府采购支出总额{t}万元，其中：货物支出{p}万元，服务支出{u}万元。授予中小企业合同金额{f}万元，占政府采购支出总额的{s(f,t)}%，其中：授予小微企业合同金额{g}万元，占授予中小企业合同金额的{s(g,f)}%。",
    # 预算报告
    "2023年部门收支总预算{a}万元，比上年预算{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，主要是增加项目。",
    "2023年收入预算{t}万元，其中：一般公共预算拨款收入{p}万元，占{s(p,t)}%；上年结转{u}万元，占{s(u,t)}%。",
    "2023年支出预算{t}万元，其中：基本支出{p}万元，占{s(p,t)}%；项目支出{u}万元，占{s(u,t)}%。",
    "2023年一般公共预算当年拨款{a}万元，比2022年执行数{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "行政运行（项）2023年预算数为{a}万元，比2022年预算数{b}万元{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "2023年“三公”经费预算数为{t}万元，其中：因公出国（境）费{p}万元，公务用车购置及运行费{q}万元，公务接待费{e}万元。",
    # 分段、分项里的增减
    "1.基本支出{a}万元，比上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，主要原因是调资。2.项目支出0万元，与上年持平。",
    "一般公共服务支出（类）{a}万元，主要用于保障机关运转。与上年相比{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。主要原因是人员变动。",
    "人员经费{a}万元，较上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%；公用经费{p}万元，较上年{w(p,q)}{d(p,q)}万元，{v(p,q)}{r(p,q)}%。",
    "基本支出决算{a}万元（比上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%）；项目支出决算{p}万元（比上年{w(p,q)}{d(p,q)}万元，{v(p,q)}{r(p,q)}%）。",
    "2022年度财政拨款收入{a}万元，较去年同期{w(a,b)}{d(a,b)}万元，{f2(a,b)}{r(a,b)}%。",
    "支出{a}万元，比2021年决算数{w(a,b)}{d(a,b)}万元，{f3(a,b)}为{r(a,b)}%，主要是压减支出。",
    "2022年度财政拨款收、支总决算{a}万元。与2021年相比，财政拨款收、支总计各{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "本年度收入比上年{!w(a,b)}，具体情况是：2022年收入{a}万元，比上年{b}万元{w(a,b)}{d(a,b)}万元。",
    "商品和服务支出{a}万元，同比{v(a,b)}{r(a,b)}%，{w(a,b)}{d(a,b)}万元。",
    "与2021年度相比，本年收入合计{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%；2022年度本年收入合计{a}万元。",
    # 加总
    "收入总计{t}万元，包括：本年收入{p}万元，使用非财政拨款结余{q}万元，年初结转和结余{e}万元。",
    "支出总计{t}万元，其中：本年支出{p}万元，结余分配{q}万元，年末结转和结余{e}万元。",
    "公务接待费支出决算{t}万元，其中：国内接待费{p}万元，外事接待费{u}万元。",
    "“三公”经费支出共计{t}万元。其中，因公出国（境）费{p}万元；公务用车购置及运行费{q}万元；公务接待费{e}万元。",
    "全年政府采购支出总额{t}万元，其中：政府采购货物支出{p}万元、政府采购工程支出{q}万元、政府采购服务支出{e}万元。",
    "2022年收入总计{t}万元。其中：财政拨款收入{p}万元，占总收入的{s(p,t)}%；其他收入{u}万元，占总收入的{s(u,t)}%。",
    "本年支出{t}万元：基本支出{p}万元，占比为{s(p,t)}%；项目支出{u}万元，占比为{s(u,t)}%。",
    "财政拨款支出按功能分类：公共安全支出{p}万元，占财政拨款支出的{s(p,t)}%；教育支出{q}万元，占财政拨款支出的{s(q,t)}%；其他支出{e}万元，占财政拨款支出的{s(e,t)}%。2022年度财政拨款支出{t}万元。",
    "2022年度“三公”经费支出全年预算数为{z}万元，支出决算为{a}万元，完成全年预算的{c(a,z)}%；与2021年度相比，{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。决算数{o(a,z)}预算数。",
    "年初预算{y}万元，实际支出{a}万元，完成年初预算的{c(a,y)}%，比年初预算{w(a,y)}{d(a,y)}万元。",
    "其中：行政运行（项）支出{a}万元，预算{y}万元，完成预算{c(a,y)}%；机关服务（项）支出{p}万元，预算{q}万元，完成预算{c(p,q)}%。",
    "政府性基金预算财政拨款支出{a}万元，与2021年相比{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，占本年支出合计{x}万元的{s(a,x)}%。",
    "生均公用经费支出由上年的{b}万元{w(a,b)}到{a}万元，{v(a,b)}{r(a,b)}%。",
    "事业收入{a}万元，比上年{b}万元，{v(a,b)}{r(a,b)}%。",
    # 数量
    "截至2022年12月31日，本部门共有车辆{n+m+k}辆，其中：主要领导干部用车{n}辆、执法执勤用车{m}辆、其他用车{k}辆。",
    "年末实有人数{n+m+k}人，其中：在职人员{n}人，离休人员{m}人，退休人员{k}人。",
    "国内公务接待{n+m}批次，其中：外事接待{n}批次，国内相关部门接待{m}批次。",
    "公务用车保有量{n+m}辆，其中：轿车{n}辆、越野车{m}辆。",
    # 结转、别的
    "年初结转和结余{p}万元，本年收入{q}万元，收入总计{pq}万元。",
    "较上年{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%，2022年度支出决算数为{a}万元。",
    "支出决算{a}万元，较上年的{b}万元{v(a,b)}{r(a,b)}%。",
    "2022年支出{a}万元，2021年支出{b}万元，{w(a,b)}{d(a,b)}万元，{v(a,b)}{r(a,b)}%。",
    "项目全年预算数{z}万元，执行数为{a}万元，完成预算的{c(a,z)}%。",
)


@dataclass(frozen=True)
class Slot:
    """A printed number or word of a text: ``text[start:end]``."""

    start: int
    end: int
    word: bool


@dataclass(frozen=True)
class Worded:
    """A right text with its slots."""

    form: str
    text: str
    slots: tuple[Slot, ...]


def _amounts(rng: random.Random) -> dict[str, object]:
    """Random amounts in whole 0.01 万元; counts."""

    def amount(low: int, high: int) -> Decimal:
        return Decimal(rng.randint(low * 100, high * 100)) * 100

    a = amount(100, 900)
    n, m, k = (rng.randint(2, 9) for _ in range(3))
    p, q, e = amount(150, 700), amount(20, 140), amount(1, 19)
    return {
        "a": a,
        "b": amount(1000, 1900) if rng.random() < 0.5 else amount(30, 90),
        "x": a + amount(50, 2000),
        "y": amount(50, 1500),
        "z": a + amount(1, 100),
        "p": p,
        "q": q,
        "e": e,
        "t": p + q + e,
        "u": q + e,
        "pq": p + q,
        "f": amount(80, 140),
        "g": amount(10, 70),
        "n": n,
        "m": m,
        "k": k,
    }


def _wan(value: Decimal) -> Decimal:
    return (value / _WAN).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _comma(value: object) -> str:
    number = _wan(value) if isinstance(value, Decimal) else Decimal(str(value))
    return f"{number:,.2f}"


def _difference(now: Decimal, then: Decimal) -> str:
    return str(abs(_wan(now) - _wan(then)))


def _percent(part: Decimal, whole: Decimal) -> str:
    return str((part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _rate(now: Decimal, then: Decimal) -> str:
    return _percent(abs(_wan(now) - _wan(then)), _wan(then))


FUNCTIONS: dict[str, object] = {
    "yuan": lambda v: f"{abs(v):.2f}",
    "each": lambda v: (v / 4).quantize(Decimal(1), ROUND_HALF_UP),
    "comma": _comma,
    "d": _difference,
    "r": _rate,
    "s": _percent,
    "c": _percent,
    "w": lambda m, n: "增加" if m > n else "减少",
    "v": lambda m, n: "增长" if m > n else "下降",
    "o": lambda m, n: "大于" if m > n else "小于",
    "f2": lambda m, n: "同比增长" if m > n else "同比下降",
    "f3": lambda m, n: "增幅" if m > n else "降幅",
}


def worded(form: str, seed: int) -> Worded:
    """``form`` with random amounts: everything that it claims is right."""
    return filled(form, _amounts(random.Random(f"{form}{seed}")))


def filled(form: str, amounts: dict[str, object]) -> Worded:
    """``form`` with these amounts."""
    names = {**FUNCTIONS, **amounts}
    text, slots, last = "", [], 0
    for found in re.finditer(r"\{([^}]*)\}", form):
        text += form[last : found.start()]
        value = eval(found[1].lstrip("!"), {}, names)
        shown = str(_wan(value)) if isinstance(value, Decimal) else str(value)
        if not found[1].startswith("!"):
            slots.append(Slot(len(text), len(text) + len(shown), not shown[0].isdigit()))
        text += shown
        last = found.end()
    return Worded(form, text + form[last:], tuple(slots))


_PAIRS = (("增加", "减少"), ("增长", "下降"), ("大于", "小于"), ("同比增长", "同比下降"), ("增幅", "降幅"))
_FLIPPED = {word: other for pair in _PAIRS for word, other in (pair, pair[::-1])}


def wrong_versions(right: Worded, seed: int = 0) -> Iterator[tuple[Slot, str]]:
    """``right`` with one slot wrong at a time: a digit changed by more than rounding can, or a word turned round."""
    rng = random.Random(f"{right.text}{seed}")
    for slot in right.slots:
        shown = right.text[slot.start : slot.end]
        changed = _FLIPPED[shown] if slot.word else _other_digits(shown, rng)
        yield slot, right.text[: slot.start] + changed + right.text[slot.end :]


def _other_digits(shown: str, rng: random.Random) -> str:
    at = rng.choice([i for i, char in enumerate(shown.split(".")[0]) if char.isdigit()][:3])
    digits = [d for d in "123456789" if d != shown[at]]
    return shown[:at] + rng.choice(digits) + shown[at + 1 :]
