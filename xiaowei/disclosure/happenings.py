"""Something happened that must be published within days: noted by the clerk, or by whoever urges the village.

From then on it is a duty like any other: on the village's home, in reminders, on boards, and a villager can report it.
"""

import datetime as dt
import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.almanac import queries as almanac
from xiaowei.base.clock import local, spelt
from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.disclosure import duties, dutyaccess, vocab
from xiaowei.disclosure.catalogue import CatalogueItem, catalogue
from xiaowei.disclosure.models import Happening
from xiaowei.disclosure.revision import bump
from xiaowei.roster import queries as roster
from xiaowei.trail import actions as trail

LONGEST = 60
OLDEST = dt.timedelta(days=366)


def items() -> list[CatalogueItem]:
    """The items that are owed on event."""
    return [item for item in catalogue().values() if "E" in item.frequency]


def note(village: Ref, item: str, *, what: str, day: dt.date, form_key: str, by: Ref, at: dt.datetime) -> Ref:
    """Note that it happened, in public words; returns the happening, the same for the same form.

    Raises NotFound, Invalid without words or for a day that is not past or today.
    """
    if not dutyaccess.may_note(by, village, at=at) or item not in {one.code for one in items()}:
        raise NotFound()
    what, today = scrub(clean(what)), local(at).date()
    if not what or len(what) > LONGEST:
        raise Invalid(_("请写是什么事，不超过 %(most)d 个字，村民会看到，不要写个人信息。"), most=LONGEST)
    if not today - OLDEST <= day <= today:
        raise Invalid(_("“哪天发生的”要是今天或者一年以内的日子。"))
    digest = hashlib.sha256(f"{by}.{form_key}".encode()).hexdigest()
    try:
        with transaction.atomic():
            return _known(digest) or _write(village, item, what, day, digest, by=by, at=at)
    except IntegrityError:
        known = _known(digest)
        if known is None:
            raise
        return known


def happening_facts(row: Happening) -> dict[str, Any]:
    """What the trail commits to: every column."""
    return {
        "village": row.village,
        "county": row.county,
        "item": row.item,
        "what": hashlib.sha256(row.what.encode()).hexdigest(),
        "day": row.day.isoformat(),
        "due": row.due.isoformat(),
        "by": row.by,
        "at": spelt(row.at),
    }


def _write(village: Ref, item: str, what: str, day: dt.date, digest: str, *, by: Ref, at: dt.datetime) -> Ref:
    row = Happening.objects.create(
        village=village,
        county=roster.area(village).county or village,
        item=item,
        what=what,
        day=day,
        due=duties.event_due(day, almanac.calendar()),
        by=by,
        at=at,
        form_digest=digest,
    )
    bump(village)
    trail.record(vocab.DID_NOTE, Ref(row.ref), by=by, at=at, facts=happening_facts(row))
    return Ref(row.ref)


def _known(digest: str) -> Ref | None:
    found = Happening.objects.filter(form_digest=digest).values_list("ref", flat=True).first()
    return Ref(found) if found else None
