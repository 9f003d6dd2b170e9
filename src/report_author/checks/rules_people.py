"""Rules on posts, heads, institutions."""

from __future__ import annotations

from collections.abc import Iterator

from report_author.figures.account import Account
from report_author.model.findings import Finding, Unchecked, warning

Answers = Iterator[Finding | Unchecked]


def heads_fit_their_posts(account: Account) -> Answers:
    """W24: more people than posts needs a word; it never blocks, since the 编制 are not the report's to judge."""
    rows = account.facts.staff
    for row in rows:
        if (
            row.posts is not None
            and row.actual is not None
            and row.actual > row.posts
            and not row.note
            and not row.within
        ):
            yield warning(
                "W24",
                row.cell("actual") or f"单位与人员·{row.actual_name or row.post}",
                f"{row.actual_name or row.post}实有 {row.actual} 人，比编制 {row.posts} 人多 {row.actual - row.posts} 人。",
                "请核对；确实超编的，请在同一行写明说明。",
                stated=f"{row.actual} 人",
                expected=f"不大于 {row.posts} 人",
            )


PEOPLE_RULES = (heads_fit_their_posts,)
