"""How time and memory of one table grow with its rows.

    .venv/bin/python benchmarks/rows.py [ROWS ...]

支出决算表 alone, filled with so many rows of six amounts, compressed into a workbook. Time is the best of three; memory is
the most that was held at once.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from report_author.figures.account import Conventions  # noqa: E402 - needs the path above
from report_author.figures.figure import Figure  # noqa: E402
from report_author.figures.filters import make_filters  # noqa: E402
from report_author.figures.values import Names  # noqa: E402
from report_author.model.format import read_format  # noqa: E402
from report_author.ooxml.package import read_package, write_package  # noqa: E402
from report_author.pipeline.library import shipped_root  # noqa: E402
from report_author.templating.table_book import BookTemplate, SheetUse, compile_book  # noqa: E402
from report_author.templating.table_writer import NumberLook  # noqa: E402

FOLDER = shipped_root() / "xlsx" / "sichuan-2021"
COLUMNS = ("本年合计", "基本支出", "项目支出", "上缴上级", "经营", "对附属补助")
SHEET = "公开03表"


def names(rows: int) -> Names:
    """A department with so many rows in 支出决算表."""

    def row(number: int) -> Names:
        amounts = {
            column: Figure(column, Decimal(number * 100 + at).scaleb(-2), "元", "", (f"支出!H{number}",))
            for at, column in enumerate(COLUMNS)
        }
        return Names("行", {"编码": f"{number:07}", "名称": f"第{number}项", "级": 3, **amounts})

    grid = Names("表.支出表", {"行": [row(number) for number in range(1, rows + 1)], "有数据": True})
    department = Names("部门", {"全称": "云岭县自然资源和林业局", "类别": "部门"})
    return Names("", {"部门": department, "年度": 2021, "示例说明": "", "表": Names("表", {"支出表": grid})})


def print_table(template: BookTemplate, visible: Names) -> bytes:
    own = {"名称": "支出决算表", "表号": SHEET, "单位": "万元", "注": "", "空表说明": ""}
    use = SheetUse(SHEET, SHEET, {"本表": own})
    book = template.render(visible, [use], NumberLook())
    assert not book.findings, book.findings
    return write_package(book.package)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 10_000])
    fmt, _ = read_format(FOLDER)
    assert fmt is not None
    filters = make_filters(Conventions.from_options(fmt.options))
    template, findings = compile_book(read_package(FOLDER / "部门决算公开表.xlsx"), filters)
    assert template is not None, findings
    print_table(template, names(10))
    first: tuple[int, float, int] | None = None
    for rows in parser.parse_args().rows:
        visible = names(rows)
        times = []
        for _ in range(3):
            began = time.perf_counter()
            size = len(print_table(template, visible))
            times.append(time.perf_counter() - began)
        tracemalloc.start()
        print_table(template, visible)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        first = first or (rows, min(times), peak)
        print(
            f"{rows:,} rows: {min(times) * 1000:.0f} ms, {peak / 2**20:.1f} MB at most, {size / 1024:.0f} kB written; "
            f"{rows / first[0]:.1f} times the rows take {min(times) / first[1]:.1f} times the time, "
            f"{peak / first[2]:.1f} times the memory"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
