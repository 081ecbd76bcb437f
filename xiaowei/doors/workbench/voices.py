"""村民意见: what households wrote beside a publication; the village answers, the township hides what is personal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import abouts, voicereads, voices
from xiaowei.disclosure.titles import full_title
from xiaowei.disclosure.vocab import ANSWER_RATING, HIDE_RATING
from xiaowei.doors.workbench.desk import posted_number, seat, show, staff
from xiaowei.roster import queries as roster
from xiaowei.roster import standing

_PERMISSIONS = (ANSWER_RATING, HIDE_RATING)
_HINTS = {
    voices.ANSWER: _("村民在公开页上看得到，写清楚这件事是怎么回事。"),
    voices.ASK: _("说清里面有谁的什么个人信息。批评意见不能隐去，只能答复。"),
    voices.HIDE: _("写明为什么隐去。村民看得到这句话，看不到原来的内容。"),
    voices.KEEP: _("写明为什么不隐去。"),
}


@staff()
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an answer or a decision first, then the latest."""
    desk = seat(request)
    if not desk.may(ANSWER_RATING, HIDE_RATING):
        raise NotFound()
    found = voicereads.voices_for(desk.person, at=desk.at)
    places = roster.areas(Ref(publication.village) for publication, _one in found)
    context = {
        "rows": [(full_title(publication), places[Ref(publication.village)], voice) for publication, voice in found]
    }
    return show(request, "voices", context)


@staff()
def one(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One of them with what was done, and what can be done."""
    return _page(request, ref)


@staff(methods=("POST",))
def act(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Answer, ask for it to be hidden, hide or keep; what cannot be done says why and keeps what was typed."""
    desk = seat(request)
    if move not in voices.MOVES:
        raise NotFound()
    words = request.POST.get("words", "")
    try:
        voices.move(ref, move, words=words, seen=posted_number(request, "seen"), by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, tried=move, problem=refusal)
    return redirect("workbench:voice", ref)


def _page(request: HttpRequest, ref: Ref, *, tried: str = "", problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    voices.rating_for(desk.person, ref, at=desk.at)
    publication, voice = voicereads.voice(ref)
    village = Ref(publication.village)
    mine = {permission: standing.may(desk.person, permission, village, at=desk.at) for permission in _PERMISSIONS}
    moves = [name for name in voices.possible([step.move for step in voice.steps]) if mine[voices.MOVES[name]]]
    parts = {part.ref: part for part in abouts.parts_of(Ref(publication.ref))} if voice.line else {}
    context: dict[str, Any] = {
        "title": full_title(publication),
        "place": roster.area(village),
        "publication": publication,
        "voice": voice,
        "part": parts.get(voice.line) if voice.line else None,
        "moves": [(name, voices.LABELS[name], _HINTS[name]) for name in moves],
        "tried": tried,
        "words": request.POST.get("words", ""),
        "longest": voices.LONGEST_ANSWER,
    }
    return show(request, "voice", context, problem=problem)
