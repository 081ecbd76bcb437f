"""One subsidy of one village for one period (到户补助) as content: from benefits."""

from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.benefits import queries as benefits
from xiaowei.benefits import readings
from xiaowei.benefits.digests import public_content
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read


def _placed(ref: Ref) -> Placed:
    batch = benefits.batch(ref)
    return Placed(batch.village, batch.county, batch.item, batch.subsidy, batch.period_from, batch.period_until)


def _public(ref: Ref) -> dict[str, Any]:
    return public_content(benefits.batch(ref))


def _parts(ref: Ref) -> list[Part]:
    return [
        Part(row.ref, row.number, "", " ".join(filter(None, (row.group, row.name))), None, row.amount)
        for row in benefits.batch(ref).rows
    ]


def _read(ref: Ref) -> Read:
    reading = readings.reading_of(ref)
    return Read(reading.ref, reading.file_name, readings.issues_of(ref))


KIND = Kind(placed=_placed, facts=benefits.batch, public=_public, parts=_parts, read=_read, homes=benefits.batches_of)
