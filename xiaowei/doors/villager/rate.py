"""评价: is what was published clear to her. One tap, no account, no script; a household of the village may add words.

The answer to the tap is the result itself: a retry of the same form, and a second tap of the same household, count
nothing twice and show the first.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.accounts.members import households_of
from xiaowei.base.clock import now, wall
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure import ratings, voices
from xiaowei.disclosure.contents import Part
from xiaowei.disclosure.items import item
from xiaowei.disclosure.vocab import DOUBTS, RATINGS, UNCLEAR
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager import me, places
from xiaowei.doors.villager.report import FORM_KEY, new_form_key

FACES = {1: "smile", 2: "flat", 3: "ask"}


@audience("public", methods=("GET", "POST"))
def rate(request: HttpRequest, area: Ref, pub: Ref, line: Ref | None = None) -> HttpResponse:
    """Three buttons, for the whole or one line; after one of them a word of thanks."""
    published = disclosure.publication(pub)
    if published.village != area:
        raise NotFound()
    part = item(pub).line(line) if line else None
    household = _household(request, area)
    if request.method != "POST":
        return _page(request, published, part, household)
    form_key, grade = request.POST.get("form_key", ""), request.POST.get("grade", "")
    if not FORM_KEY.fullmatch(form_key) or grade not in map(str, RATINGS):
        return _page(request, published, part, household, problem=Refusal(_("这一下没有送到，不怪您。请再点一次。")))
    if household is None and request.POST.get("words", "").strip():
        late = Refusal(_("登录过期了，您写的还在下面。请重新登录，再点一次；或者抄下来，从“有疑问”里写。"))
        return _page(request, published, part, household, problem=late, form_key=form_key)
    if household is not None and not me.from_our_page(request):
        return _page(request, published, part, household, problem=Refusal(_("这一页放得太久了。请再点一次。")))
    try:
        spoken = _send(request, pub, line, household, grade=int(grade), form_key=form_key)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, published, part, household, problem=refusal, form_key=form_key)
    return _thanks(request, published, part, household, spoken)


def _send(
    request: HttpRequest, pub: Ref, line: Ref | None, household: Ref | None, *, grade: int, form_key: str
) -> voices.Spoken:
    counted: dict[str, Any] = {"source": source_of(request), "at": now(), "wall": wall()}
    if household is None:
        return voices.Spoken(ratings.rate(pub, line=line, grade=grade, form_key=form_key, **counted))
    words = request.POST.get("words", "")
    return voices.rate_aloud(
        pub, line=line, grade=grade, words=words, household=household, form_key=form_key, **counted
    )


def _thanks(
    request: HttpRequest,
    published: disclosure.PublicationFacts,
    part: Part | None,
    household: Ref | None,
    spoken: voices.Spoken,
) -> HttpResponse:
    rated = spoken.rated
    context = {
        **_about(published, part),
        "grade": RATINGS[rated.grade],
        "face": FACES[rated.grade],
        "again": household is not None and not rated.first,
        "unclear": rated.grade in (UNCLEAR, DOUBTS) and spoken.case is None,
        "receipt": spoken.case.receipt if spoken.case else "",
        "kept": rated.first and household is not None and bool(request.POST.get("words", "").strip()),
        "shares": _shares(published.ref),
    }
    return render(request, "villager/rated.html", context)


def _shares(pub: Ref) -> list[tuple[str, list[tuple[Any, int]]]]:
    """Of households and of everybody else, each where enough of them said something."""
    found = []
    for label, bound in ((_("本村住户"), True), (_("没登录的"), False)):
        if shares := ratings.public_shares(pub, bound=bound):
            found.append((label, list(zip(RATINGS.values(), shares, strict=True))))
    return found


def _page(
    request: HttpRequest,
    published: disclosure.PublicationFacts,
    part: Part | None,
    household: Ref | None,
    *,
    problem: Refusal | None = None,
    form_key: str = "",
) -> HttpResponse:
    said = ratings.rated_by(published.ref, household=household, line=part.ref if part else None) if household else None
    context = {
        **_about(published, part),
        "grades": [(grade, label, FACES[grade]) for grade, label in RATINGS.items()],
        "form_key": form_key or new_form_key(),
        "household": household,
        "said": RATINGS[said.grade] if said else "",
        "words": request.POST.get("words", ""),
        "longest": voices.LONGEST,
    }
    return me.show(request, "rate", context, problem=problem)


def _about(published: disclosure.PublicationFacts, part: Part | None) -> dict[str, Any]:
    return {"village": places.village(published.village), "publication": published, "part": part}


def _household(request: HttpRequest, area: Ref) -> Ref | None:
    """The household of this village for which she speaks; the first, for who belongs to several."""
    who = me.member(request)
    if who is None or area not in who.villages:
        return None
    return next((one.ref for one in households_of(who.villager) if one.village == area), None)
