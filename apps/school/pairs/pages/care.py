"""The common term of a school year; mentees without a pair and what is done for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people import queries as people
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules.change import INDIVIDUAL
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, Crumb, EmptyState, FormPage, ListPage

from .. import actions, permissions, queries
from ..change_forms import CommonTermForm, SupportForm
from ..filters import ChoiceFilter
from ..models import CommonTerm, SupportMeasure
from ..tables import UnpairedTable

UNPAIRED = "pairing.unpaired_support"


class CommonTermPage(FormPage[CommonTermForm]):
    """Set the term that all pairs of a school year have."""

    access = permissions.OFFICE
    title = _("Common term")
    template_name = "pairs/common_term.html"
    form_class = CommonTermForm
    success_message = _("The common term is set.")
    success_url = ""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_cancel_url(self) -> str:
        return reverse("pairs:index")

    def get_success_url(self, result: Any) -> str:
        return reverse("pairs:common_term")

    def get_initial(self) -> dict[str, Any]:
        found = queries.common_term_on(today())
        return {"starts_on": found[0], "ends_on": found[1]} if found else {}

    def perform(self, form: CommonTermForm) -> CommonTerm:
        return actions.set_common_term(**form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = current_or_none()
        return super().get_context_data(
            terms=queries.common_terms(),
            rule=view.rule(INDIVIDUAL) if view else None,
            individual=view is None or bool(view.value(INDIVIDUAL)),
            **kwargs,
        )


class UnpairedList(ListPage[MenteeCard]):
    """Mentees without a pair; those for whom nothing was done come first."""

    access = permissions.OFFICE
    title = _("Without a pair")
    lead = _("Mentees for whom no mentor is found yet. Those for whom nothing was done come first.")
    table_class = UnpairedTable
    filterset_class = ChoiceFilter
    export_name = "without-a-pair"
    empty = EmptyState(
        _("Everybody has a pair"), _("When a mentee has no pair, the support is recorded here."), "people"
    )

    def get_queryset(self) -> QuerySet[MenteeCard]:
        return queries.unpaired()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Form a pair"), reverse("pairs:choose"), "plus-lg")]


class SupportPage(FormPage[SupportForm]):
    """Record what was done for one mentee; what was done before stands above."""

    access = permissions.OFFICE
    title = _("Support without a pair")
    template_name = "pairs/support.html"
    form_class = SupportForm
    draft = True
    success_message = _("The support is recorded.")

    @cached_property
    def card(self) -> MenteeCard:
        """The mentee of the address, of the bank."""
        found = people.mentees().filter(pk=self.kwargs["mentee_card"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The mentee, before anything is shown."""
        _card = self.card

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Without a pair"), reverse("pairs:unpaired"))]

    def get_cancel_url(self) -> str:
        return reverse("pairs:unpaired")

    def get_success_url(self, result: Any) -> str:
        return reverse("pairs:unpaired")

    def perform(self, form: SupportForm) -> SupportMeasure:
        return actions.record_support(card=self.card, **form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = current_or_none()
        return super().get_context_data(
            card=self.card,
            measures=self.card.support.all()[:20],
            rule=view.rule(UNPAIRED) if view else None,
            **kwargs,
        )
