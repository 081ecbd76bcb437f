"""What the page of the groups shows: messages by group, and what came back of each publication."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.courier import access, queries, vocab
from xiaowei.courier.queries import GroupFacts, MessageFacts
from xiaowei.disclosure import digests
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.digests import DigestFacts
from xiaowei.disclosure.ratings import Counted
from xiaowei.doors.workbench.desk import Desk
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.standing import Holder

LISTED = 24  # messages
IN_HAND = ("waiting", "failed")


@dataclass(frozen=True)
class Message:
    """A message with its short link, the names of whoever marked it, and what its digest has come to."""

    facts: MessageFacts
    digest: DigestFacts | None
    link: str
    opens: int
    names: dict[Ref, str]

    @property
    def copy(self) -> str:
        return f"{self.facts.text}\n{self.link}"

    @property
    def steps(self) -> list[tuple[str, dt.datetime, str, str]]:
        clock = _("平台")
        return [(s.label, s.at, self.names.get(s.by, clock), s.note) for s in reversed(self.facts.steps)]


@dataclass(frozen=True)
class Board:
    """One group: what waits for its publisher, and what became of the rest. `mine` when this person carries."""

    group: GroupFacts
    publisher: str
    mine: bool
    keep: bool
    waiting: tuple[Message, ...]
    past: tuple[Message, ...]


@dataclass(frozen=True)
class Echo:
    """A publication that was told: how often its link was opened, and how it was rated."""

    title: str
    opens: int
    ratings: Counted


def boards_for(request: HttpRequest, desk: Desk, *, keeping: set[Ref]) -> tuple[list[Board], list[Echo]]:
    """The groups this person sees, those that were closed only while something waits, and what was told in them."""
    rows = list(access.groups_for(desk.person, at=desk.at))
    carriers = access.carriers_in(rows, at=desk.at)
    messages = _messages(request, [Ref(row.ref) for row in rows])
    boards = [_board(desk, queries.group_facts(row), carriers[Ref(row.ref)], messages, keeping=keeping) for row in rows]
    return [board for board in boards if board.group.open or board.waiting], _echoes(messages)


def _messages(request: HttpRequest, refs: list[Ref]) -> list[Message]:
    found = queries.messages_of(refs, limit=LISTED)
    told = digests.digests({one.about for one in found})
    opened = published.opens_of({one.about for one in found})
    names = roster.person_names({step.by for one in found for step in one.steps if step.by})
    return [Message(one, told.get(one.about), _link(request, one.about), opened[one.about], names) for one in found]


def _board(
    desk: Desk, facts: GroupFacts, carriers: list[Holder], messages: list[Message], *, keeping: set[Ref]
) -> Board:
    own = [one for one in messages if one.facts.group == facts.ref]
    named = next((one for one in carriers if one.person == facts.publisher), None)
    return Board(
        group=facts,
        publisher=f"{named.name} {named.title}" if named else "",
        mine=any(one.person == desk.person for one in carriers),
        keep=facts.village in keeping and facts.open,
        waiting=tuple(one for one in own if one.facts.state in IN_HAND),
        past=tuple(one for one in own if one.facts.state not in IN_HAND),
    )


def _echoes(messages: list[Message]) -> list[Echo]:
    titles = {
        one.publication: _title(one.title, message.digest)
        for message in messages
        if message.digest
        for one in message.digest.told
    }
    opened, rated = published.opens_of(titles), published.ratings_of(titles)
    return [Echo(title, opened[ref], rated[ref]) for ref, title in titles.items()][:LISTED]


def _title(short: str, digest: DigestFacts) -> str:
    return short if short[:4].isdigit() else f"{digest.label} {short}"  # here several months stand together


def able(village: Ref, *, at: dt.datetime) -> list[Holder]:
    """Who could be the publisher of a group of this village."""
    return list({one.person: one for one in standing.holders(vocab.FORWARD, village, at=at)}.values())


def _link(request: HttpRequest, ref: Ref) -> str:
    # the group reads Chinese, whatever language its publisher works in
    return request.build_absolute_uri("/r/" + ref)
