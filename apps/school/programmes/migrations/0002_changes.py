import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="form",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="form of the meeting"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="methods",
            field=models.JSONField(db_default=[], default=list, verbose_name="methods of interaction"),
        ),
        migrations.AddField(
            model_name="planitem",
            name="methods",
            field=models.JSONField(db_default=[], default=list, verbose_name="methods of interaction"),
        ),
        migrations.AddField(
            model_name="programme",
            name="basis",
            field=models.CharField(blank=True, db_default="", max_length=30, verbose_name="basis of interaction"),
        ),
        migrations.AddField(
            model_name="programme",
            name="choice_criteria",
            field=models.JSONField(db_default=[], default=list, verbose_name="why this form"),
        ),
        migrations.AddField(
            model_name="programme",
            name="choice_reason",
            field=models.TextField(blank=True, db_default="", verbose_name="reasons of the choice"),
        ),
        migrations.AddField(
            model_name="programme",
            name="interactions",
            field=models.JSONField(db_default=[], default=list, verbose_name="forms of interaction"),
        ),
        migrations.AddField(
            model_name="programme",
            name="methods",
            field=models.JSONField(db_default=[], default=list, verbose_name="methods of interaction"),
        ),
        migrations.AddField(
            model_name="programme",
            name="unit",
            field=models.CharField(blank=True, db_default="", max_length=40, verbose_name="document"),
        ),
        migrations.AddField(
            model_name="programme",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="version"),
        ),
        migrations.AddField(
            model_name="programme",
            name="visit_excuses",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("subject", models.CharField(max_length=30)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("note", "the note is changed"),
                            ("add", "an activity is added"),
                            ("edit", "an activity is changed"),
                            ("remove", "an activity is taken out"),
                            ("form", "the form is changed"),
                        ],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("before", models.TextField(blank=True, verbose_name="before")),
                ("after", models.TextField(blank=True, verbose_name="after")),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "agreements are collected"),
                            ("in_force", "in force"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(null=True, verbose_name="version")),
                ("proposed_by", models.UUIDField(null=True)),
                ("proposer_name", models.CharField(blank=True, max_length=200, verbose_name="who proposes")),
                ("in_force_on", models.DateField(null=True, verbose_name="in force since")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amendments",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a programme",
                "verbose_name_plural": "changes of programmes",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="amendment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_force"), _negated=True),
                            models.Q(("in_force_on__isnull", False), ("number__isnull", False)),
                            _connector="OR",
                        ),
                        name="amendment_in_force_has_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AmendmentAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                ("accepted", models.BooleanField(null=True, verbose_name="agrees")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answered_by", models.UUIDField(null=True)),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "amendment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="programmes.amendment",
                        verbose_name="change",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement to a change of a programme",
                "verbose_name_plural": "agreements to changes of programmes",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("amendment", "role", "person"), name="amendment_agreement_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="school year")),
                ("note", models.JSONField(default=dict, verbose_name="content")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("ordered", "order waits for signature"),
                            ("approved", "approved"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("approved_on", models.DateField(null=True, verbose_name="approved on")),
            ],
            options={
                "verbose_name": "annual programme",
                "verbose_name_plural": "annual programmes",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_on__isnull", False),
                            _connector="OR",
                        ),
                        name="annual_approved_has_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("visited_on", models.DateField(verbose_name="day")),
                ("lesson", models.CharField(max_length=200, verbose_name="lesson")),
                ("analysis", models.TextField(verbose_name="analysis of the lesson")),
                ("advice", models.TextField(blank=True, verbose_name="advice")),
                (
                    "mentee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="whose lesson",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "lesson visit",
                "verbose_name_plural": "lesson visits",
                "ordering": ["-visited_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "mentee", "visited_on", "lesson"), name="lesson_visit_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("analysis", ""), _negated=True), name="lesson_visit_analysed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("on_day", models.DateField(verbose_name="day")),
                ("lessons", models.CharField(max_length=200, verbose_name="which lessons")),
                ("reason", models.CharField(max_length=300, verbose_name="why it cannot be another time")),
                ("substitute", models.CharField(blank=True, max_length=200, verbose_name="who stands in")),
                ("continuity", models.CharField(blank=True, max_length=300, verbose_name="how the lessons go on")),
                ("met", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for a decision"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_on", models.DateField(null=True, verbose_name="decided on")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="answer")),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="releases",
                        to="programmes.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who is released",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releases",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "release from lessons",
                "verbose_name_plural": "releases from lessons",
                "ordering": ["-on_day", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("programme", "person", "on_day"),
                        name="release_one_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="release_refused_has_reason",
                    ),
                ],
            },
        ),
    ]
