"""Which village a sheet means, where this installation already knows its areas. Never needed, never guessed.

`intake` must work with no database and no area at all; when there are areas, the code is worth telling.
"""

import os
import sys
from dataclasses import dataclass

from xiaowei.base import config
from xiaowei.finance.intake.understanding import Understanding


@dataclass(frozen=True)
class Place:
    """A village by its full name (county, township, village) and statutory code."""

    name: str
    code: str


def place_of(understood: Understanding) -> Place | None:
    """The one standing village the written names mean; None when they mean none, several, or nothing is loaded."""
    if not understood.village_name or not _loaded():
        return None
    try:
        return _look_up(understood)
    except Exception as trouble:  # the answer is complete without a code; whatever is wrong with the database waits
        print(f"没有查村庄编码：{type(trouble).__name__}", file=sys.stderr)
        return None


def _loaded() -> bool:
    try:
        database = config.load().database
    except config.SettingsError:
        return False
    return "sqlite3" not in database["ENGINE"] or os.path.exists(database["NAME"])


def _look_up(understood: Understanding) -> Place | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    import django

    django.setup()
    from xiaowei.finance.entry import names, written_place
    from xiaowei.roster import queries as roster

    written = written_place(understood)
    found = []
    for village in roster.all_villages():
        if village.short_name not in written:
            continue
        above = [area.short_name for area in roster.ancestors(village.ref)]
        if names(written, village.short_name, above):
            found.append(Place("".join(above[-2:]) + village.short_name, village.code12))
    return found[0] if len(found) == 1 else None
