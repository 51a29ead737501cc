"""A new pair: choose a mentee, see who fits, form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people import queries as people
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import ROLE_MODELS, suited_models
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.pages import Crumb, EmptyState, FormPage, ListPage, go_to

from .. import actions, permissions, queries
from ..choosing import CRITERIA_KEY, Candidate, Terms, candidates, default_terms
from ..filters import ChoiceFilter
from ..forms import PairForm
from ..models import Match
from ..tables import ChoiceTable

DETAILED = 8


class ChooseMentee(ListPage[MenteeCard]):
    """The first step: mentees without a pair come first."""

    access = permissions.OFFICE
    title = _("Whom to find a mentor for?")
    lead = _("Mentees without a pair come first. Choose one: fitting mentors are shown next.")
    table_class = ChoiceTable
    filterset_class = ChoiceFilter
    exportable = False
    empty = EmptyState(
        _("The bank of mentees is empty"), _("Enter a mentee into the bank first."), "person-raised-hand"
    )

    def get_queryset(self) -> QuerySet[MenteeCard]:
        return queries.mentees_by_need()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]


class NewPair(FormPage[PairForm]):
    """The second step: mentors by fit with reasons, the terms of the pair, the proposal."""

    access = permissions.OFFICE
    title = _("New pair")
    template_name = "pairs/new.html"
    form_class = PairForm
    submit_label = _("Propose the pair")
    wide = True
    success_message = _("The pair is proposed: both sides are asked to answer.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.chosen:
            return go_to(request, reverse("pairs:choose"))
        return super().get(request, *args, **kwargs)

    @cached_property
    def view(self) -> RegulationView:
        """The regulation in force."""
        return current()

    @cached_property
    def chosen(self) -> list[MenteeCard]:
        """The mentees of the address (or of the form sent)."""
        sent = self.request.POST.getlist("mentees") or self.request.GET.getlist("mentee")
        numbers = [int(key) for key in sent if key.isdecimal() and len(key) < 19]
        return list(people.mentees().filter(pk__in=numbers))

    @cached_property
    def defaults(self) -> Terms:
        """What the form begins with."""
        return default_terms(self.view, self.chosen, today())

    def get_initial(self) -> dict[str, Any]:
        terms = self.defaults
        return {
            "mentees": [card.pk for card in self.chosen],
            "form": terms.form,
            "type_": terms.type,
            "role_model": next(iter(suited_models(terms.form)), "") if self.view.value(ROLE_MODELS) else "",
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "goal": self.chosen[0].request if len(self.chosen) == 1 else "",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "view": self.view,
            "mentors": people.mentors(),
            "mentees": queries.mentees_by_need(),
        }

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index")), Crumb(_("Choose a mentee"), reverse("pairs:choose"))]

    def get_cancel_url(self) -> str:
        return reverse("pairs:choose")

    def perform(self, form: PairForm) -> Match:
        values = form.values()
        mentors, mentees = list(values.pop("mentors")), list(values.pop("mentees"))
        return actions.form_pair(mentors=mentors, mentees=mentees, **values, acting=self.actor)

    def get_success_url(self, result: Match) -> str:
        return result.get_absolute_url()

    def get_already_done_url(self) -> str:
        return reverse("pairs:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = self._candidates(context["form"])
        possible = [each for each in found if each.is_possible]
        return {
            **context,
            "chosen": self.chosen,
            "criteria": self.view.rule(CRITERIA_KEY),
            "criteria_words": self.view.render(CRITERIA_KEY),
            "best": possible[:DETAILED],
            "rest": possible[DETAILED:],
            "excluded": [each for each in found if not each.is_possible],
            "picked": [int(key) for key in self.request.POST.getlist("mentors") if key.isdecimal()],
        }

    def _candidates(self, form: PairForm) -> list[Candidate]:
        """Mentors against the terms typed so far, against the defaults where a field is empty or wrong."""
        if not self.chosen:
            return []
        typed = getattr(form, "cleaned_data", {})
        start = self.defaults
        terms = Terms(
            form=typed.get("form") or start.form,
            type=typed.get("type_") or start.type,
            starts_on=typed.get("starts_on") or start.starts_on,
            ends_on=typed.get("ends_on") or start.ends_on,
        )
        return candidates(self.view, self.chosen, terms, today())
