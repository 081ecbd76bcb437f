"""What a list of areas changes: pure, from rows and the areas as they stand to changes or refusals.

The same code with another name, parent, or both is the same area, renamed or re-parented; see `areamatch` for
codes that change. Areas that the list does not name stay as they are.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.roster.arealist import AreaRow, BadRow, BadRows
from xiaowei.roster.areamatch import BEGINNING, Known, Match, Matcher, Standing, Unfit
from xiaowei.roster.rowcheck import check_row, repeated
from xiaowei.roster.vocab import LEVEL_LABELS, PARENT_LEVELS, Level

OPENED, NAME, CODE, PARENT, MERGED = "opened", "name", "code", "parent", "merged"


@dataclass(frozen=True)
class Change:
    """One area as it is to be; `what` says which of it is new."""

    ref: Ref
    level: str
    code: str
    name: str
    parent: Ref | None
    what: tuple[str, ...]
    since: dt.date
    merged_into: Ref | None = None


def plan(rows: Sequence[AreaRow], known: Known, *, today: dt.date) -> list[Change]:
    """The changes, highest level first. Raises BadRows with every row that cannot be taken."""
    return _Planner(rows, known, today).changes(rows)


class _Planner:
    def __init__(self, rows: Sequence[AreaRow], known: Known, today: dt.date) -> None:
        self.known, self.today = known, today
        self.matcher = Matcher(rows, known)
        self.matches: dict[str, Match] = {}

    def changes(self, rows: Sequence[AreaRow]) -> list[Change]:
        bad: list[BadRow] = repeated(rows)
        made: list[Change] = []
        twice = {why.line for why in bad}
        bad += [why for row in rows if row.line not in twice and (why := check_row(row, today=self.today))]
        unsound = {why.line for why in bad}
        for row in rows:
            if row.line not in unsound:
                try:
                    self.matches[row.code] = self.matcher.match(row)
                except Unfit as unfit:
                    bad.append(unfit.bad)
        for match in self.matches.values():
            try:
                made += self._changes(match)
            except Unfit as unfit:
                bad.append(unfit.bad)
        if bad:
            raise BadRows(bad)
        order = {level.value: rank for rank, level in enumerate(Level)}
        return sorted(made, key=lambda change: order[change.level])

    def _changes(self, match: Match) -> list[Change]:
        row, parent = match.row, self._parent(match)
        what = _what(match, parent)
        since = row.since_day or (self.today if match.area else BEGINNING)
        _refuse_early(match, since, what)
        made = [Change(match.ref, row.level, row.code, row.name, parent, what, since)] if what else []
        for old in match.absorbed:
            made.append(Change(old.ref, old.level, old.code, old.name, old.parent, (MERGED,), since, match.ref))
            made += self._followers(old, match.ref, since)
        return made

    def _parent(self, match: Match) -> Ref | None:
        row = match.row
        if not row.parent:
            return None
        ref, level = self._above(row)
        if level is not None and level not in PARENT_LEVELS[Level(row.level)]:
            label = LEVEL_LABELS[Level(level)]
            raise Unfit(row, _("上级 %(code)s 是%(level)s级，不能直接管这一级。请核对。"), code=row.parent, level=label)
        fresh = match.area is None or match.area.code != row.code
        if fresh and not row.code.startswith(row.parent) and not row.note:
            why = _("代码不以上级代码 %(code)s 开头。请核对；确实如此，请在 note 列写明原因。")
            raise Unfit(row, why, code=row.parent)
        return ref

    def _above(self, row: AreaRow) -> tuple[Ref | None, str | None]:
        if row.parent in self.matches:
            above = self.matches[row.parent]
            return above.ref, above.row.level
        if row.parent in self.matcher.listed:
            return None, None  # the parent is refused in its own line; its villages need not all say so too
        if row.parent in self.matcher.gone:
            now = self.matcher.gone[row.parent]
            raise Unfit(row, _("上级 %(code)s 在本文件里已由 %(now)s 接替。请改写上级。"), code=row.parent, now=now)
        if row.parent not in self.known.standing:
            raise Unfit(row, _("上级 %(code)s 不在文件里，也不在名册里。请先补上它。"), code=row.parent)
        above_standing = self.known.standing[row.parent]
        return above_standing.ref, above_standing.level

    def _followers(self, old: Standing, new: Ref, since: dt.date) -> list[Change]:
        # what lay below an absorbed area lies below the one that continues it, unless the list says otherwise
        named = self.matcher.listed | self.matcher.gone.keys()
        left = [one for one in self.known.children.get(old.ref, ()) if one.code not in named]
        return [Change(one.ref, one.level, one.code, one.name, new, (PARENT,), since) for one in left]


def _what(match: Match, parent: Ref | None) -> tuple[str, ...]:
    was, row = match.area, match.row
    if was is None:
        return (OPENED,)
    differs = {NAME: was.name != row.name, CODE: was.code != row.code, PARENT: was.parent != parent}
    return tuple(what for what, so in differs.items() if so)


def _refuse_early(match: Match, since: dt.date, what: tuple[str, ...]) -> None:
    touched = [match.area] if match.area and what else []
    last = max((one.last for one in (*touched, *match.absorbed)), default=since)
    if since < last:
        why = _("since 早于这个地区上一次变更的 %(day)s。请写那天或以后的日期。")
        raise Unfit(match.row, why, day=last)
