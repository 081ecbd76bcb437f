"""Whom it is about: the lists she may choose from, and what she chose of them.

The list is the posts of her village and its township, by body; whoever is not on it she names in her own words.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import clean
from xiaowei.cases.actions import Target
from xiaowei.cases.targets import LONGEST_WORDS
from xiaowei.powers import queries as powers
from xiaowei.roster import directory
from xiaowei.roster import queries as roster
from xiaowei.roster.directory import BodyFacts
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import BodyKind

NUMERALS = "零一二三四五六七八九十"
MOST = 8  # people and bodies one report is about, beside a power and one in her own words


@dataclass(frozen=True)
class Choice:
    """One box to tick; `value` is kind and reference, as the form sends it."""

    value: str
    name: str
    title: str = ""


@dataclass(frozen=True)
class BodyChoices:
    """A body, the people in it, and the body as a whole; the leaders of all villager groups stand together."""

    name: str
    people: tuple[Choice, ...]
    whole: Choice | None

    @property
    def all(self) -> tuple[Choice, ...]:
        return (*self.people, self.whole) if self.whole else self.people


@dataclass(frozen=True)
class AreaChoices:
    """The bodies of the village, or of its township."""

    name: str
    bodies: tuple[BodyChoices, ...]

    @property
    def values(self) -> frozenset[str]:
        return frozenset(choice.value for body in self.bodies for choice in body.all)

    @property
    def people(self) -> int:
        return len({choice.value for body in self.bodies for choice in body.people})


@dataclass(frozen=True)
class Offered:
    """Everything one report from this village may be about."""

    areas: tuple[AreaChoices, ...]
    powers: tuple[Choice, ...]

    @property
    def values(self) -> frozenset[str]:
        return frozenset[str]().union(*(area.values for area in self.areas))


@dataclass(frozen=True)
class Chosen:
    """What she ticked, picked and wrote, as the form sends it; nothing of it is believed before `targets`."""

    ticked: tuple[str, ...] = ()
    power: str = ""
    other: str = ""

    def __bool__(self) -> bool:
        return bool(self.ticked or self.power or self.other)


NOBODY = Chosen()


def offered(village: AreaFacts, *, at: dt.datetime) -> Offered:
    """What can be chosen today. Nobody of the village or the township is left out: anybody may be complained of."""
    places = [village, *([roster.area(village.parent)] if village.parent else [])]
    bodies = directory.bodies_of([place.ref for place in places], at=at)
    areas = tuple(
        AreaChoices(place.short_name, _bodies([body for body in bodies if body.area == place.ref])) for place in places
    )
    items = tuple(Choice(item.ref, item.name, item.category) for item in powers.items(village.ref))
    return Offered(tuple(area for area in areas if area.bodies), items)


def targets(chosen: Chosen, among: Offered) -> tuple[Target, ...]:
    """What she chose as typed values. Raises Invalid for what is not on the list: forged, or gone since."""
    if set(chosen.ticked) - among.values or (chosen.power and chosen.power not in {c.value for c in among.powers}):
        raise Invalid(_("您选的有一项不在现在的名单上，已经替您去掉。请再选一次，或在“不在名单里”写出来。"))
    if len(chosen.ticked) > MOST:
        many = len(chosen.ticked)
        raise Invalid(_("选了 %(n)d 个，最多选 %(most)d 个。人多时选整个单位，或写在话里。"), n=many, most=MOST)
    if len(chosen.other) > LONGEST_WORDS:
        raise Invalid(_("“不在名单里”最多写 %(most)d 个字，其余的请写在上面的话里。"), most=LONGEST_WORDS)
    return tuple(_targets(chosen))


def known(chosen: Chosen, among: Offered) -> Chosen:
    """The choice without what is not on the list, for showing it again."""
    ticked = tuple(value for value in chosen.ticked if value in among.values)
    power = chosen.power if chosen.power in {choice.value for choice in among.powers} else ""
    return Chosen(ticked, power, chosen.other)


def named(chosen: Chosen, among: Offered) -> tuple[str, ...]:
    """What she chose in words, for her to read before she sends it."""
    bodies = [body for area in among.areas for body in area.bodies]
    found = {choice.value: f"{body.name} {choice.name}" for body in bodies for choice in body.all}
    powers = {choice.value: choice.name for choice in among.powers}
    picked = [found[value] for value in chosen.ticked] + ([powers[chosen.power]] if chosen.power else [])
    return (*picked, *([chosen.other] if chosen.other else ()))


def read(ticked: Sequence[str], power: str, other: str) -> Chosen:
    """The choice as it was sent; the same person ticked under two bodies counts once."""
    return Chosen(tuple(dict.fromkeys(ticked)), power, clean(other))


def _targets(chosen: Chosen) -> Iterator[Target]:
    for value in chosen.ticked:
        kind, _colon, ref = value.partition(":")
        yield Target(kind, Ref(ref))
    if chosen.power:
        yield Target("power", Ref(chosen.power))
    if chosen.other:
        yield Target("other", None, chosen.other)


def _bodies(bodies: Sequence[BodyFacts]) -> tuple[BodyChoices, ...]:
    own = [body for body in bodies if body.kind != BodyKind.VILLAGER_GROUP]
    groups = [body for body in bodies if body.kind == BodyKind.VILLAGER_GROUP]
    found = [BodyChoices(body.name, _people([body]), Choice(f"body:{body.ref}", _("整个单位"))) for body in own]
    leaders = _people(sorted(groups, key=lambda body: [NUMERALS.find(sign) for sign in body.name]))
    return tuple(found + ([BodyChoices(_("村民小组"), leaders, None)] if leaders else []))


def _people(bodies: Iterable[BodyFacts]) -> tuple[Choice, ...]:
    people: dict[str, list[str]] = {}
    for holder in (holder for body in bodies for holder in body.holders):
        people.setdefault(f"person:{holder.person}", [holder.name]).append(holder.title)
    return tuple(Choice(value, name, _("、").join(titles)) for value, (name, *titles) in people.items())
