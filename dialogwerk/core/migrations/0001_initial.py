
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodicRun',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('last_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AuditRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('actor_number', models.BigIntegerField(blank=True, db_index=True, null=True)),
                ('act', models.CharField(db_index=True, max_length=60)),
                ('target_kind', models.CharField(max_length=60)),
                ('target_number', models.BigIntegerField(blank=True, null=True)),
                ('process_slug', models.CharField(blank=True, db_index=True, max_length=60)),
                ('detail', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'Protokolleintrag',
                'indexes': [models.Index(fields=['target_kind', 'target_number'], name='audit_target')],
            },
        ),
    ]
