"""Tables of the accounts room."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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
