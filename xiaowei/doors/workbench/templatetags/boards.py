"""Drawings of a board: parts of a whole, twelve months, shares; words always stand beside or within."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiaowei.cases.counting import CaseCounts
from xiaowei.cases.deadlines import LAMPS
from xiaowei.cases.queries import STATE_OF
from xiaowei.disclosure.checkreads import CheckFacts
from xiaowei.doors.shared.templatetags.words import monthday
from xiaowei.insight.smallgroups import Table

register = template.Library()

WIDE, TALL = 240, 44
EDGE = 4  # of the drawing, so that a line at 100 % is not cut


@register.filter
def at(counts: Mapping[object, int], key: object) -> int:
    """One count of many; none is zero."""
    return counts.get(key, 0)


@register.filter
def percent(share: float | None) -> str:
    """`0.893` as `89.3%`; a dash while there is nothing to divide by."""
    return "—" if share is None else f"{share * 100:.1f}%"


@register.filter
def satisfied(counts: CaseCounts) -> str:
    """The share of those who rated; who did not rate is never counted as satisfied."""
    return percent(counts.satisfied_share())


@register.filter
def graded(table: Table[int], grade: str) -> int | None:
    """How many gave this grade; None where it is hidden."""
    return table.cells[int(grade)]


@register.filter
def shown(count: int | None) -> str:
    """A count, or the words that it is too small to be shown."""
    return _("不显示") if count is None else str(count)


@register.filter
def checkcolour(check: CheckFacts) -> str:
    """The colour of a check: in order, waiting, or late."""
    if check.overdue:
        return "late"
    return "due" if check.turn else "ok"


@register.filter
def checkshape(check: CheckFacts) -> str:
    """The shape of a check, so that colour is never the only sign."""
    if check.overdue:
        return "late"
    return {"village": "due", "desk": "hold"}.get(check.turn, "ok")


@register.filter
def lampstate(lamp: str) -> str:
    """The state whose shape and colour a lamp has."""
    return STATE_OF[lamp]


@register.filter
def lampname(lamp: str) -> str:
    """`红灯`."""
    return str(LAMPS[lamp])


@register.filter
def untilday(value: dt.datetime) -> str:
    """The last day before a moment that is the end of a day: `6月15日`."""
    return monthday(value - dt.timedelta(microseconds=1))


@register.simple_tag
def duty_stack(counts: Mapping[str, int]) -> SafeString:
    """Duties as parts of a whole: on time, late, not due yet, overdue."""
    open_yet = counts.get("open", 0) + counts.get("due", 0)
    late, missing, good = counts.get("late", 0), counts.get("missing", 0), counts.get("on_time", 0)
    said = _("按时 %(good)d，晚 %(late)d，未到期 %(open)d，逾期 %(missing)d")
    words = said % {"good": good, "late": late, "open": open_yet, "missing": missing}
    return _stack((("k1", good), ("k3", late), ("k0", open_yet), ("k4", missing)), words)


@register.simple_tag
def grade_stack(counts: CaseCounts) -> SafeString:
    """Ratings as parts of a whole: satisfied, basically, not, not rated."""
    one, two, three = (counts.grades.get(grade, 0) for grade in (1, 2, 3))
    said = _("满意 %(one)d，基本满意 %(two)d，不满意 %(three)d，未评价 %(none)d")
    words = said % {"one": one, "two": two, "three": three, "none": counts.unrated}
    return _stack((("k1", one), ("k2", two), ("k4", three), ("k0", counts.unrated)), words)


@register.simple_tag
def trend(points: Sequence[float | None], base: Sequence[float | None] = ()) -> SafeString:
    """Twelve months of a share as a line, with a grey one to compare; months without any are left out."""
    said = "、".join(percent(point) for point in points)
    lines = format_html_join("", '<polyline class="lp" points="{}"/>', ((run,) for run in _runs(base)))
    lines += format_html_join("", '<polyline class="ln" points="{}"/>', ((run,) for run in _runs(points)))
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<path class="lp" d="M{} {}H{}"/>{}</svg>',
        WIDE,
        TALL,
        _("近 12 个月：%(points)s") % {"points": said},
        EDGE,
        TALL - EDGE,
        WIDE - EDGE,
        lines,
    )


def _stack(parts: Sequence[tuple[str, int]], words: str) -> SafeString:
    whole = sum(number for _key, number in parts)
    if not whole:
        return SafeString("")
    done, boxes = 0, []
    for key, number in parts:
        if number:
            left, right = 1000 * done // whole, 1000 * (done + number) // whole
            boxes.append((key, left, max(right - left - 4, 2)))
        done += number
    drawn = format_html_join("", '<rect class="{}" x="{}" width="{}" height="10"/>', boxes)
    return format_html(
        '<svg class="stack" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        words,
        drawn,
    )


def _runs(points: Sequence[float | None]) -> list[str]:
    """Months that follow one another, as points of a line each; a month alone is a short dash."""
    runs: list[list[tuple[float, float]]] = [[]]
    step = (WIDE - 2 * EDGE) / max(len(points) - 1, 1)
    for place, point in enumerate(points):
        if point is None:
            runs.append([])
            continue
        runs[-1].append((EDGE + place * step, TALL - EDGE - point * (TALL - 2 * EDGE)))
    long = [run if len(run) > 1 else [(run[0][0] - 3, run[0][1]), (run[0][0] + 3, run[0][1])] for run in runs if run]
    return [" ".join(f"{x:.1f},{y:.1f}" for x, y in run) for run in long]
