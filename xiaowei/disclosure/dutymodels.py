"""Tables of the duty calendar: what areas changed of the catalogue, who was reminded, and 本期没有."""

from typing import ClassVar

from django.db import models

from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class CatalogueChange(models.Model):
    """What an area made of an item of the catalogue from a day on, or an item that it added. Append-only."""

    ref = RefField(primary_key=True)
    area = RefField()
    item = models.CharField(max_length=8)
    seq = models.PositiveIntegerField()  # 1, 2, 3 … within area and item
    name = models.CharField(max_length=60, blank=True)  # of an item that is added; the two below likewise
    section = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=16, blank=True)
    rule = models.CharField(max_length=1)  # see terms.Terms, as the four below
    day = models.PositiveSmallIntegerField()
    working = models.BooleanField(default=False)
    needs = models.CharField(max_length=12)
    columns = DocumentField(default=list)
    from_on = models.DateField()  # for periods that begin on or after this day
    loosens = models.BooleanField(default=False)  # asks for less: counts once a township has approved it
    reason = models.CharField(max_length=300)
    by = RefField()
    at = models.DateTimeField()
    form_digest = models.CharField(max_length=64, unique=True)  # a second tap makes no second change

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "item", "seq"], name="disclosure_change_once")]


class CatalogueApproval(models.Model):
    """A township's approval of a change that asks for less. Append-only."""

    ref = RefField(primary_key=True)
    change = models.OneToOneField(CatalogueChange, on_delete=models.PROTECT, related_name="approval")
    words = models.CharField(max_length=300)
    by = RefField()
    at = models.DateTimeField()


class Reminder(models.Model):
    """A village was reminded of what falls due, or is late: one row a village, stage and day. Append-only."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    stage = models.CharField(max_length=8)  # reminders.STAGES
    day = models.DateField()
    owed = DocumentField(default=list)  # [[item, first day of the period, last day to publish]]
    told = DocumentField(default=list)  # the people, by reference
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "stage", "day"], name="disclosure_reminder_once")
        ]
        indexes: ClassVar = [models.Index(fields=["day", "village"], name="disclosure_reminder_day")]


class Happening(models.Model):
    """Something happened that must be published within days (E of the catalogue). Append-only."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    item = models.CharField(max_length=8)
    what = models.CharField(max_length=60)
    day = models.DateField()
    due = models.DateField()  # as the calendar stood when it was noted
    by = RefField()
    at = models.DateTimeField()
    form_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village", "due"], name="disclosure_happening_due")]


class Nothing(models.Model):
    """本期没有: the clerk declares that there was nothing of an item in a period. Append-only."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    item = models.CharField(max_length=8)
    period_from = models.DateField()
    period_until = models.DateField()
    statement = models.CharField(max_length=300)
    by = RefField()
    at = models.DateTimeField()
    form_digest = models.CharField(max_length=64, unique=True)
