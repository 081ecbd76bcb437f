"""The large county, very small: every kind of content through the verbs, once, and the trail vouches for all of it."""

import datetime as dt

import pytest

from xiaowei.base import clock
from xiaowei.base.clock import CHINA
from xiaowei.benefits.models import Row
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.contents import KINDS
from xiaowei.disclosure.models import Version
from xiaowei.finance.models import Line
from xiaowei.ops import demo_county, verify
from xiaowei.ops.large import load, places, plan
from xiaowei.ops.large.size import TINY, WHOLE
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.arealist import AreaRow
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db(transaction=True)

AT = dt.datetime(2026, 7, 30, 9, tzinfo=CHINA)  # the month that is over ends a quarter, so that every kind is owed


@pytest.fixture(autouse=True)
def nothing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "NEVER", 0)
    monkeypatch.setattr(plan, "LATE", 0)


def test_a_village_publishes_its_year_once_and_goes_on_where_it_was_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    demo_county.load(load.since(TINY, at=AT))
    load.load(TINY, at=AT)
    size = trail.head().size
    load.load(TINY, at=AT)
    assert trail.head().size == size
    assert "2/2 villages" in capsys.readouterr().err

    (township,) = places.townships(TINY)
    villages = [places.village_ref(code) for code in township.villages]
    versions = Version.objects.filter(village__in=villages)
    assert set(versions.values_list("content_kind", flat=True)) == set(KINDS)
    assert set(versions.values_list("state", flat=True)) == {"published"}
    assert all(len(published.published_in(village, limit=None)) == 11 for village in villages)
    assert Line.objects.filter(ledger__village__in=villages).exists()
    fits = Row.objects.filter(batch__village__in=villages).values_list("fit", flat=True)
    assert set(fits) == {"matched"}
    assert verify.verify().ok


def test_it_is_loaded_into_nobodys_installation() -> None:
    at = clock.now()
    demo_county.load(at)
    row = AreaRow(2, "990101400", "别处镇", demo_county.COUNTY, "township")
    roster.import_areas([row], by=None, at=at)
    with pytest.raises(load.NotEmpty, match="别处镇"):
        load.load(TINY, at=at)
    assert queries.area_by_code("990101300") is None


def test_the_places_are_as_many_as_said_and_their_people_are_nobody_twice() -> None:
    townships = places.townships(WHOLE)
    codes = [code for one in townships for code in one.villages]
    assert (len(codes), len(set(codes))) == (320, 320)
    idents = [ident for code in codes for _group, _name, ident in places.heads(code, WHOLE)]
    assert len(set(idents)) == len(idents) and all(one.startswith("99") for one in idents)
