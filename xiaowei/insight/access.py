"""Whose board somebody may read: that of his own area and of what lies below it. Absent and forbidden look the same."""

import datetime as dt

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access as cases
from xiaowei.cases import vocab as cases_words
from xiaowei.cases.access import Eyes
from xiaowei.insight import vocab
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.roles import Reach, roles_with


def board_area(person: Ref, ref: Ref, *, at: dt.datetime) -> roster.AreaFacts:
    """The area, for somebody who may read its board. Raises NotFound."""
    if not standing.may(person, vocab.BOARD, ref, at=at):
        raise NotFound()
    area = roster.area(ref)
    if area.until is not None:
        raise NotFound()
    return area


def own_boards(person: Ref, *, at: dt.datetime) -> list[roster.AreaFacts]:
    """The areas for which the person reads boards by post, highest first."""
    carrying = roles_with(vocab.BOARD)[Reach.OWN]
    seats = {post.area for post in roster.posts_of(person, at=at) if post.role in carrying}
    return sorted(roster.areas(seats).values(), key=lambda area: (len(area.path), area.code))


def opens_cases(eyes: Eyes) -> bool:
    """Whether these eyes may open cases at all; who may not is shown no exact number of them."""
    return any(eyes.seats(permission) for permission in (*cases.SEEING, cases_words.HANDLE_LIFTED, cases_words.TRIAGE))
