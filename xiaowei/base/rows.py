"""Writing new rows in one short statement each, for the few verbs that every villager waits for.

The ORM builds each INSERT anew; here it is built once per model. Values pass through the same field conversions, and
errors are the same exceptions. Reading, changing and deleting stay with the ORM.
"""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, Model

AS_IT_IS = {"CharField", "BooleanField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"}


def insert(rows: Sequence[Model]) -> None:
    """Insert these new rows of one model, keys already set, inside the caller's transaction."""
    if not rows:
        return
    statement, fields = _prepared(type(rows[0]))
    values = [[_value(row, name, field) for name, field in fields] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


@cache
def _prepared(model: type[Model]) -> tuple[str, "list[tuple[str, Field[Any, Any] | None]]"]:
    fields = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(f.column)) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    return statement, [(f.attname, None if _plain(f) else f) for f in fields]


def _plain(field: "Field[Any, Any]") -> bool:
    """Whether a value goes into the database as it stands in the model."""
    last = field.target_field if isinstance(field, ForeignKey) else field
    return type(last).get_db_prep_save is Field.get_db_prep_save and last.get_internal_type() in AS_IT_IS


def _value(row: Model, name: str, field: "Field[Any, Any] | None") -> Any:
    value = getattr(row, name)
    if isinstance(value, Enum):
        value = value.value
    return value if field is None or value is None else field.get_db_prep_save(value, connection)
