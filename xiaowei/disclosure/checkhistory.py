"""How a check moves: one conditional update, one appended step, notices, one trail entry as the last thing."""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid
from xiaowei.base.words import clean
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure import checkflow, duties
from xiaowei.disclosure.checkflow import MOVES
from xiaowei.disclosure.history import signer
from xiaowei.disclosure.models import Check, CheckStep
from xiaowei.disclosure.titles import full_title
from xiaowei.trail import actions as trail

LONGEST = 1000


class CheckMoved(Conflict):
    """Somebody else acted on the check first."""

    sentence = gettext_lazy("刚刚有人先办了这次检查的这一步，您写的还在下面。请看过现在的情况再送。")


def did(move: str) -> str:
    """The trail's name for a step of a check."""
    return f"disclosure:check:{move}"


def step(check: Check, move: str, *, by: Ref | None, words: str, tell: Iterable[Ref], at: dt.datetime) -> CheckStep:
    """Append one step. Raises WrongState, Invalid without needed words, CheckMoved when somebody was first."""
    row = MOVES[move]
    words = clean(words)
    if len(words) > LONGEST:
        raise Invalid(gettext_lazy("写得太长了，最多 %(most)d 个字，现在 %(now)d 个。"), most=LONGEST, now=len(words))
    if row.words and not words:
        raise Invalid(gettext_lazy("请写清楚：哪一项、哪一笔，有什么问题，或者做了什么。"))
    columns = _columns(check, row, at=at)
    won = Check.objects.filter(pk=check.pk, state=check.state, steps_taken=check.steps_taken).update(**columns)
    if won != 1:
        raise CheckMoved()
    for column, value in columns.items():
        setattr(check, column, value)
    # under the post he acts in: the inspectors' desk, or the village that answers
    area = Ref(check.desk if row.who == checkflow.MAKE else check.village)
    name, title = signer(by, area, at=at) if by else ("", "")
    done = CheckStep.objects.create(
        check_made=check,
        seq=check.steps_taken,
        move=move,
        state=check.state,
        by=by or "",
        name=name,
        title=title,
        at=at,
        words=words,
        due_at=check.due_at,
    )
    _notify(check, move, to=tell, at=at)
    trail.record(did(move), Ref(done.ref), by=by, at=at, facts=step_facts(done))
    return done


def step_facts(row: CheckStep) -> dict[str, str | int]:
    """What the trail commits to of one step: every column, and what of the check never changes."""
    check = row.check_made
    return {
        "check": check.ref,
        "publication": check.publication_id,
        "number": check.number,
        "village": check.village,
        "desk": check.desk,
        "made_at": spelt(check.made_at),
        "seq": row.seq,
        "move": row.move,
        "state": row.state,
        "by": row.by,
        "name": row.name,
        "title": row.title,
        "at": spelt(row.at),
        "words": hashlib.sha256(row.words.encode()).hexdigest(),
        "due_at": spelt(row.due_at) if row.due_at else "",
    }


def columns_after(state: str, due_at: dt.datetime | None, seq: int) -> dict[str, object]:
    """How the row of a check must stand after its last step; the sweep's own moment aside."""
    return {"state": state, "is_open": state in checkflow.OPEN, "due_at": due_at, "steps_taken": seq}


def _columns(check: Check, move: checkflow.Move, *, at: dt.datetime) -> dict[str, object]:
    state = checkflow.check(move, check.state)
    limit = checkflow.limits().get(state)
    due_at = check.due_at
    if move.to:
        # the last moment of the day: whoever answers on the tenth day answers in time
        due_at = duties.last_moment(local(at).date() + dt.timedelta(days=limit.days)) if limit else None
    urged = move.who == checkflow.CLOCK  # once: both sides are told, and it stays on their lists
    return columns_after(state, due_at, check.steps_taken + 1) | {"next_due_at": None if urged else due_at}


def _notify(check: Check, move: str, *, to: Iterable[Ref], at: dt.datetime) -> None:
    texts = {
        "find": _("《%(title)s》检查出问题，请在 %(days)d 天内答复。"),
        "answer": _("《%(title)s》的检查，村里答复了。"),
        "rectify": _("《%(title)s》的检查，村里说整改完了，等复查。"),
        "close": _("《%(title)s》的检查复查通过。"),
        "give_back": _("《%(title)s》的检查复查没通过，请再答复。"),
        "overdue": _("《%(title)s》的检查逾期了，请尽快办。"),
    }
    people = sorted(set(to))
    if not people:
        return
    days = checkflow.limits()["asked"].days
    text = texts[move] % {"title": full_title(check.publication), "days": days}
    for person in people:
        courier.post(
            f"disclosure.check_{move}", to=person, text=text, about=Ref(check.ref), secrecy=Secrecy.PERSONAL, at=at
        )
