"""«My card»: what the school has written about oneself and one's wards, requests, self-assessment, portfolio."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ui.pages import Page

from .. import permissions, queries
from ..models import Person
from .papers import told_rows
from .tabs import growth_of


class OwnCard(Page):
    """One's own card. Guardians see what others said of their wards."""

    access = permissions.OWN
    template_name = "people/own.html"
    title = _("My card")
    lead = _("What the school has written down about you, and what you add yourself.")

    @cached_property
    def person(self) -> Person | None:
        """The person of the account; None for an account without one."""
        return queries.person_of(self.actor.account_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        if person is None:
            return super().get_context_data(person=None, **kwargs)
        mentee = queries.card_of(person, "mentee")
        return super().get_context_data(
            person=person,
            wards=[(ward, told_rows(ward)) for ward in queries.wards_of(person)],
            told=told_rows(person),
            is_participant=permissions.PARTICIPANTS.admits(self.actor),
            is_mentee=mentee is not None and mentee.state == mentee.State.ACTIVE,
            items=queries.portfolio_of(person),
            **growth_of(person),
            **kwargs,
        )
