"""Make, send, review, release, check: each by another person, in this order, on exactly what was seen."""

import datetime as dt

import pytest
from django.db import connections

from tests.county import AT, ELSEWHERE, County, appoint, book, issue, take
from tests.threads import together
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import actions, queries, witness
from xiaowei.disclosure.flow import WrongState
from xiaowei.disclosure.history import ChangedMeanwhile
from xiaowei.disclosure.models import Excuse, Publication, Step, Version
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify

EVERYBODY = ("clerk", "head", "secretary", "supervisor", "village_discipline", "agency", "discipline", *ELSEWHERE)
INSIDERS = {"clerk", "head", "secretary", "supervisor", "village_discipline", "agency"}  # may see drafts


def told(kind: str) -> set[str]:
    return set(Outbox.objects.filter(kind=kind).values_list("person", flat=True))


def test_the_whole_way(county: County) -> None:
    draft = way.drafted(county)
    assert queries.published_in(county.village) == () and queries.latest_ledger(county.village) is None
    way.submit(county, draft)
    assert told("disclosure.to_review") == {county["supervisor"]}
    way.sign(county, draft, "supervisor", note="逐笔看过")
    assert told("disclosure.to_release") == {county["secretary"]}
    way.sign(county, draft, "secretary")
    assert told("disclosure.to_check") == {county["agency"], county["agency2"]}
    assert queries.published_in(county.village) == ()
    way.sign(county, draft, "agency", at=AT + dt.timedelta(hours=2))
    (shown,) = queries.published_in(county.village, section="assets")
    assert queries.published_in(county.village, section="affairs") == () == queries.published_in(county.baita_village)
    assert (shown.title, shown.version) == ("2023年5月 财务收支明细", 1)
    assert (shown.notice_from, shown.notice_to) == (dt.date(2023, 6, 5), dt.date(2023, 6, 11))
    page = queries.public_page(shown.ref)
    assert [(s.step, s.name) for s in page.signatures] == [
        ("make", "赵丁卯"), ("review", "姜丙寅"), ("release", "陶乙丑"), ("check", "金己卯"),
    ]  # fmt: skip
    assert page.ledger.closing == 1_330_000 and page.trail_index is not None
    assert queries.public_json(shown.ref).decode().count("清淤") == 1
    assert verify([witness]).ok


@pytest.mark.parametrize(("state", "signer"), list(enumerate(way.SIGNERS)))
def test_only_the_one_whose_turn_it_is_may_sign_or_return(county: County, state: int, signer: str) -> None:
    draft = way.drafted(county)
    way.submit(county, draft)
    for part in way.SIGNERS[:state]:
        way.sign(county, draft, part)
    with pytest.raises(NotFound) as absent:
        actions.sign(new_ref(), seen=draft.digest, by=county[signer], at=AT)
    for part in EVERYBODY:
        if part == signer:
            continue
        for deed in (way.sign, way.send_back):
            with pytest.raises(NotFound) as refusal:
                deed(county, draft, part)
            assert str(refusal.value) == str(absent.value), part
        with pytest.raises(NotFound):
            way.submit(county, draft, by=county[part]) if part != "clerk" else actions.draft(
                new_ref(), by=county[part], at=AT
            )
    assert way.version(draft.ref).steps_taken == 2 + state
    way.sign(county, draft, signer)
    assert way.version(draft.ref).steps_taken == 3 + state


def test_out_of_order_is_refused_clearly(county: County) -> None:
    draft = way.drafted(county)
    for part in way.SIGNERS:
        with pytest.raises(WrongState, match="草稿"):
            way.sign(county, draft, part)
    way.submit(county, draft)
    with pytest.raises(WrongState, match="等监委会审核"):
        way.submit(county, draft)
    for part in way.SIGNERS:
        way.sign(county, draft, part)
    for deed in (way.sign, way.send_back):
        with pytest.raises(WrongState, match="已公开"):
            deed(county, draft, "agency")


def test_a_draft_shows_itself_to_insiders_alone(county: County) -> None:
    draft = way.drafted(county)
    for part in EVERYBODY:
        if part in INSIDERS:
            assert queries.desk_version(county[part], draft.ref, at=AT).state == "draft"
            assert len(queries.recent(county[part], at=AT)) == 1
            continue
        with pytest.raises(NotFound):
            queries.desk_version(county[part], draft.ref, at=AT)
        assert queries.recent(county[part], at=AT) == queries.drafts_of(county[part], at=AT) == []
    with pytest.raises(NotFound):
        queries.public_page(draft.publication_id)
    with pytest.raises(NotFound):
        actions.draft(take(county), by=county["baita_clerk"], at=AT)
    assert [v.ref for v in queries.drafts_of(county["clerk"], at=AT)] == [draft.ref]


def test_one_person_with_two_posts_acts_once(county: County) -> None:
    """In 柳沟村 the clerk is the Party secretary: somebody else must release what he made."""
    draft = way.version(actions.draft(take(county, village=county.liugou, by=county["both"]), by=county["both"], at=AT))
    way.submit(county, draft, by=county["both"])
    way.sign(county, draft, "liugou_supervisor")
    assert queries.waiting_for(county["both"], at=AT) == []
    assert not queries.may_act(county["both"], draft.ref, "release", at=AT)
    with pytest.raises(actions.SamePerson):
        way.sign(county, draft, "both")
    appoint(county["secretary"], "party_secretary", "990101100203", since=AT.date())
    assert queries.may_act(county["secretary"], draft.ref, "release", at=AT)
    way.sign(county, draft, "secretary")
    assert way.version(draft.ref).state == "released"


def test_who_sends_a_colleagues_draft_may_not_release_it(county: County) -> None:
    other_clerk = county["baita_clerk"]
    appoint(other_clerk, "clerk", "990101100203", since=dt.date(2023, 1, 1))
    draft = way.version(actions.draft(take(county, village=county.liugou, by=other_clerk), by=other_clerk, at=AT))
    way.submit(county, draft, by=county["both"])
    way.sign(county, draft, "liugou_supervisor")
    with pytest.raises(actions.SamePerson):
        way.sign(county, draft, "both")


def test_returned_with_a_reason_mended_and_signed_by_the_same_people(county: County) -> None:
    draft = way.drafted(county)
    way.submit(county, draft)
    way.sign(county, draft, "supervisor")
    with pytest.raises(Invalid, match="写清原因"):
        way.send_back(county, draft, "secretary", reason="  ")
    way.send_back(county, draft, "secretary", reason="第7行要附发票")
    seen = queries.desk_version(county["clerk"], draft.ref, at=AT)
    assert seen.state == "returned" and seen.returned_note == "陶乙丑 退回：第7行要附发票"
    notice = Outbox.objects.get(kind="disclosure.returned")
    assert notice.person == county["clerk"] and "第7行要附发票" in notice.text
    with pytest.raises(WrongState):
        way.sign(county, draft, "secretary")
    way.submit(county, draft)
    assert [v.ref for v in queries.waiting_for(county["supervisor"], at=AT)] == [draft.ref]
    for part in way.SIGNERS:
        way.sign(county, draft, part)
    page = queries.public_page(draft.publication_id)
    assert [s.step for s in page.signatures] == ["make", "review", "release", "check"]
    assert [s.step for s in queries.steps_of(draft.ref)].count("review") == 2
    assert verify([witness]).ok


def test_a_signature_is_for_what_was_on_the_screen(county: County) -> None:
    seen = way.drafted(county)
    way.submit(county, seen)
    newer = way.drafted(county, ledger=book(closing=1_330_001))
    assert way.version(seen.ref).state == "superseded"
    with pytest.raises(WrongState):
        way.sign(county, seen, "supervisor")
    way.submit(county, newer)
    with pytest.raises(ChangedMeanwhile, match="第 2 稿"):
        actions.sign(newer.ref, seen=seen.digest, by=county["supervisor"], at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.send_back(newer.ref, reason="看错了", seen=seen.digest, by=county["supervisor"], at=AT)
    assert not Step.objects.filter(move="review").exists() and way.version(newer.ref).state == "in_review"
    way.sign(county, newer, "supervisor")


def test_errors_hold_a_draft_back_until_each_is_explained(county: County) -> None:
    issues = [issue("total_mismatch"), issue("date_outside", row=9), issue("round_sum", "warning", row=8)]
    draft = way.drafted(county, issues=issues)
    assert [d.open for d in queries.doubts_of(draft.ref)] == [True, True, False]
    key = queries.doubts_of(draft.ref)[0].key
    for excuses in ({}, {key: "原表合计漏加一行"}, {key: "  ", "date_outside@9.6": "补记四月"}):
        with pytest.raises(actions.NotReady):
            way.submit(county, draft, excuses=excuses)
    assert not Excuse.objects.exists() and way.version(draft.ref).state == "draft"
    reasons = {key: "原表合计漏加一行", "date_outside@9.6": "补记四月", "unknown@1.1": "没有这处"}
    way.submit(county, draft, excuses=reasons)
    assert Excuse.objects.count() == 2
    assert [d.excuse for d in queries.doubts_of(draft.ref)] == ["原表合计漏加一行", "补记四月", ""]
    way.send_back(county, draft, "supervisor")
    way.submit(county, draft, excuses={key: "已核对原始凭证"})
    assert [d.excuse for d in queries.doubts_of(draft.ref)] == ["已核对原始凭证", "补记四月", ""]
    assert Excuse.objects.count() == 3 and verify([witness]).ok


def test_an_unread_sheet_is_no_draft_and_a_second_tap_makes_no_second_one(county: County) -> None:
    reading = take(county)
    first = actions.draft(reading, by=county["clerk"], at=AT)
    assert actions.draft(reading, by=county["clerk"], at=AT) == first and Version.objects.count() == 1
    from dataclasses import replace

    from tests.county import entry
    from xiaowei.finance import actions as finance
    from xiaowei.vault import actions as vault

    original = vault.stage_sealed(b"a poem", media_type="text/plain")
    unknown = finance.take_reading(
        replace(entry(county), kind="unknown", ledger=None),
        file_name="诗.xlsx", original=original, form_key="poem", by=county["clerk"], at=AT,
    )  # fmt: skip
    with pytest.raises(actions.Unread):
        actions.draft(unknown, by=county["clerk"], at=AT)


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_of_two_signatures_at_once_one_counts(county: County) -> None:
    draft = way.drafted(county)
    way.submit(county, draft)
    for part in ("supervisor", "secretary"):
        way.sign(county, draft, part)
    parts = ("agency", "agency2", "agency", "agency2")
    results = together(*(lambda part=part: way.sign(county, draft, part) for part in parts))
    assert results.count(None) == 1
    assert all(isinstance(error, Refusal) for error in results if error is not None)
    assert Step.objects.filter(move="check").count() == 1 and queries.revision(county.village) == 1
    assert verify([witness]).ok
    connections.close_all()


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_two_sheets_of_one_month_at_once_leave_one_unfinished(county: County) -> None:
    readings = [take(county, ledger=book(closing=1_330_000 + n)) for n in range(3)]
    together(*(lambda r=r: actions.draft(r, by=county["clerk"], at=AT) for r in readings))
    together(*(lambda: actions.draft(readings[0], by=county["clerk"], at=AT),) * 2)
    assert Publication.objects.count() == 1
    assert Version.objects.exclude(state="superseded").count() == 1
    assert verify([witness]).ok
    connections.close_all()
