"""Whom a case is about, as discipline decides it: the boxes to tick, and the targets that come back."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.cases.targets import Target
from xiaowei.cases.worklist import StaffView
from xiaowei.doors.workbench.desk import Desk
from xiaowei.powers import queries as powers
from xiaowei.roster import directory
from xiaowei.roster import queries as roster


@dataclass(frozen=True)
class Box:
    """One target to tick; `value` is its kind and its reference or words."""

    value: str
    label: str
    note: str
    on: bool


@dataclass(frozen=True)
class Group:
    """The boxes of one body, or of what she and her words said; `open` when one is ticked."""

    name: str
    boxes: tuple[Box, ...]

    @property
    def open(self) -> bool:
        return any(box.on for box in self.boxes)


@dataclass(frozen=True)
class Form:
    """The settling form: what was said first, then the bodies of the village and its township, then power items."""

    said: Group
    bodies: tuple[Group, ...]
    powers: Group
    words: str
    down: bool

    @property
    def elsewhere(self) -> bool:
        """Whether somebody of the list is ticked whom nothing said names."""
        return any(body.open for body in self.bodies)


def value_of(target: Target) -> str:
    """A target as one form value."""
    return f"{target.kind}:{target.ref or target.words}"


def form(request: HttpRequest, view: StaffView, desk: Desk, *, tried: bool) -> Form:
    """The form as it was sent when a refusal brings it back, else with the latest targets ticked.

    Where the case moved on meanwhile they are ticked beside what was sent: whoever she or a colleague named in between
    is left out only by unticking him, never by sending an old form a second time.
    """
    now = [Target(found.kind, found.ref, found.words) for found in view.targets]
    ticked = set(request.POST.getlist("who")) if tried else set()
    if not tried or request.POST.get("seen") != str(view.version):
        ticked |= {value_of(target) for target in now}
    items = powers.items(view.row.village)
    called = {f"power:{item.ref}": item.name for item in items}
    said: dict[str, Box] = {}
    for target, found in zip(now, view.targets, strict=True):
        value = value_of(target)
        label = found.label or found.words or called.get(value, "")
        said[value] = Box(value, label, _said(found.source), value in ticked)
    for found in view.targets:
        for meant in found.suggestions:
            value = value_of(meant.target)
            said.setdefault(value, Box(value, meant.label, _("系统从反映里认出，请核对"), value in ticked))
    bodies = tuple(_bodies(view.row.village, ticked, said, desk))
    rest = tuple(Box(v, name, "", v in ticked) for v, name in called.items() if v not in said)
    return Form(
        Group(_("反映里说到的"), tuple(said.values())),
        bodies,
        Group(_("权力事项"), rest),
        request.POST.get("words", "") if tried else "",
        tried and "down" in request.POST,
    )


def targets(request: HttpRequest, view: StaffView, desk: Desk) -> tuple[Target, ...]:
    """What was ticked. Raises Invalid for what is not on the form: forged, or gone since."""
    shown = form(request, view, desk, tried=True)
    known = {box.value for group in (shown.said, *shown.bodies, shown.powers) for box in group.boxes}
    ticked = tuple(dict.fromkeys(request.POST.getlist("who")))
    if set(ticked) - known:
        raise Invalid(_("选的有一项不在现在的名单上。请看过名单再选一次，您写的理由还在。"))
    return tuple(_target(value) for value in ticked)


def _target(value: str) -> Target:
    kind, _colon, rest = value.partition(":")
    return Target(kind, None, rest) if kind == "other" else Target(kind, Ref(rest))


def _said(source: str) -> str:
    return {"chosen": _("反映人选的"), "words": _("从反映里认出")}.get(source, _("已经确定"))


def _bodies(village: Ref, ticked: set[str], said: Iterable[str], desk: Desk) -> Iterable[Group]:
    place = roster.area(village)
    areas = [place.ref, *([place.parent] if place.parent else [])]
    skip = set(said)
    for body in directory.bodies_of(areas, at=desk.at):
        found = {f"body:{body.ref}": (_("整个单位"), _("单位里每个人都回避"))}
        for holder in body.holders:
            found[f"person:{holder.person}"] = (holder.name, holder.title)
            found[f"post:{holder.post}"] = (_("%(title)s这个岗位") % {"title": holder.title}, _("不论谁担任"))
        boxes = tuple(Box(v, label, note, v in ticked) for v, (label, note) in found.items() if v not in skip)
        if boxes:
            yield Group(body.name, boxes)
