"""What is public stays what was signed; a correction stands beside it; every change by hand is named."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.county import AT, County, appoint, book, issue
from xiaowei.accounts import binding
from xiaowei.accounts.tests.households import PASSWORD, found, printed, settle
from xiaowei.base import revisions
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import actions, queries, sweep, witness
from xiaowei.disclosure.differences import draft_difference
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Excuse, Publication, Step, Version
from xiaowei.disclosure.tests import way
from xiaowei.finance.models import Line
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster

LATER = AT + dt.timedelta(days=3)


def announced(county: County) -> int:
    return revisions.announced(revisions.pages_folder() / county.village)


def test_notes_and_reasons_are_public_without_numbers_of_persons(county: County) -> None:
    way.published(county)
    second = way.drafted(county, ledger=book(closing=1_330_001))
    way.submit(county, second, reason="更正，联系赵甲子 15400001111")
    for part in way.SIGNERS:
        way.sign(county, second, part, note="问赵甲子15400001111")
    page = queries.public_page(Ref(second.publication_id))
    said = [one.note for one in page.signatures] + [one.reason for one in page.versions]
    assert "15400001111" not in "".join(said) and "更正" in "".join(said)


def test_a_second_upload_of_a_published_month_is_a_correction(county: County) -> None:
    first = way.published(county)
    second = way.drafted(county, ledger=book(closing=1_330_001))
    pub = first.publication_id
    assert second.publication_id == pub and queries.desk_version(county["clerk"], second.ref, at=AT).correction
    with pytest.raises(Invalid, match="更正"):
        way.submit(county, second, reason=" ")
    way.submit(county, second, reason="漏记一分钱利息")
    for part in ("supervisor", "secretary"):
        way.sign(county, second, part)
        page = queries.public_page(pub)  # the old one stands until the new one is published
        assert (page.number, page.ledger.closing, len(page.versions)) == (1, 1_330_000, 1)
        with pytest.raises(NotFound):
            queries.public_page(pub, number=2)
    changed = draft_difference(Ref(second.ref))
    assert changed is not None
    sums = {one.label: (one.before, one.after) for one in changed.sums if one.before != one.after}
    assert sums["本期结余（元）"] == ("13,300.00", "13,300.01")
    way.sign(county, second, "agency", at=LATER)
    page = queries.public_page(pub)
    assert (page.number, page.ledger.closing, page.publication.version) == (2, 1_330_001, 2)
    assert [(v.number, v.reason, v.current) for v in page.versions] == [(2, "漏记一分钱利息", True), (1, "", False)]
    old = queries.public_page(pub, number=1)
    assert old.ledger.closing == 1_330_000 and old.digest == first.digest
    assert queries.public_json(pub, number=1) != queries.public_json(pub)
    assert queries.latest_ledger(county.village)[1].closing == 1_330_001
    assert page.publication.notice_from == dt.date(2023, 6, 8)
    assert verify([witness]).ok


def test_a_revision_is_announced_after_the_commit_and_not_before(
    county: County, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    draft = way.drafted(county)
    with django_capture_on_commit_callbacks(execute=True) as calls:
        way.submit(county, draft)
        for part in ("supervisor", "secretary"):
            way.sign(county, draft, part)
    assert calls == [] and queries.revision(county.village) == 0
    with django_capture_on_commit_callbacks() as calls:
        way.sign(county, draft, "agency")
    assert queries.revision(county.village) == 1 and announced(county) == -1
    calls[-1]()
    assert announced(county) == 1 and queries.revision(county.baita_village) == 0


def test_the_sweep_follows_the_roster_and_the_day(
    county: County, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    way.published(county)
    assert sweep.sweep(at=AT) == 0 and announced(county) == 1  # a crash before the announcement is made good
    assert sweep.sweep(at=AT) == 0 and queries.revision(county.village) == 1
    newcomer = roster.add_person("何甲申", by=None, at=AT)
    post = appoint(newcomer, "village_deputy", "990101100201")
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep.sweep(at=AT) == 1
    assert announced(county) == 2 and sweep.sweep(at=AT) == 0
    roster.end_post(post, until=AT.date(), by=None, at=AT)
    assert (sweep.sweep(at=AT), sweep.sweep(at=AT)) == (1, 0)
    assert (sweep.sweep(at=AT + dt.timedelta(days=1)), sweep.sweep(at=AT + dt.timedelta(days=1))) == (1, 0)
    way.drafted(county, ledger=book(month=4))  # what is not of the roster changes no page
    assert sweep.sweep(at=AT + dt.timedelta(days=1)) == 0


def test_the_figure_of_bound_households_follows_the_bindings_of_its_village_alone(county: County) -> None:
    homes = settle(county)
    way.published(county)
    sweep.sweep(at=AT)
    before, elsewhere = queries.revision(county.village), queries.revision(county.liugou)
    [code] = printed(county, homes[31])
    assert sweep.sweep(at=AT) == 0  # a printed code binds nobody yet
    she = binding.join_new(found(code), name="15400000031", password=PASSWORD, at=AT)
    assert (sweep.sweep(at=AT), sweep.sweep(at=AT)) == (1, 0)
    binding.leave(she, household=homes[31], at=AT)
    assert (sweep.sweep(at=AT), sweep.sweep(at=AT)) == (1, 0)
    assert (queries.revision(county.village), queries.revision(county.liugou)) == (before + 2, elsewhere)


def test_a_doubt_hangs_on_what_is_public_alone(county: County) -> None:
    version = way.drafted(county)
    line = Line.objects.get(ledger=version.content, number=3)
    ask = {"words": "挖机3小时要900块？", "at": AT}
    for form, where in enumerate((None, line.ref)):
        with pytest.raises(NotFound):
            actions.doubt(version.publication_id, line=where, form_key=f"{form}", **ask)
    way.submit(county, version)
    for part in way.SIGNERS:
        way.sign(county, version, part)
    opened = actions.doubt(version.publication_id, line=line.ref, form_key="a", **ask)
    assert opened.receipt == actions.doubt(version.publication_id, line=line.ref, form_key="a", **ask).receipt
    foreign = way.drafted(county, ledger=book(month=4))
    for stranger in (new_ref(), Line.objects.filter(ledger=foreign.content)[0].ref):
        with pytest.raises(NotFound):
            actions.doubt(version.publication_id, line=stranger, form_key="b", **ask)
    assert item(version.publication_id).line(line.ref).summary == line.public_summary


@pytest.fixture
def history(county: County) -> Version:
    """A month published, corrected, and corrected again as far as the secretary's desk."""
    way.published(county, ledger=book(), issues=[])
    way.published(county, reason="漏记一分钱", at=LATER, ledger=book(closing=1_330_001))
    draft = way.drafted(county, ledger=book(closing=1_330_002), issues=[issue("total_mismatch")])
    way.submit(county, draft, excuses={"total_mismatch@7.6": "原表如此"}, reason="再更正")
    assert verify([witness]).ok
    return Version.objects.get(number=2)


def why() -> str:
    bad = verify([witness]).bad
    assert bad, "not found"
    return bad[0].why


CHANGES: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
    "digest": (Version, {"number": 2}, {"digest": "0" * 64}),
    "state": (Version, {"number": 2}, {"state": "superseded"}),
    "old state": (Version, {"number": 1}, {"state": "superseded"}),
    "pushed on": (Version, {"number": 3}, {"state": "published"}),
    "pushed on and counted": (Version, {"number": 3}, {"state": "published", "steps_taken": 9}),
    "reason": (Version, {"number": 2}, {"reason": "为了好看"}),
    "first reason": (Version, {"number": 1}, {"reason": "为了好看"}),
    "number": (Version, {"number": 1}, {"number": 7}),
    "maker": (Version, {"number": 2}, {"made_by": new_ref()}),
    "made at": (Version, {"number": 2}, {"made_at": LATER}),
    "village": (Version, {"number": 2}, {"village": new_ref()}),
    "ledger": (Version, {"number": 2}, {"content": new_ref()}),
    "line": (Line, {"number": 2}, {"expense": 1}),
    "line's words": (Line, {"number": 2}, {"public_summary": "付沙袋"}),
    "note": (Step, {"move": "review", "version__number": 2}, {"note": "没看"}),
    "signer": (Step, {"move": "review", "version__number": 2}, {"by": new_ref()}),
    "signer's name": (Step, {"move": "check", "version__number": 1}, {"name": "无名"}),
    "when": (Step, {"move": "check", "version__number": 2}, {"at": AT}),
    "public number": (Publication, {}, {"published_number": 1}),
    "taken down": (Publication, {}, {"published_number": None}),
    "public since": (Publication, {}, {"published_at": AT - dt.timedelta(days=30)}),
    "notice": (Publication, {}, {"notice_until": dt.date(2030, 1, 1)}),
    "notice from": (Publication, {}, {"notice_from": dt.date(2020, 1, 1)}),
    "period": (Publication, {}, {"period_from": dt.date(2023, 4, 1)}),
    "item": (Publication, {}, {"item": "CF04"}),
    "publication's village": (Publication, {}, {"village": new_ref()}),
    "excuse": (Excuse, {}, {"text": "书记同意"}),
    "excuse's doubt": (Excuse, {}, {"doubt": "other@1.1"}),
}


def test_a_row_changed_by_hand_is_named(history: Version) -> None:
    for name, (model, where, columns) in CHANGES.items():
        row = model.objects.filter(**where).first()
        assert model.objects.filter(pk=row.pk).update(**columns) == 1
        assert why().startswith("第 "), name
        model.objects.filter(pk=row.pk).update(**{column: getattr(row, column) for column in columns})
    assert verify([witness]).ok


def test_a_row_deleted_or_put_in_by_hand_is_named(history: Version) -> None:
    step = Step.objects.filter(move="review").first()
    Step.objects.filter(pk=step.pk).delete()
    assert "不见了" in why()
    step.save(force_insert=True)
    assert verify([witness]).ok
    Excuse.objects.all().delete()
    assert "不见了" in why()


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_version_nobody_made_is_named(history: Version, state: str) -> None:
    Version.objects.create(
        publication=history.publication, number=8, village=history.village, content=history.content,
        digest=history.digest, state=state, made_by=history.made_by, made_at=AT,
    )  # fmt: skip
    assert "没有留痕" in why()


def test_a_publication_or_a_step_or_an_excuse_nobody_made_is_named(history: Version) -> None:
    pub = Publication.objects.create(
        village=history.village, county=new_ref(), item="CF02", published_number=1,
        period_from=dt.date(2023, 1, 1), period_until=dt.date(2023, 2, 1),
    )  # fmt: skip
    assert "没有留痕" in why()
    pub.delete()
    excuse = Excuse.objects.create(version=history, doubt="x@1.1", seq=1, text="x", by=history.made_by, at=AT)
    assert "没有留痕" in why()
    excuse.delete()
    Step.objects.create(
        version=history, seq=9, move="check", state="published", by=new_ref(), name="x", title="x", at=AT, digest="x"
    )
    assert "没有留痕" in " ".join(fault.why for fault in verify([witness]).bad)
