"""Tables of the roster: areas with their history; bodies, people, posts; households and kin.

Rows of history are never changed: a name, a code, a parent, a merger is a new `AreaChange`, the early end of a
post a `PostEnd`. `Area` and nothing else holds what is so at present.
"""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import Q

from xiaowei.base.clock import spelt
from xiaowei.base.refs import RefField
from xiaowei.roster.vocab import BodyKind, Level

LEVELS = [(level.value, level.value) for level in Level]
KINDS = [(kind.value, kind.value) for kind in BodyKind]


class Area(models.Model):
    """One area as it is now. `county` is the county (or city without counties) it belongs to."""

    ref = RefField(primary_key=True)
    level = models.CharField(max_length=10, choices=LEVELS)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=60, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    county = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(until=None), name="one_living_area_per_code")
        ]
        indexes = [models.Index(fields=["code"])]


class AreaImport(models.Model):
    """One import of a list of areas that changed something; the trail vouches for it and all its changes."""

    ref = RefField(primary_key=True)
    at = models.DateTimeField()
    by = RefField(blank=True)


class AreaChange(models.Model):
    """An area as it is from `since` on; `what` names what differs from before, separated by commas."""

    batch = models.ForeignKey(AreaImport, models.PROTECT, related_name="changes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=40)
    code = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=60)
    parent = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    since = models.DateField()

    def facts(self) -> dict[str, Any]:
        return {
            "area": self.area_id,
            "what": self.what,
            "code": self.code,
            "name": self.name,
            "parent": self.parent_id,
            "merged_into": self.merged_into_id,
            "since": self.since.isoformat(),
        }


class Body(models.Model):
    """A body (机构) in which posts are held: a committee, an office, a department."""

    ref = RefField(primary_key=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=24, choices=KINDS)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "kind", "name"], name="one_body_per_name")]

    def facts(self) -> dict[str, Any]:
        return {"area": self.area_id, "kind": self.kind, "name": self.name}


class Person(models.Model):
    """Somebody who holds a post or is kin of somebody who does."""

    ref = RefField(primary_key=True)
    name = models.CharField(max_length=40)

    def facts(self) -> dict[str, Any]:
        return {"name": self.name}


class PostQuerySet(models.QuerySet["Post"]):
    def held_on(self, day: dt.date) -> "PostQuerySet":
        """Posts that are held on this day, in areas that stand: since <= day < until."""
        return self.filter(
            Q(until=None) | Q(until__gt=day),
            Q(end=None) | Q(end__until__gt=day),
            Q(area__until=None) | Q(area__until__gt=day),
            since__lte=day,
        )


class Post(models.Model):
    """A person's post (岗位) in a body, for an area; `until` is the term set at the appointment, exclusive."""

    ref = RefField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    area = models.ForeignKey(Area, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["area", "role"])]

    def facts(self) -> dict[str, Any]:
        return {
            "person": self.person_id,
            "body": self.body_id,
            "area": self.area_id,
            "role": self.role,
            "title": self.title,
            "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None,
        }


class PostEnd(models.Model):
    """The end of a post before its term; from `until` on it gives no right."""

    ref = RefField(primary_key=True)
    post = models.OneToOneField(Post, models.PROTECT, related_name="end")
    until = models.DateField()

    def facts(self) -> dict[str, Any]:
        return {"post": self.post_id, "until": self.until.isoformat()}


class HouseholdList(models.Model):
    """One list of households that was added to a village; the trail vouches for it and all its households."""

    ref = RefField(primary_key=True)
    village = models.ForeignKey(Area, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def facts(self) -> dict[str, Any]:
        members = HouseholdMember.objects.filter(household__listed=self).order_by("household__number", "ref")
        columns = ("household", "household__group", "household__number", "household__head", "name", "relation")
        rows = list(members.values_list(*columns))
        facts = {"village": self.village_id, "members": len(rows), "digest": _digest(rows)}
        keys = list(members.exclude(id_key="", tail_key="").values_list("ref", "id_key", "tail_key"))
        return facts | ({"keys": _digest(keys)} if keys else {})  # lists without numbers say what they always said


class Household(models.Model):
    """A household (户): `group` is its villager group, `number` counts within the village."""

    ref = RefField(primary_key=True)
    listed = models.ForeignKey(HouseholdList, models.PROTECT, related_name="households")
    village = models.ForeignKey(Area, models.PROTECT, related_name="households")
    county = RefField()
    group = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    head = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "number"], name="one_household_per_number")]
        indexes = [models.Index(fields=["county"])]


class HouseholdEnd(models.Model):
    """A household that has moved away or was closed: from then on it stands in no list and nobody sees for it."""

    ref = RefField(primary_key=True)
    household = models.OneToOneField(Household, models.PROTECT, related_name="end")
    at = models.DateTimeField()

    def facts(self) -> dict[str, Any]:
        return {"household": self.household_id, "at": spelt(self.at)}


class HouseholdMember(models.Model):
    """A member of a household; `relation` is to the head, who is a member too.

    Of an identity number only keyed digests are kept (`matching`): enough to recognise it, not to read it.
    """

    ref = RefField(primary_key=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    name = models.CharField(max_length=40)
    relation = models.CharField(max_length=10)
    id_key = models.CharField(max_length=64, blank=True, default="")
    tail_key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["id_key"], name="roster_member_by_id", condition=~Q(id_key=""))]


class Kin(models.Model):
    """A declared kinship (近亲属): `other` is the person's `relation`; it holds in both directions."""

    ref = RefField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="kin")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    relation = models.CharField(max_length=10)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="kin_declared_once")]

    def facts(self) -> dict[str, Any]:
        return {"person": self.person_id, "other": self.other_id, "relation": self.relation}


def _digest(rows: list[Any]) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


class Revision(models.Model):
    """One row whose token changes with every change of the roster; see `changing`."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(max_length=26)
