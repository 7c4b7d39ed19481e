
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('entries', '0001_initial'),
        ('processes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChallengeSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('method', models.TextField(blank=True, verbose_name='Wie die Herausforderungen entstanden')),
                ('note', models.TextField(blank=True, verbose_name='Hinweis')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='veröffentlicht am')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('based_on', models.ManyToManyField(blank=True, related_name='based_challenge_sets', to='entries.entry', verbose_name='beruht auf')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenge_sets', to='processes.process')),
            ],
            options={
                'verbose_name': 'Herausforderungen',
                'verbose_name_plural': 'Herausforderungen',
                'ordering': ['-published_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='challenge', serialize=False, to='entries.entry')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('challenge_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='synthesis.challengeset')),
            ],
            options={
                'verbose_name': 'Herausforderung',
                'verbose_name_plural': 'Herausforderungen',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField(max_length=1000, verbose_name='Satz')),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sentences', to='synthesis.challenge')),
                ('evidence', models.ManyToManyField(blank=True, related_name='evidenced_sentences', to='entries.entry', verbose_name='Belege')),
            ],
            options={
                'verbose_name': 'Satz',
                'verbose_name_plural': 'Sätze',
                'ordering': ['position', 'pk'],
            },
        ),
    ]
