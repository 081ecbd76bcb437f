"""The county has looked at the accounts of 下宫村 in the sample county and found something (双监督)."""

import contextlib
import datetime as dt

from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import checkreads, checks, vocab
from xiaowei.disclosure import queries as published
from xiaowei.ops.demo_story import first, place

FOUND = "植树和防火巡查的用工只有合计，没有附每天的用工名单。请补上名单，在公开栏和这里一起公开。"


def load(at: dt.datetime) -> None:
    """Record the check, unless the county has looked at that item before."""
    village = place()
    latest = published.latest_ledger(village.ref) if village else None
    if village is None or latest is None:
        return
    with contextlib.suppress(Refusal):  # nobody at the county checks any more
        inspector = first(vocab.INSPECT, village.ref, at=at, area=village.county)
        shown = latest[0]
        if not checkreads.checks_of(inspector, [shown.ref], at=at):
            key = f"sample check {shown.ref}"
            checks.make(shown.ref, number=shown.version, sound=False, words=FOUND, form_key=key, by=inspector, at=at)
