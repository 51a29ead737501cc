"""Lists from spreadsheets: upload, columns, check, preview, confirmation, report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import InputError
from tenants.journal.models import Job
from ui.files import XLSX, Download
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, DownloadPage, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries
from ..forms import ColumnsForm, UploadForm
from ..importing import columns as naming
from ..importing import report
from ..models import Person, StaffImport
from ..tables import ImportTable

State = StaffImport.State
SHOWN_PROBLEMS = 50


def imports_crumb() -> Crumb:
    """The way to the lists."""
    return Crumb(_("Loaded lists"), reverse("people:imports"))


class ImportList(ListPage[StaffImport]):
    """Lists loaded so far."""

    access = permissions.OFFICE
    title = _("Loaded lists")
    lead = _("Staff and pupils from spreadsheets. A list loaded again updates people and never doubles them.")
    table_class = ImportTable
    exportable = False

    def get_queryset(self) -> QuerySet[StaffImport]:
        return queries.imports()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Load a list"), reverse("people:import_new"), icon="cloud-upload")]

    def get_empty(self) -> EmptyState:
        return EmptyState(
            _("No list has been loaded yet"),
            _("Any spreadsheet with a header will do: you say what its columns mean, and the system remembers it."),
            "cloud-upload",
            Action(_("Load a list"), reverse("people:import_new"), icon="cloud-upload"),
        )


class Upload(FormPage[UploadForm]):
    """Choose a file."""

    access = permissions.OFFICE
    title = _("Load a list")
    lead = _("Nothing is written before you have seen what changes and have confirmed it.")
    form_class = UploadForm
    submit_label = _("Next: the columns")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [imports_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("people:imports")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": Person.Kind.EMPLOYEE}

    def perform(self, form: UploadForm) -> StaffImport:
        return actions.begin_import(acting=self.actor, **form.values())

    def get_success_url(self, result: StaffImport) -> str:
        return reverse("people:import_columns", kwargs={"staff_import": result.pk})


class OfImport:
    """Mixin: the list of the address."""

    kwargs: dict[str, Any]

    @cached_property
    def staff_import(self) -> StaffImport:
        """The list; ``NotFound`` for a foreign one."""
        return queries.import_by_id(self.kwargs["staff_import"])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the list."""
        return [imports_crumb(), Crumb(self.staff_import.file_name, self.staff_import.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return self.staff_import.get_absolute_url()


def job_url(job: Job) -> str:
    """The page that shows how far a work is."""
    return reverse("jobs:show", kwargs={"job": job.pk})


class Columns(OfImport, FormPage[ColumnsForm]):
    """What each column means."""

    access = permissions.OFFICE
    template_name = "people/import_columns.html"
    title = _("What the columns mean")
    lead = _("The guesses come from the titles and from what you chose last time.")
    form_class = ColumnsForm
    submit_label = _("Next: check the list")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [imports_crumb()]

    def get_initial(self) -> dict[str, Any]:
        mapping = self.staff_import.mapping
        return {f"column_{place}": mapping.get(column["title"], "") for place, column in enumerate(self._columns)}

    @property
    def _columns(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.staff_import.columns
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"columns": self._columns, "choices": list(naming.choices())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(steps=steps("columns"), **kwargs)

    def perform(self, form: ColumnsForm) -> Job:
        try:
            return actions.name_columns(staff_import=self.staff_import, mapping=form.mapping, acting=self.actor)
        except InputError as refusal:
            # The action names columns by their titles, the form by their places.
            names = {title: name for name, title in form.titles.items()}
            problems = [problem | {"place": names.get(problem["place"], "")} for problem in refusal.problems]
            raise InputError(refusal.message, problems=problems, next_step=refusal.next_step) from refusal

    def get_success_url(self, result: Job) -> str:
        return job_url(result)

    def get_already_done_url(self) -> str:
        return self.staff_import.get_absolute_url()


def steps(now: str) -> list[dict[str, Any]]:
    """The four steps for the stepper; ``now``: columns, check, preview or done."""
    names = {"file": _("File"), "columns": _("Columns"), "preview": _("What changes"), "done": _("Written")}
    order = list(names)
    at = order.index(now)
    marks = ["done" if place < at or now == "done" else "current" if place == at else "todo" for place in range(4)]
    return [{"label": names[name], "state": mark} for name, mark in zip(order, marks, strict=True)]


class ImportPage(OfImport, DetailPage[StaffImport]):
    """Where a list stands: the preview, the result, or the way on."""

    access = permissions.OFFICE
    template_name = "people/import.html"

    def find(self) -> StaffImport:
        return self.staff_import

    def get_crumbs(self) -> Sequence[Crumb]:
        return [imports_crumb()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A list whose columns are not named leads to their page."""
        if self.staff_import.state == State.UPLOADED:
            return HttpResponseRedirect(reverse("people:import_columns", kwargs={"staff_import": self.staff_import.pk}))
        return super().get(request, *args, **kwargs)

    def get_page_actions(self) -> Sequence[Action]:
        key = {"staff_import": self.staff_import.pk}
        found: list[Action] = []
        if self.staff_import.problems:
            report_url = reverse("people:import_report", kwargs=key)
            found.append(Action(_("Rejected rows as XLSX"), report_url, "file-earmark-spreadsheet", "secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.staff_import
        problems = [report.worded(problem) for problem in row.problems[:SHOWN_PROBLEMS]]
        state = row.state
        return super().get_context_data(
            row=row,
            steps=steps("done" if state == State.DONE else "preview"),
            is_done=state == State.DONE,
            is_checked=state == State.CHECKED,
            is_running=state in (State.CHECKING, State.WRITING),
            is_failed=state == State.FAILED,
            is_cancelled=state == State.CANCELLED,
            can_write=bool(row.counts.get("new") or row.counts.get("changed")),
            preview=_preview(row),
            problems=problems,
            more_problems=max(0, len(row.problems) - SHOWN_PROBLEMS),
            **kwargs,
        )


def _preview(row: StaffImport) -> dict[str, list[dict[str, Any]]]:
    """The kept preview with titles of fields for people."""
    new = [
        item | {"facts": ", ".join(f"{naming.TITLES[name]}: {value}" for name, value in item["facts"])}
        for item in row.preview.get("new", ())
    ]
    changed = [
        item
        | {
            "changes": [
                {"title": naming.TITLES[name], "old": old or "—", "new": value} for name, old, value in item["changes"]
            ]
        }
        for item in row.preview.get("changed", ())
    ]
    return {"new": new, "changed": changed}


class Confirm(OfImport, ConfirmPage):
    """Write the good rows."""

    access = permissions.OFFICE
    title = _("Write the list")
    confirm_label = _("Write the good rows")

    def get_consequences(self) -> Iterable[Text]:
        counts = self.staff_import.counts
        new, changed, rejected = (counts.get(name, 0) for name in ("new", "changed", "rejected"))
        return [
            ngettext("%(count)s new person will be added.", "%(count)s new people will be added.", new)
            % {"count": new},
            ngettext("%(count)s person will be changed.", "%(count)s people will be changed.", changed)
            % {"count": changed},
            ngettext(
                "%(count)s rejected row will not be written.", "%(count)s rejected rows will not be written.", rejected
            )
            % {"count": rejected},
            gettext("The file itself is deleted afterwards; the report of rejected rows is kept."),
        ]

    def perform(self) -> Job:
        return actions.confirm_import(staff_import=self.staff_import, acting=self.actor)

    def get_success_url(self, result: Job) -> str:
        return job_url(result)


class Cancel(OfImport, ConfirmPage):
    """Write nothing."""

    access = permissions.OFFICE
    title = _("Cancel the list")
    confirm_label = _("Cancel the list")
    danger = True
    success_message = _("The list is cancelled: nothing was written.")

    def get_consequences(self) -> Iterable[Text]:
        return [_("Nothing of this list is written."), _("The file and what was found in it are deleted.")]

    def perform(self) -> StaffImport:
        return actions.cancel_import(staff_import=self.staff_import, acting=self.actor)

    def get_success_url(self, result: StaffImport) -> str:
        return reverse("people:imports")


class Report(OfImport, DownloadPage):
    """The rejected rows as a workbook."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        name = gettext("Rejected rows, list %(number)s.xlsx") % {"number": self.staff_import.pk}
        return Download(report.report_xlsx(self.staff_import), name, XLSX)
