"""Adds what areas change of the catalogue, reminders, and 本期没有."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import xiaowei.base.documents
import xiaowei.base.refs


def a_key() -> "xiaowei.base.refs.RefField":
    return xiaowei.base.refs.RefField(
        default=xiaowei.base.refs.new_ref, editable=False, max_length=26, primary_key=True, serialize=False
    )


def ref() -> "xiaowei.base.refs.RefField":
    return xiaowei.base.refs.RefField(max_length=26)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0004_adds_digests_and_ratings")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CatalogueChange",
            fields=[
                ("ref", a_key()),
                ("area", ref()),
                ("item", models.CharField(max_length=8)),
                ("seq", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=60)),
                ("section", models.CharField(blank=True, max_length=16)),
                ("kind", models.CharField(blank=True, max_length=16)),
                ("rule", models.CharField(max_length=1)),
                ("day", models.PositiveSmallIntegerField()),
                ("working", models.BooleanField(default=False)),
                ("needs", models.CharField(max_length=12)),
                ("columns", xiaowei.base.documents.DocumentField(default=list)),
                ("from_on", models.DateField()),
                ("loosens", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300)),
                ("by", ref()),
                ("at", models.DateTimeField()),
                ("form_digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("area", "item", "seq"), name="disclosure_change_once")],
            },
        ),
        migrations.CreateModel(
            name="CatalogueApproval",
            fields=[
                ("ref", a_key()),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval",
                        to="disclosure.cataloguechange",
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                ("by", ref()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("ref", a_key()),
                ("village", ref()),
                ("county", ref()),
                ("stage", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("owed", xiaowei.base.documents.DocumentField(default=list)),
                ("told", xiaowei.base.documents.DocumentField(default=list)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["day", "village"], name="disclosure_reminder_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("village", "stage", "day"), name="disclosure_reminder_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Nothing",
            fields=[
                ("ref", a_key()),
                ("village", ref()),
                ("county", ref()),
                ("item", models.CharField(max_length=8)),
                ("period_from", models.DateField()),
                ("period_until", models.DateField()),
                ("statement", models.CharField(max_length=300)),
                ("by", ref()),
                ("at", models.DateTimeField()),
                ("form_digest", models.CharField(max_length=64, unique=True)),
            ],
        ),
    ]
