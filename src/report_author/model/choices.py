"""What a clerk chooses from: the official words, one identifier each."""

from __future__ import annotations

from enum import Enum


class Fund(Enum):
    """资金性质: which purse the money comes from."""

    GENERAL = "一般公共预算"
    GOVERNMENT = "政府性基金预算"
    CAPITAL = "国有资本经营预算"
    OTHER = "其他资金"

    @property
    def fiscal(self) -> bool:
        """财政拨款: the first three."""
        return self is not Fund.OTHER


class Nature(Enum):
    """支出性质 (03表 columns)."""

    BASIC = "基本支出"
    PROJECT = "项目支出"
    TO_SUPERIOR = "上缴上级支出"
    BUSINESS = "经营支出"
    TO_SUBORDINATE = "对附属单位补助支出"


class Source(Enum):
    """收入来源: the eight rows of 01表."""

    GENERAL = "一般公共预算财政拨款收入"
    GOVERNMENT = "政府性基金预算财政拨款收入"
    CAPITAL = "国有资本经营预算财政拨款收入"
    SUPERIOR = "上级补助收入"
    UNDERTAKING = "事业收入"
    BUSINESS = "经营收入"
    SUBORDINATE = "附属单位上缴收入"
    OTHER = "其他收入"

    @property
    def fund(self) -> Fund:
        return {
            Source.GENERAL: Fund.GENERAL,
            Source.GOVERNMENT: Fund.GOVERNMENT,
            Source.CAPITAL: Fund.CAPITAL,
        }.get(self, Fund.OTHER)


class Scope(Enum):
    """口径: 部门决算 or 单位决算."""

    DEPARTMENT = "部门"
    UNIT = "单位"


class OrgKind(Enum):
    """机构类型."""

    ADMINISTRATIVE = "行政单位"
    CIVIL_SERVICE_LIKE = "参照公务员法管理的事业单位"
    INSTITUTION = "其他事业单位"
    MASS = "群团组织"
    INTERNAL = "内设机构"


class OrgRelation(Enum):
    """隶属关系."""

    SUBORDINATE = "下属"
    ENTRUSTED = "代管"
    OWN = "本级"


class Numbering(Enum):
    """编号方式 of a paragraph; the numbers themselves are never typed."""

    NONE = "无"
    FIRST = "1."
    SECOND = "（1）"


class SanGongItem(Enum):
    """“三公”经费 items as typed."""

    ABROAD = "因公出国（境）费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_RUNNING = "公务用车运行维护费"
    RECEPTION_DOMESTIC = "国内公务接待费"
    RECEPTION_FOREIGN = "外事接待费"


class ProjectKind(Enum):
    """项目类别 (预算管理一体化)."""

    PERSONNEL = "人员类"
    OPERATING = "公用经费类"
    SPECIFIC = "特定目标类"


class ProcurementKind(Enum):
    """政府采购品目."""

    GOODS = "货物"
    WORKS = "工程"
    SERVICES = "服务"


class VehicleType(Enum):
    """车型 (the sentence in 七)."""

    SEDAN = "轿车"
    OFF_ROAD = "越野车"
    PASSENGER = "载客汽车"
    OTHER = "其他车型"


class VehicleUse(Enum):
    """用途类别 (15表, 十（三）)."""

    MINISTER = "副部（省）级及以上领导用车"
    LEADER = "主要领导干部用车"
    CONFIDENTIAL = "机要通信用车"
    EMERGENCY = "应急保障用车"
    ENFORCEMENT = "执法执勤用车"
    SPECIAL = "特种专业技术用车"
    RETIRED = "离退休干部用车"
    OTHER = "其他用车"


class LastYearRow(Enum):
    """Fixed rows of 上年数: the figures last year's report published."""

    INCOME_YEAR = "本年收入合计"
    EXPENSE_YEAR = "本年支出合计"
    INCOME_GRAND = "收入总计"
    EXPENSE_GRAND = "支出总计"
    FISCAL_INCOME = "财政拨款本年收入合计"
    FISCAL_EXPENSE = "财政拨款本年支出合计"
    FISCAL_GRAND_INCOME = "财政拨款收入总计"
    FISCAL_GRAND_EXPENSE = "财政拨款支出总计"
    GENERAL_EXPENSE = "一般公共预算财政拨款支出"
    GOVERNMENT_EXPENSE = "政府性基金预算财政拨款支出"
    CAPITAL_EXPENSE = "国有资本经营预算财政拨款支出"
    ABROAD = "因公出国（境）费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_RUNNING = "公务用车运行维护费"
    RECEPTION = "公务接待费"
    OPERATING = "机关运行经费"
    CARRY_END = "年末结转和结余"


class ReasonKey(Enum):
    """Fixed rows of 原因说明: (对象 · 类型)."""

    TOTAL_CHANGE = "收入支出总体·变动原因"
    FISCAL_CHANGE = "财政拨款收入支出总体·变动原因"
    GENERAL_CHANGE = "一般公共预算财政拨款支出·变动原因"
    GENERAL_BUDGET = "一般公共预算财政拨款支出·预算差异原因"
    SANGONG_BUDGET = "“三公”经费合计·预算差异原因"
    ABROAD_CHANGE = "因公出国（境）费·变动原因"
    VEHICLE_CHANGE = "公务用车购置及运行维护费·变动原因"
    RECEPTION_CHANGE = "公务接待费·变动原因"
    OPERATING_CHANGE = "机关运行经费·变动原因"
    VEHICLE_RUNNING_USE = "公务用车运行维护费·主要用途"
    RECEPTION_DOMESTIC_USE = "国内公务接待费·主要用途"
    RECEPTION_FOREIGN_USE = "外事接待费·主要用途"
    PROCUREMENT_USE = "政府采购·主要用途"
    OTHER_VEHICLE_USE = "其他用车·主要用途"


class Position(Enum):
    """位置 of narrative in 文字材料."""

    DUTY = "主要职能"
    WORK_LEAD = "重点工作导语"
    WORK = "重点工作"


class EvalPosition(Enum):
    """位置 of narrative in 评价报告: the first eight for 部门整体, the others for a project; three serve both."""

    ORGANISATION = "机构组成"
    STAFF_NOTE = "人员概况补充"
    MANAGEMENT_LEAD = "绩效管理导语"
    MANAGEMENT = "绩效管理"
    RESULT_USE = "结果应用"
    CONCLUSION = "评价结论"
    PROBLEM = "存在问题"
    SUGGESTION = "改进建议"
    BASIS = "项目基本情况"
    GOAL = "项目绩效目标"
    METHOD = "自评步骤及方法"
    APPROVAL = "资金申报及批复"
    FUNDS = "资金计划到位及使用"
    FINANCE = "财务管理"
    PROCESS = "组织架构及实施流程"
    CONTROL = "项目管理情况"
    COMPLETION = "项目完成情况"
    BENEFIT = "项目效益情况"
