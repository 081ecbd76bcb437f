"""The drafts of a list for many villages: everything that can be worked out before the transaction is.

A township's list makes dozens of drafts, all of them or none. One after the other inside one transaction, they held up
every other writer for a second; here the transaction only writes what `plan` has ready, in a few statements.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError
from django.db.models import Max

from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.base.rows import insert
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure import access, flow, vocab
from xiaowei.disclosure.actions import Busy
from xiaowei.disclosure.content import digest_of, public_digest
from xiaowei.disclosure.contents import KINDS, Placed
from xiaowei.disclosure.history import signer, step_facts
from xiaowei.disclosure.models import Publication, Step, Version
from xiaowei.disclosure.notices import words
from xiaowei.disclosure.titles import full_title
from xiaowei.roster import standing
from xiaowei.trail import actions as trail

TELL = "disclosure.to_submit"


@dataclass(frozen=True)
class Planned:
    """A draft as it will be, if nobody drafts the same item and period meanwhile."""

    content: Ref
    publication: Publication
    new: bool  # the publication is not there yet
    version: Version
    signed: tuple[str, str]  # name and title of who makes it
    told: tuple[Ref, ...]
    words: str
    replaces: Mapping[str, str] = field(default_factory=dict)  # unfinished version -> digest of its content


def plan(kind: str, contents: Mapping[Ref, str], *, by: Ref, at: dt.datetime) -> tuple[Planned, ...]:
    """A draft for each of these contents, given with the canonical text of their public JSON.

    Slow, and never inside a transaction. Raises NotFound where somebody may not draft.
    """
    return tuple(_planned(kind, content, public, by=by, at=at) for content, public in contents.items())


def make(planned: Sequence[Planned], *, by: Ref, at: dt.datetime) -> dict[Ref, Ref]:
    """Make the drafts inside the caller's transaction; the version of each content.

    Raises Busy when somebody drafts one of the items and periods at the same moment: then there is none.
    """
    old = _replaced(planned)
    try:
        insert([one.publication for one in planned if one.new])
        insert([one.version for one in planned])
        steps = _superseded(planned, old, by=by, at=at)
        content = {one.version.ref: one.version.digest for one in planned}
        steps += [_step(one.version, "make", one.signed, by=by, at=at) for one in planned]
        insert(steps)
    except IntegrityError:
        raise Busy() from None
    content |= {version: digest for one in planned for version, digest in one.replaces.items()}
    told = [(person, one.words, Ref(one.version.ref)) for one in planned for person in one.told]
    courier.post_all(TELL, told, secrecy=Secrecy.PERSONAL, at=at)
    deeds = [
        trail.Recorded(vocab.did(step.move), Ref(step.ref), step_facts(step, content=content[step.version.ref]))
        for step in steps
    ]
    trail.record_all(deeds, by=by, at=at)
    return {one.content: Ref(one.version.ref) for one in planned}


def _planned(kind: str, content: Ref, public: str, *, by: Ref, at: dt.datetime) -> Planned:
    placed = KINDS[kind].placed(content)
    if not any(standing.may(by, right, placed.village, at=at) for right in (vocab.DRAFT, vocab.DRAFT_BELOW)):
        raise NotFound()
    publication, new = _publication(placed)
    last = publication.versions.aggregate(last=Max("number"))["last"] or 0
    unfinished = publication.versions.filter(state__in=flow.UNFINISHED).select_related("publication")
    version = Version(
        ref=new_ref(),
        publication=publication,
        number=last + 1,
        village=placed.village,
        content_kind=kind,
        content=content,
        digest=digest_of(publication, kind, content, number=last + 1, public=public),
        state=flow.MOVES["make"].to,
        made_by=by,
        made_at=at,
        steps_taken=1,
    )
    clerks = {holder.person for holder in access.signers("submit", placed.village, at=at)}
    return Planned(
        content=content,
        publication=publication,
        new=new,
        version=version,
        signed=signer(by, placed.village, at=at),
        told=() if by in clerks else tuple(sorted(clerks)),  # an office's list: the village's own clerk sends it on
        words=words(TELL, full_title(publication)),
        replaces={old.ref: public_digest(old) for old in unfinished},
    )


def _publication(placed: Placed) -> tuple[Publication, bool]:
    key = {
        "village": placed.village,
        "item": placed.item,
        "topic": placed.topic,
        "period_from": placed.period_from,
        "period_until": placed.period_until,
    }
    found = Publication.objects.filter(**key).first()
    return (found, False) if found else (Publication(ref=new_ref(), county=placed.county, **key), True)


def _replaced(planned: Sequence[Planned]) -> list[Version]:
    """The unfinished versions as they stand now. Raises Busy when there are others than planned for."""
    standing_now = {one.publication.ref for one in planned if not one.new}
    if not standing_now:
        return []
    old = Version.objects.filter(publication__in=standing_now, state__in=flow.UNFINISHED)
    found = list(old.select_related("publication"))
    if {version.ref for version in found} != {ref for one in planned for ref in one.replaces}:
        raise Busy()
    return found


def _superseded(planned: Sequence[Planned], old: Sequence[Version], *, by: Ref, at: dt.datetime) -> list[Step]:
    signed = {one.publication.ref: one.signed for one in planned}
    steps = []
    for version in old:
        state, taken = flow.MOVES["supersede"].to, version.steps_taken + 1
        same = Version.objects.filter(pk=version.pk, state=version.state, steps_taken=version.steps_taken)
        if same.update(state=state, steps_taken=taken) != 1:
            raise Busy()
        version.state, version.steps_taken = state, taken
        steps.append(_step(version, "supersede", signed[version.publication_id], by=by, at=at))
    return steps


def _step(version: Version, move: str, signed: tuple[str, str], *, by: Ref, at: dt.datetime) -> Step:
    name, title = signed
    return Step(
        ref=new_ref(),
        version=version,
        seq=version.steps_taken,
        move=move,
        state=version.state,
        by=by,
        name=name,
        title=title,
        at=at,
        note="",
        digest=version.digest,
    )
