"""The list of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules.change import INDIVIDUAL
from ui.pages import Action, EmptyState, ListPage

from .. import permissions, queries
from ..filters import PairFilter
from ..models import Match
from ..tables import PairTable


class PairList(ListPage[Match]):
    """All pairs of the school for the staff, their own for everybody else."""

    access = permissions.EVERYBODY
    title = _("Pairs")
    table_class = PairTable
    filterset_class = PairFilter
    export_name = "pairs"

    def get_queryset(self) -> QuerySet[Match]:
        return queries.for_list(queries.visible_to(self.actor))

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": current_or_none()}

    def get_page_actions(self) -> Sequence[Action]:
        petitions = Action(_("Petitions"), reverse("pairs:petitions"), "envelope-paper", "quiet")
        requests = Action(_("Requests for mentors"), reverse("pairs:requests"), "person-plus", "secondary")
        if not permissions.may_manage(self.actor):
            return [requests, petitions] if permissions.ANSWERERS.admits(self.actor) else ()
        found = [
            Action(_("Form a pair"), reverse("pairs:choose"), "plus-lg"),
            Action(_("Without a pair"), reverse("pairs:unpaired"), "person-raised-hand", "secondary"),
            requests,
            petitions,
        ]
        view = current_or_none()
        if view is not None and not view.value(INDIVIDUAL):
            found.append(Action(_("Common term"), reverse("pairs:common_term"), "calendar-range", "quiet"))
        return found

    def get_empty(self) -> EmptyState:
        if not permissions.may_manage(self.actor):
            return EmptyState(_("No pairs yet"), _("When you are asked into a pair, it is here."), "people")
        action = Action(_("Choose a mentee"), reverse("pairs:choose"), "person-raised-hand")
        return EmptyState(_("No pairs yet"), _("Choose a mentee first: fitting mentors are shown."), "people", action)
