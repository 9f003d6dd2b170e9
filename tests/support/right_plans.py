"""The plans of right departments that look wrong at first sight: tiny, huge, new, dissolved, per head, by 元."""

from __future__ import annotations

from report_author.model.choices import Fund, Nature, OrgKind, Source, VehicleUse
from tests.support.right_last_year import Last
from tests.support.right_plan import Plan, SanGong, Work

_LIKE, _INST = OrgKind.CIVIL_SERVICE_LIKE, OrgKind.INSTITUTION
_GOV, _CAPITAL, _OTHER = Fund.GOVERNMENT, Fund.CAPITAL, Fund.OTHER

_NEW = (
    Plan(
        key="新设乡村振兴局", title="上年十二月设立，上年只有一个月的支出", name="乡村振兴局", running="2130501",
        people="1462380.55", office="286400", staff=(("行政编制", 12, 10), ("机关工勤编制", 1, 1)),
        works=(Work(function="2130599", total="980000", name="防止返贫动态监测", revised="x1.05", form=True),),
        sangong=SanGong(running="32600", domestic=("8420", 9, 72), held=(0, 1, 0, 0)),
        last=Last(general="86352.18", running="0", reception="0", operating="21870.00"),
        why="本部门于上年12月成立，上年只有一个月的支出",
    ),
    Plan(
        key="新设大数据中心", title="上年十二月设立的事业单位，上年全部为0", name="大数据中心", kind=_INST, running="2010350",
        people="913500", office="146200.4", staff=(("事业编制", 10, 8),), last=Last(all="0"),
        works=(Work(function="2010302", total="2650000", mix="设备", name="政务云平台建设", revised="x1.1"),),
        why="本单位于上年12月批准成立，上年没有收支",
    ),
    Plan(
        key="新设疾控监督所", title="上年十二月由两个股室划出，上年只发了一个月工资", name="卫生健康综合监督所", kind=_LIKE,
        running="2100101", people="2186450.9", office="341200", staff=(("参公事业编制", 18, 16),),
        sangong=SanGong(running="58000", held=(0, 2, 0, 0), uses={VehicleUse.ENFORCEMENT: 2}),
        last=Last(general="168420.35", running="4800", reception="0", operating="22100", unit="元"),
        works=(Work(function="2100409", total="420000", name="医疗卫生随机监督抽查", initial="0"),),
        why="上年12月划转成立，上年只有一个月的人员经费",
    ),
    Plan(
        key="新设园区管委会", title="本年设立，上年各行都是0，有专项债", name="工业园区管理委员会", running="2150501",
        people="3268000", office="620000", staff=(("行政编制", 24, 20),), last=Last(all="0"),
        works=(
            Work(function="2290402", fund=_GOV, total="380000000", mix="工程", name="园区标准厂房", initial="0", exact=True),
            Work(function="2150805", total="12000000", mix="企业补助", name="企业发展扶持", revised="15000000", exact=True),
        ),
        sangong=SanGong(running="96000", domestic=("38600", 42, 380), held=(0, 2, 0, 0)), why="本年新成立，上年没有收支",
    ),
)

_BONDS = (
    Plan(
        key="水务局专项债", title="政府性基金从0.8万元增加到5000万元", name="水务局", running="2130301",
        people="6843200.36", office="986400", staff=(("行政编制", 15, 14), ("事业编制", 32, 30)),
        works=(
            Work(function="2290402", fund=_GOV, total="50000000", mix="工程", name="城乡供水一体化", initial="0", exact=True),
            Work(function="2130306", total="1830000", mix="修缮", name="水库维修养护", revised="x1.08", form=True),
            Work(function="2130314", total="640000", name="防汛抗旱"),
        ),
        sangong=SanGong(running="168000", domestic=("21360", 26, 214), held=(1, 3, 0, 0)),
        last=Last(government="8000"), why="新增城乡供水一体化专项债券资金", basic_budget=("x0.95", "x1.01"),
    ),
    Plan(
        key="交通局专项债", title="专项债由0.8万元增加到5000万元，上年数以元填写", name="交通运输局", running="2140101",
        people="5420800", office="802600.85", staff=(("行政编制", 14, 13), ("参公事业编制", 20, 18)),
        works=(
            Work(function="2290402", fund=_GOV, total="50000000", mix="工程", name="快速通道建设", initial="0", exact=True),
            Work(function="2140104", total="23680000", mix="工程", name="农村公路建设", revised="x1.02", opening="1860000"),
            Work(function="2140106", total="4126500.6", mix="修缮", name="公路养护", revised="x1.1", closing="380000"),
        ),
        sangong=SanGong(running="214000", domestic=("16800", 18, 150), held=(0, 3, 1, 0)),
        last=Last(government="8000.00", unit="元", opening="2000000"), why="新增快速通道建设专项债券资金",
    ),
    Plan(
        key="卫健局专项债", title="上年政府性基金只有福彩金的尾款0.83万元，本年专项债6200万元", name="卫生健康局", running="2100101",
        people="4680350.2", office="716000", staff=(("行政编制", 18, 17), ("事业编制", 14, 13)),
        works=(
            Work(function="2290402", fund=_GOV, total="62000000", mix="工程", name="县人民医院迁建", initial="0", exact=True),
            Work(function="2100408", total="28640000", mix="医疗", name="基本公共卫生服务", revised="x1.03", form=True),
            Work(function="2100410", total="9845000", mix="设备", name="疫情防控物资和设备", initial="0"),
        ),
        sangong=SanGong(running="84600", domestic=("9860", 11, 96), held=(0, 1, 0, 1)),
        last=Last(government="8300"), why="新增医院迁建专项债券资金和疫情防控支出",
    ),
    Plan(
        key="住建局二十亿", title="城市建设和棚改，总支出约20亿元", name="住房和城乡建设局", running="2120101",
        people="12684500", office="1935600", staff=(("行政编制", 30, 28), ("事业编制", 65, 61)),
        works=(
            Work(function="2120803", fund=_GOV, total="1186000000", mix="工程", name="城市道路和管网", revised="x1.02", exact=True),
            Work(function="2120801", fund=_GOV, total="425600000", mix="征拆", name="征地和拆迁补偿", exact=True),
            Work(function="2210103", total="318000000", mix="征拆", name="棚户区改造", revised="330000000", exact=True),
            Work(function="2210108", total="46830000", mix="修缮", name="老旧小区改造", opening="6200000", closing="2150000"),
        ),
        sangong=SanGong(running="286000", domestic=("34500", 36, 320), held=(1, 4, 0, 1), uses={VehicleUse.CONFIDENTIAL: 1, VehicleUse.EMERGENCY: 4, VehicleUse.OTHER: 1}),
    ),
    Plan(
        key="自然资源局基金锐减", title="政府性基金由3亿元减少到12万元", name="自然资源和规划局", running="2200101",
        people="7215600.48", office="1046000", staff=(("行政编制", 26, 25), ("事业编制", 40, 37)),
        works=(
            Work(function="2120802", fund=_GOV, total="120000", mix="服务", name="土地开发前期工作", exact=True),
            Work(function="2200106", total="3860000", name="国土空间规划编制", revised="4000000", exact=True),
        ),
        sangong=SanGong(running="132000", domestic=("12860", 15, 118), held=(0, 3, 0, 0), uses={VehicleUse.ENFORCEMENT: 2, VehicleUse.CONFIDENTIAL: 1}),
        last=Last(government="300000000"), why="上年的土地收储项目已经完成，本年政府性基金减少",
    ),
)

_PER_HEAD = (
    Plan(
        key="社保局转移支付", title="社保局：对基金的补助，每名职工几千万元", name="社会保险事业管理局", kind=_LIKE, running="2080109",
        people="4862300.65", office="684500", staff=(("参公事业编制", 36, 34),),
        works=(
            Work(function="2082602", total="186400000", mix="31302", name="城乡居民养老保险补助", exact=True),
            Work(function="2080507", total="412680000", mix="31302", name="机关事业单位养老保险补助", initial="x0.9"),
        ),
        sangong=SanGong(running="28600", held=(0, 1, 0, 0)),
    ),
    Plan(
        key="医保局转移支付", title="医保局：十几名职工，几亿元补助", name="医疗保障局", running="2101501",
        people="2145800", office="368420.75", staff=(("行政编制", 10, 9), ("事业编制", 8, 8)),
        works=(
            Work(function="2101202", total="326850000", mix="31302", name="城乡居民医疗保险补助", initial="x0.96"),
            Work(function="2101301", total="18640000", mix="救济", name="城乡医疗救助", closing="1240000", form=True),
        ),
        sangong=SanGong(domestic=("4280", 6, 45)),
    ),
    Plan(
        key="教育局含全部学校", title="教育局：全部学校的工资，人员只列本级", name="教育局", running="2050101",
        people="6842000", office="968400", staff=(("行政编制", 16, 15), ("事业编制", 22, 20)),
        works=(
            Work(function="2050202", total="312465820.36", mix="事业人员", nature=Nature.BASIC, unit="实验小学", initial="x0.97"),
            Work(function="2050203", total="246830400", mix="事业人员", nature=Nature.BASIC, unit="第一初级中学", initial="x0.98"),
            Work(function="2050204", total="98642000", mix="事业人员", nature=Nature.BASIC, unit="高级中学"),
            Work(function="2080505", total="72864000", mix="30108", nature=Nature.BASIC, unit="实验小学"),
            Work(function="2101102", total="38642000.5", mix="30110", nature=Nature.BASIC, unit="实验小学"),
            Work(function="2210201", total="62846000", mix="30113", nature=Nature.BASIC, unit="第一初级中学"),
            Work(function="2050202", total="28640000", mix="办学", nature=Nature.BASIC, unit="实验小学"),
            Work(function="2050299", total="46800000", mix="修缮", name="义务教育薄弱环节改善", opening="5300000", form=True),
            Work(function="2050204", total="12680000", mix="办学", fund=_OTHER, source=Source.UNDERTAKING, nature=Nature.BASIC, unit="高级中学", closing="860000", opening="420000"),
        ),
        members=(("实验小学", _INST), ("第一初级中学", _INST), ("高级中学", _INST)),
        sangong=SanGong(running="64200", domestic=("14600", 16, 138), held=(0, 2, 0, 0)), last=Last(opening="3000000"),
    ),
    Plan(
        key="民政局救助", title="民政局：发放救助资金，每名职工几百万元", name="民政局", running="2080201",
        people="2865400", office="421600.3", staff=(("行政编制", 14, 13), ("事业编制", 8, 7)),
        works=(
            Work(function="2081902", total="68420000", mix="救济", name="农村最低生活保障", revised="70000000", exact=True),
            Work(function="2081901", total="12860000", mix="救济", name="城市最低生活保障"),
            Work(function="2081006", total="9640000", mix="修缮", name="养老服务设施", closing="560000"),
            Work(function="2296002", fund=_GOV, total="1860000", mix="修缮", name="福彩公益金养老项目"),
        ),
        sangong=SanGong(running="42600", domestic=("6840", 8, 66), held=(0, 1, 0, 0)),
    ),
    Plan(
        key="退役军人局优抚", title="退役军人局：七名职工，优抚资金五千万元", name="退役军人事务局", running="2082801",
        people="1162800", office="246800", staff=(("行政编制", 8, 7),),
        works=(
            Work(function="2080805", total="16420000", mix="优抚", name="义务兵家庭优待"),
            Work(function="2080802", total="21650000", mix="优抚", name="伤残抚恤", initial="x0.93", form=True),
            Work(function="2080899", total="13820450.5", mix="优抚", name="优抚对象生活补助", opening="640000.5"),
        ),
        sangong=SanGong(domestic=("3260", 4, 31)),
    ),
)

_REMNANTS = (
    Plan(
        key="撤并的扶贫移民局", title="撤并后只余300元手续费，上年4360万元", name="扶贫和移民工作局", exact=True,
        works=(Work(function="2130501", amounts={"30204": "300"}, nature=Nature.BASIC, exact=True),),
        last=Last(general="43602145.36", operating="486000", running="58600", reception="21400"),
        why="机构改革后职能和人员划出，本年只有账户的手续费", warns=("N40-1",),
    ),
    Plan(
        key="撤并的老干局", title="撤并后只余300元，上年286万元", name="中共{}委老干部局", exact=True,
        works=(Work(function="2013201", amounts={"30204": "45", "30207": "255.00"}, nature=Nature.BASIC, exact=True),),
        last=Last(general="2863400", operating="214000", running="36200", reception="4600", unit="元"),
        why="机构和人员并入组织部门，本年只有尾款", warns=("N40-1",),
    ),
    Plan(
        key="撤并的供销社", title="撤并的事业单位，只余300元其他资金，上年512万元", name="供销合作社联合社", kind=_INST, exact=True,
        works=(Work(function="2160299", amounts={"30204": "300.00"}, fund=_OTHER, source=Source.OTHER, nature=Nature.BASIC, exact=True),),
        last=Last(general="4861200", other="258800", running="0", reception="0", opening="0"),
        why="改制完成，资产和人员移交，本年只有账户的手续费", warns=("N40-1",),
    ),
    Plan(
        key="撤并的计生站", title="撤并后本年只发了一个月工资，上年1860万元", name="计划生育服务站", kind=_INST, running="2100101",
        people="62840.12", office="1245", staff=(("事业编制", 0, 0),), basic_budget=("", ""), exact=True,
        last=Last(general="18604500"), why="1月人员划转到妇幼保健院，本年只有一个月的支出",
        warns=("W25",),
    ),
)

_SMALL_ROWS = (
    Plan(
        key="文联五元", title="有5.00元、12.35元、45元的行，总支出约2万元", name="文学艺术界联合会", kind=OrgKind.MASS,
        works=(
            Work(function="2012902", amounts={"30204": "5.00", "30207": "12.35", "30201": "45", "30211": "2860", "30226": "18200"}, nature=Nature.BASIC, exact=True),
        ),
        last=Last(all="x0.94"), exact=True,
    ),
    Plan(
        key="科协零星支出", title="零星支出：5.00元、12.35元、45元与整万元预算", name="科学技术协会", kind=OrgKind.MASS, running="2012901",
        people="486320.4", office="0", staff=(("参公事业编制", 5, 4),), exact=True, basic_budget=("500000", "500000"),
        works=(
            Work(function="2012999", amounts={"30204": "5.00", "30207": "12.35", "30205": "45", "30201": "31260.8", "30226": "68000"}, name="科普活动", revised="100000"),
        ),
    ),
    Plan(
        key="残联零星收入", title="利息收入12.35元，支出45元，其余为财政拨款", name="残疾人联合会", kind=OrgKind.MASS, running="2081101",
        people="862400", office="98640.5", staff=(("参公事业编制", 8, 7),),
        works=(
            Work(function="2081101", amounts={"30204": "45"}, fund=_OTHER, source=Source.OTHER, nature=Nature.BASIC, opening="32.65", exact=True),
            Work(function="2081107", total="6843000", mix="30305", name="残疾人两项补贴", form=True),
            Work(function="2296006", fund=_GOV, total="268000", mix="服务", name="残疾人就业培训"),
        ),
        last=Last(other="5.00"),
    ),
    Plan(
        key="党史研究室", title="总支出十余万元，多行不足百元", name="中共{}委党史研究室", kind=_INST, running="2013102", exact=True,
        works=(
            Work(function="2013102", amounts={"30201": "88.8", "30202": "46000", "30204": "6", "30207": "96.5", "30211": "3420", "30226": "65000"}, name="地方志编纂", revised="120000"),
        ),
    ),
    Plan(
        key="工商联两万", title="全年2万元的群团组织", name="工商业联合会", kind=OrgKind.MASS, exact=True,
        works=(Work(function="2012902", amounts={"30201": "4860.5", "30211": "2139.5", "30216": "13000"}, name="民营企业家培训"),),
        last=Last(general="20000"),
    ),
)

_WHOLE_WAN = (
    Plan(
        key="县委办整万预算", title="预算整万元（3,000,000），决算有角分", name="中共{}委办公室", running="2013101", exact=True,
        people="2986543.21", office="812345.67", staff=(("行政编制", 28, 26), ("机关工勤编制", 4, 3)), basic_budget=("", ""),
        works=(Work(function="2013102", total="2998765.43", name="专项调研和督查", initial="3000000", revised="3000000", form=True),),
        sangong=SanGong(running="182340.5", domestic=("96420", 78, 860), held=(2, 3, 0, 0), uses={VehicleUse.LEADER: 1, VehicleUse.CONFIDENTIAL: 2, VehicleUse.EMERGENCY: 2}, spare="x1.25"),
    ),
    Plan(
        key="人大办整万", title="收支预算全是整万元，决算正好用完", name="人民代表大会常务委员会办公室", running="2010101", exact=True,
        people="4200000", office="860000", staff=(("行政编制", 26, 24),), basic_budget=("", ""),
        works=(Work(function="2010104", total="600000", mix="服务", name="人大代表大会"), Work(function="2010108", total="300000", name="代表活动")),
        sangong=SanGong(running="120000", domestic=("30000", 32, 300), held=(1, 2, 0, 0), uses={VehicleUse.LEADER: 1, VehicleUse.CONFIDENTIAL: 1, VehicleUse.EMERGENCY: 1}, spare="x1"),
        last=Last(all="x1"),
    ),
    Plan(
        key="组织部整万年初", title="年初预算整万元，全年预算等于决算的角分", name="中共{}委组织部", running="2013201", exact=True,
        people="2643218.9", office="456321.08", staff=(("行政编制", 22, 20),), basic_budget=("x0.96", ""),
        works=(
            Work(function="2013202", total="8123456.78", name="基层党建", initial="8000000"),
            Work(function="2130152", total="1365420.5", mix="30305", name="大学生村官补助", initial="1200000"),
        ),
        sangong=SanGong(running="64321.5", domestic=("18765", 21, 190), held=(1, 1, 0, 0)), approved=True,
    ),
)

PLANS: tuple[Plan, ...] = (*_NEW, *_BONDS, *_PER_HEAD, *_REMNANTS, *_SMALL_ROWS, *_WHOLE_WAN)
