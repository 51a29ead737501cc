"""What becomes of a candidate: approved (alone or with others), rejected, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.regulation.rules import selection as regulation
from kernel.errors import NotFound
from ui.pages import (
    ActionPage,
    FormPage,
    Text,
    go_to,
    ticked,
)

from .. import actions, permissions, queries
from ..forms import ApproveForm, ReasonForm
from ..models import Candidacy
from .candidacies import OfCandidacy
from .common import Section

State = Candidacy.State


class ApprovePage(OfCandidacy, FormPage[ApproveForm]):
    """Approve one candidate."""

    access = permissions.OFFICE
    title = _("Approve the candidate")
    template_name = "selection/approve.html"
    form_class = ApproveForm
    submit_label = _("Approve")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at_once = self.words.value(regulation.APPOINTMENT) == "head_approval"
        return super().get_context_data(advice=self.advice(), at_once=at_once, **kwargs)

    def perform(self, form: ApproveForm) -> list[Candidacy]:
        return actions.approve(candidacies=[self.candidacy], **form.values(), acting=self.actor)

    def get_success_message(self, result: list[Candidacy]) -> Text:
        return _told(result)


def _told(approved: Sequence[Candidacy]) -> Text:
    """What has become of approved candidates."""
    if approved[0].state == State.APPROVED:
        return _("The order waits for the head's signature.")
    count = len(approved)
    return ngettext("%(count)s mentor is in the register.", "%(count)s mentors are in the register.", count) % {
        "count": count
    }


class ApproveSelected(Section, ActionPage):
    """Approve the ticked candidates by one order; what any of them lacks stops all."""

    access = permissions.OFFICE

    def get_cancel_url(self) -> str:
        return reverse("selection:index")

    def perform(self) -> HttpResponse:
        rows = list(queries.open_candidacies().filter(pk__in=ticked(self.request)))
        approved = actions.approve(candidacies=rows, acting=self.actor)
        messages.success(self.request, str(_told(approved)))
        return go_to(self.request, reverse("selection:index"))


class RejectPage(OfCandidacy, FormPage[ReasonForm]):
    """The candidate does not become a mentor now."""

    access = permissions.OFFICE
    title = _("Reject the candidate")
    form_class = ReasonForm
    submit_label = _("Reject")
    success_message = _("The candidate is rejected.")

    def perform(self, form: ReasonForm) -> Candidacy:
        return actions.reject(candidacy=self.candidacy, **form.values(), acting=self.actor)


class WithdrawPage(OfCandidacy, FormPage[ReasonForm]):
    """The candidate steps back, or the nomination is taken back."""

    access = permissions.OWN
    title = _("Withdraw the candidacy")
    form_class = ReasonForm
    submit_label = _("Withdraw")
    success_message = _("The candidacy is withdrawn.")

    def perform(self, form: ReasonForm) -> Candidacy:
        if not (self.is_own or permissions.may_manage(self.actor)):
            raise NotFound()
        return actions.withdraw(candidacy=self.candidacy, **form.values(), acting=self.actor)
