"""Verbs of the powers room. `by` is who did it; None is the operator at the command line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict
from xiaowei.powers.content import Item as Content
from xiaowei.powers.content import Listing
from xiaowei.powers.content import Policy as PolicyContent
from xiaowei.powers.facts import import_facts, item_of, policy_of
from xiaowei.powers.models import Import, Item, ItemVersion, Node, Policy, PolicyVersion, PowerList
from xiaowei.powers.vocab import DID_IMPORT
from xiaowei.trail import actions as trail


@dataclass(frozen=True)
class Imported:
    """What an import did; `batch` is None when nothing changed. `items` and `steps` count the list as it is now."""

    items: int
    steps: int
    added: int
    changed: int
    retired: int
    policies: int
    batch: Ref | None
    index: int | None  # of the trail
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = vars(self)
        if self.batch is None:
            said = _("没有变化：%(items)d 项都与现在的清单一致。") % counts
        else:
            said = _("权力清单现有 %(items)d 项、%(steps)d 步：新增 %(added)d，改了 %(changed)d，") % counts
            said += _("停用 %(retired)d；政策依据更新 %(policies)d 条。") % counts
        return "\n".join((said, *self.notes))


class Busy(Conflict):
    """Two imports at one moment."""

    sentence = _("刚刚有人也在导入这份清单。请再导入一次。")


def import_list(listing: Listing, *, area: Ref | None, by: Ref | None, at: dt.datetime) -> Imported:
    """Bring the list of an area, or of the whole installation, to what the file says; a second time changes nothing.

    An item that differs gets a new version, one that the file no longer has is retired; old versions stay readable.
    One entry in the trail vouches for everything. Raises Busy when another import comes at the same moment.
    """
    try:
        with transaction.atomic():
            return _import(listing, area=area, by=by, at=at)
    except IntegrityError:
        raise Busy() from None


def _import(listing: Listing, *, area: Ref | None, by: Ref | None, at: dt.datetime) -> Imported:
    owner = PowerList.objects.filter(area=area or "").first() or PowerList(area=area or "")
    latest = {version.item.code: version for version in latest_items(owner)}
    standing = {code: item_of(version) for code, version in latest.items() if not version.retired}
    added = [item for item in listing.items if item.code not in standing]
    changed = [item for item in listing.items if item.code in standing and standing[item.code] != item]
    retired = [standing[code] for code in standing.keys() - {item.code for item in listing.items}]
    held = {version.policy.code: version for version in latest_policies(owner)}
    fresh = [one for one in listing.policies or () if one.code not in held or policy_of(held[one.code]) != one]
    batch, index = None, None
    if added or changed or retired or fresh:
        owner.save()
        batch = Import.objects.create(list=owner, at=at, by=by or "")
        _write_items(batch, (*added, *changed), latest)
        _write_items(batch, retired, latest, retired=True)
        _write_policies(batch, fresh, held)
        index = trail.record(DID_IMPORT, Ref(batch.ref), by=by, at=at, facts=import_facts(batch))
    return Imported(
        items=len(listing.items),
        steps=sum(len(item.steps) for item in listing.items),
        added=len(added),
        changed=len(changed),
        retired=len(retired),
        policies=len(fresh),
        batch=Ref(batch.ref) if batch else None,
        index=index,
        notes=listing.notes,
    )


def latest_items(owner: PowerList) -> list[ItemVersion]:
    """The newest version of every item of the list, with item and steps. Two queries."""
    rows = ItemVersion.objects.filter(item__list=owner.pk).order_by("number")
    rows = rows.select_related("item").prefetch_related("nodes")
    return list({version.item_id: version for version in rows}.values())


def latest_policies(owner: PowerList) -> list[PolicyVersion]:
    """The newest version of every policy of the list. One query."""
    rows = PolicyVersion.objects.filter(policy__list=owner.pk).order_by("number").select_related("policy")
    return list({version.policy_id: version for version in rows}.values())


def _write_items(
    batch: Import, contents: Iterable[Content], latest: dict[str, ItemVersion], *, retired: bool = False
) -> None:
    pairs = []
    for content in contents:
        before = latest.get(content.code)
        item = before.item if before else Item(list=batch.list, code=content.code)
        number = before.number + 1 if before else 1
        pairs.append((content, _version(batch, item, content, number=number, retired=retired)))
    Item.objects.bulk_create(version.item for _content, version in pairs if version.number == 1)
    ItemVersion.objects.bulk_create(version for _content, version in pairs)
    Node.objects.bulk_create(node for content, version in pairs for node in _nodes(version, content))


def _version(batch: Import, item: Item, content: Content, *, number: int, retired: bool) -> ItemVersion:
    return ItemVersion(
        item=item,
        number=number,
        batch=batch,
        retired=retired,
        name=content.name,
        category=content.category,
        group=content.group,
        roles=list(content.roles),
        publish=content.publish,
        publish_days=content.publish_days,
        basis=list(content.basis),
        source=content.source,
    )


def _nodes(version: ItemVersion, content: Content) -> Iterable[Node]:
    for step in content.steps:
        yield Node(version=version, **vars(step))


def _write_policies(batch: Import, contents: Iterable[PolicyContent], held: dict[str, PolicyVersion]) -> None:
    made = []
    for content in contents:
        before = held.get(content.code)
        policy = before.policy if before else Policy(list=batch.list, code=content.code)
        made.append(
            PolicyVersion(
                policy=policy,
                number=before.number + 1 if before else 1,
                batch=batch,
                title=content.title,
                document=content.number,
                issuer=content.issuer,
                issued=content.issued,
                effective=content.effective,
                status=content.status,
                points=list(content.points),
                source=list(content.source),
                note=content.note,
            )
        )
    Policy.objects.bulk_create(version.policy for version in made if version.number == 1)
    PolicyVersion.objects.bulk_create(made)
