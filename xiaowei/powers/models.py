"""Tables of the powers room. Versions are never changed: what an import alters is a new row beside the old one."""

from typing import ClassVar

from django.db import models

from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class PowerList(models.Model):
    """The list of an area, or of the whole installation where `area` is empty."""

    ref = RefField(primary_key=True)
    area = RefField(blank=True, unique=True)


class Import(models.Model):
    """One import that changed something; the trail vouches for it and every version it brought."""

    ref = RefField(primary_key=True)
    list = models.ForeignKey(PowerList, on_delete=models.PROTECT, related_name="imports")
    at = models.DateTimeField()
    by = RefField(blank=True)


class Item(models.Model):
    """One power by its code; whatever else is known of it stands in its versions."""

    ref = RefField(primary_key=True)
    list = models.ForeignKey(PowerList, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "code"], name="powers_item_once")]


class ItemVersion(models.Model):
    """An item as a list gave it. The highest number counts; a retired one says that the list no longer has the item."""

    ref = RefField(primary_key=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="items")
    retired = models.BooleanField(default=False)
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=60)
    group = models.CharField(max_length=60, blank=True)
    roles = DocumentField(default=list)
    publish = models.BooleanField(default=False)
    publish_days = models.PositiveIntegerField(null=True)
    basis = DocumentField(default=list)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="powers_version_once")]


class Node(models.Model):
    """One step of a version's flow."""

    ref = RefField(primary_key=True)
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="nodes")
    n = models.PositiveSmallIntegerField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=300)
    days = models.PositiveIntegerField(null=True)
    publish = models.BooleanField(default=False)
    back = models.PositiveSmallIntegerField(null=True)
    back_when = models.CharField(max_length=100, blank=True)
    risk = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["n"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "n"], name="powers_node_once")]


class Policy(models.Model):
    """A policy basis by its id within a list; items of that list and of those below it may name it."""

    ref = RefField(primary_key=True)
    list = models.ForeignKey(PowerList, on_delete=models.PROTECT, related_name="policies")
    code = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "code"], name="powers_policy_once")]


class PolicyVersion(models.Model):
    """A policy as a file gave it; the highest number counts."""

    ref = RefField(primary_key=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="policies")
    title = models.CharField(max_length=200)
    document = models.CharField(max_length=120, blank=True)  # 文号
    issuer = models.CharField(max_length=200, blank=True)
    issued = models.CharField(max_length=10, blank=True)
    effective = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=200, blank=True)
    points = DocumentField(default=list)
    source = DocumentField(default=list)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "number"], name="powers_policy_version_once")
        ]
