"""评价: how satisfied is she with what was published. One tap, no account, no words, no script.

The answer to the tap is the result itself: a retry of the same form counts nothing twice and shows the same.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.base.clock import now, wall
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure import ratings
from xiaowei.disclosure.vocab import RATINGS
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager import places
from xiaowei.doors.villager.report import FORM_KEY, new_form_key

DISSATISFIED = 3
FACES = {1: "smile", 2: "flat", 3: "sad"}


@audience("public", methods=("GET", "POST"))
def rate(request: HttpRequest, area: Ref, pub: Ref) -> HttpResponse:
    """Three buttons, and after one of them a word of thanks."""
    published = disclosure.publication(pub)
    if published.village != area:
        raise NotFound()
    if request.method != "POST":
        return _page(request, published)
    form_key, grade = request.POST.get("form_key", ""), request.POST.get("grade", "")
    if not FORM_KEY.fullmatch(form_key) or not grade.isascii() or not grade.isdigit() or len(grade) > 1:
        return _page(request, published, problem=Refusal(_("这一下没有送到，不怪您。请再点一次。")))
    try:
        rated = ratings.rate(pub, grade=int(grade), form_key=form_key, source=source_of(request), at=now(), wall=wall())
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, published, problem=refusal, form_key=form_key)
    context = {
        "village": places.village(area),
        "publication": published,
        "grade": RATINGS[rated.grade],
        "face": FACES[rated.grade],
        "dissatisfied": rated.grade == DISSATISFIED,
        "shares": _shares(pub),
    }
    return render(request, "villager/rated.html", context)


def _shares(pub: Ref) -> list[tuple[Any, int]]:
    shares = ratings.public_shares(pub)
    return list(zip(RATINGS.values(), shares, strict=True)) if shares else []


def _page(
    request: HttpRequest,
    published: disclosure.PublicationFacts,
    *,
    problem: Refusal | None = None,
    form_key: str = "",
) -> HttpResponse:
    context = {
        "village": places.village(published.village),
        "publication": published,
        "grades": [(grade, label, FACES[grade]) for grade, label in RATINGS.items()],
        "form_key": form_key or new_form_key(),
        "problem": str(problem) if problem else "",
    }
    return render(request, "villager/rate.html", context, status=problem.status if problem else 200)
