"""Tables of the courier: what has to leave the building, and the notices inside it."""

from django.db import models
from django.db.models import Q

from xiaowei.base.refs import RefField
from xiaowei.courier.vocab import Secrecy, State


class Outbox(models.Model):
    """One message to one person over one channel, written in the transaction of the verb that caused it."""

    ref = RefField(primary_key=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20)
    person = RefField()
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
        indexes = [models.Index(fields=["state", "next_due_at"], name="courier_outbox_due")]


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
