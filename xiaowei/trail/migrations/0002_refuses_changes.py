"""The database itself refuses to change or delete entries and nodes, by whatever way it is asked."""

from typing import Any

from django.db import migrations

TABLES = {"trail_entry": '"index" = NEW."index"', "trail_node": '"level" = NEW."level" AND "index" = NEW."index"'}
SENTENCE = "the trail is append-only"


def _sqlite(table: str, same: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        # INSERT OR REPLACE deletes without asking the trigger above
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()",
    ]


def guard(vendor: str) -> list[str]:
    """The statements that put the triggers up."""
    if vendor == "sqlite":
        return [statement for table, same in TABLES.items() for statement in _sqlite(table, same)]
    function = (
        "CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
    )
    return [function, *(statement for table in TABLES for statement in _postgresql(table))]


def unguard(vendor: str) -> list[str]:
    """The statements that take them down again."""
    if vendor == "sqlite":
        names = ("no_update", "no_delete", "no_replace")
        return [f"DROP TRIGGER IF EXISTS {table}_{name}" for table in TABLES for name in names]
    names = ("no_change", "no_truncate")
    return [f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for table in TABLES for name in names]


def _run(statements: list[str], schema_editor: Any) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def put_up(apps: Any, schema_editor: Any) -> None:
    _run(guard(schema_editor.connection.vendor), schema_editor)


def take_down(apps: Any, schema_editor: Any) -> None:
    _run(unguard(schema_editor.connection.vendor), schema_editor)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_creates_the_log")]
    operations = [migrations.RunPython(put_up, take_down)]
