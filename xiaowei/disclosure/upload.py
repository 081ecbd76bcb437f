"""An uploaded file goes to the room that understands it, and comes back as drafts.

Accounts are one village's. A list of subsidies may be many villages': each gets a draft of its own, and none is made
before every row has its place.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.base.sheets import kinds
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.tables import TABLE_KINDS, Understanding
from xiaowei.benefits import actions as benefits
from xiaowei.benefits import entry, staging
from xiaowei.benefits.places import Choice, settled
from xiaowei.benefits.upload import Understood, understood
from xiaowei.disclosure import access, actions, drafting, wordings
from xiaowei.disclosure.contents import BATCH, TABLE
from xiaowei.disclosure.history import Deed, step
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tables import actions as tables
from xiaowei.disclosure.tables import entry as table_entry
from xiaowei.disclosure.tables import queries as table_reads
from xiaowei.disclosure.tables.entry import Said
from xiaowei.finance import actions as finance
from xiaowei.finance import queries as finance_reads
from xiaowei.finance.entry import check_village
from xiaowei.finance.upload import read, understand_grid
from xiaowei.roster import queries as roster
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
    table: Ref | None = None


def take(file: File, *, chosen: Ref | None, by: Ref, at: dt.datetime, item: str = "") -> Taken:
    """Read a file, keep it, and draft what is clear. Raises Invalid, OtherVillage, NoVillage, TooLarge, NotFound.

    `chosen` is the village picked in the form; an office with a list for its villages picks none. `item` is the item
    of the catalogue for a table, where the clerk picked one. What `kind_of` calls unknown goes on to the accounts,
    whose page says what is sure; a kind that somebody says of it would be asked for here, before that.
    """
    grid = _explained(file.data, chosen, by=by, at=at)
    kind = kinds.kind_of(grid)
    if kind in TABLE_KINDS:
        return _table(file, grid, _own(chosen, by=by, at=at), Said(item=item), by=by, at=at)
    if kind != kinds.HOUSEHOLDS:
        return _accounts(file, grid, _own(chosen, by=by, at=at), by=by, at=at)
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
    grid = _explained(vault_reads.read(reading.original).data, reading.chosen, by=by, at=at)
    return understood(grid, villages=access.listing_villages(by, at=at), chosen=reading.chosen)


def place_table(reading: Ref, *, said: Said, by: Ref, at: dt.datetime) -> Ref:
    """A kept table goes where its clerk says: other item, name or period. Returns the draft.

    A draft that nobody signed yet and that was made of the same file gives way. Raises NotFound, NotYet.
    """
    read_before = access.table_reading_for(by, reading, at=at, to_draft=True)
    grid = _explained(vault_reads.read(read_before.original).data, read_before.village, by=by, at=at)
    entry = table_entry.entry_of(understand(grid), grid, village=read_before.village, said=said, today=local(at).date())
    if entry.table is None:
        raise table_entry.NotYet(why=entry.understood["why_not"] or str(_("还没有说清是哪一项、哪一期。")))
    with transaction.atomic():
        table = tables.enter(reading, entry.table, by=by, at=at)
        others = [one for one in table_reads.tables_of_reading(reading) if one != table]
        for old in Version.objects.filter(content_kind=TABLE, content__in=others, state__in=("draft", "returned")):
            step(old, Deed("supersede", by, at))
        return actions.draft_content(TABLE, table, by=by, at=at)


@dataclass(frozen=True)
class Source:
    """An uploaded file as it was kept: for which village, what it was called, and its bytes."""

    village: Ref
    file_name: str
    data: bytes


def source(reading: Ref, *, by: Ref, at: dt.datetime) -> Source:
    """The file of a reading of accounts, a table or a list, for its village's clerk. Raises NotFound."""
    village, file_name, original = _kept(reading, by=by, at=at)
    if village is None or village not in {one.ref for one in access.drafting_villages(by, at=at)}:
        raise NotFound()
    return Source(village, file_name, vault_reads.read(original).data)


def _kept(reading: Ref, *, by: Ref, at: dt.datetime) -> tuple[Ref | None, str, Ref]:
    try:
        accounts = access.reading_for(by, reading, at=at)
        return accounts.village, accounts.file_name, accounts.original
    except NotFound:
        pass
    try:
        table = access.table_reading_for(by, reading, at=at, to_draft=True)
        return table.village, table.file_name, table.original
    except NotFound:
        listing = access.list_for(by, reading, at=at)
        return listing.chosen, listing.file_name, listing.original


def explain(
    reading: Ref, kind: str, means: Mapping[tuple[str, int], str], *, form_key: str, by: Ref, at: dt.datetime
) -> Taken:
    """The clerk says what columns of his file mean, and it is read anew; the next file of this shape needs no word.

    `means` gives the field of `wordings.best_words(kind)` by sheet and column. Raises NotFound, Invalid.
    """
    kept = source(reading, by=by, at=at)
    wordings.teach(read(kept.data), kind, means, village=kept.village, by=by, at=at)
    return take(File(kept.file_name, kept.data, form_key), chosen=kept.village, by=by, at=at)


def _explained(data: bytes, chosen: Ref | None, *, by: Ref, at: dt.datetime) -> Grid:
    """The cells of a file, with the headers that the village, or the office that sends it, has explained."""
    posts = roster.posts_of(by, at=at) if chosen is None else []
    return wordings.reworded(read(data), area=chosen or (posts[0].area if posts else None))


def understand(grid: Grid) -> Understanding:
    """What a table means."""
    from xiaowei.base.sheets.tables.understand import understand as meaning

    return meaning(grid)


def _own(chosen: Ref | None, *, by: Ref, at: dt.datetime) -> Ref:
    if chosen is None or chosen not in {village.ref for village in access.drafting_villages(by, at=at)}:
        raise NoVillage()
    return chosen


def _table(file: File, grid: Grid, village: Ref, said: Said, *, by: Ref, at: dt.datetime) -> Taken:
    meant = understand(grid)
    check_village(meant, village)
    entry = table_entry.entry_of(meant, grid, village=village, said=said, today=local(at).date())
    original = vault.stage_sealed(file.data, media_type="application/octet-stream")
    reading = tables.take_reading(entry, file_name=file.name, original=original, form_key=file.form_key, by=by, at=at)
    entered = table_reads.tables_of_reading(reading)
    version = actions.draft_content(TABLE, entered[0], by=by, at=at) if entered else None
    return Taken(version=version, table=reading)


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
    staged = staging.stage(listing, new, by=by, at=at)
    planned = drafting.plan(BATCH, {batch.ref: batch.public for batch in staged}, by=by, at=at)
    with transaction.atomic():  # all of a list's villages, or none; everything slow is done
        batches = benefits.place(listing, places=meant.places, choices=chosen, batches=staged, by=by, at=at)
        if set(batches) == {batch.ref for batch in staged}:
            versions = drafting.make(planned, by=by, at=at)
            return tuple(versions[batch] for batch in batches)
    # the same list came twice at one moment: these are the first one's
    return tuple(actions.draft_content(BATCH, batch, by=by, at=at) for batch in batches)
