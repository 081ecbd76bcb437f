"""The month of the sample county: every part of it is alive, once, and the trail vouches for all of it."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from xiaowei.accounts.queries import member_name_taken
from xiaowei.base import clock
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access as cases
from xiaowei.cases import queries as case_queries
from xiaowei.cases import receipts, worklist
from xiaowei.courier import queries as courier
from xiaowei.disclosure import checkreads, ownrows
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.contents import KINDS
from xiaowei.disclosure.vocab import CHANGE_CATALOGUE
from xiaowei.ops import demo, demo_cases, demo_members, demo_story, demo_tables, demo_texts, verify
from xiaowei.roster import queries as roster
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db(transaction=True)

MATCHED_BY_HAND = "benefits:match:settle"

Step = Callable[[dt.datetime], None]


def load(steps: tuple[Step, ...] = demo.STEPS) -> dt.datetime:
    at = clock.now()
    for step in steps:
        step(at)
    return at


def officer(role: str, area: Ref, *, at: dt.datetime) -> Ref:
    return next(one.person for one in roster.officers_of(area, at=at) if one.role == role)


def told(village: Ref) -> tuple[object, ...]:
    """What a second load must not change."""
    messages = courier.messages_of([group.ref for group in courier.groups_of(village)])
    return trail.head().size, [(one.ref, one.state) for one in messages], published.published_in(village)


def test_every_part_of_the_month_is_alive_once() -> None:
    at = load()
    village = demo_story.place()
    assert village is not None
    before = told(village.ref)
    load()
    assert told(village.ref) == before

    titles = {one.title for one in published.published_in(village.ref)}
    assert {"2023年4月 财务收支明细", "2023年 耕地地力保护补贴"} < titles
    (group,) = courier.groups_of(village.ref)
    assert {one.state for one in courier.messages_of([group.ref])} == {"sent"}

    place = demo_members.place()
    assert place is not None and member_name_taken(demo_members.NAME)
    (row,) = ownrows.own_rows(place[1].ref)
    assert (row.name, row.amount) == ("吴乙亥", 1_268_20)
    # the rule matched it: in his own village nobody confirmed a row by hand, and no machine did in his name
    assert not [one for one in trail.openings() if one.did == MATCHED_BY_HAND]

    doubt = receipts.find(demo_cases.receipt()["code"], source="", at=at)
    view = case_queries.reporter_view(doubt, at=at)
    assert (view.state, view.answer and view.answer.words) == ("closed", demo_cases.ANSWERED)
    assert {step.grade for step in view.steps if step.grade} == {"满意"}

    ledger = published.latest_ledger(village.ref)
    assert ledger is not None and village.county is not None
    inspector = officer("county_conduct", village.county, at=at)
    (check,) = checkreads.checks_of(inspector, [ledger[0].ref], at=at)[ledger[0].ref]
    assert (check.desk, check.turn) == (village.county, "village")
    assert verify.verify().ok


def test_every_kind_of_content_is_there_and_somebody_has_said_something_of_it(settings: Any) -> None:
    since = (clock.now() - dt.timedelta(days=100)).date().replace(day=1)
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, duties_since=since)  # as `make run` has it
    at = load()
    village = demo_story.place()
    assert village is not None
    shown = published.published_in(village.ref)
    kinds = {published.public_page(one.ref).kind for one in shown}
    assert kinds == set(KINDS)
    assert set(demo_tables.TABLES) < {one.item.code for one in shown}
    (meeting,) = [one for one in shown if one.item.code == "DW05"]
    assert [file.words for file in published.public_page(meeting.ref).content.files] == [demo_texts.DESCRIBED]

    clerk = officer("clerk", village.ref, at=at)
    (returned,) = [one for one in published.drafts_of(clerk, at=at) if one.state == "returned"]
    assert returned.returned_note.endswith(demo_tables.WHY)

    assert [one.did for one in trail.openings()].count(CHANGE_CATALOGUE) == 1
    said = {one.did for one in trail.openings() if one.did.startswith("disclosure:rating:")}
    assert said == {"disclosure:rating:give", "disclosure:rating:answer"}
    assert verify.verify().ok


def test_the_report_lies_in_the_township_and_the_accused_sees_the_lamp_only() -> None:
    at = load()
    village = demo_story.place()
    assert village is not None and village.parent is not None
    head = officer("village_head", village.ref, at=at)
    (lamp,) = worklist.work_list(head, at=at)
    assert (lamp.state, lamp.clock and lamp.clock.lamp) == ("accepted", "绿灯")
    official = officer("township_discipline", village.parent, at=at)
    (report,) = worklist.work_list(official, at=at)
    assert worklist.staff_view(official, report.ref, at=at).row.lane == "discipline"
    for person in (head, officer("clerk", village.ref, at=at)):
        assert not cases.visible(person, [report.ref], at=at)
        with pytest.raises(NotFound):
            worklist.staff_view(person, report.ref, at=at)


def test_a_county_loaded_by_an_earlier_release_gets_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(demo_story, "SHEETS", {"assets": demo_story.ACCOUNTS})
        load(demo.STEPS[:4])  # county, members, powers, accounts
    village = demo_story.place()
    assert village is not None
    (accounts,) = published.published_in(village.ref)
    load()
    assert {"CF02", "CW12", "CF04"} < {one.item.code for one in published.published_in(village.ref)}
    assert published.publication(accounts.ref) == accounts
    before = told(village.ref)
    load()
    assert told(village.ref) == before
