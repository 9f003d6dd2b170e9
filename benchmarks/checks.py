"""How long the checks of many departments take: ``python benchmarks/checks.py [count]``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from report_author.checks.facts import check_facts  # noqa: E402
from report_author.checks.rulebook import compile_rules  # noqa: E402
from report_author.figures.account import Account  # noqa: E402
from report_author.figures.vocabulary import vocabulary  # noqa: E402
from report_author.model.codes import Codebook  # noqa: E402
from report_author.model.format_reader import find_formats  # noqa: E402
from tools.samples.random_department import random_entries  # noqa: E402
from tools.samples.to_facts import entries_to_facts  # noqa: E402


def main(count: int) -> None:
    """Print the time of compiling the rules once, then of checking each of ``count`` departments."""
    fmt = find_formats([ROOT / "templates"])[0][0]
    started = time.perf_counter()
    book = compile_rules(fmt)
    compiled = time.perf_counter() - started
    departments = [entries_to_facts(random_entries(seed)) for seed in range(count)]
    started = time.perf_counter()
    found = 0
    for facts in departments:
        account = Account(facts, Codebook.for_year(facts.department.year), fmt)
        found += len(check_facts(account, vocabulary(account), book)[0])
    spent = time.perf_counter() - started
    print(f"{len(book.rules)} 条公式，编译一次 {compiled * 1000:.0f} 毫秒")
    print(f"{count} 个部门，共 {spent:.2f} 秒，每个部门 {spent / count * 1000:.1f} 毫秒，发现 {found} 条")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
