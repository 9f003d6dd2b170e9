"""Our own report is audited before it is published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from report_author.audit.audit import audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.judges.tables import Rules, Tables
from report_author.audit.reading.blocks import Block
from report_author.audit.reading.docx_reader import read_docx
from report_author.checks.grids import SHAPES, PrintedSheet, squeezed
from report_author.checks.rulebook import RuleBook
from report_author.checks.tables import Difference, differences, grid_of
from report_author.figures.compare import Change, Completion
from report_author.figures.figure import Figure
from report_author.model.facts import Facts, Record
from report_author.model.findings import Finding, Severity, info
from report_author.model.format import Format, TableSpec
from report_author.model.money import wan
from report_author.ooxml.markup import parse_xml
from report_author.ooxml.package import Package, read_package
from report_author.ooxml.relations import main_part
from report_author.ooxml.sheets import RawWorkbook, cell_position
from report_author.pipeline.library import TWICE, Fault, TemplateWords
from report_author.records import frozen
from report_author.templating.table_book import RenderedBook
from report_author.templating.word_finish import Mark
from report_author.workbook.shape import Column
from report_author.workpaper.cells import columns_of_blocks, covers, records
from report_author.workpaper.evidence import Evidence, comparisons

#: words of which a name has one: a figure that is called by another one of the same row is another figure
_APART = tuple(
    tuple(row.split())
    for row in (
        "收入 支出",
        "合计 总计 小计",
        "年初 年末",
        "基本支出 项目支出",
        "人员经费 公用经费",
        "货物 工程 服务",
        "三公 出国 用车 接待",
        "国内 外事",
        "购置 运行",
        "中小 小微",
        "一般公共预算 政府性基金 国有资本",
        "通用 专用",
        "批次 人次",
        "团组 人数",
        "购置数 保有量",
        "事前 监控 自评",
        "上级补助 事业收入 经营收入 附属单位 其他收入",
        "上缴上级 经营支出 附属单位",
        "轿车 越野车 载客汽车",
    )
)
_CLAUSE = re.compile(r"[，。；：（）、\n]")
_IN_NAMES = re.compile(r"（(?:境|护)）")
_DERIVED = re.compile(r"(?:比上年增减[额率](?:的上限)?|占[^占]*比重|占比|完成预算|预算)$")
_MOVED = re.compile(r"比上年增减[额率](?:的上限)?$")
_WAY = re.compile(r"(?P<up>增加|增长|上升|提高|增幅)|(?P<down>减少|下降|降低|降幅)")
_AGAINST = re.compile(r"决算数?(?P<way>大于|高于|超过|多于|小于|低于|少于|等于|与)[^，。；\d]{0,4}预算")
_WAYS = {
    "大于": "大于",
    "高于": "大于",
    "超过": "大于",
    "多于": "大于",
    "小于": "小于",
    "低于": "小于",
    "少于": "小于",
    "等于": "等于",
    "与": "等于",
}
_UNIT = re.compile(r"万元|元(?!素)|%|辆|批次|人次|台")
_VIEWS = ("万元", "元", "%")
_UNITS = re.compile(r"(?:万元|元|%|辆|个|人|次|批次|人次|台（套）)?[、，；和]?(?:万元|元|%)?")
_TOTAL = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,24}?)(?:决算)?(?:支出)?(?:决算)?(?:数?[为是共]|共计)?$")
_QUOTES = re.compile(r"[“”\"]")
#: names that many figures answer to
_VAGUE = frozenset(("", "收入", "支出"))
_NOISE = re.compile(
    r"[“”\"（）()\s]|决算|经费|费用|费|支出(?=.)|数$|财政拨款(?=收入|支出)|20\d\d年度?|本年度?|合计|总额"
)


@frozen
class Oddity:
    """A figure that does not suit the words around it; ``start``, ``end`` in the text of its paragraph."""

    code: str
    block: Block
    start: int
    end: int
    message: str
    advice: str
    stated: str
    expected: str
    figures: tuple[Figure, ...] = ()


@frozen
class Placed:
    """A mark with its paragraph: ``at`` counts in the block's text, ``piece`` is what stands between it and what is before."""

    mark: Mark
    block: Block
    at: int
    piece: str

    @property
    def figure(self) -> Figure:
        return self.mark.printed.figure

    @property
    def end(self) -> int:
        return self.at + len(self.mark.printed.text)


def contradicts(words: str, name: str) -> bool:
    """Whether ``words`` are those of another figure than the one called ``name``."""
    for row in _APART:
        said, meant = {word for word in row if word in words}, {word for word in row if word in name}
        if said and meant and not said & meant:
            return True
    return False


def placed_marks(blocks: Mapping[int, Block], marks: Sequence[Mark], part: str) -> dict[Block, list[Placed]]:
    """The marks of the body by their paragraphs, in order."""
    by_block: dict[Block, list[Mark]] = defaultdict(list)
    for mark in marks:
        block = blocks.get(mark.paragraph) if mark.part == part else None
        if block is not None and not block.joined:
            by_block[block].append(mark)
    found: dict[Block, list[Placed]] = {}
    for block, listed in by_block.items():
        end, here = 0, []
        for mark in sorted(listed, key=lambda each: each.offset):
            at = mark.offset + len(block.number)
            here.append(Placed(mark, block, at, block.text[end:at]))
            end = at + len(mark.printed.text)
        found[block] = here
    return found


def oddities(placed: Mapping[Block, Sequence[Placed]], evidence: Evidence) -> Iterator[Oddity]:
    """Every figure under another one's name, against its own sign, beside its double."""
    compared = [*comparisons(evidence.names)]
    moved = {each.now.name: each for each in compared if isinstance(each, Change)}
    against = {each.actual.name: each for each in compared if isinstance(each, Completion)}
    names = {
        _bare(each.figure.name): each.figure
        for here in placed.values()
        for each in here
        if each.figure.is_money
    }
    for block, here in placed.items():
        yield from _doubled(here)
        for number, each in enumerate(here):
            yield from _mark_misnamed(each, here[:number], names)
            yield from _wrong_unit(each)
            yield from _wrong_way(each, moved)
        yield from _wrong_side(block, here, against)


def _doubled(here: Sequence[Placed]) -> Iterator[Oddity]:
    for first, second in pairwise(here):
        between = second.piece
        same = first.figure.name == second.figure.name and first.mark.printed.text == second.mark.printed.text
        if not between or (same and _UNITS.fullmatch(between)):
            text = second.block.text[first.at : second.end]
            yield Oddity(
                "S04",
                second.block,
                first.at,
                second.end,
                f"两个数连着印成了“{text}”，中间没有文字。",
                "请删去多写的一个标签。",
                text,
                first.mark.printed.text,
                (first.figure, second.figure),
            )


def _mark_misnamed(each: Placed, before: Sequence[Placed], names: Mapping[str, Figure]) -> Iterator[Oddity]:
    """A figure whose words are another one's, a rate that is of nothing told before."""
    clause = _CLAUSE.split(_IN_NAMES.sub("", each.piece))[-1]
    fixed = clause.replace("“三公”", "三公").rpartition("”")[2]  # names that people typed stand in quotes
    name = each.figure.name
    if "均" not in fixed and contradicts(fixed, name):  # 均为: several figures told as one
        yield _other(each, fixed, f"前面写的是“{fixed}”")
        return
    subject = _DERIVED.sub("", name)
    if subject != name:
        told = {_bare(placed.figure.name) for placed in before} | {_bare(each.block.text[: each.at])}
        bare = _bare(subject)
        if (
            before
            and each.block.kind != "表格"
            and bare
            and not any(bare in words or words.endswith(bare) for words in told)
        ):
            yield _other(each, clause, "这一段里没有写过它所说的那个数")
        return
    label = _TOTAL.search(_QUOTES.sub("", clause))
    bare = _bare(label["what"]) if label is not None else ""
    other = names.get(bare) if bare not in _VAGUE else None
    own = _bare(name)
    if (
        other is not None
        and bare != own
        and not own.endswith(bare)
        and not bare.endswith(own)
        and other.value != each.figure.value
    ):
        yield _other(each, clause, f"前面写的是“{clause}”")


def _wrong_unit(each: Placed) -> Iterator[Oddity]:
    """The unit behind a figure is not the one that it was printed in."""
    behind = _UNIT.match(each.block.text, each.end)
    view = each.mark.printed.view
    if behind is None or behind.group() == view:
        return
    of_counts = view not in _VIEWS and behind.group() not in _VIEWS
    if not of_counts or contradicts(behind.group(), each.figure.name):
        yield Oddity(
            "S01",
            each.block,
            each.at,
            behind.end(),
            f"这里印的“{each.mark.printed.text}”是“{each.figure.name}”，单位是{view or '个'}，后面写的却是“{behind.group()}”。",
            "请核对标签的名称和它后面的单位。",
            behind.group(),
            view,
            (each.figure,),
        )


def _other(each: Placed, clause: str, why: str) -> Oddity:
    return Oddity(
        "S01",
        each.block,
        max(0, each.at - len(clause)),
        each.end,
        f"这里印的“{each.mark.printed.text}”是“{each.figure.name}”，{why}。",
        "请核对标签的名称和它前面的文字，改成同一个数。",
        each.figure.name,
        clause,
        (each.figure,),
    )


def _wrong_way(each: Placed, moved: Mapping[str, Change]) -> Iterator[Oddity]:
    change = moved.get(_MOVED.sub("", each.figure.name)) if _MOVED.search(each.figure.name) else None
    words = [*_WAY.finditer(_CLAUSE.split(each.piece)[-1])]
    if change is None or not words or not change.moved:
        return
    word = words[-1]
    if bool(word["up"]) != (change.delta_wan > 0):
        yield Oddity(
            "S03",
            each.block,
            max(0, each.at - len(word.group())),
            each.end,
            f"“{change.now.name}”比上年{change.direction}，这里写的是“{word.group()}”。",
            "请按数字写增减，或改用“|增减”由程序写。",
            word.group(),
            change.direction,
            (change.now, change.before),
        )


def _wrong_side(block: Block, here: Sequence[Placed], against: Mapping[str, Completion]) -> Iterator[Oddity]:
    for found in _AGAINST.finditer(block.text):
        before = [
            against[name]
            for each in here
            if each.end <= found.start() and (name := _DERIVED.sub("", each.figure.name)) in against
        ]
        if before and _WAYS[found["way"]] != before[-1].relation:
            last = before[-1]
            yield Oddity(
                "S03",
                block,
                *found.span(),
                f"“{last.actual.name}”{last.relation}预算数，这里写的是“{found.group()}”。",
                "请按数字写，或改用“.关系”由程序写。",
                found["way"],
                last.relation,
                (last.actual, last.budget),
            )


def _bare(name: str) -> str:
    return _NOISE.sub("", name)


# ---------------------------------------------------------------- faults of the table template, as its author finds them


_SEVERAL = 2
#: the other basis than the one that the option chooses
_OTHER_BASIS = {
    "年初预算数": re.compile(r"全年预算|调整后?的?预算|调整预算"),
    "全年预算数": re.compile(r"年初预算"),
}
_SANGONG_GRIDS = ("三公表", "基金三公表")
#: which paragraphs speak of which budget: words of their heading, option
_SPOKEN_OF = (
    (re.compile("三公"), "三公预算数口径"),
    (re.compile("一般公共预算.*具体情况"), "五三预算数口径"),
)


@frozen
class OwnTable:
    """A table as printed: its row of 表清单, the sheet, what a reader takes from it."""

    spec: TableSpec
    sheet: PrintedSheet
    grid: object


def faults(
    found: Iterable[Difference],
    tables: Sequence[OwnTable],
    where: Mapping[tuple[str, str], str],
    origin: Callable[[str], str],
) -> Iterator[Fault]:
    """One for each cell of the template, one for a sheet in a wrong unit.

    ``where`` are the cells that print a figure, by sheet and name; ``origin`` gives the template's cell. A figure that the
    template does not print at all was left out by its author: that is no fault.
    """
    sheets = {each.sheet.raw.name: each.sheet for each in tables}
    by_sheet: dict[str, list[Difference]] = defaultdict(list)
    for each in found:
        if each.shown is not None or (each.sheet, each.figure.name) in where:
            by_sheet[each.sheet].append(each)
    for title, listed in by_sheet.items():
        if len(listed) >= _SEVERAL and all(each.unit for each in listed):
            head = next(
                (key for key, text in sheets[title].texts.items() if "单位：" in text or "单位:" in text),
                None,
            )
            yield _unit(origin(sheets[title].place(*head) if head else title), listed)
            continue
        found_here = [*_by_column(listed, sheets[title], where, origin)]
        sure = [fault for fault in found_here if fault.sure]
        yield from sure or found_here  # words that differ beside a fault are read wrong because of it


def _by_column(
    listed: Sequence[Difference],
    sheet: PrintedSheet,
    where: Mapping[tuple[str, str], str],
    origin: Callable[[str], str],
) -> Iterator[Fault]:
    """One fault for each column of the template, at its first cell."""
    by_column: dict[str, list[tuple[str, Difference]]] = defaultdict(list)
    for each in listed:
        place = origin(each.cell or f"{each.sheet}!{where[each.sheet, each.figure.name]}")
        by_column[place.rstrip("0123456789")].append((place, each))
    for group in by_column.values():
        place, first = group[0]
        sure = first.shown is not None or _misnamed(sheet, where[first.sheet, first.figure.name], first)
        advice = "请核对模板这一列的标签、表头和行名：印的应当是表头和行名所说的数。"
        message = _message([each for _, each in group])
        yield Fault("S10", place, message, advice, first.column, *_sides(first), sure)


def _unit(place: str, listed: Sequence[Difference]) -> Fault:
    first = listed[0]
    advice = "请把模板表头的金额单位改成与格式“选项”的“表内单位”一致。"
    message = f"“{first.sheet}”的{len(listed)}个数都差一万倍：表头写的金额单位与表里的数不是同一个单位。"
    return Fault("S10", place, message, advice, "单位", *_sides(first))


def _misnamed(sheet: PrintedSheet, cell: str, each: Difference) -> bool:
    """Whether the row or the column of a figure is called by the name of another one."""
    row, column = cell_position(cell)
    left = "".join(text for at, text in sheet.row(row) if at < column and not text[:1].isdigit())
    unit = max(
        (
            at
            for at in sheet.rows
            if at < row and any("单位：" in text or "单位:" in text for _, text in sheet.row(at))
        ),
        default=-1,
    )
    head = [sheet.raw.merged.get((at, column), (at, column)) for at in sheet.rows if unit < at < row]
    above = "".join(sheet.texts.get(place, "") for place in dict.fromkeys(head))
    wanted = {**_BESIDE, **next((shape.columns for shape in SHAPES if shape.name == each.grid), {})}.get(
        each.column, ()
    )
    return contradicts(left, f"{each.row}{''.join(_BESIDE.get(each.column, ()))}") or contradicts(
        above, "".join(wanted)
    )


#: the labels that stand beside the totals of 一般基本表
_BESIDE = {"人员合计": ("人员经费合计",), "公用合计": ("公用经费合计",)}


def _message(group: Sequence[Difference]) -> str:
    first = group[0]
    row = f"“{first.row}”的" if first.row else ""
    stated, expected = _sides(first)
    more = f"（同样的共 {len(group)} 处）" if len(group) > 1 else ""
    return f"“{first.sheet}”{row}“{first.column}”应当是 {expected}，表里读到的是 {stated}{more}。"


def _sides(each: Difference) -> tuple[str, str]:
    return amount(each.shown), amount(each.figure)


def amount(figure: Figure | None) -> str:
    if figure is None:
        return "没有这一格"
    return f"{wan(figure.value):f}万元" if figure.is_money else f"{figure.value:f}"


def wrong_titles(tables: Sequence[OwnTable], origin: Callable[[str], str]) -> Iterator[Fault]:
    """Tables under the name of another one of the list."""
    titles = {squeezed(each.spec.title): each.spec.title for each in tables}
    for each in tables:
        heads, own = each.sheet.heads(), squeezed(each.spec.title)
        other = next((title for key, title in titles.items() if key in heads and key != own), "")
        if other and own not in heads:
            message = f"这张表印的名称是“{other}”，表清单里是“{each.spec.title}”。"
            advice = "请改模板的表名，或用 {{ 本表.名称 }} 由程序写。"
            yield Fault("S10", origin(each.sheet.raw.name), message, advice, other, other, each.spec.title)


def contradicting_notes(
    fmt: Format, words: TemplateWords, tables: Sequence[OwnTable], origin: Callable[[str], str]
) -> Iterator[Fault]:
    """Where words name another 预算数 than the option that the figures follow."""
    option = fmt.option("三公预算数口径")
    for table, sheet in ((each.spec, each.sheet) for each in tables if each.spec.grid in _SANGONG_GRIDS):
        for (row, column), text in sheet.texts.items():
            wrong = _OTHER_BASIS[option].search(text)
            if wrong and option[:2] not in text:
                noted = wrong.group() in table.note
                place = table.cell if noted else origin(sheet.place(row, column))
                yield _contradiction(place, wrong.group(), "三公预算数口径", option)
    for paragraph in words.paragraphs:
        key = next((key for heading, key in _SPOKEN_OF if heading.search(paragraph.heading)), "")
        text = "".join(paragraph.words)
        option = fmt.option(key) if key else ""
        wrong = _OTHER_BASIS[option].search(text) if key else None
        if wrong and option[:2] not in text:
            yield _contradiction(paragraph.place, wrong.group(), key, option)


def _contradiction(place: str, words: str, key: str, option: str) -> Fault:
    message = f"这里写的是“{words}”，格式“选项”的“{key}”选的却是“{option}”，印出的数是{option}。"
    advice = "请改文字，或改格式“选项”里的这一项，两处说同一个预算数。"
    return Fault("S09", place, message, advice, words, words, option)


_QUOTE = re.compile(r"\{[^{}]*\}")
_SHORT = 2


@frozen
class TypedTexts:
    """Texts with their cells, the longest first: ``原因说明!D9`` of the workbook, ``名词解释!B4`` of the format."""

    pieces: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, facts: Facts, fmt: Format) -> TypedTexts:
        found = [
            *_of_facts(facts),
            *((term.meaning, term.cell) for term in (*fmt.terms_first, *fmt.code_terms, *fmt.terms_last)),
        ]
        pieces = {(piece.strip("。；;. \n"), cell) for text, cell in found for piece in _QUOTE.split(text)}
        return cls(
            sorted(
                (each for each in pieces if len(each[0]) >= _SHORT), key=lambda each: (-len(each[0]), each[1])
            )
        )

    def cell(self, text: str, start: int, end: int) -> str:
        """The cell of a text that was printed over all of ``text[start:end]``."""
        return next(
            (cell for piece, cell in self.pieces if covers(text, piece, start, end)),
            "",
        )


def _of_facts(facts: Facts) -> Iterator[tuple[str, str]]:
    for _, record in records(facts):
        for name, cell in record.cells.items():
            text = getattr(record, name, None)
            if isinstance(text, str) and cell and text:
                yield text, cell


#: the amounts, counts and texts that are typed to be printed. The others are what those are held against (budgets of the
#: basis that is not printed, staff, projects, receptions, 上年数, 批复数), or say how something is printed
_TO_PRINT: dict[str, tuple[str, ...]] = {
    "incomes": ("amount",),
    "carryovers": ("opening", "from_non_fiscal", "distribution", "centralised"),
    "expenditures": ("amount",),
    "sangong": ("initial", "revised", "actual"),
    "counts": (),
    "vehicles_by_type": ("bought", "price", "held"),
    "vehicles_by_use": ("held",),
    "procurements": ("amount",),
    "texts": ("body",),
    "terms": ("meaning",),
    "reasons": ("text",),
    "item_reasons": ("text",),
    "class_uses": ("text",),
    "eval_texts": ("body",),
}
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
#: what the sentence around a typed text brings itself
_FRAME = re.compile(r"^(?:主要)?(?:变动)?(?:原因是|用于)[：:]?|[\s。；;，,]+")


def unprinted(
    facts: Facts, fmt: Format, report: bytes, evidence: Evidence, told: Collection[str] = ()
) -> Iterator[Finding]:
    """V47: one 提示 with the cells of everything typed that neither the report nor the tables show.

    ``told`` are the cells of which another finding says so already.
    """
    printed = [
        *(mark.printed for mark in evidence.marks),
        *(mark.printed for mark in evidence.chart_marks),
        *(mark.printed for mark in evidence.table_marks),
    ]
    shown = {cell for each in printed for cell in each.figure.sources}
    words = _plain(
        "".join(each.text or "" for each in parse_xml(read_package(report)["word/document.xml"]).iter(_TEXT))
    )
    other_basis = "initial" if fmt.options["三公预算数口径"] == "全年预算数" else "revised"
    lost = [
        (record.cell(column.field), label)
        for block, record, column, label in _typed(facts)
        if (block, column.field) != ("sangong", other_basis)
        and record.cell(column.field) not in told
        and _is_lost(record, column, shown, words)
    ]
    if lost:
        named = "；".join(f"{cell} {label}" for cell, label in lost)
        yield info(
            "V47",
            lost[0][0],
            f"填了而报告和公开表里都没有印出来的，{len(lost)} 处：{named}。",
            "请核对：不该填的请删去；该印出来的，请看是不是资金性质、科目或相应的金额没有填对。",
            stated=f"{len(lost)} 处",
        )


def _typed(facts: Facts) -> Iterator[tuple[str, Record, Column, str]]:
    columns = columns_of_blocks()
    for name, wanted in _TO_PRINT.items():
        records = getattr(facts, name)
        for record in records if isinstance(records, tuple) else (records,):
            for column in columns[name]:
                if column.field in wanted or (not wanted and column.kind.numeric):
                    first = getattr(record, columns[name][0].field)
                    about = getattr(first, "value", first) if wanted else ""
                    yield name, record, column, f"{about}·{column.label}" if about else column.label


def _is_lost(record: Record, column: Column, shown: set[str], words: str) -> bool:
    value, cell = getattr(record, column.field), record.cell(column.field)
    if not value or not cell:
        return False
    if isinstance(value, str):
        return "{" not in value and _plain(value) not in words
    return cell not in shown


def _plain(text: str) -> str:
    return _FRAME.sub("", text)


#: so many right reports were audited (tests/pipeline/test_planted_faults.py), on which none of ``STOPS`` spoke as an 错误
PROVED = 300
#: kinds of the audit that stop a report. Not among them: C43 编制, C25 codes, C33 tails, C26–C29 and whatever else can
#: only be suspected; those are 警告 at most.
STOPS = frozenset(
    [
        "C01",
        "C02",
        "C04",
        "C05",
        "C06",
        "C07",
        "C09",
        "C10",
        "C11",
        "C13",
        "C14",
        "C15",
        "C16",
        "C18",
        "C21",
        "C22",
        "C31",
        "C33",
        "C36",
        "C38",
        "C39",
        "C48",
        "C52",
        "S01",
        "S03",
        "S04",
        "S05",
        "S06",
        "S07",
        "S09",
        "S10",
    ]
)
#: what our own rules judge on the facts, where more is known than the report says: W01, W02, W26, R59, W24; the terms are
#: those of the codes used
_OURS = frozenset(["C23", "C28", "C29", "C43"])
#: what follows from a figure in the wrong place
_NUMBERS = frozenset(
    [
        "C01",
        "C02",
        "C03",
        "C10",
        "C13",
        "C14",
        "C15",
        "C16",
        "C21",
        "C22",
        "C31",
        "C32",
        "C33",
        "C36",
        "C38",
        "C47",
        "C48",
        "C52",
    ]
)
_EXACT = frozenset(["S01", "S03", "S04", "S05", "S10"])
_RELEASE = "确认无误的，把编号抄到“校验与核实”的核实说明，写明情况，就可以生成。"
_MISSING = "【缺："
_FEW = 3


@dataclass(frozen=True)
class OwnReport:
    """A report with its tables in memory: ``report`` is the document, ``book`` the tables as they were read back."""

    title: str
    report: Package
    tables: RenderedBook
    book: RawWorkbook
    evidence: Evidence
    fmt: Format
    rules: RuleBook
    words: TemplateWords


def self_audit(own: OwnReport, earlier: Sequence[Finding]) -> list[Finding]:
    """What is wrong with the finished documents, each with the cell or the place in a template that it came from.

    ``earlier`` are the findings of the other checks: what they said of a cell is not said again.
    """
    audited = _Audit(own)
    exact = [*audited.template(), *audited.tables(), *audited.words()]
    told = {found.place for found in earlier}
    follows = any(found.code in _EXACT and found.severity is Severity.ERROR for found in exact)
    places = {found.place for found in exact}
    doubts = [
        found
        for found in audited.doubts()
        if found.place not in told and not (follows and found.code in _NUMBERS) and found.place not in places
    ]
    return list(dict.fromkeys([*exact, *doubts]))


class _Audit:
    """One report while it is audited."""

    def __init__(self, own: OwnReport) -> None:
        self.own = own
        # what the charts show was held against their workbooks as they were verified
        self.document = read_docx(own.title, own.report, stored=False)
        self.printed = self._printed()
        self.sheets = {each.spec.grid: each.sheet for each in reversed(self.printed)}
        self.grids = {each.spec.grid: each.grid for each in reversed(self.printed)}
        body = {block.paragraph: block for block in self.document.blocks if block.kind in ("正文", "表格")}
        self.marks = placed_marks(body, own.evidence.marks, main_part(own.report) or "")
        self.rendered = dict(own.tables.sheets)

    def _printed(self) -> list[OwnTable]:
        """The tables of the list that were printed, each with what its headers say."""
        own, year = self.own, self.own.evidence.facts.department.year
        specs = {spec.sheet: spec for spec in own.fmt.tables_for(own.evidence.facts.department.scope.value)}
        raw = {sheet.name: sheet for sheet in own.book.sheets}
        found = []
        for title, rendered in own.tables.sheets:
            if rendered.template in specs and title in raw:
                spec, sheet = specs[rendered.template], PrintedSheet(raw[title], exact=True)
                found.append(OwnTable(spec, sheet, grid_of(spec.grid, sheet, year)))
        return found

    @cached_property
    def typed(self) -> TypedTexts:
        return TypedTexts.of(self.own.evidence.facts, self.own.fmt)

    # -- what is exact ---------------------------------------------------------------------------------------------------

    def template(self) -> Iterator[Finding]:
        """The fixed words of the template; they are judged once for all departments."""
        notes = contradicting_notes(self.own.fmt, self.own.words, self.printed, self.origin)
        yield from map(self._fault, (*self.own.words.slips, *notes))

    def tables(self) -> Iterator[Finding]:
        """Every figure of the tables where a reader looks for it."""
        where = {(mark.sheet, mark.printed.figure.name): mark.cell for mark in self.own.evidence.table_marks}
        found = differences(
            ((each.spec.grid, each.sheet, each.grid) for each in self.printed), self.own.evidence.names["表"]
        )
        told = faults(found, self.printed, where, self.origin)
        yield from map(self._fault, (*told, *wrong_titles(self.printed, self.origin)))

    def _fault(self, fault: Fault) -> Finding:
        return self._finding(
            fault.code,
            fault.place,
            fault.message,
            fault.advice,
            fault.quote,
            fault.stated,
            fault.expected,
            Severity.ERROR if fault.sure else Severity.WARNING,
        )

    def origin(self, place: str) -> str:
        """The cell of the table template that printed a cell (公开03表!F12) of the tables."""
        title, _, cell = place.partition("!")
        sheet = self.rendered.get(title)
        return f"公开表模板·{sheet.origin(cell) if cell else sheet.template}" if sheet is not None else ""

    def words(self) -> Iterator[Finding]:
        """Figures under a wrong name, words that stand there twice."""
        for odd in oddities(self.marks, self.own.evidence):
            place = self._in_template(odd.block) or self._source(odd.block, odd.start, odd.end)
            quote = odd.block.text[max(0, odd.start - 12) : odd.end + 4]
            yield self._finding(
                odd.code,
                place,
                f"{odd.message}{_from(odd.figures)}",
                odd.advice,
                quote,
                odd.stated,
                odd.expected,
            )
        for block in self.document.blocks:
            if block.kind in ("正文", "表格", "文本框"):
                for found in TWICE.finditer(block.text):
                    half = found.start() + len(
                        found.group(1)
                    )  # the second one is typed where the first is the template's
                    place = self.typed.cell(block.text, half, found.end()) or self._in_template(block)
                    message = f"“{found.group(1)}”印了两遍。"
                    advice = "请删去一个：模板里已经写了的，填报表里不用再写。"
                    yield self._finding(
                        "S07", place, message, advice, _around(block, *found.span()), found.group()
                    )

    # -- what the auditor doubts -----------------------------------------------------------------------------------------

    def doubts(self) -> Iterator[Finding]:
        own = self.own
        rules = Rules(own.fmt, own.rules)
        # the 审核公式 have been judged on the figures; that the tables show these figures is known by now
        tables = Tables("公开表", own.book, rules, (self.sheets, self.grids), formulas=False)
        for doubt in audit(make_report(self.document), own.fmt.residues, tables=tables).doubts:
            if doubt.severity is not Severity.INFO and not self._known(doubt):
                yield self._told(doubt)

    def _known(self, doubt: Doubt) -> bool:
        """Whether our own report says it rightly: a draft's gaps, totals that need not be equal on the basis of 本年合计."""
        if doubt.block is not None and _MISSING in doubt.block.text:
            return True
        if doubt.code == "C10" and doubt.severity is Severity.WARNING:
            return True  # a rate of 10,000 times: units are judged on the facts
        if doubt.code == "C38" and doubt.stated.startswith("-"):
            return True  # a slice below zero: T24 has said so
        return doubt.code in _OURS or (doubt.code == "C47" and self.own.fmt.option("收支口径") == "本年合计")

    def _told(self, doubt: Doubt) -> Finding:
        block = doubt.block
        place, more = "", ""
        if block is None:
            place = self.origin(doubt.place) if "!" in doubt.place else ""
        elif "!" in block.place and block.paragraph < 0:
            place = self.origin(block.place)
        else:
            start, end = block.plain.original(doubt.start, doubt.end)
            place, more = self._cause(block, start, end, doubt.code in _NUMBERS)
        return self._finding(
            doubt.code,
            place,
            f"生成的报告里：{doubt.message}{more}",
            doubt.advice,
            doubt.quote,
            doubt.stated,
            doubt.expected,
            doubt.severity,
            doubt.place,
        )

    def _cause(self, block: Block, start: int, end: int, of_numbers: bool) -> tuple[str, str]:
        """The place that a stretch of the report came from; what else to say of it."""
        typed = self.typed.cell(block.text, start, end)
        if typed:
            return typed, ""
        template = self._in_template(block)
        here = self._marks_at(block, start, end)
        cells = list(dict.fromkeys(cell for placed in here for cell in placed.figure.sources))
        if template and (not of_numbers or len(cells) != 1):
            return template, _from(tuple(placed.figure for placed in here))
        if cells:
            return cells[0], f"（印在{template}）" if template else ""
        return template, ""

    # -- places ----------------------------------------------------------------------------------------------------------

    def _in_template(self, block: Block) -> str:
        return self.own.words.place(block.text, block.section.rpartition(" › ")[2])

    def _source(self, block: Block, start: int, end: int) -> str:
        return next(
            (cell for placed in self._marks_at(block, start, end) for cell in placed.figure.sources), ""
        )

    def _marks_at(self, block: Block, start: int, end: int) -> list[Placed]:
        return [placed for placed in self.marks.get(block, ()) if placed.at < end and start < placed.end]

    def _finding(
        self,
        code: str,
        place: str,
        message: str,
        advice: str,
        quote: str,
        stated: str = "",
        expected: str = "",
        severity: Severity = Severity.ERROR,
        printed: str = "",
    ) -> Finding:
        """A stop where the place is known and the kind is proved, else a 警告; it can be released either way."""
        quote = re.sub(r"[\d.,]+", "…", quote)[:80]
        where = printed or "公开表"
        if not place:
            message += f"（没有找到它出自哪个单元格、模板的哪一段，请到报告里看：{where}）"
        stops = bool(place) and severity is Severity.ERROR and code in STOPS
        return Finding(
            code,
            Severity.ERROR if stops else Severity.WARNING,
            place or f"报告·{where}",
            message,
            advice + _RELEASE if stops else advice,
            quote,
            stated,
            expected,
            releasable=stops,
        )


def _from(figures: Sequence[object]) -> str:
    """Where the figures come from, in words; nothing for those made of many cells."""
    cells = list(dict.fromkeys(cell for figure in figures for cell in getattr(figure, "sources", ())))
    return f"（数来自 {'、'.join(cells)}）" if 0 < len(cells) <= _FEW else ""


def _around(block: Block, start: int, end: int) -> str:
    return block.text[max(0, start - 12) : end + 12]
