"""Inviting households: codes for a villager group, made when the sheet is printed and shown that once.

Only keyed digests are kept, so nobody can print the same code again: a new sheet makes new codes and revokes the old
ones of its households.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.accounts import access, codes, throttle, vocab
from xiaowei.accounts.models import Invitation, InvitationSheet
from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Refusal
from xiaowei.roster import households as roster_households
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import HouseholdFacts
from xiaowei.trail import actions as trail

OPEN, USED, REVOKED, EXPIRED = "open", "used", "revoked", "expired"


class UnknownCode(Refusal):
    """No invitation answers to this code: one sentence for wrong, used, replaced and expired."""

    status = 422
    sentence = _("这个邀请码不对，或者用过、过期了。请照邀请单再输一次；还不行，请村报账员重新打印。")


@dataclass(frozen=True)
class Slip:
    """One household's slip on the sheet, with its code as printed. Shown once, kept nowhere."""

    household: HouseholdFacts
    code: str


@dataclass(frozen=True)
class Sheet:
    """A sheet as it leaves the printer."""

    ref: Ref
    slips: tuple[Slip, ...]
    expires_at: dt.datetime


@dataclass(frozen=True)
class Found:
    """The open invitation a code belongs to."""

    ref: Ref
    household: HouseholdFacts


def print_group(village: Ref, *, group: int, households: Iterable[Ref], seen: str, by: Ref, at: dt.datetime) -> Sheet:
    """New codes for these households of a villager group; their old ones are revoked.

    `seen` is the group's latest sheet as the page showed it: a page that is reloaded prints no second time.
    Raises NotFound without the permission in this very village, Invalid when no household was chosen, Conflict when the
    group was printed meanwhile.
    """
    access.village_to_invite(by, village, at=at)
    wanted = set(households)
    if not wanted:
        raise Invalid(_("还没有勾选住户。请勾好要打印的户再点打印。"))
    listed = [one for one in roster.households(village) if one.group == group and one.ref in wanted]
    if len(listed) != len(wanted):
        raise NotFound()
    if latest_sheet(village, group=group) != seen:
        raise Conflict(_("这一组刚刚打印过，那些码已经生效，这里不能再显示。单子没打出来就再点一次打印，旧码会作废。"))
    return invite(listed, group=group, by=by, at=at)


def latest_sheet(village: Ref, *, group: int) -> str:
    """The reference of the latest sheet of this group; empty before the first."""
    rows = InvitationSheet.objects.filter(village=village, group=group).order_by("-at", "-ref")
    return rows.values_list("ref", flat=True).first() or ""


def invite(
    households: list[HouseholdFacts],
    *,
    group: int,
    by: Ref | None,
    at: dt.datetime,
    chosen: Mapping[Ref, str] | None = None,
) -> Sheet:
    """The sheet for these households of one village, whoever asks; `chosen` are the sample county's own codes."""
    made = {one.ref: (chosen or {}).get(one.ref) or codes.new_code() for one in households}
    try:
        row = _write(households, made, group=group, by=by, at=at)
    except IntegrityError:
        raise Conflict(_("刚才有人同时打印了这一组的邀请单。请刷新看一下，需要再打印一次。")) from None
    slips = tuple(Slip(one, codes.spaced(made[one.ref])) for one in households)
    return Sheet(Ref(row.ref), slips, row.expires_at)


def find(typed: str, *, source: str, at: dt.datetime, tried_at: dt.datetime) -> Found:
    """The open invitation of this code. Raises UnknownCode, or Throttled after too many wrong ones.

    `source` is the address the try came from (kept only as a daily digest), `tried_at` the machine's own moment.
    """
    key = throttle.digest_key("invitation", source, at=tried_at)
    throttle.check(key, at=tried_at)
    row = Invitation.objects.filter(code_key=codes.code_key(codes.plain(typed)), state=OPEN, expires_at__gt=at).first()
    household = _household(Ref(row.household)) if row else None
    if row is None or household is None:
        throttle.failed(key, at=tried_at)
        raise UnknownCode()
    return Found(Ref(row.ref), household)


def still_open(ref: Ref, *, at: dt.datetime) -> Found:
    """The invitation found before, if nobody used it meanwhile. Raises UnknownCode."""
    row = Invitation.objects.filter(pk=ref, state=OPEN, expires_at__gt=at).first()
    household = _household(Ref(row.household)) if row else None
    if row is None or household is None:
        raise UnknownCode()
    return Found(Ref(row.ref), household)


def use(ref: Ref, *, at: dt.datetime) -> None:
    """Claim the invitation, inside the verb that binds: of two at once one wins. Raises UnknownCode."""
    if Invitation.objects.filter(pk=ref, state=OPEN, expires_at__gt=at).update(state=USED) != 1:
        raise UnknownCode()


def expire(*, at: dt.datetime) -> int:
    """Mark what has run out, so that lists say so. Returns how many."""
    return Invitation.objects.filter(state=OPEN, expires_at__lte=at).update(state=EXPIRED)


def sheet_facts(sheet: InvitationSheet) -> dict[str, Any]:
    """What the trail commits to of a sheet: for whom and until when, and a digest over all its codes' digests."""
    rows = sheet.invitations.order_by("household").values_list("ref", "household", "code_key")
    text = "\n".join(" ".join(row) for row in rows)
    return {
        "village": sheet.village,
        "group": sheet.group,
        "by": sheet.by,
        "at": spelt(sheet.at),
        "expires_at": spelt(sheet.expires_at),
        "invitations": len(rows),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


@transaction.atomic
def _write(
    households: list[HouseholdFacts], made: Mapping[Ref, str], *, group: int, by: Ref | None, at: dt.datetime
) -> InvitationSheet:
    expires_at = at + dt.timedelta(days=settings.XIAOWEI.invitation_days)
    sheet = InvitationSheet.objects.create(
        village=households[0].village, group=group, by=by or "", at=at, expires_at=expires_at
    )
    Invitation.objects.filter(household__in=made, state=OPEN).update(state=REVOKED)
    Invitation.objects.bulk_create(
        Invitation(sheet=sheet, household=one, code_key=codes.code_key(code), expires_at=expires_at)
        for one, code in sorted(made.items())
    )
    trail.record(vocab.DID_PRINT, Ref(sheet.ref), by=by, at=at, facts=sheet_facts(sheet))
    return sheet


def _household(ref: Ref) -> HouseholdFacts | None:
    return next(iter(roster_households.standing([ref])), None)
