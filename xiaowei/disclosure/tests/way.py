"""The way of a sheet from the clerk's hand to the public page, walked by whoever's turn it is."""

import datetime as dt
from typing import Any

from tests.county import AT, County, take
from xiaowei.base.refs import Ref
from xiaowei.disclosure import actions
from xiaowei.disclosure.history import seen_of
from xiaowei.disclosure.models import Version

SIGNERS = ("supervisor", "secretary", "agency")


def drafted(county: County, **what: Any) -> Version:
    """The clerk's upload as a draft."""
    return version(actions.draft(take(county, **what), by=county["clerk"], at=AT))


def version(ref: Ref | str) -> Version:
    """The version as it stands now."""
    return Version.objects.get(pk=ref)


def submit(county: County, draft: Version, **what: Any) -> None:
    """The clerk sends it off."""
    actions.submit(Ref(draft.ref), **{"excuses": {}, "reason": "", "by": county["clerk"], "at": AT, **what})


def sign(county: County, draft: Version, part: str, *, at: dt.datetime = AT, note: str = "") -> None:
    """Somebody of the cast signs what he saw."""
    actions.sign(Ref(draft.ref), seen=seen_of(version(draft.ref)), by=county[part], note=note, at=at)


def send_back(county: County, draft: Version, part: str, reason: str = "第7行要附发票") -> None:
    """Somebody of the cast returns what he saw."""
    actions.send_back(Ref(draft.ref), reason=reason, seen=seen_of(version(draft.ref)), by=county[part], at=AT)


def published(county: County, *, reason: str = "", at: dt.datetime = AT, **what: Any) -> Version:
    """A month on the public page."""
    draft = drafted(county, **what)
    submit(county, draft, reason=reason)
    for part in SIGNERS:
        sign(county, draft, part, at=at)
    return version(draft.ref)
