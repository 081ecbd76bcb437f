"""Adds texts and decisions with their parts and files."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.documents
import xiaowei.base.refs


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0006_adds_tables_and_withdrawals'),
    ]

    operations = [
        migrations.CreateModel(
            name='Text',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('item', models.CharField(max_length=8)),
                ('title', models.CharField(max_length=60)),
                ('period_from', models.DateField()),
                ('period_until', models.DateField()),
                ('body', models.TextField(blank=True)),
                ('list_title', models.CharField(blank=True, max_length=60)),
                ('columns', xiaowei.base.documents.DocumentField(default=list)),
                ('dropped', xiaowei.base.documents.DocumentField(default=list)),
                ('meeting', models.CharField(blank=True, max_length=16)),
                ('result', models.TextField(blank=True)),
                ('result_on', models.DateField(null=True)),
                ('looked', models.BooleanField(default=False)),
                ('form', models.CharField(max_length=64, unique=True)),
                ('made_by', xiaowei.base.refs.RefField(max_length=26)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['village', '-made_at'], name='disclosure_text_village')],
            },
        ),
        migrations.CreateModel(
            name='TextFile',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('form', models.CharField(blank=True, max_length=64)),
                ('by', xiaowei.base.refs.RefField(max_length=26)),
                ('number', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(max_length=8)),
                ('place', models.CharField(blank=True, max_length=16)),
                ('name', models.CharField(max_length=120)),
                ('words', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveBigIntegerField()),
                ('original', xiaowei.base.refs.RefField(max_length=26)),
                ('original_digest', models.CharField(max_length=64)),
                ('shown', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('shown_digest', models.CharField(blank=True, max_length=64)),
                ('pages', xiaowei.base.documents.DocumentField(default=list)),
                ('blocks', xiaowei.base.documents.DocumentField(default=list)),
                ('scanned', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('text', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disclosure.text')),
            ],
            options={
                'ordering': ['number', 'at', 'ref'],
            },
        ),
        migrations.CreateModel(
            name='TextPart',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('words', models.TextField(blank=True)),
                ('cells', xiaowei.base.documents.DocumentField(default=list)),
                ('text', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='disclosure.text')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddIndex(
            model_name='textfile',
            index=models.Index(condition=models.Q(('form', ''), _negated=True), fields=['form'], name='disclosure_file_form'),
        ),
        migrations.AddIndex(
            model_name='textfile',
            index=models.Index(condition=models.Q(('text', None)), fields=['at'], name='disclosure_file_waiting'),
        ),
        migrations.AddConstraint(
            model_name='textpart',
            constraint=models.UniqueConstraint(fields=('text', 'number'), name='disclosure_text_part'),
        ),
    ]
