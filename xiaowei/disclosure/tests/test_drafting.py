"""A list's drafts are written at once: none when somebody comes in between, and the trail vouches for every one."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.county import AT
from xiaowei.base.refs import Ref, new_refs
from xiaowei.base.refusals import NotFound
from xiaowei.benefits import witness as benefits_witness
from xiaowei.benefits.models import Batch
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import actions, drafting, witness
from xiaowei.disclosure.contents import BATCH
from xiaowei.disclosure.models import Publication, Step, Version
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import SHANGGONG, Township, a_list, take
from xiaowei.ops.verify import verify
from xiaowei.trail.models import Entry

WITNESSES = [witness, benefits_witness]
TITLE = "青石镇2023年耕地地力保护补贴发放公示表"


@pytest.fixture
def town(db: None) -> Township:
    return township.build()


def a_file(*villages: str, amount: str = "131.42") -> bytes:
    names = ("郑乙巳", "王丙午", "冯丁未", "陈戊申")
    rows = [[n, v, "一组", names[n - 1], "", "1.00", amount, ""] for n, v in enumerate(villages, start=1)]
    return a_list(rows, title=TITLE)


def test_a_second_list_replaces_the_unfinished_drafts_of_the_first(town: Township) -> None:
    take(town["office"], a_file("下宫村", "上宫村", "上宫村"), key="a" * 32)
    first = set(Version.objects.values_list("pk", flat=True))
    own = Ref(Version.objects.get(village=town.village).pk)
    actions.submit(own, excuses={}, reason="", by=town["clerk"], at=AT)
    take(town["office"], a_file("下宫村", "上宫村", "上宫村", amount="141.42"), key="b" * 32)
    states = dict(Version.objects.values_list("pk", "state"))
    assert len(states) == 4 and {state for pk, state in states.items() if pk in first} == {"superseded"}
    assert Publication.objects.count() == 2 and set(Version.objects.values_list("number", flat=True)) == {1, 2}
    assert list(Step.objects.filter(version=own).values_list("move", "seq")) == [
        ("make", 1), ("submit", 2), ("supersede", 3),
    ]  # fmt: skip
    told = Outbox.objects.filter(kind=drafting.TELL).values_list("person", flat=True)
    assert sorted(told) == sorted([town["clerk"], town["neighbour"]] * 2)
    assert verify(WITNESSES).ok


def test_whoever_comes_in_between_leaves_none_of_them(town: Township) -> None:
    take(town["office"], a_file("下宫村", "上宫村"), key="a" * 32)
    contents = {Ref(batch): "{}" for batch in Batch.objects.values_list("pk", flat=True)}
    with pytest.raises(NotFound):
        drafting.plan(BATCH, contents, by=town["clerk"], at=AT)  # one of them is his neighbour's
    late = drafting.plan(BATCH, contents, by=town["office"], at=AT)
    take(town["office"], a_file("上宫村", amount="141.42"), key="b" * 32)
    before = Version.objects.count(), Step.objects.count(), Entry.objects.count(), Outbox.objects.count()
    with pytest.raises(actions.Busy), transaction.atomic():
        drafting.make(late, by=town["office"], at=AT)
    assert before == (Version.objects.count(), Step.objects.count(), Entry.objects.count(), Outbox.objects.count())
    assert Version.objects.filter(village=town.village, state="draft").exists()


def test_a_new_publication_that_somebody_made_meanwhile_is_nobodys_second(town: Township) -> None:
    take(town["office"], a_file("下宫村", "上宫村"), key="a" * 32)
    contents = {Ref(batch): "{}" for batch in Batch.objects.values_list("pk", flat=True)}
    Step.objects.all().delete()
    Version.objects.all().delete()
    Publication.objects.all().delete()
    both = drafting.plan(BATCH, contents, by=town["office"], at=AT)
    other = drafting.plan(BATCH, dict(list(contents.items())[:1]), by=town["office"], at=AT)
    with transaction.atomic():
        drafting.make(other, by=town["office"], at=AT)
    with pytest.raises(actions.Busy), transaction.atomic():
        drafting.make(both, by=town["office"], at=AT)
    assert Publication.objects.count() == Version.objects.count() == 1


def test_one_village_or_many_take_as_many_statements(town: Township) -> None:
    def statements(*villages: str) -> int:
        take(town["office"], a_file(*villages), key=villages[0] * 16)
        batches = Batch.objects.filter(entered=True).values_list("pk", flat=True)
        fresh = [ref for ref in batches if ref not in seen]
        seen.update(fresh)
        Step.objects.all().delete()
        Version.objects.all().delete()
        Publication.objects.all().delete()
        planned = drafting.plan(BATCH, {Ref(ref): "{}" for ref in fresh}, by=town["office"], at=AT)
        with transaction.atomic(), CaptureQueriesContext(connection) as told:
            drafting.make(planned, by=town["office"], at=AT)
        return len(told)

    seen: set[str] = set()
    assert statements("下宫村") <= statements("上宫村", "下宫村", "东岭村") <= 15
    assert town.villages[SHANGGONG]


def test_many_references_are_as_good_as_one() -> None:
    found = new_refs(50)
    assert len(set(found)) == 50 and all(len(ref) == 26 for ref in found) and new_refs(0) == []
