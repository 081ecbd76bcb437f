"""Groups of a village, and messages that go to a group instead of a person."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.refs


class Migration(migrations.Migration):

    dependencies = [
        ('courier', '0001_outbox_and_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('village', xiaowei.base.refs.RefField(max_length=26)),
                ('county', xiaowei.base.refs.RefField(max_length=26)),
                ('name', models.CharField(max_length=40)),
                ('channel', models.CharField(max_length=20)),
                ('publisher', xiaowei.base.refs.RefField(max_length=26)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('steps_taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['since', 'name', 'ref'],
            },
        ),
        migrations.CreateModel(
            name='GroupStep',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('move', models.CharField(max_length=16)),
                ('publisher', xiaowei.base.refs.RefField(max_length=26)),
                ('by', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='MessageStep',
            fields=[
                ('ref', xiaowei.base.refs.RefField(default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('move', models.CharField(max_length=16)),
                ('state', models.CharField(max_length=10)),
                ('by', xiaowei.base.refs.RefField(blank=True, max_length=26)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.AddField(
            model_name='outbox',
            name='group',
            field=xiaowei.base.refs.RefField(blank=True, db_default='', default='', max_length=26),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='person',
            field=xiaowei.base.refs.RefField(blank=True, max_length=26),
        ),
        migrations.AlterField(
            model_name='outbox',
            name='state',
            field=models.CharField(choices=[('pending', '待发'), ('waiting', '待人转发'), ('sent', '已送达'), ('failed', '送不到'), ('withdrawn', '已撤回')], default='pending', max_length=10),
        ),
        migrations.AddIndex(
            model_name='outbox',
            index=models.Index(condition=models.Q(('group', ''), _negated=True), fields=['group', '-created_at'], name='courier_outbox_of_group'),
        ),
        migrations.AddConstraint(
            model_name='outbox',
            constraint=models.CheckConstraint(condition=models.Q(('group', ''), ('secrecy', 'public'), _connector='OR'), name='courier_group_hears_public'),
        ),
        migrations.AddConstraint(
            model_name='outbox',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group', ''), ('person__gt', '')), models.Q(('group__gt', ''), ('person', '')), _connector='OR'), name='courier_one_addressee'),
        ),
        migrations.AddIndex(
            model_name='group',
            index=models.Index(fields=['village'], name='courier_group_of_village'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('village', 'name'), name='courier_group_named_once'),
        ),
        migrations.AddField(
            model_name='groupstep',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='courier.group'),
        ),
        migrations.AddField(
            model_name='messagestep',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='courier.outbox'),
        ),
        migrations.AddConstraint(
            model_name='groupstep',
            constraint=models.UniqueConstraint(fields=('group', 'seq'), name='courier_group_step_once'),
        ),
        migrations.AddConstraint(
            model_name='messagestep',
            constraint=models.UniqueConstraint(fields=('message', 'seq'), name='courier_message_step_once'),
        ),
    ]
