"""`xiaowei demo [--json]`: load the sample county and say how to get in. A second time changes nothing."""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from xiaowei.base import clock
from xiaowei.base.refusals import Refusal
from xiaowei.ops import (
    demo_cases,
    demo_check,
    demo_county,
    demo_group,
    demo_members,
    demo_powers,
    demo_story,
    demo_tables,
    demo_texts,
    demo_voices,
)
from xiaowei.ops.large import load
from xiaowei.ops.large.size import WHOLE
from xiaowei.ops.ready import ready
from xiaowei.roster import queries
from xiaowei.trail import actions as trail

# each is idempotent and takes the moment; what happened in the county comes after who lives in it
STEPS: tuple[Callable[[dt.datetime], None], ...] = (
    demo_county.load,
    demo_members.load,
    demo_powers.load,
    demo_story.load,
    demo_group.load,
    demo_cases.load,
    demo_check.load,
    demo_tables.load,
    demo_texts.load,
    demo_voices.load,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print log-ins, villages, an invitation, a receipt")
    parser.add_argument("--large", action="store_true", help="widen it to 343 villages with a year of publications")


def run(args: argparse.Namespace) -> None:
    if settings.XIAOWEI.production:
        raise Refusal(_("正式运行不装示范县。请去掉 XIAOWEI_MODE=production，换一个 XIAOWEI_VAR 再试。"))
    ready()
    at = clock.now()
    if args.large:
        load.refuse_others(WHOLE)
        demo_county.load(load.since(WHOLE, at=at))  # the county owes from the day on which it came
    for step in STEPS:
        step(at)
    if args.large:
        load.load(WHOLE, at=at)
    trail.sign_checkpoint(at)  # so that the first reader of a proof need not wait for the clock
    if args.json:
        json.dump(access(), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return
    found = access()
    said = _("示范县已就绪：%(villages)d 个村，%(logins)d 个账号。口令用 xiaowei demo --json 查看。")
    print(said % {"villages": len(found["villages"]), "logins": len({one["username"] for one in found["logins"]})})


def access() -> dict[str, Any]:
    """How to get into the sample county: staff's log-ins, villages, a villager's log-in, an invitation, a receipt."""
    return {
        "logins": _logins(),
        "villages": _villages(),
        **demo_members.access(),
        "case_receipt": demo_cases.receipt(),
    }


def _logins() -> list[dict[str, str]]:
    names = {code: area.short_name for code in _codes() if (area := queries.area_by_code(code))}
    return [
        {
            "role": post.role,
            "title": post.title,
            "name": actor.name,
            "area": names.get(post.area, ""),
            "area_code": post.area,
            "username": actor.username,
            "password": demo_county.password(actor.username),
        }
        for actor in demo_county.cast()
        if actor.username
        for post in actor.posts
    ]


def _codes() -> set[str]:
    return {post.area for actor in demo_county.cast() for post in actor.posts}


def _villages() -> list[dict[str, str]]:
    county = queries.area_by_code(demo_county.COUNTY)
    villages = queries.villages_under(county.ref) if county else []
    townships = queries.areas(village.parent for village in villages if village.parent)
    return [
        {
            "name": village.short_name,
            "township": townships[village.parent].short_name if village.parent else "",
            "code": village.code,
            "ref": village.ref,
            "url": f"/v/{village.ref}/",
        }
        for village in villages
    ]
