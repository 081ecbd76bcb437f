"""Tables of the cases room. A case's history is appended, never edited; the case row is its latest state."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xiaowei.base.ciphers import SealedTextField
from xiaowei.base.refs import RefField


class Case(models.Model):
    """One matter with an asker, clocks and an answer."""

    ref = RefField(primary_key=True)
    village = RefField()  # where it comes from
    county = RefField()
    kind = models.CharField(max_length=16)  # see vocab.KINDS
    lane = models.CharField(max_length=16)  # village, or discipline: never seen by any village eye
    about_kind = models.CharField(max_length=16)  # village, publication, line
    about = RefField(blank=True)
    title = models.CharField(max_length=200)  # what it hangs on, in public words; never the reporter's
    state = models.CharField(max_length=16)
    is_open = models.BooleanField(default=True)
    desk = RefField()  # the area whose work list it stands on: the village, or the level it was lifted to
    lifted = models.PositiveSmallIntegerField(default=0)  # levels it went up, for whatever reason
    urged = models.PositiveSmallIntegerField(default=0)  # times this round was overdue: at the due moment, and again
    redone = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # for people: the earliest clock that still runs
    blue_at = models.DateTimeField(null=True)  # when the lamp of that clock turns, so that boards can count by lamp
    yellow_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True, db_index=True)  # for the sweep: when it matters next
    version = models.PositiveIntegerField(default=1)
    happened_on = models.DateField(null=True)  # the day of what she tells of; otherwise that of the report
    # the receipt: a fast digest at submit, replaced within a minute by the slow keyed one (cases.receipts)
    receipt_fast = models.CharField(max_length=64, null=True, unique=True)
    receipt_slow = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        indexes: ClassVar = [
            # a work list is one desk's open cases, most pressing first
            models.Index(fields=["desk", "lane", "is_open", "due_at"], name="cases_desk"),
            models.Index(fields=["village", "lane", "is_open", "due_at"], name="cases_village"),
        ]


class Conflict(models.Model):
    """A person who must never see or infer this case, by himself: he stood aside. Lists exclude by NOT EXISTS."""

    ref = RefField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    person = RefField()
    why = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "case"], name="cases_conflict_once")]


class Accused(models.Model):
    """Whom a case is about, as `roster.ties` counts: a person, an office, a body; from the day of the event on.

    The rows follow the latest targets. Lists exclude whoever is bound by one of them, by NOT EXISTS.
    """

    ref = RefField(primary_key=True)
    # the unique constraint below is its index too
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accused", db_index=False)
    subject = models.CharField(max_length=96)
    since = models.DateField()

    class Meta:
        # where somebody is bound by few cases of very many, a list starts from these few
        indexes: ClassVar = [models.Index(fields=["subject", "since"], name="cases_accused_subject")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "subject"], name="cases_accused_once")]


class Target(models.Model):
    """Whom or what a case is about, as somebody said. Append-only: a decision is a new set under the next number."""

    ref = RefField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="targets", db_index=False)
    set_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)  # see vocab.TARGETS; `none`: decided that it is about nobody
    target = RefField(blank=True)
    words = SealedTextField(blank=True)
    source = models.CharField(max_length=16)  # chosen by her, words of hers, decided by discipline
    at = models.DateTimeField()
    by = RefField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "set_number"], name="cases_target_set")]


class Identity(models.Model):
    """Who the reporter is: one ciphertext under a key of its own; what a database without that key holds is nothing."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="identity")
    mode = models.CharField(max_length=16)  # see vocab.MODES
    alias = models.CharField(max_length=12)  # what handlers call her
    sealed = models.TextField()


class Reading(models.Model):
    """That a member of staff opened a case, or the reporter's name and phone: once per person, case and day."""

    ref = RefField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings", db_index=False)
    person = RefField()
    day = models.DateField()
    what = models.CharField(max_length=16)  # case, identity
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person", "day", "what"], name="cases_reading_once")
        ]


class Followed(models.Model):
    """One row: the state of the roster for which desks and conflicts were last looked at."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    roster = models.CharField(max_length=64)


class Event(models.Model):
    """One step of a case. Append-only: a correction is a new row."""

    ref = RefField(primary_key=True)
    # the unique constraint below is its index too
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=24)  # see flow.MOVES
    state = models.CharField(max_length=16)  # the state the case is in after this step
    lane = models.CharField(max_length=16)  # and its lane
    at = models.DateTimeField()
    by = RefField(blank=True)  # empty: the reporter, or the clock
    by_label = models.CharField(max_length=100, blank=True)  # the office the reporter reads, as it stood then
    words = SealedTextField(blank=True)
    shown = models.BooleanField()  # whether the reporter sees this step
    grade = models.PositiveSmallIntegerField(null=True)  # a rating: 1 satisfied, 2 basically, 3 not satisfied
    whole = models.CharField(max_length=64)  # digest of the case, its clocks and exclusions after this step

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "seq"], name="cases_event_once")]


class Clock(models.Model):
    """One deadline of a case, by the rule that was in force when it started."""

    ref = RefField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=16)  # first_reply, acceptance, resolution
    rule = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    provisional = models.BooleanField()  # reaches past the last known year of the calendar
    calendar_revision = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["calendar_revision"], name="cases_clock_guess", condition=Q(provisional=True)),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind"], name="cases_clock_once")]


class Photo(models.Model):
    """A photo of a case: the shown copy without metadata, and the sealed original."""

    ref = RefField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="photos")
    shown = RefField()
    original = RefField()


class DraftPhoto(models.Model):
    """A photo that arrived with a form not yet taken: kept a day, so that nobody must choose it again."""

    ref = RefField(primary_key=True)
    form_digest = models.CharField(max_length=64)
    shown = RefField()
    original = RefField()
    original_digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form_digest", "original_digest"], name="cases_draft_once")
        ]


class FormUse(models.Model):
    """That a form was taken, and with what content: a retry answers the same, other content is refused.

    Kept as long as the case: a form sent again after a year must still find the case its receipt belongs to.
    """

    form_digest = models.CharField(max_length=64, primary_key=True)
    body_digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
