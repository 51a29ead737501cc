"""Calls for help: between the author and the one addressee."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import person_of
from ui.pages import Action, ActionPage, Crumb, EmptyState, FormPage, Page, Text

from .. import actions, queries
from ..actions.diary import Words
from ..forms import HelpForm, ReplyForm
from ..models import Signal, SignalReply
from ..permissions import HELP, OWN
from .base import at, me

STATE_KINDS = {"sent": "waiting", "taken": "active", "answered": "success", "closed": "neutral"}


class HelpPage(Page):
    """What one has sent and got."""

    access = HELP
    title = _("Help")
    template_name = "meetings/help.html"

    def get_lead(self) -> Text:
        if self.actor.has("mentor", "mentee"):
            return _("If something goes wrong in the pair, write: only the one whom you choose reads it.")
        return _("Calls for help that are addressed to you.")

    def get_page_actions(self) -> Sequence[Action]:
        if not self.actor.has("mentor", "mentee"):
            return ()
        return [Action(_("Ask for help"), at("help_new"), "life-preserver")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = person_of(self.actor.account_id)
        signals = list(queries.signals_for(self.actor)[:100])
        rows = [
            {"signal": each, "kind": STATE_KINDS[each.state], "mine": own is not None and each.author_id == own.pk}
            for each in signals
        ]
        text = _("Nobody but the one whom you choose learns that you have written.")
        empty = EmptyState(_("No calls for help"), text, "life-preserver")
        return super().get_context_data(**{"rows": rows, "empty": empty, **kwargs})


class _Back(Page):
    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Help"), at("help"))]

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return at("help")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return at("help")


class HelpNewPage(_Back, FormPage[HelpForm]):
    """Ask for help. No draft is kept: others may use this computer."""

    access = OWN
    title = _("Ask for help")
    lead = _("Only the person whom you choose reads it. The other side of your pair does not learn of it.")
    form_class = HelpForm
    submit_label = _("Send it")
    success_message = _("It is sent. You will see here when it is read and answered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        people = [(str(each.account), f"{each.name}, {each.who}") for each in queries.addressees(me(self.actor))]
        return {**super().get_form_kwargs(), "people": people}

    def perform(self, form: HelpForm) -> Signal:
        said = form.cleaned_data
        return actions.send_signal(addressee=said["addressee"], words=Words(said["text"]), acting=self.actor)

    def get_success_url(self, result: Signal) -> str:
        return result.get_absolute_url()


class OfSignal(_Back):
    """Mixin: the call named in the address, for the two whom it concerns."""

    access = HELP

    @cached_property
    def signal(self) -> Signal:
        """One's own, sent or got; ``NotFound`` for everybody else."""
        return queries.get_signal(self.actor, self.kwargs["signal"])

    def find_objects(self) -> None:
        _signal = self.signal

    def is_addressee(self) -> bool:
        """True for the one who was asked."""
        return self.signal.addressee == self.actor.account_id

    def get_success_url(self, result: Any) -> str:
        """Back to the talk."""
        return self.signal.get_absolute_url()


class SignalPage(OfSignal, FormPage[ReplyForm]):
    """The talk, and a word to add."""

    title = _("Call for help")
    template_name = "meetings/signal.html"
    form_class = ReplyForm
    submit_label = _("Send it")
    success_message = _("It is sent.")

    def get_page_actions(self) -> Sequence[Action]:
        if self.signal.state == Signal.State.CLOSED:
            return ()
        question = _("Is the talk over?")
        close = Action(_("Close"), at("signal_close", self.signal.pk), "check2", "quiet", "post", question)
        if not self.is_addressee() or self.signal.state != Signal.State.SENT:
            return [close]
        take = Action(_("Take in work"), at("signal_take", self.signal.pk), "hand-thumbs-up", method="post")
        return [take, close]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "signal": self.signal,
                "kind": STATE_KINDS[self.signal.state],
                "replies": self.signal.replies.all(),
                "is_open": self.signal.state != Signal.State.CLOSED,
                **kwargs,
            }
        )

    def perform(self, form: ReplyForm) -> SignalReply:
        return actions.answer_signal(signal=self.signal, words=Words(form.cleaned_data["text"]), acting=self.actor)


class SignalTakePage(OfSignal, ActionPage):
    """It is read, and being worked on."""

    success_message = _("The author sees that you have taken it in work.")

    def perform(self) -> Signal:
        return actions.take_signal(signal=self.signal, acting=self.actor)


class SignalClosePage(OfSignal, ActionPage):
    """The talk is over."""

    success_message = _("The call is closed.")

    def perform(self) -> Signal:
        return actions.close_signal(signal=self.signal, acting=self.actor)
