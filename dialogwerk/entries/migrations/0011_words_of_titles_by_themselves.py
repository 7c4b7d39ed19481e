"""On PostgreSQL titles get an index of their own.

Words of titles are looked for in very many entries. In the index of all words the database cannot know how many of
those that hold a word hold it in their title, and would go through all entries for a pair of words few titles have.
"""

from django.db import migrations

FORWARDS = [
    """
    ALTER TABLE entries_searchdocument ADD COLUMN title_words tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED
    """,
    "CREATE INDEX entry_title_words ON entries_searchdocument USING GIN (title_words)",
]
BACKWARDS = ["ALTER TABLE entries_searchdocument DROP COLUMN title_words"]


def _run(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("entries", "0010_squares_are_read_from_the_index")]

    operations = [migrations.RunPython(_run(FORWARDS), _run(BACKWARDS))]
