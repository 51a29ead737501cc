"""Tracks by experience; both federal forms as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current
from kernel.clock import today
from tenants.isolation.context import require_school
from ui.files import XLSX, Download
from ui.pages import Crumb, DownloadPage, EmptyState, ListPage, Text

from .. import federal, permissions, queries
from ..filters_bank import TrackFilter
from ..models import MenteeCard, Person
from ..queries import Bank
from ..tables_bank import TrackTable


class TrackList(ListPage[MenteeCard]):
    """Which school or club the experience of a mentee leads to, and who is there."""

    access = permissions.BANKS
    title = _("Tracks by experience")
    table_class = TrackTable
    filterset_class = TrackFilter
    export_name = "tracks"
    empty = EmptyState(
        _("No pedagogues among the mentees"), _("Enter mentees into their bank first."), "signpost-split"
    )

    def get_lead(self) -> Text:
        view = current()
        return f"{view.render('scope.mentee_experience')} ({view.rule('scope.mentee_experience').clause})"

    def get_queryset(self) -> QuerySet[MenteeCard]:
        return queries.mentees().filter(person__kind=Person.Kind.EMPLOYEE)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": current()}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Mentees"), reverse("people:mentees"))]


class _Federal(DownloadPage):
    """The federal form of a bank, filled. Personal data of everybody: only for the office."""

    access = permissions.OFFICE
    bank: Bank

    def get_download(self) -> Download:
        name = f"{federal.forms()[self.bank]['title']} {today():%Y-%m-%d}.xlsx"
        return Download(federal.workbook(self.bank, require_school().short_name), name, XLSX)


class FederalMentors(_Federal):
    """Of the mentors' bank."""

    bank = "mentor"


class FederalMentees(_Federal):
    """Of the mentees' bank."""

    bank = "mentee"
