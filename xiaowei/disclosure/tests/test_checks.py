"""The inspectors' check of a published item: found, answered, mended, looked at again; each step vouched for."""

import datetime as dt
from typing import Any

import pytest
from django.db import connections

from tests.county import AT, ELSEWHERE, County, appoint, book
from tests.threads import together
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import checkflow, checkreads, checks, checksweep, witness
from xiaowei.disclosure.checkhistory import CheckMoved
from xiaowei.disclosure.history import ChangedMeanwhile
from xiaowei.disclosure.models import Check, CheckStep
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify

TOLD = "第3笔清淤没有派工单"


def inspect(county: County, publication: str, **what: Any) -> Ref:
    new = {"number": 1, "sound": False, "words": TOLD, "form_key": new_ref(), "by": county["discipline"], "at": AT}
    return checks.make(Ref(publication), **{**new, **what})


def page(county: County, ref: Ref, part: str, at: dt.datetime = AT) -> checkreads.CheckPage:
    return checkreads.check_page(county[part], ref, at=at)


def look_again(
    county: County, ref: Ref, part: str = "discipline", *, sound: bool = True, words: str = "看过了"
) -> None:
    deed = checks.close if sound else checks.give_back
    deed(ref, words=words, seen=page(county, ref, part).seen, by=county[part], at=AT)


def told(move: str) -> set[str]:
    return set(Outbox.objects.filter(kind=f"disclosure.check_{move}").values_list("person", flat=True))


@pytest.fixture
def publication(county: County) -> str:
    return way.published(county).publication_id


def test_the_whole_way(county: County, publication: str) -> None:
    ref = inspect(county, publication)
    assert told("find") == {county["clerk"], county["secretary"]}
    facts = page(county, ref, "clerk").facts
    assert (facts.state, facts.turn, facts.finding) == ("asked", "village", TOLD)
    assert facts.due_at == dt.datetime(2023, 6, 16, tzinfo=CHINA)  # the 15th is the last of ten days
    assert page(county, ref, "clerk").moves == {"answer", "rectify"} == page(county, ref, "secretary").moves
    assert page(county, ref, "supervisor").moves == frozenset()
    checks.answer(ref, words="派工单在工头处，明天补", by=county["secretary"], at=AT)
    assert county["discipline"] in told("answer") and county["county_conduct"] not in told("answer")
    assert page(county, ref, "clerk").moves == {"rectify"}
    assert page(county, ref, "discipline").moves == {"close", "give_back"}
    checks.rectify(ref, words="已补派工单", by=county["clerk"], at=AT)
    look_again(county, ref, sound=False, words="派工单没有签字")
    assert page(county, ref, "clerk").facts.state == "asked" and county["clerk"] in told("give_back")
    checks.rectify(ref, words="已签字", by=county["clerk"], at=AT)
    look_again(county, ref)
    facts = page(county, ref, "clerk").facts
    assert (facts.state_label, facts.due_at, facts.turn) == ("复查通过", None, "")
    moves = ["find", "answer", "rectify", "give_back", "rectify", "close"]
    assert [step.move for step in reversed(page(county, ref, "agency").steps)] == moves
    assert all(step.index is not None for step in page(county, ref, "agency").steps)
    assert verify([witness]).ok


def test_in_order_is_said_without_words_and_once_a_form(county: County, publication: str) -> None:
    ref = inspect(county, publication, sound=True, words="", form_key="a")
    assert inspect(county, publication, sound=True, words="", form_key="a") == ref and Check.objects.count() == 1
    facts = page(county, ref, "clerk").facts
    assert (facts.state_label, facts.turn, facts.due_at) == ("合格", "", None) and not told("find")
    with pytest.raises(Invalid):
        inspect(county, publication, words=" ")
    with pytest.raises(Invalid, match="1000"):
        inspect(county, publication, words="长" * 1001)
    first = inspect(county, publication)
    with pytest.raises(checks.UnderWay):
        inspect(county, publication)
    assert inspect(county, publication, by=county["county_conduct"]) != first  # another desk looks for itself
    assert verify([witness]).ok


def test_only_inspectors_above_the_village_check_and_only_what_is_public(county: County, publication: str) -> None:
    draft = way.drafted(county, ledger=book(month=4))
    with pytest.raises(NotFound) as absent:
        inspect(county, new_ref())
    newcomer = county["baita_head"]
    appoint(newcomer, "township_discipline", "990101101")  # of the other township
    for part in ("clerk", "secretary", "head", "supervisor", "village_discipline", *ELSEWHERE):
        with pytest.raises(NotFound) as refusal:
            inspect(county, publication, by=county[part])
        assert str(refusal.value) == str(absent.value), part
    with pytest.raises(NotFound):
        inspect(county, draft.publication_id)
    for part in ("discipline", "county_conduct", "city"):
        inspect(county, publication, by=county[part])
    way.published(county, reason="更正", ledger=book(closing=1_330_001))
    with pytest.raises(ChangedMeanwhile):
        inspect(county, publication, sound=True, by=county["county_head"])


def test_a_check_shows_itself_to_its_makers_and_the_village_alone(county: County, publication: str) -> None:
    ref = inspect(county, publication)
    for part in ("discipline", "county_conduct", "city", "clerk", "secretary", "supervisor", "agency"):
        assert page(county, ref, part).facts.ref == ref
        assert [row.ref for row in checkreads.check_list(county[part], at=AT)[0]] == [ref]
    for part in ("mayor", "admin", "both", "baita_secretary", "baita_supervisor"):
        with pytest.raises(NotFound):
            page(county, ref, part)
        assert checkreads.check_list(county[part], at=AT) == ([], None)
        for deed in (checks.answer, checks.rectify):
            with pytest.raises(NotFound):
                deed(ref, words="x", by=county[part], at=AT)
    for part in ("supervisor", "agency", "discipline", "head"):
        with pytest.raises(NotFound):
            checks.answer(ref, words="x", by=county[part], at=AT)
    checks.answer(ref, words="补", by=county["clerk"], at=AT)
    for part in ("clerk", "county_conduct", "city"):  # another level does not close it
        with pytest.raises(NotFound):
            look_again(county, ref, part)
    assert [row.ref for row in checkreads.waiting_checks(county["clerk"], at=AT)] == [ref]  # to mend it
    checks.rectify(ref, words="补了", by=county["clerk"], at=AT)
    assert [row.ref for row in checkreads.waiting_checks(county["discipline_head"], at=AT)] == [ref]
    assert checkreads.waiting_checks(county["clerk"], at=AT) == checkreads.waiting_checks(county["city"], at=AT) == []


def test_the_wrong_moment_is_refused_clearly(county: County, publication: str) -> None:
    ref = inspect(county, publication)
    with pytest.raises(checkflow.WrongState, match="等村里答复"):
        look_again(county, ref)
    seen = page(county, ref, "discipline").seen
    checks.answer(ref, words="补", by=county["clerk"], at=AT)
    with pytest.raises(checkflow.WrongState, match="整改中"):
        checks.answer(ref, words="再补", by=county["secretary"], at=AT)
    with pytest.raises(ChangedMeanwhile):
        checks.close(ref, words="", seen=seen, by=county["discipline"], at=AT)
    look_again(county, ref)


def test_what_is_late_is_urged_once_and_stays_visible(county: County, publication: str) -> None:
    ref = inspect(county, publication)
    for day, urged in ((15, 0), (16, 1), (17, 0)):
        at = dt.datetime(2023, 6, day, 0, 0, tzinfo=CHINA)
        assert checksweep.sweep(at=at) == urged
        assert page(county, ref, "clerk", at).facts.overdue == (day > 15)
    assert told("overdue") == {
        county[p] for p in ("clerk", "secretary", "discipline", "discipline_head", "discipline_kin")
    }
    checks.answer(ref, words="晚了", by=county["clerk"], at=AT)
    assert page(county, ref, "clerk").facts.due_at == dt.datetime(2023, 6, 21, tzinfo=CHINA)
    assert checksweep.sweep(at=AT + dt.timedelta(days=20)) == 1
    look_again(county, ref)
    assert checksweep.sweep(at=AT + dt.timedelta(days=90)) == 0 and verify([witness]).ok


CHANGES: dict[str, tuple[Any, dict[str, Any]]] = {
    "state": (Check, {"state": "closed"}),
    "closed": (Check, {"is_open": False}),
    "later": (Check, {"due_at": AT + dt.timedelta(days=99)}),
    "village": (Check, {"village": new_ref()}),
    "desk": (Check, {"desk": new_ref()}),
    "number": (Check, {"number": 7}),
    "steps": (Check, {"steps_taken": 0}),
    "words": (CheckStep, {"words": "没有问题"}),
    "name": (CheckStep, {"name": "无名"}),
    "by": (CheckStep, {"by": new_ref()}),
    "move": (CheckStep, {"move": "pass"}),
}


def test_a_row_changed_by_hand_is_named(county: County, publication: str) -> None:
    inspect(county, publication)
    assert verify([witness]).ok
    for name, (model, columns) in CHANGES.items():
        row = model.objects.get()
        model.objects.update(**columns)
        assert verify([witness]).bad, name
        row.save()
        assert verify([witness]).ok, name
    CheckStep.objects.all().delete()
    assert "不见了" in verify([witness]).bad[0].why


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_counts(county: County, publication: str) -> None:
    made = together(*(lambda: inspect(county, publication),) * 4)
    refs = [one for one in made if isinstance(one, str)]
    assert len(refs) == 1 == Check.objects.count()
    assert all(isinstance(one, Refusal) for one in made if not isinstance(one, str))
    ref = Ref(refs[0])
    parts = ("clerk", "secretary") * 2
    done = together(*(lambda p=p: checks.answer(ref, words=f"{p}答", by=county[p], at=AT) for p in parts))
    assert done.count(None) == 1
    assert all(isinstance(one, CheckMoved | checkflow.WrongState) for one in done if one is not None)
    assert verify([witness]).ok
    connections.close_all()
