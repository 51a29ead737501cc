import apps.school.orders.models.labour
import apps.school.orders.models.papers
import django.db.models.deletion
import kernel.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_regulation_document"),
        ("people", "0002_bank_in_full"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=kernel.models.new_uuid, editable=False)),
                ("orders", models.JSONField(default=list)),
                ("problems", models.JSONField(default=dict)),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=300,
                        upload_to=apps.school.orders.models.papers.bundle_path,
                        verbose_name="file",
                    ),
                ),
                ("job_id", models.UUIDField(null=True)),
                ("asked_by", models.UUIDField(null=True)),
            ],
            options={
                "verbose_name": "bundle of documents",
                "verbose_name_plural": "bundles of documents",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LabourPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("subject", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=300, verbose_name="pair")),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="mentor",
                    ),
                ),
            ],
            options={
                "verbose_name": "labour pack",
                "verbose_name_plural": "labour packs",
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("subject", "mentor"), name="labour_pack_once")],
            },
        ),
        migrations.CreateModel(
            name="LabourPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=kernel.models.new_uuid, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("consent", "written consent"),
                            ("agreement", "supplementary agreement"),
                            ("notice", "notice of an early end"),
                        ],
                        max_length=12,
                        verbose_name="paper",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("prepared", "prepared"), ("signed", "signed"), ("replaced", "replaced")],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("mentor", "the mentor refuses"), ("employer", "the employer cancels")],
                        max_length=10,
                        verbose_name="who ends it",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="number")),
                ("facts", models.JSONField(default=dict)),
                ("signed_on", models.DateField(null=True, verbose_name="signed on")),
                ("ends_on", models.DateField(null=True, verbose_name="last day")),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        max_length=300,
                        upload_to=apps.school.orders.models.labour.paper_path,
                        verbose_name="scan",
                    ),
                ),
                ("prepared_by", models.UUIDField(null=True)),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="orders.labourpack",
                        verbose_name="labour pack",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of labour law",
                "verbose_name_plural": "papers of labour law",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared")),
                        fields=("pack", "kind"),
                        name="labour_paper_one_prepared",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "signed")), fields=("pack", "kind"), name="labour_paper_one_signed"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("signed_on__isnull", False), _connector="OR"
                        ),
                        name="labour_signed_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "notice"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="labour_notice_has_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NameForms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=320, verbose_name="name")),
                ("forms", models.JSONField(default=dict, verbose_name="cases")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "name in cases",
                "verbose_name_plural": "names in cases",
            },
        ),
        migrations.CreateModel(
            name="NumberingScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("only", models.BooleanField(default=True, editable=False)),
                ("pattern", models.CharField(max_length=60, verbose_name="pattern of the number")),
                ("patterns", models.JSONField(blank=True, default=dict, verbose_name="patterns of kinds")),
                (
                    "counter",
                    models.CharField(
                        choices=[
                            ("common", "one for all acts"),
                            ("act", "one for orders, one for directives"),
                            ("kind", "one for each kind of order"),
                        ],
                        default="act",
                        max_length=10,
                        verbose_name="counter",
                    ),
                ),
                ("yearly", models.BooleanField(default=True, verbose_name="from the beginning every year")),
                ("first", models.PositiveIntegerField(default=1, verbose_name="first number")),
            ],
            options={
                "verbose_name": "scheme of numbers",
                "verbose_name_plural": "schemes of numbers",
                "constraints": [
                    models.UniqueConstraint(fields=("only",), name="order_scheme_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 1), ("only", True)), name="order_scheme_first"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=kernel.models.new_uuid, editable=False)),
                (
                    "file",
                    models.FileField(
                        max_length=300, upload_to=apps.school.orders.models.papers.scan_path, verbose_name="scan"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("attached_by", models.UUIDField(null=True)),
                ("attacher_name", models.CharField(blank=True, max_length=200, verbose_name="attached by")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed scan",
                "verbose_name_plural": "signed scans",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("order", "digest"), name="order_scan_once")],
            },
        ),
        migrations.CreateModel(
            name="OrderTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("key", models.UUIDField(default=kernel.models.new_uuid, editable=False)),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                (
                    "file",
                    models.FileField(
                        max_length=300, upload_to=apps.school.orders.models.papers.template_path, verbose_name="file"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("digest", models.CharField(max_length=64)),
                ("is_current", models.BooleanField(default=True, verbose_name="in use")),
                ("uploaded_by", models.UUIDField(null=True)),
                ("uploader_name", models.CharField(blank=True, max_length=200, verbose_name="uploaded by")),
            ],
            options={
                "verbose_name": "template of orders",
                "verbose_name_plural": "templates of orders",
                "ordering": ["kind", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="order_template_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)), fields=("kind",), name="order_template_current"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("undone", models.JSONField(default=list)),
                (
                    "by",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancels",
                        to="orders.order",
                        verbose_name="by the order",
                    ),
                ),
                (
                    "cancelled",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cancellation",
                        to="orders.order",
                        verbose_name="cancelled",
                    ),
                ),
            ],
            options={
                "verbose_name": "cancellation",
                "verbose_name_plural": "cancellations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cancelled", models.F("by")), _negated=True), name="order_cancels_another"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=50)),
                ("period", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                ("register", models.CharField(max_length=30)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "issued number",
                "verbose_name_plural": "issued numbers",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period", "sequence"), name="order_issued_sequence"),
                    models.UniqueConstraint(fields=("register", "year", "number"), name="order_issued_number"),
                ],
            },
        ),
    ]
