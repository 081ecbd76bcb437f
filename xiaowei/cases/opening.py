"""Opening a case: everything about it is new, so every row is known before the first is written.

This is the one verb a villager waits for, often many at once after the monthly push: each row is one short
statement, nothing just written is read back, and who answers comes from `roster.nearby`. What it leaves behind is
exactly what `history.step` would: the same rows, the same facts in the trail.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xiaowei.almanac import queries as almanac
from xiaowei.base.refs import Ref
from xiaowei.base.rows import insert
from xiaowei.cases import flow, notices, receipts, running, vocab
from xiaowei.cases import targets as whom
from xiaowei.cases.history import About, event_facts, facts_of_case, record
from xiaowei.cases.models import Case, Clock, DraftPhoto, Event, FormUse, Photo
from xiaowei.cases.naming import Identity, sealed_row
from xiaowei.cases.routing import Route
from xiaowei.cases.targets import Target
from xiaowei.roster.nearby import Nearby

OPEN = "open"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewCase:
    """What a reporter asks, as the door hands it over. `title` says in public words what it hangs on.

    `happened_on` is the day of what she tells of, when she says one: the day of the report otherwise.
    """

    village: Ref
    kind: str
    words: str
    about_kind: str = "village"
    about: Ref | None = None
    title: str = ""
    targets: tuple[Target, ...] = ()  # whom it is about, as she chose
    identity: Identity | None = None  # None: 匿名
    happened_on: dt.date | None = None


@dataclass(frozen=True)
class Form:
    """The form it came with: digests only, for the receipt derives from its key."""

    digest: str
    body: str
    receipt: str
    photos: Sequence[DraftPhoto]


def write(
    new: NewCase, form: Form, route: Route, near: Nearby, *, words: str, at: dt.datetime
) -> tuple[Case, list[Clock]]:
    """Write the case, inside the caller's transaction. Raises IntegrityError when the form was used before."""
    case = _case(new, form, route, near, at=at)
    clocks = running.started(case, almanac.calendar(), at=at)
    running.set_moments(case, clocks)
    sources = ((new.targets, whom.CHOSEN), (route.named, whom.WORDS))
    said = [row for chosen, source in sources for row in whom.rows(case, chosen, number=1, source=source, at=at)]
    accused = whom.accused(case, route.subjects)
    identity = sealed_row(case, new.identity) if new.identity else None
    event = Event(
        case=case,
        seq=1,
        move=OPEN,
        state=case.state,
        lane=case.lane,
        at=at,
        words=words,
        shown=True,
        whole=facts_of_case(case, clocks, (), About(said, accused, identity)),
    )
    photos = [Photo(event=event, shown=photo.shown, original=photo.original) for photo in form.photos]
    insert([FormUse(form_digest=form.digest, body_digest=form.body, case=case, at=at)])
    insert([case])
    insert(clocks)
    insert(said)
    insert(accused)
    insert([identity] if identity else [])
    insert([event])
    insert(photos)
    told = _answering(route, near) - route.excluded
    if not told:  # no word of what or where: it lies on the topmost desk until somebody is appointed
        log.warning("a case came in that nobody is free to see")
    notices.tell("cases.opened", case, to=told, at=at)
    record(event, case, facts=event_facts(event, photos))
    return case, clocks


def _case(new: NewCase, form: Form, route: Route, near: Nearby, *, at: dt.datetime) -> Case:
    return Case(
        village=new.village,
        county=near.village.county or new.village,
        kind=new.kind,
        lane=route.lane,
        about_kind=new.about_kind,
        about=new.about or "",
        title=(new.title or near.village.short_name)[:200],
        state=flow.MOVES[OPEN].to,
        desk=route.desk,
        opened_at=at,
        version=1,
        happened_on=new.happened_on,
        receipt_fast=receipts.fast_digest(form.receipt),
    )


def _answering(route: Route, near: Nearby) -> set[Ref]:
    if route.lane == vocab.VILLAGE:
        return {holder.person for holder in near.holders(vocab.ANSWER)}
    return {holder.person for holder in near.holders(vocab.TRIAGE) if holder.area == route.desk}
