"""Logging in: one answer for everything that is wrong, delay instead of lock-out, and nobody's name in the table."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County
from xiaowei.accounts import actions, sweep, throttle, witness
from xiaowei.accounts.models import Happening, Login, Throttle
from xiaowei.base.refusals import Invalid, Throttled
from xiaowei.ops.verify import verify

SOURCE = "192.0.2.7"
PASSWORD = "shan-hou-tao-hua-3"


def after(seconds: float) -> dt.datetime:
    return AT + dt.timedelta(seconds=seconds)


@pytest.fixture
def clerk(county: County) -> County:
    actions.create_login(county["clerk"], username="clerk.xiagong", password=PASSWORD, at=AT)
    return county


def attempt(username: str, password: str, at: dt.datetime, source: str = SOURCE) -> str:
    with pytest.raises(actions.WrongCredentials) as refusal:
        actions.log_in(username=username, password=password, source=source, at=at)
    return str(refusal.value)


def test_the_right_password_opens_and_everything_else_gets_one_answer(clerk: County) -> None:
    login = actions.log_in(username="clerk.xiagong", password=PASSWORD, source=SOURCE, at=AT)
    assert login.person == clerk["clerk"]
    wrong = attempt("clerk.xiagong", PASSWORD.upper(), AT)
    unknown = attempt("clerk.shanggong", PASSWORD, AT)
    assert attempt("no\0body", PASSWORD, AT, source="192.0.2.9") == wrong
    type(login).objects.update(is_active=False)
    closed = attempt("clerk.xiagong", PASSWORD, AT)
    assert wrong == unknown == closed


def test_an_unknown_name_costs_a_whole_hash_too(clerk: County, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(actions, "check_password", lambda password, encoded: bool(checked.append(encoded)))
    attempt("clerk.xiagong", "x", AT)
    attempt("nobody", "x", AT, source="192.0.2.8")
    assert len(checked) == 2 and all(encoded.partition("$")[0] == checked[0].partition("$")[0] for encoded in checked)


def test_argon2_guards_the_password(real_passwords: None, clerk: County) -> None:
    actions.set_password("clerk.xiagong", password="zao-lin-xi-he-77", by=clerk["admin"], at=AT)
    login = actions.log_in(username="clerk.xiagong", password="zao-lin-xi-he-77", source=SOURCE, at=AT)
    assert login.password.startswith("argon2$argon2id$")


@given(st.integers(0, 10_000))
def test_delays_grow_and_never_exceed_42_seconds(failures: int) -> None:
    assert 0 <= throttle.delay_after(failures) <= throttle.delay_after(failures + 1) <= 42
    assert throttle.delay_after(throttle.FREE) == 0 < throttle.delay_after(throttle.FREE + 1)


def test_a_guesser_is_slowed_and_the_owner_never_locked_out(clerk: County) -> None:
    moment = AT
    for _ in range(40):
        try:
            attempt("clerk.xiagong", "guess", moment)
        except Throttled as refusal:
            raise AssertionError("the promised wait was too short") from refusal
        wait = max(row.next_at for row in Throttle.objects.all()) - moment
        assert wait <= dt.timedelta(seconds=42)
        if wait:
            with pytest.raises(Throttled) as refusal:
                actions.log_in(username="clerk.xiagong", password=PASSWORD, source=SOURCE, at=moment)
            assert 1 <= refusal.value.wait <= 42
        moment += wait
    assert wait == dt.timedelta(seconds=42)
    assert actions.log_in(username="clerk.xiagong", password=PASSWORD, source=SOURCE, at=moment)
    attempt("clerk.xiagong", "typo", moment)  # a success forgave everything
    actions.log_in(username="clerk.xiagong", password=PASSWORD, source=SOURCE, at=moment)


def test_one_source_is_slowed_over_many_names(clerk: County) -> None:
    for n in range(4):
        attempt(f"name{n}", "x", AT)
    with pytest.raises(Throttled):
        actions.log_in(username="name9", password="x", source=SOURCE, at=AT)
    attempt("name9", "x", AT, source="192.0.2.99")


def test_the_table_knows_no_name_and_no_address_and_forgets(clerk: County) -> None:
    attempt("clerk.xiagong", "x", AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_throttle")
        stored = repr(cursor.fetchall())
    assert "clerk" not in stored and SOURCE not in stored and "192" not in stored
    assert throttle.digest_key("source", SOURCE, at=AT) != throttle.digest_key("source", SOURCE, at=after(86_400))
    assert sweep.sweep(at=after(3600)) == 0
    assert sweep.sweep(at=after(90_000)) == 2 and not Throttle.objects.exists()


def test_a_burst_on_one_account_is_in_the_trail_whoever_else_its_source_tries(clerk: County) -> None:
    moment = AT
    for n in range(12):  # the source has failed elsewhere already
        attempt(f"name{n}", "x", moment)
        moment += dt.timedelta(seconds=60)
    for _ in range(6):
        attempt("clerk.xiagong", "x", moment)
        moment += dt.timedelta(seconds=60)
    assert [row.person for row in Happening.objects.filter(kind="burst")] == [clerk["clerk"]]
    assert verify([witness]).ok


@pytest.mark.parametrize("weak", ["short", "123456789012", "1q2w3e4r5t6y", ""])
def test_a_weak_password_is_refused(county: County, weak: str) -> None:
    with pytest.raises(Invalid, match="口令太弱"):
        actions.create_login(county["clerk"], username="clerk.xiagong", password=weak, at=AT)
    actions.create_login(county["clerk"], username="clerk.xiagong", password=PASSWORD, at=AT)
    with pytest.raises(Invalid, match="口令太弱"):
        actions.set_password("clerk.xiagong", password=weak, by=None, at=AT)
    with pytest.raises(Invalid, match="已有账号"):
        actions.create_login(county["head"], username="clerk.xiagong", password=PASSWORD, at=AT)
    with pytest.raises(Invalid, match="nobody"):
        actions.set_password("nobody", password=PASSWORD, by=None, at=AT)


def test_what_happened_to_an_account_cannot_change_unseen(clerk: County) -> None:
    assert verify([witness]).ok
    row = Happening.objects.get()
    Happening.objects.update(by=clerk["head"])
    assert [fault.index for fault in verify([witness]).bad] and "by" in verify([witness]).bad[0].why
    Happening.objects.update(by="")
    assert verify([witness]).ok
    Login.objects.update(person=clerk["head"])  # a log-in handed to somebody else
    assert "login" in verify([witness]).bad[0].why
    Login.objects.update(person=clerk["clerk"])
    Happening.objects.create(kind="create", person=clerk["head"], at=AT)
    assert [fault.index for fault in verify([witness]).bad] == [None]
    Happening.objects.exclude(pk=row.pk).delete()
    row.delete()
    assert "不见了" in verify([witness]).bad[0].why
