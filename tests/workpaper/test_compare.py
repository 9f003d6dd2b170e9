"""What people changed in a report after it was built is found, all of it, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from lxml import etree

from report_author.model.findings import Finding, Severity
from report_author.model.money import find_numbers
from report_author.ooxml.package import Package, read_package, write_package
from report_author.ooxml.relations import related
from report_author.ooxml.sheets import parse_workbook
from report_author.workpaper.compare import compare_report
from report_author.workpaper.compare_tables import compare_tables
from tests.support.share import every
from tests.workpaper.made import NAMES, made

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEED = NAMES[0]
both = pytest.mark.parametrize("name", NAMES)


def built(name: str) -> Package:
    return read_package(made(name).report)


def edited(old: str, new: str, part: str = BODY, name: str = SEED) -> list[Finding]:
    """The findings after the first ``old`` of a part was replaced; no finding but changes counts."""
    package = built(name)
    text = package[part].decode()
    assert old in text
    return compare_report(
        made(name).tie, package, package.with_parts({part: text.replace(old, new, 1).encode()})
    ).findings


def one(findings: list[Finding]) -> Finding:
    [finding] = findings
    return finding


@both
def test_an_untouched_report_has_no_findings(name: str) -> None:
    package = built(name)
    compared = compare_report(made(name).tie, package, package)
    assert compared.findings == []
    assert compared.numbers == compared.unchanged > 150


def test_a_changed_figure_is_an_error_with_both_values_and_its_cells() -> None:
    finding = one(edited("2.38", "2.83"))
    assert (finding.severity, finding.stated, finding.expected) == (Severity.ERROR, "2.83", "2.38")
    assert "机关运行经费" in finding.message and "三公资产采购!" in finding.advice
    assert "机关运行经费支出情况" in finding.place and "下降2.83%" in finding.quote


def test_a_changed_typed_number_is_a_warning_that_names_its_cell() -> None:
    finding = one(edited("70770人", "70707人"))
    assert (finding.severity, finding.stated, finding.expected) == (Severity.WARNING, "70707", "70770")
    assert "文字材料!" in finding.advice


def test_a_figure_that_is_gone_or_added_is_told() -> None:
    gone = edited("完成预算58.95%", "完成预算")
    assert any(f.severity is Severity.ERROR and f.expected == "58.95" for f in gone)
    added = edited("公用经费29.9万元", "公用经费29.9万元（其中会议费3.2万元）")
    assert any(f.severity is Severity.WARNING and f.stated == "3.2" for f in added)


def test_a_reversed_direction_is_an_error_though_the_numbers_stand() -> None:
    finding = one(edited("下降2.38", "增长2.38"))
    assert finding.severity is Severity.ERROR and "方向" in finding.message


def test_a_changed_year_is_a_warning_and_mere_wording_a_hint() -> None:
    assert one(edited("与2020年相比", "与2019年相比")).severity is Severity.WARNING
    wording = one(edited("主要原因是压减一般性支出", "主要原因是压减支出"))
    assert wording.severity is Severity.INFO and wording.expected.endswith("压减一般性支出。")


def test_a_deleted_paragraph_names_its_numbers() -> None:
    package = built(SEED)
    root = etree.fromstring(package[BODY])
    paragraph = next(p for p in root.iter(f"{W}p") if "机关运行经费支出29.9" in "".join(p.itertext()))
    paragraph.getparent().remove(paragraph)
    findings = compare_report(
        made(SEED).tie, package, package.with_parts({BODY: etree.tostring(root)})
    ).findings
    finding = one(findings)
    assert finding.severity is Severity.ERROR and "29.9万元" in finding.message and "2.38%" in finding.message


def test_a_moved_paragraph_is_only_mentioned() -> None:
    package = built(SEED)
    root = etree.fromstring(package[BODY])
    paragraph = next(p for p in root.iter(f"{W}p") if "公用经费29.9" in "".join(p.itertext()))
    paragraph.getparent().insert(paragraph.getparent().index(paragraph) - 12, paragraph)
    findings = compare_report(
        made(SEED).tie, package, package.with_parts({BODY: etree.tostring(root)})
    ).findings
    assert [f.severity for f in findings] == [Severity.INFO]


def test_text_split_into_runs_anew_or_marked_as_a_tracked_insertion_is_read_alike() -> None:
    text = built(SEED)[BODY].decode()
    run = re.search(r"<w:r>(?:(?!</w:r>).)*?</w:r>", text[text.index("机关运行经费支出29.9") - 800 :], re.S)
    assert run is not None
    assert (
        edited(
            run.group(),
            f'<w:ins w:id="900" w:author="某" w:date="2022-01-01T00:00:00Z">{run.group()}</w:ins>',
        )
        == []
    )


def test_hidden_text_does_not_count_as_shown() -> None:
    package = built(SEED)
    root = etree.fromstring(package[BODY])
    paragraph = next(p for p in root.iter(f"{W}p") if "机关运行经费支出29.9" in "".join(p.itertext()))
    for run in paragraph.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        if properties is None:
            properties = etree.Element(f"{W}rPr")
            run.insert(0, properties)
        etree.SubElement(properties, f"{W}vanish")
    findings = compare_report(
        made(SEED).tie, package, package.with_parts({BODY: etree.tostring(root)})
    ).findings
    assert any("不见了" in finding.message for finding in findings)


def mutants(name: str, step: int) -> Iterator[tuple[str, Package]]:
    """The report with one digit changed, for every ``step``-th number in turn."""
    package = built(name)
    root = etree.fromstring(package[BODY])
    paragraphs, turn = list(root.iter(f"{W}p")), count()
    for line in made(name).tie.lines:
        if line.part != BODY or line.contents:
            continue
        for number in find_numbers(line.text):
            if next(turn) % step:
                continue
            at = 0
            for piece in paragraphs[line.index].iter(f"{W}t", f"{W}tab", f"{W}br"):
                if (
                    next(piece.iterancestors(f"{W}p")) is not paragraphs[line.index]
                    or piece.getparent().tag != f"{W}r"
                ):
                    continue
                text = (piece.text or "") if piece.tag == f"{W}t" else "\n"
                if piece.tag == f"{W}t" and at <= number.start < at + len(text):
                    here = number.start - at
                    piece.text = text[:here] + str((int(text[here]) + 1) % 10) + text[here + 1 :]
                    yield line.text, package.with_parts({BODY: etree.tostring(root)})
                    piece.text = text
                at += len(text)


def missed(name: str, step: int) -> tuple[int, list[str]]:
    tie, package = made(name).tie, built(name)
    found, lost = 0, []
    for text, mutant in mutants(name, step):
        findings = compare_report(tie, package, mutant).findings
        if any(f.severity is not Severity.INFO for f in findings):
            found += 1
        else:
            lost.append(text)
    return found, lost


@both
def test_of_every_thirtieth_number_a_wrong_digit_is_found(name: str) -> None:
    found, lost = missed(name, 30)
    assert lost == [] and found > 8


@pytest.mark.slow
@both
def test_of_every_number_a_wrong_digit_is_found(name: str) -> None:
    """A run tries every seventh number, through all sections; with ``REPORT_AUTHOR_ALL=1`` every one."""
    found, lost = missed(name, every(7))
    assert lost == [] and found > 300 / every(7)


@both
def test_every_value_of_every_chart_is_compared_in_the_picture_and_in_its_data(name: str) -> None:
    tie, package = made(name).tie, built(name)
    values = 0
    for part in tie.charts:
        text = package[part].decode()
        for value in re.finditer(r"<c:val>.*?</c:val>", text, re.S):
            for point in re.finditer(r"<c:v>([\d.]+)</c:v>", value.group()):
                start = value.start() + point.start(1)
                other = f"{text[:start]}9{text[start:]}".encode()
                findings = compare_report(tie, package, package.with_parts({part: other})).findings
                assert [f.severity for f in findings] == [Severity.ERROR], (part, point.group())
                values += 1
        [book] = related(package, part, "package")
        inner = read_package(package[book])
        sheet = inner["xl/worksheets/sheet1.xml"].decode()
        changed = re.sub(r"<v>(\d[\d.]*)</v>", r"<v>9\1</v>", sheet, count=1)
        assert changed != sheet
        again = write_package(inner.with_parts({"xl/worksheets/sheet1.xml": changed.encode()}))
        assert compare_report(tie, package, package.with_parts({book: again})).findings
    assert values >= 18


def test_a_deleted_chart_is_an_error() -> None:
    package = built(SEED)
    text = re.sub(
        r"<w:drawing>(?:(?!</w:drawing>).)*</w:drawing>", "", package[BODY].decode(), count=1, flags=re.S
    )
    findings = compare_report(made(SEED).tie, package, package.with_parts({BODY: text.encode()})).findings
    assert any(f.severity is Severity.ERROR and "张图" in f.message for f in findings)


def tables_with(pattern: str, new: str, name: str = SEED) -> list[Finding]:
    package = read_package(made(name).tables)
    part = next(
        p for p in package if re.search(pattern, package[p].decode(errors="ignore")) and "worksheets/" in p
    )
    text = re.sub(pattern, new, package[part].decode(), count=1)
    return compare_tables(
        made(name).tie, parse_workbook(write_package(package.with_parts({part: text.encode()}))).sheets
    )


@both
def test_untouched_tables_have_no_findings(name: str) -> None:
    assert compare_tables(made(name).tie, parse_workbook(made(name).tables).sheets) == []


def test_a_changed_cell_of_the_tables_is_an_error_with_its_source() -> None:
    finding = one(tables_with(r"<v>614\.668119</v>", "<v>614.67</v>"))
    assert (finding.severity, finding.stated, finding.expected) == (Severity.ERROR, "614.67", "614.668119")
    assert "收入与结转!" in finding.advice and finding.place.startswith("公开表!公开01表!")


def test_a_number_with_other_zeros_is_the_same_number() -> None:
    assert tables_with(r"<v>614\.668119</v>", "<v>614.6681190</v>") == []


def test_a_deleted_row_does_not_make_the_rows_below_look_changed() -> None:
    findings = tables_with(r'<row r="12".*?</row>', "")
    assert [f.code for f in findings] == ["B23"]
