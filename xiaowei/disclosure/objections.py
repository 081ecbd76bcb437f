"""Doubts of one published item (质疑): how many, and the answers, beside the item and each of its lines."""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.people import Known, free_text
from xiaowei.base.refs import Ref
from xiaowei.cases import answered
from xiaowei.cases.deadlines import limit_label, rule
from xiaowei.cases.deadlines import taken_up as above_rule
from xiaowei.disclosure import neighbours
from xiaowei.disclosure.items import item


@dataclass(frozen=True)
class Answer:
    """One answer as everybody reads it; `line` is empty for the item as a whole."""

    line: Ref | None
    called: str
    words: str
    by: str
    at: dt.datetime
    grade: int | None
    again: bool


@dataclass(frozen=True)
class Objections:
    """The doubts of an item or of one of its lines. `limit` and `above` are how long each level has, in words."""

    count: int
    answers: tuple[Answer, ...]
    lifted: int
    limit: str
    above: str

    @property
    def waiting(self) -> int:
        return self.count - len(self.answers)


def of(publication: Ref, *, line: Ref | None = None) -> Objections:
    """What a publication, or one line of it, was asked and answered. Raises NotFound when it is not public."""
    found = item(publication)
    wanted = {line} if line else {publication, *found.lines}
    village = found.publication.village
    doubts = [one for one in answered.doubts_in(village) if one.about in wanted]
    known = neighbours.known(village) if any(one.at for one in doubts) else Known()
    answers = []
    for one in doubts:
        if one.at is not None:
            part = found.lines.get(one.about)
            called = f"{part.voucher} {part.summary}".strip() if part else ""
            at_line = one.about if part else None
            words = free_text(one.words, known=known)  # an answer names no neighbour to the world
            answers.append(Answer(at_line, called, words, one.answered_by, one.at, one.grade, one.again))
    up = above_rule("doubt")
    return Objections(
        len(doubts),
        tuple(answers),
        sum(one.above for one in doubts),
        limit_label(rule("doubt.resolution")),
        limit_label(up) if up else "",
    )
