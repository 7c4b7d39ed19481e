
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('entries', '0001_initial'),
        ('processes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120, verbose_name='Titel')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='event_series', to='processes.process')),
            ],
            options={
                'verbose_name': 'Reihe',
                'verbose_name_plural': 'Reihen',
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='event', serialize=False, to='entries.entry')),
                ('number_in_series', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Nummer in der Reihe')),
                ('kind', models.CharField(choices=[('ideenlabor', 'Ideenlabor'), ('workshop', 'Workshop'), ('konferenz', 'Konferenz'), ('roundtable', 'Roundtable'), ('sitzung', 'Sitzung'), ('dialogveranstaltung', 'Dialogveranstaltung')], max_length=20, verbose_name='Art')),
                ('status', models.CharField(choices=[('geplant', 'geplant'), ('durchgefuehrt', 'durchgeführt, Dokumentation in Arbeit'), ('dokumentiert', 'dokumentiert'), ('abgesagt', 'abgesagt')], default='geplant', max_length=15, verbose_name='Stand')),
                ('subtitle', models.CharField(blank=True, max_length=300, verbose_name='Untertitel')),
                ('starts_at', models.DateTimeField(verbose_name='Beginn')),
                ('ends_at', models.DateTimeField(verbose_name='Ende')),
                ('venue_name', models.CharField(blank=True, max_length=160, verbose_name='Ort: Name')),
                ('venue_street', models.CharField(blank=True, max_length=160, verbose_name='Straße')),
                ('venue_postcode', models.CharField(blank=True, max_length=10, verbose_name='Postleitzahl')),
                ('venue_city', models.CharField(blank=True, max_length=120, verbose_name='Stadt')),
                ('venue_access', models.TextField(blank=True, verbose_name='Barrierefreiheit des Ortes')),
                ('online_link', models.URLField(blank=True, verbose_name='Adresse für die Teilnahme online')),
                ('guiding_question', models.CharField(blank=True, max_length=400, verbose_name='Leitfrage')),
                ('participant_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='Teilnehmende')),
                ('review', models.TextField(blank=True, verbose_name='Rückblick (Markdown)')),
                ('cancelled_note', models.CharField(blank=True, max_length=300, verbose_name='Grund der Absage')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('co_hosts', models.ManyToManyField(blank=True, related_name='co_hosted_events', to='accounts.organisation', verbose_name='gemeinsam mit')),
                ('facilitator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='facilitated_events', to='accounts.organisation', verbose_name='moderiert von')),
                ('organiser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='organised_events', to='accounts.organisation', verbose_name='lädt ein')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.eventseries')),
            ],
            options={
                'verbose_name': 'Veranstaltung',
                'verbose_name_plural': 'Veranstaltungen',
                'ordering': ['starts_at'],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.TimeField(verbose_name='von')),
                ('ends_at', models.TimeField(blank=True, null=True, verbose_name='bis')),
                ('kind', models.CharField(choices=[('begruessung', 'Begrüßung'), ('rueckblick', 'Rückblick'), ('impuls', 'Impuls'), ('gruppenarbeit', 'Gruppenarbeit'), ('pitch', 'Pitch'), ('pause', 'Pause'), ('ausblick', 'Ausblick'), ('diskussion', 'Diskussion')], max_length=15, verbose_name='Art')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('speaker', models.CharField(blank=True, max_length=200, verbose_name='mit (Amt oder Stelle)')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='events.event')),
            ],
            options={
                'verbose_name': 'Programmpunkt',
                'verbose_name_plural': 'Programmpunkte',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Table',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Tisch')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='Titel')),
                ('group', models.CharField(blank=True, max_length=120, verbose_name='Gruppe (bei Matrix-Workshops)')),
                ('guiding_question', models.CharField(blank=True, max_length=400, verbose_name='Leitfrage')),
                ('persona_name', models.CharField(blank=True, max_length=120, verbose_name='Persona: Name und Alter')),
                ('persona_role', models.CharField(blank=True, max_length=200, verbose_name='Persona: Rolle')),
                ('persona_situation', models.TextField(blank=True, verbose_name='Persona: Lage')),
                ('persona_challenge', models.TextField(blank=True, verbose_name='Persona: Herausforderung')),
                ('result', models.TextField(blank=True, verbose_name='Ergebnis')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='events.event')),
                ('topics', models.ManyToManyField(blank=True, related_name='tables', to='processes.topic', verbose_name='Themenfelder')),
            ],
            options={
                'verbose_name': 'Tisch',
                'verbose_name_plural': 'Tische',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='MatrixCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.TextField(blank=True, verbose_name='Ergebnis')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matrix_cells', to='processes.topic', verbose_name='Themenfeld')),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cells', to='events.table')),
            ],
            options={
                'verbose_name': 'Feld der Matrix',
                'ordering': ['topic__position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EventGroupCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('unternehmen', 'Unternehmen'), ('beschaeftigte', 'Beschäftigte und Betriebsräte'), ('gewerkschaft', 'Gewerkschaft'), ('arbeitgeberverband', 'Arbeitgeberverband'), ('kammer', 'Kammer'), ('wissenschaft', 'Wissenschaft'), ('bildung', 'Bildung'), ('verwaltung', 'Politik und Verwaltung'), ('verband', 'Verband oder Netzwerk'), ('auszubildende', 'Auszubildende und Studierende'), ('zivilgesellschaft', 'Zivilgesellschaft')], max_length=20, verbose_name='Gruppe')),
                ('count', models.PositiveIntegerField(verbose_name='Anzahl')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_counts', to='events.event')),
            ],
            options={
                'ordering': ['-count', 'group'],
                'constraints': [models.UniqueConstraint(fields=('event', 'group'), name='group_count_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='eventseries',
            constraint=models.UniqueConstraint(fields=('process', 'slug'), name='series_slug_once_per_process'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['starts_at'], name='event_by_date'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_start', violation_error_message='Das Ende liegt vor dem Beginn.'),
        ),
        migrations.AddConstraint(
            model_name='table',
            constraint=models.UniqueConstraint(fields=('event', 'number'), name='table_number_once_per_event'),
        ),
        migrations.AddConstraint(
            model_name='matrixcell',
            constraint=models.UniqueConstraint(fields=('table', 'topic'), name='matrix_cell_once'),
        ),
    ]
