"""Tables of withdrawals: what the village asked of the township, and what the township said. Append-only."""

from typing import ClassVar

from django.db import models

from xiaowei.base.refs import RefField


class Withdrawal(models.Model):
    """The village asks to take a published version back (撤回), for privacy or for an error that misleads."""

    ref = RefField(primary_key=True)
    version = models.ForeignKey("disclosure.Version", on_delete=models.PROTECT, related_name="withdrawals")
    village = RefField()
    county = RefField()
    number = models.PositiveIntegerField()  # 1, 2, 3 … of the version: a refused one may be asked again
    ground = models.CharField(max_length=16)  # vocab.GROUNDS
    reason = models.CharField(max_length=300)  # stands on the tombstone
    by = RefField()
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        app_label = "disclosure"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "number"], name="disclosure_withdrawal_once")
        ]
        indexes: ClassVar = [models.Index(fields=["village", "-at"], name="disclosure_withdrawals")]


class WithdrawalAnswer(models.Model):
    """The township's word on it: approved, then the version is taken back; or refused, then it stands."""

    ref = RefField(primary_key=True)
    withdrawal = models.OneToOneField(Withdrawal, on_delete=models.PROTECT, related_name="answer")
    approved = models.BooleanField()
    words = models.CharField(max_length=300, blank=True)
    by = RefField()
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        app_label = "disclosure"
