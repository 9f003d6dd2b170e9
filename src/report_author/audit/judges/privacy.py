"""Personal data or secret markings in what is going to be published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.model.findings import Severity

_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d(?:-?\d{4}){2}(?![\d.]|万|元|%)")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_ACCOUNT = re.compile(
    r"(?:银行账[号户]|开户行?账[号户]|收款账[号户]|账号|卡号|银行卡)[^\d。；]{0,12}(?P<n>\d(?:[ -]?\d){10,20})"
)
_SECRET = re.compile(
    r"(?:秘密|机密|绝密)★|★(?:秘密|机密|绝密)|内部(?:资料|文件|材料)[，、]?(?:请)?(?:注意保存|注意保密|不得外传|严禁外传)|不宜公开|不予公开"
)
#: level, pattern, message with the words found or their first three characters, advice, 现写
_SIGNS = (
    (Severity.INFO, _MOBILE, "写有手机号码（{1}…）。", "请改用单位电话，或删去。", "手机号码"),
    (Severity.WARNING, _ACCOUNT, "写有银行账号。", "请删去账号。", "银行账号"),
    (Severity.WARNING, _SECRET, "有不宜公开的标志：“{0}”。", "请核对这份文件、这段话能否公开。", ""),
)
_LONG = re.compile(r"\d[\d -]{9,}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def judge_privacy(report: Report) -> Iterator[Doubt]:
    """Identity numbers, mobile telephones, bank accounts; the quote does not repeat them in full."""
    hidden = (
        replace(doubt, quote=_LONG.sub(lambda found: found.group()[:3] + "…", doubt.quote))
        for doubt in _found(report)
    )
    yield from at_all_places(hidden, "个人信息、账号或密级标志")


def _found(report: Report) -> Iterator[Doubt]:
    for block in report.document.blocks:
        text = block.plain.text
        for found in _IDENTITY.finditer(text):
            if _is_identity(found.group()):
                yield doubt_at(
                    "C45",
                    Severity.ERROR,
                    block,
                    found.span(),
                    f"写有身份证号（{found.group()[:6]}…）。",
                    "请删去个人信息。",
                    stated="身份证号",
                )
        for severity, pattern, message, advice, stated in _SIGNS:
            for found in pattern.finditer(text):
                words = found.group()
                at = found.span("n") if "n" in pattern.groupindex else found.span()
                yield doubt_at(
                    "C45",
                    severity,
                    block,
                    at,
                    message.format(words, words[:3]),
                    advice,
                    stated=stated or words,
                )


def _is_identity(number: str) -> bool:
    """Whether the last character is the check character of the first seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()
