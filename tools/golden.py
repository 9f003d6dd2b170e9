"""Compare all that two checkouts make of the same inputs.

    git worktree add /tmp/before COMMIT
    .venv/bin/python -m tools.golden compare /tmp/before             # everything; each difference is shown
    .venv/bin/python -m tools.golden compare /tmp/before --small     # both samples and three departments
    .venv/bin/python -m tools.golden digests                         # the small set of this checkout against tests/golden.txt
    .venv/bin/python -m tools.golden digests --write                 # after a change that is meant

The checkout named makes the inputs: both samples, twenty random departments, the right departments of the tests,
slips in them, and every text that the tests of the audit hold. Each checkout then runs its own commands on copies
of them. What is compared is meaning: parts of a docx canonically, of an xlsx every cell with its value, style,
merges and print set-up and the other parts canonically, findings as JSON, pages as text. What the first checkout
made is kept beside the inputs, so that further comparisons run only the second one.

A change of the digests is meant only where docs/变更.md says so: the last line of tests/golden.txt has to stand there.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = Path("inputs") / "示例"
DIGESTS = ROOT / "tests" / "golden.txt"
CHANGES = ROOT / "docs" / "变更.md"
_SMALL_SEEDS, _SEEDS = range(1, 4), range(1, 21)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
#: pools to which cells point; their order means nothing
_POOLS = re.compile(r"xl/(sharedStrings|styles|calcChain)\.xml$")


# ---------------------------------------------------------------- inputs


def make_inputs(folder: Path, small: bool) -> None:
    """Write the inputs, with the modules of the checkout that is first on the path."""
    from report_author.workbook.create import create_workbook
    from tools.samples.random_department import random_entries

    books = folder / "books"
    books.mkdir(parents=True)
    root = Path(sys.modules["report_author"].__file__ or "").parents[2]
    for sample in sorted((root / SAMPLES).glob("*.xlsx")):
        shutil.copy(sample, books)
    for seed in _SMALL_SEEDS if small else _SEEDS:
        entries = random_entries(seed)
        create_workbook(books / f"随机{seed:02}.xlsx", entries, year=entries["department"]["year"])
    if small:
        return
    from decimal import Decimal

    from tests.support.right_departments import right_departments
    from tests.support.unit_slips import Where, blanked, input_cells, money_sheets, scaled

    (folder / "slips").mkdir()
    for number, right in enumerate(right_departments()):
        book = right.book()
        (books / f"对{number:02}.xlsx").write_bytes(book)
        if number % 6 == 0:
            cells = input_cells(book)
            cell = cells[number * 7 % len(cells)]
            (folder / "slips" / f"空{number:02}.xlsx").write_bytes(blanked(book, cell.sheet, cell.ref))
            sheets = money_sheets(book)
            slip = scaled(book, Where(sheets[number % len(sheets)]), Decimal("0.0001"))
            (folder / "slips" / f"万{number:02}.xlsx").write_bytes(slip)
    texts = folder / "texts"
    texts.mkdir()
    for number, text in enumerate(_audit_texts(root / "tests" / "audit")):
        (texts / f"{number:04}.txt").write_text(text, encoding="utf-8")


def _audit_texts(folder: Path) -> Iterator[str]:
    """Each text of some length in the tests of the audit; “|” parts paragraphs."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.replace("|", "\n")
                if len(_CHINESE.findall(text)) > 14 and text not in seen:
                    seen.add(text)
                    yield text


# ---------------------------------------------------------------- what a checkout makes


def run_commands(checkout: Path, inputs: Path, out: Path, small: bool) -> None:
    """Run the commands of ``checkout`` on a copy of the inputs; outputs, JSON and words go to ``out``."""
    work = out / "work"
    shutil.copytree(inputs, work)
    books = sorted(path.name for path in (work / "books").glob("*.xlsx"))
    command = _Command(checkout, work, out)
    command("build", "books", "--out", "built", "--no-pages", "--html", "--review")
    command("check", "books", "--mark", "marked")
    first = f"books/{books[0]}"
    command("build", first, "--out", "draft", "--no-pages", "--draft")
    command("new", "new/空白.xlsx", "--department", "某县某局", "--year", "2021")
    command("build", "new/空白.xlsx", "--out", "blank", "--no-pages", "--draft")
    reports = sorted(str(path.relative_to(work)) for path in (work / "built").glob("*部门决算.docx"))
    command("audit", *reports, "--out", "audited")
    command("rollover", first, "--out", "new/滚动.xlsx")
    tables = sorted(str(path.relative_to(work)) for path in (work / "built").glob("*公开表*.xlsx"))
    for number, table in enumerate(tables[: 2 if small else 8]):
        book = f"new/导入{number}.xlsx"
        command("new", book, "--department", "某县某局", "--year", "2021")
        command("import", table, "--into", book, "--yes")
    if small:
        return
    command("check", "slips", "--mark", "marked-slips", "--html", "slips.html")
    command("audit", "texts")
    command("audit", reports[0], "--workbook", f"books/{books[1]}", "--out", "compared")
    command("new", "new/汇总.xlsx", "--department", "某县某局", "--year", "2021")
    command("consolidate", *[f"books/{name}" for name in books[:3]], "--into", "new/汇总.xlsx", "--eliminate")


class _Command:
    def __init__(self, checkout: Path, work: Path, out: Path) -> None:
        self._checkout, self._work, self._out = checkout, work, out
        self._count = 0
        # before there was this option, the workbook of the tie-out was always made
        options = (checkout / "src" / "report_author" / "cli" / "arguments.py").read_text(encoding="utf-8")
        self._asks_for_book = '"--workpaper"' in options
        (work / "new").mkdir()

    def __call__(self, *arguments: str) -> None:
        self._count += 1
        name = f"{self._count:02}-{arguments[0]}"
        words = list(arguments)
        if arguments[0] == "build" and self._asks_for_book:
            words.append("--workpaper")
        if arguments[0] != "new":
            words += ["--json", str(self._out / f"{name}.json")]
        environ = {**os.environ, "PYTHONPATH": str(self._checkout / "src"), "PYTHONUTF8": "1"}
        python = str(self._checkout / ".venv" / "bin" / "python")
        done = subprocess.run(
            [python, "-m", "report_author", *words],
            cwd=self._work,
            env=environ,
            capture_output=True,
            text=True,
        )
        said = f"{done.returncode}\n{done.stdout}\n{done.stderr}".replace(str(self._out), "OUT")
        (self._out / f"{name}.txt").write_text(said, encoding="utf-8")


# ---------------------------------------------------------------- what is compared


def described(out: Path, inputs: Path) -> dict[str, str]:
    """The name of each thing a checkout made → its meaning as lines of text."""
    found: dict[str, str] = {}
    for path in sorted(out.rglob("*")):
        name = str(path.relative_to(out))
        original = inputs / name.removeprefix("work/")
        if not path.is_file() or (original.is_file() and original.read_bytes() == path.read_bytes()):
            continue
        if path.suffix in (".docx", ".xlsx", ".bak"):
            found.update({f"{name}!{part}": text for part, text in _package(path.read_bytes())})
        else:
            found[name] = path.read_text(encoding="utf-8", errors="replace").replace(str(out), "OUT")
    return found


def _package(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    is_book = "xl/workbook.xml" in parts
    yield "parts", "\n".join(sorted(name for name in parts if not _POOLS.match(name)))
    for name, part in sorted(parts.items()):
        if is_book and (_SHEET.match(name) or _POOLS.match(name)):
            continue
        if name.endswith(".xlsx"):
            yield from ((f"{name}!{inner}", text) for inner, text in _package(part))
        else:
            yield name, "\n".join(_canonical(part))
    if is_book:
        yield "cells", "\n".join(_cells(parts))


def _canonical(data: bytes) -> Iterable[str]:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return [_digest(data)]
    return _lines(root)


def _lines(root: etree._Element) -> list[str]:
    if root.tag.endswith("}Relationships"):
        root[:] = sorted(
            (each for each in root if "sharedStrings" not in each.get("Type", "")),
            key=lambda each: each.get("Id", ""),
        )
    if root.tag.endswith("}Types"):
        root[:] = sorted(
            (each for each in root if "sharedStrings" not in each.get("PartName", "")),
            key=lambda each: sorted(each.attrib.values()),
        )
    return etree.tostring(root, method="c14n").decode("utf-8").replace("><", ">\n<").split("\n")


def _cells(parts: dict[str, bytes]) -> Iterator[str]:
    """Each cell of a workbook with value and looks; what else a sheet says, canonically."""
    shared = [_text(item) for item in _root(parts, "xl/sharedStrings.xml")]
    looks = _looks(_root(parts, "xl/styles.xml"))
    for name in sorted(name for name in parts if _SHEET.match(name)):
        yield f"== {name}"
        sheet = _root(parts, name)
        for row in sheet.iter(f"{_S}row"):
            yield f"row {sorted(row.attrib.items())}"
            for cell in row:
                value, kind = _text(cell.find(f"{_S}v")), cell.get("t", "n")
                if kind in ("s", "inlineStr"):
                    value = shared[int(value)] if kind == "s" else _text(cell.find(f"{_S}is"))
                    kind = "text"
                formula = cell.find(f"{_S}f")
                code = "" if formula is None else f" = {formula.text} {sorted(formula.attrib.items())}"
                yield f"{cell.get('r')} {kind} {value!r} {looks[int(cell.get('s', 0))]}{code}"
            row.clear()
        yield from _lines(sheet)
    styles = _root(parts, "xl/styles.xml")
    for index, style in enumerate(styles.iterfind(f"{_S}dxfs/{_S}dxf")):
        yield f"dxf {index} {_digest(etree.tostring(style, method='c14n'))}"


def _looks(styles: etree._Element) -> list[str]:
    """Of each cell format a digest of all that it leads to."""
    tables = {
        name: [etree.tostring(each, method="c14n") for each in styles.iterfind(f"{_S}{name}/*")]
        for name in ("fonts", "fills", "borders")
    }
    formats = {each.get("numFmtId"): each.get("formatCode") for each in styles.iterfind(f"{_S}numFmts/*")}
    looks = []
    for xf in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = xf.get("numFmtId", "0")
        pieces = [str(formats.get(number, number)).encode()]
        pieces += [tables[f"{kind}s"][int(xf.get(f"{kind}Id", 0))] for kind in ("font", "fill", "border")]
        pieces += [etree.tostring(each, method="c14n") for each in xf]
        looks.append(_digest(b"|".join(pieces)))
    return looks or [""]


def _root(parts: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts.get(name, b"<none/>"))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(text for text in element.itertext())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


# ---------------------------------------------------------------- commands


def _child(checkout: Path, *words: str) -> None:
    """This script again, with the modules of ``checkout``."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(checkout / "src"), str(checkout)])}
    python = str(checkout / ".venv" / "bin" / "python")
    subprocess.run([python, str(Path(__file__).resolve()), *words], check=True, env=environ, cwd=checkout)


def compare(before: Path, after: Path, small: bool, keep: Path) -> int:
    """Print every difference; its number is the exit status, at most 1."""
    commit = subprocess.run(
        ["git", "-C", str(before), "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    folder = keep / f"{commit}-{'small' if small else 'all'}"
    kept = folder / "described.json"
    if not kept.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _child(before, "inputs", str(folder / "inputs"), *(["--small"] if small else []))
        run_commands(before, folder / "inputs", folder / "out", small)
        kept.write_text(
            json.dumps(described(folder / "out", folder / "inputs"), ensure_ascii=False), encoding="utf-8"
        )
    old: dict[str, str] = json.loads(kept.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as place:
        run_commands(after, folder / "inputs", Path(place) / "out", small)
        new = described(Path(place) / "out", folder / "inputs")
    names = [name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)]
    for name in names:
        lines = difflib.unified_diff(
            old.get(name, "").splitlines(), new.get(name, "").splitlines(), n=0, lineterm=""
        )
        print(f"\n{name}\n" + "\n".join(line[:400] for line, _ in zip(lines, range(24), strict=False)))
    print(f"\n{len(names)} of {len(old.keys() | new.keys())} things differ from {commit}")
    return 1 if names else 0


def check_digests(write: bool) -> int:
    """Make the small set anew and hold it against ``DIGESTS``, or write it there."""
    with tempfile.TemporaryDirectory() as place:
        inputs, out = Path(place) / "inputs", Path(place) / "out"
        _child(ROOT, "inputs", str(inputs), "--small")
        run_commands(ROOT, inputs, out, small=True)
        whole: dict[str, str] = {}
        for name, text in sorted(described(out, inputs).items()):
            file = name.partition("!")[0]
            whole[file] = f"{whole.get(file, '')}\n{name}\n{text}"
    lines = [f"{_digest(text.encode())} {name}" for name, text in whole.items()]
    lines.append(f"输出摘要 {_digest(chr(10).join(lines).encode())}")
    old = DIGESTS.read_text(encoding="utf-8").splitlines() if DIGESTS.exists() else []
    changed = sorted(set(lines) ^ set(old))
    if write:
        DIGESTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    elif changed:
        print("\n".join(changed))
        print(
            "What is made of the small set has changed. Look with tools.golden compare; where it is meant, say what"
        )
        print("changed in docs/变更.md, then write the digests anew with tools.golden digests --write.")
        return 1
    if lines[-1] not in CHANGES.read_text(encoding="utf-8"):
        print(f"docs/变更.md does not name “{lines[-1]}”: a line there has to say what changed.")
        return 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", nargs="?", type=Path, default=ROOT)
    comparing.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "golden")
    making = commands.add_parser("inputs")
    making.add_argument("folder", type=Path)
    digests = commands.add_parser("digests")
    digests.add_argument("--write", action="store_true")
    for command in (comparing, making):
        command.add_argument("--small", action="store_true")
    options = parser.parse_args(arguments)
    if options.command == "inputs":
        make_inputs(options.folder, options.small)
        return 0
    if options.command == "digests":
        return check_digests(options.write)
    return compare(options.before.resolve(), options.after.resolve(), options.small, options.keep)


if __name__ == "__main__":
    sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).resolve().parent]
    sys.exit(main())
