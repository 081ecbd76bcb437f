"""What a year's notice must look like before anybody counts by it. Pure."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid

Days = Mapping[dt.date, tuple[bool, str]]  # date -> (worked, name); only days on which the weekday would mislead

# holidays with a fixed date in 全国年节及纪念日放假办法; one that is missing shows a cut-off file
FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))


def belongs(day: dt.date, year: int) -> bool:
    """Whether the notice of `year` may name this day: its own year, or the December before."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


def check(year: int, days: Days) -> None:
    """Raises Invalid when a day lies outside the year, or a holiday with a fixed date is missing or worked."""
    outside = sorted(day for day in days if not belongs(day, year))
    if outside:
        raise Invalid(
            _("%(day)s 不属于 %(year)d 年。一次只录一年（可带上年 12 月的调休日），请把别的日期去掉再录。"),
            day=outside[0].isoformat(),
            year=year,
        )
    for month, number in FIXED:
        day = dt.date(year, month, number)
        if day not in days or days[day][0]:
            raise Invalid(
                _("%(year)d 年的日历里 %(month)d 月 %(number)d 日应当放假，名单里没有。请补全后再录。"),
                year=year,
                month=month,
                number=number,
            )
