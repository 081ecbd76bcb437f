"""Adds what happened and must be published within days."""

from typing import ClassVar

from django.db import migrations, models

import xiaowei.base.refs


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0008_adds_words_of_readers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Happening",
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
                ("village", xiaowei.base.refs.RefField(max_length=26)),
                ("county", xiaowei.base.refs.RefField(max_length=26)),
                ("item", models.CharField(max_length=8)),
                ("what", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("due", models.DateField()),
                ("by", xiaowei.base.refs.RefField(max_length=26)),
                ("at", models.DateTimeField()),
                ("form_digest", models.CharField(max_length=64, unique=True)),
            ],
            options={"indexes": [models.Index(fields=["village", "due"], name="disclosure_happening_due")]},
        ),
    ]
