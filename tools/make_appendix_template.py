"""Write the appendix template of 四川2021年度（15表）; afterwards the bureau edits the workbook itself."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import xlsxwriter  # noqa: E402

from tools.appendix_template.page import FONT  # noqa: E402
from tools.appendix_template.tables import draw_all  # noqa: E402
from tools.repack import repack  # noqa: E402

TARGET = ROOT / "templates" / "xlsx" / "sichuan-2021" / "部门决算公开表.xlsx"


def build(path: Path) -> None:
    """Write the template to ``path``, the same bytes every time."""
    # columns are measured in digits of the standard font: the one of a Chinese Excel
    book = xlsxwriter.Workbook(str(path), {"default_format_properties": {"font_name": FONT, "font_size": 11}})
    book.set_properties({"title": "部门决算公开表"})
    draw_all(book)
    book.close()
    repack(path)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    build(TARGET)
    print(TARGET)
