"""项目绩效目标自评表: what stands in which field, rates, scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_author.audit.claims.report import Report
from report_author.audit.claims.tokens import Span, Token, around, shown
from report_author.audit.judges.grid_cells import Table
from report_author.audit.judges.relations import INFO, WARNING, Doubt, Relation, broken, doubt_at, holds
from report_author.audit.reading.blocks import Block

_TITLE = re.compile(r"绩效目标自评(?:表)?(?:（[^）]*）)?$|自评表(?:（[^）]*）)?$")
_OPENING = re.compile(r"主管部门|项目名称|实施单位|预算部门|预算单位|项目预算")
_ORGAN = re.compile(
    r"(?:局|委|办|厅|部|院|中心|政府|会|社|馆|校|学|园|站|所|队|处|街道|镇|乡|科|股|室|组|公司|团|盟|联|区|县|市)(?:机关|本级)?(?:[\d-]+|（.*）)?$"
)
_HUGE = re.compile(r"(?:(?:预算数|执行数)[：:]?)?(?P<value>\d{4,}(?:\.\d+)?)元")
_IN_WAN = re.compile(r"[（(]万元[）)]|单位[：:]?万元")
_HEADS = frozenset(("一级指标", "二级指标", "三级指标"))


def judge_forms(report: Report) -> Iterator[Doubt]:
    """Fields that were filled with something else, units that contradict the head, results copied from targets."""
    for form in _forms(report):
        yield from _organ(form)
        yield from _unit(form)
        yield from _copied(form)


def _forms(report: Report) -> Iterator[list[Block]]:
    """The blocks of each form, cell by cell."""
    blocks = [block for block in report.blocks if block.kind != "目录"]
    starts = [n for n, block in enumerate(blocks) if _is_title(blocks, n, block)]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(blocks)
        form: list[Block] = []
        for block in blocks[start + 1 : end]:
            if (block.style and form) or len(form) > 400:
                break
            form.append(block)
        yield form


def _is_title(blocks: Sequence[Block], number: int, block: Block) -> bool:
    text = block.plain.text
    if len(text) > 60 or not _TITLE.search(text):
        return False
    return any(_OPENING.match(each.plain.text) for each in blocks[number + 1 : number + 6])


def _organ(form: Sequence[Block]) -> Iterator[Doubt]:
    for number, block in enumerate(form[:-1]):
        if not re.fullmatch(r"主管部门(?:及代码|（单位）)?[：:]?", block.plain.text):
            continue
        value = form[number + 1]
        text = value.plain.text
        if len(text) < 4 or _ORGAN.search(text) or re.fullmatch(r"[\d-]+|实施单位.*|项目.*", text):
            continue
        yield doubt_at(
            "C49",
            value,
            (0, len(text)),
            f"{block.plain.text}一栏填的是{text}，像是项目名称，不是单位。",
            "请在主管部门一栏填写部门名称和代码，项目名称填在项目名称一栏。",
            text,
            "主管部门的名称和代码",
            confidence="中",
        )


def _unit(form: Sequence[Block]) -> Iterator[Doubt]:
    """“（万元）” in the head, 167375元 in the cell."""
    head = next((block for block in form[:14] if _IN_WAN.search(block.plain.text)), None)
    if head is None:
        return
    found = [(block, match) for block in form[:30] if (match := _HUGE.fullmatch(block.plain.text))]
    if found:
        block, match = found[0]
        value = Decimal(match["value"]).scaleb(-4)
        yield doubt_at(
            "C10",
            block,
            (match.start("value"), match.end()),
            f"自评表的表头写的金额单位是万元，格里填的却是“{match['value']}元”。",
            "请统一成万元，或改正表头的单位。",
            f"{match['value']}元",
            f"{shown(value, 6)}（万元）",
            working=f"表头：{head.plain.text}",
            also=tuple(each.plain.text for each, _ in found[1:]),
        )


def _copied(form: Sequence[Block]) -> Iterator[Doubt]:
    """The result repeats the target word for word."""
    cells = [block for block in form if block.plain.text]
    copied: list[Block] = []
    for number in range(1, len(cells)):
        text = cells[number].plain.text
        same = text == cells[number - 1].plain.text
        thrice = same and number > 1 and text == cells[number - 2].plain.text
        long_enough = (thrice and len(text) >= 4) or (same and len(text) >= 16)
        if long_enough and _worded(text) and (not copied or copied[-1].plain.text != text):
            copied.append(cells[number])
    if copied:
        first = copied[0]
        yield doubt_at(
            "C50",
            first,
            (0, len(first.plain.text)),
            f"自评表有{len(copied)}处实际完成情况照抄了预期目标，没有写出完成的程度。",
            "请写明实际完成的数量或程度。",
            first.plain.text,
            "实际完成的结果",
            severity=INFO,
            confidence="中",
            also=tuple(b.plain.text for b in copied[1:6]),
        )


def _worded(text: str) -> bool:
    return (
        len(re.findall(r"[\u4e00-\u9fff]", text)) >= 4 and not re.search(r"\d", text) and text not in _HEADS
    )


def judge_form_grid(table: Table) -> Iterator[Relation]:
    """执行率 = 执行数 ÷ 预算数; 财政拨款 + 其他资金 = all; 得分 ≤ 分值; Σ得分 where Σ分值 adds up."""
    yield from _sources(table)
    yield from _execution(table)
    yield from _scores(table)


def _execution(table: Table) -> Iterator[Relation]:
    for head in range(len(table.texts)):
        columns = {text: column for column, text in enumerate(table.texts[head]) if text}
        rate = _column(columns, "执行率")
        done = _column(columns, "全年执行数") or _column(columns, "执行数")
        budget = _column(columns, "全年预算数") or _column(columns, "预算数")
        if rate is None or done is None or budget is None:
            continue
        for row in range(head + 1, min(head + 6, len(table.texts))):
            tokens = table.tokens((row, column) for column in (rate, done, budget))
            if len(tokens) == 3:
                yield from _rate(*tokens)
        return


def _sources(table: Table) -> Iterator[Relation]:
    """“预算数：… 其中：财政拨款… 其他资金…”, each amount right beside its words."""
    for row, texts in enumerate(table.texts):
        for column, text in enumerate(texts):
            whole = table.token(row, column + 1)
            if whole is None or not re.match(r"(?:全年|年初)?(?:预算|执行)数", text):
                continue
            parts = [
                token
                for below in range(row + 1, min(row + 5, len(table.texts)))
                if column < len(table.texts[below])
                and re.search(r"财政拨款|其他资金|上年结转", table.texts[below][column])
                and (token := table.token(below, column + 1)) is not None
            ]
            if len(parts) > 1 and all(part.unit == whole.unit for part in parts):
                yield _source_sum(whole, parts)


def _source_sum(whole: Token, parts: Sequence[Token]) -> Relation:
    added = sum((part.value for part in parts), Decimal(0))
    room = (
        Decimal(5 * (len(parts) + 1)).scaleb(-1 - max(2, whole.places)) if whole.unit != "元" else Decimal(0)
    )
    if abs(added - whole.value) <= room:
        return holds("C33", whole, *parts)
    return broken(
        "C33",
        (whole, *parts),
        f"自评表的资金合计{shown(whole.value)}{whole.unit}，各项来源之和{shown(added)}{whole.unit}。",
        "请核对合计和各项资金。",
        shown(whole.value),
        shown(added),
        working="＋".join(shown(part.value) for part in parts),
        difference=shown(added - whole.value),
        severity=WARNING,
    )


def _column(columns: dict[str, int], words: str) -> int | None:
    return next((column for text, column in columns.items() if words in text), None)


def _rate(rate: Token, done: Token, budget: Token) -> Iterator[Relation]:
    if budget.value <= 0 or budget.unit != done.unit:
        return
    true = around(done.value, max(done.places, 2)).percent_of(around(budget.value, max(budget.places, 2)))
    if true is None:
        return
    stated = around(rate.value, rate.places)
    as_fraction = Span(stated.low * 100, stated.high * 100)
    if stated.meets(true) or (rate.unit != "%" and rate.value <= 1 and as_fraction.meets(true)):
        yield holds("C15", rate, done, budget)
        return
    yield broken(
        "C15",
        (rate, done, budget),
        f"自评表的执行率与预算数、执行数对不上：写的是{rate.text}，应为{shown(true.middle)}%。",
        "请核对预算数、执行数和执行率。",
        rate.text,
        f"{shown(true.middle)}%",
        working=f"{done.text}÷{budget.text}",
    )


def _scores(table: Table) -> Iterator[Relation]:
    full: int | None = None
    got: int | None = None
    rows: list[tuple[Token, Token]] = []
    total: tuple[Token, Token] | None = None
    for row, texts in enumerate(table.texts):
        named = [next((n for n, text in enumerate(texts) if words in text), -1) for words in ("分值", "得分")]
        if min(named) >= 0:
            full, got = named
            continue
        if full is None or got is None:
            continue
        first, second = table.token(row, full), table.token(row, got)
        if first is None or second is None:
            continue
        if re.search("总分|合计|总计", "".join(texts[:4])):
            total = first, second
        else:
            rows.append((first, second))
    for first, second in rows:
        if second.value > first.value:
            yield broken(
                "C49",
                (second, first),
                f"得分{shown(second.value)}高于分值{shown(first.value)}。",
                "请核对得分和分值。",
                shown(second.value),
                f"不高于{shown(first.value)}",
            )
    if total is not None and len(rows) >= 2:
        yield from _total(rows, *total)


def _total(rows: Sequence[tuple[Token, Token]], full: Token, got: Token) -> Iterator[Relation]:
    if sum((first.value for first, _ in rows), Decimal(0)) != full.value:
        return
    added = sum((second.value for _, second in rows), Decimal(0))
    tokens = (got, *(second for _, second in rows))
    if added == got.value:
        yield holds("C49", *tokens)
    else:
        yield broken(
            "C49",
            tokens,
            f"自评总分与各项得分之和不等：总分{shown(got.value)}，各项之和{shown(added)}。",
            "请核对各项得分和总分。",
            shown(got.value),
            shown(added),
            working="＋".join(shown(s.value) for _, s in rows),
            difference=shown(added - got.value),
        )
    if full.value != 100:
        yield broken(
            "C49",
            (full,),
            f"自评表的分值合计是{shown(full.value)}，不是100。",
            "请核对各项分值。",
            shown(full.value),
            "100",
            severity=WARNING,
        )
