"""Ratings of lines and by households, with words; and what is done with the words."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from xiaowei.base.refs import RefField, new_ref


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0007_adds_texts")]

    operations: ClassVar = [
        migrations.AddField("rating", "line", RefField(blank=True, default="", max_length=26), preserve_default=False),
        migrations.AddField("rating", "scale", models.CharField(default="satisfaction", max_length=16)),
        migrations.AddField("rating", "bound", models.BooleanField(default=False)),
        migrations.AddField(
            "rating", "words", models.CharField(blank=True, default="", max_length=300), preserve_default=False
        ),
        migrations.CreateModel(
            name="RatingStep",
            fields=[
                ("ref", RefField(default=new_ref, editable=False, max_length=26, primary_key=True, serialize=False)),
                ("seq", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=16)),
                ("by", RefField(max_length=26)),
                ("name", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=500)),
                (
                    "rating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="disclosure.rating"
                    ),
                ),
            ],
            options={
                "ordering": ["seq"],
                "constraints": [models.UniqueConstraint(fields=("rating", "seq"), name="disclosure_rating_step_once")],
            },
        ),
    ]
