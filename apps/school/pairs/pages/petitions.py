"""Petitions handed in: the list, one of them, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules import petition as rules
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage

from .. import actions, agreeing, permissions, queries
from ..actions.closing import view_of
from ..actions.petitions import may_decide
from ..change_forms import DecisionForm
from ..filters import PetitionFilter
from ..models import Match, Petition
from ..tables import PETITION_KINDS, PetitionTable

# Where the act speaks of each kind of petition.
RULES = {
    Petition.Kind.REPLACEMENT: rules.REQUEST_RIGHT,
    Petition.Kind.RESIGNATION: rules.RESIGNATION,
    Petition.Kind.ENDING: "termination.grounds",
}


class PetitionList(ListPage[Petition]):
    """All petitions for the office, one's own for others."""

    access = permissions.ANSWERERS
    title = _("Petitions")
    table_class = PetitionTable
    filterset_class = PetitionFilter
    export_name = "petitions"
    empty = EmptyState(
        _("No petitions"),
        _("A mentee may ask for another mentor and a mentor to be released: from the page of their pair."),
        "envelope-paper",
    )

    def get_queryset(self) -> QuerySet[Petition]:
        return queries.petitions_visible_to(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]


class _OfPetition:
    """Mixin: the petition of the address, among those that the actor may read."""

    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def petition(self) -> Petition:
        """The petition; ``NotFound`` otherwise."""
        return queries.get_petition(self.kwargs["petition"], self.actor)

    @cached_property
    def match(self) -> Match:
        """Its pair, with people."""
        return queries.with_people(Match.objects.filter(pk=self.petition.match_id)).get()

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair was formed under."""
        return view_of(self.petition.match)

    def find_objects(self) -> None:
        """The petition, before anything is shown."""
        _petition = self.petition

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to the list."""
        return [Crumb(_("Petitions"), reverse("pairs:petitions"))]

    def get_cancel_url(self) -> str:
        """Back to the petition."""
        return self.petition.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """The petition again."""
        return self.petition.get_absolute_url()


class PetitionPage(_OfPetition, DetailPage[Petition]):
    """One petition: what is asked and why, how it stands."""

    access = permissions.ANSWERERS
    template_name = "pairs/petition.html"

    def find(self) -> Petition | None:
        return self.petition

    def get_title(self) -> str:
        return f"{self.petition.get_kind_display().capitalize()}: {self.match.title}"

    def _url(self, name: str) -> str:
        return reverse(f"pairs:{name}", kwargs={"petition": self.petition.pk})

    def get_page_actions(self) -> Sequence[Action]:
        petition, found = self.petition, []
        if petition.state == Petition.State.FILED and may_decide(petition, self.actor):
            found.append(Action(_("Decide"), self._url("petition_decide"), "check2-circle"))
        if petition.state == Petition.State.GRANTED and permissions.may_manage(self.actor):
            found += self._carrying_out()
        if petition.is_open and (
            agreeing.speaks_for(self.actor, petition.author) or permissions.may_manage(self.actor)
        ):
            found.append(Action(_("Withdraw"), self._url("petition_withdraw"), "x-circle", "quiet"))
        return found

    def _carrying_out(self) -> list[Action]:
        end = reverse("pairs:end", kwargs={"pair": self.petition.match_id})
        if self.petition.kind == Petition.Kind.ENDING:
            return [Action(_("End the pair"), end, "flag")]
        ground = "reasoned_request" if self.petition.kind == Petition.Kind.REPLACEMENT else "mentor_refusal"
        replace = reverse("pairs:replace", kwargs={"pair": self.petition.match_id})
        return [
            Action(_("Replace the mentor"), f"{replace}?ground={ground}", "arrow-left-right"),
            Action(_("End the pair"), end, "flag", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        petition, key = self.petition, RULES[Petition.Kind(self.petition.kind)]
        grounds = "termination_ground" if petition.kind == Petition.Kind.ENDING else "resignation_ground"
        words = (("request_document", petition.document), (grounds, petition.ground))
        named = [self.view.local_name(dictionary, code) for dictionary, code in words if code]
        return super().get_context_data(
            petition=petition,
            match=self.match,
            kind=PETITION_KINDS[petition.state],
            words=", ".join(named),
            condition=catalogue().title("condition", petition.condition) if petition.condition else "",
            addressee=self.view.actor_name(petition.to_role),
            rule=self.view.rule(key),
            **kwargs,
        )


class DecidePetition(_OfPetition, FormPage[DecisionForm]):
    """Grant or refuse."""

    access = permissions.OFFICE
    title = _("Decision on the petition")
    template_name = "pairs/petition_decide.html"
    form_class = DecisionForm
    submit_label = _("Decide")
    draft = True
    success_message = _("The decision is recorded: the author sees it.")

    @property
    def bound(self) -> bool:
        """True for an employee's release, which nobody may refuse."""
        employed = self.petition.author.kind == Person.Kind.EMPLOYEE
        return employed and self.petition.kind == Petition.Kind.RESIGNATION

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "may_refuse": not self.bound}

    def get_initial(self) -> dict[str, Any]:
        return {"decision": DecisionForm.YES} if self.bound else {}

    def perform(self, form: DecisionForm) -> Petition:
        return actions.decide_petition(
            petition=self.petition,
            granted=form.cleaned_data["decision"] == DecisionForm.YES,
            answer=form.cleaned_data["answer"],
            acting=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(petition=self.petition, match=self.match, bound=self.bound, **kwargs)


class WithdrawPetition(_OfPetition, ConfirmPage):
    """The author thinks better of it."""

    access = permissions.ANSWERERS
    title = _("Withdraw the petition")
    confirm_label = _("Withdraw")
    danger = True
    success_message = _("The petition is withdrawn.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("Nobody decides on it any more."), gettext("It can be handed in anew later.")]

    def perform(self) -> Petition:
        return actions.withdraw_petition(petition=self.petition, acting=self.actor)
