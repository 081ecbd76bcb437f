"""The village's record is searched: what is public is found, what is not or no more is not, and only at home."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.villager.tests.village import AT, Village
from xiaowei.insight import search, searchsweep, wordindex
from xiaowei.insight.models import SearchLine

pytestmark = pytest.mark.django_db


def found(village: Village, query: str) -> list[str]:
    return [hit.summary for hit in search.search(village.ref, query).hits]


@pytest.fixture
def village() -> Village:
    return Village()


def test_a_villager_finds_a_line_by_words_amount_and_day(village: Village) -> None:
    searchsweep.sweep(at=AT)
    assert found(village, "下水道") == ["记-2 付村内下水道清淤（挖机3小时）"]
    assert len(found(village, "900元")) == 1
    assert len(found(village, "2400")) == 1
    assert len(found(village, "2023年5月31日")) == 1
    assert len(found(village, "2023年5月")) == 4  # three lines and the title of the month
    assert len(found(village, "清淤 900.00")) == 1
    assert found(village, "清淤 901") == []
    assert len(found(village, "淤")) == 1  # a single character, too
    assert found(village, "道付") == []  # the pair stands in no line, whatever its halves do
    assert found(village, "") == []


def test_the_neighbour_finds_nothing_of_ours(village: Village) -> None:
    searchsweep.sweep(at=AT)
    assert search.search(village.neighbour, "下水道").hits == ()


def test_a_corrected_month_is_found_once_and_only_as_it_reads_now(village: Village) -> None:
    searchsweep.sweep(at=AT)
    village.publish(reason="上月结余写错了", opening=4_821_500)
    # between the correction and the sweep nothing of the old version is shown
    assert found(village, "清淤") == []
    searchsweep.sweep(at=AT)
    hits = search.search(village.ref, "清淤").hits
    assert [hit.publication.version for hit in hits] == [2]
    assert set(SearchLine.objects.values_list("number", flat=True)) == {2}
    assert searchsweep.sweep(at=AT) == 0  # and then there is nothing left to do


def test_a_sweep_that_was_cut_off_goes_on(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searchsweep, "CHUNK", 1)
    facts = disclosure.publication(village.publication)
    part = next(iter(disclosure.public_parts(facts.ref, number=1)))
    with transaction.atomic():
        wordindex.add([searchsweep._line(facts, part)])
    searchsweep.sweep(at=AT)
    assert SearchLine.objects.count() == 4


def test_long_answers_go_on_where_they_stopped(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    searchsweep.sweep(at=AT)
    monkeypatch.setattr(search, "PAGE", 2)
    first = search.search(village.ref, "2023年5月")
    second = search.search(village.ref, "2023年5月", after=first.after)
    assert len({hit.summary for hit in (*first.hits, *second.hits)}) == 4
    assert second.after is None


def test_a_search_costs_the_same_however_much_is_found(village: Village) -> None:
    searchsweep.sweep(at=AT)
    counts = []
    for query in ("清淤", "2023年5月"):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            search.search(village.ref, query)
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_the_page_asks_answers_and_says_what_to_try(village: Village, client: Client) -> None:
    searchsweep.sweep(at=AT)
    address = f"/find/{village.ref}/"
    assert 'name="q"' in client.get(address).content.decode()
    page = client.get(address, {"q": "清淤"}).content.decode()
    line = disclosure.public_page(village.publication).ledger.lines[1]
    assert f"/r/{line.ref}" in page and "900.00" in page
    assert "没有找到“收割机”" in client.get(address, {"q": "收割机"}).content.decode()
    assert client.get(address, {"q": '" OR 1 --', "after": "x"}).status_code == 200
    assert client.get(f"/v/{village.ref}/").content.decode().count(f'action="{address}"') == 1
