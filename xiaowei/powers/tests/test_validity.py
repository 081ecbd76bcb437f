"""Whether a policy is in force on a day: by the words offices write, never more than they say."""

import datetime as dt

import pytest

from xiaowei.powers.validity import State, validity

DAY = dt.date(2023, 4, 16)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("有效", State.VALID),
        ("现行有效", State.VALID),
        ("尚未失效", State.VALID),
        ("失效：2023-04-16", State.EXPIRED),
        ("失效：2023-04-17", State.VALID),
        ("2023年4月16日废止", State.EXPIRED),
        ("已废止", State.EXPIRED),
        ("失效（已由后来的审核确认办法取代，取代一事未在所引页面核到）", State.SUPERSEDED),
        ("2023年1月1日起被民发〔2022〕1号代替", State.SUPERSEDED),
        ("2024年1月1日起被另一办法代替", State.VALID),
        ("有效期至2023年4月15日", State.EXPIRED),
        ("有效期至2023年4月16日", State.VALID),
        ("有效期未载", State.UNSTATED),
        ("", State.UNSTATED),
        ("修订中", State.UNSTATED),
    ],
)
def test_words_of_a_status(status: str, state: State) -> None:
    assert validity(status, on=DAY).state is state


def test_the_day_it_ends_is_the_first_without_it() -> None:
    ends = "失效：2023-04-16"
    assert validity(ends, on=DAY - dt.timedelta(days=1)).state is State.VALID
    found = validity(ends, on=DAY)
    assert (found.state, found.since) == (State.EXPIRED, DAY)


def test_what_begins_later_is_not_in_force_yet() -> None:
    assert validity("有效", effective="2025-05-01", on=DAY).state is State.COMING
    assert validity("有效", effective="2023-04-16", on=DAY).state is State.VALID
    assert validity("有效", effective="2025", on=DAY).state is State.VALID  # no day to begin on is given
