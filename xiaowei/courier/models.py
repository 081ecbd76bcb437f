"""Tables of the courier: what has to leave the building, the groups it goes to, and the notices inside it."""

from django.db import models
from django.db.models import Q

from xiaowei.base.refs import RefField
from xiaowei.courier.vocab import Secrecy, State


class Outbox(models.Model):
    """One message to one person or one group over one channel, written in the transaction of its verb."""

    ref = RefField(primary_key=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    person = RefField(blank=True)  # empty for a group
    group = RefField(blank=True, default="", db_default="")  # empty for a person
    text = models.TextField()
    about = RefField(db_index=True)  # answers at /r/<ref>; a message never carries a page's address
    secrecy = models.CharField(max_length=12, choices=Secrecy)
    dedupe = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_due_at = models.DateTimeField()  # while pending: when it is next tried, or when its lease runs out
    begun_at = models.DateTimeField(null=True)  # a try began whose result is not recorded yet
    error = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        # not a partial index: SQLite cannot use one when the state comes as a parameter
        indexes = [
            models.Index(fields=["state", "next_due_at"], name="courier_outbox_due"),
            models.Index(fields=["group", "-created_at"], name="courier_outbox_of_group", condition=~Q(group="")),
        ]
        constraints = [
            # said here as well as in the verbs: whatever else goes wrong, a group hears public things only
            models.CheckConstraint(condition=Q(group="") | Q(secrecy="public"), name="courier_group_hears_public"),
            models.CheckConstraint(
                condition=Q(group="", person__gt="") | Q(group__gt="", person=""), name="courier_one_addressee"
            ),
        ]


class Notice(models.Model):
    """A line in the list of notices a person finds after logging in (channel `desk`)."""

    ref = RefField(primary_key=True)
    person = RefField()
    text = models.TextField()
    about = RefField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    outbox = RefField(unique=True)  # the message it came from: sent twice, it is still one notice

    class Meta:
        ordering = ["-at", "ref"]
        indexes = [
            models.Index(fields=["person", "-at"], name="courier_notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="courier_notice_unread"),
        ]


class Group(models.Model):
    """A chat group of a village (村群), with the one person who publishes into it. Terms are half-open days."""

    ref = RefField(primary_key=True)
    village = RefField()
    county = RefField()
    name = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)  # one that reaches groups
    publisher = RefField()
    since = models.DateField()
    until = models.DateField(null=True)
    steps_taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["since", "name", "ref"]
        indexes = [models.Index(fields=["village"], name="courier_group_of_village")]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "name"], condition=Q(until=None), name="courier_group_named_once"
            )
        ]


class GroupStep(models.Model):
    """What happened to a group: opened, handed to another publisher, closed. Append-only."""

    ref = RefField(primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    publisher = RefField()
    by = RefField(blank=True)  # empty: set up by the operator
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["group", "seq"], name="courier_group_step_once")]


class MessageStep(models.Model):
    """What happened to a message for a group, from queued to withdrawn; or that a notice was retried. Append-only."""

    ref = RefField(primary_key=True)
    message = models.ForeignKey(Outbox, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=16)
    state = models.CharField(max_length=10)  # after this step
    by = RefField(blank=True)  # empty: done by the clock
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["message", "seq"], name="courier_message_step_once")]
