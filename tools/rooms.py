"""Draw the rooms of the house and who uses whom, from the imports as they are.

    PYTHONPATH=src .venv/bin/python -m tools.rooms            # writes docs/图/房间.svg
    PYTHONPATH=src .venv/bin/python -m tools.rooms --check    # fails where the picture is no longer true

The floors are those of the import contract in pyproject.toml. A line leads down to each room that is used directly
and not already through another one; the words in a card name all that are used.
"""

from __future__ import annotations

import sys
import textwrap
import tomllib
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "图" / "房间.svg"
PACKAGE = "report_author"
#: What happens in each room, for the cards.
ROOMS = {
    "cli": "读参数，显示发现，给退出码",
    "pipeline": "一个部门从头到尾：读、算、查、填、核、发布",
    "audit": "审核任何人的报告",
    "word": "Word 里的图、目录、页码、网页",
    "appendix": "十五张公开表",
    "checks": "勾稽、格式里的审核公式",
    "review": "发现印给人看",
    "workpaper": "核对底稿：每个数从哪来",
    "templating": "模板：编译一次，严格填写",
    "figures": "有名称的数，表格，词句",
    "workbook": "填报表：声明一次，生成和读取都照它；导入",
    "model": "钱、事实、发现、科目、格式",
    "ooxml": "docx、xlsx 的包和标记",
}
_WIDTH, _CARD, _ROW, _MARGIN = 1180, 92, 132, 24


def floors() -> list[list[str]]:
    """The rooms of each floor from the top down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(each["layers"] for each in contracts["contracts"] if not each.get("containers"))
    return [[name.strip().rpartition(".")[2] for name in layer.split("|")] for layer in layers]


def uses() -> dict[str, set[str]]:
    """Room → rooms from which it imports."""
    graph = grimp.build_graph(PACKAGE)
    found: dict[str, set[str]] = {room: set() for floor in floors() for room in floor}
    for module in graph.modules:
        for target in graph.find_modules_directly_imported_by(module):
            here, there = [*module.split("."), ""][1], [*target.split("."), ""][1]
            if (
                target == PACKAGE and here == "cli"
            ):  # it uses the public interface, which leads to the commands
                there = "pipeline"
            if here != there and here in found and there in found:
                found[here].add(there)
    return found


def _direct(used: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The uses that are not implied by others."""
    reach: dict[str, set[str]] = {}
    for floor in reversed(floors()):
        for room in floor:
            reach[room] = set(used[room]).union(*(reach[other] for other in used[room]))
    return [
        (room, other)
        for room, others in used.items()
        for other in sorted(others)
        if not any(other in reach[between] for between in others - {other})
    ]


def picture() -> str:
    """The drawing as SVG."""
    rows, used = floors(), uses()
    missing = {room for floor in rows for room in floor} - set(ROOMS)
    if missing:
        raise SystemExit(f"tools/rooms.py does not say what happens in {sorted(missing)}")
    place: dict[str, tuple[float, float, float]] = {}
    for number, floor in enumerate(rows):
        width = min((_WIDTH - 2 * _MARGIN) / len(floor) - 16, 440)
        start = (_WIDTH - len(floor) * (width + 16) + 16) / 2
        for index, room in enumerate(floor):
            place[room] = (start + index * (width + 16), _MARGIN + number * _ROW, width)
    height = _MARGIN + len(rows) * _ROW
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#f3f4f6"/>',
    ]
    for room, other in _direct(used):
        (x, y, width), (x2, y2, width2) = place[room], place[other]
        x, x2, y = x + width / 2, x2 + width2 / 2, y + _CARD
        middle = (y + y2) / 2
        out.append(
            f'<path d="M{x:.0f} {y:.0f}C{x:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}" '
            'fill="none" stroke="#9ca3af" stroke-width="1.6"/>'
        )
    for room, (x, y, width) in place.items():
        names = " ".join(other for floor in rows for other in floor if other in used[room])
        if room == "cli":
            names = "接口（import report_author）"
        out.append(
            f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{_CARD}" rx="6" fill="#fff" stroke="#d1d5db"/>'
        )
        lines = [(24, 17.0, "bold", "#111827", room), (44, 12.5, "normal", "#1f2937", ROOMS[room])]
        used_here = textwrap.wrap(
            f"用：{names}" if names else "不用别的房间", int(width / 6.4), break_long_words=False
        )
        lines += [(63 + 15 * line, 10.5, "normal", "#6b7280", text) for line, text in enumerate(used_here)]
        for down, size, weight, colour, text in lines:
            out.append(
                f'<text x="{x + 10:.0f}" y="{y + down}" font-size="{size}" font-weight="{weight}" fill="{colour}">'
                f"{escape(text)}</text>"
            )
    return "\n".join([*out, "</svg>", ""])


def main() -> int:
    drawn = picture()
    if "--check" in sys.argv[1:]:
        true = PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == drawn
        print("docs/图/房间.svg is true" if true else "docs/图/房间.svg: draw it anew with tools.rooms")
        return 0 if true else 1
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
