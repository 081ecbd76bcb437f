"""Whom a case is about decides who may see it: at the event, at the report and now, at once, in every way."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, OF_THE_VILLAGE, County, appoint
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.cases import access, actions, handling, identity, queries, sweep, witness, worklist
from xiaowei.cases.actions import Identity, Target
from xiaowei.cases.history import ChangedMeanwhile
from xiaowei.cases.tests import village
from xiaowei.cases.tests.test_secrecy import readers, told
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as people

QINGSHI = "990101100"
TOWNSHIP = {"discipline_head", "discipline"}
ALL_TOWNSHIP = {*TOWNSHIP, "discipline_kin"}
ABOVE = {"county_petition", "county_head"}
HARMLESS = village.DOUBT


def about(county: County, part: str) -> tuple[Target, ...]:
    return (Target("person", county[part]),)


def post_of(county: County, part: str) -> Ref:
    return people.posts_of(county[part], at=AT)[0].post


def body_of(person: Ref) -> Ref:
    from xiaowei.roster.models import Post

    return Ref(Post.objects.filter(person=person).latest("since").body_id)


def settle(county: County, ref: Ref, by: str, *targets: Target, down: bool = False) -> None:
    handling.settle(
        ref, targets=targets, words="看过了", seen=village.case(ref).version, by=county[by], at=AT, down=down
    )


@pytest.mark.parametrize("part", OF_THE_VILLAGE)
def test_a_chosen_cadre_is_kept_from_the_village_whatever_the_words(county: County, part: str) -> None:
    ref = village.ask(county, HARMLESS, kind="question", targets=about(county, part)).case
    expected = TOWNSHIP if part == "head" else ALL_TOWNSHIP  # the head's wife works there
    assert readers(county, ref) == told(county, ref) == expected


@pytest.mark.parametrize(
    ("part", "seen_by"),
    [
        ("mayor", ABOVE),
        ("agency", ABOVE),
        ("discipline", ABOVE),  # the head of the body, or one of it: the next level
        ("discipline_head", ABOVE),
        ("county_petition", {"city"}),
        ("county_head", {"city"}),
        ("county_conduct", {"city"}),
        ("baita_head", ABOVE),  # his township is another: the county is the lowest above both
    ],
)
def test_the_body_stands_above_the_unit_of_whoever_was_chosen(county: County, part: str, seen_by: set[str]) -> None:
    ref = village.ask(county, HARMLESS, targets=about(county, part)).case
    assert readers(county, ref) == told(county, ref) == seen_by


def test_a_post_means_its_holder_and_whoever_held_it_then(county: County) -> None:
    kin = roster.add_person("李壬寅", by=None, at=AT)
    roster.declare_kin(county["clerk"], other=county["discipline"], relation="堂弟", by=None, at=AT)
    target = (Target("post", post_of(county, "clerk")),)
    ref = village.ask(county, HARMLESS, targets=target).case
    assert readers(county, ref) == {"discipline_head", "discipline_kin"}
    # a successor in the office is accused as well, and his kin loses sight at that moment
    roster.end_post(post_of(county, "clerk"), until=AT.date(), by=None, at=AT)
    appoint(kin, "clerk", "990101100201", since=AT.date())
    roster.declare_kin(kin, other=county["discipline_kin"], relation="配偶", by=None, at=AT)
    assert readers(county, ref) == {"discipline_head"}


def test_a_body_means_all_its_members_also_those_who_come_later(county: County) -> None:
    committee = body_of(county["head"])
    ref = village.ask(county, HARMLESS, kind="appeal", targets=(Target("body", committee),)).case
    assert readers(county, ref) == TOWNSHIP
    roster.declare_kin(county["clerk"], other=county["discipline"], relation="堂弟", by=None, at=AT)
    assert readers(county, ref) == {"discipline_head"}, "the clerk is of the committee, his cousin of the township"


def test_in_her_own_words_counts_as_somebody_until_discipline_decides(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=(Target("other", words="管水的那位"),)).case
    assert readers(county, ref) == ALL_TOWNSHIP
    view = worklist.staff_view(county["discipline"], ref, at=AT)
    assert [(t.kind, t.words, t.source) for t in view.targets] == [("other", "管水的那位", "chosen")]
    assert not view.settled


def test_her_own_words_are_shown_beside_whom_they_may_mean(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=(Target("other", words="就是老韩，还有会计"),)).case
    view = worklist.staff_view(county["discipline"], ref, at=AT)
    hinted = {s.label for t in view.targets if t.kind == "other" for s in t.suggestions}
    assert hinted == {"韩丙辰（下宫村村民委员会 村委会主任）", "下宫村村民委员会 村报账员 赵丁卯"}
    assert readers(county, ref) == TOWNSHIP, "what they may mean counts already"


def test_a_power_item_alone_stays_in_the_village(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=(Target("power", new_ref()),)).case
    assert village.case(ref).lane == "village"


@pytest.mark.parametrize("what", [{"kind": "report"}, {"identity": Identity("confidential", "赵甲子")}])
def test_a_report_and_what_comes_in_confidence_never_enter_the_village(county: County, what: Any) -> None:
    ref = village.ask(county, HARMLESS, **what).case
    assert readers(county, ref) == ALL_TOWNSHIP
    with pytest.raises(Invalid):
        settle(county, ref, "discipline", down=True)
    assert readers(county, ref) == ALL_TOWNSHIP


def test_a_colleague_then_and_a_colleague_now_see_nothing(county: County) -> None:
    """The accused worked at the township until last year, beside two who now sit in its discipline body."""
    old = roster.add_person("冯甲辰", by=None, at=AT)
    year = {"since": dt.date(2020, 1, 1), "until": dt.date(2022, 1, 1)}
    for person in (old, county["discipline"]):
        appoint(person, "township_office", QINGSHI, **year)
    appoint(old, "committee_member", "990101100201", since=dt.date(2022, 1, 1))
    now = village.ask(county, HARMLESS, targets=(Target("person", old),)).case
    assert readers(county, now) == ALL_TOWNSHIP
    then = village.ask(county, HARMLESS, targets=(Target("person", old),), happened_on=dt.date(2021, 5, 1)).case
    assert readers(county, then) == ABOVE, "at the event he was of the township"


def test_whoever_has_left_office_is_meant_as_of_his_last_day(county: County) -> None:
    old = roster.add_person("冯甲辰", by=None, at=AT)
    appoint(old, "township_discipline", QINGSHI, until=dt.date(2023, 1, 1))
    ref = village.ask(county, HARMLESS, targets=(Target("person", old),)).case
    assert readers(county, ref) == ABOVE


def test_an_accused_who_changes_post_takes_the_case_out_of_his_new_unit(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=about(county, "clerk")).case
    assert readers(county, ref) == ALL_TOWNSHIP
    appoint(county["clerk"], "township_discipline", QINGSHI, since=AT.date())
    assert readers(county, ref) == set(), "in the same request"
    sweep.sweep(at=AT)
    assert readers(county, ref) == ABOVE
    assert told(county, ref, kind="cases.rerouted") == ABOVE
    sweep.sweep(at=AT)
    assert [e.move for e in village.case(ref).events.all()] == ["open", "reroute"]


def test_kin_declared_later_lose_sight_and_the_others_keep_the_case(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=about(county, "clerk")).case
    roster.declare_kin(county["discipline"], other=county["clerk"], relation="表弟", by=None, at=AT)
    assert readers(county, ref) == {"discipline_head", "discipline_kin"}
    sweep.sweep(at=AT)
    assert village.case(ref).desk == county.township
    assert "周庚午" not in repr(worklist.staff_view(county["discipline_head"], ref, at=AT).readers)


def test_a_settled_target_decides_anew_who_sees_it(county: County) -> None:
    ref = village.ask(county, "有人贪了").case
    assert readers(county, ref) == ALL_TOWNSHIP
    settle(county, ref, "discipline_kin", *about(county, "head"))
    assert readers(county, ref) == TOWNSHIP, "whoever settles may lose sight by it"
    settle(county, ref, "discipline", *about(county, "head"), *about(county, "mayor"))
    assert readers(county, ref) == ABOVE
    assert told(county, ref, state="pending") == ABOVE, "what waited for the township was taken back"
    settle(county, ref, "county_petition", *about(county, "clerk"))
    assert readers(county, ref) == ALL_TOWNSHIP, "down in the line again: it was not about the township"
    view = worklist.staff_view(county["discipline"], ref, at=AT)
    assert [t.label for t in view.targets] == ["赵丁卯（下宫村村民委员会 村报账员）"] and view.settled
    assert [s.move for s in reversed(view.steps)] == ["open", "settle", "settle", "reroute", "settle", "reroute"]


def test_somebody_of_the_township_whoever_he_is_stays_above_it_when_that_is_confirmed(county: County) -> None:
    leaders, water = Target("other", words="镇领导"), Target("other", words="管水的那位")
    ref = village.ask(county, HARMLESS, targets=(leaders,)).case
    assert readers(county, ref) == ABOVE
    settle(county, ref, "county_petition", leaders)
    assert readers(county, ref) == ABOVE, "the level it is about never gets it"
    settle(county, ref, "county_petition", water)
    assert readers(county, ref) == ALL_TOWNSHIP


def test_only_a_person_sends_a_case_down_and_the_village_reads_no_word_of_discipline(county: County) -> None:
    ref = village.ask(county, "会计说钱不够，路灯什么时候修").case
    handling.answer(ref, words="内部先议一议", by=county["discipline"], at=AT)
    handling.return_answer(ref, words="不像举报", seen=village.case(ref).version, by=county["discipline_head"], at=AT)
    with pytest.raises(Invalid):
        settle(county, ref, "discipline", *about(county, "clerk"), down=True)
    with pytest.raises(NotFound):
        settle(county, ref, "head", down=True)
    settle(county, ref, "discipline", down=True)
    assert village.listed(county, "head") == [ref] and village.listed(county, "discipline") == []
    view = worklist.staff_view(county["head"], ref, at=AT)
    assert [s.move for s in view.steps] == ["send_down", "open"] and view.draft_answer == "" and view.targets == ()
    assert "看过了" not in repr(view) and "周庚午" not in repr(view.steps)
    village.answered(county, ref)
    actions.add_words(ref, words="其实是韩丙辰不让修", form_key="more", at=AT)
    assert readers(county, ref) == TOWNSHIP, "and later words take it up again"


def test_what_discipline_told_her_and_who_she_is_stay_with_discipline(county: County) -> None:
    her = Identity("real", "赵甲子", "15400000000")
    ref = village.ask(county, "会计说钱不够，路灯什么时候修", identity=her).case
    handling.reply(ref, words="收到，我们找赵会计核对", by=county["discipline"], at=AT)
    identity.ask_open(ref, reason="要当面核实", by=county["discipline"], at=AT)
    identity.grant_open(ref, by=county["discipline_head"], at=AT)
    village.answered(county, ref, writer="discipline", second="discipline_head")
    actions.rate(ref, grade=3, words="没有说哪一天修", at=AT)
    settle(county, ref, "discipline", down=True)
    view = worklist.staff_view(county["head"], ref, at=AT)
    assert [s.move for s in view.steps] == ["send_down", "rate_bad", "open"]
    assert "赵会计" not in repr(view) and "发票" not in repr(view) and "两人" not in repr(view)
    assert not view.reporter.can_read
    for part in (*OF_THE_VILLAGE, "discipline", "discipline_head"):  # two had to want it, and they have it no more
        with pytest.raises(NotFound):
            identity.read(ref, by=county[part], at=AT)
    told = [s.move for s in queries.reporter_view(ref, at=AT).steps]
    assert told == ["send_down", "rate_bad", "release_answer", "open_identity", "reply", "open"], "she reads it all"


def test_settling_looks_at_what_was_seen(county: County) -> None:
    ref = village.ask(county, "有人贪了").case
    seen = village.case(ref).version
    handling.reply(ref, words="收到", by=county["discipline_head"], at=AT)
    with pytest.raises(ChangedMeanwhile):
        handling.settle(ref, targets=(), words="没有说谁", seen=seen, by=county["discipline"], at=AT)
    with pytest.raises(Invalid):
        handling.settle(ref, targets=(), words=" ", seen=seen + 1, by=county["discipline"], at=AT)
    settle(county, ref, "discipline")  # about nobody, and it stays
    assert readers(county, ref) == ALL_TOWNSHIP


@pytest.mark.parametrize(
    "target",
    [Target("person"), Target("other", words=" "), Target("mayor", new_ref()), Target("person", new_ref()),
     Target("other", words="很" * 201)],
)  # fmt: skip
def test_a_target_that_says_nobody_is_refused_with_a_sentence(county: County, target: Target) -> None:
    with pytest.raises(Invalid):
        village.ask(county, HARMLESS, targets=(target,))


def test_who_declares_a_conflict_never_sees_it_again_and_the_last_one_sends_it_up(county: County) -> None:
    ref = village.ask(county, HARMLESS, targets=about(county, "head")).case
    with pytest.raises(Invalid):
        handling.stand_aside(ref, words="", by=county["discipline"], at=AT)
    handling.stand_aside(ref, words="同村邻居", by=county["discipline"], at=AT)
    assert readers(county, ref) == {"discipline_head"}
    handling.stand_aside(ref, words="同学", by=county["discipline_head"], at=AT)
    assert readers(county, ref) == ABOVE
    settle(county, ref, "county_petition", *about(county, "clerk"))
    assert readers(county, ref) == ABOVE, "settling does not bring back who stood aside"
    ordinary = village.ask(county).case
    handling.stand_aside(ordinary, words="是我家的路灯", by=county["head"], at=AT)
    assert village.listed(county, "head") == [] and village.listed(county, "supervisor") == [ordinary]
    assert verify([witness]).ok


def test_no_free_officer_anywhere_and_the_case_is_still_there(county: County) -> None:
    for part in ("discipline", "discipline_head", "county_petition", "county_head", "city"):
        roster.declare_kin(county["head"], other=county[part], relation="亲", by=None, at=AT)
    ref = village.ask(county, HARMLESS, targets=about(county, "head")).case
    assert readers(county, ref) == told(county, ref) == set()
    assert [(one.desk, one.cases) for one in queries.unattended(at=AT)] == [(village.case(ref).desk, 1)]
    newcomer = roster.add_person("程戊午", by=None, at=AT)
    appoint(newcomer, "province_discipline", "99")
    assert queries.unattended(at=AT) == ()
    assert worklist.open_count(newcomer, at=AT) == 1


def test_an_overdue_case_skips_a_level_where_nobody_is_free(county: County) -> None:
    for part in ABOVE:
        roster.declare_kin(county["head"], other=county[part], relation="亲", by=None, at=AT)
    ref = village.ask(county, HARMLESS, targets=about(county, "head")).case
    at = village.later(hours=25)
    sweep.sweep(at=at)
    assert readers(county, ref, at) == {"city"}


def test_notices_that_were_delivered_hide_from_whoever_may_no_longer_see(county: County) -> None:
    ref, other = village.ask(county).case, village.ask(county, form_key=new_ref()).case
    assert access.visible(county["head"], [ref, other, county.village], at=AT) == {ref, other, county.village}
    actions.add_words(ref, words="是韩丙辰让写的", form_key="more", at=AT)
    assert access.visible(county["head"], [ref, other, county.village], at=AT) == {other, county.village}
    assert access.visible(county["discipline"], [ref], at=AT) == {ref}


def test_before_sending_she_reads_by_office_who_will_and_who_will_not(county: County) -> None:
    def said(**what: Any) -> tuple[str, str]:
        preview = queries.before_sending(county.village, kind=what.pop("kind", "appeal"), at=AT, **what)
        return repr(preview.readers), repr(preview.hidden)

    readers_, hidden = said(targets=about(county, "head"))
    assert "青石镇纪委" in readers_ and "韩丙辰" not in readers_ and "秦癸酉" not in readers_
    assert "近亲属" in hidden and "下宫村的村干部" in hidden
    assert "示范县纪委监委" in said(targets=about(county, "mayor"))[0]
    assert "青石镇纪委" in said(words="书记贪了")[0] and "韩丙辰" not in said(words="书记贪了")[0]
    assert "韩丙辰" not in said(kind="report")[0] and "韩丙辰" not in said(mode="confidential")[0]
    assert "韩丙辰" in said(words=HARMLESS)[0] and "韩丙辰" in said(mode="real")[0]
    clocks = queries.before_sending(county.village, kind="report", at=AT).clocks
    assert [clock.limit_label for clock in clocks] == ["24 小时", "15 个工作日", "60 天"]


def test_a_form_says_the_same_with_its_targets_or_it_is_another(county: County) -> None:
    sent = village.ask(county, form_key="a" * 32, targets=about(county, "clerk"))
    assert village.ask(county, form_key="a" * 32, targets=about(county, "clerk")).case == sent.case
    with pytest.raises(actions.OtherContent):
        village.ask(county, form_key="a" * 32, targets=about(county, "head"))


def test_lists_take_as_many_queries_with_one_accused_as_with_twenty(
    county: County, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_:
            worklist.work_list(county["discipline"], at=AT)
        return len(queries_)

    village.ask(county, HARMLESS, targets=about(county, "clerk"))
    few = asked()
    for part in ("secretary", "supervisor", "village_discipline", "clerk") * 3:
        village.ask(county, HARMLESS, targets=(*about(county, part), Target("body", body_of(county["head"]))))
    assert asked() == few
