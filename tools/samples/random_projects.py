"""Random projects that never spend more than the 项目支出 of their 项 and fund."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from report_author.model.choices import Fund, Nature, ProjectKind
from tools.samples import random_words as words
from tools.samples.ledger import Row, spent
from tools.samples.random_money import amount, planned

_LEVELS = (
    ("完成指标", "数量指标"),
    ("完成指标", "质量指标"),
    ("完成指标", "时效指标"),
    ("完成指标", "成本指标"),
    ("效益指标", "经济效益指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "满意度指标"),
)


def project_rows(rng: Random, spending: list[Row], count: int) -> list[Row]:
    """``count`` projects; one in four has a second row of another 项 or fund."""
    left = spent([row for row in spending if row["nature"] is Nature.PROJECT], "function", "fund")
    rows: list[Row] = []
    for number in range(1, count + 1):
        head = {"code": f"P{number:02d}", "name": words.project_name(rng, number)}
        places = rng.sample(sorted(left, key=_by_code), min(len(left), 2 if rng.random() < 0.25 else 1))
        for position, place in enumerate(places):
            row = {**head, **_share(rng, left, place)}
            rows.append({**row, **_flags(rng)} if position == 0 else row)
    return rows


def _by_code(place: tuple[Any, ...]) -> tuple[str, str]:
    function, fund = place
    return function, fund.value


def _share(rng: Random, left: dict[tuple[Any, ...], Decimal], place: tuple[str, Fund]) -> Row:
    """Some of what is left of the 项目支出 at ``place``, taken from it."""
    actual = min(left[place], amount(rng))
    left[place] -= actual
    initial, revised = planned(rng, actual)
    return {
        "function": place[0],
        "fund": place[1],
        "initial": initial,
        "revised": revised,
        "actual": actual,
    }


def _flags(rng: Random) -> Row:
    assessed = rng.random() < 0.6
    published = assessed and rng.random() < 0.5
    reported = assessed and rng.random() < 0.3
    return {
        "kind": rng.choice(tuple(ProjectKind)),
        "pre_assessed": rng.random() < 0.5,
        "has_goal": published or rng.random() < 0.8,
        "monitored": rng.random() < 0.3,
        "self_assessed": assessed,
        "publish_form": published,
        "own_report": reported,
        "score": Decimal(rng.randint(600, 1000)).scaleb(-1) if reported else None,
        "goal_planned": words.sentence(rng) if published else "",
        "goal_achieved": words.sentence(rng) if published else "",
    }


def indicators(rng: Random, rows: list[Row]) -> list[Row]:
    """指标 of every project that publishes its 自评表."""
    found: list[Row] = []
    for project in rows:
        if project.get("publish_form"):
            for level1, level2 in _LEVELS:
                for number in range(rng.randint(0 if level2 == "经济效益指标" else 1, 3)):
                    found.append(
                        {
                            "project": project["code"],
                            "level1": level1,
                            "level2": level2,
                            "level3": f"{level2}{number + 1}",
                            "planned": f"≥{rng.randint(1, 100)}%",
                            "achieved": rng.choice((f"{rng.randint(1, 100)}%", words.phrase(rng))),
                        }
                    )
    return found
