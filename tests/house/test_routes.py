"""Every path says for whom it is: a door that nobody thought about does not open."""

import pytest
from django.test import Client

from xiaowei.ops.routes import Route, every_route

ROUTES = list(every_route())
AUDIENCES = {"public", "holder", "member", "staff"}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_a_path_declares_its_audience_and_methods(route: Route) -> None:
    assert route.audience in AUDIENCES
    assert set(route.methods) <= {"GET", "POST"} and route.methods


@pytest.mark.parametrize("route", [r for r in ROUTES if r.path.startswith("/desk/")], ids=lambda route: route.path)
def test_the_workbench_is_for_staff(route: Route) -> None:
    assert route.audience == "staff" or route.path == "/desk/login/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.audience == "staff" and "<" not in r.path], ids=lambda route: route.path
)
def test_a_stranger_is_sent_to_the_log_in(route: Route) -> None:
    answer = Client().get(route.path) if "GET" in route.methods else Client().post(route.path)
    assert answer.status_code in (302, 303, 403, 404, 405)
    assert answer.status_code != 302 or answer["Location"].startswith("/desk/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.audience == "member" and "<" not in r.path], ids=lambda route: route.path
)
def test_whoever_is_no_member_is_asked_to_log_in(route: Route) -> None:
    if "GET" in route.methods:
        answer = Client().get(route.path)
        assert answer.status_code == 302 and answer["Location"].startswith("/me/login/?back=")
    else:
        assert Client().post(route.path).status_code == 403
