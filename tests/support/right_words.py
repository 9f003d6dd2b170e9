"""The words of a right department: duties, reasons that fit the direction of the figures, receptions, evaluation."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from report_author.model.choices import (
    EvalPosition,
    Fund,
    LastYearRow,
    Numbering,
    Position,
    ProcurementKind,
    ReasonKey,
    SanGongItem,
    VehicleUse,
)
from report_author.model.codes import Codebook
from report_author.model.facts import WHOLE_DEPARTMENT
from tools.samples.ledger import Entries, Row, spent

ZERO = Decimal(0)


def _wan(yuan: Decimal) -> Decimal:
    return yuan.scaleb(-4).quantize(Decimal("0.01"), ROUND_HALF_UP)


def duties(rng: Random, name: str, place: str) -> list[Row]:
    """第一部分 of the report."""
    bare, level = name, place[-1]
    duty = [
        f"贯彻执行党和国家有关方针政策、法律法规，承担{bare}职责范围内的各项工作。",
        "拟订有关规划、年度计划并组织实施。",
        "管理本部门的经费、资产和政府采购事项，实施预算绩效管理。",
        f"完成{level}委、{level}政府交办的其他任务。",
    ]
    works = [
        ("保障重点工作", "年初确定的重点任务全部按时间节点完成，未发生责任事故。"),
        ("规范财务管理", "严格预算执行，规范资金审批程序，及时公开预算、决算信息。"),
        ("加强队伍建设", "组织干部职工参加业务学习，服务群众的能力得到提升。"),
        ("落实安全责任", "定期开展安全检查，发现的问题全部整改到位。"),
    ]
    return [
        *({"position": Position.DUTY, "numbering": Numbering.FIRST, "body": body} for body in duty),
        {"position": Position.WORK_LEAD, "body": f"2021年，{bare}围绕中心工作，较好地完成了各项任务。"},
        *(
            {"position": Position.WORK, "numbering": Numbering.FIRST, "heading": heading, "body": body}
            for heading, body in rng.sample(works, 3)
        ),
    ]


def words(why: str, entries: Entries) -> Entries:
    """原因说明 with a text exactly where a figure moved or money was spent; the other rows stand empty."""
    asked = {**_changes(why, entries), **_budget_reasons(entries), **_uses(entries)}
    return {
        "reasons": [{"key": key, "text": asked.get(key, "")} for key in ReasonKey],
        "item_reasons": _item_reasons(entries),
    }


def _totals(entries: Entries) -> dict[LastYearRow, Decimal]:
    """This year's figures by the row of last year's."""
    by_fund = spent(entries["expenditures"], "fund")
    fiscal_sources = [fund.value for fund in Fund if fund.fiscal]
    row, item = LastYearRow, SanGongItem

    def sangong(*items: SanGongItem) -> Decimal:
        return sum((each["actual"] for each in entries["sangong"] if each["item"] in items), ZERO)

    counts = entries["counts"]
    return {
        row.INCOME_YEAR: sum((each["amount"] for each in entries["incomes"]), ZERO),
        row.EXPENSE_YEAR: sum(by_fund.values(), ZERO),
        row.FISCAL_INCOME: sum(
            (each["amount"] for each in entries["incomes"] if each["source"].fund.value in fiscal_sources),
            ZERO,
        ),
        row.FISCAL_EXPENSE: sum((amount for (fund,), amount in by_fund.items() if fund.fiscal), ZERO),
        row.GENERAL_EXPENSE: by_fund.get((Fund.GENERAL,), ZERO),
        row.ABROAD: sangong(item.ABROAD),
        row.VEHICLE_PURCHASE: sangong(item.VEHICLE_PURCHASE, item.VEHICLE_RUNNING),
        row.RECEPTION: sangong(item.RECEPTION_DOMESTIC, item.RECEPTION_FOREIGN),
        row.OPERATING: counts.get("operating_administrative", ZERO)
        + counts.get("operating_civil_service_like", ZERO),
    }


#: 增加, 减少, nothing last year, nothing this year
_MOVES = {
    ReasonKey.ABROAD_CHANGE: (
        "经批准增加了境外业务培训",
        "压减了出国任务",
        "经批准参加境外业务培训，上年没有安排",
        "本年没有安排出国任务",
    ),
    ReasonKey.VEHICLE_CHANGE: (
        "车辆老旧，维修次数和下乡用车增加",
        "严格用车审批，减少了车辆派遣",
        "上年没有公务用车，本年划入车辆后发生燃料、维修等费用",
        "车辆已经移交，本年没有支出",
    ),
    ReasonKey.RECEPTION_CHANGE: (
        "上级检查和外地考察批次增加",
        "严格执行接待标准，接待批次减少",
        "上年没有公务接待，本年接待了上级检查组",
        "本年没有公务接待任务",
    ),
    ReasonKey.OPERATING_CHANGE: (
        "业务量增加，办公、差旅等日常支出增加",
        "坚持过紧日子，压减办公、差旅等日常支出",
        "上年没有单独核算的日常公用经费",
        "本年没有日常公用经费",
    ),
    ReasonKey.GENERAL_CHANGE: (
        "专项工作任务和人员经费增加",
        "部分专项工作已经完成，压减一般性支出",
        "上年没有这项拨款",
        "本年没有这项拨款",
    ),
    ReasonKey.FISCAL_CHANGE: (
        "新增专项工作任务，财政安排的资金增加",
        "上年的一次性项目已经完工，财政安排的资金减少",
        "上年没有财政拨款",
        "本年没有财政拨款",
    ),
    ReasonKey.TOTAL_CHANGE: (
        "新增专项工作任务，各项开支增加",
        "上年的一次性项目已经完工，收支相应减少",
        "上年没有收支",
        "本年没有收支",
    ),
}
_ROWS = {
    ReasonKey.TOTAL_CHANGE: (LastYearRow.EXPENSE_YEAR, LastYearRow.INCOME_YEAR),
    ReasonKey.FISCAL_CHANGE: (LastYearRow.FISCAL_EXPENSE, LastYearRow.FISCAL_INCOME),
    ReasonKey.GENERAL_CHANGE: (LastYearRow.GENERAL_EXPENSE,),
    ReasonKey.ABROAD_CHANGE: (LastYearRow.ABROAD,),
    ReasonKey.VEHICLE_CHANGE: (LastYearRow.VEHICLE_PURCHASE,),
    ReasonKey.RECEPTION_CHANGE: (LastYearRow.RECEPTION,),
    ReasonKey.OPERATING_CHANGE: (LastYearRow.OPERATING,),
}


def _changes(why: str, entries: Entries) -> dict[ReasonKey, str]:
    """A reason for each figure that moved as printed, in its direction; ``why`` for those that it moved."""
    now = {row: _wan(value) for row, value in _totals(entries).items()}
    before = {each["row"]: _before(each) for each in entries["last_year"]}
    before[LastYearRow.VEHICLE_PURCHASE] += before[LastYearRow.VEHICLE_RUNNING]
    bought = sum(each["bought"] for each in entries["vehicles_by_type"])
    found = {}
    for key, rows in _ROWS.items():
        moves = [now[row] - before[row] for row in rows]
        move = next((each for each in moves if each), ZERO)
        if not move:
            continue
        at = 2 if not before[rows[0]] else 3 if not now[rows[0]] else 0 if move > 0 else 1
        found[key] = _MOVES[key][at]
        if key is ReasonKey.VEHICLE_CHANGE and move > 0 and bought:
            found[key] = f"按规定更新公务用车{bought}辆"
        if why and key is ReasonKey.OPERATING_CHANGE and 50 * now[rows[0]] < before[rows[0]]:
            found[key] = why
        whole = now[LastYearRow.EXPENSE_YEAR] - before[LastYearRow.EXPENSE_YEAR]
        if why and (
            key in (ReasonKey.TOTAL_CHANGE, ReasonKey.FISCAL_CHANGE)
            or (key is ReasonKey.GENERAL_CHANGE and 2 * abs(move) > abs(whole))
        ):
            found[key] = why
        elif len(moves) > 1 and moves[0] * moves[1] < 0:
            found[key] = "本年使用了上年结转的资金" if moves[0] > 0 else "部分资金在年末下达，结转下年使用"
    return found


def _before(row: Row) -> Decimal:
    """What last year's report says of a row, 万元, 口径调整 included."""
    value: Decimal = row["published"] + row.get("adjustment", ZERO)
    return value if row["unit"] == "万元" else _wan(value)


def _budget_reasons(entries: Entries) -> dict[ReasonKey, str]:
    found = {}
    general = [row for row in entries["budgets"] if row["fund"] is Fund.GENERAL]
    spent_general = _totals(entries)[LastYearRow.GENERAL_EXPENSE]
    budget = sum((row["revised"] for row in general), ZERO)
    if _wan(spent_general) != _wan(budget):
        found[ReasonKey.GENERAL_BUDGET] = (
            "部分项目按合同进度付款，结余指标结转下年或由财政收回"
            if spent_general < budget
            else "使用了上年结转的指标，并在年中追加了人员经费"
        )
    planned = sum((row["revised"] for row in entries["sangong"]), ZERO)
    actual = sum((row["actual"] for row in entries["sangong"]), ZERO)
    if _wan(planned) != _wan(actual):
        found[ReasonKey.SANGONG_BUDGET] = "厉行节约，从严控制公务接待和公务用车开支"
    return found


def _uses(entries: Entries) -> dict[ReasonKey, str]:
    item = SanGongItem
    actual = {each: ZERO for each in item}
    for row in entries["sangong"]:
        actual[row["item"]] += row["actual"]
    others = [row["held"] for row in entries["vehicles_by_use"] if row["use"] is VehicleUse.OTHER]
    purchases = sum((row["amount"] for row in entries["procurements"]), ZERO)
    asked = (
        (ReasonKey.VEHICLE_RUNNING_USE, actual[item.VEHICLE_RUNNING], "下乡调研、检查督导等公务出行"),
        (
            ReasonKey.RECEPTION_DOMESTIC_USE,
            actual[item.RECEPTION_DOMESTIC],
            "接待上级部门检查指导和外地单位学习交流",
        ),
        (ReasonKey.RECEPTION_FOREIGN_USE, actual[item.RECEPTION_FOREIGN], "接待境外友好城市代表团"),
        (ReasonKey.PROCUREMENT_USE, purchases, _purchase_use(entries)),
        (ReasonKey.OTHER_VEHICLE_USE, sum(others), "送货下乡和野外作业"),
    )
    return {key: text for key, money, text in asked if money}


def _purchase_use(entries: Entries) -> str:
    names = {
        ProcurementKind.GOODS: "购置办公设备和专用设备",
        ProcurementKind.WORKS: "工程建设和维修",
        ProcurementKind.SERVICES: "物业和专项工作委托服务",
    }
    return "、".join(names[row["kind"]] for row in entries["procurements"] if row["amount"])


_LESS = (
    "{}项目按进度付款，部分款项跨年支付",
    "{}的实际开支少于预计，结余指标由财政收回",
    "{}项目尾款待验收后支付",
)
_OVER = ("{}使用了上年结转的指标", "年中工作任务增加，{}追加了经费")
#: the 项 that pay people
_PEOPLE = ("20805", "21011", "22102")


def _item_reasons(entries: Entries) -> list[Row]:
    codes = Codebook.for_year(2021)
    outs = spent((row for row in entries["expenditures"] if row["fund"] is Fund.GENERAL), "function")
    plans: dict[str, Decimal] = {}
    for row in entries["budgets"]:
        if row["fund"] is Fund.GENERAL:
            plans[row["function"]] = plans.get(row["function"], ZERO) + row["revised"]
    found = []
    for function, plan in sorted(plans.items()):
        out = outs.get((function,), ZERO)
        if out != plan:
            code = codes.function(function)
            assert code is not None, function
            pool = _LESS if out < plan else _OVER
            text = pool[len(found) % len(pool)].format(code.name.removesuffix("支出"))
            if function.startswith(_PEOPLE) or code.name in ("行政运行", "事业运行"):
                text = (
                    f"年中人员调动，{code.name.removesuffix('支出')}经费{'少' if out < plan else '多'}于预计"
                )
            found.append({"function": function, "text": text})
    return found


_VISITORS = (
    ("市级主管局", "检查年度重点工作"),
    ("省级调研组", "到基层开展专题调研"),
    ("邻县同行单位", "考察学习工作经验"),
    ("市审计组", "开展专项审计"),
)


def reception_rows(rng: Random, place: str, entries: Entries) -> list[Row]:
    """A partial list of 国内公务接待, the whole list of 外事接待."""
    found: list[Row] = []
    counts, item = entries["counts"], SanGongItem
    spent_on = {
        each: sum((row["actual"] for row in entries["sangong"] if row["item"] is each), ZERO) for each in item
    }
    money, batches, people = (
        spent_on[item.RECEPTION_DOMESTIC],
        counts["domestic_batches"],
        counts["domestic_people"],
    )
    for visitor, purpose in _VISITORS[: min(3, max(batches - 1, 0))]:
        each = max(people // batches, 1)
        amount = (money / batches * rng.randint(70, 100) / 100).quantize(Decimal(1), ROUND_HALF_UP)
        row = {
            "visitor": visitor,
            "purpose": f"到{place}{purpose.removeprefix('到')}",
            "batches": 1,
            "people": each,
        }
        found.append({**row, "amount": amount, "foreign": False})
    if batches == 1:
        visitor, purpose = _VISITORS[0]
        found.append(
            {
                "visitor": visitor,
                "purpose": purpose,
                "batches": 1,
                "people": people,
                "amount": money,
                "foreign": False,
            }
        )
    if counts["foreign_batches"]:
        row = {
            "visitor": "境外友好城市代表团",
            "purpose": f"到{place}考察交流",
            "batches": counts["foreign_batches"],
        }
        found.append(
            {
                **row,
                "people": counts["foreign_people"],
                "amount": spent_on[item.RECEPTION_FOREIGN],
                "foreign": True,
            }
        )
    return found


_LEVELS = (
    ("产出指标", "数量指标", "年度任务完成数量", "≥12项", "12项"),
    ("产出指标", "质量指标", "验收合格率", "100%", "100%"),
    ("产出指标", "时效指标", "完成时限", "2021年12月底前", "2021年12月"),
    ("效益指标", "社会效益指标", "服务对象覆盖率", "≥95%", "97%"),
    ("满意度指标", "满意度指标", "服务对象满意度", "≥90%", "94%"),
)


def indicator_rows(projects: list[Row]) -> list[Row]:
    """The 指标 of every project whose 自评表 is published."""
    names = ("level1", "level2", "level3", "planned", "achieved")
    return [
        {"project": project["code"], **dict(zip(names, level, strict=True))}
        for project in projects
        if project["publish_form"]
        for level in _LEVELS
    ]


_POSITIONS: tuple[tuple[EvalPosition, str], ...] = (
    (EvalPosition.ORGANISATION, "本部门设办公室、财务股等内设机构。"),
    (EvalPosition.STAFF_NOTE, "人员按编制管理，年末实有人数没有超过编制。"),
    (EvalPosition.MANAGEMENT_LEAD, "本部门按照“谁支出、谁负责”的原则开展绩效管理。"),
    (EvalPosition.MANAGEMENT, "年初编制绩效目标，年中开展监控，年末组织自评。"),
    (EvalPosition.RESULT_USE, "评价结果用于改进管理和安排下年预算。"),
    (EvalPosition.CONCLUSION, "预算执行较好，部门职责得到有效履行。"),
    (EvalPosition.PROBLEM, "个别项目支出进度偏慢，绩效指标不够细化。"),
    (EvalPosition.SUGGESTION, "加强项目前期工作，提高绩效指标的可衡量性。"),
)


def evaluation_rows(rng: Random, annexed: bool, entries: Entries) -> Entries:
    """整体评价 with its texts and the 主要用途 of each 类, or that there is none."""
    if not annexed:
        return {"evaluation": {"annexed": False}}
    classes = sorted({row["function"][:3] for row in entries["expenditures"] if row["fund"].fiscal})
    codes = Codebook.for_year(2021)
    texts: list[dict[str, Any]] = [
        {"subject": WHOLE_DEPARTMENT, "position": position, "body": body} for position, body in _POSITIONS
    ]
    uses = []
    for code in classes:
        name = codes.function(code)
        assert name is not None, code
        uses.append(
            {
                "function": code,
                "text": f"{name.name.removesuffix('支出').removesuffix('安排的')}方面的人员、公用和项目开支",
            }
        )
    score = Decimal(rng.randint(880, 985)).scaleb(-1)
    return {"evaluation": {"annexed": True, "score": score}, "eval_texts": texts, "class_uses": uses}
