"""Filtered maps and counts by region are answered from indexes alone, also with half a million entries."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("entries", "0011_words_of_titles_by_themselves"),
        ("places", "0001_initial"),
        ("processes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_map",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_by_region",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_by_stage",
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["process", "kind", "state", "is_superseded", "cell", "stage"], name="entry_map"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["process", "kind", "state", "is_superseded", "region", "cell"], name="entry_by_region"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["process", "kind", "state", "is_superseded", "stage", "region"], name="entry_by_stage"
            ),
        ),
    ]
