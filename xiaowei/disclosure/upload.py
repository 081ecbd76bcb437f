"""An uploaded file goes to the room that understands it, and comes back as drafts.

Accounts are one village's. A list of subsidies may be many villages': each gets a draft of its own, and none is made
before every row has its place.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.sheets import kinds
from xiaowei.base.sheets.grid import Grid
from xiaowei.benefits import actions as benefits
from xiaowei.benefits import entry
from xiaowei.benefits.places import Choice, settled
from xiaowei.benefits.upload import Understood, understood
from xiaowei.disclosure import access, actions
from xiaowei.disclosure.contents import BATCH
from xiaowei.finance import actions as finance
from xiaowei.finance import queries as finance_reads
from xiaowei.finance.upload import read, understand_grid
from xiaowei.vault import actions as vault
from xiaowei.vault import queries as vault_reads


class NoVillage(Invalid):
    """Nothing says whose sheet it is."""

    sentence = _("还没有选是哪个村的表。请选好再传。")


@dataclass(frozen=True)
class File:
    """A file as it came, with the key of its form."""

    name: str
    data: bytes
    form_key: str


@dataclass(frozen=True)
class Taken:
    """What became of a file: a draft; or accounts that cannot be read yet; or a list, which may still ask something."""

    version: Ref | None = None
    reading: Ref | None = None
    listing: Ref | None = None


def take(file: File, *, chosen: Ref | None, by: Ref, at: dt.datetime) -> Taken:
    """Read a file, keep it, and draft what is clear. Raises Invalid, OtherVillage, NoVillage, TooLarge, NotFound.

    `chosen` is the village picked in the form; an office with a list for its villages picks none.
    """
    grid = read(file.data)
    if kinds.kind_of(grid) != kinds.HOUSEHOLDS:
        if chosen is None or chosen not in {village.ref for village in access.drafting_villages(by, at=at)}:
            raise NoVillage()
        return _accounts(file, grid, chosen, by=by, at=at)
    villages = access.listing_villages(by, at=at)
    if chosen not in {village.ref for village in villages}:
        chosen = None
    meant = understood(grid, villages=villages, chosen=chosen)
    original = vault.stage_sealed(file.data, media_type="application/octet-stream")
    listing = benefits.take_reading(
        meant, chosen=chosen, file_name=file.name, original=original, form_key=file.form_key, by=by, at=at
    )
    if meant.why_not or meant.open:
        return Taken(listing=listing)
    versions = _enter(listing, meant, {}, by=by, at=at)
    return Taken(version=versions[0] if len(versions) == 1 else None, listing=listing)


def place(listing: Ref, *, choices: Mapping[str, Choice], by: Ref, at: dt.datetime) -> tuple[Ref, ...]:
    """Enter a list whose places were questions, with the uploader's answers; returns the drafts.

    Raises NotFound, Unplaced, Invalid.
    """
    return _enter(listing, again(listing, by=by, at=at), choices, by=by, at=at)


def again(listing: Ref, *, by: Ref, at: dt.datetime) -> Understood:
    """An uploaded list understood once more from its sealed original: nobody's numbers wait in the open."""
    reading = access.list_for(by, listing, at=at)
    grid = read(vault_reads.read(reading.original).data)
    return understood(grid, villages=access.listing_villages(by, at=at), chosen=reading.chosen)


def _accounts(file: File, grid: Grid, village: Ref, *, by: Ref, at: dt.datetime) -> Taken:
    upload = understand_grid(grid, file.data, village=village)
    reading = finance.take_reading(
        upload.entry, file_name=file.name, original=upload.original, form_key=file.form_key, by=by, at=at
    )
    if finance_reads.reading(reading).ledger is None:
        return Taken(reading=reading)
    return Taken(version=actions.draft(reading, by=by, at=at))


def _enter(
    listing: Ref, meant: Understood, choices: Mapping[str, Choice], *, by: Ref, at: dt.datetime
) -> tuple[Ref, ...]:
    chosen = settled(meant.places, choices, access.listing_villages(by, at=at))
    new = entry.batches(meant.understanding, meant.places, chosen)
    with transaction.atomic():  # all of a list's villages, or none
        batches = benefits.place(listing, places=meant.places, choices=chosen, batches=new, by=by, at=at)
        return tuple(actions.draft_content(BATCH, batch, by=by, at=at) for batch in batches)
