
import dialogwerk.core.ids
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('places', '0001_initial'),
        ('processes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('number', models.BigAutoField(primary_key=True, serialize=False, verbose_name='Nummer')),
                ('uuid', models.UUIDField(default=dialogwerk.core.ids.uuid7, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('event', 'Veranstaltung'), ('contribution', 'Beitrag'), ('idea', 'Idee'), ('challenge', 'Herausforderung'), ('working_group', 'Arbeitsgruppe'), ('project', 'Projekt'), ('experiment', 'Experimentierraum'), ('practice', 'Praxisbeispiel'), ('offer', 'Förder- oder Beratungsangebot'), ('impulse', 'Impuls'), ('paper', 'Papier'), ('measure', 'Maßnahme'), ('decision', 'Beschluss'), ('transfer_model', 'Transfermodell'), ('adoption', 'Übernahme'), ('result', 'Ergebnis')], max_length=20, verbose_name='Art')),
                ('state', models.CharField(choices=[('draft', 'Entwurf'), ('in_review', 'wartet auf Freigabe'), ('published', 'veröffentlicht'), ('hidden', 'verborgen'), ('withdrawn', 'zurückgezogen')], default='draft', max_length=10, verbose_name='Sichtbarkeit')),
                ('is_superseded', models.BooleanField(default=False, verbose_name='ging in anderem auf')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('slug', models.SlugField(blank=True, max_length=80)),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='Zusammenfassung')),
                ('body', models.TextField(blank=True, verbose_name='Text (Markdown)')),
                ('author_name', models.CharField(blank=True, max_length=80, verbose_name='Name laut Quelle')),
                ('stakeholder_group', models.CharField(blank=True, choices=[('unternehmen', 'Unternehmen'), ('beschaeftigte', 'Beschäftigte und Betriebsräte'), ('gewerkschaft', 'Gewerkschaft'), ('arbeitgeberverband', 'Arbeitgeberverband'), ('kammer', 'Kammer'), ('wissenschaft', 'Wissenschaft'), ('bildung', 'Bildung'), ('verwaltung', 'Politik und Verwaltung'), ('verband', 'Verband oder Netzwerk'), ('auszubildende', 'Auszubildende und Studierende'), ('zivilgesellschaft', 'Zivilgesellschaft')], max_length=20, verbose_name='Gruppe')),
                ('origin_table', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Tisch')),
                ('place_name', models.CharField(blank=True, max_length=120, verbose_name='Ort')),
                ('lon', models.FloatField(blank=True, null=True, verbose_name='geografische Länge')),
                ('lat', models.FloatField(blank=True, null=True, verbose_name='geografische Breite')),
                ('cell', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('stage', models.PositiveSmallIntegerField(choices=[(0, 'ohne Reifegrad'), (10, 'aufgenommen'), (20, 'konkretisiert'), (30, 'beschlossen'), (40, 'in Umsetzung'), (50, 'umgesetzt'), (60, 'übertragen'), (70, 'geparkt'), (80, 'nicht weiterverfolgt')], default=0, verbose_name='Reifegrad')),
                ('language', models.CharField(default='de', max_length=2, verbose_name='Sprache')),
                ('licence', models.CharField(blank=True, max_length=40, verbose_name='Lizenz')),
                ('is_invented', models.BooleanField(default=False, verbose_name='erfunden (Demonstration)')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='Quelle')),
                ('rating_count', models.PositiveIntegerField(default=0, editable=False)),
                ('rating_sum', models.PositiveIntegerField(default=0, editable=False)),
                ('comment_count', models.PositiveIntegerField(default=0, editable=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='angelegt')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='geändert')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='veröffentlicht')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to=settings.AUTH_USER_MODEL, verbose_name='von')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to='accounts.organisation', verbose_name='Organisation')),
                ('origin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='originated', to='entries.entry', verbose_name='entstanden bei')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='processes.process', verbose_name='Dialogprozess')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='places.region', verbose_name='Region')),
                ('topics', models.ManyToManyField(blank=True, related_name='entries', to='processes.topic', verbose_name='Themenfelder')),
            ],
            options={
                'verbose_name': 'Eintrag',
                'verbose_name_plural': 'Einträge',
                'ordering': ['-published_at', '-number'],
            },
        ),
        migrations.CreateModel(
            name='TitleWord',
            fields=[
                ('word', models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_team', models.BooleanField(default=False, verbose_name='Antwort des Teams')),
                ('text', models.TextField(max_length=4000, verbose_name='Kommentar')),
                ('state', models.CharField(choices=[('draft', 'Entwurf'), ('in_review', 'wartet auf Freigabe'), ('published', 'veröffentlicht'), ('hidden', 'verborgen'), ('withdrawn', 'zurückgezogen')], default='published', max_length=10, verbose_name='Sichtbarkeit')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='geschrieben')),
                ('edited_at', models.DateTimeField(blank=True, null=True, verbose_name='geändert')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='entries.comment')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Kommentar',
                'verbose_name_plural': 'Kommentare',
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CommentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='entries.comment')),
            ],
            options={
                'ordering': ['replaced_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='entries.entry')),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('extra', models.TextField(blank=True)),
                ('lemmas', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('image', 'Bild'), ('document', 'Dokument')], default='image', max_length=10)),
                ('file', models.FileField(upload_to='attachments/%Y/%m/', verbose_name='Datei')),
                ('small', models.FileField(blank=True, upload_to='attachments/%Y/%m/')),
                ('alt', models.CharField(blank=True, max_length=300, verbose_name='Bildbeschreibung')),
                ('caption', models.CharField(blank=True, max_length=300, verbose_name='Bildunterschrift')),
                ('copyright', models.CharField(blank=True, max_length=160, verbose_name='Urheberzeile')),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Anhang',
                'verbose_name_plural': 'Anhänge',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EntryFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('label', models.CharField(max_length=120, verbose_name='Angabe')),
                ('value', models.TextField(verbose_name='Wert')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Angabe',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EntryRegion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='entries.entry')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='places.region')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='other_regions',
            field=models.ManyToManyField(related_name='other_entries', through='entries.EntryRegion', to='places.region', verbose_name='weitere Regionen'),
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=1000, verbose_name='Was stört?')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='entries.comment')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='entries.entry')),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='flags', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='flags', to='processes.rule', verbose_name='Regel')),
            ],
            options={
                'verbose_name': 'Meldung',
                'verbose_name_plural': 'Meldungen',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('became', 'wurde zu'), ('merged_into', 'ging auf in'), ('split_from', 'wurde geteilt in'), ('reworded_from', 'wurde neu gefasst als'), ('duplicate_of', 'ist doppelt zu'), ('evidence_for', 'ist Beleg für'), ('pursued_by', 'wird weiterverfolgt von'), ('tested_in', 'wird erprobt in'), ('told_in', 'wird erzählt in'), ('cited_in', 'wird aufgegriffen in'), ('decided_by', 'wurde beschlossen durch'), ('adopted_from', 'wurde übernommen als'), ('builds_on', 'ist Grundlage von')], max_length=20, verbose_name='Beziehung')),
                ('actor_office', models.CharField(blank=True, max_length=160, verbose_name='durch')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='am')),
                ('reason', models.TextField(blank=True, verbose_name='Grund')),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='links_made', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='entries.entry', verbose_name='von')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='entries.entry', verbose_name='nach')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='links_undone', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Verbindung',
                'verbose_name_plural': 'Verbindungen',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ModerationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('hide', 'verbergen'), ('release', 'freigeben'), ('keep', 'stehen lassen')], max_length=10, verbose_name='Entscheidung')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='Begründung für die Verfasserin oder den Verfasser')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state_before', models.CharField(choices=[('draft', 'Entwurf'), ('in_review', 'wartet auf Freigabe'), ('published', 'veröffentlicht'), ('hidden', 'verborgen'), ('withdrawn', 'zurückgezogen')], default='published', max_length=10)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('comment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='moderation_decisions', to='entries.comment')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderation_decisions', to='entries.entry')),
                ('moderator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='moderation_decisions', to=settings.AUTH_USER_MODEL)),
                ('rule', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='processes.rule', verbose_name='Regel')),
            ],
            options={
                'verbose_name': 'Moderationsentscheidung',
                'verbose_name_plural': 'Moderationsentscheidungen',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='OfficialAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=160, verbose_name='Stelle')),
                ('text', models.TextField(verbose_name='Antwort')),
                ('answered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='beantwortet')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='official_answers', to=settings.AUTH_USER_MODEL)),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='official_answer', to='entries.entry')),
            ],
            options={
                'verbose_name': 'offizielle Antwort',
                'verbose_name_plural': 'offizielle Antworten',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale', models.CharField(choices=[('overall', 'Bewertung'), ('usefulness', 'Nutzen'), ('feasibility', 'Machbarkeit')], default='overall', max_length=12, verbose_name='Skala')),
                ('value', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='Wert')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='entries.entry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Bewertung',
                'verbose_name_plural': 'Bewertungen',
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('texts', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='Grund')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='revisions', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Fassung',
                'verbose_name_plural': 'Fassungen',
                'ordering': ['version'],
            },
        ),
        migrations.CreateModel(
            name='StageStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.PositiveSmallIntegerField(choices=[(0, 'ohne Reifegrad'), (10, 'aufgenommen'), (20, 'konkretisiert'), (30, 'beschlossen'), (40, 'in Umsetzung'), (50, 'umgesetzt'), (60, 'übertragen'), (70, 'geparkt'), (80, 'nicht weiterverfolgt')], verbose_name='Reifegrad')),
                ('reason', models.TextField(blank=True, verbose_name='Begründung')),
                ('reached_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='erreicht')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stage_steps', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_steps', to='entries.entry')),
            ],
            options={
                'verbose_name': 'Stufe',
                'verbose_name_plural': 'Stufen',
                'ordering': ['reached_at', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['entry', 'state', 'created_at'], name='comment_list'),
        ),
        migrations.AddConstraint(
            model_name='entryregion',
            constraint=models.UniqueConstraint(fields=('entry', 'region'), name='entry_region_once'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['process', 'kind', 'state', 'is_superseded', '-published_at'], name='entry_list'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['process', 'kind', 'state', 'is_superseded', 'cell'], name='entry_map'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['process', 'kind', 'state', 'is_superseded', 'region'], name='entry_by_region'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['process', 'kind', 'state', 'is_superseded', 'stage'], name='entry_by_stage'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lon__isnull', True), ('lat__isnull', True), ('cell__isnull', True)), models.Q(('lon__gte', -180), ('lon__lte', 180), ('lat__gte', -85.06), ('lat__lte', 85.06), ('cell__isnull', False)), _connector='OR'), name='entry_point_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='entry_published_has_date'),
        ),
        migrations.AddIndex(
            model_name='flag',
            index=models.Index(fields=['settled_at', 'entry'], name='flag_open'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source', 'target', 'relation'), name='link_once'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='link_not_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='moderationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'hide'), _negated=True), ('rule__isnull', False), _connector='OR'), name='hiding_names_a_rule', violation_error_message='Wer etwas verbirgt, nennt die Regel, auf die er sich stützt.'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(fields=('entry', 'person', 'scale'), name='rating_once'),
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='rating_one_to_five'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('entry', 'version'), name='revision_once_per_version'),
        ),
    ]
