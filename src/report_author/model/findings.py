"""A finding: one thing a person must know, in plain Chinese."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import partial

from report_author.records import frozen

#: amounts out by ten thousand: said before anything else
UNIT = "U01"


class Severity(Enum):
    """错误 must be corrected; 警告 may pass with a 核实说明; 提示 only informs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


@frozen
class Finding:
    """What is wrong, where, both sides, what to do.

    ``code`` names the rule (R01, W24 …) or the door (F input file, L layout, V value, T template, P publishing).
    ``place`` is ``工作表!单元格`` or ``模板“…”第n段`` as a person reads it; ``stated``/``expected`` are the two values.
    ``explanation`` is the clerk's 核实说明 (or the bureau's 放行意见), which releases a 警告, and an 错误 that is
    ``releasable``: one that the audit of our own report raised, not the workbook's own sums.
    """

    code: str
    severity: Severity
    place: str
    message: str
    advice: str
    quote: str = ""
    stated: str = ""
    expected: str = ""
    explanation: str = ""
    releasable: bool = False

    @property
    def id(self) -> str:
        """Stable from run to run: the same rule at the same place, whatever the figures are."""
        digest = hashlib.sha256(f"{self.code}|{self.place}|{self.quote}".encode()).hexdigest()
        return f"{self.code}-{digest[:8]}"

    @property
    def number(self) -> str:
        """核实编号: the id with four more characters for the figures, so that it changes when they do."""
        if not self.stated and not self.expected:
            return self.id
        return f"{self.id}-{hashlib.sha256(f'{self.stated}|{self.expected}'.encode()).hexdigest()[:4]}"

    @property
    def label(self) -> str:
        """错误, 警告, 提示; 已核实 for what an explanation has released."""
        return "已核实" if self.explanation else self.severity.label

    def as_json(self) -> dict[str, str]:
        names = (
            "id",
            "code",
            "severity",
            "place",
            "quote",
            "stated",
            "expected",
            "message",
            "advice",
            "number",
            "explanation",
        )
        return {name: getattr(self, name) for name in names} | {"severity": self.severity.value}


@frozen
class Unchecked:
    """A rule that could not run: 无法核对, and what is missing for it."""

    code: str
    why: str


@frozen
class Compared:
    """What a result was held against; ``lacking`` is what it could not be held against, each said as a person says it."""

    against: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The first line of every result, so that “no findings” is not taken for “approved”; empty where nothing was read."""
        if self.lacking:
            return f"没有可核对的：{'、'.join(self.lacking)}；没有发现问题不等于审核通过。"
        if not self.against:
            return ""
        return f"已对照：{'、'.join(self.against)}；别的没有对照，没有发现问题不等于审核通过。"

    def as_json(self, file: str) -> dict[str, object]:
        return {"file": file, "line": self.line, "against": list(self.against), "lacking": list(self.lacking)}


#: of what could not be read at all
NOT_COMPARED = Compared()


def _found(
    severity: Severity,
    code: str,
    place: str,
    message: str,
    advice: str,
    *,
    quote: str = "",
    stated: str = "",
    expected: str = "",
) -> Finding:
    return Finding(code, severity, place, message, advice, quote, stated, expected)


error, warning, info = (
    partial(_found, Severity.ERROR),
    partial(_found, Severity.WARNING),
    partial(_found, Severity.INFO),
)


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(f.severity is Severity.ERROR for f in findings)


#: what says that somebody looked, not what he found
_SAID_NOTHING = re.compile(
    r"(?:经|已经?|均已|我?(?:单位|部门|局)|以上|上述|本条|此条|该|数据|数字|情况|内容|问题|的|了|均|都|确|确认|确实|无误|核实|核对|核查|属实"
    r"|同上|同前|同意|无|没有|没|不存在|正常|正确|真实|准确|是|对|可以|通过|放行|说明|误|错|知道|知晓|见上|略|ok|yes|y|n/?a|no|none)*",
    re.IGNORECASE,
)


def says_something(text: str) -> bool:
    """Whether words say what the matter is: 无, 已核实, 情况属实, 没有问题, / do not."""
    words = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    return not words.isdigit() and len(words) > 1 and _SAID_NOTHING.fullmatch(words) is None
