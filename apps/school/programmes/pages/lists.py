"""All programmes, and the shortcut to one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from kernel.doors import Door
from ui.pages import Action, EmptyState, ListPage

from .. import queries
from ..models import Programme
from ..permissions import LIBRARY, RELEASES, SEE
from ..permissions import OFFICE as OFFICE_PAGES
from ..tables import ProgrammeFilter, ProgrammeTable

OFFICE = frozenset({"curator", "head", "methodical_association"})
EXPORTED_ONLY = ("starts_on", "form")  # a list must stay readable; the workbook has room


class IndexPage(ListPage[Programme]):
    """Programmes with their progress; participants see only their own."""

    access = SEE
    title = _("Programmes")
    table_class = ProgrammeTable
    filterset_class = ProgrammeFilter
    export_name = "programmes"

    def get_queryset(self) -> QuerySet[Programme]:
        return queries.for_list(self.actor)

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = () if self.request.GET.get("export") else EXPORTED_ONLY
        return {"view": regulation.current_or_none(), "exclude": hidden}

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if OFFICE_PAGES.admits(self.actor):
            found.append(Action(_("Annual programme"), reverse("programmes:annual"), "journal-text", "quiet"))
        if LIBRARY.admits(self.actor):
            found.append(Action(_("Library of typical plans"), reverse("programmes:library"), "collection", "quiet"))
            found.append(Action(_("Sheet of analysis"), reverse("programmes:sheets"), "clipboard-check", "quiet"))
        if OFFICE_PAGES.admits(self.actor):
            found.append(Action(_("Template of the programme"), reverse("programmes:papers"), "file-word", "quiet"))
        if RELEASES.admits(self.actor):
            found.append(Action(_("Releases from lessons"), reverse("programmes:releases"), "door-open", "quiet"))
        return found

    def get_empty(self) -> EmptyState:
        if self.actor.has(*OFFICE):
            text = _("A draft appears by itself when the order on a pair is signed.")
        else:
            text = _("Your programme appears here when the order on your pair is signed.")
        return EmptyState(_("No programmes yet"), text, "journal-check")


class MinePage(Door):
    """«Моя пара»: straight to the only open programme, else to the list."""

    access = SEE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Redirect."""
        mine = list(queries.own(self.actor).filter(state__in=queries.OPEN)[:2])
        return HttpResponseRedirect(mine[0].get_absolute_url() if len(mine) == 1 else reverse("programmes:index"))
