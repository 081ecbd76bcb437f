"""Tags of the workbench: who sits here, icons, shapes of states, weekdays."""

import datetime as dt
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.doors.workbench.desk import Desk, desk_of
from xiaowei.doors.workbench.glyphs import GLYPHS, SHAPES
from xiaowei.doors.workbench.rooms import Room, rooms_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk(context: Context) -> Desk | None:
    """Who sits here; None for a stranger."""
    return desk_of(context["request"])


@register.simple_tag(takes_context=True)
def rooms(context: Context) -> list[Room]:
    """The doors of the rail for whoever sits here."""
    request: Any = context["request"]
    found = desk_of(request)
    return rooms_of(found, request.path_info) if found else []


@register.simple_tag
def glyph(name: str) -> SafeString:
    """An icon."""
    return format_html('<svg class="i" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', mark_safe(GLYPHS[name]))


@register.simple_tag
def shape(state: str, colour: str = "") -> SafeString:
    """The shape of a state in its colour: ok, soon, due, late, idle, hold, back, flag."""
    drawing = mark_safe(SHAPES[state])  # our own constants
    return format_html('<svg class="m {}" viewBox="0 0 12 12" aria-hidden="true">{}</svg>', colour or state, drawing)


@register.filter
def clockstate(state: str) -> str:
    """The shape of a clock's state: one that was met in time is a green dot."""
    return "ok" if state == "met" else state


@register.filter
def weekday(value: dt.date | None) -> str:
    """`周四`."""
    if value is None:
        return ""
    day = local(value) if isinstance(value, dt.datetime) else value
    return _("周%(day)s") % {"day": "一二三四五六日"[day.weekday()]}
