"""Every URL, with everybody, by every method: who gets in is what the table says, and nobody else learns a thing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.oracle import world as worlds
from tests.oracle.url_rules import DOORS, EVERYBODY, Door
from tests.oracle.world import World
from xiaowei.accounts import parking
from xiaowei.ops.routes import Route, every_route

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROUTES = {route.name: route for route in every_route()}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
PASSERS_BY = frozenset({"stranger", "head", "discipline_kin"})
LOGIN = ("workbench/login.html", "villager/login.html")
WORDS = ("kind", "code", "move", "section", "slug")  # parts of an address that take a word
ELSEWHERE = {"trail-tile"}  # takes numbers, told in the trail's own tests


def test_every_url_is_in_the_table() -> None:
    assert set(ROUTES) - set(DOORS) - ELSEWHERE == set(), "an address nobody has thought about"
    assert set(DOORS) - set(ROUTES) == set(), "an address that is no longer there"
    assert all(part in EVERYBODY for doors in DOORS.values() for door in doors for part in door.gets | door.posts)


@pytest.mark.django_db
def test_everybody_knocks_at_every_door(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")  # thousands of refusals are the point
    world = worlds.build()
    wrong = []
    for part, client in world.browsers():
        for route, door in _doors(part):
            path, absent = _paths(world, route, door)
            # a method that no view takes is refused before anybody is asked who he is: two of the cast tell that
            for method in METHODS if part in PASSERS_BY else route.methods:
                wanted = _wanted(route, door, part, method)
                answer = _knock(client, method, path)
                found, name = _kind(answer), f"{part} {method} {route.name} [{door.target or door.slug}]"
                if found != wanted:
                    wrong.append(f"{name}: {found}, not {wanted}")
                hidden = found == "absent" and absent and part not in _readers(door.target)
                if hidden and _told(answer) != _told(_knock(client, method, absent)):
                    wrong.append(f"{name}: forbidden looks unlike absent")
    assert not wrong, "\n".join(wrong)


def _doors(part: str) -> Iterator[tuple[Route, Door]]:
    """The doors to knock at: what is for everybody asks nobody who he is, so a few are enough there."""
    for name, doors in DOORS.items():
        if ROUTES[name].audience == "staff" or part in PASSERS_BY:
            yield from ((ROUTES[name], door) for door in doors)


def _readers(target: str) -> frozenset[str]:
    """Whoever may read the object somewhere: a move that is not his is no secret to him."""
    return frozenset().union(*(door.gets for doors in DOORS.values() for door in doors if door.target == target))


def _paths(world: World, route: Route, door: Door) -> tuple[str, str]:
    kwargs = world.kwargs(door.target) | {word: door.slug for word in WORDS if door.slug}
    taken = {name: value for name, value in kwargs.items() if f":{name}>" in route.path}
    path = reverse(route.name, kwargs=taken)
    unknown = {name: value for name, value in world.unknown(taken).items() if name in taken}
    return path, reverse(route.name, kwargs=unknown) if unknown != taken else ""


def _wanted(route: Route, door: Door, part: str, method: str) -> str:
    if method not in (*route.methods, *(("HEAD",) if "GET" in route.methods else ())):
        return "method"
    if route.audience == "holder":
        return "receipt"  # nobody here holds one: all are asked for it
    if route.audience == "member":
        return "login"  # nobody here is bound to a household
    if part in (door.posts if method == "POST" else door.gets):
        return "in"
    return "login" if part == "stranger" and route.audience == "staff" else "absent"


def _knock(client: Client, method: str, path: str) -> HttpResponse:
    parking._lately.clear()  # thousands of forms from one address are the point, too
    # a reason would make each of them stand aside in turn, until the case has moved up and the table is out of date
    words = "" if path.endswith("/stand_aside/") else "看过了"
    form = {"words": words, "seen": "0"} if method == "POST" else {}
    answer: Any = client.post(path, form) if form else client.generic(method, path)
    return answer


def _kind(answer: HttpResponse) -> str:
    if answer.status_code == 405:
        return "method"
    if answer.status_code == 404:
        return "absent"
    if answer.status_code >= 500:
        return f"broken ({answer.status_code})"
    where = answer.get("Location", "")
    shown: Any = answer
    asked = where.startswith(("/desk/login/", "/me/login/")) or any(one.name in LOGIN for one in shown.templates)
    if shown.request["PATH_INFO"] != "/case/" and any(one.name == "villager/code.html" for one in shown.templates):
        return "receipt"
    return "login" if asked and "login" not in str(shown.request["PATH_INFO"]) else "in"


def _told(answer: Any) -> tuple[int, bytes, str]:  # the test client's answer, which knows its request
    body = TOKEN.sub(b"", answer.content)
    path = str(answer.request["PATH_INFO"]).encode()
    return answer.status_code, body.replace(path, b""), answer.get("Cache-Control", "")
