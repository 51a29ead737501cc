"""The history of proposals, and the form of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.pairs import queries as pairs
from apps.school.pairs.choosing import CRITERIA_KEY, default_terms
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import ROLE_MODELS, suited_models
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.pages import Action, Crumb, EmptyState, FormPage, ListPage

from .. import actions, permissions, queries
from ..forms import CohortForm
from ..models import Proposal
from ..tables import ProposalTable


class ProposalList(ListPage[Proposal]):
    """All runs."""

    access = permissions.OFFICE
    title = _("Matching of a cohort")
    lead = _("Pairs for many mentees at once: exact, explained, and nothing is final until people accept.")
    table_class = ProposalTable
    export_name = "proposals"

    def get_queryset(self) -> QuerySet[Proposal]:
        return queries.proposals()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Propose pairs for a cohort"), reverse("matching:new"), "diagram-2"),
            Action(_("Weights of the fit"), reverse("matching:weights"), "sliders", "secondary"),
            Action(_("Declared ties"), reverse("matching:ties"), "person-x", "quiet"),
            Action(_("Conditions of meeting"), reverse("matching:conditions"), "calendar-week", "quiet"),
        ]

    def get_empty(self) -> EmptyState:
        action = Action(_("Propose pairs for a cohort"), reverse("matching:new"), "diagram-2")
        text = _("Choose a cohort: everybody gets the mentor who fits, as far as places and rules allow.")
        return EmptyState(_("No proposals yet"), text, "diagram-2", action)


class NewProposal(FormPage[CohortForm]):
    """Whom, on which terms, by what."""

    access = permissions.OFFICE
    title = _("Pairs for a cohort")
    template_name = "matching/new.html"
    form_class = CohortForm
    submit_label = _("Compute the proposal")
    wide = True

    @cached_property
    def view(self) -> RegulationView:
        """The regulation in force."""
        return current()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index")), Crumb(_("Matching of a cohort"), reverse("matching:index"))]

    def get_cancel_url(self) -> str:
        return reverse("matching:index")

    @cached_property
    def waiting(self) -> list[MenteeCard]:
        """Mentees without a pair."""
        return list(pairs.unpaired())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "view": self.view,
            "mentees": pairs.mentees_by_need(),
            "unpaired": len(self.waiting),
        }

    def get_initial(self) -> dict[str, Any]:
        terms = default_terms(self.view, self.waiting[:1], today())
        structures = self.view.codes("structure.cardinality")
        wanted = self.request.GET.getlist("mentee")
        return {
            "who": CohortForm.CHOSEN if wanted else CohortForm.ALL,
            "mentees": [int(key) for key in wanted if key.isdecimal() and len(key) < 19],
            "form": terms.form,
            "type": terms.type,
            "structure": "one_to_one" if "one_to_one" in structures else next(iter(structures), ""),
            "size": 1,
            "role_model": next(iter(suited_models(terms.form)), "") if self.view.value(ROLE_MODELS) else "",
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "objective": Proposal.Objective.PAIRS,
            "least": 0,
        }

    def perform(self, form: CohortForm) -> Proposal:
        values = form.values()
        chosen = list(values.pop("mentees"))
        mentees = self.waiting if values.pop("who") == CohortForm.ALL else chosen
        return actions.make_proposal(cohort=actions.Cohort(mentees=mentees, **values), acting=self.actor)

    def get_success_url(self, result: Proposal) -> str:
        return address_of(result)

    def get_already_done_url(self) -> str:
        return reverse("matching:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            view=self.view,
            criteria=self.view.rule(CRITERIA_KEY),
            criteria_words=self.view.render(CRITERIA_KEY),
            **kwargs,
        )


def address_of(proposal: Proposal) -> str:
    """Where to look at a proposal: its board, or the progress of its work while it is under way."""
    under_way = {Proposal.State.WAITING, Proposal.State.TAKING}
    if proposal.state in under_way and proposal.job_id is not None:
        return reverse("jobs:show", kwargs={"job": proposal.job_id})
    return proposal.get_absolute_url()
