"""Tables of the accounts room."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from xiaowei.base.ciphers import SealedTextField
from xiaowei.base.documents import DocumentField
from xiaowei.base.refs import RefField


class Login(AbstractBaseUser):
    """What a member of staff logs in with. What he may do hangs on his posts, never on this row."""

    person = RefField(unique=True)
    username = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    sample = models.BooleanField(default=False)  # of the sample county; production refuses to start on one
    created_at = models.DateTimeField()

    objects = BaseUserManager["Login"]()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sample"], name="accounts_sample")]


class Happening(models.Model):
    """Something the audit must know about an account: made, password set, a burst of failures. Append-only."""

    ref = RefField(primary_key=True)
    kind = models.CharField(max_length=16)
    person = RefField(blank=True)
    by = RefField(blank=True)
    at = models.DateTimeField()


class Throttle(models.Model):
    """How often something was tried in vain, under a keyed digest: no name and no address is stored."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    next_at = models.DateTimeField()


class Parked(models.Model):
    """A form whose session was lost on the way: kept sealed for an hour, until its writer has logged in again."""

    ref = RefField(primary_key=True)
    path = models.CharField(max_length=512)
    fields = SealedTextField()  # JSON: name -> list of values
    files = DocumentField(default=list)  # [{field, name, media_type, blob}]
    at = models.DateTimeField(db_index=True)


class Villager(models.Model):
    """What a resident logs in with. The name she chose is kept as a keyed digest to find and sealed to show."""

    ref = RefField(primary_key=True)
    name_key = models.CharField(max_length=64, unique=True)
    name = SealedTextField()
    password = models.CharField(max_length=128)
    sample = models.BooleanField(default=False)  # of the sample county; production refuses to start on one
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sample"], name="accounts_sample_villager")]


class MemberSession(models.Model):
    """One browser in which a villager is logged in, under a keyed digest of what its cookie says."""

    key = models.CharField(max_length=64, primary_key=True)
    villager = models.ForeignKey(Villager, models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField()
    kept = models.BooleanField(default=False)  # 记住这部手机
    ends_at = models.DateTimeField(db_index=True)


class InvitationSheet(models.Model):
    """One printing of invitations for a villager group; the trail vouches for it and all its codes."""

    ref = RefField(primary_key=True)
    village = RefField(db_index=True)
    group = models.PositiveSmallIntegerField()
    by = RefField(blank=True)  # empty: the operator at the command line
    at = models.DateTimeField()
    expires_at = models.DateTimeField()


class Invitation(models.Model):
    """The invitation of one household (户): a one-time code, of which only a keyed digest is kept."""

    ref = RefField(primary_key=True)
    sheet = models.ForeignKey(InvitationSheet, models.PROTECT, related_name="invitations")
    household = RefField()
    code_key = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=8, default="open")  # open | used | revoked | expired

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["household"], condition=Q(state="open"), name="one_open_invitation")
        ]


class Binding(models.Model):
    """A villager belongs to a household, from `at` until she left."""

    ref = RefField(primary_key=True)
    villager = models.ForeignKey(Villager, models.PROTECT, related_name="bindings")
    household = RefField(db_index=True)
    village = RefField(db_index=True)
    invitation = models.OneToOneField(Invitation, models.PROTECT)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["villager", "household"], condition=Q(until=None), name="bound_to_a_household_once"
            )
        ]


class Leaving(models.Model):
    """The end of a binding, as the trail vouches for it."""

    ref = RefField(primary_key=True)
    binding = models.OneToOneField(Binding, models.PROTECT, related_name="leaving")
    at = models.DateTimeField()
