"""Keyed digests of a member's identity number and of its last four characters."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roster', '0001_areas_people_households'),
    ]

    operations = [
        migrations.AddField(
            model_name='householdmember',
            name='id_key',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='householdmember',
            name='tail_key',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddIndex(
            model_name='householdmember',
            index=models.Index(condition=models.Q(('id_key', ''), _negated=True), fields=['id_key'], name='roster_member_by_id'),
        ),
    ]
