"""Areas change how strictly an item is owed: never the past, never below the law without the township's word."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County, appoint
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import cataloguechanges, cataloguereads, duties, owing, terms, witness
from xiaowei.disclosure.catalogue import catalogue, codes_in
from xiaowei.disclosure.cataloguechanges import New, SamePerson, TooLoose
from xiaowei.disclosure.models import CatalogueApproval, CatalogueChange
from xiaowei.disclosure.terms import Change, Terms
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas

JULY = dt.date(2023, 7, 1)
QUARTER = Terms("Q", 20, False, "any")
MONTHLY = Terms("M", 5, False, "any", ("照片",))
LATER = Terms("Q", 28, False, "any")


def new(asked: Terms, from_on: dt.date = JULY, **what: Any) -> New:
    return New(asked, from_on, "县里开会定的", **what)


def change(county: County, area: Ref, asked: Terms, by: str, item: str = "CF04", **what: Any) -> Ref:
    form = what.pop("form_key", None) or new_ref()
    return cataloguechanges.change(area, item, new=new(asked, **what), form_key=form, by=county[by], at=AT)


def due(county: County, village: Ref, month: int, item: str = "CF04") -> list[tuple[dt.date, dt.date, tuple[str, ...]]]:
    found = owing.duties_of(village, month=dt.date(2023, month, 1), at=AT)
    return [(d.owed.period_from, d.owed.due, d.owed.columns) for d in found if d.owed.item.code == item]


@pytest.fixture
def department(county: County) -> Ref:
    county.people["department"] = person = roster.add_person("牛壬辰", by=None, at=AT)
    appoint(person, "county_department", "990101")
    return person


def test_a_county_tightens_from_a_day_on_for_every_village_below(county: County, department: Ref) -> None:
    before = {month: due(county, county.village, month) for month in (7, 8)}
    made = change(county, county.county, MONTHLY, "department", form_key="f" * 32)
    assert change(county, county.county, MONTHLY, "department", form_key="f" * 32) == made  # a second tap
    assert due(county, county.village, 7) == before[7]  # the quarter that runs keeps its rule
    assert before[8] == [] and due(county, county.village, 8) == [(JULY, dt.date(2023, 8, 5), ("照片",))]
    assert due(county, county.baita_village, 8) == due(county, county.village, 8)
    for part in ("clerk", "head", "agency", "discipline", "admin"):
        with pytest.raises(NotFound):
            change(county, county.village, MONTHLY, part)
    with pytest.raises(NotFound):
        change(county, county.county, MONTHLY, "secretary")
    assert verify([witness]).ok
    CatalogueChange.objects.update(day=25)
    assert not verify([witness]).ok


def test_nobody_below_is_looser_without_the_townships_word(county: County, department: Ref) -> None:
    with pytest.raises(TooLoose, match="日子比规定的晚"):
        change(county, county.county, LATER, "department")
    proposed = change(county, county.village, LATER, "secretary", from_on=JULY)
    assert due(county, county.village, 10) == [(JULY, dt.date(2023, 10, 20), ())]  # nobody has allowed it
    for part in ("secretary", "agency", "discipline"):
        with pytest.raises(NotFound):
            cataloguechanges.approve(proposed, words="汛期", by=county[part], at=AT)
    with pytest.raises(Invalid, match="依据"):
        cataloguechanges.approve(proposed, words=" ", by=county["mayor"], at=AT)
    with pytest.raises(Invalid, match="过了"):
        cataloguechanges.approve(proposed, words="汛期", by=county["mayor"], at=AT + dt.timedelta(days=40))
    cataloguechanges.approve(proposed, words="汛期，镇党委会同意", by=county["mayor"], at=AT)
    assert due(county, county.village, 10) == [(JULY, dt.date(2023, 10, 28), ())]
    assert due(county, county.liugou, 10) == [(JULY, dt.date(2023, 10, 20), ())]
    with pytest.raises(NotFound):
        cataloguechanges.approve(proposed, words="再批一次", by=county["mayor"], at=AT)
    own = change(county, county.township, LATER, "mayor", from_on=dt.date(2023, 10, 1))
    with pytest.raises(SamePerson):
        cataloguechanges.approve(own, words="自己批", by=county["mayor"], at=AT)
    # a stricter rule that comes from above later holds again
    change(county, county.county, Terms("Q", 10, False, "any"), "department", from_on=dt.date(2024, 1, 1))
    village = areas.area(county.village)
    chain = cataloguereads.chain_of(village)
    spring = terms.in_force("CF04", duties.shipped("CF04"), chain, start=dt.date(2024, 1, 1))
    assert spring and spring.day == 10
    assert verify([witness]).ok
    CatalogueApproval.objects.update(words="改过")
    assert not verify([witness]).ok


def test_a_change_is_refused_with_what_to_do(county: County) -> None:
    for asked, from_on, said in (
        (MONTHLY, dt.date(2023, 8, 1), "第一天"),  # in the middle of the old quarter
        (MONTHLY, dt.date(2023, 6, 5), "今天以后"),
        (QUARTER, JULY, "没有改动"),
        (Terms("Z", 5, False, "any"), JULY, "选好"),
        (Terms("M", 0, False, "any"), JULY, "1到31"),
        (Terms("M", 5, False, "any", ("长" * 31,)), JULY, "栏目"),
    ):
        with pytest.raises(Invalid, match=said):
            change(county, county.village, asked, "secretary", from_on=from_on)
    with pytest.raises(NotFound):
        change(county, county.village, MONTHLY, "secretary", item="CF99")
    with pytest.raises(Invalid, match="依据"):
        cataloguechanges.change(
            county.village, "CF04", new=New(MONTHLY, JULY, " "), form_key=new_ref(), by=county["secretary"], at=AT
        )


def test_a_county_adds_an_item_and_a_village_tightens_it(county: County, department: Ref) -> None:
    what = {"name": "集体林管护", "section": "assets", "kind": "finance"}
    form = new_ref()
    made = cataloguechanges.add(county.county, new=new(QUARTER, **what), form_key=form, by=department, at=AT)
    assert cataloguechanges.add(county.county, new=new(QUARTER, **what), form_key=form, by=department, at=AT) == made
    code = CatalogueChange.objects.get(pk=made).item
    assert catalogue()[code].name == "集体林管护" and code in codes_in("assets") and code not in codes_in("affairs")
    assert due(county, county.village, 7, code) == []
    assert due(county, county.village, 10, code) == [(JULY, dt.date(2023, 10, 20), ())]
    change(county, county.village, Terms("M", 10, False, "any"), "secretary", item=code)
    assert due(county, county.village, 8, code) == [(JULY, dt.date(2023, 8, 10), ())]
    assert due(county, county.liugou, 8, code) == []
    for bad in ({"name": ""}, {"section": "nowhere"}, {"kind": ""}):
        with pytest.raises(Invalid):
            cataloguechanges.add(
                county.county, new=new(QUARTER, **{**what, **bad}), form_key=new_ref(), by=department, at=AT
            )
    entries = {one.item.code: one for one in cataloguereads.entries(areas.area(county.village), day=AT.date())}
    assert entries[code].terms is None and entries[code].coming and entries["CW12"].terms is None
    assert verify([witness]).ok


TERMS = st.builds(
    Terms,
    st.sampled_from("MQHY"),
    st.integers(1, 31),
    st.booleans(),
    st.sampled_from(["any", "whole"]),
    st.lists(st.sampled_from("甲乙丙"), max_size=2, unique=True).map(tuple),
)


@given(TERMS, st.lists(st.lists(TERMS, min_size=1, max_size=2), max_size=4))
def test_layers_only_ever_make_it_stricter(base: Terms, layers: list[list[Terms]]) -> None:
    days = [dt.date(2023, 1, 1), dt.date(2024, 1, 1)]
    chain = tuple(tuple(Change("I", day, one) for day, one in zip(days, layer, strict=False)) for layer in layers)
    for start in (dt.date(2023, 1, 1), dt.date(2025, 1, 1)):
        reached = terms.in_force("I", base, chain[:1], start=start)
        for depth in range(1, len(chain) + 1):
            lower = terms.in_force("I", base, chain[:depth], start=start)
            assert reached and lower and terms.looser(lower, reached) == ()
            reached = lower
    assert terms.in_force("I", base, chain, start=dt.date(2022, 12, 31)) == base  # never the past


@given(TERMS, TERMS)
def test_the_tightest_of_two_is_looser_than_neither(one: Terms, other: Terms) -> None:
    both = terms.tightest(one, other)
    assert terms.looser(both, one) == () and terms.looser(both, other) == ()
