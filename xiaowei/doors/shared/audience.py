"""Who a URL is for: said beside each view, enforced for its methods, listed by `xiaowei routes`.

public  anybody, nobody asked who
holder  whoever holds a receipt
member  a villager who is logged in and bound to a household (marked by `villager.me.members`, which checks it)
staff   officers who are logged in (the workbench checks that itself)
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

Audience = Literal["public", "holder", "member", "staff"]
View = Callable[..., HttpResponse]


def audience(who: Audience, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Mark a view with its audience and methods; other methods answer 405. GET brings HEAD along."""
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def mark(view: View) -> View:
        if who == "member" and not hasattr(view, "lets_members_in"):
            raise TypeError(f"{view.__name__}: mark it with villager.me.members, which lets nobody else in")

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        guarded.methods = methods  # type: ignore[attr-defined]
        # villagers' forms carry a 128-bit key of their own and no ambient authority: a forged one could only
        # open the forger's own case, and a lost cookie must never cost anybody her words
        guarded.csrf_exempt = who != "staff" or getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
        return guarded

    return mark
