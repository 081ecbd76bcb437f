"""送不到: notices that were given up, for whoever looks after this installation. Never their words or their readers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.courier import access, actions, vocab
from xiaowei.doors.workbench.desk import seat, show, staff

MOST = 200


@staff()
def undelivered(request: HttpRequest) -> HttpResponse:
    """What failed, oldest first."""
    desk = seat(request)
    if not desk.may(vocab.RETRY):
        raise NotFound()
    rows = access.failed_for(desk.person, at=desk.at)
    done = _("已放回待发，一会儿就再送一次。") if request.GET.get("done") else ""
    return show(request, "undelivered", {"rows": rows[:MOST], "total": rows.count(), "done": done})


@staff(methods=("POST",))
def again(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Queue one of them again, after somebody has looked. Raises NotFound."""
    desk = seat(request)
    actions.try_again(ref, by=desk.person, at=desk.at)
    return redirect(reverse("workbench:undelivered") + "?done=1")
