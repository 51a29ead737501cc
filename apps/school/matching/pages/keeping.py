"""What the fit is judged by: weights, declared ties, conditions of meeting."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.weighing import USUAL, weights_in_force
from apps.school.people import queries as people
from apps.school.people.models import Person
from apps.school.regulation.queries import current_or_none
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage

from .. import actions, permissions, queries
from ..forms import ConditionsForm, TieForm, WeightsForm
from ..models import MeetingConditions, Tie
from ..tables import ConditionsTable, TieTable

CRUMB = _("Matching of a cohort")


class WeightsPage(FormPage[WeightsForm]):
    """The weights in force; a preset fills all of them."""

    access = permissions.OFFICE
    title = _("Weights of the fit")
    lead = _("They hold for the choice of one mentor and for whole cohorts. Proposals made before keep theirs.")
    template_name = "matching/weights.html"
    form_class = WeightsForm
    success_message = _("The weights are saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(CRUMB, reverse("matching:index"))]

    def get_initial(self) -> dict[str, Any]:
        weights = weights_in_force()
        return {part: weights.of(part) for part in USUAL}

    def get_cancel_url(self) -> str:
        return reverse("matching:index")

    def perform(self, form: WeightsForm) -> Any:
        return actions.set_weights(values=form.weights(), acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("matching:weights")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(history=list(queries.weights_history()[:5]), **kwargs)


class TieList(ListPage[Tie]):
    """Whom the matching keeps apart."""

    access = permissions.OFFICE
    title = _("Declared ties")
    lead = _("Relatives and superiors are not proposed to each other. Guardians of a pupil count as relatives.")
    table_class = TieTable
    export_name = "ties"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(CRUMB, reverse("matching:index"))]

    def get_queryset(self) -> QuerySet[Tie]:
        return queries.ties()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Declare a tie"), reverse("matching:tie_new"), "plus-lg")]

    def get_empty(self) -> EmptyState:
        action = Action(_("Declare a tie"), reverse("matching:tie_new"), "plus-lg")
        return EmptyState(_("No ties declared"), _("Declare relatives and superiors here."), "person-x", action)


class NewTie(FormPage[TieForm]):
    """Declare a tie."""

    access = permissions.OFFICE
    title = _("Declare a tie")
    form_class = TieForm
    success_message = _("The tie is declared.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(CRUMB, reverse("matching:index")), Crumb(_("Declared ties"), reverse("matching:ties"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": queries.people_of_banks()}

    def get_cancel_url(self) -> str:
        return reverse("matching:ties")

    def perform(self, form: TieForm) -> Tie:
        return actions.declare_tie(**form.values(), acting=self.actor)

    def get_success_url(self, result: Tie) -> str:
        return reverse("matching:ties")


class RemoveTie(ConfirmPage):
    """The tie holds no longer."""

    access = permissions.OFFICE
    title = _("Remove the tie")
    confirm_label = _("Remove")
    success_message = _("The tie is removed.")

    @cached_property
    def tie(self) -> Tie:
        """``NotFound`` otherwise."""
        return queries.tie_by_id(self.kwargs["tie"])

    def find_objects(self) -> None:
        _found = self.tie

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(CRUMB, reverse("matching:index")), Crumb(_("Declared ties"), reverse("matching:ties"))]

    def get_consequences(self) -> Sequence[Any]:
        names = {"first": self.tie.first.full_name, "second": self.tie.second.full_name}
        return [_("%(first)s and %(second)s may be proposed to each other again.") % names]

    def get_cancel_url(self) -> str:
        return reverse("matching:ties")

    def perform(self) -> None:
        actions.remove_tie(tie=self.tie, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("matching:ties")


class ConditionsList(ListPage[Person]):
    """When and where the people of the banks can meet."""

    access = permissions.OFFICE
    title = _("Conditions of meeting")
    lead = _("Modes, free time and place move the fit where both sides have said something.")
    table_class = ConditionsTable
    export_name = "conditions"
    empty = EmptyState(_("The banks are empty"), icon="calendar-week")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(CRUMB, reverse("matching:index"))]

    def get_queryset(self) -> QuerySet[Person]:
        return queries.people_of_banks()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"said": {row.person_id: row for row in MeetingConditions.objects.all()}}


class ConditionsPage(FormPage[ConditionsForm]):
    """Of one person, written down by the office."""

    access = permissions.OFFICE
    form_class = ConditionsForm
    success_message = _("The conditions are saved.")

    @cached_property
    def person(self) -> Person:
        """Somebody of the banks; ``NotFound`` otherwise."""
        found = people.present().filter(pk=self.kwargs["person"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _found = self.person

    def get_title(self) -> str:
        return self.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [
            Crumb(CRUMB, reverse("matching:index")),
            Crumb(_("Conditions of meeting"), reverse("matching:conditions")),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": current_or_none()}

    def get_initial(self) -> dict[str, Any]:
        row = queries.conditions_of(self.person)
        return {"modes": row.modes, "times": row.times, "place": row.place} if row is not None else {}

    def get_cancel_url(self) -> str:
        return reverse("matching:conditions")

    def perform(self, form: ConditionsForm) -> MeetingConditions:
        return actions.save_conditions(person=self.person, **form.values(), acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class OwnConditions(ConditionsPage):
    """A participant's own."""

    access = permissions.PARTICIPANTS
    title = _("When and where I can meet")
    lead = _("The curator looks for a mentor or a mentee whose time and place suit you.")

    @cached_property
    def person(self) -> Person:
        """The signed-in person; ``NotFound`` for an account without a record."""
        found = people.person_of(self.actor.account_id)
        if found is None:
            raise NotFound()
        return found

    def get_title(self) -> str:
        return str(self.title)

    def get_crumbs(self) -> Sequence[Crumb]:
        return ()

    def get_cancel_url(self) -> str:
        return reverse("today:index")
