"""What has been published in the sample county: accounts and a subsidy of 下宫村, through the verbs everybody uses."""

import contextlib
import datetime as dt
from pathlib import Path

from django.conf import settings

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as published
from xiaowei.disclosure import upload, vocab
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts

VILLAGE = "990101100201"
ACCOUNTS = "下宫村_2023年4月_财务收支明细.csv"
SUBSIDY = "04_下宫村_2023年_耕地地力保护补贴.xlsx"
SHEETS = {"assets": ACCOUNTS, "benefits": SUBSIDY}  # by the door of the village's home behind which it is found
SIGNERS = (vocab.REVIEW, vocab.RELEASE, vocab.CHECK)


def load(at: dt.datetime) -> None:
    """Publish what the village has nothing of yet behind the same door."""
    village = place()
    if village is None:
        return
    for section, sheet in SHEETS.items():
        if not published.published_in(village.ref, section=section, limit=1):
            # in a county somebody plays with, a post may be vacant, or the same sheet be under way
            with contextlib.suppress(Refusal):
                publish(sheet, village.ref, at=at)


def place() -> AreaFacts | None:
    """The village of the story, unless somebody merged it away."""
    return roster.area_by_code(VILLAGE)


def first(permission: str, village: Ref, *, at: dt.datetime, area: Ref | None = None) -> Ref:
    """Whoever may do this in the village, the nearest office first, or the one with a post in this area.

    Raises NotFound when nobody may.
    """
    held = [one for one in standing.holders(permission, village, at=at) if area in (None, one.area)]
    if not held:
        raise NotFound()
    return held[0].person


def publish(sheet: str, village: Ref, *, at: dt.datetime) -> None:
    """Upload a sheet of the samples and sign it through; one that is under way or public stays as it is."""
    clerk = first(vocab.DRAFT, village, at=at)
    version = upload.take(file_of(sheet), chosen=village, by=clerk, at=at).version
    if version is not None:
        send(version, village, by=clerk, at=at)


def file_of(sheet: str) -> upload.File:
    """A sheet of the samples; the key of its form makes it the same draft again where a load was interrupted."""
    path = Path(settings.ROOT).parent / "samples" / "disclosures" / sheet
    return upload.File(sheet, path.read_bytes(), f"sample {sheet}")


def send(version: Ref, village: Ref, *, by: Ref, at: dt.datetime) -> None:
    """Send a draft on and sign it until it is public; what has left its clerk's desk stays as it is."""
    if published.desk_version(by, version, at=at).state != "draft":
        return
    disclosure.submit(version, excuses={}, reason="", by=by, at=at)
    seen = published.desk_version(by, version, at=at).seen
    for permission in SIGNERS:
        disclosure.sign(version, seen=seen, by=first(permission, village, at=at), at=at)
