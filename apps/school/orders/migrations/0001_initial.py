import apps.school.orders.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("act_kind", models.CharField(max_length=30, verbose_name="act")),
                ("last", models.PositiveIntegerField(default=0)),
                ("last_dated", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "numbering",
                "verbose_name_plural": "numberings",
                "constraints": [models.UniqueConstraint(fields=("year", "act_kind"), name="order_numbering_unique")],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("act_kind", models.CharField(default="order", max_length=30, verbose_name="act")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for signature"),
                            ("returned", "returned"),
                            ("signed", "signed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="year")),
                ("sequence", models.PositiveIntegerField(null=True)),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number")),
                ("dated", models.DateField(null=True, verbose_name="date")),
                ("return_reason", models.TextField(blank=True, verbose_name="reason of return")),
                ("prepared_by", models.UUIDField(null=True)),
                ("signed_by", models.UUIDField(null=True)),
                ("signer_name", models.CharField(blank=True, max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "docx",
                    models.FileField(blank=True, max_length=300, upload_to=apps.school.orders.models.document_path),
                ),
                (
                    "pdf",
                    models.FileField(blank=True, max_length=300, upload_to=apps.school.orders.models.document_path),
                ),
                ("job_id", models.UUIDField(null=True)),
            ],
            options={
                "verbose_name": "order",
                "verbose_name_plural": "orders",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "act_kind", "sequence"), name="order_number_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("kind", "subject"), name="order_one_waiting"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(("dated__isnull", False), ("sequence__isnull", False), ("year__isnull", False)),
                            _connector="OR",
                        ),
                        name="order_signed_has_number",
                    ),
                ],
            },
        ),
    ]
