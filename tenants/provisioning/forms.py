"""What the platform operator says of a new school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel import uploads
from kernel.errors import InputError
from tenants.organisations.models import known_zone, slug_format, slug_not_reserved
from tenants.organisations.queries import municipalities
from tenants.provisioning import regulations
from ui.forms import EstafetaForm

ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
KINDS = (
    ("school", _("school")),
    ("gymnasium", _("gymnasium")),
    ("lyceum", _("lyceum")),
    ("boarding_school", _("boarding school")),
    ("education_centre", _("education centre")),
    ("additional_education", _("additional education")),
    ("college", _("college")),
)


class _FactsForm(EstafetaForm):
    """What is asked of a school however it is told."""

    name = forms.CharField(label=_("Full name"), max_length=300)
    short_name = forms.CharField(
        label=_("Short name"), max_length=120, help_text=_("As people say it: it stands in the heading of every page.")
    )
    slug = forms.CharField(
        label=_("Name in the address"),
        max_length=40,
        validators=[slug_format, slug_not_reserved],
        help_text=_("Latin letters, digits and hyphens. It never changes."),
    )
    kind = forms.ChoiceField(label=_("Kind of institution"), choices=KINDS)
    curator = forms.EmailField(label=_("E-mail of the curator"), required=False)
    head = forms.EmailField(
        label=_("E-mail of the head"), required=False, help_text=_("Both get an invitation when the school opens.")
    )


class SchoolForm(_FactsForm):
    """Name, host, municipality, regulation, first members."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone) for zone in ZONES], initial="Europe/Moscow")
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    new_municipality = forms.CharField(
        label=_("Or a new municipality"), max_length=200, required=False, help_text=_("If it is not in the list.")
    )
    preset = forms.ChoiceField(label=_("Ready regulation"), required=False)
    regulation = forms.FileField(
        label=_("Or a file of the school's regulation (JSON)"),
        required=False,
        help_text=_("A file is checked before the school is created; each fault is named with its place."),
    )
    field_order = (
        "name",
        "short_name",
        "slug",
        "kind",
        "municipality",
        "new_municipality",
        "zone",
        "preset",
        "regulation",
        "curator",
        "head",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.title, place.title) for place in municipalities()]
        self._choose("municipality", places)
        self._choose("preset", regulations.presets())

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]

    def clean(self) -> dict[str, Any]:
        """One municipality, one source of the regulation, and a regulation that can be loaded."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        place = data.pop("new_municipality", "") or data.get("municipality")
        if not place:
            self.add_error("municipality", _("Choose a municipality or name a new one."))
        data["municipality"] = place
        preset, file = data.pop("preset", ""), data.get("regulation")
        if bool(preset) == bool(file):
            self.add_error("preset", _("Choose a ready regulation or a file: one of the two."))
            return data
        try:
            if file:
                content = uploads.checked(file, uploads.REGULATION, place="regulation").read()
                data["regulation"] = regulations.read_regulation(content)
            else:
                data["regulation"] = regulations.preset_document(preset)
        except InputError as refusal:
            faults = [problem["message"] for problem in refusal.data["problems"]]
            self.add_error("regulation" if file else "preset", ValidationError(faults))
        return data


class ListRowForm(_FactsForm):
    """A row of a list of schools. ``presets``: slug -> title of the ready regulations, asked for once a list."""

    municipality = forms.CharField(label=_("Municipality"), max_length=200)
    zone = forms.CharField(label=_("Time zone"), validators=[known_zone])
    preset = forms.ChoiceField(label=_("Ready regulation"))

    def __init__(self, *args: Any, presets: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["preset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(presets)


class ListForm(EstafetaForm):
    """A table of schools."""

    file = forms.FileField(
        label=_("Table of schools (XLSX or CSV)"),
        help_text=_("One school a row. Nothing is created before you have seen what the system understood."),
    )
