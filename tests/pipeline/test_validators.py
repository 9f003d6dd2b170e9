"""Two validators that nobody here wrote find nothing wrong in what is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from report_author.pipeline.building import build
from tests.support.validator import validate

SAMPLES = sorted((Path(__file__).parents[2] / "inputs" / "示例").glob("*.xlsx"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("out")
    made = [path for sample in SAMPLES for path in build(sample, folder).outputs]
    return [path for path in made if path.suffix in (".docx", ".xlsx")]


@pytest.mark.slow
def test_openxml_audit_finds_nothing(published: list[Path]) -> None:
    assert len(published) >= 2 * len(SAMPLES)
    found = {path.name: OpenXmlValidator().validate(path).errors for path in published}
    assert not {name: [str(error) for error in errors] for name, errors in found.items() if errors}


@pytest.mark.slow
def test_microsofts_validator_finds_nothing(published: list[Path]) -> None:
    faults = {path.name: validate(path) for path in published}
    if None in faults.values():
        pytest.skip("没有安装 Open XML 校验程序")
    assert not {name: lines for name, lines in faults.items() if lines}
