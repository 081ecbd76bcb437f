"""The verb `import_areas`: a list of areas into the roster, all of it or nothing, with one entry in the trail."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref, new_ref
from xiaowei.roster import paths
from xiaowei.roster.areafacts import import_facts
from xiaowei.roster.areaknown import known_for, unnamed
from xiaowei.roster.arealist import AreaRow
from xiaowei.roster.areaplan import CODE, MERGED, NAME, OPENED, PARENT, Change, plan
from xiaowei.roster.changing import record
from xiaowei.roster.models import Area, AreaChange, AreaImport
from xiaowei.roster.names import short_name
from xiaowei.roster.vocab import Did, Level


@dataclass(frozen=True)
class Imported:
    """What an import did; `batch` is None when nothing changed, `unnamed` counts areas the list did not name."""

    rows: int
    opened: int
    renamed: int
    recoded: int
    moved: int
    merged: int
    unnamed: int
    batch: Ref | None

    def __str__(self) -> str:
        if self.batch is None:
            said = _("没有变化：%(rows)d 行都与名册一致。") % {"rows": self.rows}
        else:
            said = _(
                "读入 %(rows)d 行：新增 %(opened)d，改名 %(renamed)d，换代码 %(recoded)d，"
                "换上级 %(moved)d，并入其他地区 %(merged)d。"
            ) % vars(self)
        if self.unnamed:
            said += _("名册里另有 %(unnamed)d 个地区不在文件里，保持不动。") % {"unnamed": self.unnamed}
        return said


@transaction.atomic
def import_areas(rows: Sequence[AreaRow], *, by: Ref | None, at: dt.datetime) -> Imported:
    """Bring the areas to what the list says, identity and history kept; a second time changes nothing.

    Raises BadRows, with nothing written, when any row cannot be taken. One entry vouches for the whole import.
    """
    changes = plan(rows, known_for(rows), today=local(at).date())
    batch = _write(changes, by=by, at=at) if changes else None
    did = Counter(what for change in changes for what in change.what)
    return Imported(
        rows=len(rows),
        opened=did[OPENED],
        renamed=did[NAME],
        recoded=did[CODE],
        moved=did[PARENT],
        merged=did[MERGED],
        unnamed=unnamed(rows),
        batch=batch,
    )


def _write(changes: Sequence[Change], *, by: Ref | None, at: dt.datetime) -> Ref:
    batch = AreaImport.objects.create(ref=new_ref(), at=at, by=by or "")
    _leave([change for change in changes if change.merged_into])  # first: they free their codes
    for level in Level:  # from the top, so that a parent's path is final before its children's are made
        here = [change for change in changes if change.level == level and not change.merged_into]
        _settle(here)
    AreaChange.objects.bulk_create(_history(batch, change) for change in changes)
    record(Did.AREA_IMPORT, Ref(batch.ref), by=by, at=at, facts=import_facts(batch))
    return Ref(batch.ref)


def _leave(merged: Sequence[Change]) -> None:
    for change in merged:
        Area.objects.filter(ref=change.ref).update(until=change.since, merged_into=change.merged_into)
        # one step always reaches the area that stands: an area absorbed twice points at the last
        Area.objects.filter(merged_into=change.ref).update(merged_into=change.merged_into)


def _settle(changes: Sequence[Change]) -> None:
    above = Area.objects.in_bulk({change.parent for change in changes if change.parent})
    fresh = [change for change in changes if OPENED in change.what]
    Area.objects.bulk_create(_area(change, above.get(change.parent or "")) for change in fresh)
    standing = Area.objects.in_bulk([change.ref for change in changes if OPENED not in change.what])
    for change in changes:
        area = standing.get(change.ref)
        if area is None:
            continue
        area.name, area.short_name, area.code = change.name, short_name(change.name), change.code
        if PARENT in change.what:
            _move(area, above.get(change.parent or ""))
    Area.objects.bulk_update(standing.values(), ["name", "short_name", "code", "parent", "path", "county"])


def _area(change: Change, parent: Area | None) -> Area:
    return Area(
        ref=change.ref,
        level=change.level,
        code=change.code,
        name=change.name,
        short_name=short_name(change.name),
        parent=parent,
        path=paths.child(parent.path, change.ref) if parent else paths.root(change.ref),
        county_id=_county(change.level, change.ref, parent),
        since=change.since,
    )


def _move(area: Area, parent: Area | None) -> None:
    before = area.path
    area.parent = parent
    area.path = paths.child(parent.path, Ref(area.ref)) if parent else paths.root(Ref(area.ref))
    area.county_id = _county(area.level, Ref(area.ref), parent)
    if area.level == Level.VILLAGE:
        return
    old, new = paths.below(before), paths.below(area.path)
    lower = list(Area.objects.filter(paths.under(old)))
    for one in lower:
        one.path = new + one.path.removeprefix(old)
        if area.level == Level.TOWNSHIP:
            one.county_id = area.county_id
    Area.objects.bulk_update(lower, ["path", "county"])


def _county(level: str, ref: Ref, parent: Area | None) -> str | None:
    if level == Level.COUNTY:
        return ref
    if parent is None or level == Level.CITY:
        return None
    return parent.county_id or parent.ref  # a city without counties is its townships' county


def _history(batch: AreaImport, change: Change) -> AreaChange:
    return AreaChange(
        batch=batch,
        area_id=change.ref,
        what=",".join(change.what),
        code=change.code,
        name=change.name,
        parent_id=change.parent,
        merged_into_id=change.merged_into,
        since=change.since,
    )
