"""Digests for the villages' groups, opens of short links, and villagers' ratings of what was published."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.documents
import xiaowei.base.refs


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0003_adds_inspectors_checks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Opens',
            fields=[
                ('about', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('month', models.DateField()),
                ('number', models.PositiveIntegerField()),
                ('whole', models.BooleanField()),
                ('told', xiaowei.base.documents.DocumentField(default=list)),
                ('accounts', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('income', models.BigIntegerField(null=True)),
                ('expense', models.BigIntegerField(null=True)),
                ('closing', models.BigIntegerField(null=True)),
                ('missing', xiaowei.base.documents.DocumentField(default=list)),
                ('text', models.TextField()),
                ('made_by', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('village', 'month', 'number'), name='disclosure_digest_once')],
            },
        ),
        migrations.CreateModel(
            name='DigestDue',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('month', models.DateField()),
                ('next_due_at', models.DateTimeField(db_index=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('village', 'month'), name='disclosure_digest_due')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('grade', models.PositiveSmallIntegerField()),
                ('day', models.DateField()),
                ('form', models.CharField(max_length=64, unique=True)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='disclosure.publication')),
            ],
            options={
                'indexes': [models.Index(fields=['publication', 'grade'], name='disclosure_rating_count')],
            },
        ),
    ]
