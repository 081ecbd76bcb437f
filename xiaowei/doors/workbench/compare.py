"""What changed between two versions of a ledger, in the words the villager will read."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiaowei.base.money import yuan_grouped
from xiaowei.finance.queries import LedgerFacts, Line


@dataclass(frozen=True)
class Change:
    """One thing that reads differently now; an empty side means that it was not there."""

    what: str
    before: str
    after: str


def changes(old: LedgerFacts, new: LedgerFacts) -> list[Change]:
    """The four numbers first, then line by line; lines are the same when their voucher (or place) is."""
    return [*_numbers(old, new), *_lines(_by_name(old.lines), _by_name(new.lines))]


def _numbers(old: LedgerFacts, new: LedgerFacts) -> Iterator[Change]:
    names = {"opening": _("上期结余"), "income": _("收入"), "expense": _("支出"), "closing": _("本期结余")}
    for name, words in names.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(words, _yuan(before), _yuan(after))


def _by_name(lines: tuple[Line, ...]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in lines:
        name = line.voucher or _("第 %(n)d 笔") % {"n": line.number}
        if name in found:  # two lines of one voucher
            name = f"{name}（{line.number}）"
        found[name] = line
    return found


def _lines(old: dict[str, Line], new: dict[str, Line]) -> Iterator[Change]:
    for name in [*new, *(name for name in old if name not in new)]:
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            yield Change(name, _whole(before), _whole(after))
            continue
        yield from _fields(name, before, after)


def _fields(name: str, before: Line, after: Line) -> Iterator[Change]:
    pairs = (
        (_("日期"), _day(before), _day(after)),
        (_("摘要"), before.summary, after.summary),
        (_("收入"), _yuan(before.income), _yuan(after.income)),
        (_("支出"), _yuan(before.expense), _yuan(after.expense)),
    )
    for words, was, now in pairs:
        if was != now:
            yield Change(f"{name} {words}", was, now)


def _whole(line: Line | None) -> str:
    if line is None:
        return ""
    return f"{_day(line)} {line.summary} {_yuan(line.income) or _yuan(line.expense)}".strip()


def _day(line: Line) -> str:
    if line.date is None:
        return ""
    return _("%(month)d月%(day)d日") % {"month": line.date.month, "day": line.date.day}


def _yuan(fen: int | None) -> str:
    return "" if fen is None else yuan_grouped(fen)
