"""Pages of the steps: answer, order, cancel, end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.orders.labour import queries as labour
from apps.school.orders.labour.actions import GROUNDS
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import EARLY
from apps.school.regulation.view import RegulationView
from kernel.actions import reference
from kernel.clock import today
from ui.pages import ConfirmPage, FormPage

from .. import actions, permissions, steps
from ..actions.closing import view_of
from ..forms import AnswerForm, EndForm
from ..models import OPEN_PETITIONS, Match, Petition
from ..rules import COMPLETING_GROUNDS
from .common import OfPair


class AnswerPage(OfPair, FormPage[AnswerForm]):
    """Own answer, a guardian's, or a paper one that the office records."""

    access = permissions.ANSWERERS
    template_name = "pairs/answer.html"
    form_class = AnswerForm
    submit_label = _("Send the answer")
    success_message = _("The answer is recorded.")

    def get_title(self) -> str:
        if permissions.may_manage(self.actor):
            return gettext("An answer given on paper")
        return gettext("Answer to the proposal")

    @cached_property
    def people(self) -> list[Person]:
        """For whom the actor may answer."""
        return steps.answerable(self.match, self.actor)

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.people[0].pk} if self.people else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people}

    def perform(self, form: AnswerForm) -> Match:
        person = next(each for each in self.people if str(each.pk) == form.cleaned_data["person"])
        return actions.answer(
            match=self.match,
            person=person,
            accepted=form.cleaned_data["answer"] == AnswerForm.YES,
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = view_of(self.match)
        return super().get_context_data(
            match=self.match,
            nobody=not self.people,
            form_word=view.local_name("mentoring_form", self.match.form),
            type_word=view.local_name("mentoring_type", self.match.type),
            **kwargs,
        )


class PrepareOrder(OfPair, ConfirmPage):
    """Put the order before the head."""

    access = permissions.OFFICE
    title = _("Prepare the order")
    confirm_label = _("Send for signature")
    success_message = _("The order waits for the head.")

    def get_consequences(self) -> Sequence[str]:
        kind = current().local_name("pair_act_kind", str(current().value("pairing.act")))
        return [
            gettext("The head gets the act for signature: %(kind)s.") % {"kind": kind},
            gettext("After the signature the pair begins its work."),
            gettext("Until then the office can withdraw it."),
        ]

    def perform(self) -> Order:
        return actions.prepare_order(match=self.match, acting=self.actor)


class CancelPair(OfPair, ConfirmPage):
    """Drop a pair before its order."""

    access = permissions.OFFICE
    title = _("Cancel the pair")
    confirm_label = _("Cancel the pair")
    danger = True
    success_message = _("The pair is cancelled.")

    def get_consequences(self) -> Sequence[str]:
        return [
            gettext("The mentor's place is free again."),
            gettext("The answers given so far stay in the history."),
        ]

    def perform(self) -> Match:
        return actions.cancel_pair(match=self.match, acting=self.actor)


class EndPair(OfPair, FormPage[EndForm]):
    """Complete the work or end it early, by a ground of the closed list."""

    access = permissions.OFFICE
    title = _("Complete or end the pair")
    template_name = "pairs/end.html"
    form_class = EndForm
    submit_label = _("Close the pair")

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair was formed under."""
        return view_of(self.match)

    @cached_property
    def leaving(self) -> list[Petition]:
        """Petitions under way that end the pair: a mentor resigns, a side asks for the end."""
        kinds = (Petition.Kind.RESIGNATION, Petition.Kind.ENDING)
        rows = self.match.petitions.filter(state__in=OPEN_PETITIONS, kind__in=kinds).order_by("pk")
        return list(rows.select_related("author"))

    def get_initial(self) -> dict[str, Any]:
        notice = labour.notice_of(reference(self.match))
        # What an act has begun an act ends, where the regulation names one and a side has asked for it.
        by_order = bool(self.leaving or notice) and self.view.is_set("pairing.act")
        found: dict[str, Any] = {"closed_on": today(), "by_order": by_order}
        if notice is not None:
            found |= {"ground": GROUNDS[notice.side], "notice_on": notice.signed_on}
        for petition in self.leaving:
            if petition.kind == Petition.Kind.RESIGNATION:
                found["notice_on"] = petition.filed_on
            elif petition.state == Petition.State.GRANTED:
                found |= {"ground": petition.ground, "note": petition.text}
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.view}

    def perform(self, form: EndForm) -> Match | Order:
        values = form.values()
        act = actions.order_end if values.pop("by_order") else actions.end_pair
        return act(match=self.match, **values, completed=values["ground"] in COMPLETING_GROUNDS, acting=self.actor)

    def get_success_message(self, result: Match | Order) -> str:
        if isinstance(result, Order):
            return gettext("The order of the end waits for the head.")
        return gettext("The pair is closed.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            rule=self.view.rule("termination.grounds"),
            early_rule=self.view.rule(EARLY),
            leaving=self.leaving,
            **kwargs,
        )
