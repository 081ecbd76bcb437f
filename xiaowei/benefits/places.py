"""Which village the rows of a list belong to. Names are compared, never guessed: what fits no village of the uploader,
or more than one, is a question to him, and nothing is entered before every row has its place.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import clean
from xiaowei.benefits.intake.understanding import Row, Understanding
from xiaowei.roster import queries as roster
from xiaowei.roster.names import spellings
from xiaowei.roster.queries import AreaFacts

OUT = "out"  # the choice that leaves rows out
SHOWN = 5  # rows and places that a sentence names one by one
FEW_ROWS = _("“%(name)s”（第 %(rows)s 行）")
MANY_ROWS = _("“%(name)s”（第 %(rows)s 行等 %(n)d 行）")


@dataclass(frozen=True)
class Place:
    """Rows that name the same village, as written; `fits` are the uploader's villages it can mean.

    `elsewhere` is the county that the list names where that is not the uploader's: no village of his can be meant.
    """

    key: str
    township: str
    village: str
    rows: tuple[Row, ...]
    fits: tuple[AreaFacts, ...]
    elsewhere: str = ""

    @property
    def amount(self) -> int:
        """The sum of its rows in fen."""
        return sum(row.amount or 0 for row in self.rows)

    @property
    def where(self) -> str:
        """Its name as written and the rows that bear it, in words; nobody's name is in it."""
        numbers = "、".join(str(row.row) for row in self.rows[:SHOWN])
        words = MANY_ROWS if len(self.rows) > SHOWN else FEW_ROWS
        name = f"{self.township}{self.village}" or str(_("没有写村名"))
        return str(words) % {"name": name, "rows": numbers, "n": len(self.rows)}

    @property
    def own(self) -> AreaFacts | None:
        """The one village it means; None for a question."""
        return self.fits[0] if len(self.fits) == 1 else None


@dataclass(frozen=True)
class Choice:
    """What the uploader says of a place: the village, or the reason why its rows are left out."""

    village: Ref | None = None
    reason: str = ""


class Unplaced(Invalid):
    """Rows without a place."""

    sentence = _("还有 %(n)d 处没有选归哪个村：%(where)s。每一处都选好，或选“不登记”并写明原因，才会生成各村的草稿。")


class OtherCounty(Invalid):
    """Rows of another county that somebody would enter as his own village's."""

    sentence = _(
        "表里写的是“%(county)s”，不是您这里的县，不能归到您的村。请核对是不是传错了表；不归您的，选“不登记”并写明原因。"
    )


def places_of(understanding: Understanding, villages: Sequence[AreaFacts], *, chosen: Ref | None) -> list[Place]:
    """Every place written in the list, in its order. `chosen` is the village the uploader picked, if any."""
    above = roster.areas(v.parent for v in villages if v.parent)
    counties = {area.short_name for area in roster.areas(v.county for v in villages if v.county).values()}
    written: dict[tuple[str, str], list[Row]] = {}
    for row in understanding.rows:
        township = row.township or understanding.township_name or ""
        village = row.village or understanding.village_name or ""
        written.setdefault((township, village), []).append(row)
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for (township, village), rows in written.items():
        county, *rest = _split(township, village, above.values())
        county = county or understanding.county_name or ""
        foreign = county if county and counties and not any(_same(county, own) for own in counties) else ""
        grouped.setdefault((foreign, rest[0], rest[1]), []).extend(rows)
    own = [v for v in villages if chosen is None or v.ref == chosen]
    found = []
    for (foreign, township, village), rows in grouped.items():
        fits = () if foreign else tuple(v for v in own if _fits(v, above, township, village))
        township = f"{foreign}{township}"
        key = hashlib.sha256(f"{township}\0{village}".encode()).hexdigest()[:16]
        found.append(Place(key, township, village, tuple(rows), fits, foreign))
    return found


def settled(places: Sequence[Place], choices: Mapping[str, Choice], villages: Sequence[AreaFacts]) -> dict[str, Choice]:
    """A choice for every place: the one it fits, or what the uploader says. Raises Unplaced, OtherCounty, Invalid."""
    allowed = {v.ref for v in villages}
    found: dict[str, Choice] = {}
    missing: list[Place] = []
    for place in places:
        said = choices.get(place.key, Choice())
        reason = clean(said.reason)[:200]
        if place.own is not None:
            found[place.key] = Choice(place.own.ref)
        elif place.elsewhere and said.village:
            raise OtherCounty(county=place.elsewhere)
        elif said.village in allowed:
            found[place.key] = Choice(said.village)
        elif reason:
            found[place.key] = Choice(None, reason)
        else:
            missing.append(place)
    if missing:
        raise Unplaced(n=len(missing), where="、".join(place.where for place in missing[:SHOWN]))
    if not any(choice.village for choice in found.values()):
        raise Invalid(_("所有行都选了不登记，没有可以登记的。请检查这张表是不是归您登记。"))
    return found


def as_document(places: Sequence[Place], choices: Mapping[str, Choice]) -> list[dict[str, Any]]:
    """Where every row went, as JSON values without anybody's name."""
    return [
        {
            "township": place.township,
            "village": place.village,
            "rows": len(place.rows),
            "amount": place.amount,
            "to": choices[place.key].village or "",
            "reason": choices[place.key].reason,
        }
        for place in places
    ]


def _split(township: str, village: str, known: Iterable[AreaFacts]) -> tuple[str, str, str]:
    """`示范县青石镇下宫村` in one cell as county, township and village; the county only before a known township."""
    village, township, county = "".join(village.split()), "".join(township.split()), ""
    for area in known:
        above, found, rest = village.partition(area.short_name)
        if found and rest:
            return above, area.short_name, rest
        if township.endswith(area.short_name):
            county = county or township.removesuffix(area.short_name)
            township = area.short_name
    return county, township, village


def _same(written: str, known: str) -> bool:
    """Whether a county as written can be this one: with its city before it, or a part of the name."""
    return written.endswith(known) or known.endswith(written) or known.startswith(written)


def _fits(village: AreaFacts, above: Mapping[Ref, AreaFacts], township: str, written: str) -> bool:
    parent = above.get(village.parent) if village.parent else None
    if township and (parent is None or parent.short_name != township):
        return False
    return not written or village.short_name in spellings(written)
