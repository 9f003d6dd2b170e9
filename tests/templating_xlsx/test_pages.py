"""Long texts get room, tables fill whole pages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from report_author.figures.values import Names
from tests.templating_xlsx.books import Draw, filled, lines, money, rendered, template

SHEET = "xl/worksheets/sheet1.xml"


def _names(own_height: float | None = None, *, until: int = 0, wrap: bool = True) -> Draw:
    def draw(sheet: Any, book: Any) -> None:
        look = book.add_format({"text_wrap": wrap, "font_size": 10.5})
        sheet.set_column("A:C", 20)
        sheet.write("A1", "{%tr for 名 in 名们 %}")
        if until:
            sheet.merge_range(1, 0, 1, until, "{{ 名 }}", look)
        else:
            sheet.write("A2", "{{ 名 }}", look)
        if own_height:
            sheet.set_row(1, own_height)
        sheet.write("A3", "{%tr endfor %}")

    return draw


def _heights(draw: Draw, *names: str) -> list[float | None]:
    sheet = filled(draw, {"名们": list(names)})
    return [sheet.row_dimensions[row].height for row in range(1, len(names) + 1)]


def test_a_long_name_gets_as_many_lines_as_it_needs() -> None:
    short, long, longer = _heights(_names(), "甲项目", "项目" * 8, "项目" * 24)
    assert (short or 15) < 20 < (long or 0) < (longer or 0)
    assert (longer or 0) >= 5 * 10.5  # 48 characters, 10 in a line


def test_a_merged_note_is_measured_over_all_its_columns() -> None:
    (alone,) = _heights(_names(), "本表反映情况。" * 6)
    (merged,) = _heights(_names(until=2), "本表反映情况。" * 6)
    assert (alone or 0) > 2 * (merged or 0)


def test_line_breaks_count() -> None:
    (height,) = _heights(_names(), "一\n二\n三\n四")
    assert (height or 0) >= 4 * 10.5


def test_a_height_that_the_bureau_gave_stays() -> None:
    assert _heights(_names(33), "甲", "项目" * 50) == [33, 33]


def test_text_that_does_not_wrap_has_an_ordinary_row() -> None:
    assert _heights(_names(wrap=False), "项目" * 50) == [None]


def _listed(*, height: int = 0, columns: int = 3, title: bool = True) -> Draw:
    def draw(sheet: Any, book: Any) -> None:
        sheet.write("A1", "表头")
        sheet.write("A2", "{%tr for 行 in 行们 %}")
        sheet.set_row(2, 20)
        sheet.write("A3", "{{ 行.名称 }}")
        sheet.write(2, columns - 1, "{{ 行.金额 }}")
        sheet.write("A4", "{%tr endfor %}")
        sheet.write("A5", "注：完")
        sheet.set_paper(9)
        sheet.fit_to_pages(1, height)
        if title:
            sheet.repeat_rows(0)

    return draw


def _pages(draw: Draw, count: int) -> tuple[int, int]:
    xml = rendered(template(draw), {"行们": lines(*["10000"] * count)}).package[SHEET].decode()
    setup = re.search(r"<pageSetup[^>]*>", xml)[0]  # type: ignore[index]
    found = dict(re.findall(r'(\w+)="(\w+)"', setup))
    return int(found.get("fitToWidth", 1)), int(found.get("fitToHeight", 1))


@pytest.mark.parametrize(
    ("rows", "pages"), [(0, 1), (10, 1), (33, 1), (38, 1), (40, 1), (50, 2), (66, 2), (70, 2), (100, 3)]
)
def test_a_few_rows_too_many_are_no_page_of_their_own(rows: int, pages: int) -> None:
    assert _pages(_listed(), rows) == (1, pages)


def test_a_number_of_pages_that_the_bureau_chose_stays() -> None:
    assert _pages(_listed(height=5), 3) == (1, 5)


def test_a_wide_table_is_shrunk_onto_one_page() -> None:
    assert _pages(_listed(columns=60), 3) == (1, 1)


def _wide(sheet: Any, book: Any) -> None:
    sheet.set_column("A:A", 40)
    sheet.set_column("B:B", 10)
    sheet.write("B1", "{%tc for 列 in 列们 %}{%tc endfor %}")
    sheet.write("A2", "名称")
    sheet.write("B2", "{{ 列.块 }}")
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_columns("A:A")


@pytest.mark.parametrize(("columns", "pages"), [(1, 1), (20, 1), (30, 2), (60, 3)])
def test_a_table_with_left_columns_on_every_page_goes_on_before_it_is_too_small_to_read(
    columns: int, pages: int
) -> None:
    names = {"列们": [Names("列", {"块": money("1")}) for _ in range(columns)]}
    xml = rendered(template(_wide), names).package[SHEET].decode()
    found = re.search(r'<pageSetup[^>]*fitToWidth="(\d+)"', xml)
    assert int(found[1] if found else 1) == pages


def test_paper_that_is_not_known_is_left_alone() -> None:
    def draw(sheet: Any, book: Any) -> None:
        _listed()(sheet, book)
        sheet.set_paper(66)

    assert _pages(draw, 100) == (1, 0)
