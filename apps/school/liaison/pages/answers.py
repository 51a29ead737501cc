"""The two people's own yes or no to a pair between schools."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.school.liaison import actions, permissions, queries
from apps.school.liaison.forms import DeclineForm
from apps.school.liaison.pages.shell import Section
from kernel.errors import NotFound
from ui.pages import ConfirmPage, FormPage


class _MyRequest(Section):
    """A request whose own person is the reader, asked now or agreed before."""

    access = permissions.PARTICIPANTS

    @cached_property
    def line(self) -> outlook.RequestLine:
        """The request, or a 404."""
        found = outlook.request(queries.own_id(), self.kwargs["remote_request"])
        if found.own_account != self.actor.account_id or not found.own_knows or found.state != "asked":
            raise NotFound()
        return found

    @property
    def is_mentee(self) -> bool:
        """True when the mentee is ours."""
        return self.line.mentee_card is not None

    def find_objects(self) -> None:
        """Nobody answers for another person."""
        _ = self.line

    def get_success_url(self, result: Any) -> str:
        """The own list."""
        return reverse("liaison:my_requests" if self.is_mentee else "liaison:my_offers")

    def get_cancel_url(self) -> str:
        """The same."""
        return self.get_success_url(None)

    def answer(self, *, agreed: bool, reason: str = "") -> None:
        """By the side."""
        act = actions.answer_as_mentee if self.is_mentee else actions.answer_as_mentor
        act(request=self.line.request, agreed=agreed, reason=reason, acting=self.actor)


class AgreeToRequestPage(_MyRequest, ConfirmPage):
    """Yes."""

    title = _("Agree to work together")
    confirm_label = _("I agree")
    success_message = _("Thank you. You are told when the pair has come into being.")

    def get_consequences(self) -> Sequence[Any]:
        line = self.line
        term = _("From %(begins)s to %(ends)s, %(form)s.") % {
            "begins": line.starts_on.strftime("%d.%m.%Y"),
            "ends": line.ends_on.strftime("%d.%m.%Y"),
            "form": line.form_title,
        }
        need = _("The need: «%(need)s»") % {"need": line.need}
        if self.is_mentee:
            return [
                _("%(mentor)s (%(school)s) will be your mentor, by video.")
                % {"mentor": line.mentor_name, "school": line.mentor_school},
                need,
                term,
                _("When both curators have approved, the other school sees your name."),
                _("You may leave the pair later, at any time."),
            ]
        return [
            _("A mentee of %(school)s asks for your help: %(about)s.")
            % {"school": line.school, "about": line.mentee_about},
            need,
            term,
            _("You learn the name when your curator has approved."),
            _("You may leave the pair later, at any time."),
        ]

    def perform(self) -> Any:
        return self.answer(agreed=True)


class DeclineMyRequestPage(_MyRequest, FormPage[DeclineForm]):
    """No, with a reason."""

    title = _("Decline to work together")
    form_class = DeclineForm
    submit_label = _("Decline")
    success_message = _("Declined: both curators are told.")

    def perform(self, form: DeclineForm) -> Any:
        return self.answer(agreed=False, reason=form.values()["reason"])
