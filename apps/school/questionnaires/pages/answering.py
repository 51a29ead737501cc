"""Answering: one's own, by a personal link without an account, from paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import DomainError
from ui.pages import Crumb, FormPage, Page, Text, go_to

from .. import actions, links, queries
from ..errors import Answered, NotAsking
from ..forms import AnswerForm
from ..models import Invitation, Round
from ..permissions import BY_LINK, OWN
from .invitations import OfInvitation
from .library import url

LATER = "later"


class MinePage(Page):
    """What the signed-in person is asked, and what was answered."""

    access = OWN
    title = _("My questionnaires")
    lead = _("A few minutes each. You can begin, keep what is written and go on later.")
    template_name = "questionnaires/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        rows = list(queries.invitations_of(self.actor))
        waiting = [row for row in rows if is_asking(row) and row.state != Invitation.State.ANSWERED]
        done = [row for row in rows if row.state == Invitation.State.ANSWERED]
        return super().get_context_data(**{"waiting": waiting, "done": done, "day": day, **kwargs})


def is_asking(invitation: Invitation) -> bool:
    """True when its survey takes answers today."""
    round_ = invitation.round
    return round_.state == Round.State.OPEN and round_.opens_on <= today() <= round_.closes_on


class _Answering(FormPage[AnswerForm]):
    """What all ways of answering have in common: the form of the questions, keeping for later, sending once."""

    template_name = "questionnaires/answer.html"
    form_class = AnswerForm
    submit_label = _("Send the answers")
    success_message = _("The answers are sent. Thank you.")
    draft = True
    way = Invitation.Way.SYSTEM

    @cached_property
    def invitation(self) -> Invitation:
        """Whose answers."""
        raise NotImplementedError

    @property
    def answering(self) -> Actor:
        """Who answers, as the journal names it."""
        return self.actor

    def find_objects(self) -> None:
        """The invitation must exist for this person."""
        _ = self.invitation

    def get_title(self) -> Text:
        return self.invitation.round.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "questions": list(self.invitation.round.version.questions.all()),
            "people": queries.offered_people(self.invitation),
            "answers": self.invitation.draft,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            "invitation": self.invitation,
            "version": self.invitation.round.version,
            "groups": context["form"].groups(),
            "can_keep": not self.invitation.round.anonymous,
            "is_paper": self.way == Invitation.Way.PAPER,
            "later": LATER,
            **context,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The questions; where no answer is taken the reason instead."""
        refusal = self.refusal()
        if refusal is not None:
            return self.show_refusal(refusal, form=self.get_form(), is_over=True)
        return super().get(request, *args, **kwargs)

    def refusal(self) -> DomainError | None:
        """Why no answer is taken now."""
        if self.invitation.state == Invitation.State.ANSWERED:
            return Answered()
        taken = is_asking(self.invitation) or (self.way == Invitation.Way.PAPER and self._is_open())
        return None if taken else NotAsking()

    def _is_open(self) -> bool:
        return self.invitation.round.state == Round.State.OPEN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep for later, or send."""
        if LATER not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.is_valid()
        try:
            actions.save_draft(invitation=self.invitation, answers=form.answers(), way=self.way, acting=self.answering)
        except DomainError as refusal:
            return self.show_refusal(refusal, form=form)
        messages.success(request, str(_("What is written is kept: you can go on later.")))
        return go_to(request, request.path)

    def perform(self, form: AnswerForm) -> Invitation:
        return actions.answer(invitation=self.invitation, answers=form.answers(), way=self.way, acting=self.answering)


class OwnPage(_Answering):
    """By the signed-in person."""

    access = OWN

    @cached_property
    def invitation(self) -> Invitation:
        return queries.own_invitation(self.actor, self.kwargs["invitation"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("My questionnaires"), url("mine"))]

    def get_success_url(self, result: Any) -> str:
        return url("mine")

    def get_already_done_url(self) -> str:
        return url("mine")

    def get_cancel_url(self) -> str:
        return url("mine")


class LinkPage(_Answering):
    """By the personal link: no account, the ticket is the right."""

    access = BY_LINK
    template_name = "questionnaires/by_link.html"
    way = Invitation.Way.LINK

    @cached_property
    def invitation(self) -> Invitation:
        return links.invitation_of(self.kwargs["ticket"])

    @property
    def answering(self) -> Actor:
        return replace(self.actor, name=self.invitation.name)

    def get_success_url(self, result: Any) -> str:
        return url("thanks")

    def get_already_done_url(self) -> str:
        return url("thanks")

    def get_success_message(self, result: Any) -> Text:
        return ""


class ThanksPage(Page):
    """After an answer by link."""

    access = BY_LINK
    title = _("Thank you")
    lead = _("The answers are sent. The link has done its work: you can close this page.")
    template_name = "ui/front.html"


class PaperPage(OfInvitation, _Answering):
    """Typed in by the curator exactly as it stands on the paper."""

    way = Invitation.Way.PAPER
    submit_label = _("Save the answers from paper")
    success_message = _("The answers are typed in.")
    invitation = OfInvitation.invitation

    def get_title(self) -> Text:
        return self.invitation.round.title
