"""Nobody of the village, and nobody named, learns that a report about a cadre exists: no list, count or notice."""

from typing import Any

import pytest

from tests.county import AT, CAST, OF_THE_VILLAGE, County, appoint
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access, actions, handling, queries, sweep, worklist
from xiaowei.cases.models import Case
from xiaowei.cases.tests import village
from xiaowei.courier.models import Outbox
from xiaowei.roster import actions as roster


def readers(county: County, ref: Ref, at: Any = AT) -> set[str]:
    """Everybody of the cast who finds the case in any way; no way may know more than another."""
    found = set()
    for part, person in county.people.items():
        eyes = access.Eyes(person, at=at)
        seen = access.cases_for(eyes).filter(pk=ref).exists()
        try:
            worklist.staff_view(person, ref, at=at)
            opened = True
        except NotFound as refusal:
            opened = False
            assert str(refusal) == str(NotFound())
        assert seen == opened, part
        rows = worklist.work_list(person, at=at)
        assert worklist.open_count(person, at=at) == len(rows)
        if not seen:
            assert ref not in {row.ref for row in rows}
            for move in ("reply", "accept", "decline", "answer", "release_answer", "return_answer"):
                with pytest.raises(NotFound):
                    access.case_for(person, ref, to=move, at=at)
        found |= {part} if seen else set()
    return found


def told(county: County, ref: Ref, **where: Any) -> set[str]:
    names = {person: part for part, person in county.people.items()}
    return {names[person] for person in Outbox.objects.filter(about=ref, **where).values_list("person", flat=True)}


def test_an_ordinary_doubt_is_the_villages_and_watched_from_above(county: County) -> None:
    ref = village.ask(county).case
    watching = {"discipline_head", "discipline", "discipline_kin", "county_petition", "county_head", "county_conduct"}
    assert readers(county, ref) == {"head", "supervisor"} | watching
    assert told(county, ref) == {"head"}
    assert village.listed(county, "head") == village.listed(county, "supervisor") == [ref]
    assert village.listed(county, "discipline") == village.listed(county, "baita_head") == []


def test_a_report_that_names_nobody_goes_to_the_township(county: County) -> None:
    ref = village.ask(county, "村里的会计把补贴截留了").case
    staff = {"discipline_head", "discipline", "discipline_kin"}
    assert readers(county, ref) == told(county, ref) == staff
    assert all(village.listed(county, part) == [ref] for part in staff)
    for part in OF_THE_VILLAGE:
        assert worklist.open_count(county[part], at=AT) == 0


def test_the_named_and_his_kin_are_excluded_wherever_they_sit(county: County) -> None:
    ref = village.ask(county, village.REPORT).case  # names the head, whose wife works at the township
    assert readers(county, ref) == told(county, ref) == {"discipline_head", "discipline"}
    names = {name for name, _title in worklist.staff_view(county["discipline"], ref, at=AT).readers}
    assert names == {"秦癸酉", "周庚午"}
    # he comes to sit among them: they lose sight in that very moment, and the next level has it within a minute
    appoint(county["head"], "township_discipline", "990101100", since=AT.date())
    assert readers(county, ref) == set()
    sweep.sweep(at=AT)
    assert readers(county, ref) == {"county_petition", "county_head"}


@pytest.mark.parametrize(
    ("words", "seen_by"),
    [
        ("秦癸酉收了陶乙丑的烟", {"county_petition", "county_head"}),
        ("周庚午和村里是一伙的", {"county_petition", "county_head"}),
        ("吕乙酉镇长把工程给了熟人", {"county_petition", "county_head"}),  # the mayor outranks the township's body
        ("沈己亥压着不办", {"city"}),
        ("卫丁酉压着不办", {"city"}),
    ],
)
def test_the_body_is_one_level_above_everybody_named(county: County, words: str, seen_by: set[str]) -> None:
    ref = village.ask(county, words).case
    assert readers(county, ref) == told(county, ref) == seen_by


def test_a_resident_cadre_is_the_townships_although_he_serves_the_village(county: County) -> None:
    person = roster.add_person("何甲申", by=None, at=AT)
    appoint(person, "resident_cadre", "990101100", area=county.village)
    assert readers(county, village.ask(county, "何甲申从来不住村").case) == {"county_petition", "county_head"}


def test_a_level_with_fewer_than_two_free_officers_leaves_it_to_the_next(county: County) -> None:
    baita = [roster.add_person(name, by=None, at=AT) for name in ("姜癸亥", "姜壬戌")]
    about, words = {"village": county.baita_village}, "沈丁亥把树卖了"
    above = {"county_petition", "county_head"}
    appoint(baita[0], "township_discipline", "990101101")
    assert readers(county, village.ask(county, words, **about).case) == above  # nobody could let his answer go
    appoint(baita[1], "township_discipline", "990101101")
    case = village.case(village.ask(county, words, **about).case)
    assert case.desk not in (county.county, county.township)
    roster.declare_kin(county["baita_head"], other=baita[0], relation="弟弟", by=None, at=AT)
    assert readers(county, village.ask(county, words, **about).case) == above


def test_added_words_take_the_case_away_at_once(county: County) -> None:
    ref = village.ask(county).case
    handling.reply(ref, words="收到", by=county["head"], at=AT)
    assert told(county, ref) == {"head"}
    actions.add_words(ref, words="其实是韩丙辰让这么写的", form_key="more", at=AT)
    assert readers(county, ref) == {"discipline_head", "discipline"}
    assert told(county, ref, state="pending") == {
        "discipline_head",
        "discipline",
    }  # what waited for the head is taken back
    with pytest.raises(NotFound):
        handling.answer(ref, words="没有的事", by=county["head"], at=AT)
    events = list(village.case(ref).events.values_list("move", "lane"))
    assert events[-2:] == [("reroute", "discipline"), ("add", "discipline")]
    assert {clock.rule.partition(".")[0] for clock in village.case(ref).clocks.all()} == {"discipline"}


@pytest.mark.parametrize("grade", [1, 2, 3])
def test_a_reason_beside_a_rating_takes_it_away_and_opens_it_again(county: County, grade: int) -> None:
    ref = village.ask(county).case
    village.answered(county, ref)
    before = Outbox.objects.filter(person=county["head"]).count()
    actions.rate(ref, grade=grade, words="可钱进了韩丙辰的口袋", at=AT)
    assert readers(county, ref) == {"discipline_head", "discipline"}
    case = village.case(ref)
    assert (case.state, case.is_open, case.closed_at) == ("received", True, None)
    assert Outbox.objects.filter(person=county["head"]).count() == before, "the village was told of the rating"
    assert village.listed(county, "discipline") == [ref]
    village.answered(county, ref, writer="discipline", second="discipline_head")
    actions.rate(ref, grade=1, at=AT)
    assert village.case(ref).state == "closed"


def test_an_answer_that_waited_in_the_village_goes_nowhere_after_it_was_taken_away(county: County) -> None:
    ref = village.ask(county).case
    handling.answer(ref, words="每小时300元", by=county["head"], at=AT)
    actions.add_words(ref, words="书记也说不清", form_key="more", at=AT)
    version = village.case(ref).version
    with pytest.raises(NotFound):
        handling.release_answer(ref, seen=version, by=county["supervisor"], at=AT)
    from xiaowei.cases.flow import WrongState

    with pytest.raises(WrongState):
        handling.release_answer(ref, seen=version, by=county["discipline"], at=AT)


def test_naming_the_officer_who_has_it_takes_it_from_his_body(county: County) -> None:
    ref = village.ask(county, "村主任贪了").case
    assert "discipline" in readers(county, ref)
    actions.add_words(ref, words="周庚午早就知道", form_key="more", at=AT)
    assert readers(county, ref) == {"county_petition", "county_head"}
    actions.add_words(ref, words="村里的会计也有份", form_key="again", at=AT)  # never down again
    assert readers(county, ref) == {"county_petition", "county_head"}


def test_naming_one_more_excludes_him_where_it_lies(county: County) -> None:
    ref = village.ask(county, "村里有人贪了").case
    handling.reply(ref, words="收到", by=county["discipline"], at=AT)
    due = village.case(ref).due_at
    assert "discipline_kin" in readers(county, ref)
    actions.add_words(ref, words="就是韩丙辰", form_key="more", at=AT)
    assert readers(county, ref) == {"discipline_head", "discipline"}
    assert village.case(ref).due_at == due, "a further name gave more time"
    view = queries.reporter_view(ref, at=AT)
    assert "回避" not in " ".join(step.label for step in view.steps)


def test_an_overdue_report_goes_up_inside_the_discipline_line(county: County) -> None:
    ref = village.ask(county, village.REPORT).case
    at = village.later(hours=25)
    sweep.sweep(at=at)
    assert readers(county, ref, at) == {"county_petition", "county_head"}
    assert told(county, ref, kind="cases.lifted") == {"county_petition", "county_head"}


def test_a_report_about_one_village_says_nothing_in_another_nor_to_those_of_no_case(county: County) -> None:
    village.ask(county, village.REPORT)
    outsiders = set(CAST) - {"discipline_head", "discipline"}
    for part in outsiders:
        assert village.listed(county, part) == []
    assert not Outbox.objects.exclude(person__in=[county["discipline"], county["discipline_head"]]).exists()


def test_notices_point_and_never_quote(county: County) -> None:
    ref = village.ask(county, village.REPORT).case
    for row in Outbox.objects.filter(about=ref):
        assert row.secrecy == "sealed" and "口袋" not in row.text and "韩丙辰" not in row.text
    assert "口袋" not in Case.objects.get(pk=ref).title


def test_names_of_discipline_officers_stay_out_of_the_reporters_page(county: County) -> None:
    ref = village.ask(county, village.REPORT).case
    village.answered(county, ref, writer="discipline", second="discipline_head")
    shown = queries.reporter_view(ref, at=AT)
    assert {step.who for step in shown.steps} == {"", "青石镇纪委 经办人"}
    ordinary = village.ask(county).case
    village.answered(county, ordinary)
    assert "姜丙寅" in repr(queries.reporter_view(ordinary, at=AT))


def test_before_sending_she_reads_who_will_read_it(county: County) -> None:
    preview = queries.before_sending(county.village, kind="doubt", at=AT)
    assert (
        "韩丙辰" in preview.readers[0].who
        and "姜丙寅" in preview.readers[1].who
        and "青石镇纪委" in preview.readers[2].who
    )
    assert [clock.limit_label for clock in preview.clocks] == ["24 小时", "3 个工作日", "10 天"]
    assert any("村里看不到" in hidden.why for hidden in preview.hidden)
