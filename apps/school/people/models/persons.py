"""Persons and guardianship, leaving and coming back, persons merged, pairs of namesakes."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

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


class Departure(TimeStamped):
    """One leaving of the school, and the coming back when there was one. ``Person.left_on`` is the state now."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="departures", verbose_name=_("person"))
    left_on = models.DateField(_("left on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    returned_on = models.DateField(_("came back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-left_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=Q(returned_on__isnull=True), name="departure_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.left_on}"


class PersonMerge(models.Model):
    """Two records that were one person, made one. The old id leads to the record kept.

    ``merged_name``, ``merged_data``: the record that is no more, as it was; ``chosen``: fields taken from it;
    ``moved``: what was moved, {"what", "count"} each, as it was called in the language of the day.
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="merges", verbose_name=_("kept"))
    merged_id = models.BigIntegerField(unique=True)
    merged_name = models.CharField(_("merged"), max_length=310)
    merged_data = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    moved = models.JSONField(default=list)
    merged_at = models.DateTimeField(_("merged"))
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
        ordering = ["-merged_at", "-id"]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.kept_id}"


class Distinct(models.Model):
    """Two records that look alike and are two people: nobody need ask again. ``first`` has the lesser id."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("note that two persons are not one")
        verbose_name_plural = _("notes that two persons are not one")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"
