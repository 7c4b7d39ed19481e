"""The index of lists holds the place, too: a list of one part of the map is read from it alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entries", "0006_index_of_lists_in_their_order")]

    operations = [
        migrations.RemoveIndex(model_name="entry", name="entry_list"),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["process", "kind", "state", "is_superseded", "-published_at", "-number", "cell"],
                name="entry_list",
            ),
        ),
    ]
