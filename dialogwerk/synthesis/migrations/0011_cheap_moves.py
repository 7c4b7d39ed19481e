"""What a move changes stands in no index and is looked up nowhere: one move changes 20,000 placements."""

import django.db.models.deletion
from django.db import migrations, models


def _leave_room(share):
    """Let PostgreSQL keep room for a row's next state beside it: then a change leaves every index as it is."""

    def leave(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE synthesis_placement SET (fillfactor = {share})")

    return leave


def _pointer(to, name):
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name=name,
        to=to,
    )


class Migration(migrations.Migration):
    dependencies = [("synthesis", "0010_one_index_of_groups")]

    operations = [
        migrations.RemoveIndex(model_name="placement", name="placement_by_group"),
        migrations.RemoveIndex(model_name="placement", name="placement_newest_of_group"),
        migrations.AlterField("placement", "group", _pointer("synthesis.group", "placements")),
        migrations.AlterField("placement", "move", _pointer("synthesis.move", "+")),
        migrations.RunPython(_leave_room(45), _leave_room(100)),
    ]
