"""Many schools from a table: upload, what was understood, confirmation, progress, what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tenants.journal.models import Job
from tenants.provisioning import bulk, lists, regulations
from tenants.provisioning.forms import KINDS, ListForm
from tenants.provisioning.models import SchoolList
from tenants.provisioning.pages.schools import OPERATOR
from ui.files import XLSX, Download, write_xlsx
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, DownloadPage, FormPage, Text

SHOWN = 100


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Schools"), reverse("provisioning:schools"))]


class NewListPage(FormPage[ListForm]):
    """Choose a table."""

    access = OPERATOR
    title = _("Many schools from a table")
    lead = _(
        "The table is checked first. Schools that exist already are left alone: the same table can be loaded again."
    )
    form_class = ListForm
    submit_label = _("Check the table")

    def get_crumbs(self) -> Sequence[Crumb]:
        return _crumbs()

    def get_cancel_url(self) -> str:
        return reverse("provisioning:schools")

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Sample table"), reverse("provisioning:list_sample"), "file-earmark-spreadsheet", "secondary")]

    def perform(self, form: ListForm) -> SchoolList:
        file = form.cleaned_data["file"]
        return bulk.keep_list(file=file, file_name=file.name, acting=self.actor)

    def get_success_url(self, result: SchoolList) -> str:
        return reverse("provisioning:list", kwargs={"school_list": result.pk})


class SampleTable(DownloadPage):
    """A table with the titles and one row."""

    access = OPERATOR

    def get_download(self) -> Download:
        row = {
            "slug": "school-12",
            "name": "МБОУ «Средняя школа № 12»",
            "short_name": "Школа № 12",
            "kind": str(dict(KINDS)["school"]),
            "municipality": "Городской округ Сосновка",
            "zone": "Europe/Moscow",
            "curator": "curator@school-12.example",
            "head": "head@school-12.example",
            "preset": regulations.presets()[0][0],
        }
        content = write_xlsx(
            list(lists.TITLES.values()), [[row[name] for name in lists.TITLES]], title=str(_("Schools"))
        )
        return Download(content, "schools.xlsx", XLSX)


class _OfList(DetailPage[SchoolList]):
    access = OPERATOR

    def find(self) -> SchoolList | None:
        return SchoolList.objects.filter(pk=self.kwargs["school_list"]).first()

    def get_crumbs(self) -> Sequence[Crumb]:
        return _crumbs()


class SchoolListPage(_OfList):
    """What the table asks for, row by row, and how far it is done."""

    template_name = "provisioning/school_list.html"

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows with their fates of this moment."""
        rows = self.object.rows
        return [{**row, "fate": fate} for row, fate in zip(rows, lists.fates(rows), strict=True)]

    def _with(self, *fates: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["fate"] in fates]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to_create, faulty = self._with(*bulk.TO_CREATE), self._with("faulty")
        refused = [
            {**row, "why": self.object.failures[row["values"]["slug"]]}
            for row in to_create
            if row["values"]["slug"] in self.object.failures
        ]
        job = bulk.list_job(self.object)
        return super().get_context_data(
            job=job,
            is_running=job is not None and not job.is_over,
            counts={"new": len(to_create), "exists": len(self._with("exists")), "faulty": len(faulty)},
            to_create=to_create[:SHOWN],
            more=max(0, len(to_create) - SHOWN),
            faults=[(row, column, reason) for row in faulty for column, reason in row["faults"]],
            refused=refused,
            **kwargs,
        )


class CreateListPage(_OfList, ConfirmPage):
    """Create what is missing."""

    title = _("Create the schools of the list")
    confirm_label = _("Create the schools")

    def get_cancel_url(self) -> str:
        return reverse("provisioning:list", kwargs={"school_list": self.object.pk})

    def get_consequences(self) -> Iterable[Text]:
        rows = bulk.rows_to_create(self.object)
        faulty = sum(bool(row["faults"]) for row in self.object.rows)
        yield _("Schools to be created: %(count)s. Each gets its address and its own part of the database.") % {
            "count": len(rows)
        }
        yield _("Curators and heads get their invitations as soon as their school opens.")
        if faulty:
            yield _("Rows with faults are left out: %(count)s.") % {"count": faulty}

    def perform(self) -> Job:
        return bulk.order_list(school_list=self.object, acting=self.actor, result_url=self.get_cancel_url())

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:show", kwargs={"job": result.pk})
