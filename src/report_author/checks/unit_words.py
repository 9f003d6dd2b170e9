"""The one finding about units: what it says, what is folded under it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from report_author.checks.unit_pairs import Amount, Side
from report_author.checks.units import DOWN, UP, Suspicion
from report_author.checks.words import yuan
from report_author.model.facts import Facts
from report_author.model.findings import UNIT, Finding, Severity, error
from report_author.model.money import ZERO, half_up, plain
from report_author.ooxml.sheets import cell_position
from report_author.workbook.messages import OTHER_UNIT
from report_author.workbook.sheets_basic import HOME

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
        told = []
        if self._ups:
            told.append(
                f"像是以万元填的，小了一万倍：{ranges(each.cell for each in self._ups)}，共 {len(self._ups)} 格。"
            )
        if self._downs:
            told.append(
                f"像是单位弄错，大了一万倍：{ranges(each.cell for each in self._downs)}，共 {len(self._downs)} 格。"
            )
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
    told = [f"{sheet} {part}" for sheet, refs in by_sheet.items() for part in ["、".join(_runs(refs))]]
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
