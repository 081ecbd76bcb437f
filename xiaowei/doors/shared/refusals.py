"""Refusal to HTTP, once: the status, one sentence, and a way on. Absent and forbidden answer the same bytes."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import select_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.refusals import NotFound, Refusal, Throttled

TITLES = {
    404: gettext_lazy("没有找到"),
    409: gettext_lazy("情况有变"),
    413: gettext_lazy("文件太大"),
    429: gettext_lazy("请稍等"),
}


class Refusals:
    """Middleware: what a verb refuses becomes an answer here and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a Refusal; other exceptions go on to Django."""
        if isinstance(exception, Refusal):
            return refuse(request, exception)
        if isinstance(exception, Http404 | PermissionDenied):
            return refuse(request, NotFound())
        return None


def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a refusal: villager's or workbench page by path, a fragment for htmx."""
    context = {"title": TITLES.get(refusal.status, _("没有办成")), "sentence": str(refusal)}
    if getattr(request, "htmx", False):
        response = render(request, "shared/_refusal.html", context, status=refusal.status)
    else:
        response = _page(request, "refusal.html", context, status=refusal.status)
    if isinstance(refusal, Throttled):
        response["Retry-After"] = str(max(1, int(refusal.wait)))
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404, and handler403: nobody learns which of the two it was."""
    return refuse(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400: a request no page of ours makes."""
    refusal = Refusal(_("浏览器送来的内容不完整。请返回上一页再送一次。"))
    refusal.status = 400
    return refuse(request, refusal)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: touches no session, user or database, any of which may be what broke."""
    context = {
        "title": _("出了故障"),
        "sentence": _("这一页暂时打不开，不怪您。请过几分钟再试；填过的表请返回上一页再送。"),
    }
    return render(request, "shared/refusal.html", context, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that outlived its session: show what was typed, so that it can be sent again or copied out.

    Only when our own page sent it: what another site made a browser send is not offered for confirmation.
    """
    context: dict[str, Any] = {"title": _("页面放得太久了"), "fields": [], "files": False, "action": request.path}
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin" and _same_origin(request):
        context["fields"] = _typed(request)
        context["files"] = bool(request.FILES)
    return _page(request, "stale_form.html", context, status=403)


def _same_origin(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    secret = ("csrfmiddlewaretoken", "password", "old_password", "new_password")
    return [(name, value) for name, values in request.POST.lists() if name not in secret for value in values]


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    # the workbench may bring its own page of the same name; until then the villagers' serves both
    folders = ("workbench", "shared") if request.path_info.startswith("/desk/") else ("shared",)
    template = select_template([f"{folder}/{name}" for folder in folders])
    return HttpResponse(template.render(context, request), status=status)
