"""会审单: made from a workbook and what was found in it, as a workbook and as a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from report_author.checks.amounts import quantity
from report_author.checks.approved import ITEMS, approvals
from report_author.figures.account import FISCAL, Account
from report_author.figures.compare import Change
from report_author.figures.figure import Figure
from report_author.figures.topics_money import change
from report_author.figures.topics_sangong import budget_field, reception_items, sangong_sum
from report_author.model.choices import Fund, LastYearRow, Nature, SanGongItem
from report_author.model.facts import Approved
from report_author.model.findings import Finding, error, info
from report_author.model.money import ZERO
from report_author.pipeline.library import library_for
from report_author.pipeline.office import convert
from report_author.pipeline.outcome import (
    HEARING,
    HEARING_PDF,
    Outcome,
    output_name,
    publish,
)
from report_author.records import frozen
from report_author.review.arrange import LABELS, Entry, arrange, counted
from report_author.workbook.read import interpret, open_book
from report_author.workbook.suppose import is_unreadable
from report_author.workpaper.hearing import Hearing, HearingLine, hearing_book

#: so many 批复数 that differ are named
_SHOWN = 4


@frozen
class _Made:
    """The page of one workbook, and the names of its files."""

    data: bytes
    book_name: str
    pdf_name: str


def write_hearings(
    books: Sequence[Path | str],
    outcomes: Sequence[Outcome],
    out: Path | str,
    wanted_format: str = "",
    turn: int = 0,
) -> list[Outcome]:
    """Write the 会审单 of each workbook into the folder ``out``, as .xlsx and, where there is LibreOffice, as .pdf.

    ``outcomes`` are what ``check`` or ``build`` gave for ``books``; they come back with the files made (``hearing``), or
    with a 提示 that says why there are none. ``turn`` is which round of 会审 it is; 0 leaves it to be written by hand.
    """
    folder = Path(out)
    made = [
        _made(Path(book), outcome, wanted_format, turn) for book, outcome in zip(books, outcomes, strict=True)
    ]
    pages = {f"{number}.xlsx": one.data for number, one in enumerate(made) if one is not None}
    printed = convert(pages) if pages else None
    given, made_by = [], dict[str, Path]()
    for number, (book, outcome, one) in enumerate(zip(books, outcomes, made, strict=True)):
        if one is None:
            given.append(_with(outcome, _unreadable(Path(book))))
            continue
        assert printed is not None
        first = made_by.setdefault(one.book_name, Path(book))
        if first != Path(book):
            given.append(_with(outcome, _same_department(Path(book), first)))
            continue
        pdf = printed.files.get(f"{number}.xlsx", b"")
        found = () if pdf else (_no_pdf(printed.problem),)
        given.append(_published(_with(outcome, *found), one, pdf, folder))
    return given


def _published(outcome: Outcome, made: _Made, pdf: bytes, folder: Path) -> Outcome:
    files = {folder / made.book_name: made.data}
    if pdf:
        files[folder / made.pdf_name] = pdf
    problems = publish(files)
    return _with(outcome, *problems) if problems else replace(outcome, hearing=tuple(files))


def _with(outcome: Outcome, *findings: Finding) -> Outcome:
    return replace(outcome, findings=(*outcome.findings, *findings))


def _same_department(book: Path, other: Path) -> Finding:
    return error(
        "P04",
        book.name,
        f"“{book.name}”与“{other.name}”是同一个部门、同一个年度，会审单的文件名相同，这一份没有生成。",
        "请只留一份填报表；确是两个部门的，请改正首页的部门全称。",
        stated=book.name,
        expected=other.name,
    )


def _unreadable(book: Path) -> Finding:
    message = f"没有生成会审单：“{book.name}”里的数读不出来。"
    return info("P13", book.name, message, "请先照前面的错误改好填报表，再运行一次。")


def _no_pdf(problem: str) -> Finding:
    message = f"会审单没有生成 PDF：{problem or 'LibreOffice 没有转换成功'}。"
    return info("P13", "会审单", message, "请打印 Excel 的会审单，已经排成一页；或用 Excel、WPS 另存为 PDF。")


def _made(book: Path, outcome: Outcome, wanted_format: str, turn: int) -> _Made | None:
    cells, _ = open_book(book)
    facts = interpret(cells, book.name)[0] if cells is not None else None
    fmt = library_for(book).choose_for(facts, wanted_format)[0] if facts is not None else None
    if facts is None or fmt is None:
        return None
    page = hearing(Account(facts, fmt), outcome, turn)
    who = facts.department
    return _Made(hearing_book(page), output_name(who, HEARING), output_name(who, HEARING_PDF))


# ---------------------------------------------------------------- what stands on the page


_ITEMS = SanGongItem
_LIMITS = ("年初预算数", "全年预算数")
_IN_ALL = "“三公”经费合计"
#: the rows of 一, by the 批复项目 that says the same; what is shown where it is shorter
_MONEY = (
    "年初结转和结余",
    "本年收入合计",
    "使用非财政拨款结余",
    "收入总计",
    "本年支出合计",
    *(nature.value for nature in (Nature.BASIC, Nature.PROJECT)),
    *(f"{fund.value}财政拨款支出" for fund in FISCAL),
    "结余分配",
    "年末结转和结余",
    "支出总计",
)
_SHOWN_AS = {
    **{nature.value: f"其中：{nature.value}" for nature in (Nature.BASIC, Nature.PROJECT)},
}
_LAST_YEAR = {row.value: row for row in LastYearRow}


def hearing(account: Account, outcome: Outcome, turn: int = 0) -> Hearing:
    """The page of one department; ``outcome`` says what was found."""
    who = account.facts.department
    entries = arrange(outcome.findings)
    open_ones = [each for each in entries if each.label in LABELS[:2]]
    counts = "，".join(f"{label} {count} 条" for label, count in counted(entries)) or "没有发现问题"
    following = f"（由错误引起的 {outcome.following} 条没有列）" if outcome.following else ""
    whole = _LIMITS[account.conventions.item_budget_revised]
    return Hearing(
        title=f"{who.year}年度{who.scope.value}决算会审单",
        unit=who.full_name,
        code=who.unit_code,
        superior=who.superior,
        year=who.year,
        round=turn,
        money_budget=whole,
        money=[_money_line(account, item, whole) for item in _MONEY],
        sangong_budget=_LIMITS[budget_field(account) == "revised"],
        sangong=_sangong_lines(account),
        approvals=_approvals(account),
        counts=counts + following + _doubtful(entries),
        findings=[
            f"{each.label}　{_where(each.spot.group, each.spot.ref)}{each.message}" for each in open_ones
        ],
        compared=outcome.compared.line,
    )


def _doubtful(entries: Sequence[Entry]) -> str:
    """What to keep in mind while reading the amounts: with a unit in doubt, or with unreadable cells, they are not final."""
    rank = entries[0].rank if entries else None
    if rank == 0:
        return "；金额的单位有疑问，表中照填的数列出"
    return "；有的格子没有填或读不出来，表中的数不完整" if any(map(_unread, entries)) else ""


def _unread(entry: Entry) -> bool:
    return is_unreadable(entry.finding)


def _where(group: str, ref: str) -> str:
    """The place in front of a finding; a file is none."""
    return f"{group}!{ref}　" if ref else "" if group == "文件" else f"{group}　"


def _approved(account: Account, items: Iterable[str]) -> Decimal | None:
    """The 批复数 of these items together, of the whole department; None where one that has an amount was not given."""
    given = {row.item: row.amount for row in account.facts.approved if not row.function and not row.nature}
    total, found = ZERO, False
    for item in items:
        if item in given:
            total, found = total + given[item], True
        elif _value(account, item):
            return None
    return total if found else None


def _value(account: Account, item: str) -> Decimal | None:
    """What the workbook says of a 批复项目 (元)."""
    figure = ITEMS[item](account, Approved(item=item))
    return None if figure is None else figure.value


def _money_line(account: Account, item: str, budget: str) -> HearingLine:
    facts = account.facts
    said = facts.incomes or facts.carryovers or facts.expenditures
    figure = ITEMS[item](account, Approved(item=item)) if said else None
    limit: Decimal | None = None
    if account.facts.budgets:
        funds = {f"{fund.value}财政拨款支出": f"{fund.value}{budget}" for fund in FISCAL}
        wanted = budget if item == "本年支出合计" else funds.get(item)
        limit = _value(account, wanted) if wanted else None
    row = _LAST_YEAR.get(item)
    moved = _moved(account, figure, [row]) if row is not None else None
    return HearingLine(
        _SHOWN_AS.get(item, item),
        None if figure is None else figure.value,
        limit,
        moved.before.value if moved else None,
        moved.delta_wan if moved else None,
        _approved(account, [item]),
    )


def _moved(account: Account, now: Figure | None, before: Sequence[LastYearRow]) -> Change | None:
    """This year against last year, where both are known."""
    made = change(account, now, before) if now is not None else None
    return made if isinstance(made, Change) else None


def _sangong_lines(account: Account) -> list[HearingLine]:
    own = (_ITEMS.ABROAD, _ITEMS.VEHICLE_PURCHASE, _ITEMS.VEHICLE_RUNNING)
    received = reception_items(account)
    rows = [LastYearRow(item.value) for item in own]
    lines = [
        _sangong_line(account, _IN_ALL, (*own, *received), (*rows, LastYearRow.RECEPTION), [_IN_ALL]),
        *(
            _sangong_line(account, item.value, (item,), (row,), [item.value])
            for item, row in zip(own, rows, strict=True)
        ),
    ]
    names = [item.value for item in received]
    return [*lines, _sangong_line(account, "公务接待费", received, (LastYearRow.RECEPTION,), names)]


def _sangong_line(
    account: Account,
    label: str,
    items: tuple[SanGongItem, ...],
    before: tuple[LastYearRow, ...],
    approved: Sequence[str],
) -> HearingLine:
    def told(field: str) -> bool:
        mine = [row for row in account.facts.sangong if row.item in items and row.fund is not Fund.OTHER]
        return any(getattr(row, field) is not None for row in mine)

    spent = sangong_sum(account, label, items, FISCAL, "actual")
    field = budget_field(account)
    moved = _moved(account, spent, before) if told("actual") else None
    return HearingLine(
        label,
        spent.value if told("actual") else None,
        sangong_sum(account, label, items, FISCAL, field).value if told(field) else None,
        moved.before.value if moved else None,
        moved.delta_wan if moved else None,
        _approved(account, approved),
    )


def _approvals(account: Account) -> str:
    """How all the 批复数 compare, those of single 科目 and of counts, too."""
    held = approvals(account)
    if not held:
        return "没有填批复数，没有与财政批复、决算软件的合计数核对。"
    off = [each for each in held if each.figure is not None and each.figure.value != each.row.amount]
    unknown = sum(each.figure is None for each in held)
    words = [f"共 {len(held)} 项：相符 {len(held) - len(off) - unknown} 项，不符 {len(off)} 项"]
    words += [f"没有核对 {unknown} 项"] if unknown else []
    named = [
        f"{each.what} ✗ 填报 {quantity(each.figure.value, each.figure.unit)}，批复 {quantity(each.row.amount, each.figure.unit)}"
        for each in off[:_SHOWN]
        if each.figure is not None
    ]
    more = f"等 {len(off)} 项" if len(off) > _SHOWN else ""
    listed = f"：{'；'.join(named)}{more}" if named else ""
    return "，".join(words) + listed + "。"
