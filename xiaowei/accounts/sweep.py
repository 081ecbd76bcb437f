"""What time does to accounts: parked forms, failures, sessions and invitations come to their end."""

import datetime as dt

from xiaowei.accounts import invitations, parking, sessions, throttle


def sweep(*, at: dt.datetime) -> int:
    """Forget what is over. Returns how many things."""
    return parking.forget(at=at) + throttle.forget(at=at) + sessions.forget(at=at) + invitations.expire(at=at)
