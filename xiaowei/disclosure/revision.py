"""The public revision of a village: raised by whatever changes what its pages show."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from xiaowei.base import revisions
from xiaowei.base.refs import Ref
from xiaowei.disclosure.models import Revision

PIECE = 500  # villages of one transaction


def bump(village: Ref) -> None:
    """The village's public pages changed: their bytes get a new revision, announced after the commit."""
    Revision.objects.get_or_create(village=village)
    Revision.objects.filter(village=village).update(number=F("number") + 1)
    number: int = Revision.objects.values_list("number", flat=True).get(village=village)
    transaction.on_commit(lambda: revisions.announce(village, number))


def bump_all(villages: Iterable[Ref]) -> int:
    """The same for many villages that have a revision already, in pieces that hold no lock for long; returns how many.

    Each piece is announced when it is committed: outside a transaction of the caller.
    """
    wanted = sorted(set(villages))
    for start in range(0, len(wanted), PIECE):
        piece = wanted[start : start + PIECE]
        with transaction.atomic():
            Revision.objects.filter(village__in=piece).update(number=F("number") + 1)
        for village, number in Revision.objects.filter(village__in=piece).values_list("village", "number"):
            revisions.announce(Ref(village), number)
    return len(wanted)
