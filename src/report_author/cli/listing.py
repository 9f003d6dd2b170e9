"""Findings as a list on the terminal: what is to be written, then worst first by sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from report_author import Entry, Outcome, arrange, by_sheet, tally, to_do_first
from report_author.cli.console import heading


def listing(book: Path, outcome: Outcome, *, building: bool) -> str:
    """What one workbook gave, for a person."""
    lines = heading(book.name, outcome.compared)
    entries = arrange(outcome.findings)
    lines += _first(entries, outcome.following)
    for _, group in groupby(entries, key=lambda entry: entry.rank):
        some = list(group)
        if some[0].to_write:
            lines.append(f"  〔待办〕报告要用、还没有写好的内容，{len(some)} 处：")
        for sheet, ones in by_sheet(some):
            lines.append(f"    {sheet}" if some[0].to_write else f"  〔{some[0].label}〕{sheet}")
            margin = "      " if some[0].to_write else "    "
            lines += [line for entry in ones for line in _lines(entry, margin)]
    lines += [f"  〔未核对〕{gap.code}：{gap.why}" for gap in outcome.unchecked]
    if any(entry.explainable for entry in entries):
        lines.append(
            "  带方括号的，核对无误可以不改：在标注副本的“校验与核实”里，编号旁边写明情况，把它放回 inputs 换下原来的那一份；编号和数字不变就不再问。"
        )
    return "\n".join([*lines, *_ending(outcome, building=building)])


#: so many places are named in the line that says what to do first
_NAMED = 6


def _first(entries: Sequence[Entry], following: int) -> list[str]:
    """先改这 n 处: the cause before its consequences."""
    first = to_do_first(entries)
    if not first or first[0].to_write:
        return []
    places = [
        f"{entry.spot.group}{'!' if entry.spot.ref else '　'}{entry.spot.shown}".strip() for entry in first
    ]
    more = "" if len(places) <= _NAMED else " 等"
    rest = f"；由它们引起的 {following} 条先不列，改好后再查" if following else ""
    return [f"  先改这 {len(places)} 处：{'、'.join(places[:_NAMED])}{more}{rest}。"]


def _ending(outcome: Outcome, *, building: bool) -> list[str]:
    total = tally(outcome.findings)
    lines = []
    if outcome.outputs:
        lines.append(f"  已生成{'送审稿' if outcome.draft else ''}（{total}）：")
        lines += [f"    {path}" for path in outcome.outputs]
        if outcome.draft:
            lines.append("    送审稿带水印，只供审阅，不能公开；缺的内容在稿中写作【缺：…】。")
        if any(finding.code == "示例" for finding in outcome.findings):
            lines.append("    这是示例数据，不能公开。")
    elif building:
        lines.append(f"  没有生成：{total}。{_what_to_do(outcome)}；以前生成的文件没有改动。")
    else:
        lines.append(f"  检查完毕：{total}。")
    if outcome.hearing:
        lines.append(f"  会审单（一页，打印后会审、签字）：{'、'.join(map(str, outcome.hearing))}")
    if outcome.marked:
        words = (
            "问题标在填报表的副本上，打开就能看到（请在原来的填报表里改）"
            if outcome.findings
            else "没有问题可标，副本只多一张清单"
        )
        lines.append(f"  {words}：{outcome.marked}")
    if outcome.corrected:
        lines.append(f"  另存了单位改好的副本，请逐格核对后再用（原来的填报表没有改动）：{outcome.corrected}")
    return lines


#: what stands in these is for those who keep the templates
_TEMPLATES = ("格式", "Word模板", "公开表模板")


def _what_to_do(outcome: Outcome) -> str:
    """Whom the 错误 are for: what stands in a template or a format is no fault of the workbook."""
    errors = [entry for entry in arrange(outcome.findings) if entry.label == "错误"]
    groups = {entry.spot.group for entry in errors}
    if all(entry.finding.code.startswith("T") or entry.spot.group.startswith(_TEMPLATES) for entry in errors):
        return "错在模板或格式，不在填报表：请改模板的人照上面的提示改好，再运行一次"
    if groups == {"文件"}:
        return "请照上面的提示处理，再运行一次"
    return "请按上面的提示改好填报表，保存后再运行一次"


def _lines(entry: Entry, margin: str) -> list[str]:
    found = entry.finding
    where = f"{entry.spot.shown}　" if entry.spot.shown else ""
    number = f"［{found.number}］" if entry.explainable else ""
    lines = [f"{margin}{where}{entry.message}{number}"]
    if entry.sides:
        lines.append(f"{margin}  {entry.sides}")
    if found.explanation:
        lines.append(f"{margin}  核实说明：{found.explanation}")
    else:
        lines.append(f"{margin}  → {found.advice}")
    return lines
