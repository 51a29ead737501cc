"""Levels from a list: the file, and a blank one to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import competencies_of, framework_by_id, frameworks_in_use, mentees
from ui.files import XLSX, write_xlsx
from ui.pages import Crumb, Download, DownloadPage, FormPage, Text

from .. import actions
from ..forms import ImportForm
from ..permissions import OFFICE
from .sessions import sessions_crumb


class ImportPage(FormPage[ImportForm]):
    """Everything that is wrong with the list is told by row and column; with one fault nothing is written."""

    access = OFFICE
    title = _("Levels from a list")
    lead = _("Answers of one side about many people, from XLSX or CSV.")
    form_class = ImportForm
    template_name = "growth/import.html"
    submit_label = _("Read the list")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [sessions_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"frameworks": list(frameworks_in_use()), **kwargs})

    def perform(self, form: ImportForm) -> int:
        return actions.import_levels(acting=self.actor, **form.values())

    def get_success_message(self, result: int) -> Text:
        words = ngettext("%(count)s person is written down.", "%(count)s people are written down.", result)
        return words % {"count": result}

    def get_cancel_url(self) -> str:
        return reverse("growth:sessions")

    def get_success_url(self, result: Any) -> str:
        return reverse("growth:sessions")


class BlankFile(DownloadPage):
    """A workbook with the mentees of the bank and the competencies of a framework, to be filled in."""

    access = OFFICE

    def get_download(self) -> Download:
        framework = framework_by_id(self.kwargs["framework"])
        titles = [row.title for row in competencies_of(framework)]
        headers = [gettext("Staff number"), pgettext("person", "Full name"), *titles]
        people = [card.person for card in mentees()]
        rows = [[person.staff_number, person.full_name, *("" for _title in titles)] for person in people]
        return Download(write_xlsx(headers, rows, title=framework.title), f"{framework.title}.xlsx", XLSX)
