"""Every step has its entry, and whatever is changed by hand in a case is found and named."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions, drafts, handling, reading, witness
from xiaowei.cases.models import Accused, Case, Clock, Conflict, Event, Identity, Photo, Reading, Target
from xiaowei.cases.tests import village
from xiaowei.ops.verify import verify
from xiaowei.vault.models import Blob


@pytest.fixture
def ref(county: County) -> Ref:
    """A doubt with a photo that was answered, doubted again and taken up by the township's discipline body."""
    drafts.keep_photo("a" * 32, village.picture(), media_type="image/jpeg", at=AT)
    known = actions.Identity("real", "赵甲子", "15400000000")
    ref = village.ask(county, form_key="a" * 32, identity=known).case
    reading.read(ref, by=county["head"], at=AT)
    handling.reply(ref, words="收到", by=county["head"], at=AT)
    village.answered(county, ref)
    actions.rate(ref, grade=3, words="其实是韩丙辰拿了", at=village.later(days=1))
    handling.reply(ref, words="收到", by=county["discipline"], at=village.later(days=1))
    assert verify([witness]).ok
    return ref


def faults() -> list[str]:
    return [fault.why for fault in verify([witness]).bad]


LATER = AT + dt.timedelta(days=9)
CHANGES: list[tuple[Any, dict[str, Any], dict[str, Any]]] = [
    (Event, {"move": "open"}, {"words": "没事了"}),
    (Event, {"move": "open"}, {"words": ""}),
    (Event, {"move": "release_answer"}, {"words": "都查清了"}),
    (Event, {"move": "rate_bad"}, {"grade": 1}),
    (Event, {"move": "answer"}, {"shown": True}),
    (Event, {"move": "answer"}, {"by": new_ref()}),
    (Event, {"move": "reply"}, {"by_label": "县纪委"}),
    (Event, {"move": "reply"}, {"at": LATER}),
    (Event, {"move": "reroute"}, {"lane": "village"}),
    (Event, {"move": "reply"}, {"state": "closed"}),
    (Event, {"move": "reply"}, {"whole": "0" * 64}),
    (Case, {}, {"state": "closed"}),
    (Case, {}, {"lane": "village"}),
    (Case, {}, {"desk": new_ref()}),
    (Case, {}, {"village": new_ref()}),
    (Case, {}, {"county": new_ref()}),
    (Case, {}, {"title": "别的事"}),
    (Case, {}, {"about": new_ref()}),
    (Case, {}, {"kind": "appeal"}),
    (Case, {}, {"is_open": False}),
    (Case, {}, {"lifted": 1}),
    (Case, {}, {"redone": 0, "lifted": 2}),
    (Case, {}, {"due_at": LATER}),
    (Case, {}, {"next_due_at": None}),
    (Case, {}, {"opened_at": LATER}),
    (Case, {}, {"closed_at": LATER}),
    (Case, {}, {"version": 99}),
    (Clock, {"kind": "acceptance"}, {"due_at": LATER}),
    (Clock, {"kind": "first_reply"}, {"met_at": AT}),
    (Clock, {"kind": "resolution"}, {"started_at": LATER}),
    (Clock, {"kind": "resolution"}, {"rule": "doubt.resolution"}),
    (Case, {}, {"happened_on": AT.date()}),
    (Accused, {}, {"subject": new_ref()}),
    (Accused, {}, {"since": LATER.date()}),
    (Target, {}, {"target": new_ref()}),
    (Target, {}, {"words": "不是他"}),
    (Target, {}, {"source": "settled"}),
    (Identity, {}, {"mode": "confidential"}),
    (Identity, {}, {"alias": "AAAA"}),
    (Identity, {}, {"sealed": "AAAA"}),
    (Reading, {}, {"person": new_ref()}),
    (Reading, {}, {"day": LATER.date()}),
    (Photo, {}, {"shown": new_ref()}),
    (Photo, {}, {"original": new_ref()}),
    (Blob, {"sealed": True}, {"digest": "0" * 64}),
    (Blob, {"sealed": False}, {"digest": "0" * 64}),
]


def test_a_row_changed_by_hand_is_named(ref: Ref) -> None:
    for model, where, columns in CHANGES:
        row = model.objects.filter(**where).first()
        assert model.objects.filter(pk=row.pk).update(**columns) == 1
        found = faults()
        assert found and found[0].startswith("第 "), (model, columns)
        model.objects.filter(pk=row.pk).update(**{column: getattr(row, column) for column in columns})
    assert faults() == []


def test_a_row_deleted_by_hand_is_named(ref: Ref) -> None:
    gone: list[tuple[Any, dict[str, Any]]] = [
        (Clock, {"kind": "acceptance"}), (Accused, {}), (Target, {}), (Identity, {}), (Reading, {}), (Photo, {}),
        (Event, {"move": "reply"}),
    ]  # fmt: skip
    for model, where in gone:
        row = model.objects.filter(**where).last()
        model.objects.filter(pk=row.pk).delete()
        assert faults(), model
        row.save(force_insert=True)
        assert faults() == [], model
    Event.objects.filter(pk=Event.objects.last().pk).delete()
    assert any("不见了" in why for why in faults())


def test_a_row_put_in_by_hand_is_named(ref: Ref, county: County) -> None:
    case, event = Case.objects.get(), Event.objects.filter(move="open").get()
    rows = [
        Conflict(case=case, person=county["discipline"], why="named"),
        Photo(event=event, shown=Photo.objects.get().shown, original=Photo.objects.get().original),
        Event(case=case, seq=50, move="rate_good", state="closed", lane="discipline", at=AT, shown=True, grade=1),
        Case(village=county.village, county=county.county, kind="doubt", lane="village", about_kind="village",
             title="x", state="received", desk=county.village, opened_at=AT),
    ]  # fmt: skip
    for row in rows:
        row.save(force_insert=True)
        assert faults(), row
        type(row).objects.filter(pk=row.pk).delete()
        assert faults() == [], row


def test_words_that_cannot_be_read_are_named_too(ref: Ref) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_event SET words = 'xw1:AAAA' WHERE move = 'open'")
    assert "读不出来" in faults()[0]
