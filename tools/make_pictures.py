"""Make the pictures of the README from the sample, as it is built today.

    PYTHONPATH=src .venv/bin/python -m tools.make_pictures

Needs LibreOffice (soffice), poppler (pdftoppm, pdftotext) and Chromium.
"""

from __future__ import annotations

import html
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report_author.audit.papers.page import audit_page
from report_author.ooxml.package import read_package, write_package
from report_author.pipeline.auditing import audit_file
from report_author.pipeline.building import BuildOptions, build
from report_author.pipeline.library import shipped_root

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "inputs" / "示例"
TARGET = ROOT / "docs" / "图"
FORMAT = "sichuan-2021"
WIDTH, HEIGHT = 1380, 640
#: The small looks at single pages of the report: name of the picture, words on the page.
LOOKS = (("封面", "部门决算"), ("图表页", "（图1"), ("自评表", "年度绩效指标完成情况"))
LOOK_WIDTH = 400

STYLE = """
body { margin: 0; font: 17px "Noto Sans CJK SC", sans-serif; background: #f3f4f6; color: #1f2937; }
main { display: flex; align-items: flex-start; gap: 14px; padding: 20px; height: %dpx; box-sizing: border-box; }
figure { margin: 0; flex: 1; height: 100%%; display: flex; flex-direction: column; }
figcaption { margin-bottom: 8px; font-weight: bold; }
div { overflow: hidden; background: white; box-shadow: 0 1px 5px #9ca3af; flex: 1; }
img { display: block; }
pre { margin: 0; padding: 14px; font: 13px/1.65 "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap;
      background: #111827; color: #e5e7eb; height: 100%%; box-sizing: border-box; }
span { align-self: center; font-size: 30px; color: #6b7280; }
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a picture: a caption above a page or above text."""

    caption: str
    body: str


def page(caption: str, pdf: Path, words: str, *, zoom: float = 1.0) -> Panel:
    """The first page of ``pdf`` on which ``words`` stand; zoomed in, its upper left part."""
    number = _number(pdf, words)
    picture = pdf.with_name(f"{pdf.stem}-{number}")
    _run("pdftoppm", "-r", "150", "-f", str(number), "-singlefile", "-png", str(pdf), str(picture))
    margin = 5 * (zoom - 1)
    style = f"width: {100 * zoom}%; margin: -{margin}% 0 0 -{margin}%"
    return Panel(caption, f'<img src="{picture.as_uri()}.png" style="{style}">')


def screen(caption: str, sheet: Path, click: str, which: int) -> Panel:
    """A web page in Chromium after a click on one of the elements that ``click`` selects."""
    step = (
        f"{{ const at = document.querySelectorAll('{click}')[{which}]; at.click();"
        "let rest = 2; for (let p = at.closest('p').previousElementSibling; p; p = p.previousElementSibling)"
        " if (rest-- <= 0) p.style.display = 'none'; scrollTo(0, 0); }"  # a scrolled page is a blank picture
    )
    shown = sheet.with_name(f"看{sheet.name}")
    shown.write_text(f"{sheet.read_text(encoding='utf-8')}<script>{step}</script>", encoding="utf-8")
    picture = sheet.with_suffix(".png")
    _chromium(shown, picture, 1000, 1376)
    return Panel(caption, f'<img src="{picture.as_uri()}" style="width: 100%">')


def edited(report: Path, folder: Path) -> Path:
    """The report after somebody mistyped some numbers."""
    parts = dict(read_package(report))
    text = parts["word/document.xml"].decode("utf-8")
    for right, wrong in (
        ("减少507.78万元", "减少570.78万元"),
        ("占37.2%", "占32.7%"),
        ("下降2.38%", "增长2.38%"),
    ):
        text = text.replace(right, wrong, 1)
    parts["word/document.xml"] = text.encode("utf-8")
    path = folder / "别人的报告.docx"
    write_package(parts, path)
    return path


def look(name: str, pdf: Path, words: str) -> None:
    """The first page of ``pdf`` on which ``words`` stand, as a small picture of its own."""
    number = str(_number(pdf, words))
    size = ("-scale-to-x", str(LOOK_WIDTH), "-scale-to-y", "-1")
    _run("pdftoppm", *size, "-f", number, "-l", number, "-singlefile", "-png", str(pdf), str(TARGET / name))


def _number(pdf: Path, words: str) -> int:
    return next(n for n, text in enumerate(_pages(pdf), 1) if words in "".join(text.split()))


def _pages(pdf: Path) -> list[str]:
    return _run("pdftotext", "-layout", str(pdf), "-").split("\f")


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return done.stdout


def as_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """Each file as LibreOffice prints it."""
    _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files))
    return [folder / f"{path.stem}.pdf" for path in files]


def draw(name: str, panels: Sequence[Panel], folder: Path) -> None:
    """Lay the panels side by side, an arrow between them."""
    figures = "<span>➜</span>".join(
        f"<figure><figcaption>{html.escape(panel.caption)}</figcaption><div>{panel.body}</div></figure>"
        for panel in panels
    )
    sheet = folder / f"{name}.html"
    sheet.write_text(
        f"<meta charset=utf-8><style>{STYLE % HEIGHT}</style><main>{figures}</main>", encoding="utf-8"
    )
    TARGET.mkdir(parents=True, exist_ok=True)
    _chromium(sheet, TARGET / f"{name}.png", WIDTH, HEIGHT)


def _chromium(sheet: Path, picture: Path, width: int, height: int) -> None:
    options = ("--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}")
    _run("chromium", *options, f"--screenshot={picture}", sheet.as_uri())


def main() -> int:
    first = min(SAMPLES.glob("*.xlsx"))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = build(first, folder / "outputs", options=BuildOptions(workpaper=True))
        docx, xlsx = (
            next(p for p in made.outputs if p.suffix == end and "底稿" not in p.name)
            for end in (".docx", ".xlsx")
        )
        workpaper = next(p for p in made.outputs if p.suffix == ".html")
        opinion = folder / "审核意见.html"
        opinion.write_text(audit_page(audit_file(edited(docx, folder))), encoding="utf-8")
        word = next((shipped_root() / "docx" / FORMAT).glob("*.docx"))
        book, report, tables, template, options = as_pdf(
            [first, docx, xlsx, word, shipped_root() / "xlsx" / FORMAT / "格式.xlsx"], folder
        )
        clerk = [
            page("填一张填报表（Excel）", book, "部门决算公开填报表", zoom=1.6),
            page("得到公开报告（Word）", report, "图1"),
            page("和十五张公开表（Excel）", tables, "公开01表", zoom=1.2),
        ]
        bureau = [
            page("改措辞：Word 模板", template, "图号}}：收、支"),
            page("改口径：格式.xlsx", options, "正文去尾零", zoom=2),
            page("印出来的报告", report, "图1"),
        ]
        auditor = [
            page("自动核对：填报表“校验与核实”", book, "填报核对（元", zoom=1.6),
            screen("每个数的来历：核对底稿", workpaper, "main a.n:not(.typed)", 9),
            screen("任何报告的疑点：审核意见", opinion, "a.d", 0),
        ]
        for name, panels in (("clerk", clerk), ("bureau", bureau), ("auditor", auditor)):
            draw(name, panels, folder)
        for name, words in LOOKS:
            look(name, report, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
