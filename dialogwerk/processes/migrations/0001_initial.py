
import dialogwerk.processes.models.process
import django.core.validators
import django.db.models.deletion
import secrets
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('board', 'Board'), ('lenkungskreis', 'Lenkungskreis'), ('beirat', 'Beirat')], max_length=15, verbose_name='Art')),
                ('name', models.CharField(max_length=160, verbose_name='Name')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='places.region')),
            ],
            options={
                'verbose_name': 'Gremium',
                'verbose_name_plural': 'Gremien',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Bench',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Bank')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benches', to='processes.committee')),
            ],
            options={
                'verbose_name': 'Bank',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Owner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('short_name', models.CharField(max_length=60, verbose_name='Kurzname')),
                ('accent', models.CharField(default='#171a2b', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$')], verbose_name='Akzentfarbe')),
                ('logo', models.ImageField(blank=True, upload_to='owners/', verbose_name='Logo')),
                ('imprint', models.TextField(blank=True, verbose_name='Impressum')),
                ('privacy', models.TextField(blank=True, verbose_name='Datenschutzerklärung')),
                ('accessibility', models.TextField(blank=True, verbose_name='Erklärung zur Barrierefreiheit')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='owner', to='accounts.organisation', verbose_name='Organisation')),
            ],
            options={
                'verbose_name': 'Träger',
                'verbose_name_plural': 'Träger',
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='Adresse')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('language', models.CharField(choices=[('de', 'Deutsch'), ('en', 'Englisch')], default='de', max_length=2, verbose_name='Sprache')),
                ('motto', models.CharField(blank=True, max_length=200, verbose_name='Leitgedanke')),
                ('summary', models.TextField(blank=True, max_length=800, verbose_name='Kurz gesagt')),
                ('about', models.TextField(blank=True, verbose_name='Über den Dialog (Markdown)')),
                ('aims', models.TextField(blank=True, verbose_name='Ziele, eines je Zeile')),
                ('status', models.CharField(choices=[('draft', 'in Vorbereitung'), ('open', 'läuft'), ('concluded', 'abgeschlossen'), ('archived', 'archiviert')], default='draft', max_length=10, verbose_name='Stand')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='Beginn')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='Ende')),
                ('closing_note', models.TextField(blank=True, max_length=2000, verbose_name='Schlusswort')),
                ('moderation', models.CharField(choices=[('after', 'nach der Veröffentlichung'), ('before', 'vor der Veröffentlichung')], default='after', max_length=6, verbose_name='Moderation')),
                ('rating_mode', models.CharField(choices=[('one', 'eine Skala'), ('two', 'Nutzen und Machbarkeit')], default='one', max_length=3, verbose_name='Bewertung')),
                ('point_decimals', models.PositiveSmallIntegerField(default=3, help_text='3 Stellen sind etwa 100 Meter. Genauer wird ein Punkt nie gespeichert.', verbose_name='Genauigkeit von Punkten (Nachkommastellen)')),
                ('strategy_title', models.CharField(blank=True, max_length=200, verbose_name='Teil der Strategie')),
                ('strategy_text', models.TextField(blank=True, verbose_name='Zur Strategie')),
                ('licence', models.CharField(default='CC BY 4.0', max_length=40, verbose_name='Lizenz der Inhalte')),
                ('preview_token', models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43)),
                ('is_demonstration', models.BooleanField(default=False, verbose_name='Demonstrationsdaten')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='processes.owner', verbose_name='Träger')),
                ('predecessor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='successors', to='processes.process', verbose_name='Vorgänger')),
                ('region_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='places.regionset', verbose_name='Regionenschnitt')),
            ],
            options={
                'verbose_name': 'Dialogprozess',
                'verbose_name_plural': 'Dialogprozesse',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Titel')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='öffnet')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='schließt')),
                ('acts', models.JSONField(blank=True, default=list, verbose_name='öffnet')),
                ('asked_fields', models.JSONField(blank=True, default=dialogwerk.processes.models.process.default_asked_fields, verbose_name='Felder der Ideenform')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='processes.process')),
            ],
            options={
                'verbose_name': 'Phase',
                'verbose_name_plural': 'Phasen',
                'ordering': ['opens_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PartnerProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='Stadt oder Region')),
                ('country', models.CharField(blank=True, max_length=80, verbose_name='Land')),
                ('url', models.URLField(blank=True, verbose_name='Adresse')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='processes.process')),
            ],
            options={
                'verbose_name': 'Partnerprozess',
                'verbose_name_plural': 'Partnerprozesse',
                'ordering': ['country', 'city', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidingQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.CharField(max_length=400, verbose_name='Leitfrage')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guiding_questions', to='processes.process')),
            ],
            options={
                'verbose_name': 'Leitfrage',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='committee',
            name='process',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='committees', to='processes.process'),
        ),
        migrations.CreateModel(
            name='BuildingBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=120, verbose_name='Titel')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='building_blocks', to='processes.process')),
            ],
            options={
                'verbose_name': 'Baustein',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProcessRegion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contact_office', models.CharField(blank=True, max_length=160, verbose_name='Ansprechstelle')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail der Stelle')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='Telefon der Stelle')),
                ('text', models.TextField(blank=True, verbose_name='Text zur Region')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agency_of', to='accounts.organisation', verbose_name='Agentur')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='process_regions', to='processes.process')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='process_regions', to='places.region', verbose_name='Region')),
            ],
            options={
                'verbose_name': 'Region im Prozess',
                'verbose_name_plural': 'Regionen im Prozess',
                'ordering': ['region__name'],
            },
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=160, verbose_name='Regel')),
                ('text', models.TextField(blank=True, verbose_name='Erläuterung')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='processes.process')),
            ],
            options={
                'verbose_name': 'Dialogregel',
                'verbose_name_plural': 'Dialogregeln',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200, verbose_name='Amt oder Stelle')),
                ('function', models.CharField(blank=True, max_length=120, verbose_name='Funktion im Gremium')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('bench', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='processes.bench')),
            ],
            options={
                'verbose_name': 'Sitz',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TeamRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Prozessleitung'), ('editor', 'Redaktion'), ('moderator', 'Moderation'), ('region_contact', 'Ansprechstelle der Region')], max_length=20, verbose_name='Rolle')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='von')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='bis')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_roles', to=settings.AUTH_USER_MODEL, verbose_name='Person')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_roles', to='processes.process')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='team_roles', to='places.region', verbose_name='nur für die Region')),
            ],
            options={
                'verbose_name': 'Rolle im Team',
                'verbose_name_plural': 'Rollen im Team',
                'ordering': ['role', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120, verbose_name='Titel')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vocabularies', to='processes.process')),
            ],
            options={
                'verbose_name': 'Themenliste',
                'verbose_name_plural': 'Themenlisten',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=160, verbose_name='Titel')),
                ('text', models.TextField(blank=True, verbose_name='Text')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('maps_to', models.ManyToManyField(blank=True, related_name='mapped_from', to='processes.topic')),
                ('vocabulary', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='processes.vocabulary')),
            ],
            options={
                'verbose_name': 'Themenfeld',
                'verbose_name_plural': 'Themenfelder',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='process',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('started_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='process_ends_after_start', violation_error_message='Das Ende liegt vor dem Beginn.'),
        ),
        migrations.AddConstraint(
            model_name='phase',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__isnull', True), ('opens_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='phase_closes_after_opening', violation_error_message='Die Phase schließt, bevor sie öffnet.'),
        ),
        migrations.AddConstraint(
            model_name='processregion',
            constraint=models.UniqueConstraint(fields=('process', 'region'), name='region_once_per_process'),
        ),
        migrations.AddConstraint(
            model_name='teamrole',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('from_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='team_role_ends_after_start', violation_error_message='Die Rolle endet, bevor sie beginnt.'),
        ),
        migrations.AddConstraint(
            model_name='vocabulary',
            constraint=models.UniqueConstraint(fields=('process', 'slug'), name='vocabulary_slug_once_per_process'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('vocabulary', 'slug'), name='topic_slug_once_per_vocabulary'),
        ),
    ]
