"""A version holds a content of some kind, no longer a ledger only; a publication may be one topic of its item."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0001_creates_publications'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='topic',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='version',
            name='content_kind',
            field=models.CharField(default='ledger', max_length=16),
        ),
        migrations.RenameField(
            model_name='version',
            old_name='ledger',
            new_name='content',
        ),
        migrations.RemoveConstraint(
            model_name='publication',
            name='disclosure_once_a_period',
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('village', 'item', 'topic', 'period_from', 'period_until'), name='disclosure_once_a_topic'),
        ),
    ]
