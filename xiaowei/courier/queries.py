"""Reads of the courier."""

from django.db.models import QuerySet

from xiaowei.base.refs import Ref
from xiaowei.courier.models import Notice, Outbox
from xiaowei.courier.vocab import State


def notices_for(person: Ref) -> QuerySet[Notice]:
    """This person's notices, newest first."""
    return Notice.objects.filter(person=person)


def unread_count(person: Ref) -> int:
    """How many of this person's notices are unread."""
    return Notice.objects.filter(person=person, read_at=None).count()


def undelivered() -> QuerySet[Outbox]:
    """Messages that were given up, oldest first: somebody has to look."""
    return Outbox.objects.filter(state=State.FAILED).order_by("created_at", "ref")
