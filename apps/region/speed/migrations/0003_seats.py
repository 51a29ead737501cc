from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A mentor of a group has several mentees in a round, each on a seat."""

    accepted: ClassVar[dict[str, str]] = {
        "unique": "wider than the constraint that it replaces: every seat of a meeting so far is the first",
    }

    dependencies = [
        ("speed", "0002_formats"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="speedmeeting",
            name="speed_mentor_once_a_round",
        ),
        migrations.AddConstraint(
            model_name="speedmeeting",
            constraint=models.UniqueConstraint(
                fields=["event", "round", "mentor", "seat"], name="speed_seat_once_a_round"
            ),
        ),
    ]
