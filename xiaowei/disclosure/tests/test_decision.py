"""四议两公开: four steps that are counted, what is not enough stops the way until it is explained, and the result."""

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.disclosure import abouts, actions, queries
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import papers
from xiaowei.disclosure.tests.test_texts import kept, publish, written
from xiaowei.disclosure.texts import entry, quorum
from xiaowei.disclosure.texts.quorum import Counted, judge
from xiaowei.trail import queries as trail


def steps(**changes: str) -> dict[str, str]:
    """The four steps as typed, all in order; `s3_present="10"` changes one field."""
    typed: dict[str, str] = {}
    for number, (day, counts) in enumerate(
        (("04-02", "5 5 5 0 0"), ("04-05", "9 8 8 0 0"), ("04-12", "42 30 28 1 1"), ("04-20", "45 40 38 1 1")), start=1
    ):
        typed |= {f"s{number}_day": f"2023-{day}", f"s{number}_place": "村部", f"s{number}_opinion": "程序合规"}
        typed |= {f"s{number}_{key}": n for key, n in zip(entry.COUNTS, counts.split(), strict=True)}
    return typed | changes


def typed(**changes: str) -> dict[str, str]:
    """The whole form."""
    return {
        "item": "DW08",
        "span": "day",
        "day": "2023-04-20",
        "title": "村口水渠清淤",
        "body": "由村集体出资清淤，预算两万元。",
        "meeting": "representatives",
        **steps(**changes),
    }


def decided(county: County, before: Ref | None = None, **changes: str) -> Version:
    """The record as a draft."""
    return written(county, typed(**changes), kind="decision", before=before)


def errors(draft: Version) -> list[tuple[str, int | None]]:
    """Codes and steps of the errors of a draft."""
    return [(one.code, one.row) for one in queries.doubts_of(Ref(draft.ref)) if one.severity == "error"]


def test_a_decision_that_was_taken_rightly_goes_through_and_says_so(county: County) -> None:
    draft = decided(county)
    assert errors(draft) == []
    assert {one.code for one in queries.doubts_of(Ref(draft.ref))} == {"minutes_missing"}
    done = publish(county, draft)
    page = queries.public_page(Ref(done.publication_id))
    assert page.kind == "decision" and page.content.carried
    assert [step.name for step in page.content.steps] == ["党支部提议", "村两委商议", "党员大会审议", "村民代表会议"]
    assert b'"carried":true' in queries.public_json(Ref(done.publication_id))
    parts = abouts.parts_of(Ref(done.publication_id))
    assert [part.voucher for part in parts] == ["第 1 段", "第 1 步", "第 2 步", "第 3 步", "第 4 步"]
    assert [part.number for part in parts] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"s3_present": "27", "s3_agree": "25"}, [("present_short", 3)]),  # 27 of 42 are less than two thirds
        ({"s3_present": "28", "s3_agree": "26"}, []),
        ({"s3_agree": "21", "s3_against": "8"}, [("agree_short", 3)]),  # half of those due is not over half
        ({"s3_agree": "22", "s3_against": "7"}, []),
        ({"s4_present": "29", "s4_agree": "27"}, [("present_short", 4)]),
        ({"s4_present": "29", "s4_agree": "27", "meeting": "villagers"}, []),
        ({"s4_agree": "20", "s4_against": "19"}, [("agree_short", 4)]),
        ({"s2_agree": "9"}, [("votes_mismatch", 2)]),
        ({"s1_present": "6", "s1_agree": "6"}, [("votes_mismatch", 1)]),
        ({"s4_day": "2023-04-01"}, [("dates_out_of_order", 4)]),
        ({"s1_day": ""}, [("day_missing", 1)]),
        ({f"s2_{key}": "" for key in ("day", "place", "opinion", *entry.COUNTS)}, [("step_missing", 2)]),
    ],
)
def test_what_is_not_enough_is_an_error_of_its_step(county: County, changes: Any, found: Any) -> None:
    assert errors(decided(county, **changes)) == found


def test_an_error_stops_the_way_until_it_has_a_reason(county: County) -> None:
    draft = decided(county, s3_present="20", s3_agree="18")
    with pytest.raises(actions.NotReady):
        actions.submit(Ref(draft.ref), excuses={}, reason="", by=county["clerk"], at=AT)
    keys = {one.key: "党员外出务工多，已在线上补议" for one in queries.doubts_of(Ref(draft.ref)) if one.open}
    done = publish(county, draft, excuses=keys)
    step = queries.public_page(Ref(done.publication_id)).content.steps[2]
    assert not step.verdict.came and not step.verdict.carried, "the reason settles the way, not the count"


def test_the_result_is_published_as_the_second_of_the_two(county: County) -> None:
    done = publish(county, decided(county))
    later = {"result": "5月已完工，花了一万八千元。", "result_on": "2023-05-30"}
    with pytest.raises(Invalid, match="哪一天"):
        decided(county, before=Ref(done.ref), result="完工了")
    second = publish(county, decided(county, before=Ref(done.ref), **later), reason="公开实施结果")
    page = queries.public_page(Ref(second.publication_id))
    assert second.publication_id == done.publication_id and page.number == 2
    assert page.content.result_on == dt.date(2023, 5, 30) and "完工" in page.content.results[0].plain
    assert queries.public_page(Ref(done.publication_id), number=1).content.results == ()
    assert any(one.did == "disclosure:text:write" for one in trail.openings())


def test_minutes_lie_beside_their_step(county: County) -> None:
    key = "k" * 26
    minutes = kept(county, key, papers.scan(), name="纪要.pdf", place="step3")
    form = typed() | {f"place.{minutes}": "step3", f"words.{minutes}": "党员大会纪要", "looked": "yes"}
    draft = written(county, form, kind="decision", key=key)
    assert [one.row for one in queries.doubts_of(Ref(draft.ref)) if one.code == "minutes_missing"] == [1, 2, 4]
    facts = queries.public_page(Ref(publish(county, draft).publication_id)).content
    assert facts.steps[2].files[0].words == "党员大会纪要" and facts.files == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"meeting": ""}, "最后一步"),
        ({"s1_due": "五个"}, "整数"),
        ({"body": ""}, "决议内容"),
        ({"item": "CW02"}, "公开目录"),
        ({"result_on": "2023-05-30"}, "还没有写结果"),
        ({"s2_day": "昨天"}, "看不懂"),
    ],
)
def test_what_cannot_be_written_says_which_field(county: County, changes: dict[str, str], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decided(county, **changes)


counts = st.integers(0, 400)


@given(counts, counts, counts, st.sampled_from([(3, ""), (4, "representatives"), (4, "villagers"), (1, ""), (2, "")]))
def test_shares_are_those_of_the_rule_worked_out_with_fractions(due: int, present: int, agree: int, which: Any) -> None:
    rule = quorum.rule(*which)
    found = judge(Counted(due, present, agree, 0, 0), rule)
    for said, share, number, total in (
        (found.came, rule.present, present, due),
        (found.carried, rule.agree, agree, due if rule.agree.of == "due" else present),
    ):
        limit = Fraction(share.part, share.whole)
        wanted = total > 0 and (Fraction(number, total) > limit if share.over else Fraction(number, total) >= limit)
        assert said is wanted


@given(st.integers(1, 300), st.data())
def test_one_voice_more_never_undoes_a_decision(due: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, due))
    agree = data.draw(st.integers(0, max(present - 1, 0)))
    for number in range(1, 5):
        rule = quorum.rule(number, "representatives")
        less = judge(Counted(due, present, agree, 0, 0), rule)
        more = judge(Counted(due, present, agree + 1, 0, 0), rule)
        assert more.carried or not less.carried
