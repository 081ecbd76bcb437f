"""What time does to accounts: parked forms and counts of failures are let go of."""

import datetime as dt

from xiaowei.accounts import parking, throttle


def sweep(*, at: dt.datetime) -> int:
    """Forget what is over. Returns how many things."""
    return parking.forget(at=at) + throttle.forget(at=at)
