"""What was taken back is found no more, neither at once nor ever; and it does not keep the rest from being found."""

import pytest

from tests.county import AT, appoint
from xiaowei.base.refs import Ref
from xiaowei.disclosure import withdrawal
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import tables, township
from xiaowei.disclosure.tests.township import Township
from xiaowei.insight import search, searchsweep
from xiaowei.insight.models import SearchLine
from xiaowei.roster import actions as roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Township:
    town = township.build(households=False)
    leader = roster.add_person("孙丙子", by=None, at=AT)
    appoint(leader, "township_leader", "990101100")
    town.people["leader"] = leader
    return town


def take_back(town: Township, publication: Ref) -> None:
    version = Ref(Version.objects.get(publication=publication).ref)
    how = {"reason": "备注里写了别人家的病情", "ground": "privacy"}
    asked = withdrawal.ask_withdrawal(version, **how, by=town["clerk"], at=AT)
    withdrawal.approve_withdrawal(asked, by=town["leader"], at=AT)


def test_at_once_and_for_good(town: Township) -> None:
    publication = tables.publish(town)
    searchsweep.sweep(at=AT)
    assert search.search(town.village, "光伏").hits
    take_back(town, publication)
    assert search.search(town.village, "光伏").hits == ()  # the index does not know it yet
    searchsweep.sweep(at=AT)
    assert search.search(town.village, "光伏").hits == ()
    assert not SearchLine.objects.filter(publication=publication).exists()


def test_taken_back_before_it_was_ever_indexed(town: Township) -> None:
    take_back(town, tables.publish(town))
    kept = tables.publish(town, title="青石镇下宫村农机具登记表")
    searchsweep.sweep(at=AT)
    assert {hit.publication.ref for hit in search.search(town.village, "光伏").hits} == {kept}
    assert searchsweep.sweep(at=AT) == 0
