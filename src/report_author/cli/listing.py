"""Findings as a list on the terminal: what is to be written, then worst first by sheet."""

from __future__ import annotations

from pathlib import Path

from report_author import Entry, Outcome, arrange, by_label_and_sheet, by_sheet, tally
from report_author.cli.console import heading


def listing(book: Path, outcome: Outcome, *, building: bool) -> str:
    """What one workbook gave, for a person."""
    lines = heading(book.name, outcome.compared)
    entries = arrange(outcome.findings)
    for entry in entries:
        if entry.first:
            lines += [f"  〔{entry.label}〕{entry.spot.group}", *_lines(entry, "    ")]
    entries = [entry for entry in entries if not entry.first]
    to_write = [entry for entry in entries if entry.to_write]
    if to_write:
        lines.append(f"  〔待办〕报告要用、还没有写好的内容，{len(to_write)} 处：")
        for sheet, group in by_sheet(to_write):
            lines += [f"    {sheet}", *(line for entry in group for line in _lines(entry, "      "))]
    for label, sheet, group in by_label_and_sheet([entry for entry in entries if not entry.to_write]):
        lines += [f"  〔{label}〕{sheet}", *(line for entry in group for line in _lines(entry, "    "))]
    lines += [f"  〔未核对〕{gap.code}：{gap.why}" for gap in outcome.unchecked]
    if any(entry.explainable for entry in entries):
        lines.append(
            "  警告核对无误的，把方括号里的编号抄到“校验与核实”的核实说明，写明情况；编号和数字不变就不再问。"
        )
    return "\n".join([*lines, *_ending(outcome, building=building)])


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
