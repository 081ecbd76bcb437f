"""Filters and tags every page has without loading: money, days, icons, style sheets, links to the other language."""

import datetime as dt
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as date_words
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from xiaowei.base.clock import local
from xiaowei.base.money import yuan_grouped
from xiaowei.doors.shared.icons import ICONS
from xiaowei.doors.shared.language import other_language

register = template.Library()

WHOLE = 10  # characters of a title that fit a line of a 360 px screen in large type


@register.filter
def yuan(fen: int | None) -> str:
    """`123450` fen as `1,234.50`; nothing for no amount."""
    return "" if fen is None else yuan_grouped(fen)


@register.filter
def plus(fen: int | None) -> str:
    """An income with its sign: `+1,234.50`."""
    return "" if fen is None else signed(fen)


@register.filter
def minus(fen: int | None) -> str:
    """An expense with its sign: `−1,234.50`."""
    return "" if fen is None else signed(-fen)


@register.filter
def signed(fen: int | None) -> str:
    """The amount with + or −; zero has none."""
    if fen is None:
        return ""
    return f"+{yuan_grouped(fen)}" if fen > 0 else yuan_grouped(fen)


@register.filter
def day(value: dt.date | None) -> str:
    """A date as `2023年5月31日`."""
    return "" if value is None else date_words(_wall(value), pgettext("date format", "Y年n月j日"))


@register.filter
def partday(value: str) -> str:
    """A date as exact as its source gave it: `2010-10-28` as `2010年10月28日`, `2021-09` as `2021年9月`, `2020`."""
    forms = {
        10: pgettext("date format", "Y年n月j日"),
        7: pgettext("date format", "Y年n月"),
        4: pgettext("date format", "Y年"),
    }
    try:
        return date_words(dt.date.fromisoformat((value + "-01-01")[:10]), forms[len(value)])
    except (KeyError, ValueError):
        return value


@register.filter
def monthday(value: dt.date | None) -> str:
    """A date whose year is clear from around it, as `5月31日`."""
    return "" if value is None else date_words(_wall(value), pgettext("date format", "n月j日"))


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment as `6月1日 10:15`, by the clock in China."""
    return "" if value is None else date_words(_wall(value), pgettext("date format", "n月j日 H:i"))


@register.filter
def deadline(value: dt.datetime) -> str:
    """A moment something is due before; one at the end of a day is just that day."""
    wall = local(value)
    return monthday(wall) if (wall.hour, wall.minute) == (23, 59) else moment(wall)


@register.filter
def fullmoment(value: dt.datetime | None) -> str:
    """A moment as `2023年6月1日 10:15`."""
    return "" if value is None else date_words(_wall(value), pgettext("date format", "Y年n月j日 H:i"))


@register.filter
def machine(value: dt.date | None) -> str:
    """A date or moment for the `datetime` attribute."""
    return "" if value is None else _wall(value).isoformat()


@register.filter
def whole(title: str) -> SafeString:
    """A title that breaks between its words only: `2023年5月 财务收支明细` never inside a name that fits a line."""
    pieces = ((" nb" if len(piece) <= WHOLE else "", piece) for piece in title.split())
    return format_html_join(" ", '<span class="w{}">{}</span>', pieces)


@register.filter
def fours(code: str) -> list[str]:
    """A receipt code in groups of four, so that it can be read aloud and copied."""
    return [code[start : start + 4] for start in range(0, len(code), 4)]


@register.filter
def grouped(number: int | None) -> str:
    """A count with separators: `18,204`."""
    return "" if number is None else f"{number:,}"


@register.simple_tag
def static(name: str) -> str:
    """The fingerprinted address of a front-end file."""
    return str(staticfiles_storage.url(name))


@register.simple_tag(takes_context=True)
def icon(context: Context, name: str) -> SafeString:
    """Use an icon; `{% icons %}` at the end of the page brings its drawing along, once."""
    _used(context)[name] = None
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def icons(context: Context, *names: str) -> SafeString:
    """One hidden sprite: of the names given, or of every icon used so far on this page."""
    wanted = names or tuple(_used(context))
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(ICONS[name])) for name in wanted),  # our own constants
    )
    return format_html('<svg class="sprite" width="0" height="0" aria-hidden="true">{}</svg>', symbols)


@register.simple_tag(takes_context=True)
def other(context: Context) -> str:
    """The path of this page in the other language."""
    return other_language(context["request"])


def _used(context: Context) -> dict[str, None]:
    # on the request, because every included part has a context of its own
    request: Any = context.get("request")
    if request is None:
        return {}
    if not hasattr(request, "icons_used"):
        request.icons_used = {}
    used: dict[str, None] = request.icons_used
    return used


def _wall(value: dt.date) -> dt.date:
    return local(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
