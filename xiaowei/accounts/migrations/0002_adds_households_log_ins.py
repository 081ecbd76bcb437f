"""Log-ins of villagers, invitations of households, bindings and their end, members' sessions."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.ciphers
import xiaowei.base.refs


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_creates_logins'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('household', xiaowei.base.refs.RefField(max_length=26)),
                ('code_key', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('state', models.CharField(default='open', max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='InvitationSheet',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('village', xiaowei.base.refs.RefField(db_index=True, max_length=26)),
                ('group', models.PositiveSmallIntegerField()),
                ('by', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Binding',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('household', xiaowei.base.refs.RefField(db_index=True, max_length=26)),
                ('village', xiaowei.base.refs.RefField(db_index=True, max_length=26)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to='accounts.invitation')),
            ],
        ),
        migrations.AddField(
            model_name='invitation',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.invitationsheet'),
        ),
        migrations.CreateModel(
            name='Leaving',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('binding', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='leaving', to='accounts.binding')),
            ],
        ),
        migrations.CreateModel(
            name='Villager',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('name_key', models.CharField(max_length=64, unique=True)),
                ('name', xiaowei.base.ciphers.SealedTextField()),
                ('password', models.CharField(max_length=128)),
                ('sample', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['sample'], name='accounts_sample_villager')],
            },
        ),
        migrations.CreateModel(
            name='MemberSession',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('began_at', models.DateTimeField()),
                ('kept', models.BooleanField(default=False)),
                ('ends_at', models.DateTimeField(db_index=True)),
                ('villager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='accounts.villager')),
            ],
        ),
        migrations.AddField(
            model_name='binding',
            name='villager',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bindings', to='accounts.villager'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('household',), name='one_open_invitation'),
        ),
        migrations.AddConstraint(
            model_name='binding',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('villager', 'household'), name='bound_to_a_household_once'),
        ),
    ]
