"""What has happened in the sample county: one month's accounts of 下宫村, through the verbs everybody uses."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from xiaowei.base.refs import Ref
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as published
from xiaowei.disclosure import vocab
from xiaowei.finance import actions as finance
from xiaowei.finance.upload import understand_upload
from xiaowei.roster import queries as roster
from xiaowei.roster import standing

VILLAGE = "990101100201"
SHEET = "下宫村_2023年4月_财务收支明细.csv"
SIGNERS = (vocab.REVIEW, vocab.RELEASE, vocab.CHECK)


def load(at: dt.datetime) -> None:
    """Publish the month, unless the village has published something already."""
    area = roster.area_by_code(VILLAGE)
    if area is None or published.published_in(area.ref, limit=1):
        return
    clerk = _first(vocab.DRAFT, area.ref, at=at)
    path = Path(settings.ROOT).parent / "samples" / "disclosures" / SHEET
    upload = understand_upload(path.read_bytes(), village=area.ref)
    reading = finance.take_reading(
        upload.entry, file_name=SHEET, original=upload.original, form_key=f"sample {SHEET}", by=clerk, at=at
    )
    version = disclosure.draft(reading, by=clerk, at=at)
    if published.desk_version(clerk, version, at=at).state != "draft":
        return
    disclosure.submit(version, excuses={}, reason="", by=clerk, at=at)
    seen = published.desk_version(clerk, version, at=at).seen
    for permission in SIGNERS:
        disclosure.sign(version, seen=seen, by=_first(permission, area.ref, at=at), at=at)


def _first(permission: str, village: Ref, *, at: dt.datetime) -> Ref:
    return standing.holders(permission, village, at=at)[0].person
