"""The case by its receipt: every step, more words, a rating. Kept nowhere, and gone from the phone with one tap.

The page says what kind of matter it is and what she wrote, never whom she chose it to be about: whoever makes her show
her phone (docs/decisions/0009) reads no name there that she did not write into her own words.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.base.clock import now, wall
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal, Throttled
from xiaowei.cases import actions as cases
from xiaowei.cases import drafts, receipts
from xiaowei.cases import queries as cases_queries
from xiaowei.cases.queries import StepFacts
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager import places, session, uploads
from xiaowei.doors.villager.report import FORM_KEY, new_form_key
from xiaowei.vault import queries as vault

ENDED = 403  # the fifteen minutes are over, or there never was a receipt


@audience("public", methods=("GET", "POST"))
def code(request: HttpRequest) -> HttpResponse:
    """Type the receipt code. What she was writing or choosing when her time ran out comes along."""
    if request.method != "POST":
        return _code_page(request)
    at = now()
    try:
        case = receipts.find(request.POST.get("code", "")[:80], source=source_of(request), at=wall())
    except Refusal as refusal:
        return _code_page(request, problem=refusal)
    response = _case_page(request, case) if _unsent(request) else HttpResponseRedirect(reverse("villager:case"))
    session.begin(response, case, at=at)
    return response


def holder_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the held case to the view, or ask for the code again without losing a word."""

    @wraps(view)
    def held(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        uploads.prepare(request)
        at = now()
        case = session.held_case(request, at=at)
        if case is None:
            # photos wait under the form's key, as they do for a form refused
            form_key = request.POST.get("form_key", "")
            refused = uploads.keep_photos(request, form_key) if FORM_KEY.fullmatch(form_key) else None
            again = Refusal(
                _("时间久了，请再输一次回执号。")
                + (_("您写的都还在。") if _unsent(request) else "")
                + (str(refused) if refused else "")
            )
            again.status = ENDED
            return _code_page(request, problem=again)
        response = view(request, case, **kwargs)
        session.begin(response, case, at=at)
        return response

    return held


@audience("holder")
@holder_only
def case(request: HttpRequest, held: Ref) -> HttpResponse:
    """Where the matter stands."""
    said = {"added": _("补充的话已经送到。"), "rated": _("您的打分已经交上。"), "withdrawn": _("已经撤回。")}
    return _case_page(request, held, done=said.get(request.GET.get("done", ""), ""))


@audience("holder", methods=("POST",))
@holder_only
def add(request: HttpRequest, held: Ref) -> HttpResponse:
    """More words and photos; the same form twice adds them once."""
    form_key = request.POST.get("form_key", "")
    if not FORM_KEY.fullmatch(form_key):
        return _case_page(request, held, problem=Refusal(_("这张表没有送完整，内容还在。请再点一次“送出补充”。")))
    refusal = uploads.keep_photos(request, form_key)
    if refusal is None:
        try:
            cases.add_words(held, words=request.POST.get("words", ""), form_key=form_key, at=now())
        except Refusal as refused:
            refusal = refused
    if refusal is not None:
        return _case_page(request, held, problem=refusal)
    return HttpResponseRedirect(reverse("villager:case") + "?done=added")


@audience("holder", methods=("POST",))
@holder_only
def rate(request: HttpRequest, held: Ref) -> HttpResponse:
    """The rating of the answer."""
    grade = request.POST.get("grade", "")
    try:
        reason = request.POST.get("reason", "")
        cases.rate(held, grade=int(grade) if grade in ("1", "2", "3") else 0, words=reason, at=now())
    except Refusal as refusal:
        return _case_page(request, held, problem=refusal)
    return HttpResponseRedirect(reverse("villager:case") + "?done=rated")


@audience("holder", methods=("POST",))
@holder_only
def withdraw(request: HttpRequest, held: Ref) -> HttpResponse:
    """She takes the matter back."""
    try:
        cases.withdraw(held, at=now())
    except Refusal as refusal:
        return _case_page(request, held, problem=refusal)
    return HttpResponseRedirect(reverse("villager:case") + "?done=withdrawn")


@audience("holder")
@holder_only
def photo(request: HttpRequest, held: Ref, ref: Ref) -> HttpResponse:
    """The shown copy of a photo of her own case. Raises NotFound for any other."""
    content = vault.read(cases_queries.photo(held, ref))
    response = HttpResponse(content.data, content_type=content.media_type)
    response["Content-Disposition"] = "inline"
    return response


@audience("public")
def leave(request: HttpRequest) -> HttpResponse:
    """A neutral page, and a browser that remembers as little as we can make it.

    Cookies are cleared one by one: the reader's large type should survive.
    """
    response = render(request, "villager/left.html")
    response["Clear-Site-Data"] = '"cache", "storage"'
    session.end(response)
    return response


def _unsent(request: HttpRequest) -> bool:
    """Whether she was in the middle of something: words, photos under the form's key, a grade, its reason."""
    typed = any(request.POST.get(name, "").strip() for name in ("words", "grade", "reason"))
    form_key = request.POST.get("form_key", "")
    return typed or (bool(FORM_KEY.fullmatch(form_key)) and bool(drafts.kept(form_key)))


def _code_page(request: HttpRequest, *, problem: Refusal | None = None) -> HttpResponse:
    form_key = request.POST.get("form_key", "")
    context = {
        "problem": str(problem) if problem else "",
        "words": request.POST.get("words", ""),
        "form_key": form_key,
        "kept": drafts.kept(form_key) if FORM_KEY.fullmatch(form_key) else (),
        "grade": request.POST.get("grade", ""),
        "reason": request.POST.get("reason", ""),
    }
    response = render(request, "villager/code.html", context, status=problem.status if problem else 200)
    if isinstance(problem, Throttled):
        response["Retry-After"] = str(problem.wait)
    return response


def _told_apart(steps: Sequence[StepFacts]) -> tuple[StepFacts, ...]:
    """The steps, newest first, where only the first reply is called the first."""
    replies = [step.ref for step in steps if step.move == "reply"][:-1]
    return tuple(replace(step, label=_("又回了话")) if step.ref in replies else step for step in steps)


def _case_page(request: HttpRequest, held: Ref, *, problem: Refusal | None = None, done: str = "") -> HttpResponse:
    view = cases_queries.reporter_view(held, at=now())
    form_key = request.POST.get("form_key", "")
    form_key = form_key if FORM_KEY.fullmatch(form_key) else new_form_key()
    kept = drafts.kept(form_key)
    context = {
        "village": places.village(view.village),
        "view": replace(view, steps=_told_apart(view.steps)),
        "problem": str(problem) if problem else "",
        "done": done,
        "form_key": form_key,
        "words": request.POST.get("words", ""),
        "grade": request.POST.get("grade", ""),
        "reason": request.POST.get("reason", ""),
        "kept": kept,
        "slots": uploads.slots(len(kept)),
    }
    return render(request, "villager/case.html", context, status=problem.status if problem else 200)
