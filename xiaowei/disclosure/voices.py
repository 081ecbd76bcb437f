"""Words beside what was published: a household of the village says what it does not understand, in public.

Nobody can delete them: the publisher answers, or asks the township to hide what tells of somebody; the township hides
them and says why, or keeps them. A doubt wants an answer by a day, so its words open a case instead; and so do words
that name a cadre or an office, which never reach the village's own page: fail closed.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.cases import actions as cases
from xiaowei.cases import queries as case_reads
from xiaowei.cases.vocab import DISCIPLINE
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure import actions, items, ratings, vocab
from xiaowei.disclosure.history import signer
from xiaowei.disclosure.models import Rating, RatingStep
from xiaowei.disclosure.ratings import Rated
from xiaowei.disclosure.revision import bump
from xiaowei.disclosure.titles import full_title
from xiaowei.roster import standing
from xiaowei.trail import actions as trail

LONGEST = 300  # characters of a villager
LONGEST_ANSWER = 500
ANSWER, ASK, HIDE, KEEP = "answer", "ask", "hide", "keep"
MOVES = {ANSWER: vocab.ANSWER_RATING, ASK: vocab.ANSWER_RATING, HIDE: vocab.HIDE_RATING, KEEP: vocab.HIDE_RATING}
TOLD = {ANSWER: (), ASK: (vocab.HIDE_RATING,), HIDE: (vocab.ANSWER_RATING,), KEEP: (vocab.ANSWER_RATING,)}
LABELS = {
    ANSWER: gettext_lazy("答复"),
    ASK: gettext_lazy("请乡镇隐去"),
    HIDE: gettext_lazy("乡镇隐去"),
    KEEP: gettext_lazy("乡镇不同意隐去"),
}


class Busy(Conflict):
    """Somebody else acted on the words first."""

    sentence = gettext_lazy("刚刚有人先办了这一步，您写的还在下面。请看过现在的情况再送。")


class NotNow(Conflict):
    """Nothing was asked, or it is hidden already."""

    sentence = gettext_lazy("这条意见现在不能这样办。请刷新看看现在的情况。")


@dataclass(frozen=True)
class Spoken:
    """A rating, and the case that its words opened, if they did."""

    rated: Rated
    case: cases.Opened | None = None


def rate_aloud(
    publication: Ref,
    *,
    line: Ref | None,
    grade: int,
    words: str,
    household: Ref,
    form_key: str,
    source: str,
    at: dt.datetime,
    wall: dt.datetime,
) -> Spoken:
    """Count what a household says, and keep or hand on its words. Raises NotFound, Invalid, Throttled.

    The case comes first, under the form's own key: a retry finds it again, and nothing is counted without it.
    """
    words = clean(words)
    if len(words) > LONGEST:
        raise Invalid(gettext_lazy("写得太长了，最多 %(most)d 个字，现在 %(now)d 个。"), most=LONGEST, now=len(words))
    found = items.item(publication)
    if line is not None:
        found.line(line)
    opened = None
    if words and (grade == vocab.DOUBTS or _leaves(found.publication.village, words, at=at)):
        opened = actions.doubt(publication, line=line, words=words, form_key=form_key, at=at)
        words = ""
    with transaction.atomic():
        rated = ratings.rate(
            publication,
            line=line,
            grade=grade,
            form_key=form_key,
            household=household,
            words=words,
            source=source,
            at=at,
            wall=wall,
            also=partial(_said, at=at) if words else None,
        )
    return Spoken(rated, opened)


@transaction.atomic
def move(ref: Ref, name: str, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    """Answer words, ask for them to be hidden, hide or keep them. `seen` is how many steps were on the screen.

    Raises NotFound (absent and forbidden alike), NotNow, Invalid without words, Busy when somebody was first.
    """
    row = rating_for(by, ref, permission=MOVES[name], at=at)
    words = clean(words)
    if not words:
        raise Invalid(gettext_lazy("请写几句话，村民和乡镇都会看到。"))
    if len(words) > LONGEST_ANSWER:
        raise Invalid(
            gettext_lazy("写得太长了，最多 %(most)d 个字，现在 %(now)d 个。"), most=LONGEST_ANSWER, now=len(words)
        )
    steps = list(row.steps.all())
    if len(steps) != seen:
        raise Busy()
    if name not in possible([step.move for step in steps]):
        raise NotNow()
    village = Ref(row.publication.village)
    signed, title = signer(by, village, at=at)
    try:
        with transaction.atomic():
            step = RatingStep.objects.create(
                ref=new_ref(),
                rating=row,
                seq=len(steps) + 1,
                move=name,
                by=by,
                name=signed,
                title=title,
                at=at,
                words=words,
            )
    except IntegrityError:
        raise Busy() from None
    text = _("《%(title)s》的一条村民意见：%(label)s。") % {"title": full_title(row.publication), "label": LABELS[name]}
    for permission in TOLD[name]:
        _tell(village, permission, text, about=Ref(row.ref), at=at, but=by)
    bump(village)
    trail.record(did(name), Ref(step.ref), by=by, at=at, facts=step_facts(step))


def rating_for(person: Ref, ref: Ref, *, permission: str | None = None, at: dt.datetime) -> Rating:
    """A rating with words, for who may do this to it, or anything at all. Raises NotFound."""
    row = Rating.objects.filter(pk=ref).exclude(words="").select_related("publication").first()
    asked = [permission] if permission else [vocab.ANSWER_RATING, vocab.HIDE_RATING]
    if row is None or not any(standing.may(person, one, Ref(row.publication.village), at=at) for one in asked):
        raise NotFound()
    return row


def did(name: str) -> str:
    """The trail's name for a step."""
    return f"disclosure:rating:{name}"


def step_facts(row: RatingStep) -> dict[str, Any]:
    """What the trail commits to of one step."""
    return {
        "rating": row.rating_id,
        "seq": row.seq,
        "move": row.move,
        "by": row.by,
        "name": row.name,
        "title": row.title,
        "at": spelt(row.at),
        "words": hashlib.sha256(row.words.encode()).hexdigest(),
    }


def asked(moves: list[str]) -> bool:
    """Whether the township has been asked to hide the words, and has not said yes or no."""
    return next((one == ASK for one in reversed(moves) if one != ANSWER), False)


def possible(moves: list[str]) -> list[str]:
    """What can be done with words after these moves, whoever may do it."""
    hidden = HIDE in moves
    fits = {ANSWER: not hidden, ASK: not hidden and not asked(moves), HIDE: not hidden, KEEP: asked(moves)}
    return [name for name, fit in fits.items() if fit]


def _leaves(village: Ref, words: str, *, at: dt.datetime) -> bool:
    return case_reads.before_sending(village, kind="suggestion", words=words, at=at).lane == DISCIPLINE


def _said(row: Rating, *, at: dt.datetime) -> None:
    text = _("《%(title)s》有一户写了意见，请看一看、答一答。") % {"title": full_title(row.publication)}
    _tell(Ref(row.publication.village), vocab.ANSWER_RATING, text, about=Ref(row.ref), at=at)
    bump(Ref(row.publication.village))


def _tell(village: Ref, permission: str, text: str, *, about: Ref, at: dt.datetime, but: Ref | None = None) -> None:
    people = {holder.person for holder in standing.holders(permission, village, at=at)} - {but}
    for person in sorted(people):
        courier.post("disclosure.voice", to=person, text=text, about=about, secrecy=Secrecy.PERSONAL, at=at)
