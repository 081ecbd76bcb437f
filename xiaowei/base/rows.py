"""Writing new rows in one short statement each, for the few verbs that every villager waits for.

The ORM builds each INSERT anew; here it is built once per model. Values pass through the same field conversions, and
errors are the same exceptions. Reading, changing and deleting stay with the ORM.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, Model

from xiaowei.base.ciphers import SealedTextField, seal_texts

AS_IT_IS = {
    "CharField", "BooleanField", "IntegerField", "PositiveIntegerField", "PositiveSmallIntegerField", "BigIntegerField",
}  # fmt: skip
REMEMBERED = 10_000  # converted values of a column that are kept: a column of a long list repeats itself


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


class Prepared:
    """New rows of one model given by columns, for lists so long that a model object for each would be too slow."""

    def __init__(self, model: type[Model]) -> None:
        self._statement, self._fields = _prepared(model)
        self._known: dict[str, dict[Any, Any]] = {name: {None: None} for name, _field in self._fields}

    def values(self, columns: Mapping[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
        """The rows as the database takes them: sealed and converted. Every column must be named."""
        return list(zip(*(self._converted(name, columns[name], field) for name, field in self._fields), strict=True))

    def insert(self, values: Sequence[Sequence[Any]]) -> None:
        """Insert what `values` gave, inside the caller's transaction."""
        with connection.cursor() as cursor:
            cursor.executemany(self._statement, values)

    def _converted(self, name: str, values: Sequence[Any], field: "Field[Any, Any] | None") -> Sequence[Any]:
        if field is None:
            return values
        if isinstance(field, SealedTextField):
            return seal_texts(values)
        known = self._known[name]
        if len(known) > REMEMBERED:
            known = self._known[name] = {None: None}
        for value in set(values).difference(known):
            known[value] = field.get_db_prep_save(value, connection)
        return [known[value] for value in values]
