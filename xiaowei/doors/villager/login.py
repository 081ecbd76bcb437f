"""A villager logs in and out; what she was writing when her time ran out is sent on from here."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.accounts import villagers
from xiaowei.base.clock import wall
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal, Throttled
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager import late, me


@audience("public", methods=("GET", "POST"))
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page. A wrong try keeps the name, never the password."""
    if request.method != "POST":
        return HttpResponseRedirect(me.way_back(request)) if me.member(request) else login_page(request)
    if not late.from_here(request):
        return login_page(request, problem=elsewhere())
    try:
        villager = villagers.log_in(
            name=request.POST.get("name", "")[:200],
            password=request.POST.get("password", "")[:1024],
            source=source_of(request),
            at=wall(),
        )
    except Refusal as refusal:
        return login_page(request, problem=refusal)
    return arrived(request, villager, kept="kept" in request.POST)


@me.members(methods=("POST",))
def log_out(request: HttpRequest, who: me.Member) -> HttpResponse:
    """Close the session on this phone. The village's public pages stay where they are."""
    response = HttpResponseRedirect(reverse("villager:me_login") + "?out=1")
    me.let_out(request, response)
    late.forget(response)
    return response


@me.members(methods=("GET", "POST"))
def resume(request: HttpRequest, who: me.Member) -> HttpResponse:
    """What was typed before the session was lost, to be sent on or dropped."""
    form = late.waiting(request, reader=who.villager)
    if form is None or request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(reverse("villager:me"))
        late.forget(response)
        return response
    shown = [(name, value) for name, values in form.fields.items() for value in values]
    return me.show(request, "resume", {"waiting": form, "fields": shown})


def arrived(request: HttpRequest, villager: Ref, *, kept: bool) -> HttpResponse:
    """To where she was going, or to what she was writing, with a new session."""
    waits = late.waiting(request, reader=villager) is not None
    response = HttpResponseRedirect(reverse("villager:me_resume") if waits else me.way_back(request))
    me.let_in(response, villager, kept=kept)
    return response


def login_page(request: HttpRequest, *, problem: Refusal | None = None) -> HttpResponse:
    """The page itself."""
    context = {
        "problem": str(problem) if problem else "",
        "back": me.way_back(request),
        "name": request.POST.get("name", "")[:200],
        "kept": "kept" in request.POST,
        "left": "out" in request.GET,
    }
    response = render(request, "villager/login.html", context, status=problem.status if problem else 200)
    if isinstance(problem, Throttled):
        response["Retry-After"] = str(problem.wait)
    return response


def elsewhere() -> Refusal:
    """A form that no page of ours sent."""
    refusal = Refusal(_("这张表不是从本平台的页面送来的，没有收。请在这一页再填一次。"))
    refusal.status = 403
    return refusal
