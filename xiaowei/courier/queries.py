"""Reads of the courier."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from xiaowei.base.refs import Ref
from xiaowei.courier.models import Group, Notice, Outbox
from xiaowei.courier.vocab import GROUP_STATES, State


def notices_for(person: Ref) -> QuerySet[Notice]:
    """This person's notices, newest first."""
    return Notice.objects.filter(person=person)


def unread_count(person: Ref) -> int:
    """How many of this person's notices are unread."""
    return Notice.objects.filter(person=person, read_at=None).count()


def unread_about(person: Ref) -> list[Ref]:
    """What this person's unread notices are about, once each notice: whoever counts them leaves out what is hidden."""
    return [Ref(ref) for ref in Notice.objects.filter(person=person, read_at=None).values_list("about", flat=True)]


def undelivered() -> QuerySet[Outbox]:
    """Messages that were given up, oldest first: somebody has to look."""
    return Outbox.objects.filter(state=State.FAILED).order_by("created_at", "ref")


@dataclass(frozen=True)
class GroupFacts:
    """A group of a village. `publisher` is a person's reference; `open` while messages go into it."""

    ref: Ref
    village: Ref
    name: str
    channel: str
    publisher: Ref
    since: dt.date
    until: dt.date | None

    @property
    def open(self) -> bool:
        return self.until is None


@dataclass(frozen=True)
class StepFacts:
    """One step of a message for a group; `by` is empty for the clock."""

    move: str
    state: str
    label: str
    by: Ref
    at: dt.datetime
    note: str


@dataclass(frozen=True)
class MessageFacts:
    """A message for a group and everything that happened to it, oldest first."""

    ref: Ref
    group: Ref
    kind: str
    about: Ref
    text: str
    state: str
    label: str
    created_at: dt.datetime
    steps: tuple[StepFacts, ...]


def groups_of(village: Ref) -> tuple[GroupFacts, ...]:
    """The village's open groups, oldest first."""
    return tuple(group_facts(row) for row in Group.objects.filter(village=village, until=None))


def villages_with_groups() -> set[Ref]:
    """Every village that has an open group."""
    return {Ref(ref) for ref in Group.objects.filter(until=None).values_list("village", flat=True)}


def messages_of(groups: Iterable[Ref], *, limit: int = 40) -> tuple[MessageFacts, ...]:
    """The latest messages for these groups, newest first. Two queries."""
    rows = Outbox.objects.filter(group__in=list(groups)).exclude(group="").order_by("-created_at", "-ref")
    return tuple(_message(row) for row in rows.prefetch_related("steps")[:limit])


def reached_a_group(abouts: Iterable[Ref]) -> bool:
    """Whether anything about one of these stands in a group: forwarded, and not taken back."""
    return Outbox.objects.filter(about__in=list(abouts), state=State.SENT).exclude(group="").exists()


def group_facts(row: Group) -> GroupFacts:
    """The group as others see it."""
    return GroupFacts(Ref(row.ref), Ref(row.village), row.name, row.channel, Ref(row.publisher), row.since, row.until)


def _message(row: Outbox) -> MessageFacts:
    steps = tuple(
        StepFacts(one.move, one.state, str(GROUP_STATES[one.state]), Ref(one.by), one.at, one.note)
        for one in row.steps.all()
    )
    return MessageFacts(
        Ref(row.ref),
        Ref(row.group),
        row.kind,
        Ref(row.about),
        row.text,
        row.state,
        str(GROUP_STATES[row.state]),
        row.created_at,
        steps,
    )
