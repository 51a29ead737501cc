"""Levels from a list: the file, and a blank one to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import competencies_of, framework_by_id, frameworks_in_use, mentees
from ui.files import XLSX, write_xlsx
from ui.pages import Action, Crumb, DetailPage, Download, DownloadPage, FormPage, Text

from .. import actions, queries
from ..forms import ImportForm
from ..models import LevelImport
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

    def perform(self, form: ImportForm) -> LevelImport:
        return actions.import_levels(acting=self.actor, **form.values())

    def get_success_message(self, result: LevelImport) -> Text:
        return written_words(result.written) if result.is_over else ""

    def get_cancel_url(self) -> str:
        return reverse("growth:sessions")

    def get_success_url(self, result: LevelImport) -> str:
        if result.job_id is not None:
            return reverse("jobs:show", kwargs={"job": result.job_id})
        return result.get_absolute_url() if result.faults else reverse("growth:sessions")


def written_words(count: int) -> str:
    """«12 people are written down»."""
    words = ngettext("%(count)s person is written down.", "%(count)s people are written down.", count)
    return words % {"count": count}


class ResultPage(DetailPage[LevelImport]):
    """What has become of a list: how many are written, and the rows that could not be."""

    access = OFFICE
    template_name = "growth/import_result.html"

    @cached_property
    def made(self) -> LevelImport:
        """The list of the address; ``NotFound`` otherwise."""
        return queries.import_by_id(self.kwargs["level_import"])

    def find(self) -> LevelImport:
        return self.made

    def get_title(self) -> Text:
        return gettext("Levels from a list: %(framework)s") % {"framework": self.made.framework.title}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [sessions_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Open the diagnostics"), reverse("growth:sessions"), "clipboard-data")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = self.made
        return super().get_context_data(
            made=made,
            written=written_words(made.written),
            job_url=reverse("jobs:show", kwargs={"job": made.job_id}) if made.job_id and not made.is_over else "",
            facts=[
                (gettext("Kind"), made.get_kind_display()),
                (gettext("Whose answers"), made.get_side_display()),
                (gettext("Made on"), f"{made.made_on:%d.%m.%Y}"),
                (gettext("Who loaded it"), made.author_name or "—"),
            ],
            **kwargs,
        )


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
