"""A villager joins her household with its code, sees it, and leaves it in one tap."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County
from tests.threads import together
from xiaowei.accounts import binding, codes, members, queries, sessions, sweep, villagers, witness
from xiaowei.accounts.invitations import UnknownCode
from xiaowei.accounts.models import Binding, Leaving, MemberSession, Villager
from xiaowei.accounts.tests.households import PASSWORD, SOURCE, found, printed, settle
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Throttled
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster
from xiaowei.roster import arealist

PHONE = "15400000031"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def homes(county: County) -> dict[int, Ref]:
    return settle(county)


def joined(county: County, home: Ref, name: str = PHONE) -> Ref:
    [code] = printed(county, home)
    return binding.join_new(found(code), name=name, password=PASSWORD, at=AT)


def log_in(name: str = PHONE, password: str = PASSWORD, source: str = SOURCE) -> Ref:
    return villagers.log_in(name=name, password=password, source=source, at=AT)


def test_she_sees_her_household_and_no_other(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    neighbour = joined(county, homes[32], "15400000032")
    assert members.member_of(she) == members.Member(she, (homes[31],), frozenset({county.village}))
    assert members.member_of(neighbour).households == (homes[32],)
    assert log_in() == log_in(" 154 0000 0031 ") == she


def test_the_database_tells_no_name(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_villager")
        assert PHONE not in repr(cursor.fetchall())
    assert queries.villager_name(she) == PHONE


def test_a_person_may_belong_to_several_households(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    [again] = printed(county, homes[31])
    with pytest.raises(Conflict, match="没有用掉"):
        binding.join_further(found(again), villager=she, at=AT)
    assert found(again)
    [further] = printed(county, homes[1], group=1)
    binding.join_further(found(further), villager=she, at=AT)
    assert members.member_of(she).households == (homes[1], homes[31])
    with pytest.raises(UnknownCode):
        found(further)
    assert queries.others_bound(homes.values())[homes[31]].number == 1
    assert queries.coverage(county.village) == (2, 4)


def test_leaving_ends_sight_at_once_and_a_new_code_brings_it_back(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    with pytest.raises(NotFound):
        binding.leave(she, household=homes[32], at=AT)
    binding.leave(she, household=homes[31], at=AT + HOUR)
    assert members.member_of(she).households == () and queries.coverage(county.village) == (0, 4)
    with pytest.raises(NotFound):
        binding.leave(she, household=homes[31], at=AT + HOUR)
    [code] = printed(county, homes[31])
    binding.join_further(found(code), villager=she, at=AT)
    assert members.member_of(she).households == (homes[31],)
    assert verify([witness]).ok


def test_a_closed_household_shows_nothing_any_more(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    assert queries.coverage(county.village) == (1, 4)
    roster.close_household(county.village, number=31, by=None, at=AT)
    assert members.member_of(she) == members.Member(she, (), frozenset())
    assert queries.coverage(county.village) == (0, 3)
    with pytest.raises(Conflict, match="已经销户"):
        roster.close_household(county.village, number=31, by=None, at=AT)


def test_a_merged_village_takes_its_members_along(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    merged = "code,name,parent,level,replaces,since\n"
    row = "990101100203,柳沟村村民委员会,990101100,village,990101100203;990101100201,2023-06-01\n"
    roster.import_areas(arealist.read((merged + row).encode()), by=None, at=AT)
    assert members.member_of(she).villages == frozenset({county.liugou})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_code_at_once_one_wins(county: County) -> None:
    homes = settle(county)
    [code] = printed(county, homes[31])
    invited = found(code)
    done = together(
        lambda: binding.join_new(invited, name=PHONE, password=PASSWORD, at=AT),
        lambda: binding.join_new(invited, name="15400000099", password=PASSWORD, at=AT),
    )
    assert sorted(type(one).__name__ for one in done) == ["UnknownCode", "str"]
    assert Binding.objects.count() == Villager.objects.count() == 1
    assert verify([witness]).ok


def test_a_name_that_is_taken_costs_no_code(county: County, homes: dict[int, Ref]) -> None:
    joined(county, homes[31])
    [code] = printed(county, homes[32])
    with pytest.raises(Invalid, match="已有人用"):
        binding.join_new(found(code), name="１５４ 0000 0031", password=PASSWORD, at=AT)
    assert binding.join_new(found(code), name="吴家老二", password=PASSWORD, at=AT)


@pytest.mark.parametrize("weak", ["1234567", "aaaaaaaa", "12345678", "87654321", PHONE, " 154-"])
def test_an_easy_password_is_refused_with_what_to_do(county: County, homes: dict[int, Ref], weak: str) -> None:
    [code] = printed(county, homes[31])
    with pytest.raises(Invalid, match="口令太简单"):
        binding.join_new(found(code), name=PHONE, password=weak, at=AT)
    assert found(code) and not Villager.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "a", "好" * 41, "a\nb", "a\0b"])
def test_a_name_nobody_can_type_again_is_refused(county: County, homes: dict[int, Ref], name: str) -> None:
    [code] = printed(county, homes[31])
    with pytest.raises(Invalid, match="登录名要"):
        binding.join_new(found(code), name=name, password=PASSWORD, at=AT)


@given(st.text(alphabet=codes.LETTERS, min_size=10, max_size=10), st.sampled_from(" -－—\u3000"))
def test_a_code_is_read_however_it_is_spaced(code: str, gap: str) -> None:
    assert codes.plain(gap.join(code.lower())) == code == codes.plain(codes.spaced(code))
    assert not set("0O1I") & set(codes.LETTERS)


def test_one_answer_for_every_wrong_log_in_and_a_guesser_waits(county: County, homes: dict[int, Ref]) -> None:
    joined(county, homes[31])
    said = set()
    for name, password in ((PHONE, "wrong-password"), ("15400000077", PASSWORD), (PHONE, PASSWORD.upper()), ("\0", "")):
        with pytest.raises(villagers.WrongMember) as refusal:
            log_in(name, password)
        said.add(str(refusal.value))
    assert len(said) == 1
    with pytest.raises(Throttled):
        log_in()
    assert log_in(source="192.0.2.8")


def test_an_unknown_name_costs_a_whole_hash_too(
    county: County, homes: dict[int, Ref], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined(county, homes[31])
    checked: list[str] = []
    monkeypatch.setattr(villagers, "check_password", lambda password, encoded: bool(checked.append(encoded)))
    for name in (PHONE, "15400000077"):
        with pytest.raises(villagers.WrongMember):
            log_in(name)
    assert len(checked) == 2 and all(checked)


def test_argon2_guards_the_password(real_passwords: None, county: County, homes: dict[int, Ref]) -> None:
    joined(county, homes[31])
    assert Villager.objects.get().password.startswith("argon2$argon2id$")


def test_staff_and_villagers_have_nothing_in_common(county: County, homes: dict[int, Ref]) -> None:
    from xiaowei.accounts import actions

    actions.create_login(county["clerk"], username="clerk.xiagong", password="shan-hou-tao-hua-3", at=AT)
    joined(county, homes[31])
    with pytest.raises(villagers.WrongMember):
        log_in("clerk.xiagong", "shan-hou-tao-hua-3")
    with pytest.raises(actions.WrongCredentials):
        actions.log_in(username=PHONE, password=PASSWORD, source="192.0.2.9", at=AT)


def test_a_new_password_ends_every_session(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    phone = sessions.begin(she, kept=True, at=AT)
    with pytest.raises(villagers.WrongMember, match="原来的口令"):
        villagers.change_password(she, old="wrong", new="xin-kou-ling-9", at=AT, tried_at=AT)
    with pytest.raises(Invalid):
        villagers.change_password(she, old=PASSWORD, new="short", at=AT, tried_at=AT)
    assert sessions.held(phone, at=AT)
    villagers.change_password(she, old=PASSWORD, new="xin-kou-ling-9", at=AT, tried_at=AT)
    assert sessions.held(phone, at=AT) is None and log_in(password="xin-kou-ling-9") == she
    assert verify([witness]).ok


def test_sessions_end_by_idleness_or_by_age(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    borrowed, own = sessions.begin(she, kept=False, at=AT), sessions.begin(she, kept=True, at=AT)

    def alive(token: str, hours: int) -> bool:
        held = sessions.held(token, at=AT + hours * HOUR)
        return held is not None and held.alive

    assert alive(borrowed, 11) and alive(borrowed, 22) and not alive(borrowed, 34)
    assert alive(own, 29 * 24) and not alive(own, 30 * 24)
    assert sessions.held("", at=AT) is None and sessions.held("forged", at=AT) is None
    sweep.sweep(at=AT + 29 * 24 * HOUR)
    assert MemberSession.objects.count() == 1
    sessions.end(own)
    assert not alive(own, 1)


def test_a_visitor_every_few_hours_is_out_after_thirty_days(county: County, homes: dict[int, Ref]) -> None:
    token = sessions.begin(joined(county, homes[31]), kept=False, at=AT)
    last = [hours for hours in range(0, 800, 5) if (held := sessions.held(token, at=AT + hours * HOUR)) and held.alive]
    assert last[-1] == 715


def test_no_binding_changes_unseen(county: County, homes: dict[int, Ref]) -> None:
    she = joined(county, homes[31])
    Binding.objects.update(household=homes[32])  # somebody looks into the neighbour's
    assert "household" in verify([witness]).bad[0].why
    Binding.objects.update(household=homes[31])
    binding.leave(she, household=homes[31], at=AT)
    Binding.objects.update(until=None)  # brought back behind the product's back
    assert "until" in verify([witness]).bad[0].why
    Binding.objects.update(until=AT)
    assert verify([witness]).ok
    Leaving.objects.all().delete()
    assert not verify([witness]).ok


def test_coverage_of_many_villages_costs_two_queries(
    county: County, homes: dict[int, Ref], django_assert_num_queries: Any
) -> None:
    joined(county, homes[31])
    with django_assert_num_queries(2):
        found_in = queries.coverage_of([county.village, county.liugou, county.baita_village])
    assert found_in == {county.village: (1, 4), county.liugou: (0, 1), county.baita_village: (0, 0)}
