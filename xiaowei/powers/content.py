"""What a list says, as values: one item with its steps, one policy. Equal content makes no new version."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """One node of a flow. `days` is the limit the list gives; `back` the earlier step to which it may return."""

    n: int
    actor: str
    action: str
    days: int | None = None
    publish: bool = False
    back: int | None = None
    back_when: str = ""
    risk: str = ""


@dataclass(frozen=True)
class Item:
    """One power (权力事项). `publish_days` counts calendar days; `basis` are the policies' own ids."""

    code: str
    name: str
    category: str
    group: str = ""
    roles: tuple[str, ...] = ()
    publish: bool = False
    publish_days: int | None = None
    basis: tuple[str, ...] = ()
    source: str = ""
    steps: tuple[Step, ...] = field(default=())

    def facts(self) -> dict[str, Any]:
        """The content as plain values, for comparing and for the trail."""
        return {**asdict(self), "roles": list(self.roles), "basis": list(self.basis), "steps": _plain(self.steps)}


@dataclass(frozen=True)
class Policy:
    """A policy basis (政策依据). Dates are as exact as the source gives them: 2010-10-28, 2021-09, 2020 or nothing."""

    code: str
    title: str
    number: str = ""
    issuer: str = ""
    issued: str = ""
    effective: str = ""
    status: str = ""
    points: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    note: str = ""

    def facts(self) -> dict[str, Any]:
        """The content as plain values, for comparing and for the trail."""
        return {**asdict(self), "points": list(self.points), "source": list(self.source)}


@dataclass(frozen=True)
class Listing:
    """Everything one import says; `policies` is None when no file of policies came along; `notes` are remarks."""

    items: tuple[Item, ...]
    policies: tuple[Policy, ...] | None = None
    notes: tuple[str, ...] = ()


def _plain(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    # the trail's canonical JSON knows whole numbers and text only
    return [{**asdict(step), "publish": int(step.publish)} for step in steps]
