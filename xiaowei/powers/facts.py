"""What the trail commits to of an import, recomputed from the rows as they stand."""

import hashlib
from collections.abc import Iterable
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.powers.content import Item, Policy, Step
from xiaowei.powers.models import Import, ItemVersion, Node, PolicyVersion
from xiaowei.trail.canonical import canonical


def import_facts(batch: Import) -> dict[str, Any]:
    """The list, how many versions the import brought, and the digest of everything they say."""
    items = list(batch.items.select_related("item__list").prefetch_related("nodes"))
    policies = list(batch.policies.select_related("policy__list"))
    brought = sorted(canonical(facts) for facts in (*map(version_facts, items), *map(policy_facts, policies)))
    return {
        "list": batch.list_id,
        "area": batch.list.area,
        "items": len(items),
        "policies": len(policies),
        "digest": hashlib.sha256("\n".join(brought).encode()).hexdigest(),
    }


def version_facts(version: ItemVersion) -> dict[str, Any]:
    """A version with its steps; every reference too, since a step could be hung onto another version."""
    where = {"ref": version.ref, "item": version.item_id, "list": version.item.list_id, "area": version.item.list.area}
    nodes = [node.ref for node in version.nodes.all()]
    content = item_of(version).facts()
    return {**where, "number": version.number, "retired": int(version.retired), "nodes": nodes, **_plain(content)}


def policy_facts(version: PolicyVersion) -> dict[str, Any]:
    """A policy as this version gives it."""
    owner = {"ref": version.ref, "policy": version.policy_id, "list": version.policy.list_id}
    return {**owner, "version": version.number, **policy_of(version).facts()}


def item_of(version: ItemVersion) -> Item:
    """The content of a stored version; `nodes` and `item` should be at hand."""
    return Item(
        code=version.item.code,
        name=version.name,
        category=version.category,
        group=version.group,
        roles=tuple(version.roles),
        publish=version.publish,
        publish_days=version.publish_days,
        basis=tuple(version.basis),
        source=version.source,
        steps=steps_of(version.nodes.all()),
    )


def steps_of(nodes: Iterable[Node]) -> tuple[Step, ...]:
    """The steps in their order."""
    rows = sorted(nodes, key=lambda node: node.n)
    return tuple(Step(r.n, r.actor, r.action, r.days, r.publish, r.back, r.back_when, r.risk) for r in rows)


def policy_of(version: PolicyVersion) -> Policy:
    """The content of a stored policy."""
    return Policy(
        code=version.policy.code,
        title=version.title,
        number=version.document,
        issuer=version.issuer,
        issued=version.issued,
        effective=version.effective,
        status=version.status,
        points=tuple(version.points),
        source=tuple(version.source),
        note=version.note,
    )


def batch_area(ref: Ref) -> str | None:
    """The area whose list an import changed: empty for the whole installation, None when there is no such import."""
    return Import.objects.filter(pk=ref).values_list("list__area", flat=True).first()


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "publish": int(content["publish"])}
