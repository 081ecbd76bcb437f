"""The month goes to the group: at its moment once, what is late as a supplement, and nothing that is not public."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, County, book
from tests.threads import together
from xiaowei.base import revisions
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.cases import actions as cases
from xiaowei.courier import carrying, groups, queries
from xiaowei.courier import witness as courier_witness
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import digest, digests, due, witness
from xiaowei.disclosure.models import Digest, DigestDue
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify

MAY = dt.date(2023, 5, 1)
MOMENT = dt.datetime(2023, 6, 11, 9, tzinfo=CHINA)
LATE = dt.datetime(2023, 6, 20, 16, tzinfo=CHINA)


@pytest.fixture
def group(county: County) -> Ref:
    return groups.open_group(county.village, name="下宫村村群", publisher=county["clerk"], by=None, at=AT)


def cards(county: County) -> tuple[digests.DigestFacts, ...]:
    return digests.cards(county.village)


def message(of: digests.DigestFacts) -> Outbox:
    return Outbox.objects.exclude(group="").get(about=of.ref)


def whole_trail() -> bool:
    return verify([witness, courier_witness]).ok


def test_it_is_told_at_its_moment_once(county: County, group: Ref) -> None:
    way.published(county)
    assert digest.sweep(at=MOMENT - dt.timedelta(seconds=1)) == 0 and not cards(county)
    before = revisions.announced(revisions.pages_folder() / county.village)
    assert digest.sweep(at=MOMENT) >= 1
    card = cards(county)[0]
    assert (card.heading, card.income, card.expense, card.closing) == (
        "下宫村 2023年5月 公开",
        480_000,
        150_000,
        1_330_000,
    )
    assert [one.title for one in card.told] == ["财务收支明细"]
    assert set(card.missing) == {
        "三会一课、主题党日",
        "工程项目全流程",
        "接待、差旅、车辆、办公费",
    }  # due on the 10th, too
    assert message(card).state == "waiting" and message(card).text == card.text and len(card.text) <= digests.LONGEST
    told = Outbox.objects.get(kind="disclosure.digest_ready")
    assert told.person == county["clerk"] and "下宫村村群" in told.text
    assert [digest.sweep(at=MOMENT + dt.timedelta(hours=n)) for n in range(3)] == [0, 0, 0]
    assert digests.cards(county.liugou) == ()  # neither a group nor anything published there
    assert before <= revisions.announced(revisions.pages_folder() / county.village)
    assert whole_trail()


@pytest.mark.django_db(transaction=True)
def test_however_many_clocks_there_are() -> None:
    from tests.county import build

    county = build()
    groups.open_group(county.village, name="群", publisher=county["clerk"], by=None, at=AT)
    way.published(county)
    due.expect_all(MOMENT)
    together(*[lambda: digest.sweep(at=MOMENT)] * 4)
    assert Digest.objects.count() == 1 and Outbox.objects.exclude(group="").count() == 1
    assert whole_trail()


def test_what_is_not_in_the_group_yet_is_replaced_by_a_newer_one(county: County, group: Ref) -> None:
    way.published(county)
    digest.sweep(at=MOMENT)
    first = cards(county)[0]
    way.published(county, ledger=book(closing=1_330_001), reason="更正", at=LATE)
    assert digest.sweep(at=LATE) == 1
    newer = cards(county)[0]
    assert len(cards(county)) == 1 and newer.whole and newer.closing == 1_330_001
    assert (message(first).state, message(newer).state) == ("withdrawn", "waiting")
    with pytest.raises(carrying.MarkedMeanwhile):  # the publisher still had the old one on his screen
        carrying.forwarded(Ref(message(first).ref), by=county["clerk"], at=LATE)
    assert digests.digest(first.ref).closing == 1_330_000  # an old link still answers
    assert whole_trail()


def test_what_comes_late_is_a_supplement_to_what_is_in_the_group(county: County, group: Ref) -> None:
    digest.sweep(at=MOMENT - dt.timedelta(days=1))
    assert digest.sweep(at=MOMENT) == 1
    first = cards(county)[0]
    assert first.told == () and "财务收支明细" in first.missing and first.income is None
    carrying.forwarded(Ref(message(first).ref), by=county["clerk"], at=MOMENT)
    way.published(county, at=LATE)
    assert digest.sweep(at=LATE) == 1 and digest.sweep(at=LATE) == 0
    late, same = cards(county)
    assert same == first and not late.whole and late.heading == "下宫村 2023年5月 补充公开"
    assert [one.title for one in late.told] == ["财务收支明细"] and late.closing == 1_330_000 and late.missing == ()
    assert (message(first).state, message(late).state) == ("sent", "waiting")
    way.published(county, ledger=book(closing=1_330_001), reason="更正", at=LATE)
    digest.sweep(at=LATE)  # the supplement, forwarded or not, speaks beside what is in the group already
    newest = cards(county)[0]
    assert "（更正）" in newest.text and [one.number for one in newest.told] == [2]
    assert whole_trail()


def test_a_quarter_that_missed_its_day_is_in_the_next_digest(county: County, group: Ref) -> None:
    digest.sweep(at=dt.datetime(2023, 7, 11, 9, tzinfo=CHINA))
    june = next(card for card in cards(county) if card.month == dt.date(2023, 6, 1))
    assert not any("季度" in title for title in june.missing)  # due on the 20th
    digest.sweep(at=dt.datetime(2023, 8, 11, 9, tzinfo=CHINA))
    july = next(card for card in cards(county) if card.month == dt.date(2023, 7, 1))
    assert "2023年第二季度 资产台账变动" in july.missing and "财务收支明细" in july.missing
    assert "2023年6月 财务收支明细" not in july.missing  # told in June's already
    assert whole_trail()


def test_drafts_that_nobody_saw_make_no_correction(county: County, group: Ref) -> None:
    digest.sweep(at=MOMENT - dt.timedelta(days=1))
    digest.sweep(at=MOMENT)
    carrying.forwarded(Ref(message(cards(county)[0]).ref), by=county["clerk"], at=MOMENT)
    way.drafted(county, ledger=book(closing=1_330_001))
    way.published(county, at=LATE)
    digest.sweep(at=LATE)
    late = cards(county)[0]
    assert [one.number for one in late.told] == [2] and "新公开 1 项" in late.text and "更正" not in late.text


def test_the_publisher_has_it_at_once_and_others_have_not(county: County, group: Ref) -> None:
    with pytest.raises(Invalid, match="没有可说的"):
        digest.make(county.village, MAY, by=county["clerk"], at=AT)
    way.published(county)
    for part in ("head", "supervisor", "agency", "baita_clerk", "both"):
        with pytest.raises(NotFound):
            digest.make(county.village, MAY, by=county[part], at=AT)
    made = digest.make(county.village, MAY, by=county["clerk"], at=AT)
    assert digest.make(county.village, MAY, by=county["secretary"], at=AT) == made  # nothing new to say
    assert Outbox.objects.exclude(group="").count() == 1
    second = groups.open_group(county.village, name="二组群", publisher=county["secretary"], by=None, at=AT)
    digest.make(county.village, MAY, by=county["secretary"], at=AT)
    assert [one.about for one in queries.messages_of([second])] == [made]
    carrying.forwarded(Ref(Outbox.objects.get(group=group).ref), by=county["clerk"], at=AT)
    digest.sweep(at=MOMENT)  # at its moment it adds what was missing by then
    assert [one.whole for one in cards(county)] == [False, True] and cards(county)[0].missing
    assert whole_trail()


def test_one_village_that_fails_does_not_stop_the_others(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    for village in (county.village, county.liugou):
        DigestDue.objects.create(village=village, month=MAY, next_due_at=MOMENT)
    real = digest._make

    def broken(village: Ref, *args: Any, **named: Any) -> Any:
        if village == county.village:
            raise KeyError("x")
        return real(village, *args, **named)

    monkeypatch.setattr(digest, "_make", broken)
    assert digest.sweep(at=MOMENT) == 1 and not cards(county) and digests.cards(county.liugou)
    monkeypatch.undo()
    assert digest.sweep(at=MOMENT) == 0
    assert digest.sweep(at=MOMENT + digest.AFTER_FAILURE) == 1 and cards(county)


def test_when_the_publisher_has_left_whoever_may_is_told(county: County, group: Ref) -> None:
    from xiaowei.roster import actions as roster
    from xiaowei.roster import queries as people

    way.published(county)
    roster.end_post(people.posts_of(county["clerk"], at=AT)[0].post, until=dt.date(2023, 6, 10), by=None, at=AT)
    digest.sweep(at=MOMENT)
    assert Outbox.objects.get(kind="disclosure.digest_ready").person == county["secretary"]
    carrying.forwarded(Ref(message(cards(county)[0]).ref), by=county["secretary"], at=MOMENT)


def test_nothing_that_anybody_reported_shows_in_it(county: County, group: Ref) -> None:
    way.published(county)
    digest.sweep(at=MOMENT)
    quiet = [(card.text, card.told, card.missing, card.heading) for card in cards(county)]
    words = [Outbox.objects.exclude(group="").get().text]
    for n, about in enumerate(("村主任韩丙辰把低保给了亲戚", "书记陶乙丑收了红包", "路灯不亮")):
        new = cases.NewCase(county.village, "appeal", about)
        cases.open_case(new, form_key=f"{n:032x}", at=LATE)
    due_row = DigestDue.objects.get(village=county.village, month=MAY)
    DigestDue.objects.filter(pk=due_row.pk).update(next_due_at=LATE)
    assert digest.sweep(at=LATE) == 0
    assert [(card.text, card.told, card.missing, card.heading) for card in cards(county)] == quiet
    assert [row.text for row in Outbox.objects.exclude(group="")] == words
    for name in ("韩丙辰", "陶乙丑", "赵丁卯", "反映", "举报", "件"):
        assert name not in words[0]


@pytest.mark.parametrize(
    "change", [{"text": "改过"}, {"income": 1}, {"missing": ["财务收支明细"]}, {"month": dt.date(2023, 4, 1)}]
)
def test_a_digest_changed_by_hand_is_named(county: County, change: dict[str, Any]) -> None:
    way.published(county)
    digest.sweep(at=MOMENT)
    assert whole_trail()
    Digest.objects.update(**change)
    assert not whole_trail()
    Digest.objects.all().delete()
    assert not whole_trail()


def test_an_unknown_digest_is_not_found(county: County) -> None:
    with pytest.raises(NotFound):
        digests.digest(new_ref())
