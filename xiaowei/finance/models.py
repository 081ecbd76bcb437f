"""Tables of the finance room. A reading and its ledger are written once: a correction is a new one."""

from typing import ClassVar

from django.db import models

from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class Reading(models.Model):
    """What the product understood of one uploaded file; the file itself rests sealed in the vault."""

    ref = RefField(primary_key=True)
    village = RefField()
    file_name = models.CharField(max_length=255)
    original = RefField()  # vault blob
    kind = models.CharField(max_length=32)  # finance_ledger, finance_two_sided, unknown
    understood = DocumentField()  # finance.intake's Understanding, as JSON: grid, row fates, doubts
    form_digest = models.CharField(max_length=64, unique=True)  # a double tap makes one reading
    by = RefField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village", "-at"], name="finance_reading_recent")]


class Ledger(models.Model):
    """A village's income and expense of a month, a quarter or a half-year (收支明细). Amounts in fen, period half-open.

    A number is null when the sheet does not tell it: a list of expenses says nothing about income or what is left.
    """

    ref = RefField(primary_key=True)
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="ledger")
    village = RefField()
    county = RefField()
    period_from = models.DateField()
    period_until = models.DateField()
    opening = models.BigIntegerField(null=True)
    income = models.BigIntegerField(null=True)
    expense = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["county", "village", "period_from"], name="finance_ledger_county"),
        ]


class Line(models.Model):
    """One booked line. `summary` is the clerk's own; `public_summary` is what the world may read."""

    ref = RefField(primary_key=True)
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the ledger
    row = models.PositiveIntegerField()  # row of the uploaded sheet, counted from 1
    date = models.DateField(null=True)  # a two-sided sheet gives no day to an entry
    voucher = models.CharField(max_length=64, blank=True)
    summary = models.CharField(max_length=500)
    public_summary = models.CharField(max_length=500)
    income = models.BigIntegerField(null=True)
    expense = models.BigIntegerField(null=True)
    balance = models.BigIntegerField(null=True)
    category = models.CharField(max_length=64)
    handler = models.CharField(max_length=64, blank=True)
    account = models.CharField(max_length=64, blank=True)  # 会计科目, as the sheet writes it
    payee = models.CharField(max_length=64, blank=True)  # who paid or was paid, as written: mask it for the world

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ledger", "number"], name="finance_line_once")]
