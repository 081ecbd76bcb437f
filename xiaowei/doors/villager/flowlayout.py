"""Where everything of a flow diagram stands: nodes one below the other, arrows between, returns in a lane at the right.

Pure, in em, from the top left. The diagram is as wide as its card; `width` is the narrowest that must hold it, and its
texts are broken for that. Returns to one step share a line; where two lines would lie on each other only the first is
drawn, and the words in the node say the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from xiaowei.powers.content import Step

PHONE = 12.8  # em inside a card at 360 px in large type: 296 px of 23 px
WIDE = 26.0  # em inside a card of the 640 px column in large type: 608 px of 23 px

LEFT, ACTOR = 1.05, 3.3  # where texts begin
CIRCLE = (1.9, 1.55, 0.85)  # of a node's number: x, y, radius
LANE = 1.9  # for returns; the style sheet leaves as much of a node's width
FIRST, PITCH, FOOT = 1.93, 1.3, 0.7  # first baseline, from one to the next, below the last
AFTER_ACTOR = 1.57  # from the actor's last baseline to the next line
GAP = 2.2  # between nodes
LABEL = 2.9  # height of the word beside a return
CLOSING = "，。、；：！？）》」』】”’…％%,.;:!?)]}"
OPENING = "（《「『【“‘([{"
WORD = re.compile(r"[!-~]+|.", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """One line: `kind` is b (who), t (does what) or q (a limit, publishing, a return)."""

    x: float
    y: float
    words: str
    kind: str

    @property
    def until(self) -> float:
        return self.x + width_of(self.words)


@dataclass(frozen=True)
class Box:
    """A node; its texts count from its own top."""

    step: Step
    top: float
    height: float
    texts: tuple[Text, ...]

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def leaves(self) -> float:
        """Where a return leaves it."""
        return self.top + self.height * 0.35

    @property
    def enters(self) -> float:
        """Where a return comes in."""
        return self.top + self.height * 0.65


@dataclass(frozen=True)
class Return:
    """A return line: from each of `leaves` up to `enters`; its word stands at `label`, from top to bottom."""

    to: int
    enters: float
    leaves: tuple[float, ...]
    label: float

    @property
    def lowest(self) -> float:
        return max(self.leaves)


@dataclass(frozen=True)
class Layout:
    """The whole diagram; `edge` is the right edge of the nodes at the narrowest."""

    width: float
    edge: float
    height: float
    boxes: tuple[Box, ...]
    returns: tuple[Return, ...]

    @property
    def arrows(self) -> Iterator[tuple[float, float]]:
        """From and to, of every arrow between two nodes."""
        for upper, lower in pairwise(self.boxes):
            yield upper.bottom + 0.25, lower.top - 0.3


def lay(steps: Sequence[Step], *, width: float) -> Layout:
    """The layout of a flow that fits `width`."""
    edge = width - (LANE if any(step.back for step in steps) else 0)
    top, boxes = 0.0, []
    for step in steps:
        box = _box(step, top, edge)
        boxes.append(box)
        top = box.bottom + GAP
    height = boxes[-1].bottom if boxes else 0.0
    return Layout(width, edge, height, tuple(boxes), tuple(_returns(boxes)))


def remarks(step: Step) -> list[str]:
    """What a node says beside who does what: publishing, the limit, the return."""
    said = []
    if step.publish:
        said.append(_("必须公开，%(n)d 天") % {"n": step.days} if step.days else _("必须公开"))
    elif step.days:
        said.append(_("期限 %(n)d 天") % {"n": step.days})
    if step.back:
        back = _("退回第 %(n)d 步") % {"n": step.back}
        said.append(f"{step.back_when}{_('，')}{back}" if step.back_when else _("可以") + back)
    return said


def broken(words: str, limit: float) -> list[str]:
    """The words in lines of at most `limit` em, about equally long; no line begins with a closing mark."""
    fewest = len(_greedy(words, limit))
    low, high = limit / 2, limit
    while fewest > 1 and high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_greedy(words, middle)) <= fewest else (middle, high)
    return _greedy(words, high if fewest > 1 else limit)


def width_of(words: str) -> float:
    """At least as wide as any font draws it, in em."""
    return sum(map(_wide, words))


def _wide(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if letter.isascii():
        return 0.95 if letter in "MWmw@%" else 0.75 if letter.isupper() else 0.32 if letter == " " else 0.62
    return 1 if unicodedata.east_asian_width(letter) in "WFAN" and not letter.isspace() else 1.2


def _box(step: Step, top: float, edge: float) -> Box:
    texts = []
    y = FIRST
    for line in broken(step.actor, edge - ACTOR - 0.45):
        texts.append(Text(ACTOR, y, line, "b"))
        y += PITCH
    y += AFTER_ACTOR - PITCH
    said = [("t", line) for line in broken(step.action, edge - LEFT - 0.55)]
    said += [("q", line) for words in remarks(step) for line in broken(words, edge - LEFT - 0.55)]
    for kind, line in said:
        texts.append(Text(LEFT, y, line, kind))
        y += PITCH
    return Box(step, top, round(y - PITCH + FOOT, 2), tuple(texts))


def _returns(boxes: Sequence[Box]) -> Iterator[Return]:
    by_target: dict[int, list[Box]] = {}
    for box in boxes:
        if box.step.back:
            by_target.setdefault(box.step.back, []).append(box)
    free_from = 0.0
    for target in sorted(by_target):
        to, sources = boxes[target - 1], by_target[target]
        if to.enters < free_from:
            continue  # it would lie on another line
        leaves = tuple(box.leaves for box in sources)
        yield Return(target, to.enters, leaves, label=to.enters + (min(leaves) - to.enters - LABEL) / 2)
        free_from = max(leaves)


def _greedy(words: str, limit: float) -> list[str]:
    lines: list[str] = [""]
    for piece in _pieces(words, limit):
        if lines[-1] and width_of(lines[-1] + piece) > limit:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _pieces(words: str, limit: float) -> list[str]:
    """What is never parted: Latin words and numbers, a mark and what it belongs to; all no wider than a line."""
    pieces: list[str] = []
    for word in WORD.findall(words):
        joins = bool(pieces) and (word[0] in CLOSING or pieces[-1][-1] in OPENING)
        if joins and width_of(pieces[-1] + word) <= limit:
            pieces[-1] += word
        elif width_of(word) <= limit:
            pieces.append(word)
        else:
            pieces += _cut(word, limit)
    return pieces


def _cut(word: str, limit: float) -> Iterable[str]:
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter) > limit:
            yield piece
            piece = ""
        piece += letter
    yield piece
