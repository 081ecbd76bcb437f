"""Sheets that only sum up the others of their file: not counted twice, but held against them."""

import re
from collections import Counter
from collections.abc import Iterable

from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.surroundings import reading_of
from xiaowei.finance.intake.table import Table

NAMED = re.compile(r"汇总|总表|合计|总账|总帐|统计")
SUMMARY_WRONG = _(
    "汇总表“%(name)s”的收入 %(income)s、支出 %(expense)s，与各表相加的 %(sum_in)s、%(sum_out)s 不一致。请核对。"
)


def without(tables: list[Table]) -> tuple[list[Table], list[Issue], dict[str, str]]:
    """The tables that count, the doubts about a summary that does not fit, and the names of the summaries."""
    names = list(dict.fromkeys(table.sheet.name for table in tables))
    left_out: dict[str, str] = {}
    doubts: list[Issue] = []
    if len(names) < 2:
        return tables, doubts, left_out
    by_name = {name: [table for table in tables if table.sheet.name == name] for name in names}
    for name in sorted(names, key=lambda one: (not _named(by_name[one]), sum(len(t.lines) for t in by_name[one]))):
        others = [table for table in tables if table.sheet.name not in {name, *left_out}]
        own = by_name[name]
        if not others or not any(table.lines for table in own):
            continue
        if _sums(own) == _sums(others) or _holds_all(own, others):
            left_out[name] = "summary"
        elif _named(own) and len(names) > 2:
            left_out[name] = "summary"
            doubts.append(_wrong(name, own, others))
    return [table for table in tables if table.sheet.name not in left_out], doubts, left_out


def _named(tables: list[Table]) -> bool:
    return any(
        NAMED.search(text)
        for table in tables
        for text in (table.sheet.name, *(text for _row, text in table.heading.rows))
    )


def _sums(tables: Iterable[Table]) -> tuple[int, ...]:
    return tuple(sum(getattr(line, side) or 0 for table in tables for line in table.lines) for side in SIDES)


def _holds_all(own: list[Table], others: list[Table]) -> bool:
    """Whether every entry of the others stands here again."""
    mine, theirs = _entries(own), _entries(others)
    return bool(theirs) and not theirs - mine


def _entries(tables: list[Table]) -> Counter[tuple[object, ...]]:
    return Counter((line.date, line.summary, line.income, line.expense) for table in tables for line in table.lines)


def _wrong(name: str, own: list[Table], others: list[Table]) -> Issue:
    show = reading_of(own[0]).as_written
    mine, theirs = _sums(own), _sums(others)
    facts = {
        "name": name, "income": show(mine[0]), "expense": show(mine[1]),
        "sum_in": show(theirs[0]), "sum_out": show(theirs[1]),
    }  # fmt: skip
    return Issue("declared_total_mismatch", ERROR, SUMMARY_WRONG, facts, name, own[0].header.rows[-1], 1)
