"""The sheet of analysis may have the school's own template too."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_programme_work")]
    operations = [
        migrations.AlterField(
            model_name="papertemplate",
            name="kind",
            field=models.CharField(
                choices=[("programme", "programme of a pair"), ("sheet", "sheet of analysis of a lesson")],
                max_length=20,
                verbose_name="paper",
            ),
        ),
    ]
