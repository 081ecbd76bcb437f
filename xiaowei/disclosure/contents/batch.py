"""One subsidy of one village for one period (到户补助) as content: from benefits."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.benefits import queries as benefits
from xiaowei.benefits import readings
from xiaowei.benefits.digests import public_content
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.disclosure.contents.spelling import spelt_day, spelt_number, spelt_yuan


def _placed(ref: Ref) -> Placed:
    batch = benefits.place_of(ref)
    return Placed(batch.village, batch.county, batch.item, batch.subsidy, batch.period_from, batch.period_until)


def _public(ref: Ref) -> dict[str, Any]:
    return public_content(benefits.batch(ref))


def _parts(ref: Ref) -> list[Part]:
    return [
        Part(
            row.ref,
            row.number,
            "",
            " ".join(filter(None, (row.group, row.name))),
            None,
            row.amount,
            row.date,
            cells=_cells(row),
            key=f"{row.group} {row.name}".strip(),
        )
        for row in benefits.batch(ref).rows
    ]


def _cells(row: benefits.PublicRow) -> tuple[tuple[str, str], ...]:
    found = (
        (_("组"), row.group),
        (_("户主"), row.name),
        (_("面积（亩）"), spelt_number(row.area)),
        (_("人数"), str(row.persons or "")),
        (_("数量"), spelt_number(row.quantity)),
        (_("类别"), row.level),
        (_("标准（元）"), spelt_yuan(row.standard)),
        (_("金额（元）"), spelt_yuan(row.amount)),
        (_("日期"), spelt_day(row.date)),
        (_("备注"), row.note),
    )
    return tuple((label, value) for label, value in found if value)


def _sums(ref: Ref) -> tuple[tuple[str, str], ...]:
    batch = benefits.batch(ref)
    found = (
        (_("户数"), f"{batch.households:,}"),
        (_("面积（亩）"), spelt_number(batch.area)),
        (_("人数"), "" if batch.persons is None else f"{batch.persons:,}"),
        (_("数量"), spelt_number(batch.quantity)),
        (_("金额（元）"), spelt_yuan(batch.amount)),
    )
    return tuple((label, value) for label, value in found if value)


def _read(ref: Ref) -> Read:
    reading = readings.reading_of(ref)
    return Read(reading.ref, reading.file_name, readings.issues_of(ref))


KIND = Kind(
    placed=_placed,
    facts=benefits.batch,
    public=_public,
    parts=_parts,
    read=_read,
    homes=benefits.batches_of,
    sums=_sums,
)
