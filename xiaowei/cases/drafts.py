"""Photos on their way: cleaned and sealed one by one, before the form they belong to is taken.

A photo that is too large is refused by itself; the words and the other photos are kept under the form's key.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.cases.models import DraftPhoto
from xiaowei.vault import actions as vault
from xiaowei.vault import pictures

MOST = 6  # photos with one form
ANY = "SELECT 1 FROM cases_draftphoto WHERE form_digest = %s LIMIT 1"
KEPT_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True)
class KeptPhoto:
    """A photo that waits with its form."""

    ref: Ref
    shown: Ref


def form_digest(form_key: str) -> str:
    """What is stored of a form's key: never the key, for the receipt derives from it."""
    return hashlib.sha256(form_key.encode()).hexdigest()


def keep_photo(form_key: str, data: bytes, *, media_type: str, at: dt.datetime) -> None:
    """Keep one photo for this form. Raises TooLarge or Invalid; the same photo twice is kept once."""
    form, digest = form_digest(form_key), hashlib.sha256(data).hexdigest()
    waiting = DraftPhoto.objects.filter(form_digest=form)
    if waiting.filter(original_digest=digest).exists():
        return
    if waiting.count() >= MOST:
        raise Invalid(_("一次最多 %(most)d 张照片。先送出这几张，再凭回执号补充其余的。"), most=MOST)
    clean = pictures.shown_copy(data)  # a subprocess: before any transaction
    staged = vault.stage(clean, media_type="image/jpeg"), vault.stage_sealed(data, media_type=media_type)
    try:
        with transaction.atomic():
            DraftPhoto.objects.create(
                form_digest=form,
                shown=vault.record(staged[0], at=at),
                original=vault.record(staged[1], at=at),
                original_digest=digest,
                at=at,
            )
    except IntegrityError:
        return  # a double tap brought it at the same moment


def waiting(form: str) -> list[DraftPhoto]:
    """The photos that wait under a form's digest, in the order they came. Most forms have none: one short statement."""
    with connection.cursor() as cursor:
        cursor.execute(ANY, [form])
        if cursor.fetchone() is None:
            return []
    return list(DraftPhoto.objects.filter(form_digest=form).order_by("at", "ref"))


def kept(form_key: str) -> tuple[KeptPhoto, ...]:
    """The photos that wait with this form."""
    return tuple(KeptPhoto(Ref(row.ref), Ref(row.shown)) for row in waiting(form_digest(form_key)))
