"""Tables of the benefits room. A reading, its placement and its batches are written once: a correction is new ones."""

from typing import ClassVar

from django.db import models

from xiaowei.base.ciphers import SealedTextField
from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class Reading(models.Model):
    """What was understood of one uploaded list, without anybody's name or number; the file rests sealed."""

    ref = RefField(primary_key=True)
    chosen = RefField(blank=True)  # the village it was uploaded for; empty for an office's list of many
    file_name = models.CharField(max_length=255)
    original = RefField()  # vault blob
    kind = models.CharField(max_length=32)
    understood = DocumentField()
    form_digest = models.CharField(max_length=64, unique=True)  # a double tap makes one reading
    by = RefField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["by", "-at"], name="benefits_reading_mine")]


class Placement(models.Model):
    """Where every row of a reading went: to a village, or out with a reason."""

    ref = RefField(primary_key=True)
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="placement")
    places = DocumentField()  # [{township, village, rows, to, reason}]
    by = RefField()
    at = models.DateTimeField()


class Batch(models.Model):
    """One subsidy of one village for one period. Amounts in fen; the period is half-open."""

    ref = RefField(primary_key=True)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="batches")
    village = RefField()
    county = RefField()
    subsidy = models.CharField(max_length=60)
    item = models.CharField(max_length=8)
    shows_rows = models.BooleanField()  # subsidies.Subsidy, as it was when the batch was entered
    notice = models.BooleanField()
    period_from = models.DateField()
    period_until = models.DateField()
    rate = models.CharField(max_length=16, blank=True)  # yuan for one unit, as announced
    households = models.PositiveIntegerField()  # recipients: a machine list has a row for every machine
    amount = models.BigIntegerField()
    issues = DocumentField()
    entered = models.BooleanField(default=True)  # until then its rows are being laid down, and nobody sees it
    staged_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reading", "village"], condition=models.Q(entered=True), name="benefits_batch_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["county", "village", "item"], name="benefits_batch_county")]


class Row(models.Model):
    """One recipient. Name, level and note are the clerk's own; `public_…` is what the world may read.

    `fit` and `found` say what the row itself fitted; `household` and `settled` what holds now.
    """

    ref = RefField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the batch
    sheet = models.CharField(max_length=64, blank=True)
    row = models.PositiveIntegerField()
    label = models.CharField(max_length=20, blank=True)  # 序号 as written
    group = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)  # not sealed: a 公示 lists it, and the roster holds it as well
    public_name = models.CharField(max_length=60)
    id_number = SealedTextField(blank=True)
    account = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    id_key = models.CharField(max_length=64, blank=True)  # roster.matching
    tail_key = models.CharField(max_length=64, blank=True)
    area = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # mu
    persons = models.PositiveIntegerField(null=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    level = models.CharField(max_length=40, blank=True)
    public_level = models.CharField(max_length=40, blank=True)
    standard = models.BigIntegerField(null=True)
    amount = models.BigIntegerField()
    date = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    public_note = models.CharField(max_length=200, blank=True)
    fit = models.CharField(max_length=10)
    found = RefField(blank=True)
    household = RefField(blank=True)
    settled = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="benefits_row_once")]
        indexes: ClassVar = [models.Index(fields=["household"], name="benefits_row_household")]


class Settlement(models.Model):
    """The clerk's word whose household a row is, or that it is nobody's of the village. The latest counts."""

    ref = RefField(primary_key=True)
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="settlements")
    seq = models.PositiveIntegerField()
    household = RefField(blank=True)
    by = RefField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["row", "seq"], name="benefits_settlement_once")]
