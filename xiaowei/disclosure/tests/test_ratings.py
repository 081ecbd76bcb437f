"""One tap counts once, a flood does not count at all, and a number of opens tells nothing about anybody."""

import datetime as dt
from typing import Any

import pytest

from tests.county import AT, County
from tests.threads import together
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound, Throttled
from xiaowei.disclosure import flood, opens, queries, ratings, witness
from xiaowei.disclosure.models import Opens, Rating
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify


@pytest.fixture(autouse=True)
def fresh() -> None:
    flood.forget()
    opens._counted.clear()


def give(publication: Ref, grade: int = 1, *, form: str = "", source: str = "10.0.0.9", **who: Any) -> ratings.Rated:
    return ratings.rate(publication, grade=grade, form_key=form or new_ref(), source=source, at=AT, wall=AT, **who)


def anonymous(publication: Ref) -> ratings.Grades:
    return queries.ratings(publication).anonymous


def test_a_form_counts_once_with_its_first_grade(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    assert give(publication, 3, form="a").grade == 3
    assert give(publication, 3, form="a").grade == 3
    assert give(publication, 1, form="a").grade == 3
    give(publication, 1, form="b")
    assert anonymous(publication) == (1, 0, 1) and anonymous(new_ref()) == (0, 0, 0)
    row = Rating.objects.get(grade=3)
    assert row.day == AT.date() and row.number == 1 and {f.name for f in Rating._meta.fields} == {
        "ref", "publication", "line", "number", "scale", "grade", "bound", "words", "day", "form",
    }  # fmt: skip
    assert verify([witness]).ok
    Rating.objects.filter(pk=row.pk).update(grade=1)
    assert not verify([witness]).ok


def test_a_household_counts_once_a_version_and_apart_from_everybody_else(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    ours, theirs = new_ref(), new_ref()
    line = next(iter(queries.public_parts(publication, number=1))).ref
    assert give(publication, 2, household=ours).first
    again = give(publication, 1, household=ours)
    assert not again.first and again.grade == 2
    give(publication, 1, household=theirs)
    give(publication, 3, household=ours, line=line)
    give(publication, 3)
    counted = queries.ratings(publication)
    assert counted.households == (1, 1, 0) and counted.anonymous == (0, 0, 1)
    said = ratings.rated_by(publication, household=ours)
    assert said is not None and said.grade == 2
    assert ratings.rated_by(publication, household=new_ref()) is None
    # which household it was, no row says
    assert not any(ours in str(value) for row in Rating.objects.values() for value in row.values())
    way.published(county, reason="少写一笔")
    assert give(publication, 1, household=ours).first
    assert verify([witness]).ok


def test_what_was_asked_before_is_kept_and_counted_no_more(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    give(publication)
    Rating.objects.update(scale="satisfaction")
    assert anonymous(publication) == (0, 0, 0)


def test_what_is_not_public_or_no_grade_is_not_rated(county: County) -> None:
    draft = way.drafted(county)
    for stranger in (Ref(draft.publication_id), new_ref()):
        with pytest.raises(NotFound):
            give(stranger)
    publication = Ref(way.published(county).publication_id)
    for grade in (0, 4, 9):
        with pytest.raises(Invalid):
            give(publication, grade)


def test_nobody_floods_a_publication_and_a_village_behind_one_address_is_heard(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    for _ in range(flood.TRIES):
        give(publication)
    with pytest.raises(Throttled):
        give(publication)
    give(publication, source="10.0.0.10")
    later = AT + flood.BACK
    ratings.rate(publication, grade=1, form_key=new_ref(), source="10.0.0.9", at=AT, wall=later)
    assert sum(anonymous(publication)) == flood.TRIES + 2


def test_shares_are_told_from_five_on_and_only_roughly(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    for grade in (1, 1, 2, 3):
        give(publication, grade)
    assert ratings.public_shares(publication, bound=False) is None
    give(publication, 1)
    assert ratings.public_shares(publication, bound=False) == (60, 20, 20)
    give(publication, 1)
    assert ratings.public_shares(publication, bound=False) == (65, 15, 15)


def test_the_trail_dates_a_rating_to_its_day(county: County) -> None:
    from xiaowei.trail import queries as trail

    give(Ref(way.published(county).publication_id))
    row = Rating.objects.get()
    index = trail.index_of(Ref(row.ref))
    assert index is not None and trail.entry(index).at == dt.datetime(2023, 6, 5, tzinfo=CHINA)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_counts_once() -> None:
    from tests.county import build

    publication = Ref(way.published(build()).publication_id)
    together(*[lambda: give(publication, form="same")] * 4)
    assert anonymous(publication) == (1, 0, 0)
    assert verify([witness]).ok


@pytest.mark.django_db
def test_opens_are_counted_in_memory_and_written_together() -> None:
    one, other = new_ref(), new_ref()
    for _ in range(3):
        opens.count(one)
    opens.count(other)
    assert queries.opens(one) == 0
    assert opens.flush() == 2 and opens.flush() == 0
    opens.count(one)
    opens.flush()
    assert queries.opens_of([one, other, new_ref()])[one] == 4 and queries.opens(other) == 1
    assert {f.name for f in Opens._meta.fields} == {"about", "number"}


@pytest.mark.django_db
def test_what_cannot_be_written_now_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    one = new_ref()
    opens.count(one)

    def locked(*_args: object) -> None:
        raise OperationalError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(opens, "_add", locked)
        assert opens.flush() == 0
    opens.count(one)
    assert opens.flush() == 1 and queries.opens(one) == 2


@pytest.mark.django_db(transaction=True)
def test_processes_add_up() -> None:
    one = new_ref()
    together(*[lambda: opens._add(one, 5)] * 4)
    assert queries.opens(one) == 20
