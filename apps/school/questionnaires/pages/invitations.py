"""One invitation: the personal link, the answers, what they would change in the card."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import Action, ActionPage, Crumb, DetailPage, FormPage, Page, Text

from .. import actions, applying, links, queries, reading
from ..forms import ApplyForm
from ..models import Invitation, Round
from ..permissions import OFFICE
from ..tables import INVITATION_KINDS
from .library import url
from .rounds import rounds_crumb


class OfInvitation(Page):
    """Mixin: the invitation named in the address, for the office."""

    access = OFFICE

    @cached_property
    def invitation(self) -> Invitation:
        """The invitation; ``NotFound`` for a foreign one."""
        return queries.invitation_by_id(self.kwargs["invitation"])

    def find_objects(self) -> None:
        """The invitation must be here."""
        _ = self.invitation

    def get_lead(self) -> Text:
        return self.invitation.name

    def get_crumbs(self) -> Sequence[Crumb]:
        round_ = self.invitation.round
        return [
            rounds_crumb(),
            Crumb(round_.title, round_.get_absolute_url()),
            Crumb(self.invitation.name, self.invitation.get_absolute_url()),
        ]

    def get_success_url(self, result: Any) -> str:
        """Back to the invitation."""
        return self.invitation.get_absolute_url()

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.invitation.get_absolute_url()

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.invitation.get_absolute_url()


class InvitationPage(OfInvitation, DetailPage[Invitation]):
    """Where one person stands: the link, the paper, the answers, what they would change in the card."""

    template_name = "questionnaires/invitation.html"

    def find(self) -> Invitation:
        return self.invitation

    def get_title(self) -> Text:
        return self.invitation.name

    def get_lead(self) -> Text:
        return self.invitation.round.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:2]

    @cached_property
    def changes(self) -> list[applying.Change]:
        """What the answers would change."""
        return applying.changes(self.invitation)

    def get_page_actions(self) -> Sequence[Action]:
        key = {"invitation": self.invitation.pk}
        if self.invitation.state == Invitation.State.ANSWERED:
            take = Action(_("Take over into the card"), url("apply", **key), icon="box-arrow-in-down")
            return [take] if self.changes else []
        if self.invitation.round.state != Round.State.OPEN:
            return []
        label = _("Make a new link") if self.invitation.link_nonce else _("Make a personal link")
        return [
            Action(_("Type in from paper"), url("paper", **key), icon="pencil"),
            Action(label, url("make_link", **key), "link-45deg", "secondary", method="post"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.invitation
        response = getattr(invitation, "response", None)
        questions = list(invitation.round.version.questions.all())
        link = self.request.build_absolute_uri(links.path_of(invitation)) if invitation.link_nonce else ""
        return super().get_context_data(
            **{
                "invitation": invitation,
                "state_kind": INVITATION_KINDS[invitation.state],
                "link": link,
                "lines": reading.pages_of(response, questions) if response is not None else [],
                "is_hidden": invitation.round.anonymous and invitation.state == Invitation.State.ANSWERED,
                **kwargs,
            }
        )


class MakeLinkPage(OfInvitation, ActionPage):
    """A fresh personal link."""

    success_message = _("The link is made: give it to the person. The former one no longer works.")

    def perform(self) -> Invitation:
        return actions.make_link(invitation=self.invitation, acting=self.actor)


class ApplyPage(OfInvitation, FormPage[ApplyForm]):
    """What the answers would change in the card, field by field."""

    title = _("Take the answers over into the card")
    template_name = "questionnaires/apply.html"
    form_class = ApplyForm
    submit_label = _("Take over what is ticked")
    success_message = _("The answers are added to the card.")

    @cached_property
    def changes(self) -> list[applying.Change]:
        """What would change."""
        return applying.changes(self.invitation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "changes": self.changes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"changes": self.changes, **kwargs})

    def perform(self, form: ApplyForm) -> Invitation:
        return actions.apply_answers(invitation=self.invitation, **form.values(), acting=self.actor)

    def get_success_url(self, result: Invitation) -> str:
        person = applying.person_of(self.invitation)
        return person.get_absolute_url() if person is not None else url("rounds")
