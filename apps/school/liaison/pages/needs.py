"""Needs: published without a name, answered by any school with an offered mentor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.school.liaison import actions, permissions, queries, rules
from apps.school.liaison.forms import AnswerNeedForm, NeedForm, SearchForm
from apps.school.liaison.pages.shell import LinesPage, Section
from apps.school.liaison.tables import NeedTable, OwnNeedTable, waits_for
from apps.school.people import queries as people
from apps.school.regulation.queries import current
from kernel.clock import today
from ui.forms import FilterForm
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage

_TITLE = _("%(name)s, %(points)s of 100")


class NeedsPage(LinesPage):
    """What mentees of other schools need, without names."""

    access = permissions.OFFICE
    title = _("Needs of other schools")
    lead = _("Nobody is named. Answer with a mentor whom you offer; the other school's curator decides next.")
    tab = "needs"
    table_class = NeedTable
    export_name = "needs"
    empty = EmptyState(
        _("No needs are published"), _("As soon as another school publishes a need, you find it here."), "search"
    )

    def get_filter_form(self) -> FilterForm:
        form = SearchForm(self.request.GET, choices=current().choices("forms.enabled"))
        del form.fields["full"]
        form.fields["q"].label = _("Need, subject or school")
        return form

    def get_lines(self) -> Sequence[outlook.NeedLine]:
        form = self.filter_form
        asked = form.cleaned_data if form is not None and form.is_valid() else {}
        return outlook.open_needs(
            queries.own_id(),
            search=asked.get("q", ""),
            form=asked.get("form", ""),
            place=asked.get("place", ""),
            day=int(asked.get("day") or 0),
        )


class AnswerNeedPage(Section, FormPage[AnswerNeedForm]):
    """Answer another school's need with one of the own offered mentors; the best suited stands first, with reasons."""

    access = permissions.CURATORS
    template_name = "liaison/answer_need.html"
    title = _("Answer the need")
    form_class = AnswerNeedForm
    submit_label = _("Offer this mentor")
    success_message = _("The answer is sent: the curator of the mentee's school decides next.")

    @cached_property
    def need(self) -> outlook.NeedLine:
        """The need of another school, or a 404."""
        return outlook.open_need(queries.own_id(), self.kwargs["need"])

    @cached_property
    def suited(self) -> list[outlook.Suggestion]:
        """Own open offers that suit it."""
        return outlook.answers_of_own(queries.own_id(), self.need.need)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Needs of other schools"), reverse("liaison:needs"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        offers = [
            (
                str(each.offer.offer),
                _TITLE % {"name": each.offer.mentor_name, "points": each.fit.points},
            )
            for each in self.suited
        ]
        wanted = [(form.code, form.title) for form in self.need.forms]
        return {**super().get_form_kwargs(), "offers": offers, "choices": wanted}

    def get_initial(self) -> dict[str, Any]:
        return {"offer": str(self.suited[0].offer.offer)} if self.suited else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"need": self.need, "suited": self.suited, **kwargs})

    def get_cancel_url(self) -> str:
        return reverse("liaison:needs")

    def perform(self, form: AnswerNeedForm) -> Any:
        values = form.values()
        return actions.answer_need(
            need=self.need.need, offer=UUID(values["offer"]), form=values["form"], acting=self.actor
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:request", kwargs={"remote_request": result})


class OwnNeedsPage(LinesPage):
    """This school's own needs."""

    access = permissions.OFFICE
    title = _("Our needs")
    tab = "own_needs"
    table_class = OwnNeedTable
    export_name = "own-needs"

    def get_lines(self) -> Sequence[outlook.NeedLine]:
        return outlook.own_needs(queries.own_id())

    def get_page_actions(self) -> Sequence[Action]:
        if not self.actor.has("curator"):
            return []
        return [Action(_("Publish a need"), reverse("liaison:need_new"), "plus-lg")]

    def get_empty(self) -> EmptyState:
        action = Action(_("Publish a need"), reverse("liaison:need_new")) if self.actor.has("curator") else None
        text = _("Nobody at home can help a mentee? All schools read the need, without the name, and may answer.")
        return EmptyState(_("No needs are published"), text, "megaphone", action)


class NewNeedPage(Section, FormPage[NeedForm]):
    """Publish what an own mentee needs."""

    access = permissions.CURATORS
    title = _("Publish a need without a name")
    form_class = NeedForm
    submit_label = _("Publish")
    success_message = _("The need is published. Below are the mentors who suit it.")
    draft = True

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = current().choices("forms.enabled")
        return {**super().get_form_kwargs(), "mentees": people.mentees(), "choices": choices}

    def get_initial(self) -> dict[str, Any]:
        first = today()
        initial: dict[str, Any] = {"starts_on": first, "ends_on": rules.longest_term(current(), first)}
        chosen = self.request.GET.get("mentee", "")
        return {**initial, "mentee": chosen} if chosen.isdigit() else initial

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Our needs"), reverse("liaison:own_needs"))]

    def get_cancel_url(self) -> str:
        return reverse("liaison:own_needs")

    def perform(self, form: NeedForm) -> Any:
        values = form.values()
        return actions.publish_need(
            mentee=values["mentee"],
            text=values["text"],
            subjects=form.subject_list,
            forms=values["forms_"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            times=form.times,
            acting=self.actor,
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:need", kwargs={"need": result})


class _OwnNeed(Section):
    """A page about one of the school's own needs."""

    @cached_property
    def need(self) -> outlook.NeedLine:
        """The need, or a 404."""
        return outlook.own_need(queries.own_id(), self.kwargs["need"])

    def find_objects(self) -> None:
        """A need of another school is not found here."""
        super().find_objects()
        _ = self.need

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Our needs"), reverse("liaison:own_needs"))]


class NeedPage(_OwnNeed):
    """One of the school's own needs: as others see it, who has answered, which mentors suit it."""

    access = permissions.OFFICE
    template_name = "liaison/need.html"

    def get_title(self) -> str:
        return self.need.about[:1].upper() + self.need.about[1:]

    @property
    def is_open(self) -> bool:
        """True while schools may answer."""
        return self.need.state == "open"

    def get_page_actions(self) -> Sequence[Action]:
        if not self.is_open or not self.actor.has("curator"):
            return []
        url = reverse("liaison:need_withdraw", kwargs={"need": self.need.need})
        return [Action(_("Withdraw the need"), url, "x-circle", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = queries.own_id()
        answers = [(line, waits_for(line)) for line in outlook.answers_to(own, self.need.need)]
        suited = outlook.suggestions(own, self.need.need) if self.is_open else []
        return super().get_context_data(
            **{
                "need": self.need,
                "answers": answers,
                "suited": suited,
                "asks": self.is_open and self.actor.has("curator"),
                **kwargs,
            }
        )


class WithdrawNeedPage(_OwnNeed, ConfirmPage):
    """Take a need back."""

    access = permissions.CURATORS
    title = _("Withdraw the need")
    confirm_label = _("Withdraw")
    success_message = _("The need is withdrawn.")

    def get_consequences(self) -> Sequence[Any]:
        return [_("Other schools no longer see it."), _("Answers that wait are declined with this reason.")]

    def perform(self) -> Any:
        return actions.withdraw_need(need=self.need.need, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:own_needs")

    def get_cancel_url(self) -> str:
        return reverse("liaison:need", kwargs={"need": self.kwargs["need"]})
