"""The sample of 中共米易县委政法委员会 gives back the report that was published, save for what was wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report_author.pipeline.building import build
from tests.report.prose import paragraphs, plain, published, reproduced

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "inputs" / "示例" / "2021年度中共米易县委政法委员会填报表.xlsx"
DIFFERENCES = ROOT / "docs" / "种子差异.md"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    outcome = build(SAMPLE, tmp_path_factory.mktemp("out"))
    report = next(path for path in outcome.outputs if path.suffix == ".docx")
    return paragraphs(report.read_bytes())


def test_97_of_100_characters_are_reproduced(ours: list[str]) -> None:
    original = published()
    found = sum(reproduced(paragraph, ours)[0] for paragraph in original)
    assert found / sum(map(len, original)) >= 0.97


def listed_fragments() -> list[str]:
    """The pieces of the published text that the list of differences quotes."""
    fragments = []
    for line in DIFFERENCES.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and not set(cells[1]) <= {"-"} and cells[1] != "原文":
            fragments += [
                plain(piece) for piece in re.split(r"…|／|；|、各项|，各项|，其中各科目|缺|多", cells[1])
            ]
    return [fragment for fragment in fragments if len(fragment) >= 2]


def without_number(paragraph: str) -> str:
    """A paragraph without its own number, which the program counts anew."""
    return re.sub(r"^(\d+[.、]|\([^()]{1,3}\))", "", paragraph)


def test_every_other_difference_is_listed_with_its_reason(ours: list[str]) -> None:
    fragments = listed_fragments()
    texts = [without_number(paragraph) for paragraph in ours]
    unlisted = []
    for paragraph in map(without_number, published()):
        size, nearest = reproduced(paragraph, texts)
        if size < len(paragraph) and not any(piece in paragraph for piece in fragments):
            unlisted.append(f"{paragraph[:80]} ≠ {nearest[:80]}")
    assert not unlisted
