"""Guardians of pupils."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import ActionPage, FormPage

from .. import actions, permissions
from ..forms import GuardianForm
from ..models import Guardianship
from .persons import OfPerson


class AddGuardian(OfPerson, FormPage[GuardianForm]):
    """Record a guardian."""

    access = permissions.EDIT
    title = _("Guardian")
    lead = _("Choose somebody who is in the list already, or write the name of somebody new.")
    form_class = GuardianForm
    submit_label = _("Record the guardian")
    success_message = _("The guardian is recorded.")

    def perform(self, form: GuardianForm) -> Guardianship:
        values = form.values()
        guardian, basis = values.pop("guardian"), values.pop("basis")
        return actions.add_guardian(
            ward=self.person, guardian=guardian, basis=basis, new=None if guardian else values, acting=self.actor
        )


class RemoveGuardian(ActionPage):
    """The guardian does not represent the pupil any more."""

    access = permissions.EDIT
    success_message = _("The guardian is removed.")

    @cached_property
    def guardianship(self) -> Guardianship:
        """The record; ``NotFound`` for a foreign one."""
        found = Guardianship.objects.filter(pk=self.kwargs["guardianship"]).first()
        if found is None:
            raise NotFound()
        return found

    def perform(self) -> Any:
        return actions.remove_guardian(guardianship=self.guardianship, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("people:person", kwargs={"person": self.guardianship.ward_id})

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()
