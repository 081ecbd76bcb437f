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
    """Django's own check refused a form. No page of ours comes here: the workbench checks first, and keeps the form."""
    refusal = Refusal(_("这张表不是从本平台的页面送来的，没有收。请返回那一页再送一次。"))
    refusal.status = 403
    return refuse(request, refusal)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    # where the workbench brings no page of its own, the villagers' serves both
    folders = ("workbench", "shared") if request.path_info.startswith("/desk/") else ("shared",)
    template = select_template([f"{folder}/{name}" for folder in folders])
    return HttpResponse(template.render(context, request), status=status)
