"""Which village a sheet means, where this installation already knows its areas. Never needed, never guessed.

`intake` must work with no database and no area at all; when there are areas, the code is worth telling.
"""

import os
import sys
from dataclasses import dataclass
from typing import Any

from xiaowei.base import config
from xiaowei.base.sheets.tables import Understanding as Table
from xiaowei.benefits.intake.understanding import Understanding as Households
from xiaowei.finance.intake.understanding import Understanding as Ledger


@dataclass(frozen=True)
class Place:
    """An area by its full name (county, township, village) and statutory code."""

    name: str
    code: str


def places_of(understood: Ledger | Households | Table) -> dict[str, dict[str, Any]]:
    """The one standing area that the written names mean, under the name of its level.

    Nothing when they mean none or several, or when nothing is loaded.
    """
    if not (understood.village_name or understood.township_name or understood.county_name) or not _loaded():
        return {}
    try:
        found = _look_up(understood)
    except Exception as trouble:  # the answer is complete without a code; whatever is wrong with the database waits
        print(f"没有查村庄编码：{type(trouble).__name__}", file=sys.stderr)
        return {}
    return {level: vars(place) for level, place in found.items()}


def _loaded() -> bool:
    try:
        database = config.load().database
    except config.SettingsError:
        return False
    return "sqlite3" not in database["ENGINE"] or os.path.exists(database["NAME"])


def _look_up(understood: Ledger | Households | Table) -> dict[str, Place]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    import django

    django.setup()
    from xiaowei.roster import queries as roster

    villages = roster.all_villages()
    if understood.village_name:
        return _only("village", [_full(v, v.code12) for v in villages if _is_meant(understood, v)])
    townships = roster.areas({v.parent for v in villages if v.parent}).values()
    if understood.township_name:
        meant = [t for t in townships if t.short_name == understood.township_name and _lies_in(t, understood)]
        return _only("township", [_full(t, t.code) for t in meant])
    counties = roster.areas({t.county for t in townships if t.county}).values()
    return _only("county", [Place(c.short_name, c.code) for c in counties if c.short_name == understood.county_name])


def _only(level: str, found: list[Place]) -> dict[str, Place]:
    return {level: found[0]} if len(found) == 1 else {}


def _above(area: Any) -> list[str]:
    from xiaowei.roster import queries as roster

    return [above.short_name for above in roster.ancestors(area.ref)]


def _full(area: Any, code: str) -> Place:
    """From the county down; what lies above the county is clear without saying."""
    depth = 2 if len(code) == 12 else 1
    return Place("".join(_above(area)[-depth:]) + area.short_name, code)


def _is_meant(understood: Ledger | Households | Table, village: Any) -> bool:
    from xiaowei.finance.entry import names, written_place

    written = written_place(understood)
    return village.short_name in written and names(written, village.short_name, _above(village))


def _lies_in(township: Any, understood: Ledger | Households | Table) -> bool:
    return not understood.county_name or understood.county_name in _above(township)
