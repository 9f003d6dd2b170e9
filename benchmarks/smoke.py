"""How many times faster one department is built than the straightforward way, measured side by side in one run.

    .venv/bin/python benchmarks/smoke.py [--rounds N] [WORKBOOK]

Both ways read the same workbook, fill the same templates, write the same two kinds of file, turn by turn.
``first`` compiles the templates anew each time, as a run for one department does; ``batch`` is a further department
of a running process. The ratio is the median of the ratios of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks import straightforward  # noqa: E402 - needs the path above
from report_author.pipeline import library  # noqa: E402
from report_author.pipeline.building import build  # noqa: E402


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(title: str, ours: Callable[[], object], plain: Callable[[], object], rounds: int) -> None:
    """Both ways in turn, after one turn that is not measured."""
    ours()
    plain()
    pairs = [(seconds(ours), seconds(plain)) for _ in range(rounds)]
    ratios = sorted(slow / fast for fast, slow in pairs)
    fast, slow = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    print(
        f"{title}: {statistics.median(ratios):.1f} times faster than docxtpl + openpyxl "
        f"({ratios[0]:.1f} to {ratios[-1]:.1f} in {rounds} rounds; medians {fast:.0f} ms and {slow:.0f} ms)"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sample = ROOT / "inputs" / "示例" / "2021年度中共米易县委政法委员会填报表.xlsx"
    parser.add_argument("workbook", nargs="?", type=Path, default=sample)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        made = build(options.workbook, out)
        if not made.outputs:
            print("\n".join(f"{finding.place}: {finding.message}" for finding in made.findings))
            return 1
        department = straightforward.prepare(options.workbook, made.outputs[1])

        def batch() -> None:
            build(options.workbook, out)

        def first() -> None:
            library._library.cache_clear()
            batch()

        def plain() -> None:
            straightforward.build(department, out)

        compare("first", first, plain, options.rounds)
        compare("batch", batch, plain, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
