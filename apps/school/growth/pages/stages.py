"""The stages that new routes of this school get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.pages import Crumb, FormPage

from .. import actions, queries
from ..forms import StagesForm
from ..permissions import OFFICE


class StagesPage(FormPage[StagesForm]):
    """The stages that new routes get."""

    access = OFFICE
    title = _("Stages of routes")
    lead = _("New routes get these stages; those that are there keep theirs.")
    form_class = StagesForm
    success_message = _("The stages are kept.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Routes"), reverse("growth:routes"))]

    def get_initial(self) -> dict[str, Any]:
        return {"titles": queries.stage_titles()}

    def perform(self, form: StagesForm) -> int:
        return actions.save_stages(acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return reverse("growth:routes")

    def get_success_url(self, result: Any) -> str:
        return reverse("growth:routes")
