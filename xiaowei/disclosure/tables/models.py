"""Tables of a table: the reading, what was entered of it, its rows. Written once: a correction is a new one."""

from typing import ClassVar

from django.db import models

from xiaowei.base.ciphers import SealedTextField
from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class TableReading(models.Model):
    """What was understood of one uploaded file; the file rests sealed in the vault, and so do its cells here."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    file_name = models.CharField(max_length=255)
    original = RefField()  # vault blob
    kind = models.CharField(max_length=32)
    understood = DocumentField()
    grid = SealedTextField()  # the sheets as people see them, as JSON; long numbers of persons by their last four
    form_digest = models.CharField(max_length=64, unique=True)  # a double tap makes one reading
    by = RefField()
    at = models.DateTimeField()

    class Meta:
        app_label = "disclosure"
        indexes: ClassVar = [models.Index(fields=["village", "-at"], name="disclosure_table_reading")]


class Table(models.Model):
    """One table of one village for one item and period. The period is half-open. Everything in it is public."""

    ref = RefField(primary_key=True)
    reading = models.ForeignKey(TableReading, on_delete=models.PROTECT, related_name="tables")
    village = RefField()
    county = RefField()
    kind = models.CharField(max_length=32)  # base.sheets.tables.TABLE_KINDS
    item = models.CharField(max_length=8)
    topic = models.CharField(max_length=60, blank=True, default="")
    notice = models.BooleanField()  # whether a 公示 asks for whole names before the own village, as the rule then was
    period_from = models.DateField()
    period_until = models.DateField()
    as_of = models.DateField(null=True)
    parts = DocumentField()  # [{name, title, unit, columns: [{header, field, holds, unit, shown}], totals: […]}]

    class Meta:
        app_label = "disclosure"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reading", "item", "topic", "period_from", "period_until"], name="disclosure_table_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["county", "village", "item"], name="disclosure_table_county")]


class TableRow(models.Model):
    """One row of data. `values` are the clerk's own, aligned with the columns of its part; `public` what all may read.

    A value is [text, fen, number, date], the last three as strings or null: nothing is ever a float.
    """

    ref = RefField(primary_key=True)
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the table
    part = models.PositiveSmallIntegerField()
    sheet = models.CharField(max_length=64, blank=True)
    row = models.PositiveIntegerField()  # of the uploaded sheet, counted from 1
    group = models.CharField(max_length=80, blank=True)
    public_group = models.CharField(max_length=80, blank=True)
    values = DocumentField()
    secret = SealedTextField(blank=True)  # numbers of persons by column, as JSON
    public = DocumentField()  # texts, "" where a column is not shown
    hidden = models.BooleanField(default=False)  # its row was hidden in the file
    child = models.BooleanField(default=False)  # names somebody under age: nobody but staff reads the name

    class Meta:
        app_label = "disclosure"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["table", "number"], name="disclosure_table_row_once")]
