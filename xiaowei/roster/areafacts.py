"""What the trail commits to of an import of areas."""

import hashlib
import json
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.roster import paths
from xiaowei.roster.models import Area, AreaChange, AreaImport
from xiaowei.roster.names import short_name


def import_facts(batch: AreaImport) -> dict[str, Any]:
    """What the trail commits to: every change of the import by digest, and that the areas still are so.

    `altered` counts areas whose latest change is in this import and that no longer agree with it in name, code,
    parent or path. A verb never leaves one: more than none means that somebody changed the row by hand, for
    instance to bring a village under his own post.
    """
    changes = list(batch.changes.order_by("id"))
    text = json.dumps([change.facts() for change in changes], ensure_ascii=False, sort_keys=True)
    return {"changes": len(changes), "digest": hashlib.sha256(text.encode()).hexdigest(), "altered": _altered(batch)}


def _altered(batch: AreaImport) -> int:
    last: dict[str, AreaChange] = {}
    touched = Area.objects.filter(changes__batch=batch).distinct().select_related("parent")
    for change in AreaChange.objects.filter(area__in=touched.values("ref")).order_by("id"):
        last[change.area_id] = change
    ours = [area for area in touched if last[area.ref].batch_id == batch.ref]
    return sum(not _agrees(area, last[area.ref]) for area in ours)


def _agrees(area: Area, last: AreaChange) -> bool:
    path = paths.child(area.parent.path, Ref(area.ref)) if area.parent else paths.root(Ref(area.ref))
    # an absorbed area may have been passed on since by its heir's own merger, which that import vouches for
    gone = (area.merged_into_id is not None) == (last.merged_into_id is not None)
    so = (area.code, area.name, area.parent_id, area.short_name) == (
        last.code,
        last.name,
        last.parent_id,
        short_name(last.name),
    )
    return so and gone and (area.path == path or area.until is not None)
