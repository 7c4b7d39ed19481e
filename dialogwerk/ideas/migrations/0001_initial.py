
import django.db.models.deletion
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('entries', '0001_initial'),
        ('processes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='idea', serialize=False, to='entries.entry')),
                ('problem', models.TextField(blank=True, max_length=6000, verbose_name='Problem')),
                ('approach', models.TextField(blank=True, max_length=8000, verbose_name='Ansatz')),
                ('goals', models.TextField(blank=True, max_length=4000, verbose_name='Ziele')),
                ('target_groups', models.TextField(blank=True, max_length=2000, verbose_name='Zielgruppen')),
                ('preconditions', models.TextField(blank=True, max_length=2000, verbose_name='Voraussetzungen')),
                ('partners', models.TextField(blank=True, max_length=2000, verbose_name='Partner')),
            ],
            options={
                'verbose_name': 'Idee',
                'verbose_name_plural': 'Ideen',
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='contribution', serialize=False, to='entries.entry')),
                ('column', models.CharField(blank=True, choices=[('challenge', 'Herausforderung'), ('idea', 'Idee'), ('implementation', 'Umsetzung'), ('partner', 'Partner')], max_length=15, verbose_name='Spalte')),
                ('source_key', models.CharField(blank=True, max_length=120, verbose_name='Schlüssel der Quelle')),
                ('source_name', models.CharField(blank=True, max_length=120, verbose_name='Name der Quelle')),
            ],
            options={
                'verbose_name': 'Beitrag',
                'verbose_name_plural': 'Beiträge',
                'indexes': [models.Index(fields=['source_name', 'source_key'], name='contribution_source')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.CharField(max_length=300, verbose_name='Was gebraucht wird')),
                ('met_at', models.DateTimeField(blank=True, null=True, verbose_name='gefunden')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'Bedarf',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.TextField(max_length=2000, verbose_name='Was ich beitragen kann')),
                ('offered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='erledigt')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support', to='ideas.idea')),
                ('need', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='support', to='ideas.need')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Angebot mitzumachen',
                'verbose_name_plural': 'Angebote mitzumachen',
                'ordering': ['-offered_at'],
            },
        ),
        migrations.CreateModel(
            name='IdeaDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43, unique=True)),
                ('fields', models.JSONField(default=dict)),
                ('image', models.FileField(blank=True, upload_to='drafts/')),
                ('saved_at', models.DateTimeField(auto_now=True)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='idea_drafts', to=settings.AUTH_USER_MODEL)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='idea_drafts', to='processes.process')),
                ('sent_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Entwurf einer Idee',
                'verbose_name_plural': 'Entwürfe von Ideen',
                'indexes': [models.Index(fields=['person', 'process'], name='draft_of_person')],
            },
        ),
    ]
