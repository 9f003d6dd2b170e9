"""Faults planted into copies of the shipped templates, one at a time."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl

from report_author.pipeline.library import shipped_root

FORMAT = "sichuan-2021"
WORD = Path("docx") / FORMAT / "部门决算报告.docx"
FORMAT_BOOK = Path("xlsx") / FORMAT / "格式.xlsx"


@dataclass(frozen=True)
class Fault:
    """``plant`` edits a templates folder; ``place`` is a part of the place that a finding must have."""

    name: str
    plant: Callable[[Path], None]
    place: str


def templates_with(fault: Fault, folder: Path) -> Path:
    """``folder``/templates with the fault in it."""
    root = folder / "templates"
    shutil.copytree(shipped_root(), root)
    fault.plant(root)
    return root


def tables_book(root: Path) -> Path:
    """The table template of a templates folder."""
    return next(path for path in (root / "xlsx" / FORMAT).glob("*.xlsx") if path.name != "格式.xlsx")


def in_words(name: str, heading: str, old: str, new: str) -> Fault:
    """``old`` becomes ``new`` in the first paragraph below ``heading`` that holds it."""

    def plant(root: Path) -> None:
        path = root / WORD
        document = docx.Document(io.BytesIO(path.read_bytes()))
        here = False
        for paragraph in document.paragraphs:
            if paragraph.style is not None and paragraph.style.name.lower().startswith("heading"):
                here = heading in paragraph.text
            if here and old in paragraph.text:
                text = paragraph.text.replace(old, new, 1)
                for run in paragraph.runs[1:]:
                    run.text = ""
                paragraph.runs[0].text = text
                document.save(str(path))
                return
        raise AssertionError((name, "not found", old))

    return Fault(name, plant, f"“{heading}”标题下")


def in_cells(name: str, sheet: str, edit: Callable[[Any], str]) -> Fault:
    """``edit`` changes a sheet of the table template and says at which cells the fault may be told."""
    place: list[str] = []

    def plant(root: Path) -> None:
        path = tables_book(root)
        book = openpyxl.load_workbook(path)
        place.append(edit(book[sheet]))
        book.save(path)

    return Fault(name, plant, f"公开表模板·{sheet}")


def _cell_with(sheet: Any, text: str) -> Any:
    return next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and text in cell.value
    )


def swap(sheet_name: str, left: str, right: str) -> Fault:
    """The tags of two columns change places, the headers stay."""

    def edit(sheet: Any) -> str:
        a, b = _cell_with(sheet, left), _cell_with(sheet, right)
        a.value, b.value = a.value.replace(left, right), b.value.replace(right, left)
        return f"{a.coordinate} {b.coordinate}"

    return in_cells(f"{sheet_name}的{left}与{right}换了列", sheet_name, edit)


def retag(sheet_name: str, old: str, new: str) -> Fault:
    """A tag names another figure."""

    def edit(sheet: Any) -> str:
        cell = _cell_with(sheet, old)
        cell.value = cell.value.replace(old, new)
        return str(cell.coordinate)

    return in_cells(f"{sheet_name}的{old}写成{new}", sheet_name, edit)


def relabel(sheet_name: str, old: str, new: str) -> Fault:
    """A label that the template itself writes becomes another one."""

    def edit(sheet: Any) -> str:
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == old)
        cell.value = new
        return str(cell.coordinate)

    return in_cells(f"{sheet_name}的{old}写成{new}", sheet_name, edit)


def _format(name: str, edit: Callable[[Any], None], place: str) -> Fault:
    def plant(root: Path) -> None:
        path = root / FORMAT_BOOK
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)

    return Fault(name, plant, place)


def _choose(key: str, value: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        row = next(cell.row for cell in book["选项"]["A"] if cell.value == key)
        book["选项"].cell(row, 2).value = value

    return edit


def _against_its_note(book: Any) -> None:
    """The notes say 全年预算数 in so many words, the option chooses the other."""
    for row in book["表清单"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("{三公预算数口径}", "全年预算数")
    _choose("三公预算数口径", "年初预算数")(book)


TOTAL, INCOME, SPENT = "收入支出决算总体情况说明", "收入决算情况说明", "支出决算情况说明"
FISCAL, GENERAL = "财政拨款收入支出决算总体情况说明", "一般公共预算财政拨款支出决算总体情况"
KINDS, ITEMS = "一般公共预算财政拨款支出决算结构情况", "一般公共预算财政拨款支出决算具体情况"
BASIC = "一般公共预算财政拨款基本支出决算情况说明"
SANGONG, DETAILS = "“三公”经费财政拨款支出决算总体情况说明", "“三公”经费财政拨款支出决算具体情况说明"
OFFICE, BUYING, ASSETS = "机关运行经费支出情况", "政府采购支出情况", "国有资产占有使用情况"


def word_faults() -> Iterator[Fault]:
    """Figures changed, doubled, misnamed; words that are wrong."""
    yield in_words("支出印了收入", TOTAL, "支出{{ 总体.支出|万元 }}", "支出{{ 总体.收入|万元 }}")
    yield in_words(
        "收入印了支出合计", TOTAL, "年度收入{{ 总体.收入|万元 }}", "年度收入{{ 支出.本年合计|万元 }}"
    )
    yield in_words(
        "增减换了收支",
        TOTAL,
        '支出{{ 总体.支出变动|增减(持平="持平") }}',
        '支出{{ 总体.收入变动|增减(持平="持平") }}',
    )
    yield in_words(
        "原因写了两遍",
        TOTAL,
        "{% if 总体.有变动 %}主要变动原因是",
        "{% if 总体.有变动 %}主要变动原因是主要变动原因是",
    )
    yield in_words(
        "原因待补充",
        TOTAL,
        "主要变动原因是{{ 原因.收支变动 }}。{% endif %}",
        "主要变动原因是待补充。{% endif %}",
    )
    yield in_words(
        "收入合计写死",
        INCOME,
        "本年收入合计{{ 收入.本年合计|万元 }}万元，其中",
        "本年收入合计3521.06万元，其中",
    )
    yield in_words(
        "收入合计印了支出",
        INCOME,
        "本年收入合计{{ 收入.本年合计|万元 }}万元，其中",
        "本年收入合计{{ 支出.本年合计|万元 }}万元，其中",
    )
    yield in_words(
        "收入合计叫成支出合计",
        INCOME,
        "本年收入合计{{ 收入.本年合计|万元 }}万元，其中",
        "本年支出合计{{ 收入.本年合计|万元 }}万元，其中",
    )
    yield in_words(
        "构成的金额印了合计",
        INCOME,
        "{{ 笔.名称 }}{{ 笔.金额|万元 }}",
        "{{ 笔.名称 }}{{ 收入.本年合计|万元 }}",
    )
    yield in_words(
        "收入合计印了两遍",
        INCOME,
        "{{ 收入.本年合计|万元 }}万元，其中",
        "{{ 收入.本年合计|万元 }}{{ 收入.本年合计|万元 }}万元，其中",
    )
    yield in_words(
        "支出合计翻倍",
        SPENT,
        "{{ 支出.本年合计|万元 }}万元，其中",
        "{{ (支出.本年合计 + 支出.本年合计)|万元 }}万元，其中",
    )
    yield in_words(
        "支出合计印了财政拨款",
        SPENT,
        "{{ 支出.本年合计|万元 }}万元，其中",
        "{{ 财政拨款.支出|万元 }}万元，其中",
    )
    yield in_words("占比写死", SPENT, "占{{ 笔.占比 }}%", "占45.67%")
    yield in_words(
        "财政拨款收入支出对调",
        FISCAL,
        "财政拨款收入{{ 财政拨款.总体收入|万元 }}万元、支出{{ 财政拨款.总体支出|万元 }}",
        "财政拨款收入{{ 财政拨款.总体支出|万元 }}万元、支出{{ 财政拨款.总体收入|万元 }}",
    )
    yield in_words(
        "财政拨款占位",
        FISCAL,
        "主要变动原因是{{ 原因.财政拨款变动 }}。{% endif %}",
        "主要变动原因是XXX。{% endif %}",
    )
    yield in_words(
        "一般公共预算印了本年支出",
        GENERAL,
        "财政拨款支出{{ 一般公共预算.支出|万元 }}",
        "财政拨款支出{{ 支出.本年合计|万元 }}",
    )
    yield in_words(
        "增加写死",
        GENERAL,
        '一般公共预算财政拨款支出{{ 一般公共预算.比上年|增减(持平="持平") }}',
        "一般公共预算财政拨款支出减少{{ 一般公共预算.比上年.增减额|万元 }}万元",
    )
    yield in_words(
        "上年数印了今年数", GENERAL, "{{ 一般公共预算.上年|万元 }}", "{{ 一般公共预算.支出|万元 }}"
    )
    yield in_words(
        "占比印了完成率",
        GENERAL,
        "占本年支出合计的{{ 一般公共预算.占支出 }}%",
        "占本年支出合计的{{ 一般公共预算.支出|万元 }}%",
    )
    yield in_words("分类占比印了金额", KINDS, "占{{ 笔.占比 }}%", "占{{ 笔.金额|万元 }}%")
    yield in_words("分类合计写死", KINDS, "财政拨款支出{{ 一般公共预算.支出|万元 }}", "财政拨款支出1234.5")
    yield in_words("决算数大于写死", ITEMS, "决算数{{ 项.完成预算.关系 }}预算数", "决算数小于预算数")
    yield in_words(
        "项级金额印了总数", ITEMS, "支出决算为{{ 项.金额|万元 }}", "支出决算为{{ 一般公共预算.支出|万元 }}"
    )
    yield in_words(
        "五三用了年初预算数",
        ITEMS,
        "预算支出决算数为{{ 一般公共预算.支出|万元 }}万元，",
        "预算支出决算数为{{ 一般公共预算.支出|万元 }}万元，按年初预算数计算，",
    )
    yield in_words(
        "基本支出印了总支出",
        BASIC,
        "基本支出{{ 一般公共预算.基本支出|万元 }}",
        "基本支出{{ 一般公共预算.支出|万元 }}",
    )
    yield in_words(
        "人员公用对调",
        BASIC,
        "人员经费{{ 一般公共预算.人员经费|万元 }}",
        "人员经费{{ 一般公共预算.公用经费|万元 }}",
    )
    yield in_words(
        "公用叫成人员",
        BASIC,
        "公用经费{{ 一般公共预算.公用经费|万元 }}",
        "人员经费{{ 一般公共预算.公用经费|万元 }}",
    )
    yield in_words("三公合计写死", SANGONG, "{{ 三公.合计|万元 }}", "12.5")
    yield in_words("三公合计印了公车", SANGONG, "{{ 三公.合计|万元 }}", "{{ 三公.公车.决算|万元 }}")
    yield in_words(
        "三公用了年初预算",
        SANGONG,
        "万元，{{ 三公.完成预算|完成 }}",
        "万元，按年初预算数计算，{{ 三公.完成预算|完成 }}",
    )
    yield in_words(
        "三公两项对调",
        DETAILS,
        "因公出国（境）费支出决算{{ 三公.出国.决算|万元 }}",
        "因公出国（境）费支出决算{{ 三公.接待.决算|万元 }}",
    )
    yield in_words("三公占比对调", DETAILS, "占{{ 三公.公车.占比 }}%", "占{{ 三公.接待.占比 }}%")
    yield in_words(
        "运行费印了购置费",
        DETAILS,
        "公务用车运行维护费支出{{ 三公.运行.决算|万元 }}",
        "公务用车运行维护费支出{{ 三公.购置.决算|万元 }}",
    )
    yield in_words(
        "保有量印了购置数",
        DETAILS,
        "单位共有公务用车{{ 三公.保有量 }}辆",
        "单位共有公务用车{{ 三公.购置数 }}辆",
    )
    yield in_words("保有量写死", DETAILS, "单位共有公务用车{{ 三公.保有量 }}辆", "单位共有公务用车15辆")
    yield in_words(
        "批次人次对调",
        DETAILS,
        "国内公务接待{{ 三公.国内批次 }}批次，{{ 三公.国内人次 }}人次",
        "国内公务接待{{ 三公.国内人次 }}批次，{{ 三公.国内批次 }}人次",
    )
    yield in_words("占位二字", DETAILS, "（不包括陪同人员）", "（占位）")
    yield in_words(
        "机关运行印了公用经费",
        OFFICE,
        "机关运行经费支出{{ 机关运行经费.合计|万元 }}",
        "机关运行经费支出{{ 一般公共预算.人员经费|万元 }}",
    )
    yield in_words(
        "机关运行原因写了两遍",
        OFFICE,
        "主要原因是{{ 原因.机关运行变动 }}",
        "主要原因是主要原因是{{ 原因.机关运行变动 }}",
    )
    yield in_words(
        "货物服务对调",
        BUYING,
        "政府采购货物支出{{ 政府采购.货物|万元 }}",
        "政府采购货物支出{{ 政府采购.服务|万元 }}",
    )
    yield in_words(
        "采购总额印了两遍",
        BUYING,
        "{{ 政府采购.合计|万元 }}万元，其中",
        "{{ 政府采购.合计|万元 }}万元{{ 政府采购.合计|万元 }}万元，其中",
    )
    yield in_words("车辆数写死", ASSETS, "共有车辆{{ 资产.车辆数 }}辆", "共有车辆12辆")
    yield in_words(
        "通用专用设备对调", ASSETS, "以上通用设备{{ 资产.通用设备 }}", "以上通用设备{{ 资产.专用设备 }}"
    )


def _number(sheet: Any) -> str:
    cell = _cell_with(sheet, "行.基本支出")
    cell.value = 123.45
    return str(cell.coordinate)


def _headers(sheet: Any) -> str:
    a, b = (
        next(c for row in sheet.iter_rows() for c in row if c.value == words)
        for words in ("基本支出", "项目支出")
    )
    a.value, b.value = b.value, a.value
    return f"{a.coordinate} {b.coordinate}"


def _title(sheet: Any) -> str:
    cell = _cell_with(sheet, "本表.名称")
    cell.value = "收入决算表"
    return str(cell.coordinate)


def _unit(sheet: Any) -> str:
    cell = _cell_with(sheet, "本表.单位")
    cell.value = "金额单位：元"
    return str(cell.coordinate)


def table_faults() -> Iterator[Fault]:
    """Columns swapped, a figure of another name, a typed number, a header, a title, a unit that is another one's."""
    yield swap("公开03表", "行.基本支出", "行.项目支出")
    yield swap("公开06表", "行.基本支出", "行.项目支出")
    yield retag("公开03表", "行.基本支出", "行.本年合计")
    yield retag("公开02表", "行.财政拨款", "行.本年合计")
    yield retag("公开06表", "行.项目支出", "行.合计")
    yield in_cells("公开03表的一格写死", "公开03表", _number)
    yield in_cells("公开06表的一格写死", "公开06表", _number)
    yield in_cells("公开03表的表头对调", "公开03表", _headers)
    yield in_cells("公开06表的表头对调", "公开06表", _headers)
    yield relabel("公开11表", "合计", "总计")
    yield relabel("公开03表", "本年支出合计", "本年收入合计")
    yield relabel("公开08表", "人员经费合计", "公用经费合计")
    yield in_cells("公开03表的表名错", "公开03表", _title)
    yield in_cells("公开03表的单位错", "公开03表", _unit)
    yield retag("公开03表", "行.基本支出", "(行.基本支出 + 行.基本支出)")
    yield _format("10表的注说全年、选项选年初", _against_its_note, "表清单!")


def all_faults() -> list[Fault]:
    return [*word_faults(), *table_faults()]
