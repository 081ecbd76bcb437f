"""The table of the vault: one row per file handed in. Rows are never changed."""

from django.db import models

from xiaowei.base.refs import RefField


class Blob(models.Model):
    """Where some bytes rest. Two clear blobs with the same bytes share one file; sealed ones never do."""

    ref = RefField(primary_key=True)
    place = models.CharField(max_length=120, db_index=True)  # path under var/vault
    digest = models.CharField(max_length=64)  # SHA-256 of the plain bytes, hex
    size = models.PositiveBigIntegerField()  # of the plain bytes
    media_type = models.CharField(max_length=100)
    sealed = models.BooleanField()
    stored_at = models.DateTimeField()
