"""Names and sentences of random departments, rare characters and XML signs among them."""

from __future__ import annotations

from random import Random
from typing import Any

from report_author.model.choices import EvalPosition, Numbering, OrgKind, OrgRelation, Position

_PLACES = ("𠮷安县", "青溪县", "云岭县", "龘阳县", "沭水县", "盩厔县", "北岗县", "㳇池县")
_BODIES = (
    "财政局",
    "教育和体育局",
    "水利局",
    "农业农村局",
    "卫生健康局",
    "退役军人事务局",
    "“双拥”工作办公室",
)
_UNITS = ("信息中心", "𬭎阳服务站", "综合行政执法大队", "技术推广站", "“阳光”服务中心", "档案馆")
_THINGS = (
    "网络运行维护",
    "“一站式”服务",
    "A&B平台建设",
    "<示范>工程",
    "设备更新",
    "𠮷祥村道路",
    "人员培训（二期）",
)
_SENTENCES = (
    "贯彻执行有关法律法规和方针政策。",
    "负责本领域发展规划的编制和组织实施。",
    "统筹推进“放管服”改革，办结率达到100%。",
    "推进R&D投入增长，A<B且C>D的指标全部完成。",
    "完成𠮷祥村、㳇河片区的治理任务。",
    "做好安全生产和信访稳定工作。",
    "承办县委、县政府交办的其他事项。",
)


def department_names(rng: Random) -> tuple[str, str, str]:
    """(部门全称, 部门简称, 行政区划); only characters that a file name may hold."""
    place, body = rng.choice(_PLACES), rng.choice(_BODIES)
    return place + body, "县" + body, place


def project_name(rng: Random, number: int) -> str:
    """The name of a project, unique through its number."""
    return f"{rng.choice(_THINGS)}项目{number}"


def institutions(rng: Random, place: str) -> list[dict[str, Any]]:
    """Up to four subordinate units, with or without accounts of their own."""
    kinds = (OrgKind.ADMINISTRATIVE, OrgKind.CIVIL_SERVICE_LIKE, OrgKind.INSTITUTION)
    rows: list[dict[str, Any]] = [
        {
            "name": place + name,
            "kind": rng.choice(kinds),
            "relation": OrgRelation.SUBORDINATE,
            "independent": rng.random() < 0.5,
        }
        for name in rng.sample(_UNITS, rng.randint(0, 4))
    ]
    if rng.random() < 0.3:
        rows.append({"name": f"{place}学会", "kind": OrgKind.MASS, "relation": OrgRelation.ENTRUSTED})
    return rows


def staff(rng: Random) -> list[dict[str, Any]]:
    """编制 and 实有 of two or three categories, never more people than posts."""
    rows: list[dict[str, Any]] = []
    for post, actual_name in (("行政编制", "公务员"), ("事业编制", "事业人员"), ("工勤编制", "工勤人员")):
        posts = rng.randint(1, 60)
        rows.append(
            {"post": post, "posts": posts, "actual_name": actual_name, "actual": rng.randint(0, posts)}
        )
    return rows[: rng.randint(2, 3)]


def sentence(rng: Random) -> str:
    """One sentence of prose."""
    return rng.choice(_SENTENCES)


def phrase(rng: Random) -> str:
    """A reason or a use: no full stop at its end."""
    return sentence(rng).rstrip("。")


def texts(rng: Random) -> list[dict[str, Any]]:
    """文字材料: duties, a lead, works with headings."""
    duties: list[dict[str, Any]] = [
        {"position": Position.DUTY, "numbering": Numbering.FIRST, "body": sentence(rng)}
        for _ in range(rng.randint(1, 9))
    ]
    works: list[dict[str, Any]] = [
        {
            "position": Position.WORK,
            "numbering": Numbering.FIRST,
            "heading": phrase(rng),
            "body": sentence(rng) + sentence(rng),
        }
        for _ in range(rng.randint(1, 5))
    ]
    return [*duties, {"position": Position.WORK_LEAD, "body": sentence(rng)}, *works]


def report(rng: Random, subject: str, positions: tuple[EvalPosition, ...]) -> list[dict[str, Any]]:
    """The paragraphs of an evaluation report on ``subject``, one or two for every position."""
    return [
        {
            "subject": subject,
            "position": position,
            "numbering": rng.choice((Numbering.NONE, Numbering.FIRST)),
            "heading": phrase(rng) if rng.random() < 0.3 else "",
            "body": sentence(rng),
        }
        for position in positions
        for _ in range(rng.randint(1, 2))
    ]
