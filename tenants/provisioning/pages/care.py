"""What does not fit together among the schools, and putting it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.provisioning import reconciling
from tenants.provisioning.pages.schools import OPERATOR
from tenants.provisioning.reconciling import Finding
from ui.pages import Action, ActionPage, Crumb, Page, Text


class CarePage(Page):
    """Stopped creations, schemas without a school, schools without a schema."""

    access = OPERATOR
    template_name = "provisioning/care.html"
    title = _("Check of all schools")
    lead = _("What a crash or a hand in the database left. Only what loses nothing is put right by the system itself.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Schools"), reverse("provisioning:schools"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        findings = reconciling.find_leftovers()
        url = reverse("provisioning:repair")
        buttons = [Action(_("Put right what can be"), url, "wrench", method="post")]
        is_repairable = any(finding.repair for finding in findings)
        return super().get_context_data(findings=findings, page_actions=buttons if is_repairable else (), **kwargs)


class RepairPage(ActionPage):
    """Put right what loses nothing."""

    access = OPERATOR

    def get_cancel_url(self) -> str:
        return reverse("provisioning:care")

    def perform(self) -> list[Finding]:
        return reconciling.reconcile(acting=self.actor)

    def get_success_url(self, result: list[Finding]) -> str:
        return self.get_cancel_url()

    def get_success_message(self, result: list[Finding]) -> Text:
        count = sum(finding.is_repaired for finding in result)
        return ngettext("Put right: %(count)s thing.", "Put right: %(count)s things.", count) % {"count": count}
