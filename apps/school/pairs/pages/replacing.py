"""Another mentor for a running pair: asked, answered, put before the head, given up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people import queries as people
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import Conflict, NotFound
from ui.pages import ConfirmPage, Crumb, FormPage

from .. import actions, permissions, queries, replacement_queries
from ..actions.closing import view_of
from ..forms import ReplaceForm
from ..life_forms import TakeOverForm
from ..models import Match, Replacement
from .common import OfPair


class ReplaceMentor(OfPair, FormPage[ReplaceForm]):
    """Name the new mentor, who is asked first."""

    access = permissions.OFFICE
    title = _("Replace the mentor")
    template_name = "pairs/replace.html"
    form_class = ReplaceForm
    submit_label = _("Ask the new mentor")
    success_message = _("The new mentor is asked: the order follows the consent.")

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair was formed under."""
        return view_of(self.match)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("ground", "")
        return {"ends_on": self.match.ends_on, **({"ground": asked} if asked else {})}

    def get_form_kwargs(self) -> dict[str, Any]:
        extra = {"view": self.view, "match": self.match, "mentors": people.mentors()}
        return {**super().get_form_kwargs(), **extra}

    def perform(self, form: ReplaceForm) -> Match:
        if not self.match.current_mentors:
            raise Conflict(_("The pair has no mentor now."))
        return actions.replace_mentor(match=self.match, **form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(match=self.match, **kwargs)


class _OfReplacement(OfPair):
    """Mixin: the replacement under way; ``NotFound`` without one."""

    @cached_property
    def change(self) -> Replacement:
        """The replacement."""
        found = queries.open_replacement(self.match)
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The replacement, before anything is shown."""
        _change = self.change


class OrderReplacement(_OfReplacement, ConfirmPage):
    """Put the order of the replacement before the head."""

    access = permissions.OFFICE
    title = _("Prepare the order of the replacement")
    confirm_label = _("Send for signature")
    success_message = _("The order of the replacement waits for the head.")

    def get_consequences(self) -> Sequence[str]:
        names = {
            "new": self.change.new_mentor.person.short_name,
            "old": self.change.old_mentor.person.short_name,
        }
        return [
            gettext("The head gets the order: %(new)s instead of %(old)s.") % names,
            gettext("Until the signature %(old)s stays the mentor.") % names,
        ]

    def perform(self) -> Match:
        return actions.order_replacement(match=self.match, acting=self.actor)


class GiveUpReplacement(_OfReplacement, ConfirmPage):
    """Leave the mentor as is."""

    access = permissions.OFFICE
    title = _("Give the replacement up")
    confirm_label = _("Give it up")
    danger = True
    success_message = _("The replacement is given up: the mentor stays.")

    def get_consequences(self) -> Sequence[str]:
        name = self.change.new_mentor.person.short_name
        return [
            gettext("The present mentor stays."),
            gettext("The place kept at %(name)s is free again.") % {"name": name},
        ]

    def perform(self) -> Match:
        return actions.give_up_replacement(match=self.match, acting=self.actor)


class AnswerReplacement(FormPage[TakeOverForm]):
    """The new mentor agrees or declines; the office records what was said on paper."""

    access = permissions.ANSWERERS
    template_name = "pairs/replace_answer.html"
    form_class = TakeOverForm
    submit_label = _("Send the answer")
    success_message = _("The answer is recorded.")
    actor: Actor
    kwargs: dict[str, Any]

    def find_objects(self) -> None:
        """The replacement, before anything is shown."""
        _change = self.change

    @cached_property
    def change(self) -> Replacement:
        """The replacement of the address, among those that the actor may answer."""
        return replacement_queries.get_asked(self.kwargs["replacement"], self.actor)

    @property
    def is_own(self) -> bool:
        """True for the new mentor's own answer."""
        return replacement_queries.is_asked(self.change, self.actor)

    def get_title(self) -> str:
        if self.is_own:
            return gettext("You are asked to take a pair over")
        return gettext("An answer given on paper")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_cancel_url(self) -> str:
        return reverse("today:index") if self.is_own else self.change.match.get_absolute_url()

    def get_success_url(self, result: Match) -> str:
        return self.get_cancel_url()

    def perform(self, form: TakeOverForm) -> Match:
        return actions.answer_replacement(
            replacement=self.change,
            accepted=form.cleaned_data["answer"] == TakeOverForm.YES,
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.change.match
        view = view_of(match)
        return super().get_context_data(
            match=match,
            change=self.change,
            mentees=[row.card.person for row in match.current_mentees],
            form_word=view.local_name("mentoring_form", match.form),
            type_word=view.local_name("mentoring_type", match.type),
            nobody=self.change.state != Replacement.State.ASKED,
            consequences=[
                gettext("Agreed: the curator prepares the order, and the work begins with its signature."),
                gettext("Declined: the curator reads the reason and looks for somebody else."),
            ],
            **kwargs,
        )
