"""The public revision of a village: raised by whatever changes what its pages show."""

from django.db import transaction
from django.db.models import F

from xiaowei.base import revisions
from xiaowei.base.refs import Ref
from xiaowei.disclosure.models import Revision


def bump(village: Ref) -> None:
    """The village's public pages changed: their bytes get a new revision, announced after the commit."""
    Revision.objects.get_or_create(village=village)
    Revision.objects.filter(village=village).update(number=F("number") + 1)
    number: int = Revision.objects.values_list("number", flat=True).get(village=village)
    transaction.on_commit(lambda: revisions.announce(village, number))
