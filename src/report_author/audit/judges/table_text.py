"""The figures of a text held against the cells of its tables; projects against their 项."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from report_author.audit.claims.report import Report, Role
from report_author.audit.claims.tokens import HUNDRED, Span, Token, shown
from report_author.audit.judges.keys import Known, class_names, key_of, known_figures, scope_of
from report_author.audit.judges.relations import ERROR, WARNING, NotJudged, Relation, Verdict, broken, holds
from report_author.audit.judges.table_cells import Entry, TableCells, alternatives, budgets_of, entries
from report_author.checks.amounts import Rounded
from report_author.model.money import half_up

# ---------------------------------------------------------------- the figures of a text held against the cells of its tables


_CARS = re.compile(r"(?P<name>[\u4e00-\u9fff（）]{2,18}?)(?:为|共|有)?(?P<n>\d+)辆")
_ALL_CARS = re.compile(r"共有车辆(?P<n>\d+)辆|车辆(?:数)?(?:合计|总数|共计)(?:为)?(?P<m>\d+)辆")
_EQUIPMENT = re.compile(
    r"单价(?P<level>50|100)万元(?:（含）)?以上的?(?:的)?(?P<kind>通用|专用)?设备(?P<n>\d+)台"
)
_NO_TABLE = "公开表里没有对应的数"
_MANY = 3  # so many figures off by 10,000 on one sheet are one fault of its unit


def judge_text(report: Report, cells: TableCells) -> Iterator[Relation | NotJudged]:
    """Amounts, rates of completion, counts of the prose against the cells that print them as well."""
    listed = [*_amounts(report, cells), *_budgets(report, cells)]
    listed += [*_completions(report, cells), *_counts(report, cells)]
    yield from _with_unit_faults([each for each in listed if isinstance(each, Relation)])
    yield from _omitted(report, cells)
    yield from _together([each for each in listed if isinstance(each, NotJudged)])


def _amounts(report: Report, cells: TableCells) -> Iterator[Relation | NotJudged]:
    met: set[Token] = set()
    for known in known_figures(report):
        token = known.mention.token
        scope = scope_of(token.block.section)
        met.add(token)
        found, others = [*entries(cells, known.key, scope)], [*alternatives(cells, known.key)]
        if found or others:
            yield _held(report, known, found, others)
        elif token.value and (lost := _no_row(report, cells, known, scope)):
            yield lost
        else:
            yield NotJudged("C01", token.block.place, f"{_name(known.key)}{token.text}", _NO_TABLE)
    for mention in report.mentions(Role.PLAIN):
        if mention.token not in met and mention.token.value:
            yield NotJudged(
                "C01", mention.token.block.place, f"{mention.label}{mention.token.text}", _NO_TABLE
            )


def _held(report: Report, known: Known, found: Sequence[Entry], others: Sequence[Entry]) -> Relation:
    token = known.mention.token
    fits = next((entry for entry in (*found, *others) if entry.agrees(token, report.style)), None)
    if fits is not None:
        elsewhere = found and known.total and fits not in found
        return _other_scope(known, found[0], fits) if elsewhere else holds("C01", token, *fits.cells)
    every = found if found and known.total else [*found, *others]
    shifted = next((entry for entry in every if entry.shifted(token, report.style)), None)
    if shifted is not None:
        return _shifted(token, _name(known.key), shifted)
    return _differing(
        token, _name(known.key), min(every, key=lambda e: abs(e.value - token.yuan)), sure=bool(found)
    )


def _shifted(token: Token, name: str, entry: Entry) -> Relation:
    return broken(
        "C10",
        (token, *entry.cells),
        f"“{name}”的数字相同而单位不同，差一万倍：文字是{token.text}，{entry.place}是{entry.text}。",
        "请核对文字里的单位和表头的金额单位（元、万元）。",
        f"文字：{token.text}",
        f"表格：{entry.text}",
        working=f"{token.text}与{entry.text}",
    )


def _differing(token: Token, name: str, entry: Entry, *, sure: bool) -> Relation:
    """Text and table say different things; which one is right, nobody can know from them."""
    gap = token.yuan - entry.value
    return broken(
        "C01",
        (token, *entry.cells),
        f"“{name}”文字与表格不一致：文字是{token.text}，{entry.place}是{entry.text}，相差{shown(abs(gap).scaleb(-4))}万元。",
        "请核对是文字有误还是表格有误，改成同一个数；口径不同的，请在文字里写明口径。",
        f"文字：{token.text}",
        f"表格：{entry.text}",
        working="＋".join(cell.text or "空" for cell in entry.cells),
        difference=f"{shown(gap.scaleb(-4))}万元",
        severity=WARNING if abs(gap) <= Decimal(150) or not sure else ERROR,
        confidence="高" if sure else "中",
    )


def _other_scope(known: Known, named: Entry, equal: Entry) -> Relation:
    token = known.mention.token
    return broken(
        "C01",
        (token, *named.cells),
        f"文字说的是总计，{token.text}却等于{equal.place}的{equal.text}；总计在{named.place}，是{named.text}。",
        "请统一口径：写总计的，用总表的总计（含年初、年末结转和结余）；写本年收入、本年支出的，请改称呼。",
        f"文字：{token.text}",
        f"表格：{named.text}",
        working=f"{named.text}与{equal.text}",
        difference=f"{shown((token.yuan - named.value).scaleb(-4))}万元",
        sure=False,
    )


def _no_row(report: Report, cells: TableCells, known: Known, scope: str) -> Relation | None:
    """A 类 or 项 that the text spends on and the table does not know."""
    single = known.key.startswith(("类:", "项:")) and "+" not in known.key
    if scope != "一般" or not single or not cells.filled("一般支出表"):
        return None
    token = known.mention.token
    sheet = cells.sheets["一般支出表"].raw.name
    return broken(
        "C01",
        (token,),
        f"文字有“{_name(known.key)}”{token.text}，“{sheet}”没有这个科目。",
        "请核对文字里的科目和表格里的科目是否一致。",
        f"文字：{token.text}",
        "表格：没有这一行",
        difference=f"{token.text}",
        severity=WARNING,
    )


def _omitted(report: Report, cells: TableCells) -> Iterator[Relation]:
    """A 类 of 一般支出表 that the list of classes leaves out."""
    table = dict(cells.classes("一般支出表", "合计"))
    said = [k for k in known_figures(report) if k.key.startswith("类:") and k.key.endswith("@一般")]
    names = {known.key[2:].partition("@")[0] for known in said}
    everywhere = report.text
    for name, entry in table.items():
        if len(names & table.keys()) >= 2 and name not in names and entry.value and name not in everywhere:
            token = said[-1].mention.token
            yield broken(
                "C01",
                (token, *entry.cells),
                f"{entry.place}有“{name}支出”{entry.text}，文字里没有提到。",
                "请补上这一类的支出，或核对表格。",
                "文字：没有",
                f"表格：{entry.text}",
                difference=entry.text,
                severity=WARNING,
            )


def _budgets(report: Report, cells: TableCells) -> Iterator[Relation]:
    """Budgets of 三公 that the text prints."""
    for known in known_figures(report, Role.BUDGET):
        found = [budget for _, budget in budgets_of(cells, known.key)]
        if not found or scope_of(known.mention.token.block.section) == "附件":
            continue
        token = known.mention.token
        entry = next((each for each in found if each.agrees(token, report.style)), found[0])
        if entry.agrees(token, report.style):
            yield holds("C01", token, *entry.cells)
        else:
            yield _differing(token, f"{known.key}预算", entry, sure="年初" not in known.mention.raw)


def _completions(report: Report, cells: TableCells) -> Iterator[Relation]:
    """“完成预算64.09%” of a 三公 item against the two cells of the table."""
    classes = class_names(report)
    for reading in report.readings:
        scope = scope_of(reading.block.section)
        for completion in reading.completions:
            said = reading.told_before(completion.rate.start)
            key = key_of(said[-1], scope, classes) if said else ""
            pairs = [*budgets_of(cells, key)]
            if not pairs or "年初" in completion.words or scope == "附件":
                continue
            agreed = [p for p in pairs if p[0].agrees(said[-1].token, report.style)] or pairs[:1]
            found = [[*_completion(report, completion.rate, key, *pair)] for pair in agreed]
            yield from next(
                (each for each in found if all(r.verdict is Verdict.HOLDS for r in each)), found[0]
            )


def _completion(report: Report, rate: Token, key: str, outturn: Entry, budget: Entry) -> Iterator[Relation]:
    tokens = (rate, *outturn.cells, *budget.cells)
    working = f"{outturn.text}÷{budget.text}（{outturn.place}、{budget.place}）"
    if not budget.value:
        if outturn.value or rate.value:
            yield broken(
                "C14",
                tokens,
                f"“{key}”在{budget.place}没有预算，文字却写了完成预算{rate.text}。",
                "请核对表里的预算数；预算确实是0的，不写完成率。",
                rate.text,
                "不写完成率",
                working=working,
                sure=False,
            )
        return
    true = outturn.span.percent_of(budget.span)
    stated, least = report.span(rate), Decimal(1).scaleb(-rate.places)
    little = (
        true is not None and rate.value == least and 0 < true.high < least
    )  # what was spent is not printed as 0%
    if true is None or little or stated.meets(true) or stated.meets(_as_shown(outturn, budget)):
        yield holds("C15", *tokens)
        return
    yield broken(
        "C15",
        tokens,
        f"“{key}”的完成率与公开表的预算数、决算数对不上：文字是{rate.text}，按表计算是{shown(true.middle)}%。",
        "请核对完成率和表里的预算数；用的是另一个预算数的，请写明。",
        rate.text,
        f"{shown(true.middle)}%",
        working=working,
        difference=f"{shown(abs(true.middle - rate.value), 3)}个百分点",
        sure=False,
    )


def _as_shown(outturn: Entry, budget: Entry) -> Span:
    """The rate of two amounts as print shows them, in 万元 with two decimals."""
    part, whole = (half_up(entry.value.scaleb(-4), 2) for entry in (outturn, budget))
    rate = part * HUNDRED / whole if whole else Decimal(0)
    return Span(rate, rate)


def _counts(report: Report, cells: TableCells) -> Iterator[Relation]:
    """Vehicles, equipment of 国有资产占有使用情况 against 信息表."""
    if not cells.rows("信息表"):
        return
    for reading in report.readings:
        text = reading.text
        if not re.search("国有资产|资产占", reading.block.section) or not re.search(r"\d+(?:辆|台)", text):
            continue
        for start, end, path, unit in _counted(text):
            token = Token(reading.block, start, end, Decimal(text[start:end]), 0, unit)
            entry = cells.find(f"信息表/信息/{path}")
            if entry is not None:
                yield _count(token, path, entry)


def _counted(text: str) -> Iterator[tuple[int, int, str, str]]:
    whole = _ALL_CARS.search(text)
    if whole:
        start, end = whole.span("n") if whole["n"] else whole.span("m")
        yield start, end, "^车辆数?合计", "辆"
        for found in _CARS.finditer(text, whole.end()):
            name = re.sub("^其中|^为", "", found["name"])
            yield *found.span("n"), f"^{re.escape(name)}$", "辆"
    for found in _EQUIPMENT.finditer(text):
        yield *found.span("n"), f"单价{found['level']}万元.*{found['kind'] or ''}设备", "台"


def _count(token: Token, path: str, entry: Entry) -> Relation:
    name = {"辆": "车辆", "台": "设备"}[token.unit]
    if token.value == entry.value:
        return holds("C01", token, *entry.cells)
    stated, table = f"{token.value}{token.unit}", f"{shown(entry.value)}{token.unit}"
    return broken(
        "C21" if token.unit == "辆" else "C01",
        (token, *entry.cells),
        f"{name}数文字与表格不一致：文字是{stated}，{entry.place}是{table}。",
        "请核对是文字有误还是表格有误。",
        f"文字：{stated}",
        f"表格：{table}",
        difference=f"{shown(token.value - entry.value)}{token.unit}",
    )


def _with_unit_faults(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Many figures of one sheet that are off by 10,000 are one fault: the sheet's unit."""
    shifted: dict[str, list[Relation]] = defaultdict(list)
    for relation in relations:
        if relation.code == "C10" and len(relation.tokens) > 1:
            shifted[relation.tokens[1].block.place.rpartition("!")[0]].append(relation)
        else:
            yield relation
    for sheet, group in shifted.items():
        if len(group) < _MANY:
            yield from group
            continue
        first = group[0]
        tokens = tuple(dict.fromkeys(token for relation in group for token in relation.tokens))
        yield broken(
            "C10",
            tokens,
            f"“{sheet}”的{len(group)}个数与文字的数字相同而差一万倍，很可能是表头的金额单位写错了：{first.message}",
            "请核对表头的金额单位（元、万元）。",
            first.stated,
            first.expected,
            working=first.working,
        )


def _together(lost: Sequence[NotJudged]) -> Iterator[NotJudged]:
    """All amounts without a cell in one line for each section."""
    sections: dict[str, list[NotJudged]] = defaultdict(list)
    for each in lost:
        sections[re.sub(r"第\d+段$", "", each.place)].append(each)
    for section, group in sections.items():
        quotes = "、".join(each.quote for each in group[:6])
        more = f"等{len(group)}个数" if len(group) > 6 else ""
        yield NotJudged("C01", section, f"{quotes}{more}", f"{_NO_TABLE}，没有和表核对")


def _name(key: str) -> str:
    """A key as people read it."""
    kind, _, name = key.partition(":")
    plain, _, scope = (name or kind).partition("@")
    if kind == "类" and name:
        return f"{plain}支出"
    if kind in ("项", "名") and name:
        return plain.replace("+", "、").replace("/", "—")
    return f"财政拨款{plain}" if scope == "财政" and "财政" not in plain else plain


# ---------------------------------------------------------------- the projects listed under a 项 of 项目支出决算表 against the 项


_GRID = "一般项目表"


def judge_projects(cells: TableCells) -> Iterator[Relation]:
    """Projects never add up to more than their 项; where lists are complete elsewhere in the table, or say 其他, to no less."""
    groups = [
        (whole, parts, rest, sum((part.value for part in parts), Decimal(0)))
        for whole, parts, rest in _groups(cells)
    ]
    exact = sum(1 for whole, _, _, added in groups if added == whole.value)
    for whole, parts, rest, added in groups:
        gap = added - whole.value
        room = whole.half + sum((part.half for part in parts), Decimal(0))
        tokens = tuple(token for entry in (whole, *parts) for token in entry.cells)
        if abs(gap) <= room:
            yield holds("C52", *tokens)
        elif gap > 0 or rest or exact >= 2:
            yield broken(
                "C52",
                tokens,
                f"{whole.place}的项级科目是{whole.text}，下面所列项目合计{shown(added.scaleb(-4))}万元，"
                f"{'多' if gap > 0 else '少'}{shown(abs(gap).scaleb(-4))}万元。",
                "请核对科目的金额和所列项目的金额。",
                whole.text,
                f"{shown(added.scaleb(-4))}万元",
                working="＋".join(part.text for part in parts),
                difference=f"{shown(gap.scaleb(-4))}万元",
                severity=ERROR if gap > 0 or rest else WARNING,
            )


def _groups(cells: TableCells) -> Iterator[tuple[Entry, list[Entry], bool]]:
    """Each 项 that lists projects, with them; whether one of them is the rest (其他项目)."""
    whole: Entry | None = None
    parts: list[Entry] = []
    rest = False
    for row in cells.rows(_GRID):
        figure = row.get("金额")
        entry = cells.entry([figure], _GRID) if isinstance(figure, Rounded) else None
        if row.get("级") == 4 and entry is not None and entry.value:
            parts.append(entry)
            rest = rest or str(row.get("名称", "")).startswith("其他")
            continue
        if whole is not None and parts:
            yield whole, parts, rest
        whole, parts, rest = (entry if row.get("级") == 3 else None), [], False
    if whole is not None and parts:
        yield whole, parts, rest
