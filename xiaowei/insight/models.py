"""Tables of the insight room: read models only. All of it can be made again from what is public."""

from typing import ClassVar

from django.db import models

from xiaowei.base.refs import RefField


class SearchLine(models.Model):
    """One line of a published version, or its title, as the public reads it and as it is searched for.

    `words` are the tokens of `searchwords.tokens_of`; the database indexes them (migration 0002). The number of the
    row is its age: later publications have higher ones.
    """

    id = models.BigAutoField(primary_key=True)
    village = RefField()
    publication = RefField()
    number = models.PositiveIntegerField()  # of the version
    part = RefField(blank=True)  # the line or row; empty for the title
    summary = models.CharField(max_length=400)
    day = models.DateField(null=True)
    amount = models.BigIntegerField(null=True)  # fen; spent money too is positive
    words = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "number", "part"], name="insight_line_once")
        ]
        indexes: ClassVar = [models.Index(fields=["village", "id"], name="insight_line_village")]


class SearchFollowed(models.Model):
    """Up to which revision of its public pages a village can be searched."""

    village = RefField(primary_key=True)
    number = models.PositiveBigIntegerField()
