from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_creates_batches")]

    operations = [
        migrations.AddField("batch", "entered", models.BooleanField(default=True)),
        migrations.AddField("batch", "staged_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("batch", "benefits_batch_once"),
        migrations.AddConstraint(
            "batch",
            models.UniqueConstraint(
                fields=["reading", "village"], condition=models.Q(entered=True), name="benefits_batch_once"
            ),
        ),
    ]
