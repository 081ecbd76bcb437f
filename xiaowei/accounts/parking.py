"""Forms parked while somebody logs in again: a lost session loses nothing that was typed or uploaded."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import transaction

from xiaowei.accounts import throttle
from xiaowei.accounts.models import Parked
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Throttled
from xiaowei.vault import actions as vault
from xiaowei.vault import queries as vault_reads

KEPT_FOR = dt.timedelta(hours=1)
MOST = 200  # forms parked at once; each may bring 20 MB
MOST_OF_ONE = 20  # from one source at once: nobody alone takes the places of all; an office may share one address

_lock = Lock()
_lately: dict[str, list[dt.datetime]] = {}  # source of the day, as a digest, to the moments of its forms


@dataclass(frozen=True)
class ParkedFile:
    """One uploaded file of a parked form."""

    field: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class ParkedForm:
    """A parked form as it was sent."""

    ref: Ref
    path: str
    fields: Mapping[str, Sequence[str]]
    files: tuple[ParkedFile, ...]


def park(
    path: str, *, fields: Mapping[str, Sequence[str]], files: Iterable[ParkedFile], at: dt.datetime, source: str = ""
) -> Ref:
    """Keep a form for an hour, sealed; the reference is the only way back to it.

    Raises Throttled when very many wait already, or many of this source (an address, held in memory as the day's
    digest and stored nowhere): anybody can send a form without a session.
    """
    if source:
        _count(throttle.digest_key("parking", source, at=at), at=at)
    if Parked.objects.count() >= MOST:
        raise Throttled(wait=60)
    kept = [
        {"field": f.field, "name": f.name, "media_type": f.media_type}
        | {"blob": vault.seal_original(f.data, media_type=f.media_type, at=at)}
        for f in files
    ]
    with transaction.atomic():
        row = Parked.objects.create(path=path[:512], fields=json.dumps(dict(fields)), files=kept, at=at)
    return Ref(row.ref)


def parked(ref: Ref, *, at: dt.datetime) -> ParkedForm:
    """The parked form. Raises NotFound when there is none or its hour is over."""
    row = Parked.objects.filter(pk=ref, at__gt=at - KEPT_FOR).first()
    if row is None:
        raise NotFound()
    files = tuple(
        ParkedFile(f["field"], f["name"], f["media_type"], vault_reads.read(Ref(f["blob"])).data) for f in row.files
    )
    return ParkedForm(Ref(row.ref), row.path, json.loads(row.fields), files)


def forget(*, at: dt.datetime) -> int:
    """Forget forms nobody came back for, with their files. Returns how many."""
    stale = list(Parked.objects.filter(at__lte=at - KEPT_FOR))
    for row in stale:
        with transaction.atomic():
            for file in row.files:
                vault.discard(Ref(file["blob"]))
            row.delete()
    return len(stale)


def _count(source: str, *, at: dt.datetime) -> None:
    since = at - KEPT_FOR
    with _lock:
        for known in [one for one, moments in _lately.items() if moments[-1] <= since]:
            del _lately[known]
        moments = [moment for moment in _lately.get(source, ()) if moment > since]
        if len(moments) >= MOST_OF_ONE:
            raise Throttled(wait=60)
        _lately[source] = [*moments, at]
