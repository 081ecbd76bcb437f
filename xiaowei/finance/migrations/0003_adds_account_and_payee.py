"""Lines know the account they are booked to, and who paid or was paid."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("finance", "0002_tells_only_what_a_sheet_tells")]

    operations: ClassVar = [
        migrations.AddField(
            "line", "account", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            "line", "payee", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
    ]
