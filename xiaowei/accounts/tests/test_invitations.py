"""Invitations: printed by the clerk for her own village, shown once, used once, replaced by the next sheet."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import connection

from tests.county import AT, County
from tests.threads import together
from xiaowei.accounts import binding, codes, invitations, queries, sweep, witness
from xiaowei.accounts.invitations import UnknownCode
from xiaowei.accounts.models import Invitation
from xiaowei.accounts.tests.households import PASSWORD, SOURCE, found, printed, settle
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Throttled
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster

DAY = dt.timedelta(days=1)


@pytest.fixture
def homes(county: County) -> dict[int, Ref]:
    return settle(county)


def state_of(county: County, number: int) -> str:
    return next(one.invitation for one in queries.invited(county.village) if one.household.number == number)


def test_the_clerk_prints_for_her_village_and_nobody_else(county: County, homes: dict[int, Ref]) -> None:
    assert len(printed(county, homes[31], homes[32])) == 2
    seen = invitations.latest_sheet(county.village, group=2)
    for part in ("head", "secretary", "supervisor", "mayor", "discipline", "admin", "baita_clerk", "both"):
        with pytest.raises(NotFound):
            invitations.print_group(county.village, group=2, households=[homes[31]], seen=seen, by=county[part], at=AT)
    with pytest.raises(NotFound):  # of another group
        printed(county, homes[1])
    with pytest.raises(Invalid, match="勾选"):
        printed(county)


def test_a_code_is_kept_by_its_digest_alone(county: County, homes: dict[int, Ref]) -> None:
    [code] = printed(county, homes[31])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_invitation")
        stored = repr(cursor.fetchall())
    assert code not in stored and code.replace("-", "") not in stored
    assert found(code).household.ref == homes[31]
    assert found(f" {code.lower()} ".replace("-", "－")).household.ref == homes[31]


def test_one_sentence_for_whatever_is_wrong_with_a_code(county: County, homes: dict[int, Ref]) -> None:
    old, used = printed(county, homes[31], homes[32])
    [new] = printed(county, homes[31])
    binding.join_new(found(used), name="15400000032", password=PASSWORD, at=AT)
    assert (state_of(county, 31), state_of(county, 32)) == ("open", "used")
    said = set()
    for place, code in enumerate((old, used, "K7M4P-9XW2T", "", "\0", new + "2")):
        with pytest.raises(UnknownCode) as refusal:
            invitations.find(code, source=f"192.0.2.{place}", at=AT, tried_at=AT)
        said.add(str(refusal.value))
    with pytest.raises(UnknownCode) as refusal:
        invitations.find(new, source="192.0.2.99", at=AT + 30 * DAY, tried_at=AT)
    assert said == {str(refusal.value)}
    assert found(new).household.ref == homes[31]


def test_guessing_is_slowed_by_source(county: County, homes: dict[int, Ref]) -> None:
    [code] = printed(county, homes[31])
    for _ in range(4):
        with pytest.raises(UnknownCode):
            found("K7M4P-9XW2T")
    with pytest.raises(Throttled):
        found(code)
    assert invitations.find(code, source="192.0.2.8", at=AT, tried_at=AT)
    assert invitations.find(code, source=SOURCE, at=AT, tried_at=AT + dt.timedelta(seconds=42))


def test_what_has_run_out_says_so(county: County, homes: dict[int, Ref], settings: Any) -> None:
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, invitation_days=3)
    [code] = printed(county, homes[31])
    assert sweep.sweep(at=AT + 2 * DAY) == 0 and state_of(county, 31) == "open"
    with pytest.raises(UnknownCode):
        invitations.find(code, source=SOURCE, at=AT + 3 * DAY, tried_at=AT)
    sweep.sweep(at=AT + 3 * DAY)
    assert state_of(county, 31) == "expired"
    assert printed(county, homes[31]) != [code] and state_of(county, 31) == "open"


def test_a_page_that_is_reloaded_prints_nothing(county: County, homes: dict[int, Ref]) -> None:
    seen = invitations.latest_sheet(county.village, group=2)
    [code] = printed(county, homes[31])
    with pytest.raises(Conflict, match="刚刚打印过"):
        invitations.print_group(county.village, group=2, households=[homes[31]], seen=seen, by=county["clerk"], at=AT)
    assert found(code)


@pytest.mark.django_db(transaction=True)
def test_two_printers_at_once_leave_one_open_code(county: County) -> None:
    homes = settle(county)
    done = together(*[lambda: printed(county, homes[31])] * 2)
    assert Invitation.objects.filter(state="open").count() == 1
    working = 0
    for one in done:
        if isinstance(one, Exception):
            assert isinstance(one, Conflict)
        else:
            working += Invitation.objects.filter(code_key=codes.code_key(codes.plain(one[0])), state="open").count()
    assert working == 1 and verify([witness]).ok


def test_a_household_that_left_the_roster_cannot_be_joined(county: County, homes: dict[int, Ref]) -> None:
    [code] = printed(county, homes[31])
    roster.close_household(county.village, number=31, by=None, at=AT)
    with pytest.raises(UnknownCode):
        found(code)
    with pytest.raises(NotFound):
        printed(county, homes[31])


def test_the_trail_holds_every_sheet(county: County, homes: dict[int, Ref]) -> None:
    printed(county, homes[31], homes[32])
    assert verify([witness]).ok
    Invitation.objects.filter(household=homes[31]).update(code_key=codes.code_key("K7M4P9XW2T"))  # a code of one's own
    assert "digest" in verify([witness]).bad[0].why


def test_the_list_asks_as_often_for_many_households_as_for_few(
    county: County, homes: dict[int, Ref], django_assert_num_queries: Any
) -> None:
    printed(county, homes[31])
    with django_assert_num_queries(3):
        queries.invited(county.village)
    roster.add_households(
        county.village, rows=[roster.HouseholdRow(3, n, "赵甲子") for n in range(40, 70)], by=None, at=AT
    )
    with django_assert_num_queries(3):
        assert len(queries.invited(county.village)) == 34
