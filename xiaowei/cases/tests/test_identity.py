"""Who the reporter is stays sealed: opened by two, known to her, each look recorded; and reading is recorded once."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, County
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.cases import actions, identity, naming, queries, reading, witness, worklist
from xiaowei.cases import models as tables
from xiaowei.cases.actions import Identity, Target
from xiaowei.cases.tests import village
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster

HER = Identity("confidential", "赵甲子", "15400000000")
REASON = "要当面核实"


def in_confidence(county: County, **what: Any) -> Ref:
    return village.ask(county, identity=what.pop("who", HER), targets=(Target("person", county["clerk"]),)).case


def opened(county: County, ref: Ref, at: dt.datetime = AT) -> None:
    identity.ask_open(ref, reason=REASON, by=county["discipline"], at=at)
    identity.grant_open(ref, by=county["discipline_head"], at=at)


def test_two_officers_open_it_and_she_reads_that_they_did(county: County) -> None:
    ref = in_confidence(county)
    for part in county.people:
        with pytest.raises(NotFound):
            identity.read(ref, by=county[part], at=AT)
    opened(county, ref)
    assert identity.read(ref, by=county["discipline"], at=AT) == HER
    assert identity.read(ref, by=county["discipline_head"], at=AT) == HER
    with pytest.raises(NotFound):
        identity.read(ref, by=county["discipline_kin"], at=AT)  # sees the case, is not one of the two
    seen = [step.label for step in queries.reporter_view(ref, at=AT).steps]
    assert seen == ["经两人同意，查看了您的姓名电话", "您送出"]
    assert REASON not in repr(queries.reporter_view(ref, at=AT))
    with pytest.raises(NotFound):  # after a day two must want it again
        identity.read(ref, by=county["discipline"], at=village.later(hours=25))
    assert verify([witness]).ok


def test_one_person_never_opens_it_nor_anybody_too_late(county: County) -> None:
    ref = in_confidence(county)
    with pytest.raises(identity.NobodyAsked):
        identity.grant_open(ref, by=county["discipline_head"], at=AT)
    with pytest.raises(Invalid):
        identity.ask_open(ref, reason=" ", by=county["discipline"], at=AT)
    identity.ask_open(ref, reason=REASON, by=county["discipline"], at=AT)
    with pytest.raises(identity.AskedHimself):
        identity.grant_open(ref, by=county["discipline"], at=AT)
    for part in ("head", "clerk", "county_petition", "admin"):
        with pytest.raises(NotFound):
            identity.grant_open(ref, by=county[part], at=AT)
    with pytest.raises(identity.NobodyAsked):
        identity.grant_open(ref, by=county["discipline_head"], at=village.later(minutes=10))
    with pytest.raises(NotFound):
        identity.read(ref, by=county["discipline"], at=AT)


def test_whoever_becomes_bound_neither_agrees_nor_looks_any_more(county: County) -> None:
    ref = in_confidence(county)
    opened(county, ref)
    identity.ask_open(ref, reason=REASON, by=county["discipline"], at=village.later(minutes=1))
    roster.declare_kin(county["clerk"], other=county["discipline"], relation="堂弟", by=None, at=AT)
    with pytest.raises(NotFound):
        identity.read(ref, by=county["discipline"], at=village.later(minutes=2))
    with pytest.raises(identity.NobodyAsked):  # who asked is out, so there is nothing to agree to
        identity.grant_open(ref, by=county["discipline_head"], at=village.later(minutes=2))


def test_handlers_read_a_pseudonym_and_lists_not_even_that(county: County) -> None:
    ref = in_confidence(county)
    view = worklist.staff_view(county["discipline"], ref, at=AT)
    alias = tables.Identity.objects.get().alias
    assert view.reporter.alias == f"反映人 {alias}" and view.reporter.mode_label == "保密"
    assert (view.reporter.can_ask, view.reporter.can_grant, view.reporter.can_read) == (True, False, False)
    shown = repr(view) + repr(worklist.work_list(county["discipline"], at=AT))
    assert HER.name not in shown and HER.phone not in shown
    assert alias not in repr(worklist.work_list(county["discipline"], at=AT))
    identity.ask_open(ref, reason=REASON, by=county["discipline"], at=AT)
    assert worklist.staff_view(county["discipline_head"], ref, at=AT).reporter.can_grant
    assert not worklist.staff_view(county["discipline"], ref, at=AT).reporter.can_grant


def test_a_real_name_in_the_village_is_read_by_who_answers_alone(county: County) -> None:
    her = Identity("real", "赵甲子", "15400000000")
    ref = village.ask(county, identity=her).case
    assert village.case(ref).lane == "village"
    assert identity.read(ref, by=county["head"], at=AT) == her
    for part in ("supervisor", "discipline", "county_conduct", "secretary"):
        with pytest.raises(NotFound):
            identity.read(ref, by=county[part], at=AT)
    assert tables.Reading.objects.filter(what="identity", person=county["head"]).count() == 1
    actions.add_words(ref, words="是韩丙辰让写的", form_key="more", at=AT)
    with pytest.raises(NotFound):  # once it is discipline's, two must want it
        identity.read(ref, by=county["head"], at=AT)
    with pytest.raises(NotFound):
        identity.read(ref, by=county["discipline"], at=AT)


def test_a_matter_that_is_over_needs_no_call(county: County) -> None:
    her = Identity("real", "赵甲子", "15400000000")
    taken_back, closed = (village.ask(county, identity=her).case for _each in range(2))
    village.answered(county, closed)
    assert identity.read(closed, by=county["head"], at=AT) == her, "she may be called about the answer"
    actions.withdraw(taken_back, at=AT)
    actions.rate(closed, grade=1, at=AT)
    for ref in (taken_back, closed):
        assert not worklist.staff_view(county["head"], ref, at=AT).reporter.can_read
        with pytest.raises(NotFound):
            identity.read(ref, by=county["head"], at=AT)


def test_who_left_no_name_has_none_to_open(county: County) -> None:
    ref = village.ask(county, "有人贪了").case
    assert worklist.staff_view(county["discipline"], ref, at=AT).reporter.mode_label == "匿名"
    with pytest.raises(Invalid):
        identity.ask_open(ref, reason=REASON, by=county["discipline"], at=AT)


@pytest.mark.parametrize(
    "who",
    [
        Identity("real", "赵甲子"),  # a real name wants a call
        Identity("real", " ", "15400000000"),
        Identity("confidential", ""),
        Identity("secret", "赵甲子", "15400000000"),
        Identity("real", "赵甲子", "我的电话"),
        Identity("confidential", "赵" * 41),
    ],
)
def test_an_identity_that_says_nobody_is_refused(county: County, who: Identity) -> None:
    with pytest.raises(Invalid):
        village.ask(county, identity=who)
    assert not tables.Case.objects.exists()


def test_the_row_says_nothing_not_even_how_long_the_name_is(county: County) -> None:
    long = Identity("confidential", "欧阳" + "甲" * 20, "")
    refs = [in_confidence(county), in_confidence(county, who=long)]
    rows = [tables.Identity.objects.get(case=ref) for ref in refs]
    assert len({len(row.sealed) for row in rows}) == 1
    assert naming.unsealed(rows[1]) == long
    tables.Identity.objects.filter(case=refs[0]).update(sealed=rows[1].sealed)
    with pytest.raises(ValueError, match="moved"):
        naming.unsealed(tables.Identity.objects.get(case=refs[0]))
    assert not verify([witness]).ok


def test_the_identity_rests_under_a_key_of_its_own(county: County) -> None:
    from nacl.exceptions import CryptoError

    from xiaowei.base.ciphers import unseal

    in_confidence(county)
    import base64

    sealed = base64.b64decode(tables.Identity.objects.get().sealed)
    assert "赵甲子".encode() in unseal(sealed, under="identity")
    with pytest.raises(CryptoError):
        unseal(sealed, under="words")


def test_reading_is_recorded_once_a_person_case_and_day(county: County) -> None:
    ref = in_confidence(county)
    for _again in range(3):
        reading.read(ref, by=county["discipline"], at=AT)
    reading.read(ref, by=county["discipline_head"], at=AT)
    assert tables.Reading.objects.count() == 2
    reading.read(ref, by=county["discipline"], at=village.later(days=1))
    assert tables.Reading.objects.count() == 3
    with pytest.raises(NotFound):
        reading.read(ref, by=county["head"], at=AT)
    assert tables.Reading.objects.count() == 3
    ordinary = village.ask(county).case
    reading.read(ordinary, by=county["head"], at=AT)
    assert tables.Reading.objects.count() == 4
    assert verify([witness]).ok
