"""Whether a policy is in force on a day, by the words of its status. Pure.

Offices write `有效`, `失效：2023-04-16`, `失效（已由…办法取代）`, `有效期至2027年12月31日`, `有效期未载`; what is
none of these is shown as it was written and never taken for 有效.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
ENDED = re.compile(r"失效|废止|终止|停止执行|不再执行")
NOT_ENDED = re.compile(r"(?:未|没有|不会|尚未)(?:被|有)?(?:失效|废止|终止|取代|代替|替代)")
REPLACED = re.compile(r"取代|代替|替代|取而代之|superseded")
UNTIL = re.compile(r"有效期?\s*(?:截至|截止到?|至|到)")
STATED = re.compile(r"有效|施行|执行中|valid|in force")
OPEN = re.compile(r"未载|不明|未注明|未标注|未知|待核|不详")


class State(StrEnum):
    """What a page says of a policy."""

    VALID = "valid"
    COMING = "coming"  # its first day lies ahead
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    UNSTATED = "unstated"  # the source does not say


@dataclass(frozen=True)
class Validity:
    """A state, the day from which it holds where the words give one, and the words."""

    state: State
    since: dt.date | None = None
    words: str = ""


def validity(status: str, *, effective: str = "", on: dt.date) -> Validity:
    """The state on this day. A date of end is the first day on which the policy no longer holds."""
    words = status.strip()
    plain = NOT_ENDED.sub("有效", words)
    ended, replaced = ENDED.search(plain), REPLACED.search(plain)
    if ended or replaced:
        since = first_date(plain)
        if since is None or since <= on:
            return Validity(State.SUPERSEDED if replaced else State.EXPIRED, since, words)
        return _begun(effective, on) or Validity(State.VALID, None, words)
    if UNTIL.search(plain) and (last := first_date(plain)):
        after = last + dt.timedelta(days=1) if last < dt.date.max else last
        if after <= on:
            return Validity(State.EXPIRED, after, words)
        return _begun(effective, on) or Validity(State.VALID, None, words)
    coming = _begun(effective, on)
    if coming:
        return coming
    stated = STATED.search(plain) and not OPEN.search(plain)
    return Validity(State.VALID if stated else State.UNSTATED, None, words)


def first_date(text: str) -> dt.date | None:
    """The first date in the words. Raises ValueError for one that no calendar has."""
    found = DATE.search(text)
    return dt.date(*(int(part) for part in found.groups())) if found else None


def _begun(effective: str, on: dt.date) -> Validity | None:
    begins = first_date(effective)
    return Validity(State.COMING, begins) if begins and begins > on else None
