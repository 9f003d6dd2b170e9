"""The audit of anyone's reports from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from docx import Document as NewDocument

from report_author.audit.judges.catalogue import KINDS
from report_author.cli.main import main
from report_author.ooxml.package import read_package
from report_author.ooxml.reading import read_lines
from report_author.pipeline.auditing import report_source
from tools.make_samples import FOLDER, SAMPLES, file_name

DOCS = Path(__file__).resolve().parents[2] / "docs"
RIGHT = (
    "云岭县档案馆2021年度部门决算",
    "一、收入支出决算总体情况说明",
    "2021年度收、支总计120.5万元。与2020年相比，收、支总计各增加20.5万元，增长20.5%。主要变动原因是项目经费增加。",
    "二、收入决算情况说明",
    "2021年本年收入合计120.5万元，其中：一般公共预算财政拨款收入100.5万元，占83.4%；其他收入20万元，占16.6%。",
)
WRONG = (*RIGHT[:2], RIGHT[2].replace("增长20.5%", "增长25.5%"), *RIGHT[3:])


def text(path: Path, paragraphs: tuple[str, ...]) -> Path:
    path.write_text("\n".join(paragraphs), encoding="utf-8")
    return path


def word(path: Path, paragraphs: tuple[str, ...]) -> Path:
    document = NewDocument()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_wrong_rate_is_told_with_both_values_and_the_calculation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(text(tmp_path / "某局决算.txt", WRONG))]) == 1
    shown = capsys.readouterr().out
    assert "〔错误〕1. 增减额、百分比计算有误" in shown and "“一、收入支出决算总体情况说明”第1段" in shown
    assert re.search(r"现写 增长25\.5% → 应为 增长20\.5%　算式：20\.5万元÷", shown)
    assert re.search(r"核对了 \d+ 处关系，\d+ 处成立；疑点：错误 1、警告 \d+、提示 \d+；未核对 \d+ 处", shown)
    assert names(tmp_path) == {"某局决算.txt"}, "nothing is written unless asked for"


def test_a_report_alone_says_first_what_it_was_not_held_against(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "答.json"
    main(
        [
            "audit",
            str(text(tmp_path / "某局决算.txt", RIGHT)),
            "--json",
            str(answer),
            "--out",
            str(tmp_path / "审核"),
        ]
    )
    line = "没有可核对的：公开表、上年报告、填报表、批复数；没有发现问题不等于审核通过。"
    assert capsys.readouterr().out.splitlines()[1] == f"  {line}"
    assert [each["line"] for each in json.loads(answer.read_text(encoding="utf-8"))["compared"]] == [line]
    page = (tmp_path / "审核" / "某局决算审核意见.html").read_text(encoding="utf-8")
    assert page.index(line) < page.index("核对了")


def test_a_right_report_passes(tmp_path: Path) -> None:
    assert main(["audit", str(text(tmp_path / "某局决算.txt", RIGHT))]) == 0


def test_with_out_there_are_page_list_comments_and_the_report_is_untouched(tmp_path: Path) -> None:
    report = word(tmp_path / "某局决算.docx", WRONG)
    before = report.read_bytes()
    assert main(["audit", str(report), "--out", str(tmp_path / "结果")]) == 1
    assert names(tmp_path / "结果") == {
        "某局决算审核意见.html",
        "某局决算（审核批注）.docx",
        "某局决算疑点清单.xlsx",
    }
    assert report.read_bytes() == before
    copy = read_package(tmp_path / "结果" / "某局决算（审核批注）.docx")
    assert "增长20.5%" in copy["word/comments.xml"].decode()
    assert [line.text for line in read_lines(copy)] == list(WRONG)


def test_a_second_run_makes_the_same_bytes(tmp_path: Path) -> None:
    report = word(tmp_path / "某局决算.docx", WRONG)
    made = []
    for out in (tmp_path / "一", tmp_path / "二"):
        main(["audit", str(report), "--out", str(out)])
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1]


def test_a_folder_is_audited_at_once_with_a_summary(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text(tmp_path / "甲局决算.txt", WRONG)
    word(tmp_path / "乙局决算.docx", RIGHT)
    text(tmp_path / "乙局决算.txt", RIGHT)
    for other in (
        "~$乙局决算.docx",
        "丙局决算审核意见.html",
        "丙局决算（审核批注）.docx",
        "丙局决算核实说明.txt",
        "丙局（审阅稿）.docx",
        "读我.md",
    ):
        (tmp_path / other).write_text("不是报告", encoding="utf-8")
    assert main(["audit", str(tmp_path), "--out", str(tmp_path / "结果")]) == 1
    assert names(tmp_path / "结果") == {
        "甲局决算审核意见.html",
        "甲局决算疑点清单.xlsx",
        "乙局决算审核意见.html",
        "乙局决算疑点清单.xlsx",
        "乙局决算（审核批注）.docx",
        "审核汇总.html",
        "审核汇总.xlsx",
    }
    shown = capsys.readouterr().out
    assert "同名的“乙局决算.txt”没有另外审核" in shown and "共 2 份报告" in shown
    summary = (tmp_path / "结果" / "审核汇总.html").read_text(encoding="utf-8")
    assert summary.index("甲局决算.txt") < summary.index("乙局决算.docx"), "the worst report first"


def test_reports_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        text(tmp_path / folder / "决算.txt", RIGHT)
    assert (
        main(
            [
                "audit",
                str(tmp_path / "一" / "决算.txt"),
                str(tmp_path / "二" / "决算.txt"),
                "--out",
                str(tmp_path / "结果"),
            ]
        )
        == 0
    )
    assert {"决算审核意见.html", "决算（txt）审核意见.html"} <= names(tmp_path / "结果")


def test_the_answer_is_in_json_with_the_same_ids_in_every_run(tmp_path: Path) -> None:
    reports = [str(text(tmp_path / "甲局决算.txt", WRONG)), str(text(tmp_path / "乙局决算.txt", WRONG))]
    answers = []
    for name in ("一.json", "二.json"):
        assert main(["audit", *reports, "--json", str(tmp_path / name)]) == 1
        answers.append(json.loads((tmp_path / name).read_text(encoding="utf-8")))
    assert answers[0] == answers[1]
    found = [f for f in answers[0]["findings"] if f["severity"] == "error"]
    assert [f["report"] for f in found] == reports
    first = found[0]
    assert (
        first["name"] == KINDS[first["code"]].name
        and first["basis"]
        and first["confidence"] in ("高", "中", "低")
    )
    assert WRONG[2][first["start"] : first["end"]] == "25.5%"
    assert first["working"] and first["difference"] and first["also"] == [] and first["stated"] == "增长25.5%"
    assert {"findings", "unchecked", "outputs", "compared", "reports"} == set(answers[0]) and answers[0][
        "outputs"
    ] == []
    assert [each["checked"] >= each["held"] > 0 for each in answers[0]["reports"]] == [True, True]
    ids = [f["id"] for f in answers[0]["findings"] if f["report"] == reports[0]]
    assert len(ids) == len(set(ids))


def test_json_on_the_standard_output_stands_alone(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    main(["audit", str(text(tmp_path / "甲局决算.txt", WRONG)), "--json", "-"])
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["findings"] and "■ 甲局决算.txt".encode() in err


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert (
        main(["build", str(FOLDER / file_name(SAMPLES[1])), "--out", str(out), "--no-pages", "--review"]) == 0
    )
    return out


def test_our_own_report_with_its_tables_has_no_error(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(built), "--json", str(tmp_path / "a.json")]) == 0
    assert "公开表.xlsx”名称相配，一并核对" in capsys.readouterr().out
    [report] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["reports"]
    assert report["tables"].endswith("公开表.xlsx") and report["checked"] == report["held"] > 100
    assert report["unit"] == "云岭县自然资源和林业局" and report["year"] == 2021


def test_last_years_figures_are_held_against_what_was_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    report = text(
        tmp_path / "2021年云岭县档案馆部门决算.txt",
        (
            RIGHT[0],
            heading,
            "2021年一般公共预算财政拨款支出90万元。与2020年100万元相比，一般公共预算财政拨款支出减少10万元，下降10%。主要原因是项目减少。",
        ),
    )
    last = text(
        tmp_path / "2020年云岭县档案馆部门决算.txt",
        (
            "云岭县档案馆2020年度部门决算",
            heading,
            "2020年一般公共预算财政拨款支出105万元，占本年支出合计的100%。",
        ),
    )
    main(["audit", str(report), "--last", str(last)])
    shown = capsys.readouterr().out
    assert "与上年公开数不一致" in shown and "105万元" in shown
    last.write_bytes(b"")
    assert main(["audit", str(report), "--last", str(last)]) == 0
    assert "上年的报告读不了，没有核对上年数。文件是空的。" in capsys.readouterr().out


def test_tables_are_taken_only_when_their_name_leaves_no_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = text(tmp_path / "2021年云岭县档案馆部门决算公开报告.txt", RIGHT)
    for name in (
        "2022年云岭县档案馆部门决算公开表.xlsx",
        "2021年云岭县科协部门决算公开表.xlsx",
        "2021年云岭县档案馆部门决算疑点清单.xlsx",
    ):
        (tmp_path / name).write_bytes(b"")
    main(["audit", str(report)])
    assert "公开表：" not in capsys.readouterr().out
    taken = tmp_path / "2021年云岭县档案馆部门决算 附表（定稿）.xlsx"
    taken.write_bytes(b"")
    assert main(["audit", str(report)]) == 1
    shown = capsys.readouterr().out
    assert f"“{taken.name}”名称相配，一并核对" in shown and "公开表读不了" in shown
    (tmp_path / "2021年云岭县档案馆部门决算公开表.xlsx").write_bytes(b"")
    assert main(["audit", str(report)]) == 0
    assert "没有取用，请用 --tables 指定" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("report", "tables"),
    [
        ("附件1：2021年度云岭县档案馆部门决算编制说明.txt", "附件2：2021年云岭县档案馆部门决算表.xlsx"),
        ("云岭县档案馆2021年决算公开.txt", "云岭县档案馆 2021年度决算公开报表.xlsx"),
        ("2021年部门决算（云岭县档案馆）.txt", "2021年部门决算公开表（云岭县档案馆）定稿.xlsx"),
    ],
)
def test_tables_that_counties_name_in_other_ways_are_found(report: str, tables: str, tmp_path: Path) -> None:
    (tmp_path / tables).write_bytes(b"")
    assert report_source(text(tmp_path / report, RIGHT)).tables == tmp_path / tables


def test_many_reports_with_files_made_of_them_take_a_few_lines_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = [str(text(tmp_path / f"{name}局.txt", WRONG)) for name in "甲乙丙丁"]
    main(["audit", *reports, "--out", str(tmp_path / "结果")])
    shown = capsys.readouterr().out
    assert "现写" not in shown and shown.count("疑点：错误 1") == 4 and "疑点：错误 4" in shown
    main(["audit", *reports])
    assert capsys.readouterr().out.count("现写 增长25.5%") == 4


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_audited(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "坏.docx").write_bytes(content)
    text(tmp_path / "好.txt", RIGHT)
    assert main(["audit", str(tmp_path), "--out", str(tmp_path / "结果")]) == 1
    shown = capsys.readouterr().out
    assert "〔错误〕1. 文件　坏.docx" in shown and "■ 好.txt" in shown
    assert {"坏审核意见.html", "好审核意见.html"} <= names(tmp_path / "结果")


def test_a_fault_of_the_program_in_one_report_spares_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from report_author.pipeline import auditing

    audit = auditing.audit
    monkeypatch.setattr(
        auditing,
        "audit",
        lambda report, *rest, **more: audit(report, *rest, **more) if "好" in report.document.name else 1 / 0,
    )
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    reports = [str(text(tmp_path / f"{name}.txt", RIGHT)) for name in ("一", "好")]
    assert main(["audit", *reports]) == 1
    shown = capsys.readouterr().out
    assert "程序自身出错，这份报告没有处理" in shown and "■ 好.txt" in shown and "Traceback" not in shown


def test_a_file_open_in_word_is_told_nothing_is_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    report = word(tmp_path / "某局决算.docx", RIGHT)
    out = tmp_path / "结果"
    assert main(["audit", str(report), "--out", str(out)]) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    word(report, WRONG)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target.name.endswith("（审核批注）.docx"):
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    assert main(["audit", str(report), "--out", str(out)]) == 1
    assert "请关闭 Word、Excel 或 WPS 中打开的这个文件" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["没有.docx"], "找不到“没有.docx”"),
        (["空"], "没有报告"),
        (["甲.txt", "--tables", "没有.xlsx"], "找不到“没有.xlsx”"),
        (["甲.txt", "乙.txt", "--tables", "甲.txt"], "不能用 --tables"),
        (["甲.txt", "乙.txt", "--last", "甲.txt"], "不能用 --last"),
        (["甲.txt", "--out", "乙.txt"], "不是文件夹"),
        (["甲.txt", "乙.txt", "--workbook", "甲.txt"], "一次核对一份报告"),
        (["甲.txt", "--workbook", "甲.txt", "--out", "空"], "不用 --out"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "空").mkdir()
    for name in ("甲.txt", "乙.txt"):
        text(tmp_path / name, RIGHT)
    assert main(["audit", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_an_unknown_format_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(text(tmp_path / "甲.txt", RIGHT)), "--format", "没有这个"]) == 1
    assert "没有名为“没有这个”的格式" in capsys.readouterr().out


def test_the_paper_lists_the_whole_catalogue() -> None:
    paper = (DOCS / "报告审核.md").read_text(encoding="utf-8")
    rows = {
        code: (name, basis)
        for code, name, basis in re.findall(r"^\| (C\d\d) \| (.+?) \| .+? \| (.+?) \|$", paper, re.M)
    }
    assert rows == {kind.code: (kind.name, kind.basis) for kind in KINDS.values()}
