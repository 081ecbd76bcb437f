"""Inspectors look at what is published: a check with its steps and its clock (双监督)."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.refs


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0002_content_of_any_kind'),
    ]

    operations = [
        migrations.CreateModel(
            name='Check',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('desk', xiaowei.base.refs.RefField(max_length=26)),
                ('state', models.CharField(max_length=16)),
                ('is_open', models.BooleanField()),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('next_due_at', models.DateTimeField(db_index=True, null=True)),
                ('steps_taken', models.PositiveIntegerField(default=0)),
                ('form_digest', models.CharField(max_length=64, unique=True)),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='disclosure.publication')),
            ],
        ),
        migrations.CreateModel(
            name='CheckStep',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('move', models.CharField(max_length=16)),
                ('state', models.CharField(max_length=16)),
                ('by', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('name', models.CharField(blank=True, max_length=64)),
                ('title', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('due_at', models.DateTimeField(null=True)),
                ('check_made', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disclosure.check')),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(fields=['village', '-made_at'], name='disclosure_check_village'),
        ),
        migrations.AddIndex(
            model_name='check',
            index=models.Index(condition=models.Q(('is_open', True)), fields=['due_at', 'ref'], name='disclosure_check_due'),
        ),
        migrations.AddConstraint(
            model_name='check',
            constraint=models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('publication', 'desk'), name='disclosure_one_open_check'),
        ),
        migrations.AddConstraint(
            model_name='checkstep',
            constraint=models.UniqueConstraint(fields=('check_made', 'seq'), name='disclosure_check_step_once'),
        ),
    ]
