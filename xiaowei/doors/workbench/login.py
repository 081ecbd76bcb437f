"""Logging in and out, and the forms that waited for it."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from xiaowei.base.clock import now
from xiaowei.base.refusals import Refusal, Throttled
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.workbench import parking, session
from xiaowei.doors.workbench.desk import show, staff

HOME = "/desk/"


@audience("public", methods=("GET", "POST"))
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page. A wrong try keeps the name, never the password."""
    if request.method != "POST":
        if session.alive(request, at=now()):
            return redirect(HOME)
        return login_page(request)
    if parking.forged_or_stale(request):
        late = Refusal(_("这一页放得太久了。请再输一次口令。"))
        late.status = 403
        return login_page(request, problem=late)
    try:
        session.begin(
            request,
            username=request.POST.get("username", "").strip()[:64],
            password=request.POST.get("password", "")[:1024],
            source=source_of(request),
            at=now(),
        )
    except Refusal as refusal:
        return login_page(request, problem=refusal)
    return HttpResponseRedirect("/desk/resume/" if parking.waiting(request) else _following(request))


@staff(methods=("POST",))
def log_out(request: HttpRequest) -> HttpResponse:
    """Close the session; forms that still wait go with it."""
    logout(request)
    return redirect("/desk/login/?out=1")


@staff(methods=("GET", "POST"))
def resume(request: HttpRequest) -> HttpResponse:
    """What was typed before the session was lost, to be sent on or dropped."""
    if request.method == "POST":
        parking.drop(request, request.POST.get("drop", ""))
    forms = parking.waiting(request)
    return show(request, "resume", {"forms": forms}) if forms else redirect(HOME)


def login_page(request: HttpRequest, *, problem: Refusal | None = None, following: str = "") -> HttpResponse:
    """The page itself, also the answer to a form whose session was lost."""
    own = request.path_info == "/desk/login/"
    context = {
        "problem": str(problem) if problem else "",
        "following": following or _following(request),
        "username": request.POST.get("username", "") if own else "",
        "left": "out" in request.GET,
    }
    response = render(request, "workbench/login.html", context, status=problem.status if problem else 200)
    if isinstance(problem, Throttled):
        response["Retry-After"] = str(problem.wait)
    return response


def _following(request: HttpRequest) -> str:
    """Where to go after logging in: a path of the workbench itself, nothing else."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    own = wanted.startswith(HOME) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else HOME
