"""A member of staff's session: thirty minutes without a page, twelve hours at most."""

import datetime as dt

from django.contrib.auth import login, logout
from django.http import HttpRequest

from xiaowei.accounts import actions as accounts
from xiaowei.base.clock import wall

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=12)
STEP = 60  # seconds between two notes of activity: not every page writes the session

BEGAN, SEEN, PARKED, WRITER = "began", "seen", "parked", "writer"


def begin(request: HttpRequest, *, username: str, password: str, source: str, at: dt.datetime) -> None:
    """Open a session under a new key. Raises WrongCredentials, Throttled."""
    user = accounts.log_in(username=username, password=password, source=source, at=wall())
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGAN] = request.session[SEEN] = _second(at)
    if request.session.pop(WRITER, user.person) != user.person:
        request.session.pop(PARKED, None)  # what somebody else was writing on this computer is not for these eyes


def alive(request: HttpRequest, *, at: dt.datetime) -> bool:
    """Whether somebody is logged in and his time is not over; notes that he is here."""
    if not request.user.is_authenticated:
        return False
    second = _second(at)
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    if second - seen > IDLE.total_seconds() or second - began > LONGEST.total_seconds():
        return False
    if second - seen >= STEP:
        request.session[SEEN] = second
    return True


def end(request: HttpRequest) -> None:
    """Close the session for good; forms that wait for their writer stay with this browser."""
    waiting = request.session.get(PARKED)
    if request.user.is_authenticated:
        writer = request.user.person
        logout(request)
        request.session[WRITER] = writer
        if waiting:
            request.session[PARKED] = waiting


def _second(at: dt.datetime) -> int:
    return int(at.timestamp())
