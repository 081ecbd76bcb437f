"""The file of flows: for each code its steps, and what else it repeats of the table."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.powers.content import Step
from xiaowei.powers.reading import cells, jsonfile
from xiaowei.powers.reading.problems import Found

MOST_STEPS = 60
LONGEST_ACTOR, LONGEST_ACTION = 60, 300


@dataclass(frozen=True)
class Flow:
    """One flow. What it says beside the steps fills empty cells of the table."""

    code: str
    steps: tuple[Step, ...]
    name: str = ""
    category: str = ""
    group: str = ""
    source: str = ""
    basis: tuple[str, ...] = ()


def read(data: bytes, found: Found) -> dict[str, Flow]:
    """The flows by code; those with a problem are left out."""
    value = jsonfile.load(data, found)
    if value is None:
        return {}
    return {code: _flow(code, entry, found) for code, entry in jsonfile.entries(value, found, key="code").items()}


def _flow(code: str, entry: dict[str, Any], found: Found) -> Flow:
    def text(key: str, most: int) -> str:
        return str(_take(found, cells.text, entry.get(key), code=code, column=key, most=most) or "")

    basis = _take(found, cells.listed, entry.get("basis"), code=code, column="basis", most=20, separators=";；,，、 ")
    return Flow(
        code=code,
        steps=_steps(code, entry.get("steps"), found),
        name=text("name", 80),
        category=text("category", 60),
        group=text("group", 60),
        source=text("source", 200),
        basis=basis or (),
    )


def _steps(code: str, value: Any, found: Found) -> tuple[Step, ...]:
    if not isinstance(value, list) or not value:
        found.bad(_("没有写步骤。请写成 [{…}, {…}]，至少一步。"), code=code, column="steps")
        return ()
    if len(value) > MOST_STEPS:
        found.bad(_("有 %(n)d 步，太多了。请核对。") % {"n": len(value)}, code=code, column="steps")
        return ()
    return tuple(_step(code, place, entry, found) for place, entry in enumerate(value, start=1))


def _step(code: str, place: int, entry: Any, found: Found) -> Step:
    if not isinstance(entry, dict):
        found.bad(_("应当是一组 {…} 内容。请检查。"), code=code, step=place)
        return Step(place, "", "")

    def take(reader: Any, key: str, **limits: Any) -> Any:
        return _take(found, reader, entry.get(key), code=code, step=place, column=key, **limits)

    number = take(cells.count, "n", most=MOST_STEPS)
    if number not in (None, place):
        why = _("写的是第 %(n)d 步，按顺序应当是第 %(place)d 步。请按 1、2、3 的顺序写。")
        found.bad(why % {"n": number, "place": place}, code=code, step=place, column="n")
    actor, action = take(cells.text, "actor", most=LONGEST_ACTOR), take(cells.text, "action", most=LONGEST_ACTION)
    for column, held, why in (
        ("actor", actor, _("没有写由谁办。请补上。")),
        ("action", action, _("没有写办什么。请补上。")),
    ):
        if held == "":
            found.bad(why, code=code, step=place, column=column)
    risks = take(cells.listed, "risk", most=300, separators="；") or ()
    back, when = _back(code, place, entry, found)
    return Step(
        n=place,
        actor=actor or "",
        action=action or "",
        days=take(cells.count, "days"),
        publish=bool(take(cells.yes_no, "publish")),
        back=back,
        back_when=when,
        risk="；".join(risks)[:300],
    )


def _back(code: str, place: int, entry: dict[str, Any], found: Found) -> tuple[int | None, str]:
    """`"back": 1`, or `"back": {"to": 1, "when": "不合规的"}`: only to a step before, or the flow would never end."""
    value: Any = entry.get("back")
    when: Any = entry.get("back_when")
    if isinstance(value, dict):
        value, when = value.get("to"), value.get("when", when)
    where: dict[str, Any] = {"code": code, "step": place, "column": "back"}
    target = _take(found, cells.count, value, most=MOST_STEPS, **where)
    words = _take(found, cells.text, when, most=100, **where) or ""
    if target is None:
        return None, ""
    if target >= place:
        why = _("写的是退回第 %(to)d 步，只能退回到前面的步骤，不然会一直转圈。请改成比 %(n)d 小的步骤。")
        found.bad(why % {"to": target, "n": place}, **where)
        return None, ""
    return target, words


def _take(
    found: Found, reader: Any, value: Any, *, code: str, column: str, step: int | None = None, **limits: Any
) -> Any:
    """The value, or None with a problem noted."""
    try:
        return reader(value, **limits)
    except cells.Unfit as unfit:
        found.bad(str(unfit), code=code, step=step, column=column)
        return None
