"""Last year's published report: its figures become 上年数, each with the paragraph it was read from."""

from __future__ import annotations

import copy
import re
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from report_author.model.choices import LastYearRow, Numbering, Position
from report_author.pipeline.building import build
from report_author.workbook.entries import list_entries
from report_author.workbook.imports.last_report import LastReport, read_last_report
from tests.rollover.books import facts_of, rolled, write
from tests.support.samples import NAMES, printed
from tools.make_samples import FOLDER
from tools.samples import seed_department

D = Decimal
Row = LastYearRow

#: 第二部分 as the county published it, misprints and leftover numbering included
PUBLISHED = """\
第一部分 部门概况
一、基本职能及主要工作
（一）主要职能
1.深入贯彻党的路线方针政策和决策部署，统一政法各部门思想和行动。
2.加强对政法工作的督查。
（二）2021年重点工作完成情况
2021年以来，县委政法委努力扎实工作，各项工作取得了一定成效。
1.讲政治、高站位，全力提升干部队伍素质。一是抓好统筹协调。
（1）完成全响应中心提档升级建设。
二、机构设置
县委政法委下属非独立核算事业单位2个。
第二部分 2021年度部门决算情况说明
一、收入支出决算总体情况说明
2021年度收入1652.54万元，支出1652.54万元。与2020年相比，收入减少507.78万元、下降23.5%，支出减少527.78万元，下降24.21%。
二、收入决算情况说明
2021年本年收入合计1652.54万元，其中：一般公共预算财政拨款收入614.67万元，占37.2%；政府性基金预算财政拨款收入1037.88万元，占62.8%。
三、支出决算情况说明
2021年本年支出合计1652.54万元，其中：基本支出414.67万元，占25.09%；项目支出1237.87万元，占74.91%。
年终无结转结余。
四、财政拨款收入支出决算总体情况说明
2021年度收入1652.54万元、支出1652.54万元。与2020年相比，收入减少507.78、下降23.5%，支出减少527.78万元，下降24.21%。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
2021年一般公共预算财政拨款支出614.67万元，占本年支出合计的37.2%。与2020年1734.79万元相比，一般公共预算财政拨款支出减少1120.12万元，下降64.56%。
七、“三公”经费财政拨款支出决算情况说明
2021年“三公”经费财政拨款支出决算为4.17万元，完成预算64.09%。
2021年“三公”经费财政拨款支出决算中，因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算3.13万元，占75.06%；公务接待费支出决算1.04万元，占24.94%。
1.因公出国（境）经费支出0万元，完成预算0%。因公出国（境）支出决算比2020年增加/减少0万元，增长/下降0%。
其中：公务用车购置支出0万元。
公务用车运行维护费支出3.13万元。
3.公务接待费支出1.04万元，完成预算86.67%。公务接待费支出决算比2020年减少0.1万元，下降8.77%。
八、政府性基金预算支出决算情况说明
2021年政府性基金预算财政拨款支出1037.88万元。
9、 国有资本经营预算支出决算情况说明
2021年国有资本经营预算财政拨款支出0万元。
10、 其他重要事项的情况说明
（一）机关运行经费支出情况
2021年，县委政法委机关运行经费支出29.9万元，比2020年30.63万元减少0.73万元，下降2.38%，与2020年决算数持平）。
第三部分 名词解释
1.财政拨款收入：指单位从同级财政部门取得的财政预算资金。
"""

AMOUNTS = {
    Row.INCOME_YEAR: "1652.54",
    Row.EXPENSE_YEAR: "1652.54",
    Row.INCOME_GRAND: "1652.54",
    Row.EXPENSE_GRAND: "1652.54",
    Row.FISCAL_INCOME: "1652.54",
    Row.FISCAL_EXPENSE: "1652.54",
    Row.FISCAL_GRAND_INCOME: "1652.54",
    Row.FISCAL_GRAND_EXPENSE: "1652.54",
    Row.GENERAL_EXPENSE: "614.67",
    Row.GOVERNMENT_EXPENSE: "1037.88",
    Row.CAPITAL_EXPENSE: "0",
    Row.ABROAD: "0",
    Row.VEHICLE_PURCHASE: "0",
    Row.VEHICLE_RUNNING: "3.13",
    Row.RECEPTION: "1.04",
    Row.OPERATING: "29.9",
    Row.CARRY_END: "0",
}


def report(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def document(path: Path, text: str) -> Path:
    made = docx.Document()
    for line in (
        "目录",
        "第一部分 部门概况	1",
        "第二部分 2021年度部门决算情况说明	3",
        *text.splitlines(),
    ):
        made.add_paragraph(line)
    made.save(str(path))
    return path


def read(path: Path) -> tuple[LastReport, list[str]]:
    found, findings = read_last_report(path)
    assert found is not None, findings
    return found, [finding.code for finding in findings]


def amounts(found: LastReport) -> dict[LastYearRow, tuple[str, str]]:
    return {row.row: (f"{row.published:f}", row.unit) for row in found.last_year}


def test_every_figure_of_the_published_text_is_read(tmp_path: Path) -> None:
    for path in (report(tmp_path / "去年.txt", PUBLISHED), document(tmp_path / "去年.docx", PUBLISHED)):
        found, codes = read(path)
        assert found.year == 2021
        assert amounts(found) == {row: (amount, "万元") for row, amount in AMOUNTS.items()}
        assert codes == ["I44"]


def test_each_figure_says_where_it_was_read(tmp_path: Path) -> None:
    lines = PUBLISHED.splitlines()
    found, _ = read(report(tmp_path / "去年.txt", PUBLISHED))
    assert found.last_year
    for row in found.last_year:
        number = int(row.cell("published").removeprefix("去年.txt第").removesuffix("行"))
        assert f"{row.published:f}" in lines[number - 1] or "无结转" in lines[number - 1]


def test_the_2022_report_builds_on_the_figures_of_the_published_text(tmp_path: Path) -> None:
    found, _ = read(document(tmp_path / "去年.docx", PUBLISHED))
    entries = copy.deepcopy(seed_department.ENTRIES)
    entries["department"] = {**entries["department"], "year": 2022}
    entries["last_year"] = list_entries("last_year", found.last_year)
    outcome = build(write(tmp_path / "2022.xlsx", entries), tmp_path / "out")
    assert outcome.outputs, outcome.findings
    text = "\n".join(p.text for p in docx.Document(str(outcome.outputs[0])).paragraphs)
    assert "与2021年614.67万元相比，一般公共预算财政拨款支出持平" in text
    assert re.search("机关运行经费支出29.9万元，.{0,3}2021年.*持平", text)


@pytest.mark.parametrize("name", NAMES)
def test_our_own_report_says_what_the_rollover_says(tmp_path: Path, name: str) -> None:
    path = tmp_path / "去年.docx"
    path.write_bytes(printed(name).report)
    found, _ = read(path)
    (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    exact = {row.row: row.published for row in facts_of(rolled(tmp_path / name)).last_year}
    assert len(found.last_year) >= 13
    for row in found.last_year:
        assert row.published == round(exact[row.row].scaleb(-4), 2), row.row


def test_the_texts_come_by_heading_without_their_numbers(tmp_path: Path) -> None:
    found, _ = read(report(tmp_path / "去年.txt", PUBLISHED))
    assert [(t.position, t.numbering, t.heading, t.body[:8]) for t in found.texts] == [
        (Position.DUTY, Numbering.FIRST, "", "深入贯彻党的路线"),
        (Position.DUTY, Numbering.FIRST, "", "加强对政法工作的"),
        (Position.WORK_LEAD, Numbering.NONE, "", "2021年以来，"),
        (Position.WORK, Numbering.FIRST, "讲政治、高站位，全力提升干部队伍素质", "一是抓好统筹协调"),
        (Position.WORK, Numbering.SECOND, "", "完成全响应中心提"),
    ]


def test_an_amount_printed_in_two_ways_is_not_taken(tmp_path: Path) -> None:
    text = PUBLISHED.replace("公务接待费支出1.04万元", "公务接待费支出1.40万元")
    found, findings = read_last_report(report(tmp_path / "去年.txt", text))
    assert found is not None and Row.RECEPTION not in amounts(found)
    conflict = next(each for each in findings if each.code == "I42")
    assert {conflict.stated, conflict.expected} == {
        "1.04万元",
        "1.4万元",
    } and "公务接待费" in conflict.message


def test_parts_that_do_not_add_up_are_pointed_out(tmp_path: Path) -> None:
    text = PUBLISHED.replace("支出决算为4.17万元", "支出决算为4.71万元")
    _, codes = read(report(tmp_path / "去年.txt", text))
    assert "I45" in codes


def test_totals_with_carry_over_are_told_from_the_years_own(tmp_path: Path) -> None:
    text = PUBLISHED.replace(
        "2021年度收入1652.54万元，支出1652.54万元。", "2021年度收入总计1700万元，支出总计1700万元。"
    )
    text = text.replace("2021年度收入1652.54万元、支出1652.54万元。", "2021年度财政拨款收、支总计1690万元。")
    text = text.replace("年终无结转结余。", "年末结转和结余47.46万元。")
    found, _ = read(report(tmp_path / "去年.txt", text))
    values = amounts(found)
    assert values[Row.INCOME_GRAND] == values[Row.EXPENSE_GRAND] == ("1700", "万元")
    assert values[Row.FISCAL_GRAND_INCOME] == values[Row.FISCAL_GRAND_EXPENSE] == ("1690", "万元")
    assert values[Row.INCOME_YEAR] == ("1652.54", "万元") and values[Row.CARRY_END] == ("47.46", "万元")
    assert Row.FISCAL_EXPENSE not in values


def test_nothing_is_made_up_for_what_the_report_does_not_say(tmp_path: Path) -> None:
    lines = [line for line in PUBLISHED.splitlines() if "机关运行经费" not in line and "结转" not in line]
    found, findings = read_last_report(report(tmp_path / "去年.txt", "\n".join(lines)))
    assert found is not None
    missing = {
        Row.OPERATING,
        Row.CARRY_END,
        Row.INCOME_GRAND,
        Row.EXPENSE_GRAND,
        Row.FISCAL_GRAND_INCOME,
        Row.FISCAL_GRAND_EXPENSE,
    }
    assert set(Row) - set(amounts(found)) == missing
    said = next(each.message for each in findings if each.code == "I43")
    assert all(row.value in said for row in missing)


def test_tables_in_the_document_are_read_to_the_fen_and_must_agree(tmp_path: Path) -> None:
    def with_table(income: str) -> Path:
        document(tmp_path / "去年.docx", PUBLISHED)
        made = docx.Document(str(tmp_path / "去年.docx"))
        made.add_paragraph("收入支出决算总表")
        made.add_paragraph("部门：县委政法委 金额单位：元")
        table = made.add_table(rows=2, cols=6)
        for row, cells in enumerate(
            (
                ("项目", "行次", "金额", "项目", "行次", "金额"),
                ("本年收入合计", "27", income, "本年支出合计", "58", income),
            )
        ):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        made.save(str(tmp_path / "去年.docx"))
        return tmp_path / "去年.docx"

    found, _ = read(with_table("16,525,448.42"))
    assert amounts(found)[Row.INCOME_YEAR] == ("16525448.42", "元")
    found, codes = read(with_table("16,525,548.42"))
    assert "I42" in codes and Row.INCOME_YEAR not in amounts(found)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.docx", b"", "I40"),
        ("坏.docx", b"PK\x03\x04broken", "I40"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "I40"),
        ("别的.txt", "今天天气很好。".encode(), "I41"),
        ("国标.txt", PUBLISHED.encode("gb18030"), ""),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_words(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found, findings = read_last_report(tmp_path / name)
    assert (found is None) == bool(code)
    assert not code or [each.code for each in findings] == [code]


def test_a_workbook_saved_as_docx_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "表.docx").write_bytes((FOLDER / NAMES[0]).read_bytes())
    found, findings = read_last_report(tmp_path / "表.docx")
    assert found is None and findings[0].code == "I40"
