"""The squares of the map lie in the order of their key.

A view reads runs of them: on SQLite, where the table is the tree of its key now, a city's 2,600 in a fifth of the time.
Writing them is cheaper, too: no second tree has to be kept in step, as for the index of 0010, which goes.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

squares = import_module("dialogwerk.entries.migrations.0005_map_squares")


def put_in_order(apps, schema_editor):
    """Make the table, empty as it is, once more without numbers of rows."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_mapsquare'")
            (made,) = cursor.fetchone()
        schema_editor.execute("DROP TABLE entries_mapsquare")
        schema_editor.execute(f"{made} WITHOUT ROWID")


class Migration(migrations.Migration):
    dependencies = [
        ("entries", "0012_indexes_hold_what_is_counted"),
        ("processes", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, squares.count_all),
        migrations.DeleteModel("MapSquare"),
        migrations.CreateModel(
            name="MapSquare",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "process",
                        "kind",
                        "stage",
                        "shift",
                        "square",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("stage", models.SmallIntegerField()),
                ("shift", models.SmallIntegerField()),
                ("square", models.BigIntegerField()),
                ("count", models.IntegerField()),
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                (
                    "process",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="processes.process",
                    ),
                ),
            ],
        ),
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
        migrations.RunPython(squares.count_all, migrations.RunPython.noop),
    ]
