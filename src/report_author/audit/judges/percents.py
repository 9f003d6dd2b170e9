"""A printed percentage against what it must be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report_author.audit.claims.spans import Span, shown, truncated
from report_author.audit.claims.tokens import Style, Token
from report_author.model.findings import Severity

#: in percentage points: what shown amounts instead of exact ones may change
_NEAR = Decimal("0.016")


@dataclass(frozen=True, slots=True)
class Miss:
    """How a percentage is wrong: cut off instead of rounded, or nearly right (``weak``), or plainly wrong."""

    rate: Token
    middle: Decimal
    gap: Decimal
    cut: bool
    weak: bool

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.weak else Severity.ERROR

    @property
    def expected(self) -> str:
        return f"{shown(self.middle)}%"

    @property
    def difference(self) -> str:
        return f"{shown(self.gap, 3)}个百分点"

    def code(self, otherwise: str) -> str:
        """The kind of doubt: C03 for a percentage that was cut off."""
        return "C03" if self.cut else otherwise

    def told(self, what: str, words: str, otherwise: str) -> str:
        """The message; ``what`` is the percentage's name, ``words`` stand before the right value."""
        if not self.cut:
            return otherwise
        return f"{what}被截断而没有四舍五入：{words}应为{shown(self.middle, self.rate.places)}%，写成了{self.rate.text}。"


def miss(style: Style, rate: Token, true: Span) -> Miss | None:
    """None where ``rate``, without its sign, can be ``true``."""
    stated = rate.absolute
    if style.span(stated).meets(true):
        return None
    middle = (true.low + true.high) / 2
    gap = abs(stated.value - middle)
    cut = truncated(stated.value, rate.places, true)
    return Miss(rate, middle, gap, cut, not cut and (gap <= _NEAR or stated.span().meets(true)))
