"""Tables of explained headers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiaowei.base.refs import RefField


class Wording(models.Model):
    """What an area's own header word means (认表头). Never changed: it ends, and another one begins.

    With a `shape` it holds for sheets with the same headers, as a village's clerk explained them; without, for every
    sheet of the area.
    """

    ref = RefField(primary_key=True)
    area = RefField()
    kind = models.CharField(max_length=32)
    field = models.CharField(max_length=32)
    header = models.CharField(max_length=60)
    shape = models.CharField(max_length=64, blank=True)
    by = RefField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # as its WordingEnd says

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "shape", "header"], condition=Q(ended_at=None), name="disclosure_wording_once"
            )
        ]


class WordingEnd(models.Model):
    """When a wording ceased to hold, and who said so. Append-only."""

    ref = RefField(primary_key=True)
    wording = models.OneToOneField(Wording, on_delete=models.PROTECT, related_name="end")
    by = RefField()
    at = models.DateTimeField()
