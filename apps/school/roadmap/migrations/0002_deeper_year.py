import django.db.models.deletion
import tenants.isolation.files
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="roadmap.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "needed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needed_by",
                        to="roadmap.event",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "dependency of events",
                "verbose_name_plural": "dependencies of events",
                "constraints": [
                    models.UniqueConstraint(fields=("event", "needed"), name="roadmap_dependency_once"),
                    models.CheckConstraint(
                        condition=models.Q(("event", models.F("needed")), _negated=True),
                        name="roadmap_dependency_not_own",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="what it is")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=300,
                        upload_to=tenants.isolation.files.SchoolPath("roadmap"),
                        verbose_name="file",
                    ),
                ),
                ("record", models.CharField(blank=True, max_length=80, verbose_name="record of the system")),
                ("is_auto", models.BooleanField(default=False)),
                ("added_by", models.UUIDField(null=True)),
                ("adder_name", models.CharField(blank=True, max_length=200, verbose_name="added by")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="roadmap.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence of an event",
                "verbose_name_plural": "evidence of events",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("record", ""), _negated=True),
                        fields=("term", "record"),
                        name="roadmap_record_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("link", ""), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            models.Q(("record", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roadmap_evidence_is_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("title", models.CharField(max_length=1000, verbose_name="title")),
                ("plan", models.JSONField(default=dict)),
                ("made_by", models.UUIDField(null=True)),
                ("maker_name", models.CharField(max_length=200, verbose_name="made by")),
            ],
            options={
                "verbose_name": "template of a roadmap",
                "verbose_name_plural": "templates of roadmaps",
                "ordering": ["title", "id"],
            },
        ),
        migrations.AddField(
            model_name="responsible",
            name="is_deputy",
            field=models.BooleanField(db_default=False, default=False, verbose_name="deputy"),
        ),
        migrations.AddField(
            model_name="roadmap",
            name="curator_after",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, verbose_name="days until the curator is told"
            ),
        ),
        migrations.AddField(
            model_name="roadmap",
            name="head_after",
            field=models.PositiveSmallIntegerField(
                db_default=10, default=10, verbose_name="days until the head is told"
            ),
        ),
        migrations.AddField(
            model_name="roadmap",
            name="rolled_into",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="rolled_from",
                to="roadmap.roadmap",
            ),
        ),
        migrations.AddField(
            model_name="roadmap",
            name="shift",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "the day stays"),
                    ("later", "the next working day"),
                    ("earlier", "the working day before"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="a term on a day off",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="carried_from",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried_to",
                to="roadmap.term",
                verbose_name="carried over from",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="drop_reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=300, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="term",
            name="dropped_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed without being done on"),
        ),
        migrations.AddField(
            model_name="term",
            name="refused_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="term",
            name="seen",
            field=models.CharField(blank=True, db_default="", default="", max_length=50),
        ),
    ]
