"""What a right department is planned by: its money in magnitudes, its people, its “三公”, last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report_author.model.choices import Fund, Nature, OrgKind, Scope, Source, VehicleUse
from tests.support.right_last_year import Last


@dataclass(frozen=True, kw_only=True)
class Work:
    """Money of one 项: ``total`` over a ``mix`` of 经济科目, or ``amounts`` as they stand.

    ``initial`` and ``revised`` are its 预算数: blank is the outturn, x1.05 a factor (to whole 万元), else 元.
    With a ``name`` it is a 项目 as well. ``exact``: no other seed changes it.
    """

    function: str
    total: str = "0"
    mix: str = "服务"
    amounts: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    fund: Fund = Fund.GENERAL
    nature: Nature = Nature.PROJECT
    unit: str = ""
    initial: str = ""
    revised: str = ""
    opening: str = "0"
    closing: str = "0"
    source: Source | None = None
    non_fiscal: str = "0"
    distribution: str = "0"
    centralised: str = "0"
    exact: bool = False
    form: bool = False


@dataclass(frozen=True, kw_only=True)
class SanGong:
    """The “三公” of a department: 元 and counts; vehicles by 车型 in the order of the form, by 用途 as named.

    ``spare`` is the 预算数 of each item; blank is something at or above the outturn.
    """

    running: str = "0"
    domestic: tuple[str, int, int] = ("0", 0, 0)
    foreign: tuple[str, int, int] = ("0", 0, 0)
    abroad: tuple[str, int, int] = ("0", 0, 0)
    purchase: str = "0"
    purchase_function: str = ""
    bought: int = 0
    held: tuple[int, int, int, int] = (0, 0, 0, 0)
    uses: Mapping[VehicleUse, int] = field(default_factory=dict)
    spare: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A department in magnitudes; ``name`` stands behind the place or around {}; ``warns`` are the codes of the 警告 that are true of it."""

    key: str
    title: str
    name: str
    short: str = ""
    kind: OrgKind = OrgKind.ADMINISTRATIVE
    scope: Scope = Scope.DEPARTMENT
    running: str = ""
    people: str = "0"
    office: str = "0"
    works: tuple[Work, ...] = ()
    staff: tuple[tuple[str, int, int], ...] = ()
    members: tuple[tuple[str, OrgKind], ...] = ()
    sangong: SanGong = field(default_factory=SanGong)
    last: Last = field(default_factory=Last)
    bought: tuple[str, str, str] | None = None
    contracts: tuple[str, str] | None = None
    equipment: tuple[int, int] = (0, 0)
    basic_budget: tuple[str, str] = ("x0.97", "")
    operating: str = ""
    exact: bool = False
    approved: bool = False
    annexed: bool = False
    why: str = ""
    warns: tuple[str, ...] = ()
