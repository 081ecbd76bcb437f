"""A household says in public what it does not understand; nobody deletes it; what names a cadre never stands there."""

import pytest

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.cases.models import Case
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import flood, ratings, voicereads, voices, witness
from xiaowei.disclosure.models import Rating, RatingStep, Revision
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify

UNCLEAR, DOUBTS = 2, 3
WORDS = "沙袋这一笔是哪个沟用的，看不懂。"


@pytest.fixture(autouse=True)
def fresh() -> None:
    flood.forget()


@pytest.fixture
def publication(county: County) -> Ref:
    return Ref(way.published(county).publication_id)


def say(
    publication: Ref, words: str = WORDS, *, grade: int = UNCLEAR, household: Ref | None = None, line: Ref | None = None
) -> voices.Spoken:
    return voices.rate_aloud(
        publication,
        line=line,
        grade=grade,
        words=words,
        household=household or new_ref(),
        form_key=new_ref(),
        source="10.0.0.9",
        at=AT,
        wall=AT,
    )


def shown(county: County, publication: Ref) -> tuple[voicereads.Voice, ...]:
    return voicereads.public_voices(publication, village=county.village)


def do(
    county: County, move: str, part: str, words: str = "沙袋用在东沟，单据已贴出。", *, ref: Ref, seen: int = 0
) -> None:
    voices.move(ref, move, words=words, seen=seen, by=county[part], at=AT)


def test_words_stand_beside_the_publication_and_the_publisher_answers(county: County, publication: Ref) -> None:
    before = Revision.objects.get(village=county.village).number
    ref = say(publication).rated.ref
    assert Revision.objects.get(village=county.village).number > before
    (voice,) = shown(county, publication)
    assert (voice.words, voice.label, voice.answers) == (WORDS, "看不懂", ())
    told = set(Outbox.objects.filter(about=ref).values_list("person", flat=True))
    assert told == {county["clerk"], county["secretary"]}
    do(county, "answer", "clerk", ref=ref)
    (voice,) = shown(county, publication)
    assert voice.answers[0].words == "沙袋用在东沟，单据已贴出。" and voice.answers[0].name == "赵丁卯"
    assert verify([witness]).ok
    RatingStep.objects.update(words="改过")
    assert not verify([witness]).ok


def test_a_doubt_with_words_opens_a_case_with_a_clock(county: County, publication: Ref) -> None:
    spoken = say(publication, grade=DOUBTS)
    assert spoken.case is not None and Case.objects.get(pk=spoken.case.case).lane == "village"
    assert shown(county, publication) == () and Rating.objects.get().words == ""


@pytest.mark.parametrize("words", ["韩主任把沙袋拉回自己家了", "韩丙辰说的和这里写的不一样", "会计吃回扣"])
def test_words_about_a_cadre_never_stand_in_the_village(county: County, publication: Ref, words: str) -> None:
    spoken = say(publication, words)
    assert spoken.case is not None and Case.objects.get(pk=spoken.case.case).lane == "discipline"
    assert shown(county, publication) == () and not Rating.objects.exclude(words="").exists()
    assert not Outbox.objects.filter(person__in=[county["clerk"], county["head"], county["secretary"]]).filter(
        about__in=[spoken.rated.ref, spoken.case.case]
    )


def test_a_household_speaks_once(county: County, publication: Ref) -> None:
    ours = new_ref()
    say(publication, household=ours)
    again = say(publication, "再说一遍", household=ours)
    assert not again.rated.first and [voice.words for voice in shown(county, publication)] == [WORDS]


def test_the_publisher_cannot_hide_what_he_does_not_like(county: County, publication: Ref) -> None:
    ref = say(publication).rated.ref
    for part in ("clerk", "secretary", "head", "both", "baita_clerk"):
        with pytest.raises(NotFound):
            do(county, "hide", part, ref=ref)
    for part in ("head", "both", "discipline", "city"):
        with pytest.raises(NotFound):
            do(county, "ask", part, ref=ref)
    with pytest.raises(voices.NotNow):
        do(county, "keep", "discipline", ref=ref)  # nobody asked
    do(county, "ask", "clerk", "里面有邻居的病情", ref=ref)
    with pytest.raises(voices.NotNow):
        do(county, "ask", "secretary", "再请一次", ref=ref, seen=1)
    do(county, "keep", "discipline", "是意见，不是个人信息", ref=ref, seen=1)
    assert shown(county, publication)[0].words == WORDS
    do(county, "ask", "clerk", "第二句写了病情", ref=ref, seen=2)
    do(county, "hide", "discipline_head", "写了别人的病情", ref=ref, seen=3)
    (voice,) = shown(county, publication)
    assert voice.words == "" and voice.hidden is not None and voice.hidden.words == "写了别人的病情"
    with pytest.raises(voices.NotNow):
        do(county, "answer", "clerk", ref=ref, seen=4)
    assert verify([witness]).ok


def test_two_at_once_and_empty_words_and_long_ones(county: County, publication: Ref) -> None:
    ref = say(publication).rated.ref
    do(county, "answer", "clerk", ref=ref)
    with pytest.raises(voices.Busy):
        do(county, "answer", "secretary", ref=ref, seen=0)
    for words in (" \n", "长" * 501):
        with pytest.raises(Invalid):
            do(county, "answer", "secretary", words, ref=ref, seen=1)
    with pytest.raises(Invalid):
        say(publication, "长" * 301)
    with pytest.raises(NotFound):
        say(publication, line=new_ref())


def test_numbers_of_people_are_never_public(county: County, publication: Ref) -> None:
    say(publication, "电话15400000001，身份证990101199001011234，请回")
    (voice,) = shown(county, publication)
    assert "15400000001" not in voice.words and "990101199001011234" not in voice.words


def test_the_list_of_the_village_holds_only_its_own(county: County, publication: Ref) -> None:
    ref = say(publication).rated.ref
    for part in ("clerk", "secretary", "discipline"):
        assert [voice.ref for _p, voice in voicereads.voices_for(county[part], at=AT)] == [ref]
    for part in ("head", "both", "baita_clerk", "mayor"):
        assert voicereads.voices_for(county[part], at=AT) == []


def test_everything_else_is_done_before_the_trail_takes_its_one_row(
    county: County, publication: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing takes the village's revision first, then the head: the other way round the two wait for each other."""
    order: list[str] = []
    bump, record = voices.bump, ratings.trail.record
    monkeypatch.setattr(voices, "bump", lambda village: (order.append("revision"), bump(village)))
    monkeypatch.setattr(ratings.trail, "record", lambda *a, **k: (order.append("trail"), record(*a, **k))[1])
    say(publication)
    assert order == ["revision", "trail"]
