import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0002_changes"),
        ("people", "0002_bank_in_full"),
    ]

    operations = [
        migrations.AlterField(
            model_name="petition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("replacement", "another mentor"),
                    ("resignation", "release of the mentor"),
                    ("ending", "the end of the work before its term"),
                ],
                max_length=12,
                verbose_name="what is asked",
            ),
        ),
        migrations.CreateModel(
            name="MentorRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "mode",
                    models.CharField(
                        choices=[("in_order", "the mentors named, one after another"), ("any", "any mentor who fits")],
                        max_length=10,
                        verbose_name="who is asked",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="what the work is to be about")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("matched", "a mentor has agreed"),
                            ("exhausted", "nobody of those asked has agreed"),
                            ("withdrawn", "taken back"),
                            ("dropped", "not needed any more"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("answer_days", models.PositiveSmallIntegerField(verbose_name="days for an answer")),
                ("asked_by", models.UUIDField(null=True)),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_requests",
                        to="people.menteecard",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a mentor",
                "verbose_name_plural": "requests for mentors",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("card",), name="mentor_request_one_open"
                    ),
                    models.UniqueConstraint(fields=("match",), name="mentor_request_one_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("closed_on__isnull", False), _connector="XOR"),
                        name="mentor_request_closed_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("temporary_disability", "illness"),
                            ("business_trip", "business trip"),
                            ("leave", "leave"),
                            ("holidays", "school holidays"),
                            ("long_absence", "another long absence for a valid reason"),
                        ],
                        max_length=30,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("first_day", models.DateField(verbose_name="from")),
                ("last_day", models.DateField(verbose_name="to")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("set", "announced or under way"),
                            ("over", "over"),
                            ("called_off", "called off before it began"),
                        ],
                        default="set",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("set_by", models.UUIDField(null=True)),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who is away",
                    ),
                ),
            ],
            options={
                "verbose_name": "pause of a pair",
                "verbose_name_plural": "pauses of pairs",
                "ordering": ["-first_day", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "set")), fields=("match",), name="pause_one_set"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="pause_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="choice")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "not asked yet"),
                            ("asked", "asked"),
                            ("accepted", "has agreed"),
                            ("declined", "has declined"),
                            ("lapsed", "did not answer in time"),
                            ("skipped", "could not be asked"),
                            ("cancelled", "not needed any more"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("asked_on", models.DateField(null=True, verbose_name="asked on")),
                ("answer_by", models.DateField(null=True, verbose_name="answer by")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answered_by", models.UUIDField(null=True)),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="people.mentorcard",
                        verbose_name="mentor",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="pairs.mentorrequest",
                        verbose_name="request for a mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentor asked",
                "verbose_name_plural": "mentors asked",
                "ordering": ["number", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "number"), name="request_choice_number"),
                    models.UniqueConstraint(fields=("request", "card"), name="request_choice_mentor_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")), fields=("request",), name="request_choice_one_yes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            models.Q(("answer_by__isnull", False), ("asked_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="request_choice_asked_has_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_choice_no_has_reason",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["answer_by"], name="request_choice_by_term"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for an answer",
                    ),
                ),
                (
                    "most_choices",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="mentors in one request",
                    ),
                ),
                ("set_by", models.UUIDField(null=True)),
            ],
            options={
                "verbose_name": "terms of requests",
                "verbose_name_plural": "terms of requests",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer_days__range", (1, 60))), name="request_terms_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_choices__range", (1, 10))), name="request_terms_choices"
                    ),
                ],
            },
        ),
    ]
