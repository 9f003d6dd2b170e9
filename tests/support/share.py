"""How much of a long sweep a run does: a share in which every kind is met, or all of it with REPORT_AUTHOR_ALL=1."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")
#: whether sweeps are run whole
ALL = os.environ.get("REPORT_AUTHOR_ALL") == "1"


def every(step: int) -> int:
    """One of so many is run; each one with REPORT_AUTHOR_ALL=1."""
    return 1 if ALL else step


def share(cases: Iterable[T], kind: Callable[[T], Hashable], step: int) -> list[T]:
    """One of ``step`` cases of each kind, of every kind at least one; all of them with REPORT_AUTHOR_ALL=1.

    Each kind starts elsewhere, so that two kinds are not always met in the same places. Always the same ones.
    """
    cases, groups = list(cases), defaultdict[Hashable, list[int]](list)
    for at, case in enumerate(cases):
        groups[kind(case)].append(at)
    step = every(step)
    kept = [at for n, group in enumerate(groups.values()) for at in group[n % step % len(group) :: step]]
    return [cases[at] for at in sorted(kept)]
