"""Writing new rows in one short statement each, for the few verbs that every villager waits for.

The ORM builds each INSERT anew; here it is built once per model. Values pass through the same field conversions, and
errors are the same exceptions. Reading, changing and deleting stay with the ORM.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import DecimalField, Field, ForeignKey, Model

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


def _converter(field: "Field[Any, Any]") -> Callable[[Any, Any], Any]:
    if isinstance(field, DecimalField):  # the same without asking what each value is: it is a Decimal
        digits, places = field.max_digits, field.decimal_places
        return lambda value, link: link.ops.adapt_decimalfield_value(value, digits, places)
    return field.get_db_prep_save


class Prepared:
    """New rows of one model given as columns, for lists so long that a model object for each would be too slow."""

    def __init__(self, model: type[Model]) -> None:
        self._statement, fields = _prepared(model)
        self._fields = [(name, None if field is None else _converter(field)) for name, field in fields]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """The row as the database takes it: sealed and converted. Every column must be named."""
        found = []
        for name, convert in self._fields:
            value = row[name]
            found.append(value if convert is None or value is None else convert(value, connection))
        return found

    def insert(self, values: Sequence[list[Any]]) -> None:
        """Insert what `values` gave, inside the caller's transaction."""
        with connection.cursor() as cursor:
            cursor.executemany(self._statement, values)
