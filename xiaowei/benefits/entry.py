"""From what was understood and placed to what is entered: one batch per village, masked once, households looked up.

Slow for a long list (sealing, digests), so it has no place inside a transaction.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.masking import mask_name, scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.sheets.issuelists import capped
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.benefits import departed, notes
from xiaowei.benefits.intake.understanding import HOUSEHOLDS, Row, Understanding
from xiaowei.benefits.places import Choice, Place
from xiaowei.benefits.subsidies import Subsidy, subsidy
from xiaowei.roster import matching
from xiaowei.roster import queries as roster

SHORTEST = 10  # characters of a telephone number, which is the shortest that `scrub` takes out
FOUR_PLACES = Decimal("0.0001")
Spot = tuple[str, int]  # a sheet and a row of it


class NotYet(Invalid):
    """A list that cannot be entered."""

    sentence = _("这张表还不能登记：%(why)s请改好表重新上传。")


@dataclass(frozen=True)
class NewBatch:
    """One batch to enter; names and meaning as in models.Batch. `rows` are the columns of models.Row."""

    village: Ref
    county: Ref
    subsidy: Subsidy
    period_from: dt.date
    period_until: dt.date
    rate: str
    amount: int
    households: int
    issues: list[dict[str, Any]]
    rows: "Lines" = field(repr=False)


def why_not(understanding: Understanding) -> str:
    """Why the list cannot be entered, in words; empty when it can."""
    if understanding.type != HOUSEHOLDS or not understanding.rows:
        return str(_("没有读出一户一行的补贴。"))
    if not understanding.subsidy:
        return str(_("标题里没有写是什么补贴。"))
    if understanding.period is None:
        return str(_("标题里没有写是哪一年、哪一期。"))
    missing = [row for row in understanding.rows if row.amount is None or not row.name]
    if missing:
        places = "、".join(str(row.row) for row in missing[:10])
        return str(_("第 %(rows)s 行没有姓名或金额。")) % {"rows": places}
    return ""


def batches(understanding: Understanding, places: Sequence[Place], choices: Mapping[str, Choice]) -> list[NewBatch]:
    """One batch for every village that got rows, in the order of the list. Raises NotYet."""
    why = why_not(understanding)
    if why:
        raise NotYet(why=why)
    period = understanding.period
    assert period is not None
    rows_of: dict[Ref, list[Row]] = {}
    for place in places:
        village = choices[place.key].village
        if village is not None:
            rows_of.setdefault(village, []).extend(place.rows)
    people, gone = matching.index(rows_of), departed.departed(list(rows_of), before=period.start)
    kind, areas = subsidy(understanding.subsidy), roster.areas(rows_of)
    everybody = {(row.sheet, row.row) for row in understanding.rows}
    found = []
    for village, rows in rows_of.items():
        own = {(row.sheet, row.row) for row in rows}
        names = {matching.bare(row.name) for row in rows} | people.names(village)
        new = NewBatch(
            village=village,
            county=areas[village].county or village,
            subsidy=kind,
            period_from=period.start,
            period_until=period.end + dt.timedelta(days=1),
            rate=str(understanding.rate or ""),
            amount=sum(row.amount or 0 for row in rows),
            households=_recipients(rows),
            issues=[
                *issues_of(understanding.issues, own, everybody),
                *(issue_document(issue) for issue in capped(departed.doubts(village, rows, gone, now=people))),
            ],
            rows=Lines(tuple(rows), names, people, village),
        )
        found.append(new)
    return found


def issues_of(issues: Iterable[Issue], own: set[Spot], everybody: set[Spot]) -> list[dict[str, Any]]:
    """The doubts at these rows, and those about the whole list; what concerns other recipients is not theirs to read.

    A village cannot mend an office's total: in a list of many villages that is a warning to each of them.
    """
    found = []
    for issue in issues:
        rows = {(issue.sheet, row) for row in (issue.rows or ((issue.row,) if issue.row else ()))} & everybody
        if rows & own or own == everybody:
            found.append(issue)
        elif not rows:
            found.append(replace(issue, severity=WARNING))
    return [issue_document(issue) for issue in capped(found)]


def issue_document(issue: Issue) -> dict[str, Any]:
    """A doubt as JSON values; numbers of persons are taken out of its words."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "sheet": issue.sheet,
        "row": issue.row,
        "col": issue.col,
        "message": scrub(issue.message),
    }


def summary(understanding: Understanding, places: Sequence[Place]) -> dict[str, Any]:
    """What was understood, as JSON values without anybody's name or number: stored with the reading."""
    period = understanding.period
    return {
        "type": understanding.type,
        "subsidy": understanding.subsidy,
        "county": understanding.county_name or "",
        "township": understanding.township_name or "",
        "village": understanding.village_name or "",
        "period": period.label if period else "",
        "unit": understanding.unit or "",
        "rate": str(understanding.rate or ""),
        "rows": len(understanding.rows),
        "totals": {name: str(value) for name, value in understanding.totals.items()},
        "declared": {name: str(value) for name, value in understanding.declared.items()},
        "sheets": [part.name for part in understanding.sheets],
        "issues": [issue_document(issue) for issue in capped(understanding.issues)],
        "errors": sum(issue.severity == ERROR for issue in understanding.issues),
        "why_not": why_not(understanding),
        "places": len(places),
    }


def _recipients(rows: Sequence[Row]) -> int:
    # a row is a household, but for things bought: whoever bought two has two rows
    things = any(row.quantity is not None for row in rows)
    return len({(row.group, matching.bare(row.name), row.id_number) for row in rows}) if things else len(rows)


@dataclass(frozen=True)
class Lines:
    """The rows of a batch as columns of models.Row, worked out while they are read: a county's list would fill the
    memory. By columns, since what repeats itself in one is worked out once."""

    rows: tuple[Row, ...]
    names: set[str]
    people: matching.Index
    village: Ref

    def pieces(self, size: int) -> Iterator[dict[str, Sequence[Any]]]:
        """So many rows at a time, in the order of the list; every column but `ref`, `batch_id` and `settled`."""
        known, tails = notes.Known(self.names), dict[str, str]()
        for start in range(0, len(self.rows), size):
            yield self._columns(start, self.rows[start : start + size], known, tails)

    def _columns(
        self, start: int, rows: Sequence[Row], known: notes.Known, tails: dict[str, str]
    ) -> dict[str, Sequence[Any]]:
        wholes, ends = zip(*matching.keys_of([row.id_number for row in rows], tails=tails), strict=True)
        fitting, village = self.people.fitting, self.village
        matches = [
            fitting(village, group=row.group, name=row.name, whole=whole, tail=tail)
            for row, whole, tail in zip(rows, wholes, ends, strict=True)
        ]
        households = [match.household or "" for match in matches]
        return {
            "number": range(start + 1, start + len(rows) + 1),
            "sheet": [row.sheet[:64] for row in rows],
            "row": [row.row for row in rows],
            "label": _each((row.number for row in rows), lambda text: _scrubbed(text)[:20]),
            "group": _each((row.group for row in rows), lambda text: _scrubbed(text)[:40]),
            "name": [row.name[:60] for row in rows],
            "public_name": _each((row.name for row in rows), lambda text: mask_name(text)[:60]),
            "id_number": [row.id_number for row in rows],
            "account": [row.account for row in rows],
            "phone": [row.phone for row in rows],
            "id_key": wholes,
            "tail_key": ends,
            "area": _each((row.area for row in rows), _four),
            "persons": [row.persons for row in rows],
            "quantity": _each((row.quantity for row in rows), _four),
            "level": [row.level[:40] for row in rows],
            "public_level": _each((row.level for row in rows), lambda text: notes.public(text, names=known)[:40]),
            "standard": [row.standard for row in rows],
            "amount": [row.amount for row in rows],
            "date": [row.date for row in rows],
            "note": [row.note[:200] for row in rows],
            "public_note": _each((row.note for row in rows), lambda text: notes.public(text, names=known)[:200]),
            "fit": [match.state for match in matches],
            "found": households,
            "household": households,
        }


def _each(values: Iterable[Hashable], work: Callable[[Any], Any]) -> list[Any]:
    """The work on every value, done once for equal ones."""
    known: dict[Hashable, Any] = {}
    found = []
    for value in values:
        if value not in known:
            known[value] = work(value)
        found.append(known[value])
    return found


def _scrubbed(text: str) -> str:
    """`masking.scrub`, which finds nothing in so few characters."""
    return scrub(text) if len(text) >= SHORTEST else text


def _four(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(FOUR_PLACES)
