"""Every kind of content is drawn by every door that draws any."""

from django.template.loader import get_template

from xiaowei.disclosure.contents import KINDS
from xiaowei.doors.villager import frame
from xiaowei.doors.workbench import drawn


def test_each_door_draws_each_kind() -> None:
    assert set(frame.DRAWN) == set(drawn.DRAWN) == set(KINDS)


def test_every_template_that_is_named_is_there() -> None:
    public = [template for template, _context in frame.DRAWN.values()]
    staff = [f"workbench/{name}.html" for one in drawn.DRAWN.values() for name in (one.sheet, one.seen)]
    for name in (*public, *staff):
        get_template(name)
