"""The named cast of these tests: a bookkeeper and a reporter of 下宫村."""

import datetime as dt

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.trail import actions

BOOKKEEPER, REPORTER = new_ref(), new_ref()
MOMENT = dt.datetime(2023, 6, 1, 10, 15, 30, 999, tzinfo=CHINA)


def record(number: int = 0, *, ref: Ref | None = None) -> int:
    """One published version, as a room upstairs would record it."""
    facts = {"version": number, "digest": f"{number:064x}", "village": "下宫村"}
    did = "example:version:publish"
    return actions.record(did, ref or new_ref(), by=BOOKKEEPER, at=MOMENT, facts=facts, subject=REPORTER)
