"""How long the checks of many departments take, the audit of our own report with them: ``python benchmarks/checks.py [count]``."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from report_author.checks.facts import check_facts  # noqa: E402
from report_author.checks.rulebook import compile_rules  # noqa: E402
from report_author.figures.account import Account  # noqa: E402
from report_author.figures.vocabulary import vocabulary  # noqa: E402
from report_author.model.format import find_formats  # noqa: E402
from report_author.pipeline.own_report import self_audit  # noqa: E402
from tests.support.departments import own_report  # noqa: E402
from tools.samples.random_department import random_entries  # noqa: E402
from tools.samples.to_facts import entries_to_facts  # noqa: E402


def main(count: int) -> None:
    """Print the time of compiling the rules once, then of checking each of ``count`` departments.

    Both times are told: that of the clock, and that of the processor, which other programs do not lengthen.
    """
    fmt = find_formats([ROOT / "templates"])[0][0]
    started = time.process_time()
    book = compile_rules(fmt)
    compiled = time.process_time() - started
    departments = [entries_to_facts(random_entries(seed)) for seed in range(count)]
    clock, started = time.perf_counter(), time.process_time()
    found = 0
    each: list[float] = []
    for facts in departments:
        begun = time.process_time()
        account = Account(facts, fmt)
        found += len(check_facts(account, vocabulary(account), book)[0])
        each.append((time.process_time() - begun) * 1000)
    spent, wall = time.process_time() - started, time.perf_counter() - clock
    rows = sum(len(facts.expenditures) for facts in departments)
    print(f"{len(book.rules)} 条公式，编译一次 {compiled * 1000:.0f} 毫秒")
    print(f"{count} 个部门（支出 {rows} 行），处理器 {spent:.2f} 秒，时钟 {wall:.2f} 秒，发现 {found} 条")
    print(
        f"每个部门：平均 {spent / count * 1000:.1f} 毫秒，中位 {statistics.median(each):.1f}，最多 {max(each):.1f}"
    )
    audited(count)


def audited(count: int) -> None:
    """Print the time of making the documents of some departments, of auditing them; the ratio of a build with the audit to one without."""
    seeds = range(max(3, count // 10))
    own_report(0)  # templates are compiled once
    making: list[float] = []
    auditing: list[float] = []
    for seed in seeds:
        begun = time.process_time()
        report = own_report(seed)
        between = time.process_time()
        self_audit(report, ())
        making.append((between - begun) * 1000)
        auditing.append((time.process_time() - between) * 1000)
    made, held = statistics.median(making), statistics.median(auditing)
    print(
        f"自审：{len(seeds)} 个部门，做出报告和公开表中位 {made:.0f} 毫秒，自审中位 {held:.0f} 毫秒，合起来是不审的 {(made + held) / made:.2f} 倍"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
