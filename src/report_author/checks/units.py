"""元 and 万元: which columns of a workbook are out by ten thousand, and the one finding that says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from report_author.checks.amounts import yuan
from report_author.checks.unit_pairs import (
    LAST_YEAR,
    Amount,
    Node,
    Pair,
    Pairs,
    Side,
    amounts,
    column_of,
    node_of,
    sheet_of,
)
from report_author.figures.account import Account
from report_author.model.facts import Counts, Facts, LastYear
from report_author.model.findings import UNIT, Finding, Severity, error, says_something
from report_author.model.money import YUAN_PER_WAN, ZERO, half_up, plain
from report_author.ooxml.sheets import cell_position
from report_author.workbook.layout import HOME, SHEETS
from report_author.workbook.marks import label
from report_author.workbook.messages import OTHER_UNIT

UP, DOWN = YUAN_PER_WAN, 1 / YUAN_PER_WAN
_OTHER_CHOICE = {(UP, "元"): "万元", (DOWN, "万元"): "元"}
#: so much has to speak for a column's being out by ten thousand, and so many times as much as against it
_ENOUGH, _AGAINST = Decimal(2), 3
_HINT = Decimal("0.5")
_ROUNDS, _STARTS = 4, 3
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")

Factors = dict[Node, Decimal]


@dataclass(frozen=True)
class Suspicion:
    """Columns that are out by ten thousand, or whose headings name another unit.

    ``factors`` say by what their amounts would have to be multiplied; ``pairs`` are those that would hold then.
    ``certain``: a tie that must hold breaks by ten thousand, so nobody can confirm the amounts away.
    """

    account: Account
    factors: Mapping[Node, Decimal]
    pairs: tuple[Pair, ...]
    certain: bool
    suspects: tuple[Amount, ...]

    @property
    def check_sum(self) -> Decimal:
        """核对数: the sum of the amounts in doubt as they stand, which a confirmation has to name (元)."""
        return half_up(sum((each.value for each in self.suspects), ZERO))

    def confirmed(self) -> bool:
        """Whether 首页 says who has looked them over, why, with the sum as it is now."""
        words = self.account.facts.department.unit_confirmed
        told = [Decimal(found.replace(",", "").replace("，", "")) for found in _NUMBER.findall(words)]
        reason = _NUMBER.sub("", words).replace("核对数", "")
        return not self.certain and self.check_sum in told and says_something(reason)

    @property
    def corrected(self) -> Facts:
        """The facts with the amounts in doubt multiplied."""
        return _multiplied(self.account.facts, self.factors)

    @cached_property
    def unit_cells(self) -> dict[str, tuple[str, str]]:
        """Rows of 上年数, all of 预算数, that another choice of 单位 puts right: the cell of an amount → the unit cell, the unit."""
        facts = self.account.facts
        found: dict[str, tuple[str, str]] = {}
        budgets = {
            each.node: self.factors.get(each.node)
            for each in amounts(facts)
            if each.node.startswith("budgets.")
        }
        cell, unit = next(iter(facts.budget_unit.items()), ("", ""))
        factor = next(iter(budgets.values()), None)
        right = _OTHER_CHOICE.get((factor or ZERO, unit)) if len(set(budgets.values())) == 1 else None
        if right and cell:
            found.update({each.cell: (cell, right) for each in self.suspects if each.node in budgets})
        for row in facts.last_year:
            right = _OTHER_CHOICE.get((self.factors.get(node_of(row.row), ZERO), row.unit))
            if right and row.cell("unit"):
                found[row.cell("published")] = (row.cell("unit"), right)
        return found

    def right_cells(self) -> dict[str, str | Decimal]:
        """What would have to stand in each cell: another amount, another unit, the heading that names no unit."""
        units = self.unit_cells
        found: dict[str, str | Decimal] = dict(units.values())
        for each in self.suspects:
            if each.cell and each.cell not in units and each.node in self.factors:
                found[each.cell] = half_up(each.typed * self.factors[each.node], each.places)
        for node, cell in self.account.facts.other_units.items():
            if node in self.factors and (column := column_of(node)) is not None:
                found[cell] = label(column)
        return found


def suspect_units(account: Account, findings: Sequence[Finding]) -> Suspicion | None:
    """What is out by ten thousand; None where nothing is. ``findings`` are those of the reader."""
    search = _Search(account, findings)
    headed = account.facts.other_units
    factors = search.factors()
    if not factors and not headed:
        return None
    explained = tuple(pair for pair in search.pairs if search.repaired(pair, factors))
    certain = any(pair.must and _within(_HALF_TO_TWO, pair, factors) for pair in explained)
    suspects = tuple(each for each in search.amounts if each.node in factors or each.node in headed)
    return Suspicion(account, factors, explained, certain, suspects)


_HALF_TO_TWO = (Decimal("0.5"), Decimal(2))
#: equal but for what rounding to 0.01 万元 takes away: hardly by chance
_EQUAL = (Decimal("0.995"), Decimal("1.005"))


def _within(limits: tuple[Decimal, Decimal], pair: Pair, factors: Mapping[Node, Decimal]) -> bool:
    left, right = pair.left.under(factors), pair.right.under(factors)
    return left * right > 0 and limits[0] * abs(right) <= abs(left) <= limits[1] * abs(right)


class _Search:
    """Looks for the fewest columns that, multiplied, make the pairs agree."""

    def __init__(self, account: Account, findings: Sequence[Finding]) -> None:
        self.amounts = list(amounts(account.facts))
        self.pairs = Pairs(account).all()
        decimals = {found.place for found in findings if found.code == "V04"}
        self._last_year = account.facts.last_year
        self._fine = self._with_decimals(decimals)
        #: whole hundreds of 万元: two decimals multiplied by ten thousand
        self._coarse = self._rows("万元", lambda published: published % 100 == 0)
        #: less than 万元 told to the 分, where reports print two decimals: rare by itself
        self._tiny = self._rows(
            "万元", lambda published: abs(published) < 1 and half_up(published, 4) != published
        )
        self._alone = self._of_another_unit()
        self._nodes = list(dict.fromkeys(each.node for each in self.amounts))
        self._sets = tuple(self._slips())
        self._about: dict[Node, list[int]] = {}
        for number, pair in enumerate(self.pairs):
            for node in {node for node, _ in (*pair.left.parts, *pair.right.parts)}:
                self._about.setdefault(node, []).append(number)

    def _with_decimals(self, cells: set[str]) -> frozenset[Node]:
        """Columns in most of which 元 with more than two decimals stand, rows of 上年数 in 元 with more than two.

        Somebody has divided them by ten thousand.
        """
        counts: dict[Node, list[int]] = {}
        for each in self.amounts:
            seen = counts.setdefault(each.node, [0, 0])
            seen[0] += 1
            seen[1] += each.cell in cells
        columns = {node for node, (every, some) in counts.items() if some >= 2 and some * 3 >= every}
        return frozenset(columns | self._rows("元", lambda published: published != half_up(published)))

    def _rows(self, unit: str, kept: Callable[[Decimal], bool]) -> set[Node]:
        """Rows of 上年数 in ``unit`` whose figure ``kept`` keeps; none unless two do."""
        rows = {
            node_of(row.row)
            for row in self._last_year
            if row.unit == unit and row.published and kept(row.published)
        }
        return rows if len(rows) > 1 else set()

    def _of_another_unit(self) -> frozenset[Node]:
        """The one row of 上年数 whose unit differs from that of all others."""
        rows = [row for row in self._last_year if row.published]
        for unit in ("元", "万元"):
            mine = [row for row in rows if row.unit == unit]
            if len(mine) == 1 and len(rows) > 3:
                return frozenset((node_of(mine[0].row),))
        return frozenset()

    def factors(self) -> Factors:
        """The best explanation, then the best of what it leaves."""
        found: Factors = {}
        for _ in range(_ROUNDS):
            if not self._worth_a_search(found):
                break
            rank = partial(self._rank, found)
            starts = sorted(self._candidates(found), key=rank, reverse=True)[:_STARTS]
            best = max((self._refined(each, found) for each in starts), key=rank, default=None)
            if best is None or not self._convinces(found, best):
                break
            found = {**found, **best}
        return found

    def _refined(self, start: Factors, found: Factors) -> Factors:
        """Some sheets were filled by another hand: leave out what speaks against it, take in only what convinces by itself."""
        net = partial(self._net, found)
        best, score = start, net(start)
        for nodes in self._sets:
            mine = {node for node in nodes if node not in found}
            fewer = {node: factor for node, factor in best.items() if node not in mine}
            if fewer and len(fewer) < len(best) and (reached := net(fewer)) > score:
                best, score = fewer, reached
        factor = next(iter(start.values()), UP)
        for nodes in self._sets:
            more = {**best, **{node: factor for node in nodes if node not in found}}
            if len(more) > len(best) and (reached := net(more)) >= score + _ENOUGH:
                best, score = more, reached
        rows = [node for node in best if node.startswith("last_year.")]
        for node in (
            rows if len(rows) < len(best) else ()
        ):  # a row that is odd by itself is no part of another slip
            others = {other: factor for other in best if other != node}
            if score - net(others) <= net({node: factor}) < _ENOUGH:
                best, score = others, net(others)
        return {node: factor for node in self._nodes if node in best}

    def _rank(self, found: Factors, more: Factors) -> tuple[Decimal, int]:
        """What explains most, of that what multiplies the fewest columns."""
        return self._net(found, more), -len(more)

    def _net(self, found: Factors, more: Factors) -> Decimal:
        for_it, against = self._evidence(found, more)
        return for_it - against

    def _worth_a_search(self, found: Factors) -> bool:
        """Whether what does not hold could convince at all: in a right workbook next to nothing is impossible."""
        odd: dict[str, list[Decimal]] = defaultdict(list)
        for pair in self.pairs:
            if not pair.apart and not _within(pair.possible, pair, found):
                odd[pair.group].append(pair.weight)
        written = self._fine or len(self._coarse) >= 3
        return bool(written and not found) or _capped(odd) * 2 >= _ENOUGH

    def repaired(
        self, pair: Pair, factors: Mapping[Node, Decimal], before: Mapping[Node, Decimal] | None = None
    ) -> bool:
        """Whether the pair is impossible as it stands, as usual once multiplied."""
        return (
            not pair.apart
            and not _within(pair.possible, pair, before or {})
            and _within(pair.usual, pair, factors)
        )

    def _broken(self, pair: Pair, factors: Mapping[Node, Decimal], before: Mapping[Node, Decimal]) -> bool:
        return _within(pair.usual, pair, before) and not _within(pair.possible, pair, factors)

    def _evidence(self, found: Factors, more: Factors) -> tuple[Decimal, Decimal]:
        """What speaks for multiplying ``more`` as well, what against it; a group of pairs says it three times at the most."""
        after = {**found, **more}
        for_it: dict[str, list[Decimal]] = defaultdict(list)
        against: dict[str, list[Decimal]] = defaultdict(list)
        apart = ZERO
        for number in sorted({number for node in more for number in self._about.get(node, ())}):
            pair = self.pairs[number]
            if self.repaired(pair, after, found):
                exact = 2 if _within(_EQUAL, pair, after) else 1
                for_it[pair.group].append(pair.weight * exact)
            elif pair.apart:
                apart += pair.weight * (pair.left.touched(more) != pair.right.touched(more))
            elif self._broken(pair, after, found):
                against[pair.group].append(pair.weight)
        fresh = {node: factor for node, factor in more.items() if node not in found}
        up, down = ({node for node in fresh if fresh[node] == factor} for factor in (UP, DOWN))
        fine, coarse, tiny = self._fine & up, self._coarse & down, self._tiny & up
        fine_rows = [node for node in fine if node.startswith("last_year.")]
        lone = len(self._alone & fresh.keys()) if for_it and len(more) == 1 else 0
        written = (
            lone
            + (_HINT if len(tiny) >= 3 else 0)
            + 2 * (len(fine) - len(fine_rows) + bool(fine_rows))
            + (2 if len(coarse) >= 3 else 0)
        )
        # a department that does other things than last year is no witness for last year's unit
        by_last_year = _capped(
            {group: weights for group, weights in for_it.items() if group.startswith(LAST_YEAR)}
        )
        return _capped(for_it) + written, _capped(against) + min(apart, by_last_year)

    def _convinces(self, found: Factors, more: Factors) -> bool:
        for_it, against = self._evidence(found, more)
        return for_it - against >= _ENOUGH and for_it >= _AGAINST * against

    def _candidates(self, found: Factors) -> Iterator[Factors]:
        for nodes in self._sets:
            for factor in (UP, DOWN):
                yield {node: factor for node in nodes if node not in found}

    def _slips(self) -> Iterator[tuple[Node, ...]]:
        """Columns that one slip puts out together: the whole book, a sheet, a list, a column, a row of 上年数."""
        last = tuple(node for node in self._nodes if node.startswith("last_year."))
        approved = tuple(node for node in self._nodes if node.startswith("approved."))
        rest = tuple(node for node in self._nodes if node not in last and node not in approved)
        sets = [rest, (*rest, *approved), (*rest, *last), tuple(self._nodes), last]
        for sheet in SHEETS:
            sets.append(tuple(node for node in self._nodes if sheet_of(node) is sheet))
        for block in dict.fromkeys(node.partition(".")[0] for node in self._nodes):
            sets.append(tuple(node for node in self._nodes if node.startswith(f"{block}.")))
        sets += [(node,) for node in self._nodes]
        yield from dict.fromkeys(each for each in sets if each)


def _capped(groups: Mapping[str, Sequence[Decimal]]) -> Decimal:
    return sum((min(sum(weights, ZERO), 3 * max(weights)) for weights in groups.values()), ZERO)


def _multiplied(facts: Facts, factors: Mapping[Node, Decimal]) -> Facts:
    """``facts`` with these columns multiplied, to the 分."""
    changed: dict[str, Any] = {}
    for block in fields(facts):
        records = getattr(facts, block.name)
        mine = {
            node.partition(".")[2]: factor
            for node, factor in factors.items()
            if node.partition(".")[0] == block.name
        }
        if not mine:
            continue
        if isinstance(records, Counts):
            changed[block.name] = _record(records, mine)
        elif block.name == "last_year":
            changed[block.name] = tuple(
                _published(row, factors.get(node_of(row.row), Decimal(1))) for row in records
            )
        else:
            changed[block.name] = tuple(_record(row, mine) for row in records)
    return replace(facts, **changed)


def _record(record: Any, mine: Mapping[str, Decimal]) -> Any:
    values = {name: getattr(record, name) for name in mine}
    return replace(record, **{name: half_up(value * mine[name]) for name, value in values.items() if value})


def _published(row: LastYear, factor: Decimal) -> LastYear:
    if row.published is None or factor == 1:
        return row
    return replace(row, published=row.published * factor, adjustment=row.adjustment * factor)


#: what a cell alone says of its unit: more decimals than 元 have, the word 万元; a heading of another unit
_OF_A_CELL = frozenset(("V04", "V17", "V27", OTHER_UNIT))
#: rules of the bureau's that suspect a unit
_OF_UNITS = ("N40", "N41", OTHER_UNIT)
#: so many pairs are told, so many ranges of cells named
_TOLD, _NAMED = 4, 8
#: rows so near to each other are told as one range
_CLOSE = 6
#: what is compared is money: of an unknown unit it cannot be
_AMOUNT = re.compile(r"\d元")
_CONFIRMED = "unit_confirmed"
_LABEL = next(
    column.label
    for block in HOME.blocks
    for column in getattr(block, "columns", ())
    if column.field == _CONFIRMED
)


def finding(suspicion: Suspicion, consequences: int) -> Finding:
    """The one finding about units; ``consequences`` further ones follow from it."""
    return _Wording(suspicion, consequences).finding()


@dataclass(frozen=True)
class _Wording:
    suspicion: Suspicion
    consequences: int

    def finding(self) -> Finding:
        wrong = [*self._ups, *self._downs]
        heading = next(iter(self._facts.other_units.values()), "")
        place = wrong[0].cell if wrong and wrong[0].cell else heading or HOME.name
        return error(
            UNIT,
            place,
            "".join((self._what(), *self._why(), self._follows())),
            self._advice(),
            quote="单位",
            stated=self._stated(),
            expected=self._expected(),
        )

    @property
    def _facts(self) -> Facts:
        return self.suspicion.account.facts

    @cached_property
    def _ups(self) -> list[Amount]:
        return [each for each in self.suspicion.suspects if self.suspicion.factors.get(each.node) == UP]

    @cached_property
    def _downs(self) -> list[Amount]:
        return [each for each in self.suspicion.suspects if self.suspicion.factors.get(each.node) == DOWN]

    def _what(self) -> str:
        told = [
            f"像是{what}：{ranges(each.cell for each in cells)}，共 {len(cells)} 格。"
            for what, cells in (("以万元填的，小了一万倍", self._ups), ("单位弄错，大了一万倍", self._downs))
            if cells
        ]
        headings = "、".join(dict.fromkeys(self._facts.other_units.values()))
        if headings:
            told.append(f"标题写的不是元：{headings}，填报表的金额以元为单位。")
        return "单位：" + "".join(told)

    def _why(self) -> Iterator[str]:
        pairs = sorted(self.suspicion.pairs, key=lambda pair: (not pair.must, -pair.weight))
        chosen = list({pair.group: pair for pair in reversed(pairs)}.values())[::-1][:_TOLD]
        if chosen:
            yield (
                "依据："
                + "；".join(
                    f"{_side(pair.left)}，而{_side(pair.right)}" if pair.right.label else _side(pair.left)
                    for pair in chosen
                )
                + "。"
            )
        elif self.suspicion.factors:
            yield "依据：这些格子的小数多于两位，元只到分。"

    def _follows(self) -> str:
        return (
            f"由此引起的另外 {self.consequences} 条问题没有列出，单位改好后再查。"
            if self.consequences
            else ""
        )

    def _advice(self) -> str:
        told = []
        if self._ups or self._downs:
            told.append(self._remedy())
        elif self._facts.other_units:
            told.append("数字是元的，请恢复原来的标题；数字是万元的，请换算成元再填。")
        if not self.suspicion.certain:
            cell = self._facts.department.cell(_CONFIRMED)
            where = (
                f"首页 {cell.partition('!')[2]} “{_LABEL}”"
                if cell
                else f"首页“{_LABEL}”（旧的填报表没有这一格：撤销首页的保护，在空行的 B 列写“{_LABEL}”，C 列写说明）"
            )
            total = plain(self.suspicion.check_sum, strip_zeros=False)
            if words := self._facts.department.unit_confirmed:
                told.append(
                    f"现在“{_LABEL}”写的“{words}”没有写明谁核对、为什么，或没有写核对数 {total}（数字已经变了的要重新核对），不算核对。"
                )
            told.append(
                f"核对后确实无误的，请在{where}写明谁核对的、为什么，写上核对数 {total}；这些数字改动后要重新核对。"
            )
        return "".join(told)

    def _remedy(self) -> str:
        by_unit = self.suspicion.unit_cells
        units = list(by_unit.values())
        told = [f"{ranges(cell for cell, _ in units)} 的单位请改选“{units[0][1]}”。"] if units else []
        less, more = (any(each.cell not in by_unit for each in side) for side in (self._ups, self._downs))
        told += ["请把小了一万倍的金额换算成元（乘以 10000）再填。"] if less else []
        told += ["请把大了一万倍的金额改回来（除以 10000）。"] if more else []
        copy = "运行生成时，程序另存一份改好的副本（文件名带“金额改为元”），逐格核对后可以直接使用。"
        return "".join([*told, copy])

    def _stated(self) -> str:
        return f"合计 {yuan(self.suspicion.check_sum)}" if self.suspicion.factors else "标题写的是别的单位"

    def _expected(self) -> str:
        if not self.suspicion.factors:
            return "以元为单位"
        right = sum(
            (each.value * self.suspicion.factors.get(each.node, 1) for each in self.suspicion.suspects), ZERO
        )
        return f"约 {yuan(half_up(right))}"


def _side(side: Side) -> str:
    value = side.under({})
    if not side.parts:
        return f"{side.label} {plain(value, strip_zeros=True)}"
    where = f"（{side.cell}）" if side.cell else ""
    return f"{side.label} {yuan(value)}{where}"


def ranges(cells: Iterable[str]) -> str:
    """支出!H7, 支出!H8 … as “支出 H7:H36”, by sheet."""
    by_sheet: dict[str, list[str]] = {}
    for cell in cells:
        sheet, _, ref = cell.rpartition("!")
        if ref:
            by_sheet.setdefault(sheet, []).append(ref)
    told = [f"{sheet} {'、'.join(_runs(refs))}" for sheet, refs in by_sheet.items()]
    return "；".join(told[:_NAMED]) + (" 等" if len(told) > _NAMED else "")


def _runs(refs: Sequence[str]) -> Iterator[str]:
    """Cells of one column that follow each other closely are one run; blank rows between them do not matter."""
    columns: dict[str, list[int]] = {}
    for ref in refs:
        row, _ = cell_position(ref)
        columns.setdefault(ref.rstrip("0123456789"), []).append(row + 1)
    for letters, rows in columns.items():
        first = last = min(rows)
        for row in [*sorted(rows), 0]:
            if row and row - last <= _CLOSE:
                last = row
                continue
            yield f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
            first = last = row


def folded(suspicion: Suspicion, findings: Sequence[Finding], once_right: Iterable[Finding]) -> list[Finding]:
    """The one finding about units, then those that do not follow from it; ``once_right`` are those of the corrected facts."""
    if suspicion.confirmed():
        said = replace(
            finding(suspicion, 0),
            severity=Severity.WARNING,
            explanation=suspicion.account.facts.department.unit_confirmed,
        )
        return [said, *(each for each in findings if not each.code.startswith(_OF_UNITS))]
    stay = (
        {(each.code, each.place) for each in once_right}
        if suspicion.factors
        else {(f.code, f.place) for f in findings}
    )
    sheets = {each.cell.partition("!")[0] for each in suspicion.suspects if each.node in suspicion.factors}
    left = [
        found
        for found in findings
        if not found.code.startswith(_OF_UNITS)
        and found.code not in _OF_A_CELL
        and (found.code, found.place) in stay
        and not (
            _AMOUNT.search(f"{found.stated}|{found.expected}") and re.split("[!·]", found.place)[0] in sheets
        )
    ]
    kept = set(left)
    more = sum(f.severity is not Severity.INFO and f not in kept and f.code != OTHER_UNIT for f in findings)
    return [finding(suspicion, more), *left]
