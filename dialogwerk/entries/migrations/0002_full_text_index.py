"""The full-text index: FTS5 with triggers on SQLite, a generated tsvector with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE entry_index USING fts5(
        title, lemmas, text, extra,
        content='entries_searchdocument', content_rowid='entry_id',
        tokenize="unicode61 remove_diacritics 2", prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER entry_index_added AFTER INSERT ON entries_searchdocument BEGIN
        INSERT INTO entry_index(rowid, title, lemmas, text, extra)
        VALUES (new.entry_id, new.title, new.lemmas, new.text, new.extra);
    END
    """,
    """
    CREATE TRIGGER entry_index_removed AFTER DELETE ON entries_searchdocument BEGIN
        INSERT INTO entry_index(entry_index, rowid, title, lemmas, text, extra)
        VALUES ('delete', old.entry_id, old.title, old.lemmas, old.text, old.extra);
    END
    """,
    """
    CREATE TRIGGER entry_index_changed AFTER UPDATE ON entries_searchdocument BEGIN
        INSERT INTO entry_index(entry_index, rowid, title, lemmas, text, extra)
        VALUES ('delete', old.entry_id, old.title, old.lemmas, old.text, old.extra);
        INSERT INTO entry_index(rowid, title, lemmas, text, extra)
        VALUES (new.entry_id, new.title, new.lemmas, new.text, new.extra);
    END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER entry_index_added",
    "DROP TRIGGER entry_index_removed",
    "DROP TRIGGER entry_index_changed",
    "DROP TABLE entry_index",
]
POSTGRESQL = [
    """
    ALTER TABLE entries_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', lemmas), 'B')
        || setweight(to_tsvector('simple', text), 'C') || setweight(to_tsvector('simple', extra), 'D')
    ) STORED
    """,
    "CREATE INDEX entry_words ON entries_searchdocument USING GIN (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE entries_searchdocument DROP COLUMN words"]


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("entries", "0001_initial")]

    operations = [
        migrations.RunPython(
            _run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            _run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        )
    ]
