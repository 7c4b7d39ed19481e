
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='Name')),
                ('stakeholder_group', models.CharField(blank=True, choices=[('unternehmen', 'Unternehmen'), ('beschaeftigte', 'Beschäftigte und Betriebsräte'), ('gewerkschaft', 'Gewerkschaft'), ('arbeitgeberverband', 'Arbeitgeberverband'), ('kammer', 'Kammer'), ('wissenschaft', 'Wissenschaft'), ('bildung', 'Bildung'), ('verwaltung', 'Politik und Verwaltung'), ('verband', 'Verband oder Netzwerk'), ('auszubildende', 'Auszubildende und Studierende'), ('zivilgesellschaft', 'Zivilgesellschaft')], default='', max_length=20, verbose_name='Gruppe')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='Ort')),
                ('size_class', models.CharField(blank=True, choices=[('micro', 'unter 10 Beschäftigte'), ('small', '10 bis 49 Beschäftigte'), ('medium', '50 bis 249 Beschäftigte'), ('large', '250 und mehr Beschäftigte')], max_length=10, verbose_name='Größe')),
                ('industry', models.CharField(blank=True, max_length=120, verbose_name='Branche')),
                ('website', models.URLField(blank=True, verbose_name='Website')),
                ('has_works_council', models.BooleanField(blank=True, null=True, verbose_name='hat einen Betriebs- oder Personalrat')),
                ('has_collective_agreement', models.BooleanField(blank=True, null=True, verbose_name='ist tarifgebunden')),
            ],
            options={
                'verbose_name': 'Organisation',
                'verbose_name_plural': 'Organisationen',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='PendingPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('path', models.CharField(max_length=500)),
                ('label', models.CharField(max_length=120)),
                ('fields', models.JSONField(default=dict)),
                ('public_name', models.CharField(blank=True, max_length=60, verbose_name='Name, unter dem andere Sie lesen')),
                ('email', models.EmailField(blank=True, db_index=True, max_length=254, verbose_name='E-Mail')),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('code_sent_at', models.DateTimeField(blank=True, null=True)),
                ('codes_sent', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('language', models.CharField(default='de', max_length=2)),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'unbestätigte Einsendung',
                'verbose_name_plural': 'unbestätigte Einsendungen',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='E-Mail')),
                ('public_name', models.CharField(max_length=60, verbose_name='öffentlicher Name')),
                ('stakeholder_group', models.CharField(blank=True, choices=[('unternehmen', 'Unternehmen'), ('beschaeftigte', 'Beschäftigte und Betriebsräte'), ('gewerkschaft', 'Gewerkschaft'), ('arbeitgeberverband', 'Arbeitgeberverband'), ('kammer', 'Kammer'), ('wissenschaft', 'Wissenschaft'), ('bildung', 'Bildung'), ('verwaltung', 'Politik und Verwaltung'), ('verband', 'Verband oder Netzwerk'), ('auszubildende', 'Auszubildende und Studierende'), ('zivilgesellschaft', 'Zivilgesellschaft')], max_length=20, verbose_name='Gruppe')),
                ('language', models.CharField(default='de', max_length=2, verbose_name='Sprache der Mails')),
                ('is_guest', models.BooleanField(default=True, verbose_name='Gast')),
                ('is_operator', models.BooleanField(default=False, verbose_name='betreibt diese Anwendung')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktiv')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dabei seit')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='accounts.organisation', verbose_name='Organisation')),
            ],
            options={
                'verbose_name': 'Person',
                'verbose_name_plural': 'Personen',
            },
        ),
        migrations.CreateModel(
            name='PendingFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('file', models.FileField(upload_to='pending/')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='accounts.pendingpost')),
            ],
        ),
    ]
