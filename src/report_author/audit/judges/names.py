"""Names of the department, of firms, of honours written in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import INFO, Doubt, at_all_places, doubt_at
from report_author.audit.judges.same import lacks_one, swapped
from report_author.audit.reading.blocks import Block

_FIRM = re.compile(r"(?P<stem>[\u4e00-\u9fff（）]{4,14}?)(?P<kind>股份有限公司|有限责任公司|有限公司)")
_ENDS = r"(?:局|委员会|办公室|中心|厅|院|校|处|站|所|队|会|委|办|部|政府|街道办事处|学校|幼儿园|医院)"
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。；，]))(?P<name>[\u4e00-\u9fff]{{4,30}}?{_ENDS})(?=20\d\d年(?:度)?(?:[\u4e00-\u9fff“]{{0,10}})?(?:收入|支出|收支|收、支|财政拨款|一般公共|机关运行|政府采购|“?三公|部门决算|单位决算))"
    rf"|20\d\d年(?:度)?[，、]?(?P<name2>[\u4e00-\u9fff]{{4,30}}?{_ENDS})(?=机关运行经费|政府采购|共有车辆|“三公”|部门决算|收入支出|收、支)"
)
_REGION = re.compile(r"([\u4e00-\u9fff]{2,7}?(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗))")
_REGION_END = re.compile(r"[省市县区州旗盟]")
#: a character that tells one place, one school from another
_TELLING = re.compile(r"[县市区省镇乡州本各一二三四五六七八九十东西南北中上下前后新老大小\d]")
#: one character may tell two offices apart
_OFFICES = re.compile(
    r"财政|民政|教育|体育|司法|公安|交通|水务|水利|农业|林业|商务|税务|统计|审计|档案|卫健|医保"
    r"|人社|住建|环保|规划|信访|文旅|文化|旅游|民族|宗教|扶贫|应急|气象|地震|供销|粮食|城管|园林"
    r"|残联|妇联|法院|检察|组织|宣传|统战|政法|纪委|监委|编办|党校|人大|政协|团委|工会|科协|侨联"
    r"|工商|科技|经信|发改|国土|消防"
)


def judge_names(report: Report) -> Iterator[Doubt]:
    """Names against one another."""
    slips = list(_slips(report))
    yield from slips
    yield from _own_name(report, [doubt.stated for doubt in slips])
    yield from _firms(report)
    yield from _honours(report)


def own_name(report: Report) -> str:
    """The department, without what its title says in brackets behind it."""
    return re.sub(r"（[^（）]*）$", "", report.unit)


def _own_name(report: Report, told: Sequence[str]) -> Iterator[Doubt]:
    """Statements that the law asks of this department, under the name of another one; ``told`` names have a doubt."""
    name = own_name(report)
    subjects = [(block, found, found["name"] or found["name2"]) for block, found in report.find(_SUBJECT)]
    counted = Counter(words for _, _, words in subjects)
    if not name and counted:
        name, times = counted.most_common(1)[0]
        if times < 3:
            return
    doubts = []
    for block, found, said in subjects:
        words = re.sub(r"^(?:我|本)?(?:县|市|区)?(?:其中|中|截至|全年)?", "", said) or said
        if (
            not name
            or any(each in said for each in told)
            or _is_name_of(words, name)
            or counted[said] >= 3
            or not _akin(words, name)
        ):
            continue
        doubts.append(
            doubt_at(
                "C12",
                block,
                found.span("name" if found["name"] else "name2"),
                f"这里的单位名称是“{said}”，报告的单位是“{name}”。",
                "请统一为本单位的规范名称。",
                said,
                name,
                confidence="中",
            )
        )
    yield from at_all_places(doubts, "单位名称与报告的单位不一致")


def _is_name_of(words: str, name: str) -> bool:
    """Whether ``words`` are the name, a part of it, or a short form that keeps its place of government."""
    if (
        words in name
        or name in words
        or any(words[n:] in name and not _REGION_END.search(words[:n]) for n in range(1, 5))
    ):
        return True
    long, short = (name, words) if len(name) >= len(words) else (words, name)
    rest = iter(long)
    if not all(char in rest for char in short):
        return False
    regions = _REGION.findall(name)
    return not (len(regions) > 1 and words.startswith(regions[0]) and regions[1] not in words)


def _akin(words: str, name: str) -> bool:
    """Whether the two can be meant for the same office: they share most of their characters."""
    return len(set(words) & set(name)) * 10 >= len(set(words)) * 6


def _slips(report: Report) -> Iterator[Doubt]:
    """The own name with one character changed, left out or put in, once or twice against many."""
    names = {own_name(report)} | {
        m[1] for m in re.finditer(r"以下(?:简称|称)[：:]?“?([\u4e00-\u9fff]{4,12})[”）]", report.text)
    }
    names |= {short for name in list(names) for short in _shortened(name) if report.text.count(short) >= 3}
    told: set[str] = set()
    for name in sorted((n for n in names if len(n) >= 5), key=len, reverse=True):
        times = report.text.count(name)
        for block in report.prose if times > 1 else ():
            for at, said in _near(block.plain.text, name):
                before_report = said == f"{name}部" and block.plain.text.startswith("门", at + len(said))
                if (
                    said in told
                    or before_report  # …部 before 部门决算
                    or report.text.count(said) * 3 > times
                    or any(said in other for other in names)
                ):
                    continue
                told.add(said)
                yield doubt_at(
                    "C12",
                    block,
                    (at, at + len(said)),
                    f"单位名称写成了“{said}”，别处是“{name}”。",
                    "请核对名称。",
                    said,
                    name,
                    confidence="中",
                    also=tuple(b.place for b in report.prose if said in b.plain.text and b is not block),
                )


def _shortened(name: str) -> Iterator[str]:
    """“中共米易县委政法委员会” → “县委政法委”, “米易县委政法委”; “云岭县林业局” → “县林业局”."""
    plain = re.sub(r"^中(?:国共产党|共)", "", name)
    yield plain
    ruled = re.search(r"[县市区州旗](?![^县市区州旗]*[县市区州旗]).{4,}", plain)
    if ruled:
        yield ruled.group()
    if plain.endswith("委员会"):
        yield plain.removesuffix("员会")
        found = re.search(r"[县市区]委.*", plain.removesuffix("员会"))
        if found:
            yield found.group()


def _near(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Stretches of ``text`` that are ``name`` but for one character inside."""
    half = len(name) // 2
    head, tail = name[:half], name[half:]
    for anchor, is_head in ((head, True), (tail, False)):
        other = tail if is_head else head
        start = text.find(anchor)
        while start >= 0:
            for size in (len(other), len(other) - 1, len(other) + 1):
                low = start + len(anchor) if is_head else start - size
                said = text[low : low + size] if low >= 0 else ""
                if len(said) == size and _slip(said, other):
                    first = start if is_head else low
                    yield first, text[first : first + len(anchor) + size]
                    break
            start = text.find(anchor, start + 1)


def _slip(said: str, right: str) -> bool:
    """One character changed inside, two changed places, or one left out or put in; not another office."""
    if said == right or not re.fullmatch(r"[\u4e00-\u9fff]+", said):
        return False
    if len(said) == len(right):
        if swapped(said, right):
            return True
        wrong = [i for i, (a, b) in enumerate(zip(said, right, strict=True)) if a != b]
        if len(wrong) != 1 or said[-1] != right[-1]:
            return False
        at = wrong[0]
        around = (said[max(0, at - 1) : at + 1], said[at : at + 2])
        other_region = said[at + 1 : at + 2] in ("县", "市", "区", "省", "镇", "乡", "州")
        return (
            not any(_OFFICES.fullmatch(pair) for pair in around)
            and not other_region
            and not _TELLING.search(said[at] + right[at])
        )
    shorter, longer = sorted((said, right), key=len)
    return (
        said[-1] == right[-1]
        and said[0] == right[0]
        and (len(right) >= 4 or said is longer)
        and lacks_one(shorter, longer)
        and not set("县市区省委") & (set(longer) - set(shorter))
    )


def _firms(report: Report) -> Iterator[Doubt]:
    names: dict[str, dict[str, tuple[Block, int]]] = defaultdict(dict)
    for block, found in report.find(_FIRM):
        stem = found["stem"]
        key = next((k for k in names if k.endswith(stem[-6:]) or stem.endswith(k[-6:])), stem)
        names[key].setdefault(found["kind"], (block, found.start()))
    for stem, kinds in names.items():
        if len(kinds) > 1:
            words = "、".join(f"“{stem[-6:]}{kind}”" for kind in kinds)
            block, at = list(kinds.values())[-1]
            yield doubt_at(
                "C12",
                block,
                (at, at + len(stem)),
                f"同一家公司有几种写法：{words}。",
                "请统一为营业执照上的名称。",
                words,
                confidence="中",
                also=tuple(b.place for b, _ in kinds.values()),
            )


_WON = re.compile(r"被?(?:评为|授予|命名为)([\u4e00-\u9fff]{6,16})")
_PROPOSED = re.compile(r"推荐为([\u4e00-\u9fff]{6,20}?)(?:候选|称号|，|。|；)")


def _honours(report: Report) -> Iterator[Doubt]:
    """被评为 here, 被推荐为 there."""
    won = {found[1]: block for block, found in report.find(_WON)}
    for block, found in report.find(_PROPOSED):
        for name, where in won.items():
            if name[:8] == found[1][:8] and where is not block:
                yield doubt_at(
                    "C42",
                    block,
                    found.span(1),
                    f"这里说被推荐为“{found[1]}”，{where.place}说已评为“{name}”。",
                    "请核对哪一种说法是对的。",
                    f"推荐为{found[1]}",
                    f"评为{name}",
                    severity=INFO,
                    confidence="中",
                )
