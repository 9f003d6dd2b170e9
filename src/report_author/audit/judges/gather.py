"""Doubts of one kind gathered into one that names every place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from report_author.audit.judges.relations import Doubt

#: how many places of one kind stand as doubts of their own, so that each can be commented
APART = 3


def in_block(doubts: Sequence[Doubt], message: str) -> Doubt:
    """One doubt for several of one block; ``message`` takes the words found, each of them once."""
    words = "、".join(f"“{word}”" for word in dict.fromkeys(d.stated for d in doubts))
    return replace(
        doubts[0], message=message.format(words), stated="、".join(dict.fromkeys(d.stated for d in doubts))
    )


def at_all_places(doubts: Iterable[Doubt], noun: str, *, apart: int = APART) -> Iterator[Doubt]:
    """Up to ``apart`` doubts as they are; more than that as one, which says “n处noun” with all places."""
    found = list(doubts)
    if len(found) <= apart:
        yield from found
        return
    first = min(found, key=lambda d: d.severity.rank)
    words = list(dict.fromkeys(d.stated for d in found if d.stated))
    shown = "、".join(f"“{w}”" for w in words[:6]) + ("等" if len(words) > 6 else "")
    yield replace(
        first,
        message=f"共{len(found)}处{noun}" + (f"：{shown}。" if shown else "。"),
        also=tuple(f"{d.place}：{d.quote[:60]}" for d in found if d is not first),
    )
