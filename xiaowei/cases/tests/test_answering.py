"""From the first word to the rating: one writes, another lets it go, the reporter judges."""

import pytest
from django.db import connections

from tests.county import AT, County, appoint
from tests.threads import together
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.cases import actions, handling, queries, sweep, witness, worklist
from xiaowei.cases.flow import WrongState
from xiaowei.cases.history import ChangedMeanwhile
from xiaowei.cases.models import Event
from xiaowei.cases.tests import village
from xiaowei.courier.models import Outbox
from xiaowei.ops.verify import verify


def told(kind: str) -> list[str]:
    return sorted(Outbox.objects.filter(kind=kind).values_list("person", flat=True))


def turns(county: County, part: str) -> list[str]:
    return [row.turn for row in worklist.work_list(county[part], at=AT)]


def test_the_whole_way(county: County) -> None:
    ref = village.ask(county).case
    assert turns(county, "head") == ["answer"] and turns(county, "supervisor") == ["wait"]
    handling.reply(ref, words="收到，三天内答复", by=county["head"], at=village.later(hours=1))
    handling.accept(ref, by=county["head"], at=village.later(hours=2))
    handling.answer(ref, words="每小时300元，见第12页", by=county["head"], at=village.later(hours=3))
    assert told("cases.to_review") == [county["supervisor"]]
    assert turns(county, "head") == ["wait"] and turns(county, "supervisor") == ["review"]
    waiting = queries.reporter_view(ref, at=village.later(hours=3))
    assert waiting.answer is None and "见第12页" not in repr(waiting) and waiting.state_label == "正在办理"
    seen = worklist.staff_view(county["supervisor"], ref, at=AT)
    assert seen.draft_answer == "每小时300元，见第12页" and {"release_answer", "return_answer"} <= seen.moves
    handling.release_answer(ref, seen=seen.version, by=county["supervisor"], at=village.later(hours=4))
    view = queries.reporter_view(ref, at=village.later(hours=4))
    assert view.answer is not None and view.answer.words == "每小时300元，见第12页"
    assert [clock.state for clock in view.clocks] == ["met"] * 3
    assert (view.can_rate, view.rate_until) == (True, village.later(hours=4, days=7))
    assert [step.move for step in view.steps] == ["release_answer", "accept", "reply", "open"]
    assert all(step.index is not None for step in view.steps)
    actions.rate(ref, grade=2, words="说清了", at=village.later(hours=5))
    assert queries.reporter_view(ref, at=AT).state_label == "已办结"
    assert verify([witness]).ok


def test_only_the_villages_own_people_move_its_cases(county: County) -> None:
    ref = village.ask(county).case
    for part in ("secretary", "clerk", "baita_head", "mayor", "admin", "county_head", "village_discipline"):
        for deed in (handling.reply, handling.answer, handling.decline):
            with pytest.raises(NotFound):
                deed(ref, words="收到", by=county[part], at=AT)
    with pytest.raises(NotFound):
        handling.reply(new_ref(), words="收到", by=county["head"], at=AT)
    with pytest.raises(NotFound):  # second eyes do not write
        handling.answer(ref, words="x", by=county["supervisor"], at=AT)
    handling.reply(ref, words="收到", by=county["head"], at=AT)


def test_who_wrote_an_answer_never_lets_it_go(county: County) -> None:
    """At the township everybody may do either; one person may not do both."""
    ref = village.ask(county, village.REPORT).case
    handling.answer(ref, words="正在核实", by=county["discipline"], at=AT)
    version = village.case(ref).version
    for deed in (handling.release_answer, lambda *a, **k: handling.return_answer(*a, words="再写", **k)):
        with pytest.raises(handling.SamePerson):
            deed(ref, seen=version, by=county["discipline"], at=AT)
    assert turns(county, "discipline") == ["wait"] and turns(county, "discipline_head") == ["review"]
    assert "release_answer" not in worklist.staff_view(county["discipline"], ref, at=AT).moves
    assert "release_answer" in worklist.staff_view(county["discipline_head"], ref, at=AT).moves
    assert told("cases.to_review") == [county["discipline_head"]]  # the named man's wife is not told
    handling.release_answer(ref, seen=version, by=county["discipline_head"], at=AT)


def test_an_answer_goes_as_it_was_seen_or_not_at_all(county: County) -> None:
    ref = village.ask(county).case
    with pytest.raises(WrongState):
        handling.release_answer(ref, seen=village.case(ref).version, by=county["supervisor"], at=AT)
    handling.answer(ref, words="第一稿", by=county["head"], at=AT)
    first = village.case(ref).version
    handling.return_answer(ref, words="写明单价", seen=first, by=county["supervisor"], at=AT)
    assert told("cases.returned") == [county["head"]]
    handling.answer(ref, words="第二稿", by=county["head"], at=AT)
    with pytest.raises(ChangedMeanwhile):
        handling.release_answer(ref, seen=first, by=county["supervisor"], at=AT)
    actions.add_words(ref, words="还有路灯", form_key="more", at=AT)  # she wrote more while he was reading
    with pytest.raises(ChangedMeanwhile):
        handling.release_answer(ref, seen=first + 2, by=county["supervisor"], at=AT)
    assert queries.reporter_view(ref, at=AT).answer is None
    handling.release_answer(ref, seen=village.case(ref).version, by=county["supervisor"], at=AT)
    shown = queries.reporter_view(ref, at=AT)
    assert shown.answer is not None and shown.answer.words == "第二稿"
    assert "写明单价" not in repr(shown) and "第一稿" not in repr(shown)


def test_empty_and_overlong_words_are_refused(county: County) -> None:
    ref = village.ask(county).case
    for words in ("", " \n", "字" * 2001):
        for deed in (handling.reply, handling.answer, handling.decline):
            with pytest.raises(Invalid):
                deed(ref, words=words, by=county["head"], at=AT)
    with pytest.raises(Invalid):
        handling.accept(ref, words="字" * 2001, by=county["head"], at=AT)
    handling.accept(ref, by=county["head"], at=AT)


def test_not_satisfied_is_done_again_and_the_second_time_lifted(county: County) -> None:
    ref = village.ask(county).case
    village.answered(county, ref)
    actions.rate(ref, grade=3, words="没说清单价", at=village.later(days=1))
    case = village.case(ref)
    assert (case.state, case.lifted, case.desk) == ("redo", 0, county.village)
    assert told("cases.redo") == [county["head"]]
    assert case.clocks.get(kind="resolution").met_at is None
    assert queries.reporter_view(ref, at=village.later(days=1)).can_rate is False
    village.answered(county, ref, at=village.later(days=2))
    actions.rate(ref, grade=3, at=village.later(days=3))
    case = village.case(ref)
    assert (case.state, case.lifted, case.desk) == ("redo", 1, county.township)
    staff = sorted(county[part] for part in ("discipline_head", "discipline", "discipline_kin"))
    assert told("cases.dissatisfied") == staff and told("cases.redo") == [county["head"]]
    village.answered(county, ref, writer="discipline", second="discipline_head", at=village.later(days=4))
    actions.rate(ref, grade=3, at=village.later(days=4))
    assert (village.case(ref).lifted, village.case(ref).desk) == (2, county.county)
    village.answered(county, ref, writer="county_petition", second="county_head", at=village.later(days=5))
    actions.rate(ref, grade=1, at=village.later(days=5))
    assert village.case(ref).state == "closed" and verify([witness]).ok


def test_a_rating_is_given_once_and_for_an_answer(county: County) -> None:
    ref = village.ask(county).case
    with pytest.raises(WrongState):
        actions.rate(ref, grade=1, at=AT)
    village.answered(county, ref)
    for grade in (0, 4):
        with pytest.raises(Invalid):
            actions.rate(ref, grade=grade, at=AT)
    with pytest.raises(Invalid):
        actions.rate(ref, grade=1, words="好" * 2001, at=AT)
    with pytest.raises(NotFound):
        actions.rate(new_ref(), grade=1, at=AT)
    actions.rate(ref, grade=1, at=AT)
    with pytest.raises(WrongState):
        actions.rate(ref, grade=3, at=AT)
    with pytest.raises(WrongState):
        actions.add_words(ref, words="还有", form_key="x", at=AT)


def test_she_takes_it_back_before_it_is_answered(county: County) -> None:
    ref = village.ask(county).case
    handling.answer(ref, words="每小时300元", by=county["head"], at=AT)
    assert queries.reporter_view(ref, at=AT).can_withdraw
    actions.withdraw(ref, at=AT)
    view = queries.reporter_view(ref, at=AT)
    assert (view.state_label, view.is_open, view.can_add) == ("已撤回", False, False)
    assert (
        village.listed(county, "head") == [] and sweep.sweep(at=village.later(days=90)) == 1
    )  # only its receipt ripens
    other = village.ask(county).case
    village.answered(county, other)
    with pytest.raises(WrongState):
        actions.withdraw(other, at=AT)


def test_declined_says_why_and_where_to_go(county: County) -> None:
    ref = village.ask(county).case
    handling.decline(ref, words="自来水归镇水务站，电话在村务栏", by=county["head"], at=AT)
    view = queries.reporter_view(ref, at=AT)
    assert view.steps[0].words.startswith("自来水归镇水务站") and not view.is_open
    assert [clock.state for clock in view.clocks] == ["met"] * 3


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once(county: County) -> None:
    """A second committee head was appointed; both write at the same moment, one answer stands."""
    appoint(county["clerk"], "village_head", "990101100201", since=AT.date())
    ref = village.ask(county).case
    write = (lambda part=part: handling.answer(ref, words=part, by=county[part], at=AT) for part in ("head", "clerk"))
    results = together(*write)
    assert results.count(None) == 1
    assert all(error is None or isinstance(error, ChangedMeanwhile | WrongState) for error in results)
    assert Event.objects.filter(move="answer").count() == 1 and verify([witness]).ok
    connections.close_all()
