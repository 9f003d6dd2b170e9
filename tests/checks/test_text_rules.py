"""第一部分 is never printed with bare headings."""

from __future__ import annotations

import pytest

from report_author.model.choices import Position
from report_author.model.facts import Text
from tests.checks.books import changed, findings, only

DUTY = Text(position=Position.DUTY, body="贯彻执行法律法规。")
LEAD = Text(position=Position.WORK_LEAD, body="全年工作如下：")


@pytest.mark.parametrize(
    ("texts", "heading"), [((LEAD,), "主要职能"), ((DUTY,), "重点工作完成情况"), ((DUTY, Text(position=Position.WORK)), "重点工作完成情况")]
)
def test_a_part_nobody_wrote_is_asked_for(texts: tuple[Text, ...], heading: str) -> None:
    found = only(changed(texts=texts), "V97")
    assert found.place == f"文字材料·{heading}"
    assert found.severity.value == "error"


@pytest.mark.parametrize("work", [LEAD, Text(position=Position.WORK, heading="抓好防火")])
def test_a_lead_or_an_item_is_enough(work: Text) -> None:
    assert not [found for found in findings(changed(texts=(DUTY, work))) if found.code == "V97"]
