"""A doubt of what was published: the village has ten days, then the level above has twenty; the answer is public."""

import datetime as dt

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions, answered, handling, sweep
from xiaowei.cases.models import Case, Clock
from xiaowei.cases.tests import village

LINE = new_ref()


def asked(county: County, words: str = village.DOUBT, *, kind: str = "doubt", about: Ref = LINE) -> Ref:
    """Somebody doubts a line."""
    new = actions.NewCase(county.village, kind, words, about_kind="line", about=about, title="三月账 付字12号")
    return actions.open_case(new, form_key=new_ref(), at=AT).case


def answer(county: County, ref: Ref, words: str, *, at: dt.datetime) -> None:
    """The village head answers, the supervisor lets it go."""
    handling.answer(ref, words=words, by=county["head"], at=at)
    handling.release_answer(ref, seen=Case.objects.get(pk=ref).version, by=county["supervisor"], at=at)


def resolution(ref: Ref) -> Clock:
    """The clock of the answer."""
    return Clock.objects.get(case=ref, kind="resolution")


def test_what_the_village_does_not_answer_in_ten_days_the_township_answers_in_twenty(county: County) -> None:
    ref = asked(county)
    due = resolution(ref).due_at
    assert (due - AT).days in (10, 11)
    handling.reply(ref, words="收到了", by=county["head"], at=AT)
    handling.accept(ref, by=county["head"], at=AT)
    late = due + dt.timedelta(minutes=1)
    sweep.sweep(at=late)
    case, clock = Case.objects.get(pk=ref), resolution(ref)
    assert (case.desk, case.lifted, case.urged) == (county.township, 1, 0)
    assert clock.rule == "doubt.taken_up" and (clock.due_at - late).days in (20, 21)
    assert case.due_at == clock.due_at == case.next_due_at
    sweep.sweep(at=clock.due_at + dt.timedelta(minutes=1))
    case = Case.objects.get(pk=ref)
    assert (case.desk, case.lifted) == (county.county, 2) and resolution(ref).due_at == clock.due_at


def test_who_still_disputes_has_the_township_for_twenty_days(county: County) -> None:
    ref = asked(county)
    for day in (1, 3):
        at = AT + dt.timedelta(days=day)
        answer(county, ref, "有派工单", at=at)
        actions.rate(ref, grade=3, words="还是不对", at=at)
    case, clock = Case.objects.get(pk=ref), resolution(ref)
    assert (case.desk, case.state) == (county.township, "redo")
    assert clock.rule == "doubt.taken_up" and (clock.due_at - at).days in (20, 21)


def test_other_matters_keep_their_own_time(county: County) -> None:
    ref = asked(county, "想装一盏路灯", kind="suggestion")
    handling.reply(ref, words="收到了", by=county["head"], at=AT)
    handling.accept(ref, by=county["head"], at=AT)
    before = resolution(ref)
    sweep.sweep(at=before.due_at + dt.timedelta(minutes=1))
    assert resolution(ref).due_at == before.due_at and Case.objects.get(pk=ref).urged == 1


def test_the_answer_stays_beside_the_line_and_no_word_of_who_asked(county: County) -> None:
    ref = asked(county, "我家住三组，电话13800001234，这一笔怎么是 900 块？")
    [one] = answered.doubts_in(county.village)
    assert (one.about, one.words, one.at) == (LINE, "", None)
    answer(county, ref, "挖机三个小时，每小时 300 元，联系人 13900001111。", at=AT)
    [one] = answered.doubts_in(county.village)
    assert "韩丙辰" in one.answered_by, "who wrote it, not who let it go"
    assert "每小时 300 元" in one.words and "1390000" not in one.words and "三组" not in repr(one) and one.grade is None
    actions.rate(ref, grade=1, words="", at=AT)
    assert answered.doubts_in(county.village)[0].grade == 1


def test_what_may_be_about_a_cadre_is_not_even_counted(county: County) -> None:
    ref = asked(county, village.REPORT)
    assert Case.objects.get(pk=ref).lane == "discipline"
    assert answered.doubts_in(county.village) == ()
    events = [Ref(one) for one in Case.objects.get(pk=ref).events.values_list("ref", flat=True)]
    assert answered.villages_touched(events) == set(), "no page is made anew for it either"
    open_one = asked(county)
    events = [Ref(one) for one in Case.objects.get(pk=open_one).events.values_list("ref", flat=True)]
    assert answered.villages_touched(events) == {county.village}
