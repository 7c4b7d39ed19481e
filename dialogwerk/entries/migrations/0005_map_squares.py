"""The table that far views of the map read, and the triggers that keep it exact, whoever writes to the entries.

A migration for which SQLite writes the table of entries anew (as for most changes of its columns) loses the triggers:
it has to end with `RunPython(make_triggers)` of this module. `tests/entries/test_squares.py` says when.
"""

import django.db.models.deletion
from django.db import migrations, models

SHIFTS = (40, 38, 36, 34, 32)
COLUMNS = "process_id, kind, stage, shift, square, count, low, high"
LEVELS = "(" + " UNION ALL ".join(f"SELECT {shift} AS shift" for shift in SHIFTS) + ") AS level"
CHANGING = ("process_id", "kind", "state", "is_superseded", "stage", "cell")
IS_OTHER = {"sqlite": "OLD.{0} IS NOT NEW.{0}", "postgresql": "OLD.{0} IS DISTINCT FROM NEW.{0}"}


def _is_public(row: str) -> str:
    return f"{row}.state = 'published' AND {row}.is_superseded IN (false) AND {row}.cell IS NOT NULL"


def _count(rows: str) -> str:
    """Count all of `rows`, each with its stage and without, in the order of the key (so that writers wait in turn)."""
    either = " UNION ALL ".join(
        f"SELECT process_id, kind, {stage} AS stage, cell FROM {rows} AS entry WHERE {_is_public('entry')}"  # nosec: own names
        for stage in ("stage", "-1")
    )
    return f"""
        INSERT INTO entries_mapsquare ({COLUMNS})
        SELECT process_id, kind, stage, shift, cell >> shift, count(*), min(cell), max(cell)
        FROM ({either}) AS counted, {LEVELS} WHERE true
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        ON CONFLICT (process_id, kind, stage, shift, square) DO UPDATE SET
            count = entries_mapsquare.count + excluded.count,
            low = CASE WHEN excluded.low < entries_mapsquare.low THEN excluded.low ELSE entries_mapsquare.low END,
            high = CASE WHEN excluded.high > entries_mapsquare.high THEN excluded.high ELSE entries_mapsquare.high END
    """  # nosec: only names of our own tables are put in


NEW_ROW = (
    "(SELECT NEW.process_id AS process_id, NEW.kind AS kind, NEW.state AS state,"
    " NEW.is_superseded AS is_superseded, NEW.stage AS stage, NEW.cell AS cell)"
)


def _edge(order: str) -> str:
    """The lowest or highest cell that is left in a square: the first or last in the index of the map.

    None while PostgreSQL tells of the rows of one statement, which are all gone already, one after the other.
    """
    return f"""(
        SELECT cell FROM entries_entry AS entry
        WHERE entry.process_id = OLD.process_id AND entry.kind = OLD.kind AND {_is_public("entry")}
            AND (entries_mapsquare.stage = -1 OR entry.stage = OLD.stage)
            AND entry.cell BETWEEN entries_mapsquare.square << entries_mapsquare.shift
                AND ((entries_mapsquare.square + 1) << entries_mapsquare.shift) - 1
        ORDER BY cell {order} LIMIT 1
    )"""  # nosec: only names of our own tables are put in


HERE = f"""
    process_id = OLD.process_id AND kind = OLD.kind AND stage IN (-1, OLD.stage)
    AND shift IN ({", ".join(map(str, SHIFTS))}) AND square = OLD.cell >> shift AND {_is_public("OLD")}
"""
UNCOUNT = [
    f"DELETE FROM entries_mapsquare WHERE {HERE} AND count = 1",  # nosec
    f"UPDATE entries_mapsquare SET count = count - 1 WHERE {HERE}",  # nosec
    f"UPDATE entries_mapsquare SET low = coalesce({_edge('ASC')}, low), high = coalesce({_edge('DESC')}, high)"  # nosec
    f" WHERE {HERE} AND OLD.cell IN (low, high)",
]


def _body(*statements: str) -> str:
    return " ".join(f"{statement};" for statement in statements)


def _sqlite() -> list[str]:
    is_other = " OR ".join(IS_OTHER["sqlite"].format(name) for name in CHANGING)
    count = _count(NEW_ROW)
    return [
        f"CREATE TRIGGER map_square_added AFTER INSERT ON entries_entry BEGIN {_body(count)} END",
        f"CREATE TRIGGER map_square_removed AFTER DELETE ON entries_entry BEGIN {_body(*UNCOUNT)} END",
        f"CREATE TRIGGER map_square_changed AFTER UPDATE OF {', '.join(CHANGING)} ON entries_entry"
        f" WHEN {is_other} BEGIN {_body(*UNCOUNT, count)} END",
    ]


def _postgresql() -> list[str]:
    """Return the same for PostgreSQL; rows that come in together are counted together."""
    is_other = " OR ".join(IS_OTHER["postgresql"].format(name) for name in CHANGING)

    def function(name: str, body: str) -> str:
        return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"

    return [
        function("map_square_add", _body(_count("added"))),
        function("map_square_remove", _body(*UNCOUNT)),
        function("map_square_change", _body(*UNCOUNT, _count(NEW_ROW))),
        "CREATE TRIGGER map_square_added AFTER INSERT ON entries_entry REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION map_square_add()",
        "CREATE TRIGGER map_square_removed AFTER DELETE ON entries_entry"
        " FOR EACH ROW EXECUTE FUNCTION map_square_remove()",
        f"CREATE TRIGGER map_square_changed AFTER UPDATE OF {', '.join(CHANGING)} ON entries_entry"
        f" FOR EACH ROW WHEN ({is_other}) EXECUTE FUNCTION map_square_change()",
    ]


def make_triggers(apps, schema_editor):
    """Make the triggers."""
    for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]():
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    """Drop the triggers."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for name in ("added", "removed", "changed"):
        schema_editor.execute(f"DROP TRIGGER map_square_{name}" + ("" if is_sqlite else " ON entries_entry"))
    for name in () if is_sqlite else ("add", "remove", "change"):
        schema_editor.execute(f"DROP FUNCTION map_square_{name}()")


def count_all(apps, schema_editor):
    """Count the entries that are there."""
    schema_editor.execute(_count("entries_entry"))


class Migration(migrations.Migration):
    dependencies = [
        ("entries", "0004_relation_carried_on"),
        ("processes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MapSquare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="processes.process"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("process", "kind", "stage", "shift", "square"), name="map_square_once"
                    )
                ],
            },
        ),
        migrations.RunPython(count_all, migrations.RunPython.noop),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
