"""Write the table “空白是什么意思” of docs/填报说明.md from the layout."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from report_author.workbook.layout import SHEETS  # noqa: E402
from report_author.workbook.shape import Blank, Column, Form, ListBlock  # noqa: E402

GUIDE = ROOT / "docs" / "填报说明.md"
HEADING = "## 空白是什么意思"
_HEAD = f"""{HEADING}

空白不等于 0：为 0 的要填 0，或者选“是”（本部门没有……）。下表由版面生成（`tools.print_blanks`）；没有用到的行整行留空，不用管。

| 工作表 | 部分 | 栏目 | 空白是什么意思 |
|---|---|---|---|
"""


def meaning(block: Form | ListBlock, column: Column) -> str:
    """What a blank in this column means, in the clerk's words."""
    assert column.blank is not None, f"{block.key}.{column.field}"
    if isinstance(block, ListBlock) and column.field in block.fill_down:
        return "同上一行"
    if isinstance(block, ListBlock) and column.field in block.carried:
        return f"{column.blank.value}；同一代码的续行同第一行"
    if column.default is not None:
        return f"等于“{getattr(column.default, 'value', column.default)}”"
    if column.when:
        return (
            f"{column.blank.value}；{column.when}"
            if column.blank is not Blank.MISSING
            else f"待填（{column.when}）"
        )
    return column.blank.value


def table() -> str:
    """The table with its heading; columns that mean the same stand in one line."""
    return _HEAD + "".join(
        f"| {sheet} | {block} | {labels} | {words} |\n" for sheet, block, labels, words in _lines()
    )


def _lines() -> Iterator[tuple[str, str, str, str]]:
    for sheet in SHEETS:
        for block in sheet.blocks:
            if not isinstance(block, (Form, ListBlock)):
                continue
            inputs = block.columns if isinstance(block, Form) else block.inputs
            if isinstance(block, ListBlock) and block.fixed:
                inputs = inputs[1:]
            for words, group in groupby(inputs, lambda column, block=block: meaning(block, column)):  # type: ignore[misc]
                yield (
                    sheet.name,
                    block.title.partition("（")[0],
                    "、".join(column.label for column in group),
                    words,
                )


def main() -> None:
    guide = GUIDE.read_text(encoding="utf-8").partition(HEADING)[0].rstrip()
    GUIDE.write_text(f"{guide}\n\n{table()}", encoding="utf-8")


if __name__ == "__main__":
    main()
