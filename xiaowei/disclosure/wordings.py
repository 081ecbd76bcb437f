"""Explained headers: a clerk says what a column means, once for sheets of that shape; the township may take it over for
all its villages, and it or the county may add words of its own (认表头)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.base.sheets import wordings as pure
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.headers import plain
from xiaowei.base.words import clean
from xiaowei.disclosure import vocab
from xiaowei.disclosure.models import Wording, WordingEnd
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.trail import actions as trail

LONGEST = 60
TEACH, ADD, END = "teach", "add", "end"


class Known(Conflict):
    """The word means something here already."""

    sentence = _("“%(word)s”在这里已经有说法了。要改，请先停用原来的。")


class Busy(Conflict):
    """Two people explain one sheet at one moment."""

    sentence = _("刚刚有人也在说明这种表的表头。请刷新看一看，需要的话再说明一次。")


@dataclass(frozen=True)
class WordingFacts:
    """A wording as it is listed. `means` is the product's own word for the field."""

    ref: Ref
    area: Ref
    kind: str
    field: str
    means: str
    header: str
    own: bool  # for sheets of one shape, as a clerk explained them
    by: str
    at: dt.datetime


def reworded(grid: Grid, *, area: Ref | None) -> Grid:
    """The grid with every header explained that the area, or one above it, has explained. One query."""
    if area is None:
        return grid
    return pure.reworded(grid, [_pure(row) for row in _in_force(area)])


def teach(
    grid: Grid, kind: str, means: Mapping[tuple[str, int], str], *, village: Ref, by: Ref, at: dt.datetime
) -> int:
    """Keep what the clerk said of the columns of this sheet (sheet name and column to field); returns how many.

    What he says of a header replaces what he said before. Raises NotFound, Invalid, Busy.
    """
    if not standing.may(by, vocab.DRAFT, village, at=at):
        raise NotFound()
    fields = _fields(kind)
    shapes = {sheet.name: pure.shape_of(sheet) for sheet in grid.sheets}
    columns = {(one.sheet, one.col): one for one in pure.columns_of(grid)}
    said = {place: field for place, field in means.items() if field and place in columns}
    if any(field not in fields for field in said.values()):
        raise Invalid(_("有一列选的不是这种表里有的内容。请重新选。"))
    headers = {(shapes[place[0]], plain(columns[place].header)[:LONGEST]): field for place, field in said.items()}
    try:
        with transaction.atomic():
            for (shape, header), field in headers.items():
                old = Wording.objects.filter(area=village, shape=shape, header=header, ended_at=None).first()
                if old is not None and (old.kind, old.field) == (kind, field):
                    continue
                if old is not None:
                    _end(old, by=by, at=at)
                _keep(village, kind, field, header, shape, TEACH, by=by, at=at)
    except IntegrityError:
        raise Busy() from None
    return len(said)


def add(area: Ref, kind: str, field: str, word: str, *, by: Ref, at: dt.datetime) -> Ref:
    """A word for every sheet of the area. Raises NotFound, Invalid, Known."""
    if not standing.may(by, vocab.KEEP_WORDINGS, area, at=at):
        raise NotFound()
    header = plain(clean(word))[:LONGEST]
    if field not in _fields(kind) or not header:
        raise Invalid(_("请写上表头里的词，并选好它是什么意思。"))
    try:
        with transaction.atomic():
            return _keep(area, kind, field, header, "", ADD, by=by, at=at)
    except IntegrityError:
        raise Known(word=word) from None


@transaction.atomic
def end(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """The word means nothing particular any more; sheets that were read stay as they are. Raises NotFound."""
    row = Wording.objects.filter(pk=ref, ended_at=None).first()
    allowed = [vocab.KEEP_WORDINGS] if row is None or not row.shape else [vocab.KEEP_WORDINGS, vocab.DRAFT]
    if row is None or not any(standing.may(by, one, Ref(row.area), at=at) for one in allowed):
        raise NotFound()
    _end(row, by=by, at=at)


def of_area(area: Ref) -> tuple[WordingFacts, ...]:
    """The words the area itself has for every sheet, by kind."""
    return _facts(Wording.objects.filter(area=area, shape="", ended_at=None).order_by("kind", "header"))


def offered(area: Ref) -> tuple[WordingFacts, ...]:
    """What clerks below the area explained and the area has no word of its own for: it may take them over."""
    villages = [village.ref for village in roster.villages_under(area)]
    known = set(Wording.objects.filter(area=area, shape="", ended_at=None).values_list("header", flat=True))
    rows = Wording.objects.filter(area__in=villages, ended_at=None).exclude(shape="").exclude(header__in=known)
    return _facts(rows.order_by("header", "at")[:200])


def wording_facts(row: Wording) -> dict[str, str]:
    """What the trail commits to of a wording: everything but its end."""
    return {
        "area": row.area,
        "kind": row.kind,
        "field": row.field,
        "header": row.header,
        "shape": row.shape,
        "by": row.by,
        "at": spelt(row.at),
    }


def end_facts(row: WordingEnd) -> dict[str, str]:
    """What the trail commits to of an end."""
    return {
        "wording": row.wording_id,
        "by": row.by,
        "at": spelt(row.at),
        "ended_at": spelt(row.wording.ended_at or row.at),
    }


def _in_force(area: Ref) -> list[Wording]:
    """Those of the area and of every area above it; the nearest comes first, so that it goes before."""
    places = [one.ref for one in roster.lineage(area)]
    rows = Wording.objects.filter(area__in=places, ended_at=None)
    return sorted(rows, key=lambda row: places.index(Ref(row.area)))


def _pure(row: Wording) -> pure.Wording:
    return pure.Wording(row.kind, row.field, row.header, row.shape)


def _fields(kind: str) -> Mapping[str, str]:
    try:
        return pure.best_words(kind)
    except KeyError:
        raise Invalid(_("还没有选是哪一种表。")) from None


def _keep(area: Ref, kind: str, field: str, header: str, shape: str, move: str, *, by: Ref, at: dt.datetime) -> Ref:
    row = Wording.objects.create(
        ref=new_ref(), area=area, kind=kind, field=field, header=header, shape=shape, by=by, at=at
    )
    trail.record(did(move), Ref(row.ref), by=by, at=at, facts=wording_facts(row))
    return Ref(row.ref)


def _end(row: Wording, *, by: Ref, at: dt.datetime) -> None:
    if Wording.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at) != 1:
        raise NotFound()
    done = WordingEnd.objects.create(ref=new_ref(), wording=row, by=by, at=at)
    trail.record(did(END), Ref(done.ref), by=by, at=at, facts=end_facts(done))


def did(move: str) -> str:
    """The trail's name for what was done with a wording."""
    return f"disclosure:wording:{move}"


def _facts(rows: QuerySet[Wording]) -> tuple[WordingFacts, ...]:
    found = list(rows)
    names = roster.person_names({Ref(row.by) for row in found})
    return tuple(
        WordingFacts(
            Ref(row.ref),
            Ref(row.area),
            row.kind,
            row.field,
            pure.best_words(row.kind).get(row.field, row.field),
            row.header,
            bool(row.shape),
            names.get(Ref(row.by), ""),
            row.at,
        )
        for row in found
    )
