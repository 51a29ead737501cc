"""People of a school: persons, cards of both banks, guardianship, staff-list imports. In the school's own schema."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath

NAME_FIELDS = frozenset({"last_name", "first_name", "patronymic"})


def sort_key_of(last_name: str, first_name: str, patronymic: str) -> str:
    """A key that orders Russian names with ё beside е (the server's collation orders by code point)."""
    full = f"{last_name} {first_name} {patronymic}".lower()
    return full.replace("ё", "е￿")


class Person(TimeStamped):
    """Anybody in the school's mentoring: an employee, a pupil, a guardian, somebody from outside.

    ``staff_number``: the school's own number, the key of re-imports; where a list has none, the full name and the
    birth date serve. ``account_id``: the account in the shared schema (no database key), None until invited.
    ``subjects``: what the person teaches, plain words; a card of a bank starts from them.
    ``teaching_since``: start of pedagogical work, from which experience is counted in whole years.
    """

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", _("employee")
        PUPIL = "pupil", _("pupil")
        GUARDIAN = "guardian", _("guardian")
        EXTERNAL = "external", _("from outside")

    class Sex(models.TextChoices):
        UNKNOWN = "", _("not stated")
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    kind = models.CharField(_("who"), max_length=20, choices=Kind, default=Kind.EMPLOYEE)
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    staff_number = models.CharField(_("staff number"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    subjects = models.JSONField(_("subjects taught"), default=list, blank=True)
    department = models.CharField(_("department or class"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    qualification = models.CharField(_("qualification category"), max_length=60, blank=True)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    teaching_since = models.DateField(_("teaching since"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    account_id = models.UUIDField(_("account"), null=True, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["sort_key", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("staff_number", condition=~Q(staff_number=""), name="person_staff_number"),
            models.UniqueConstraint("account_id", condition=Q(account_id__isnull=False), name="person_account"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps ``sort_key`` with the name."""
        self.sort_key = sort_key_of(self.last_name, self.first_name, self.patronymic)
        fields = kwargs.get("update_fields")
        if isinstance(fields, list | tuple | set | frozenset) and not {
            "last_name",
            "first_name",
            "patronymic",
        }.isdisjoint(fields):
            kwargs["update_fields"] = {*fields, "sort_key"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on untouched

    def get_absolute_url(self) -> str:
        """The person's card."""
        return reverse("people:person", urlconf=settings.SCHOOL_URLCONF, kwargs={"person": self.pk})

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    @property
    def short_name(self) -> str:
        """«Иванова А. П.»."""
        initials = " ".join(f"{part[0]}." for part in (self.first_name, self.patronymic) if part)
        return f"{self.last_name} {initials}".strip()

    def age_on(self, day: datetime.date) -> int | None:
        """Whole years on a day, None when the birth date is not known."""
        return _whole_years(self.birth_date, day)

    def experience_on(self, day: datetime.date) -> int | None:
        """Whole years of pedagogical work on a day, None when not known."""
        return _whole_years(self.teaching_since, day)


def _whole_years(since: datetime.date | None, day: datetime.date) -> int | None:
    if since is None:
        return None
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


class Guardianship(models.Model):
    """Who represents a minor by law."""

    class Basis(models.TextChoices):
        PARENT = "parent", _("parent")
        ADOPTER = "adopter", _("adoptive parent")
        GUARDIAN = "guardian", _("guardian or trustee")
        FOSTER = "foster", _("foster parent")
        INSTITUTION = "institution", _("institution for orphans")

    guardian = models.ForeignKey(Person, models.CASCADE, related_name="wards", verbose_name=_("guardian"))
    ward = models.ForeignKey(Person, models.CASCADE, related_name="guardians", verbose_name=_("minor"))
    basis = models.CharField(_("basis"), max_length=20, choices=Basis, default=Basis.PARENT)

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["guardian", "ward"], name="guardianship_unique"),
            models.CheckConstraint(condition=~Q(guardian=F("ward")), name="guardianship_not_self"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} -> {self.ward_id}"


class Card(TimeStamped):
    """What the two banks have in common. ``subjects``, ``topics``: lists of plain words, compared without case."""

    class State(models.TextChoices):
        ACTIVE = "active", _("in the bank")
        LEFT = "left", _("left the bank")

    subjects = models.JSONField(_("subjects"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    entered_on = models.DateField(_("entered the bank on"))
    left_on = models.DateField(_("left the bank on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    person: Person  # each bank has its own one-to-one

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The card is a part of the person's page."""
        return reverse("people:person", urlconf=settings.SCHOOL_URLCONF, kwargs={"person": self.person_id})  # type: ignore[attr-defined]


class MentorCard(Card):
    """An entry of the mentors' bank. ``category``, ``grade``: codes of the catalogue; ``capacity``: own wish."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor_card", verbose_name=_("person"))
    category = models.CharField(_("category"), max_length=50)
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    competencies = models.JSONField(_("competencies"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("how many mentees"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    trained_on = models.DateField(_("trained as a mentor on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)


class MenteeCard(Card):
    """An entry of the mentees' bank. ``request``: the stated need; ``deficits``: professional deficits in words."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentee_card", verbose_name=_("person"))
    category = models.CharField(_("category"), max_length=50)
    request = models.TextField(_("request"), blank=True)
    deficits = models.JSONField(_("deficits"), default=list, blank=True)

    class Meta:
        verbose_name = _("mentee")
        verbose_name_plural = _("mentees")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)


class StaffImport(TimeStamped):
    """One uploaded list. Nothing is written to the bank before the curator confirms the preview.

    ``columns``: {"title", "samples"} of each named column; ``mapping``: column title -> field;
    ``problems``: faults of rejected rows, each {"row", "name", "column", "value", "code"} (the reason is worded when
    shown); ``counts``: {"rows", "new", "changed", "same", "rejected"}; ``preview``: the first rows of each kind with
    what changes. Rows count from 1 as a spreadsheet shows them. ``message``: why it failed.
    The file and the preview are deleted once the list is written or cancelled.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("list", "columns to be named")
        CHECKING = "checking", pgettext_lazy("list", "being checked")
        CHECKED = "checked", pgettext_lazy("list", "waits for confirmation")
        WRITING = "writing", pgettext_lazy("list", "being written")
        DONE = "done", pgettext_lazy("list", "written")
        CANCELLED = "cancelled", pgettext_lazy("list", "cancelled")
        FAILED = "failed", pgettext_lazy("list", "failed")

    file = models.FileField(_("file"), upload_to=SchoolPath("imports"), max_length=300, blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("who is in the list"), max_length=20, choices=Person.Kind, default=Person.Kind.EMPLOYEE)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    job_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Where the import stands now."""
        return reverse("people:import", urlconf=settings.SCHOOL_URLCONF, kwargs={"staff_import": self.pk})


class ColumnMemory(models.Model):
    """Which field a column title meant last time: the next list is mapped by itself."""

    title = models.CharField(max_length=120, unique=True)
    field = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.title} = {self.field}"
