"""A household that moved away or was closed is taken off the lists by a row of its own."""

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.refs


class Migration(migrations.Migration):
    dependencies = [("roster", "0002_members_can_be_recognised")]

    operations = [
        migrations.CreateModel(
            name="HouseholdEnd",
            fields=[
                (
                    "ref",
                    xiaowei.base.refs.RefField(
                        default=xiaowei.base.refs.new_ref,
                        editable=False,
                        max_length=26,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "household",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="roster.household"
                    ),
                ),
            ],
        ),
    ]
