"""Tables of the almanac: one `Year` per notice entered, never changed; a correction is a newer `Year`."""

from django.db import models

from xiaowei.base.refs import RefField


class Year(models.Model):
    """The notice of one year as somebody entered it; the highest revision of a year is the one in force."""

    ref = RefField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(unique=True)  # over all years: 1, 2, 3 …
    source = models.CharField(max_length=200)
    by = RefField(null=True)
    entered_at = models.DateTimeField()


class Day(models.Model):
    """A day on which the weekday would mislead: a holiday, or a make-up workday."""

    entry = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="days")
    date = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "date"], name="almanac_day_once_per_entry")]
