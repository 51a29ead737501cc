"""The new mentor of a running pair answers for himself or herself before the order."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pairs", "0003_life")]
    accepted = {
        "unique": "wider than the key it takes the place of only by states that no row has yet",
        "mixed_phases": "the key taken away forbids nothing that the added one allows",
    }
    operations = [
        migrations.AddField(
            model_name="replacement",
            name="answered_at",
            field=models.DateTimeField(null=True, verbose_name="answered"),
        ),
        migrations.AddField(
            model_name="replacement",
            name="answered_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="replacement",
            name="on_paper",
            field=models.BooleanField(db_default=False, default=False, verbose_name="on paper"),
        ),
        migrations.AddField(
            model_name="replacement",
            name="answer_note",
            field=models.CharField(blank=True, db_default="", max_length=300, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="replacement",
            name="state",
            field=models.CharField(
                choices=[
                    ("asked", "the new mentor is asked"),
                    ("agreed", "the new mentor agrees, no order yet"),
                    ("prepared", "order waits for signature"),
                    ("carried_out", "carried out"),
                    ("declined", "the new mentor has declined"),
                    ("dropped", "dropped"),
                ],
                default="asked",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "agreed", "prepared"])),
                fields=("match",),
                name="replacement_one_open",
            ),
        ),
        migrations.RemoveConstraint(model_name="replacement", name="replacement_one_prepared"),
    ]
