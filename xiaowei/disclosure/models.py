"""Tables of the disclosure room."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField
from xiaowei.disclosure.dutymodels import CatalogueApproval as CatalogueApproval
from xiaowei.disclosure.dutymodels import CatalogueChange as CatalogueChange
from xiaowei.disclosure.dutymodels import Happening as Happening
from xiaowei.disclosure.dutymodels import Nothing as Nothing
from xiaowei.disclosure.dutymodels import Reminder as Reminder
from xiaowei.disclosure.tables.models import Table as Table
from xiaowei.disclosure.tables.models import TableReading as TableReading
from xiaowei.disclosure.tables.models import TableRow as TableRow
from xiaowei.disclosure.texts.models import Text as Text
from xiaowei.disclosure.texts.models import TextFile as TextFile
from xiaowei.disclosure.texts.models import TextPart as TextPart
from xiaowei.disclosure.withdrawalmodels import Withdrawal as Withdrawal
from xiaowei.disclosure.withdrawalmodels import WithdrawalAnswer as WithdrawalAnswer
from xiaowei.disclosure.wordingmodels import Wording as Wording
from xiaowei.disclosure.wordingmodels import WordingEnd as WordingEnd


class Publication(models.Model):
    """One item of the catalogue, or one topic of it, of one village for one period. The period is half-open."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    item = models.CharField(max_length=8)
    topic = models.CharField(max_length=60, blank=True, default="")  # what of the item: a village has many subsidies
    period_from = models.DateField()
    period_until = models.DateField()
    published_number = models.PositiveIntegerField(null=True)  # the version the public reads
    published_at = models.DateTimeField(null=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # when the version of published_number was taken back

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "item", "topic", "period_from", "period_until"], name="disclosure_once_a_topic"
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
    content_kind = models.CharField(max_length=16, default="ledger")  # contents.KINDS says what each can do
    content = RefField()  # of finance or benefits, as the kind says
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


class Check(models.Model):
    """An inspector's check of a published item (双监督): its latest state. What happened is in its steps."""

    ref = RefField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()  # of the version that was looked at
    village = RefField()
    county = RefField()
    desk = RefField()  # the area whose inspectors made it, and look again
    state = models.CharField(max_length=16)  # see checkflow.STATES
    is_open = models.BooleanField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # when the present state should have ended
    next_due_at = models.DateTimeField(null=True, db_index=True)  # for the sweep
    steps_taken = models.PositiveIntegerField(default=0)
    form_digest = models.CharField(max_length=64, unique=True)  # a second tap makes no second check

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "desk"], condition=Q(is_open=True), name="disclosure_one_open_check"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "-made_at"], name="disclosure_check_village"),
            models.Index(fields=["due_at", "ref"], name="disclosure_check_due", condition=Q(is_open=True)),
        ]


class CheckStep(models.Model):
    """Who did what with a check. Append-only."""

    ref = RefField(primary_key=True)
    check_made = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=16)  # see checkflow.MOVES
    state = models.CharField(max_length=16)  # after this step
    by = RefField(blank=True)  # empty: the clock
    name = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_made", "seq"], name="disclosure_check_step_once")
        ]


class Digest(models.Model):
    """What a village's group is told of one month (群消息): public words only. Append-only."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    month = models.DateField()  # its first day
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the month
    whole = models.BooleanField()  # says the month anew; else a supplement to what is in the group already
    told = DocumentField(default=list)  # [{publication, number, title}]
    accounts = RefField(blank=True)  # the publication of the month's accounts
    income = models.BigIntegerField(null=True)  # fen, like the two below
    expense = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)
    missing = DocumentField(default=list)  # titles of what should have been published and was not
    text = models.TextField()
    made_by = RefField(blank=True)  # empty: made by the clock
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "month", "number"], name="disclosure_digest_once")
        ]


class DigestDue(models.Model):
    """When the group of a village is next told of a month; empty once it is told, until something comes late."""

    ref = RefField(primary_key=True)
    village = RefField()
    month = models.DateField()
    next_due_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "month"], name="disclosure_digest_due")]


class Opens(models.Model):
    """How often the short link of a publication or digest was opened: a number, nothing about anybody."""

    about = RefField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)


class Rating(models.Model):
    """What one reader made of a publication or one of its lines. No name, no moment but the day. Append-only.

    `bound` readers belong to a household of the village; which one, the row does not say: `form` is a keyed digest of
    it, so that a household is counted once. For everybody else it is the digest of the form's key.
    """

    ref = RefField(primary_key=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="ratings")
    line = RefField(blank=True)  # empty: the whole
    number = models.PositiveIntegerField()  # the version that was read
    scale = models.CharField(max_length=16, default="satisfaction")  # what was asked: vocab.SCALE nowadays
    grade = models.PositiveSmallIntegerField()  # vocab.RATINGS
    bound = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    form = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["publication", "grade"], name="disclosure_rating_count")]


class RatingStep(models.Model):
    """What became of a reader's words: answered, or hidden for what they tell of somebody. Append-only."""

    ref = RefField(primary_key=True)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=16)  # see voices.MOVES
    by = RefField()
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    at = models.DateTimeField()
    words = models.CharField(max_length=500)

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rating", "seq"], name="disclosure_rating_step_once")]
