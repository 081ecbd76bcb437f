"""A desk: one member of staff before one page. Every view of the workbench is marked `@staff(...)`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xiaowei.base.clock import now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.cases import access as cases
from xiaowei.courier import queries as courier
from xiaowei.disclosure.vocab import DRAFT
from xiaowei.doors.shared.audience import View, audience
from xiaowei.doors.workbench import parking, session
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.roles import roles

SPARE = 50  # further notices looked at in place of those that are not shown


@dataclass
class Desk:
    """Who sits here and at what moment; what it knows of him is read once, and only when asked for."""

    person: Ref
    at: dt.datetime

    @cached_property
    def posts(self) -> list[standing.Holder]:
        return roster.posts_of(self.person, at=self.at)

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission his posts carry anywhere: for showing doors, never for opening them."""
        known = roles()
        return frozenset().union(*(known[p.role].own | known[p.role].below for p in self.posts if p.role in known))

    @cached_property
    def name(self) -> str:
        return roster.person_name(self.person)

    @cached_property
    def title(self) -> str:
        return self.posts[0].title if self.posts else ""

    @cached_property
    def place(self) -> roster.AreaFacts | None:
        return roster.area(self.posts[0].area) if self.posts else None

    @cached_property
    def above(self) -> str:
        """The short name of the area above his own, for the crumb at the top."""
        return roster.area(self.place.parent).short_name if self.place and self.place.parent else ""

    @property
    def drafts(self) -> bool:
        """Whether he uploads for a village: for showing doors."""
        return self.may(DRAFT)

    @cached_property
    def unread(self) -> int:
        """Unread notices, without those about what he may no longer see."""
        about = courier.unread_about(self.person)
        visible = cases.visible(self.person, about, at=self.at) if about else set()
        return sum(ref in visible for ref in about)

    def news(self, most: int) -> list[Any]:
        """His latest notices, without those about what he may no longer see: a matter that was rerouted, or is about
        himself since. What was delivered before stays in the courier's books, and older ones take its place: a list
        that is one short would tell that something is kept from him."""
        latest = list(courier.notices_for(self.person)[: most + SPARE])
        visible = cases.visible(self.person, [Ref(notice.about) for notice in latest], at=self.at)
        return [notice for notice in latest if notice.about in visible][:most]

    def may(self, *permissions: str) -> bool:
        return not self.permissions.isdisjoint(permissions)


def staff(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Mark a view for staff: logged in, session alive, form from our own page.

    A form that comes too late is parked first, so that nothing typed or uploaded is lost.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def seated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            at = now()
            if not session.alive(request, at=at):
                return _not_logged_in(request, at=at)
            if parking.forged_or_stale(request):
                return parking.stale(request, at=at)
            request.desk = Desk(Ref(request.user.person), at)  # type: ignore[attr-defined, union-attr]
            response = view(request, *args, **kwargs)
            parking.settle(request, response)
            return response

        # checked above, after the session: Django's own check would refuse the form before it can be parked
        seated.csrf_exempt = True  # type: ignore[attr-defined]
        return audience("staff", methods=methods)(seated)

    return mark


def desk_of(request: HttpRequest) -> Desk | None:
    """The desk of a request, also where no view marked `staff` was reached; None for a stranger."""
    found = getattr(request, "desk", None)
    user = getattr(request, "user", None)
    if found is None and user is not None and user.is_authenticated:
        found = Desk(Ref(user.person), now())
    return cast("Desk | None", found)


def seat(request: HttpRequest) -> Desk:
    """The desk inside a view marked `staff`."""
    return cast(Desk, request.desk)  # type: ignore[attr-defined]


def show(request: HttpRequest, name: str, context: dict[str, Any], *, problem: Refusal | None = None) -> HttpResponse:
    """A page of the workbench; with a problem its status and its sentence on top of what was typed."""
    shown = {"problem": str(problem) if problem else "", **context}
    return render(request, f"workbench/{name}.html", shown, status=problem.status if problem else 200)


def posted_number(request: HttpRequest, name: str) -> int:
    """A number that a page of ours put into its form. Raises Invalid for anything else."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise Invalid(_("这张表没有送完整。请看过再点一次。"))
    return int(text)


def _not_logged_in(request: HttpRequest, *, at: dt.datetime) -> HttpResponse:
    session.end(request)
    if request.method == "POST":
        return parking.lost(request, at=at)
    return redirect("/desk/login/?" + urlencode({"next": request.get_full_path()}))
