"""Write the two sample workbooks into inputs/示例."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from report_author.workbook.create import create_workbook  # noqa: E402
from tools.samples import second_department, seed_department  # noqa: E402
from tools.samples.ledger import Entries  # noqa: E402

FOLDER = ROOT / "inputs" / "示例"
SAMPLES = (seed_department.ENTRIES, second_department.ENTRIES)


def file_name(entries: Entries) -> str:
    department = entries["department"]
    return f"{department['year']}年度{department['full_name']}填报表.xlsx"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for entries in SAMPLES:
        path = FOLDER / file_name(entries)
        create_workbook(path, entries, year=entries["department"]["year"])
        print(f"已写入 {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
