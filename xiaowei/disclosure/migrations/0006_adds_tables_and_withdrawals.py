"""Tables of any kind (registers, lists, allocations), and withdrawals with the township's answer."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.ciphers
import xiaowei.base.documents
import xiaowei.base.refs


def ref() -> xiaowei.base.refs.RefField:
    return xiaowei.base.refs.RefField(
        default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False
    )


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0005_adds_duty_calendar'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='TableReading',
            fields=[
                ('ref', ref()),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('file_name', models.CharField(max_length=255)),
                ('original', xiaowei.base.refs.RefField(max_length=26)),
                ('kind', models.CharField(max_length=32)),
                ('understood', xiaowei.base.documents.DocumentField()),
                ('grid', xiaowei.base.ciphers.SealedTextField()),
                ('form_digest', models.CharField(max_length=64, unique=True)),
                ('by', xiaowei.base.refs.RefField(max_length=26)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['village', '-at'], name='disclosure_table_reading')],
            },
        ),
        migrations.CreateModel(
            name='Table',
            fields=[
                ('ref', ref()),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('kind', models.CharField(max_length=32)),
                ('item', models.CharField(max_length=8)),
                ('topic', models.CharField(blank=True, default='', max_length=60)),
                ('notice', models.BooleanField()),
                ('period_from', models.DateField()),
                ('period_until', models.DateField()),
                ('as_of', models.DateField(null=True)),
                ('parts', xiaowei.base.documents.DocumentField()),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tables', to='disclosure.tablereading')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reading', 'item', 'topic', 'period_from', 'period_until'), name='disclosure_table_once')],
                'indexes': [models.Index(fields=['county', 'village', 'item'], name='disclosure_table_county')],
            },
        ),
        migrations.CreateModel(
            name='TableRow',
            fields=[
                ('ref', ref()),
                ('number', models.PositiveIntegerField()),
                ('part', models.PositiveSmallIntegerField()),
                ('sheet', models.CharField(blank=True, max_length=64)),
                ('row', models.PositiveIntegerField()),
                ('group', models.CharField(blank=True, max_length=80)),
                ('public_group', models.CharField(blank=True, max_length=80)),
                ('values', xiaowei.base.documents.DocumentField()),
                ('secret', xiaowei.base.ciphers.SealedTextField(blank=True)),
                ('public', xiaowei.base.documents.DocumentField()),
                ('hidden', models.BooleanField(default=False)),
                ('child', models.BooleanField(default=False)),
                ('table', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='disclosure.table')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('table', 'number'), name='disclosure_table_row_once')],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('ref', ref()),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('number', models.PositiveIntegerField()),
                ('ground', models.CharField(max_length=16)),
                ('reason', models.CharField(max_length=300)),
                ('by', xiaowei.base.refs.RefField(max_length=26)),
                ('name', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to='disclosure.version')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='disclosure_withdrawal_once')],
                'indexes': [models.Index(fields=['village', '-at'], name='disclosure_withdrawals')],
            },
        ),
        migrations.CreateModel(
            name='WithdrawalAnswer',
            fields=[
                ('ref', ref()),
                ('approved', models.BooleanField()),
                ('words', models.CharField(blank=True, max_length=300)),
                ('by', xiaowei.base.refs.RefField(max_length=26)),
                ('name', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('withdrawal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='disclosure.withdrawal')),
            ],
        ),
    ]
