"""The index over the words of what is public: FTS5 on SQLite, GIN over an array on PostgreSQL."""

from typing import Any

from django.db import migrations

SQLITE = (
    # nothing but "which rows hold this word" is asked, so no positions are kept
    "CREATE VIRTUAL TABLE insight_words USING fts5(words, content='insight_searchline', content_rowid='id',"
    " detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
)
SQLITE_DOWN = ("DROP TABLE insight_words",)
POSTGRESQL = ("CREATE INDEX insight_words ON insight_searchline USING gin (string_to_array(words, ' '))",)
POSTGRESQL_DOWN = ("DROP INDEX insight_words",)


def _run(statements: dict[str, tuple[str, ...]]) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_adds_search")]

    operations = [
        migrations.RunPython(
            _run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            _run({"sqlite": SQLITE_DOWN, "postgresql": POSTGRESQL_DOWN}),
        )
    ]
