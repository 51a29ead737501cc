import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="match",
            name="closing_evidence",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.CreateModel(
            name="CommonTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="school year")),
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="set by")),
            ],
            options={
                "verbose_name": "common term",
                "verbose_name_plural": "common terms",
                "ordering": ["-year"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="common_term_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TermChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[("extension", "extension"), ("reduction", "reduction")],
                        max_length=12,
                        verbose_name="change",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=60, verbose_name="ground")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("old_end", models.DateField(verbose_name="ends")),
                ("new_end", models.DateField(verbose_name="new end")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "agreements are collected"),
                            ("ordered", "order waits for signature"),
                            ("in_force", "in force"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                ("in_force_on", models.DateField(null=True, verbose_name="in force since")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="term_changes",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the term",
                "verbose_name_plural": "changes of the term",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "ordered"])),
                        fields=("match",),
                        name="term_change_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extension"), ("new_end__gt", models.F("old_end"))),
                            models.Q(("kind", "reduction"), ("new_end__lt", models.F("old_end"))),
                            _connector="OR",
                        ),
                        name="term_change_has_direction",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_force"), _negated=True),
                            ("in_force_on__isnull", False),
                            _connector="OR",
                        ),
                        name="term_change_done_has_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermAgreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=40, verbose_name="role")),
                ("accepted", models.BooleanField(null=True, verbose_name="agrees")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answered_by", models.UUIDField(null=True)),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="reason")),
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
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="pairs.termchange",
                        verbose_name="change",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement to a change of the term",
                "verbose_name_plural": "agreements to changes of the term",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change", "role", "person"), name="term_agreement_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[("replacement", "another mentor"), ("resignation", "release of the mentor")],
                        max_length=12,
                        verbose_name="what is asked",
                    ),
                ),
                ("from_role", models.CharField(max_length=40)),
                ("to_role", models.CharField(max_length=40)),
                ("document", models.CharField(blank=True, max_length=40, verbose_name="document")),
                ("ground", models.CharField(blank=True, max_length=60, verbose_name="ground")),
                ("condition", models.CharField(blank=True, max_length=60, verbose_name="condition")),
                ("text", models.TextField(verbose_name="reasons")),
                ("filed_on", models.DateField(verbose_name="filed on")),
                ("filed_by", models.UUIDField(null=True)),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("leaves_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "waits for a decision"),
                            ("granted", "granted, to be carried out"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                            ("done", "carried out"),
                        ],
                        default="filed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("decided_on", models.DateField(null=True, verbose_name="decided on")),
                ("decided_by", models.UUIDField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who asks",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="petitions",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.mentorcard",
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition",
                "verbose_name_plural": "petitions",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["filed", "granted"])),
                        fields=("match", "kind", "mentor"),
                        name="petition_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="petition_refused_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("given_on", models.DateField(verbose_name="day")),
                ("measure", models.CharField(max_length=300, verbose_name="what was done")),
                ("given_by", models.UUIDField(null=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="support",
                        to="people.menteecard",
                        verbose_name="mentee",
                    ),
                ),
            ],
            options={
                "verbose_name": "support of a mentee without a pair",
                "verbose_name_plural": "support of mentees without a pair",
                "ordering": ["-given_on", "-id"],
                "indexes": [models.Index(fields=["card", "given_on"], name="support_by_card")],
            },
        ),
    ]
