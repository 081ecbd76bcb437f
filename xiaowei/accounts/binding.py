"""Verbs of binding: a villager joins a household by its invitation, and leaves it in one tap."""

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.accounts import codes, invitations, villagers, vocab
from xiaowei.accounts.invitations import Found
from xiaowei.accounts.models import Binding, Leaving, Villager
from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.trail import actions as trail


def join_new(invited: Found, *, name: str, password: str, at: dt.datetime, sample: bool = False) -> Ref:
    """Open a log-in and bind it to the household; returns the villager.

    Raises Invalid on a name that is taken or a password that is too weak, UnknownCode when somebody else was first.
    """
    villagers.refuse_name(name)
    villagers.refuse_weak(password, name=name)
    encoded = make_password(password)  # slow on purpose, so before the transaction
    try:
        with transaction.atomic():
            invitations.use(invited.ref, at=at)
            villager = Villager.objects.create(
                name_key=codes.name_key(name), name=name.strip(), password=encoded, sample=sample, made_at=at
            )
            _bind(villager, invited, at=at)
    except IntegrityError:
        raise Invalid(_("这个登录名已有人用。是您自己的，请先登录，再用这个码加一户；不是，请换一个名字。")) from None
    return Ref(villager.ref)


def join_further(invited: Found, *, villager: Ref, at: dt.datetime) -> None:
    """Bind a villager who has a log-in to one more household. Raises Conflict when she is bound to it already."""
    row = Villager.objects.filter(pk=villager).first()
    if row is None:
        raise NotFound()
    try:
        with transaction.atomic():
            invitations.use(invited.ref, at=at)
            _bind(row, invited, at=at)
    except IntegrityError:
        raise Conflict(_("您已经在这一户里了。这个码没有用掉，可以给家里别的人用。")) from None


@transaction.atomic
def leave(villager: Ref, *, household: Ref, at: dt.datetime) -> None:
    """Leave the household: from now on nothing of it is shown to her. Raises NotFound when she is not bound to it."""
    binding = Binding.objects.filter(villager=villager, household=household, until=None).first()
    if binding is None or Binding.objects.filter(pk=binding.pk, until=None).update(until=at) != 1:
        raise NotFound()
    binding.until = at
    leaving = Leaving.objects.create(binding=binding, at=at)
    trail.record(vocab.DID_LEAVE, Ref(leaving.ref), by=villager, at=at, facts=leaving_facts(leaving), subject=villager)


def binding_facts(binding: Binding) -> dict[str, Any]:
    """What the trail commits to of a binding, with the log-in's name digest: a name never changes hands."""
    return {
        "villager": binding.villager_id,
        "login": binding.villager.name_key,
        "household": binding.household,
        "village": binding.village,
        "invitation": binding.invitation_id,
        "at": spelt(binding.at),
    }


def leaving_facts(leaving: Leaving) -> dict[str, Any]:
    """What the trail commits to of the end of a binding; `until` is what the binding itself says."""
    until = leaving.binding.until
    return {"binding": leaving.binding_id, "at": spelt(leaving.at), "until": spelt(until) if until else None}


def _bind(villager: Villager, invited: Found, *, at: dt.datetime) -> None:
    home = invited.household
    binding = Binding.objects.create(
        villager=villager, household=home.ref, village=home.village, invitation_id=invited.ref, at=at
    )
    by = Ref(villager.ref)
    trail.record(vocab.DID_BIND, Ref(binding.ref), by=by, at=at, facts=binding_facts(binding), subject=by)
