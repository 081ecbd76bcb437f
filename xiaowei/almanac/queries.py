"""Reads of the almanac."""

from django.db import connection

from xiaowei.almanac import shipped
from xiaowei.almanac.calendar import Calendar
from xiaowei.almanac.models import Year
from xiaowei.almanac.notice import Days
from xiaowei.base.refs import Ref

NEWEST = "SELECT ref, revision FROM almanac_year ORDER BY revision DESC LIMIT 1"

# kept by the random reference of the newest entry: a revision number could be used again after a rollback
_kept: dict[Ref | None, Calendar] = {None: Calendar()}


def calendar() -> Calendar:
    """The calendar in force: entered years over the shipped ones. One small query when nothing changed."""
    with connection.cursor() as cursor:  # every deadline asks, so it is one short statement
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    if newest is None:
        return _kept[None]
    ref, revision = Ref(newest[0]), newest[1]
    held = _kept.get(ref)
    if held is None:
        held = _build(revision)
        for old in [key for key in _kept if key is not None]:
            _kept.pop(old, None)
        _kept[ref] = held
    return held


def _build(revision: int) -> Calendar:
    # later years last: the notice of 2019 has the last word on the December of 2018
    built = Calendar()
    entries = {entry.year: entry for entry in Year.objects.filter(revision__lte=revision).order_by("revision")}
    for year in sorted(entries):
        built = built.with_year(year, dict(entries[year].days.values_list("date", "working")))
    return Calendar(len(shipped.YEARS) + revision, built.days, built.years)


def entered(year: int) -> Days:
    """The days of the entry in force for this year; empty when nobody entered the year."""
    entry = Year.objects.filter(year=year).order_by("-revision").first()
    if entry is None:
        return {}
    return {day.date: (day.working, day.name) for day in entry.days.all()}
