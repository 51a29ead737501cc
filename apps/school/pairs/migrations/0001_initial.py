import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("form", models.CharField(max_length=50, verbose_name="form")),
                ("type", models.CharField(max_length=50, verbose_name="type")),
                ("structure", models.CharField(max_length=30, verbose_name="structure")),
                ("role_model", models.CharField(blank=True, max_length=50, verbose_name="role model")),
                ("starts_on", models.DateField(verbose_name="begins")),
                ("ends_on", models.DateField(verbose_name="ends")),
                ("goal", models.TextField(blank=True, verbose_name="goal")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for consent of both sides"),
                            ("agreed", "agreed, no order yet"),
                            ("ordered", "order waits for signature"),
                            ("active", "at work"),
                            ("completed", "completed"),
                            ("ended", "ended early"),
                            ("declined", "declined"),
                            ("cancelled", "cancelled"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("regulation_version_id", models.BigIntegerField(null=True)),
                ("score", models.PositiveSmallIntegerField(null=True, verbose_name="fit")),
                ("proposed_by", models.UUIDField(null=True)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("closing_ground", models.CharField(blank=True, max_length=60, verbose_name="ground")),
                ("closing_note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "pair",
                "verbose_name_plural": "pairs",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="match_term_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["completed", "ended"]), _negated=True),
                            models.Q(("closed_on__isnull", False), models.Q(("closing_ground", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="match_closed_with_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchMentee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("accepted", models.BooleanField(null=True, verbose_name="agrees")),
                ("answer_note", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="people.menteecard",
                        verbose_name="mentee",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentees",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentee of the pair",
                "verbose_name_plural": "mentees of the pair",
            },
        ),
        migrations.CreateModel(
            name="MatchMentor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("accepted", models.BooleanField(null=True, verbose_name="agrees")),
                ("answer_note", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="people.mentorcard",
                        verbose_name="mentor",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentors",
                        to="pairs.match",
                        verbose_name="pair",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentor of the pair",
                "verbose_name_plural": "mentors of the pair",
            },
        ),
        migrations.CreateModel(
            name="MentorSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lane", models.CharField(choices=[("individual", "individual"), ("group", "group")], max_length=12)),
                ("number", models.PositiveSmallIntegerField()),
                ("remote_request", models.UUIDField(null=True, unique=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="people.mentorcard"
                    ),
                ),
                (
                    "mentee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="pairs.matchmentee",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("ground", models.CharField(max_length=60, verbose_name="ground")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("ends_on", models.DateField(verbose_name="ends")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "order waits for signature"),
                            ("carried_out", "carried out"),
                            ("dropped", "dropped"),
                        ],
                        default="prepared",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("carried_out_on", models.DateField(blank=True, null=True, verbose_name="carried out on")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replacements", to="pairs.match"
                    ),
                ),
                (
                    "new_mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.mentorcard"
                    ),
                ),
                (
                    "old_mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.mentorcard"
                    ),
                ),
            ],
            options={
                "verbose_name": "replacement of a mentor",
                "verbose_name_plural": "replacements of mentors",
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="matchmentee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("match", "card"), name="match_mentee_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchmentor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("match", "card"), name="match_mentor_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("mentee__isnull", False), ("remote_request__isnull", False), _connector="XOR"),
                name="mentor_seat_taken_by_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorseat",
            constraint=models.UniqueConstraint(fields=("card", "lane", "number"), name="mentor_seat_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="mentorseat",
            constraint=models.UniqueConstraint(fields=("card", "mentee"), name="mentor_seat_once_for_mentee"),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")), fields=("match",), name="replacement_one_prepared"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "carried_out"), _negated=True),
                    ("carried_out_on__isnull", False),
                    _connector="OR",
                ),
                name="replacement_done_has_date",
            ),
        ),
    ]
