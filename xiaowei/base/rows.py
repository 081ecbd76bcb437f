"""Writing new rows in one short statement each, for the few verbs that every villager waits for.

The ORM builds each INSERT anew; here it is built once per model. Values pass through the same field conversions, and
errors are the same exceptions. Reading, changing and deleting stay with the ORM.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert(rows: Sequence[Model]) -> None:
    """Insert these new rows of one model, keys already set, inside the caller's transaction."""
    if not rows:
        return
    statement, fields = _prepared(type(rows[0]))
    values = [[_value(field, row) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


@cache
def _prepared(model: type[Model]) -> tuple[str, "list[Field[Any, Any]]"]:
    fields = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(f.column)) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})", fields


def _value(field: "Field[Any, Any]", row: Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, True), connection)
