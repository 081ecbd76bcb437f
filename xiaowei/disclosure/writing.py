"""A clerk writes what the village publishes in words: each saving is a new draft, nothing of the old one changes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db import IntegrityError, transaction

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import access, flow, vocab
from xiaowei.disclosure.actions import Busy, draft_content
from xiaowei.disclosure.contents import DECISION, TEXT
from xiaowei.disclosure.history import Deed, step
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.queries import version_of_content
from xiaowei.disclosure.texts import actions as texts
from xiaowei.disclosure.texts import entry
from xiaowei.disclosure.texts.entry import NewText
from xiaowei.roster import standing

WRITTEN = frozenset({TEXT, DECISION})


def write(
    fields: Mapping[str, str], *, kind: str, village: Ref, form_key: str, before: Ref | None, by: Ref, at: dt.datetime
) -> Ref:
    """Make a draft of what was typed (the fields of `texts.entry.read`); the same form gives the same draft.

    `before` is the version it is the next state of: what is public already keeps item, title and period, and the new
    one becomes its correction. Raises NotFound, Invalid, and Busy when two come at the same moment.
    """
    if not standing.may(by, vocab.DRAFT, village, at=at) or kind not in WRITTEN:
        raise NotFound()
    old = version_before(before, kind=kind, by=by, at=at) if before else None
    new = entry.read({**fields, **_kept_fields(old)}, kind=kind, at=at)
    try:
        with transaction.atomic():
            return _write(new, old, village=village, form_key=form_key, by=by, at=at)
    except IntegrityError:
        content = texts.known(form_key, by=by)
        known = version_of_content(content) if content else None
        if known is None:
            raise Busy() from None
        return known


def version_before(ref: Ref, *, kind: str, by: Ref, at: dt.datetime) -> Version:
    """The version somebody goes on writing from. Raises NotFound for any other: absent and forbidden alike."""
    version = access.version_for(by, ref, to="make", at=at)
    newest = version.publication.versions.order_by("-number").values_list("number", flat=True).first()
    if version.content_kind != kind or version.number != newest or version.state in ("superseded", "withdrawn"):
        raise NotFound()
    return version


def is_public(version: Version) -> bool:
    """Whether villagers can read the item already, in this version or an older one."""
    return version.publication.published_number is not None


def _kept_fields(old: Version | None) -> dict[str, str]:
    """Where the item stands is settled once people can read it: their links and doubts hang on it."""
    if old is None or not is_public(old):
        return {}
    row = old.publication
    span = entry.span_of(row.period_from, row.period_until)
    return {"item": row.item, "title": row.topic, "span": span, "day": row.period_from.isoformat()}


def _write(new: NewText, old: Version | None, *, village: Ref, form_key: str, by: Ref, at: dt.datetime) -> Ref:
    content = texts.known(form_key, by=by)
    if content is not None:
        known = version_of_content(content)
        assert known is not None  # both are written in one transaction
        return known
    if old is not None and is_public(old):
        row = old.publication  # a period of no usual length has no name in the form
        new = replace(new, period_from=row.period_from, period_until=row.period_until)
    before = Ref(old.content) if old else None
    content = texts.write(new, village=village, form_key=form_key, before=before, by=by, at=at)
    if old is not None and old.state in flow.UNFINISHED and _elsewhere(new, old):
        step(old, Deed("supersede", by, at))
    return draft_content(new.kind, content, by=by, at=at)


def _elsewhere(new: NewText, old: Version) -> bool:
    row = old.publication
    there = (row.item, row.topic, row.period_from, row.period_until)
    return there != (new.item, new.title, new.period_from, new.period_until)
