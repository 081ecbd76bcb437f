"""A person's notices."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xiaowei.courier import actions as courier
from xiaowei.doors.workbench.desk import seat, show, staff

MOST = 100


@staff()
def notices(request: HttpRequest) -> HttpResponse:
    """The latest notices, newest first."""
    return show(request, "notices", {"notices": seat(request).news(MOST)})


@staff(methods=("POST",))
def mark_read(request: HttpRequest) -> HttpResponse:
    """Everything up to now is read."""
    desk = seat(request)
    courier.mark_read(desk.person, at=desk.at)
    return redirect("workbench:notices")
