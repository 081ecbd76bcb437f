"""Verbs of the catalogue: an area adds an item, or changes how strictly one is owed; a township approves what asks for
less than the law or the area above.

Nothing is edited: a change is a row that counts from a day to come, and the latest of an area counts. Stricter is
anybody's of that area or above it who may; looser is proposed by a village or township, and counts only once somebody
else of the township has approved it before its day.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Refusal
from xiaowei.base.words import clean
from xiaowei.disclosure import cataloguereads, duties, terms, vocab
from xiaowei.disclosure.catalogue import LOCAL, catalogue
from xiaowei.disclosure.models import CatalogueApproval, CatalogueChange
from xiaowei.disclosure.terms import Terms
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import Level
from xiaowei.trail import actions as trail

RULES = "MQHY"
MOST_COLUMNS, LONGEST_COLUMN, LONGEST_NAME, LONGEST = 12, 30, 60, 300
LOOSENING = frozenset({Level.TOWNSHIP, Level.VILLAGE})

ASPECTS = {
    "period": _("期比规定的长"),
    "day": _("日子比规定的晚"),
    "needs": _("要求的比规定的少"),
    "columns": _("少了规定的栏目"),
}


class TooLoose(Invalid):
    """Less than the law or the area above asks for, from an office that may not allow it."""

    sentence = _("这样改比规定的松：%(what)s。这一级只能改得更严；确有困难的，由村或乡镇提出，经乡镇批准。")


class SamePerson(Refusal):
    """Whoever proposed it does not approve it."""

    sentence = _("这处放宽是您提的，不能由您自己批准。请乡镇的另一位来批。")


class Busy(Conflict):
    """Two changes of one item at one moment."""

    sentence = _("刚刚有人也改了这一项。请刷新看一看，需要的话再改一次。")


@dataclass(frozen=True)
class New:
    """What an area wants of an item from a day on, and why."""

    terms: Terms
    from_on: dt.date
    reason: str
    name: str = ""  # of an item that is added; section and kind likewise
    section: str = ""
    kind: str = ""


def change(area: Ref, item: str, *, new: New, form_key: str, by: Ref, at: dt.datetime) -> Ref:
    """Change how strictly an item is owed below this area; returns the change, the same for the same form.

    Raises NotFound for who may not or an item nobody asks for here, TooLoose, Invalid, Busy.
    """
    place = _place(area, by=by, at=at)
    if item not in catalogue() and not _known_here(item, place):
        raise NotFound()
    known = _known(_digest(form_key, by=by))
    if known is not None:  # the same form again, which asks for what is already so
        return known
    checked, loosens = _checked(place, item, new, at=at)
    return _keep(place, item, checked, loosens, form_key, by=by, at=at)


def add(area: Ref, *, new: New, form_key: str, by: Ref, at: dt.datetime) -> Ref:
    """Add an item for every village at or below this area; returns the change. Raises NotFound, Invalid."""
    place = _place(area, by=by, at=at)
    name = clean(new.name)
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("请写事项名称，不超过 %(most)d 个字。"), most=LONGEST_NAME)
    if new.section not in vocab.SECTIONS or new.kind not in vocab.CLASSES:
        raise Invalid(_("请选这一项放在哪个栏目、属于哪一类。"))
    known = _known(_digest(form_key, by=by))
    if known is not None:
        return known
    checked, _loosens = _checked(place, "", New(new.terms, new.from_on, new.reason, name, new.section, new.kind), at=at)
    return _keep(place, LOCAL + new_ref()[:6].upper(), checked, False, form_key, by=by, at=at)


@transaction.atomic
def approve(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """The township allows a change that asks for less, and says why. Raises NotFound, Invalid, SamePerson."""
    row = waiting_for(by, at=at).get(ref)
    if row is None:
        raise NotFound()
    if row.by == by:
        raise SamePerson()
    words = clean(words)[:LONGEST]
    if not words:
        raise Invalid(_("批准放宽要写明依据和理由，会留痕。"))
    if row.from_on <= local(at).date():
        raise Invalid(_("这处改动原定的生效日已经过了，不能再批准。请村里重新提一次。"))
    try:
        with transaction.atomic():
            approval = CatalogueApproval.objects.create(change=row, words=words, by=by, at=at)
    except IntegrityError:  # a colleague was first: it waits no more
        raise NotFound() from None
    trail.record(vocab.APPROVE_CATALOGUE, Ref(approval.ref), by=by, at=at, facts=approval_facts(approval))


def waiting_for(person: Ref, *, at: dt.datetime) -> dict[Ref, CatalogueChange]:
    """The changes that wait for this person's approval, oldest first."""
    prefixes = standing.areas_for(person, vocab.APPROVE_CATALOGUE, at=at)
    if not prefixes:
        return {}
    rows = CatalogueChange.objects.filter(loosens=True, approval=None, area__in=roster.refs_in(prefixes))
    return {Ref(row.ref): row for row in rows.order_by("at", "ref")}


def floor_of(place: AreaFacts, item: str, *, start: dt.date) -> Terms | None:
    """The least that an area may ask for: what the areas above it say, else the law; None where nobody asks."""
    chain = cataloguereads.layers(place).above(place.path)
    said = any(one.item == item and one.from_on <= start for layer in chain for one in layer)
    return terms.in_force(item, duties.shipped(item), chain, start=start) if said else duties.least(item)


def change_facts(row: CatalogueChange) -> dict[str, Any]:
    """What the trail commits to: every column."""
    return {
        "area": row.area,
        "item": row.item,
        "seq": row.seq,
        "name": row.name,
        "section": row.section,
        "kind": row.kind,
        "terms": [row.rule, row.day, int(row.working), row.needs, list(row.columns)],
        "from_on": row.from_on.isoformat(),
        "loosens": int(row.loosens),
        "reason": hashlib.sha256(row.reason.encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }


def approval_facts(row: CatalogueApproval) -> dict[str, Any]:
    """What the trail commits to: every column."""
    words = hashlib.sha256(row.words.encode()).hexdigest()
    return {"change": row.change_id, "words": words, "by": row.by, "at": spelt(row.at)}


def _place(area: Ref, *, by: Ref, at: dt.datetime) -> AreaFacts:
    if not standing.may(by, vocab.CHANGE_CATALOGUE, area, at=at):
        raise NotFound()
    return roster.area(area)


def _known_here(item: str, place: AreaFacts) -> bool:
    chain = cataloguereads.chain_of(place)
    return any(one.item == item for layer in chain for one in layer)


def _checked(place: AreaFacts, item: str, new: New, *, at: dt.datetime) -> tuple[New, bool]:
    """The change with clean words, and whether it asks for less than it may. Raises Invalid, TooLoose."""
    asked = _clean(item, new.terms)
    reason = clean(new.reason)
    if not reason or len(reason) > LONGEST:
        raise Invalid(_("请写清依据和理由，不超过 %(most)d 个字，会留痕。"), most=LONGEST)
    if new.from_on <= local(at).date():
        raise Invalid(_("生效日要在今天以后：已经过去的、正在进行的期，按原来的规定算。"))
    now = terms.in_force(item, duties.shipped(item), cataloguereads.chain_of(place), start=new.from_on)
    if now == asked:
        raise Invalid(_("这样填和现在的规定一样，没有改动。"))
    if not terms.aligned(new.from_on, terms=[asked, now or asked]):
        raise Invalid(_("生效日要是一期的第一天：按月的填某月1日，按季的填1、4、7、10月1日，半年、一年的照此类推。"))
    floor = floor_of(place, item, start=new.from_on)
    less = terms.looser(asked, floor) if floor else ()
    if less and place.level not in LOOSENING:
        raise TooLoose(what="、".join(str(ASPECTS[one]) for one in less))
    return New(asked, new.from_on, reason, new.name, new.section, new.kind), bool(less)


def _clean(item: str, asked: Terms) -> Terms:
    base = duties.shipped(item)
    allowed = RULES + (base.rule if base else "")
    if asked.rule not in allowed or asked.needs not in terms.STRICTNESS or not 1 <= asked.day <= 31:
        raise Invalid(_("多久一次、几号以前，请选好、填好：日子填1到31。"))
    columns = tuple(dict.fromkeys(filter(None, (clean(one) for one in asked.columns))))
    if len(columns) > MOST_COLUMNS or any(len(one) > LONGEST_COLUMN for one in columns):
        raise Invalid(_("栏目最多加 %(most)d 个，每个不超过 %(long)d 个字。"), most=MOST_COLUMNS, long=LONGEST_COLUMN)
    return Terms(asked.rule, asked.day, asked.working, asked.needs, columns)


def _keep(place: AreaFacts, item: str, new: New, loosens: bool, form_key: str, *, by: Ref, at: dt.datetime) -> Ref:
    digest = _digest(form_key, by=by)
    try:
        with transaction.atomic():
            return _known(digest) or _write(place, item, new, loosens, digest, by=by, at=at)
    except IntegrityError:
        known = _known(digest)
        if known is None:
            raise Busy() from None
        return known


def _write(place: AreaFacts, item: str, new: New, loosens: bool, digest: str, *, by: Ref, at: dt.datetime) -> Ref:
    row = CatalogueChange.objects.create(
        area=place.ref,
        item=item,
        seq=CatalogueChange.objects.filter(area=place.ref, item=item).count() + 1,
        name=new.name,
        section=new.section,
        kind=new.kind,
        rule=new.terms.rule,
        day=new.terms.day,
        working=new.terms.working,
        needs=new.terms.needs,
        columns=list(new.terms.columns),
        from_on=new.from_on,
        loosens=loosens,
        reason=new.reason,
        by=by,
        at=at,
        form_digest=digest,
    )
    trail.record(vocab.CHANGE_CATALOGUE, Ref(row.ref), by=by, at=at, facts=change_facts(row))
    return Ref(row.ref)


def _digest(form_key: str, *, by: Ref) -> str:
    return hashlib.sha256(f"{by}.{form_key}".encode()).hexdigest()


def _known(digest: str) -> Ref | None:
    found = CatalogueChange.objects.filter(form_digest=digest).values_list("ref", flat=True).first()
    return Ref(found) if found else None


def areas_touched(refs: Iterable[Ref]) -> set[Ref]:
    """The areas whose catalogue these changes and approvals are about."""
    wanted = set(refs)
    changed = CatalogueChange.objects.filter(pk__in=wanted).values_list("area", flat=True)
    approved = CatalogueApproval.objects.filter(pk__in=wanted).values_list("change__area", flat=True)
    return {Ref(area) for area in (*changed, *approved)}
