"""The facts a clerk fills in: immutable, in 元, each with the cell it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal

from report_author.model.choices import (
    EvalPosition,
    Fund,
    LastYearRow,
    Nature,
    Numbering,
    OrgKind,
    OrgRelation,
    Position,
    ProcurementKind,
    ProjectKind,
    ReasonKey,
    SanGongItem,
    Scope,
    Source,
    VehicleType,
    VehicleUse,
)
from report_author.model.money import ZERO
from report_author.records import frozen_by_name

#: 评价对象 that is not a project code
WHOLE_DEPARTMENT = "部门整体"


@frozen_by_name
class Record:
    """One row (or form) of the workbook. ``cells`` maps a field to its cell, e.g. ``{"amount": "支出!H12"}``."""

    cells: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def cell(self, name: str) -> str:
        """The cell of field ``name``; empty where the record was not read from a workbook."""
        return self.cells.get(name, "")


@frozen_by_name
class Department(Record):
    """首页: who reports, for which year."""

    full_name: str
    short_name: str
    year: int
    scope: Scope = Scope.DEPARTMENT
    kind: OrgKind = OrgKind.ADMINISTRATIVE
    region: str = ""
    unit_code: str = ""
    superior: str = ""
    publish_date: date | None = None
    format_id: str = ""
    sample_note: str = ""
    #: who has looked the amounts over whose unit is in doubt, why, with the sum that was in doubt (金额单位已核对)
    unit_confirmed: str = ""
    #: 预算数的单位 of a workbook that is written; the reader turns 预算数 into 元 and tells the unit in ``Facts.budget_unit``
    budget_unit: str = ""


@frozen_by_name
class Institution(Record):
    """机构."""

    name: str
    kind: OrgKind
    relation: OrgRelation
    independent: bool = False


@frozen_by_name
class Staff(Record):
    """编制与实有: one staff category; a row may have only one of the two sides (人)."""

    post: str = ""
    posts: int | None = None
    within: str = ""
    actual_name: str = ""
    actual: int | None = None
    note: str = ""


@frozen_by_name
class Text(Record):
    """One paragraph or list item of 文字材料."""

    position: Position
    numbering: Numbering = Numbering.NONE
    heading: str = ""
    body: str = ""


@frozen_by_name
class Quotable(Record):
    """引用数据: a figure that texts quote as ``{名称}``."""

    name: str
    value: Decimal
    unit: str = "元"


@frozen_by_name
class Income(Record):
    """收入: 功能科目项 × 来源, 元."""

    unit: str = ""
    function: str
    source: Source
    amount: Decimal


@frozen_by_name
class CarryOver(Record):
    """结转结余: 功能科目项 × 资金性质, 元; 年末 is computed, never typed."""

    unit: str = ""
    function: str
    fund: Fund
    opening: Decimal = ZERO
    from_non_fiscal: Decimal = ZERO
    distribution: Decimal = ZERO
    centralised: Decimal = ZERO


@frozen_by_name
class Expenditure(Record):
    """支出: 功能科目项 × 资金性质 × 支出性质 × 经济科目款, 元. ``economic`` is blank for 上缴上级 / 对附属单位补助."""

    unit: str = ""
    function: str
    fund: Fund
    nature: Nature
    economic: str = ""
    amount: Decimal


@frozen_by_name
class Budget(Record):
    """预算数: 功能科目项 × 资金性质 × 支出性质, 元; ``None`` is not typed."""

    function: str
    fund: Fund
    nature: Nature
    initial: Decimal | None = None
    revised: Decimal | None = None
    unadjusted: bool = False


@frozen_by_name
class LastYear(Record):
    """上年数: what last year's report published, in 元 or 万元 as printed there, and a 口径调整 in the same unit."""

    row: LastYearRow
    published: Decimal | None = None
    unit: str = "万元"
    adjustment: Decimal = ZERO
    note: str = ""


@frozen_by_name
class SanGong(Record):
    """“三公”经费: item × 资金性质, 元; ``None`` is not typed. Last year's figures stand in 上年数."""

    item: SanGongItem
    fund: Fund = Fund.GENERAL
    initial: Decimal | None = None
    revised: Decimal | None = None
    actual: Decimal | None = None


@frozen_by_name
class Counts(Record):
    """统计数 of “三公”经费 and equipment; ``no_…`` are the answers that the department has nothing of a kind."""

    sangong_unadjusted: bool = False
    no_abroad: bool = False
    no_domestic: bool = False
    no_foreign: bool = False
    no_purchase: bool = False
    no_vehicles: bool = False
    no_equipment: bool = False
    no_procurement: bool = False
    abroad_groups: int | None = None
    abroad_people: int | None = None
    domestic_batches: int | None = None
    domestic_people: int | None = None
    foreign_batches: int | None = None
    foreign_people: int | None = None
    general_equipment: int | None = None
    special_equipment: int | None = None
    operating_administrative: Decimal | None = None
    operating_civil_service_like: Decimal | None = None
    sme_contracts: Decimal | None = None
    micro_contracts: Decimal | None = None


@frozen_by_name
class Procurement(Record):
    """政府采购支出 by kind, 元."""

    kind: ProcurementKind
    amount: Decimal | None = None


@frozen_by_name
class VehicleByType(Record):
    """公务用车 by 车型: bought this year (辆, 元), held at year end (辆)."""

    type: VehicleType
    bought: int | None = None
    price: Decimal | None = None
    held: int | None = None


@frozen_by_name
class VehicleByUse(Record):
    """车辆 by 用途类别 (辆), 15表."""

    use: VehicleUse
    held: int | None = None


@frozen_by_name
class Reception(Record):
    """接待明细; may be partial (then the list ends with 等)."""

    foreign: bool = False
    visitor: str
    purpose: str = ""
    batches: int | None = None
    people: int | None = None
    amount: Decimal = ZERO


@frozen_by_name
class Project(Record):
    """项目; further rows with the same code add money of another 资金性质. ``None`` is not typed."""

    code: str
    name: str
    kind: ProjectKind = ProjectKind.SPECIFIC
    function: str = ""
    fund: Fund = Fund.GENERAL
    initial: Decimal | None = None
    revised: Decimal | None = None
    unadjusted: bool = False
    actual: Decimal = ZERO
    pre_assessed: bool | None = None
    has_goal: bool | None = None
    monitored: bool | None = None
    self_assessed: bool | None = None
    publish_form: bool | None = None
    own_report: bool | None = None
    score: Decimal | None = None
    goal_planned: str = ""
    goal_achieved: str = ""
    annex_file: str = ""


@frozen_by_name
class Indicator(Record):
    """绩效指标 of a project's 自评表."""

    project: str
    level1: str
    level2: str
    level3: str
    planned: str = ""
    achieved: str = ""


@frozen_by_name
class Evaluation(Record):
    """评价 of 部门整体: whether it is annexed, its score, or a docx inserted as it is."""

    annexed: bool | None = None
    score: Decimal | None = None
    annex_file: str = ""


@frozen_by_name
class EvalText(Record):
    """One paragraph of an evaluation report; ``subject`` is 部门整体 or a project code."""

    subject: str
    position: EvalPosition
    numbering: Numbering = Numbering.NONE
    heading: str = ""
    body: str = ""


@frozen_by_name
class Reason(Record):
    """原因说明, one fixed row."""

    key: ReasonKey
    text: str = ""


@frozen_by_name
class ItemReason(Record):
    """分科目预算差异原因 (五（三）): why one 项's outturn differs from its budget."""

    function: str
    text: str


@frozen_by_name
class ClassUse(Record):
    """类级科目·主要用途 (整体绩效评价报告 二（二）); ``function`` is a 3-digit 类."""

    function: str
    text: str


@frozen_by_name
class Term(Record):
    """Extra 名词解释 of the clerk."""

    term: str
    meaning: str


@frozen_by_name
class Approved(Record):
    """批复数: a total fixed by the 财政批复 / 决算 software, 元 (or a count)."""

    item: str
    function: str = ""
    nature: str = ""
    amount: Decimal = ZERO


@frozen_by_name
class Explanation(Record):
    """核实说明: the clerk's words for a 警告, by the finding's id."""

    finding_id: str
    text: str


@frozen_by_name
class Carried(Record):
    """去年内容: for each sheet whose content stems from an earlier year, where from; whether somebody has looked it over."""

    staff_from: str = ""
    staff_checked: bool = False
    texts_from: str = ""
    texts_checked: bool = False
    sangong_from: str = ""
    sangong_checked: bool = False
    evaluation_from: str = ""
    evaluation_checked: bool = False
    reasons_from: str = ""
    reasons_checked: bool = False


@frozen_by_name
class Facts:
    """All that one workbook says. Every tuple keeps the order of the workbook.

    ``unfilled`` says where a row that stands ready but was left blank would be filled in: its label (a reason, a figure of
    last year) → the cell; ``list.label.field`` (“三公”, vehicles, 采购) → the cell of each number. ``other_units``: columns
    (``expenditures.amount``) whose heading names another unit than 元 → the cell of that heading.
    """

    department: Department
    institutions: tuple[Institution, ...] = ()
    staff: tuple[Staff, ...] = ()
    texts: tuple[Text, ...] = ()
    quotables: tuple[Quotable, ...] = ()
    incomes: tuple[Income, ...] = ()
    carryovers: tuple[CarryOver, ...] = ()
    expenditures: tuple[Expenditure, ...] = ()
    budgets: tuple[Budget, ...] = ()
    last_year: tuple[LastYear, ...] = ()
    sangong: tuple[SanGong, ...] = ()
    counts: Counts = field(default_factory=Counts)
    procurements: tuple[Procurement, ...] = ()
    vehicles_by_type: tuple[VehicleByType, ...] = ()
    vehicles_by_use: tuple[VehicleByUse, ...] = ()
    receptions: tuple[Reception, ...] = ()
    projects: tuple[Project, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    evaluation: Evaluation = field(default_factory=Evaluation)
    eval_texts: tuple[EvalText, ...] = ()
    reasons: tuple[Reason, ...] = ()
    item_reasons: tuple[ItemReason, ...] = ()
    class_uses: tuple[ClassUse, ...] = ()
    terms: tuple[Term, ...] = ()
    approved: tuple[Approved, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    carried: Carried = field(default_factory=Carried)
    unfilled: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    other_units: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    #: the cell that says in which unit 预算数 was typed → that unit (元 or 万元); empty where there is no such cell
    budget_unit: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
