"""The holidays that come with the product: the State Council's yearly notices of 2004 to 2026 (chinesecalendar)."""

import datetime as dt
from collections.abc import Mapping

from chinese_calendar.constants import holidays, workdays

# make-up workdays last: a day named in both lists is worked
DAYS: Mapping[dt.date, bool] = {**dict.fromkeys(holidays, False), **dict.fromkeys(workdays, True)}
YEARS: frozenset[int] = frozenset(day.year for day in holidays)
