"""Curators and bodies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.view import RegulationView
from kernel.clock import today

from ..models import BodyMember
from .common import Choosing, codes_of, grown_ups

# Officers whose places are filled elsewhere: the head by law, the curator by an act, the sides by pairs.
NOT_BODIES = frozenset({"head", "curator", "mentor", "mentee", "guardian", "selection_commission"})


class CuratorForm(Choosing):
    """Whom to appoint as a curator."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    area = forms.CharField(
        label=_("Answers for"), required=False, max_length=200, help_text=_("Where there are several curators.")
    )
    portfolio = forms.CharField(
        label=_("Portfolio"), required=False, max_length=300, help_text=_("Where it is kept: a link or a folder.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", grown_ups())


class CuratorActForm(CuratorForm):
    """A curator appointed by an act made before."""

    appointed_by = forms.ChoiceField(label=_("Appointed by"))
    act_number = forms.CharField(label=_("№ of the act"), max_length=40)
    act_date = forms.DateField(label=_("Date of the act"))
    field_order = ("person", "appointed_by", "act_number", "act_date", "area", "portfolio")

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices("appointed_by", codes_of("appointer", view))


class BodyForm(Choosing):
    """A body under the school's own name."""

    code = forms.ChoiceField(label=_("What"))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Empty: as the regulation calls it.")
    )
    since = forms.DateField(label=_("Since"), initial=today)

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices("code", [pair for pair in view.choices("bodies") if pair[0] not in NOT_BODIES])
        self.view = view

    def clean(self) -> dict[str, Any]:
        """The regulation's word where no own name is given."""
        data = super().clean() or {}
        if data.get("code") and not data.get("name"):
            data["name"] = self.view.actor_name(data["code"])
        return data


class MemberForm(Choosing):
    """Somebody for a body."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    part = forms.ChoiceField(
        label=_("Role in the body"), choices=BodyMember.Part.choices, initial=BodyMember.Part.MEMBER
    )
    since = forms.DateField(label=_("Since"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", grown_ups())
