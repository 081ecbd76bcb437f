"""JSON columns."""

from typing import Any

from django.db import models


class DocumentField(models.JSONField):
    """A JSON column without Django's JSON_VALID check, which SQLite refuses under `trusted_schema=OFF`."""

    def db_check(self, connection: Any) -> None:
        """No check: what is stored here was serialised by us."""
