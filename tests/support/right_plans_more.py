"""The plans of the other right departments: every kind of unit, of fund, of correction."""

from __future__ import annotations

from report_author.model.choices import Fund, Nature, OrgKind, Scope, Source, VehicleUse
from tests.support.right_last_year import Last
from tests.support.right_plan import Plan, SanGong, Work

_LIKE, _INST, _MASS = OrgKind.CIVIL_SERVICE_LIKE, OrgKind.INSTITUTION, OrgKind.MASS
_GOV, _CAPITAL, _OTHER = Fund.GOVERNMENT, Fund.CAPITAL, Fund.OTHER
_BASIC, _PROJECT = Nature.BASIC, Nature.PROJECT

_RED = (
    Plan(
        key="财政局红字", title="有红字：收回上年多付的会议费、咨询费", name="财政局", running="2010601", people="6482300.4",
        office="1124600", staff=(("行政编制", 36, 34), ("事业编制", 18, 17)), approved=True,
        works=(
            Work(function="2010602", total="2864000", name="财政信息化运维", revised="x1.04", form=True),
            Work(function="2010601", amounts={"30215": "-1280.00", "30203": "-12.35"}, nature=_BASIC, exact=True),
        ),
        sangong=SanGong(running="98600", domestic=("28640", 30, 286), held=(1, 2, 0, 0)), warns=("V24", "V24"),
    ),
    Plan(
        key="审计局红字", title="有一行红字冲销，是公用经费里最大的一行", name="审计局", running="2010801", people="2986400",
        office="486200.6", staff=(("行政编制", 18, 17),), exact=True,
        works=(
            Work(function="2010801", amounts={"30227": "-186400.5"}, nature=_BASIC),
            Work(function="2010899", total="860000", name="政府投资审计"),
        ),
        sangong=SanGong(running="36400", held=(0, 1, 0, 0)), warns=("V24",),
    ),
    Plan(
        key="商务局红字收入", title="退回上年多收的其他收入，是红字；另有归集调出", name="商务和经济合作局", running="2011301",
        people="1864200", office="286400", staff=(("行政编制", 12, 11),),
        works=(
            Work(function="2011308", total="1268000", name="招商引资", revised="x1.1"),
            Work(function="2160299", total="3420000", mix="企业补助", name="商贸流通扶持", opening="420000", centralised="-20000"),
            Work(function="2011308", amounts={"30227": "26400", "30226": "3600"}, fund=_OTHER, source=Source.SUPERIOR, exact=True),
            Work(function="2011308", amounts={"30211": "-680"}, fund=_OTHER, source=Source.OTHER, exact=True),
            Work(function="2160299", amounts={"30201": "3200"}, fund=_OTHER, source=Source.OTHER, exact=True),
        ),
        sangong=SanGong(running="28600", domestic=("46800", 52, 480), held=(0, 1, 0, 0)),
        warns=("V24", "V24", "W16"),
    ),
    Plan(
        key="统计局项目红字", title="项目支出里有只在基本支出发生的款的红字", name="统计局", running="2010501", people="2186400",
        office="386200.6", staff=(("行政编制", 14, 13),),
        works=(
            Work(function="2010507", total="860000", name="普查经费", exact=True),
            Work(function="2010599", amounts={"30226": "40000", "30216": "-12640", "30239": "-640.5"}, exact=True),
        ),
        sangong=SanGong(running="36400", held=(0, 1, 0, 0)), warns=("V24", "V24"),
    ),
    Plan(
        key="统战部项目外红字", title="收回的会议费不属于项目，与项目同在一个项", name="中共{}委统战部", running="2013401", people="1486400",
        office="246200", staff=(("行政编制", 10, 9),),
        works=(
            Work(function="2013404", amounts={"30226": "186400", "30227": "64000"}, name="宗教事务服务", exact=True),
            Work(function="2013404", amounts={"30215": "-3860"}, exact=True),
        ),
        sangong=SanGong(running="26400", held=(0, 1, 0, 0)), warns=("R43", "V24"),
    ),
    Plan(
        key="信访局其他资金红字", title="其他资金只有退回的红字，与财政拨款同在一个项", name="信访局", running="2010308", people="1286400",
        office="246200", staff=(("行政编制", 9, 8),), last=Last(other="0"),
        works=(
            Work(function="2010308", total="420000", name="信访维稳", exact=True),
            Work(function="2010308", amounts={"30211": "-680"}, fund=_OTHER, source=Source.OTHER, exact=True),
        ),
        sangong=SanGong(running="24600", held=(0, 1, 0, 0)), warns=("T24", "V24", "V24", "V24", "V24"),
    ),
    Plan(
        key="接待办接待红字", title="收回上年多付的接待费，在项目支出里，三公经费按净额填", name="机关事务服务中心", running="2010303",
        people="1864200", office="286400", staff=(("事业编制", 16, 15),), kind=_INST,
        works=(Work(function="2010305", amounts={"30217": "-4200", "30227": "640000"}, name="机关后勤服务", exact=True),),
        sangong=SanGong(domestic=("26400", 28, 264)), warns=("V24",),
    ),
)

_NONE = (
    Plan(
        key="只用上年结转的指挥部", title="本年没有收入，只用上年结转，收入填一行0", name="灌区建设指挥部", kind=_INST, scope=Scope.UNIT,
        works=(Work(function="2130305", total="864200", mix="修缮", name="灌区收尾", opening="864200", exact=True),),
        last=Last(all="x1", opening="864200"),
    ),
    Plan(
        key="没有职工的治超站", title="没有在职人员，工作由临聘人员承担", name="公路超限检测站", kind=_INST, scope=Scope.UNIT,
        works=(Work(function="2140110", amounts={"30226": "386420", "30206": "18643.2", "30205": "2145", "30213": "46800"}, name="治超站运行"),),
    ),
    Plan(
        key="没有职工的专班", title="没有编制的临时机构，编制实有填0", name="重点工程建设指挥部", staff=(("行政编制", 0, 0),),
        works=(Work(function="2120399", total="26840000", mix="工程", name="重点工程前期", revised="x1.05"),),
        sangong=SanGong(running="86400.5", held=(0, 0, 2, 0)), running="2120399", basic_budget=("", ""),
    ),
    Plan(
        key="没有三公的档案馆", title="没有“三公”经费，各格填0", name="档案馆", kind=_LIKE, running="2012901", people="1243600",
        office="168400", staff=(("参公事业编制", 9, 8),), last=Last(running="0", reception="0"),
        works=(Work(function="2012902", total="680000", mix="设备", name="档案数字化", form=True),),
    ),
    Plan(
        key="没有三公的图书馆", title="没有“三公”经费的事业单位，没有机关运行经费", name="图书馆", kind=_INST, scope=Scope.UNIT,
        running="2070104", people="1086400.35", office="246800", staff=(("事业编制", 11, 10),),
        works=(Work(function="2070199", total="400000", name="公共图书馆免费开放", closing="36420.5"),),
    ),
    Plan(
        key="上年多行为零的司法局", title="上年没有公务接待、购车、基金，本年都有", name="司法局", running="2040601",
        people="3864200", office="586400", staff=(("行政编制", 40, 37),), last=Last(reception="0", purchase="0", government="0"),
        works=(
            Work(function="2040604", total="1286000", name="人民调解和法律援助", form=True),
            Work(function="2120899", fund=_GOV, total="350000", mix="修缮", name="司法所维修", initial="0"),
        ),
        sangong=SanGong(running="124600", domestic=("6420", 7, 68), purchase="178600", purchase_function="2040604", bought=1,
                        held=(0, 4, 0, 0), uses={VehicleUse.ENFORCEMENT: 4}),
    ),
)

_INSTITUTIONS = (
    Plan(
        key="人民医院", title="医院：事业收入两亿多元，财政拨款不到两成", name="人民医院", kind=_INST, scope=Scope.UNIT, running="2100201",
        people="28640000", office="3200000", staff=(("事业编制", 620, 586),), annexed=True,
        works=(
            Work(function="2100201", total="68420350.5", mix="事业人员", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING, distribution="6842000", closing="12680000", opening="9864000"),
            Work(function="2100201", total="178640000", mix="医疗", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING),
            Work(function="2340102", fund=_GOV, total="16800000", mix="设备", name="重大疫情救治能力建设", initial="0"),
        ),
        bought=("46800000", "3200000", "8640000"), equipment=(26, 12), last=Last(opening="6420000"),
    ),
    Plan(
        key="乡镇卫生院", title="卫生院：事业收入与财政拨款各半", name="中心卫生院", kind=_INST, scope=Scope.UNIT, running="2100302",
        people="6842000.5", office="420000", staff=(("事业编制", 58, 54),),
        works=(
            Work(function="2100302", total="7286450.36", mix="医疗", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING, closing="286400.5"),
            Work(function="2100408", total="2460000", mix="医疗", name="基本公共卫生服务", revised="x1.06", form=True),
        ),
        sangong=SanGong(running="46800", held=(0, 0, 0, 1), uses={VehicleUse.SPECIAL: 1}), equipment=(2, 0),
    ),
    Plan(
        key="县中学", title="高中：事业收入是学费和住宿费", name="第一中学校", kind=_INST, scope=Scope.UNIT, running="2050204",
        people="38642000", office="2864000", staff=(("事业编制", 286, 274),),
        works=(
            Work(function="2050204", total="9864000", mix="办学", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING, opening="1264000", non_fiscal="300000"),
            Work(function="2050204", total="4280000", mix="助学", name="高中国家助学金"),
            Work(function="2050204", total="12860000", mix="修缮", name="运动场改造", closing="2140000"),
        ),
        last=Last(unit="元", opening="500000"),
    ),
    Plan(
        key="职业中学", title="职业学校：事业收入、经营收入和其他收入都有", name="职业技术学校", kind=_INST, scope=Scope.UNIT, running="2050302",
        people="21640000.8", office="1864000", staff=(("事业编制", 186, 172),),
        works=(
            Work(function="2050302", total="3642000", mix="办学", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING),
            Work(function="2050399", total="1268450.5", mix="服务", fund=_OTHER, nature=Nature.BUSINESS, source=Source.BUSINESS, distribution="64200"),
            Work(function="2059999", total="86420", mix="办学", fund=_OTHER, source=Source.OTHER),
            Work(function="2050302", total="8640000", mix="助学", name="中职免学费和助学金", form=True),
        ),
        sangong=SanGong(running="32600", held=(0, 0, 1, 0), uses={VehicleUse.OTHER: 1}),
    ),
    Plan(
        key="幼儿园两百万", title="公办幼儿园，没有下属单位，没有机关运行经费", name="机关幼儿园", kind=_INST, scope=Scope.UNIT, running="2050201",
        people="1864200", office="120000", staff=(("事业编制", 16, 15),),
        works=(Work(function="2050201", total="1246800", mix="办学", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING),),
    ),
    Plan(
        key="疾控中心", title="疾控中心：疫情物资，设备多", name="疾病预防控制中心", kind=_INST, running="2100401", people="6284000.6",
        office="864200", staff=(("事业编制", 52, 48),), equipment=(6, 3),
        works=(Work(function="2100410", total="18642000", mix="设备", name="核酸检测能力建设", initial="0", revised="x1.02"),),
        sangong=SanGong(running="164200", held=(0, 2, 0, 2), uses={VehicleUse.SPECIAL: 4}),
    ),
    Plan(
        key="融媒体中心", title="事业单位：上级补助收入、经营收入，对附属单位补助", name="融媒体中心", kind=_INST, running="2070808",
        people="5286400", office="586400.5", staff=(("事业编制", 46, 44),),
        works=(
            Work(function="2070808", total="860000", mix="服务", fund=_OTHER, source=Source.SUPERIOR),
            Work(function="2070899", total="1864000", mix="服务", fund=_OTHER, nature=Nature.BUSINESS, source=Source.BUSINESS),
            Work(function="2070199", total="120000", mix="", fund=_OTHER, nature=Nature.TO_SUBORDINATE, source=Source.SUBORDINATE),
        ),
        sangong=SanGong(running="64200", domestic=("3860", 5, 38), held=(0, 2, 0, 0)),
    ),
)

_OTHER_ONLY = (
    Plan(
        key="只有其他资金的培训中心", title="没有财政拨款，只有经营收入", name="干部培训中心", kind=_INST, scope=Scope.UNIT,
        works=(Work(function="2050803", total="1864200.5", mix="服务", fund=_OTHER, nature=Nature.BUSINESS, source=Source.BUSINESS, opening="264200", closing="186400"),),
        staff=(("事业编制", 12, 11),),
    ),
    Plan(
        key="只有其他资金的水文站", title="没有财政拨款，靠上级补助收入", name="水文测报站", kind=_INST, scope=Scope.UNIT,
        works=(
            Work(function="2130311", total="486200", mix="事业人员", fund=_OTHER, nature=_BASIC, source=Source.SUPERIOR),
            Work(function="2130399", total="68400.35", mix="服务", fund=_OTHER, source=Source.OTHER),
        ),
        staff=(("事业编制", 5, 5),), last=Last(unit="元"),
    ),
    Plan(
        key="只有其他资金的殡仪馆", title="没有财政拨款，事业收入860万元，上缴上级支出", name="殡仪馆", kind=_INST, scope=Scope.UNIT,
        works=(
            Work(function="2081004", total="8642000", mix="办学", fund=_OTHER, nature=_BASIC, source=Source.UNDERTAKING, distribution="420000"),
            Work(function="2081099", total="600000", mix="", fund=_OTHER, nature=Nature.TO_SUPERIOR, source=Source.UNDERTAKING),
        ),
        staff=(("事业编制", 24, 22),), bought=("860000", "0", "120000"),
    ),
)

_TOWNS = (
    Plan(
        key="中心镇", title="大镇：十个类的支出，村级支出多", name="城关镇人民政府", short="城关镇", running="2010301", people="12864200.5", office="1864000",
        staff=(("行政编制", 48, 45), ("事业编制", 62, 58)), annexed=True,
        works=(
            Work(function="2130705", total="9864200", mix="村级", name="村级组织运转", revised="x1.02", form=True),
            Work(function="2120501", total="4286400", name="场镇环境卫生", unit=""),
            Work(function="2130142", total="6840000", mix="工程", name="村组道路", opening="1240000", closing="860000"),
            Work(function="2081902", total="1286400", mix="救济", name="临时救助和低保"),
            Work(function="2240703", total="864200", mix="救济", name="自然灾害救助", initial="0"),
            Work(function="2120899", fund=_GOV, total="3864200", mix="征拆", name="征地补偿", initial="0"),
            Work(function="2110402", total="2460000.45", mix="工程", name="农村生活污水治理"),
        ),
        sangong=SanGong(running="264200", domestic=("86420", 96, 940), held=(1, 5, 0, 0)),
    ),
    Plan(
        key="贫困乡", title="乡：人员支出为主，总支出九百万元", name="石板乡人民政府", short="石板乡", running="2010301", people="6284200", office="686400.2",
        staff=(("行政编制", 24, 22), ("事业编制", 18, 16)),
        works=(Work(function="2130705", total="1864200", mix="村级", name="村干部报酬和运转"), Work(function="2130599", total="680000", mix="补助个人", name="产业奖补")),
        sangong=SanGong(running="92400", domestic=("12640", 16, 148), held=(0, 2, 0, 0)),
    ),
    Plan(
        key="亿元镇", title="工业镇：总支出近两亿元，基金为主，三种资金", name="临江镇人民政府", short="临江镇", running="2010301", people="18642000", office="2486400",
        staff=(("行政编制", 66, 62), ("事业编制", 84, 80)), approved=True,
        works=(
            Work(function="2120801", fund=_GOV, total="98640000", mix="征拆", name="工业用地征拆", initial="60000000", exact=True),
            Work(function="2121399", fund=_GOV, total="12684000.36", mix="工程", name="场镇道路", closing="1864000"),
            Work(function="2230107", fund=_CAPITAL, total="860000", mix="31299", name="镇办企业改制"),
            Work(function="2130701", total="14286000", mix="工程", name="村级公益事业", opening="640000"),
            Work(function="2130705", total="16842000", mix="村级", name="村级运转"),
        ),
        sangong=SanGong(running="386400", domestic=("164200", 168, 1680), purchase="238600", purchase_function="2010302", bought=1, held=(2, 6, 0, 1)),
        last=Last(purchase="0"),
    ),
    Plan(
        key="街道办", title="街道：社区支出，有其他收入；上年数有口径调整", name="滨河街道办事处", short="滨河街道办事处", running="2010301", people="9864200", office="1286400",
        staff=(("行政编制", 32, 30), ("事业编制", 26, 25)),
        works=(
            Work(function="2080208", total="8642000", mix="村级", name="社区运转", revised="x1.03"),
            Work(function="2120501", total="6842300.8", name="市容环卫"),
            Work(function="2120399", total="486400", mix="修缮", fund=_OTHER, source=Source.OTHER, opening="86400", closing="12640"),
        ),
        sangong=SanGong(running="124600", domestic=("8640", 10, 92), held=(0, 3, 0, 0)), last=Last(moved="1864200"),
    ),
)

_FUNDS = (
    Plan(
        key="国资局", title="国有资本经营预算支出大于一般公共预算", name="国有资产监督管理局", running="2150701", people="1486400",
        office="246800", staff=(("行政编制", 9, 8),),
        works=(
            Work(function="2230105", fund=_CAPITAL, total="3864200", mix="31299", name="退休人员社会化管理", closing="120000"),
            Work(function="2230199", fund=_CAPITAL, total="12640000", mix="31299", name="改革成本", initial="10000000", exact=True),
        ),
    ),
    Plan(
        key="经信局三种资金", title="一般公共预算、基金、国资三种资金，上年国资为0", name="经济和信息化局", running="2150501", people="3286400.5",
        office="486200", staff=(("行政编制", 20, 19), ("事业编制", 12, 12)), last=Last(capital="0"),
        works=(
            Work(function="2150805", total="8642000", mix="企业补助", name="中小企业发展", revised="x1.05"),
            Work(function="2120899", fund=_GOV, total="2640000", mix="企业补助", name="园区基础配套"),
            Work(function="2239999", fund=_CAPITAL, total="1800000", mix="31299", name="国企退休人员移交", initial="0"),
        ),
        sangong=SanGong(running="46200", domestic=("21640", 25, 210), held=(0, 1, 0, 0)),
    ),
    Plan(
        key="文旅局出国购车外事", title="有出国、购车、外事接待，经费来自一般公共预算", name="文化广播电视和旅游局", running="2070101",
        people="4286400", office="864200", staff=(("行政编制", 16, 15), ("事业编制", 38, 36)), annexed=True,
        works=(
            Work(function="2070109", total="1864200.5", name="群众文化活动", form=True),
            Work(function="2296003", fund=_GOV, total="640000", mix="修缮", name="体育公园", opening="64000"),
            Work(function="2070307", total="2864000", mix="修缮", name="体育场馆维护"),
        ),
        sangong=SanGong(running="86400", domestic=("36420", 38, 342), foreign=("12640", 2, 16), abroad=("64200.5", 1, 3), purchase="178500",
                        purchase_function="2070109", bought=1, held=(1, 2, 0, 1)),
        last=Last(abroad="0", purchase="0"),
    ),
    Plan(
        key="外事办", title="外事接待费比国内接待费多，有出国", name="人民政府外事办公室", running="2010301", people="986400", office="186420.5",
        staff=(("行政编制", 6, 6),), sangong=SanGong(domestic=("4860", 6, 54), foreign=("86420", 9, 84), abroad=("164200", 2, 7)),
        last=Last(abroad="x0.4"),
    ),
    Plan(
        key="公安局购车", title="公安局：一年购置十二辆执法车", name="公安局", running="2040201", people="68420000", office="8642000",
        staff=(("行政编制", 420, 412), ("机关工勤编制", 12, 10)), equipment=(18, 9),
        works=(
            Work(function="2040220", total="12864000", name="执法办案", revised="x1.04", form=True),
            Work(function="2040219", total="18642300.6", mix="设备", name="雪亮工程", opening="2640000"),
        ),
        sangong=SanGong(running="3864200", domestic=("64200", 62, 584), purchase="2186400", purchase_function="2040202", bought=12,
                        held=(12, 58, 6, 8), uses={VehicleUse.ENFORCEMENT: 76, VehicleUse.SPECIAL: 8}),
        last=Last(purchase="864200", unit="元"),
    ),
    Plan(
        key="体育中心彩票公益金", title="“三公”从政府性基金列支，一般公共预算没有", name="体育事业发展中心", kind=_INST, running="2070308",
        people="1286400", office="164200", staff=(("事业编制", 12, 11),),
        works=(
            Work(function="2296003", fund=_GOV, amounts={"30211": "86400", "30217": "2640", "30231": "36420.5", "30227": "468000"}, name="体彩公益金赛事", exact=True),
        ),
        sangong=SanGong(domestic=("0", 3, 26), held=(0, 1, 0, 0), uses={VehicleUse.OTHER: 1}), bought=("0", "0", "234000"),
    ),
)

_PURCHASES = (
    Plan(
        key="采购大于支出", title="政府采购支出大于本年支出：分年付款的工程全额列入采购", name="机关事务服务中心", kind=_INST, running="2010350",
        people="3264200", office="1286400", staff=(("事业编制", 28, 26),),
        works=(Work(function="2010302", total="4864200.5", mix="修缮", name="办公区综合改造", closing="640000"),),
        bought=("1264000", "12864000", "864000"), contracts=("14200000", "8640000"),
        sangong=SanGong(running="864200", held=(4, 8, 2, 0), uses={VehicleUse.EMERGENCY: 14}), warns=("W21-1",),
    ),
    Plan(
        key="合同大于付款", title="授予中小企业合同金额大于采购支出：合同跨年付款", name="农业农村局", running="2130101", people="8642000.5",
        office="1086400", staff=(("行政编制", 24, 23), ("事业编制", 96, 90)),
        works=(
            Work(function="2130122", total="18642000", mix="补助个人", name="农业生产发展", opening="1264000", form=True),
            Work(function="2130153", total="32684000", mix="工程", name="高标准农田建设", closing="4864000", revised="x1.2"),
        ),
        bought=("486400", "16840000", "1264000"), contracts=("38640000", "21864000"), warns=("W22",),
        sangong=SanGong(running="186400", domestic=("24600", 28, 252), held=(0, 4, 0, 1)),
    ),
    Plan(
        key="合同大于付款的水利站", title="事业单位，合同金额是付款的三倍", name="农田水利站", kind=_INST, scope=Scope.UNIT, running="2130306",
        people="1864200", office="186400", staff=(("事业编制", 18, 17),),
        works=(Work(function="2130305", total="6842000.5", mix="工程", name="小型水库除险加固", revised="x1.3", closing="1264000"),),
        bought=("0", "2640000", "320000"), contracts=("8864000", "8864000"), warns=("W22",),
    ),
)

_SHRUNK = (
    Plan(
        key="一般预算缩到十分之一", title="一般公共预算支出只有上年的十分之一", name="发展和改革局", running="2010401", people="2864200",
        office="426800.5", staff=(("行政编制", 22, 20), ("事业编制", 8, 8)), last=Last(general="x10.2"),
        works=(Work(function="2010499", total="864200", name="规划编制", revised="x1.1"),),
        sangong=SanGong(running="42600", domestic=("16840", 18, 164), held=(0, 1, 0, 0)), why="上年易地扶贫搬迁项目完工，专项资金减少",
    ),
    Plan(
        key="十倍增长的应急局", title="一般公共预算支出是上年的九倍：救灾", name="应急管理局", running="2240101", people="3264000", office="486400",
        staff=(("行政编制", 18, 17), ("事业编制", 12, 11)), last=Last(general="x0.11", operating="x0.97", unit="元"),
        works=(
            Work(function="2240703", total="46842000", mix="救济", name="洪涝灾害救助", initial="0", form=True),
            Work(function="2240601", total="12640000", mix="工程", name="地质灾害治理", initial="0", closing="2640000"),
        ),
        sangong=SanGong(running="164200", domestic=("12640", 13, 124), held=(0, 3, 0, 0)), why="本年发生洪涝灾害，救灾资金增加",
    ),
    Plan(
        key="市场监管局合并", title="多个所属单位，全部按批复数核对", name="市场监督管理局", running="2013801", last=Last(unit=""), people="12864200", office="1642000",
        staff=(("行政编制", 86, 80), ("事业编制", 24, 22)), approved=True, members=(("食品药品检验所", _INST), ("市场监管综合行政执法大队", _LIKE)),
        works=(
            Work(function="2013850", total="1864200.45", mix="事业人员", nature=_BASIC, unit="食品药品检验所"),
            Work(function="2013801", total="6420000", mix="行政人员", nature=_BASIC, unit="市场监管综合行政执法大队"),
            Work(function="2013816", total="1286400", name="食品安全抽检", revised="x1.02", form=True),
        ),
        sangong=SanGong(running="364200", held=(0, 9, 0, 0), uses={VehicleUse.ENFORCEMENT: 9}),
    ),
    Plan(
        key="全部按批复数核对", title="批复数逐科目逐款核对，两种资金，有结转", name="林业和草原局", running="2130201", people="4864200.32",
        office="624200", staff=(("行政编制", 16, 15), ("事业编制", 44, 41)), approved=True, last=Last(unit="元"),
        works=(
            Work(function="2130205", total="8642000", mix="工程", name="国土绿化", opening="864200", closing="1264000"),
            Work(function="2130209", total="12640350.5", mix="30310", name="森林生态效益补偿"),
            Work(function="2130234", total="1864000", name="森林草原防灭火"),
            Work(function="2130204", total="264200", mix="服务", fund=_OTHER, source=Source.SUPERIOR, opening="64200"),
        ),
        sangong=SanGong(running="186400", domestic=("8640", 9, 86), held=(0, 4, 0, 0)),
    ),
    Plan(
        key="债务付息的财政专户", title="债务付息、还本：没有人员，亿元金额", name="政府债务管理中心", kind=_INST, running="2010699",
        people="486400", office="64200.5", staff=(("事业编制", 5, 5),),
        works=(Work(function="2320411", fund=_GOV, total="128640000", mix="30701", name="专项债券付息", exact=True),),
    ),
    Plan(
        key="总工会", title="代管群团，工会经费在其他收入", name="总工会", kind=_MASS, running="2012901", people="1264200.8", office="186400",
        staff=(("参公事业编制", 9, 8),),
        works=(
            Work(function="2012999", total="1864200", mix="服务", fund=_OTHER, source=Source.OTHER, opening="420000", closing="386400.5"),
            Work(function="2012999", total="640000", mix="补助个人", name="困难职工帮扶"),
        ),
        sangong=SanGong(running="24600", held=(0, 1, 0, 0)), last=Last(opening="120000"),
    ),
)

MORE_PLANS: tuple[Plan, ...] = (
    *_RED, *_NONE, *_INSTITUTIONS, *_OTHER_ONLY, *_TOWNS, *_FUNDS, *_PURCHASES, *_SHRUNK,
)  # fmt: skip
