
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('ags', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('folded_name', models.CharField(db_index=True, max_length=120)),
                ('district_key', models.CharField(blank=True, db_index=True, max_length=5)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
            ],
            options={
                'verbose_name': 'Gemeinde',
                'verbose_name_plural': 'Gemeinden',
                'ordering': ['name', 'ags'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=80, verbose_name='Schlüssel')),
                ('slug', models.SlugField(max_length=80)),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('municipalities', models.ManyToManyField(blank=True, related_name='regions', to='places.municipality')),
            ],
            options={
                'verbose_name': 'Region',
                'verbose_name_plural': 'Regionen',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='RegionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='Titel')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='Hinweis zur Herkunft')),
                ('outlines_hash', models.CharField(blank=True, editable=False, max_length=16)),
            ],
            options={
                'verbose_name': 'Regionenschnitt',
                'verbose_name_plural': 'Regionenschnitte',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Outline',
            fields=[
                ('region', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outline', serialize=False, to='places.region')),
                ('geometry', models.JSONField(verbose_name='Umriss (GeoJSON)')),
                ('is_approximate', models.BooleanField(default=False, verbose_name='nur angenähert')),
            ],
            options={
                'verbose_name': 'Umriss',
                'verbose_name_plural': 'Umrisse',
            },
        ),
        migrations.AddField(
            model_name='region',
            name='region_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='places.regionset', verbose_name='Schnitt'),
        ),
        migrations.AddConstraint(
            model_name='region',
            constraint=models.UniqueConstraint(fields=('region_set', 'slug'), name='region_slug_once_per_set'),
        ),
    ]
