"""Tables of texts and decisions. Written once: another state is another row."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class Text(models.Model):
    """One state of a text, or of a decision with its record. The period is half-open."""

    ref = RefField(primary_key=True)
    kind = models.CharField(max_length=16)  # text, decision: as in contents.KINDS
    village = RefField()
    county = RefField()
    item = models.CharField(max_length=8)
    title = models.CharField(max_length=60)
    period_from = models.DateField()
    period_until = models.DateField()
    body = models.TextField(blank=True)  # Markdown as typed
    list_title = models.CharField(max_length=60, blank=True)
    columns = DocumentField(default=list)  # of its list: [{name, holds}]
    dropped = DocumentField(default=list)  # columns of numbers that were not kept
    meeting = models.CharField(max_length=16, blank=True)  # of a decision: who decided, quorum.MEETINGS
    result = models.TextField(blank=True)  # of a decision: how it was carried out, Markdown as typed
    result_on = models.DateField(null=True)
    looked = models.BooleanField(default=False)  # the clerk says: no number of anybody in pictures and scans
    form = models.CharField(max_length=64, unique=True)  # digest of the form's key: sent twice, written once
    made_by = RefField()
    made_at = models.DateTimeField()

    class Meta:
        app_label = "disclosure"
        indexes: ClassVar = [models.Index(fields=["village", "-made_at"], name="disclosure_text_village")]


class TextPart(models.Model):
    """A paragraph, a row of the list, a step, a paragraph of the result: what can be doubted by itself."""

    ref = RefField(primary_key=True)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)  # para, row, step, result
    words = models.TextField(blank=True)  # para, result: its Markdown
    cells = DocumentField(default=list)  # row: as typed; step: one document, queries.Step without its files

    class Meta:
        app_label = "disclosure"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["text", "number"], name="disclosure_text_part")]


class TextFile(models.Model):
    """A picture or paper of a text. Without one it waits with its form, a few days, so that nothing is sent twice."""

    ref = RefField(primary_key=True)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="files", null=True)
    form = models.CharField(max_length=64, blank=True)  # digest of the form it came with, while it waits
    by = RefField()
    number = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=8)  # picture, pdf, word
    place = models.CharField(max_length=16, blank=True)  # files.PLACES
    name = models.CharField(max_length=120)  # as it was called; never shown unscrubbed
    words = models.CharField(max_length=120, blank=True)  # what is to be seen on it, or what paper it is
    size = models.PositiveBigIntegerField()  # of the original
    original = RefField()  # sealed in the vault
    original_digest = models.CharField(max_length=64)
    shown = RefField(blank=True)  # the picture without metadata; the PDF made anew
    shown_digest = models.CharField(max_length=64, blank=True)
    pages = DocumentField(default=list)  # of a PDF: [{shown, digest}], pictures in the vault
    blocks = DocumentField(default=list)  # of a Word file: as vault.papers reads it
    scanned = models.BooleanField(default=False)  # has pages without text: nothing could look through them
    at = models.DateTimeField()

    class Meta:
        app_label = "disclosure"
        ordering: ClassVar = ["number", "at", "ref"]
        indexes: ClassVar = [
            models.Index(fields=["form"], name="disclosure_file_form", condition=~Q(form="")),
            models.Index(fields=["at"], name="disclosure_file_waiting", condition=Q(text=None)),
        ]
