"""Loading the large county: village by village, each in one transaction, so that a load that was cut off goes on."""

import datetime as dt
import sys
import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import midnight
from xiaowei.base.refusals import Refusal
from xiaowei.base.sheets.wire import calm
from xiaowei.disclosure import queries as published
from xiaowei.ops import demo_county
from xiaowei.ops.import_areas import load as load_areas
from xiaowei.ops.large import places, plan, publishing, voices
from xiaowei.ops.large.size import Size
from xiaowei.roster import queries
from xiaowei.roster.steady import steady
from xiaowei.vault import actions as vault

STANDS_FOR = "这一份由演示数据直接登记，没有原始文件。"


class NotEmpty(Refusal):
    """An installation with something real in it."""

    sentence = _("这里除了示范县还有别的地区（%(name)s），不能装演示大县。请换一个空的 XIAOWEI_VAR 或数据库再试。")


def load(size: Size, *, at: dt.datetime) -> None:
    """Widen the sample county, which is there already, and let it publish its year. Raises NotEmpty.

    What a village has is left as it is; the next one begins where the last load stopped.
    """
    refuse_others(size)
    begin = since(size, at=at)
    with transaction.atomic():
        places.add(size, at=begin)
    villages = {code: f"{one.name}{name}" for one in places.townships(size) for code, name in one.villages.items()}
    original = vault.stage_sealed(STANDS_FOR.encode(), media_type="text/plain")
    begun, made = time.monotonic(), 0
    for number, (code, place) in enumerate(villages.items()):
        read = (number + 1) * size.read // len(villages) - number * size.read // len(villages)
        with transaction.atomic(), calm():
            made += _village(code, place, size, read=read, original=original, since=begin, at=at)
        _say(number + 1, len(villages), made, begun)


def _village(
    code: str, place: str, size: Size, *, read: int, original: vault.Staged, since: dt.datetime, at: dt.datetime
) -> int:
    """One village's year; 0 when it is there already."""
    places.settle(code, size, at=since)
    village = queries.area_by_code(code)
    if village is None or published.published_in(village.ref, limit=1):
        return 0
    desk = publishing.desk_of(village, read=read, original=original, at=at)
    year = plan.year(code, place, places.heads(code, size), size, at=at)
    with steady():  # nobody is appointed in between
        made = [publishing.publish(desk, due, key=f"large {code} {n}") for n, due in enumerate(year)]
        voices.ask(village.ref, size, key=code, since=since, at=at)
        shown = published.published_in(village.ref, limit=None)
        voices.rate(shown, queries.households(village.ref), size, key=code, clerk=desk.clerk, at=at)
    return sum(one is not None for one in made)


def since(size: Size, *, at: dt.datetime) -> dt.datetime:
    """When the year begins that ends at this moment."""
    return midnight(plan.months_before(at, size.months)[0])


def refuse_others(size: Size) -> None:
    """Raise NotEmpty where there is any area that is neither the sample county's nor ours."""
    ours = {row.code for row in load_areas(demo_county.FOLDER / "areas.csv")}
    ours |= {code for one in places.townships(size) for code in (one.code, *one.villages)}
    waiting = queries.roots()
    while waiting:
        area = waiting.pop()
        if area.code not in ours:
            raise NotEmpty(name=area.name)
        waiting += queries.children(area.ref)


def _say(done: int, of: int, made: int, begun: float) -> None:
    seconds = time.monotonic() - begun
    print(f"\r{done}/{of} villages, {made} publications, {seconds:.0f} s", end="", file=sys.stderr, flush=True)
    if done == of:
        print(file=sys.stderr)
