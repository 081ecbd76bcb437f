"""Tables of the disclosure room."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiaowei.base.refs import RefField


class Publication(models.Model):
    """One item of the catalogue of one village for one period. The period is half-open."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    item = models.CharField(max_length=8)
    period_from = models.DateField()
    period_until = models.DateField()
    published_number = models.PositiveIntegerField(null=True)  # the version the public reads
    published_at = models.DateTimeField(null=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "item", "period_from", "period_until"], name="disclosure_once_a_period"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "-published_at"], name="disclosure_newest"),
            models.Index(fields=["county", "village", "item"], name="disclosure_county"),
        ]


class Version(models.Model):
    """One state of the content, from draft to public. Its content never changes; only `state` moves on."""

    ref = RefField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    village = RefField()
    ledger = RefField()  # finance
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical public JSON
    reason = models.CharField(max_length=300, blank=True)  # why a correction was made
    state = models.CharField(max_length=16)
    made_by = RefField()
    made_at = models.DateTimeField()
    steps_taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "number"], name="disclosure_version_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "state"], name="disclosure_waiting", condition=~Q(state="published")),
        ]


class Step(models.Model):
    """Who did what with a version: made, sent, signed, returned, published. Append-only."""

    ref = RefField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    state = models.CharField(max_length=16)  # after this step
    by = RefField()
    name = models.CharField(max_length=64)  # as they stood at the moment: the page shows them for ever
    title = models.CharField(max_length=100)
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)  # what was signed

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "seq"], name="disclosure_step_once")]


class Excuse(models.Model):
    """The clerk's reason for an error he cannot mend (写明原因). Append-only: the latest of a doubt counts."""

    ref = RefField(primary_key=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="excuses")
    doubt = models.CharField(max_length=64)  # code and cell of the doubt: total_mismatch@23.6
    seq = models.PositiveIntegerField()  # 1, 2, 3 … within the doubt
    text = models.CharField(max_length=300)
    by = RefField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["doubt", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "doubt", "seq"], name="disclosure_excuse_once")
        ]


class Revision(models.Model):
    """How often a village's public pages have changed: the bytes of a page depend on this, its path and language."""

    village = RefField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)


class Cursor(models.Model):
    """How far the sweep has followed the roster: names and offices on public pages come from there."""

    name = models.CharField(max_length=16, primary_key=True)
    index = models.PositiveBigIntegerField(default=0)  # of the trail
    day = models.DateField()  # posts begin and end by date, without an entry of their own
