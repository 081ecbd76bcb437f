"""A power list as open data: what stands on its pages, in one document. Nobody's name is in it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from xiaowei.base.clock import spelt
from xiaowei.powers.content import Step
from xiaowei.powers.queries import Basis, PowerFacts, basis
from xiaowei.roster.queries import AreaFacts


def list_as_data(village: AreaFacts, items: Sequence[PowerFacts], *, on: dt.date) -> dict[str, Any]:
    """The list of the village with the state of every policy on this day. Three queries, however long the list."""
    codes = list(dict.fromkeys(code for item in items for code in item.basis))
    policies = basis(items[0].area if items else None, codes, on=on)
    return {
        "v": 1,
        "village": {"name": village.name, "code": village.code},
        "on": on.isoformat(),
        "items": [_item(item) for item in items],
        "policies": [_policy(policies[code]) for code in codes],
    }


def _item(item: PowerFacts) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "code": item.code,
        "name": item.name,
        "category": item.category,
        "group": item.group,
        "roles": list(item.roles),
        "publish": item.publish,
        "publish_days": item.publish_days,
        "basis": list(item.basis),
        "source": item.source,
        "version": item.number,
        "since": spelt(item.since),
        "steps": list(_steps(item.steps)),
    }


def _steps(steps: Iterable[Step]) -> Iterable[dict[str, Any]]:
    return ({name: value for name, value in asdict(step).items() if value not in ("", None)} for step in steps)


def _policy(found: Basis) -> dict[str, Any]:
    if found.policy is None or found.validity is None:
        return {"id": found.code, "state": None}
    policy, validity = found.policy, found.validity
    return {
        "id": found.code,
        "title": policy.title,
        "number": policy.number or None,
        "issuer": policy.issuer or None,
        "date": policy.issued or None,
        "effective": policy.effective or None,
        "state": validity.state.value,
        "state_since": validity.since.isoformat() if validity.since else None,
        "status": policy.status or None,
        "key_points": list(policy.points),
        "source": list(policy.source),
        "note": policy.note,
    }
