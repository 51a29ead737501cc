"""A school's data for the platform operator: exports to download, deletion by an act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning.life import actions
from tenants.provisioning.life.models import Destruction, SchoolExport
from tenants.provisioning.pages.schools import OfSchool, school_url
from ui.files import Download
from ui.forms import EstafetaForm
from ui.pages import Action, ActionPage, Crumb, DownloadPage, FormPage, Text

State = School.State
CLOSED_FOR_EXPORT = (State.NEW, State.DELETED)


def life_url(school: School) -> str:
    """The page of a school's data."""
    return reverse("provisioning:life", kwargs={"school": school.slug})


class _OfSchool(OfSchool):
    def get_crumbs(self) -> Sequence[Crumb]:
        school = self.object
        return [*super().get_crumbs(), Crumb(school.short_name, school_url(school))]

    def get_cancel_url(self) -> str:
        return life_url(self.object)

    def get_success_url(self, result: Any) -> str:
        """The progress of a work that was begun, else the school's data."""
        return reverse("jobs:show", kwargs={"job": result.pk}) if isinstance(result, Job) else life_url(self.object)


class LifePage(_OfSchool):
    """Exports that are kept, acts of destruction, and what can be done next."""

    title = _("Data of the school")
    template_name = "provisioning/life.html"

    def get_page_actions(self) -> Sequence[Action]:
        school, keys = self.object, {"school": self.object.slug}
        found: list[Action] = []
        if school.state not in CLOSED_FOR_EXPORT:
            found.append(Action(_("Export"), reverse("provisioning:export", kwargs=keys), "download", method="post"))
        if school.state == State.ARCHIVED:
            found.append(Action(_("Delete"), reverse("provisioning:delete", kwargs=keys), "trash", "danger"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.object
        exports = SchoolExport.objects.of(school.pk).filter(finished_at__isnull=False, removed_at=None)
        acts = Destruction.objects.of(school.pk).defer("act", "extract")
        return super().get_context_data(exports=list(exports), acts=list(acts), **kwargs)


class ExportPage(_OfSchool, ActionPage):
    """Begin an export."""

    def perform(self) -> Job:
        url = life_url(self.object)
        return actions.order_export(school=self.object, acting=self.actor, result_url=url)


class DestructionForm(EstafetaForm):
    """What the act of destruction says, and the slug typed by hand."""

    act_number = forms.CharField(label=_("Number of the act"), max_length=40)
    act_date = forms.DateField(label=_("Date of the act"), initial=today)
    basis = forms.CharField(
        label=_("Reason of the destruction"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For instance: the purpose of processing is reached, the institution is closed."),
    )
    responsible = forms.CharField(label=_("Who destroys the data: name and post"), max_length=300)
    address = forms.CharField(
        label=_("Address of the institution"),
        max_length=300,
        required=False,
        help_text=_("The act must name it; left empty, it gets a line to be filled in by hand."),
    )
    confirm = forms.CharField(label=_("Name in the address of the school"), max_length=40)


class DeletePage(_OfSchool, FormPage[DestructionForm]):
    """Destroy an archived school's data by an act."""

    form_class = DestructionForm
    template_name = "provisioning/delete.html"
    submit_label = _("Destroy the data")

    def get_title(self) -> Text:
        return _("Delete “%(name)s”") % {"name": self.object.short_name}

    def get_form(self) -> DestructionForm:
        form = super().get_form()
        form.fields["confirm"].help_text = _("Type it to confirm: %(slug)s") % {"slug": self.object.slug}
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            destroyed=[
                _("The school's part of the database with everything in it, and its database role."),
                _("Its files: documents, scans, lists; the archives of it that are kept here for download."),
                _("Roles in the school, and the accounts that have no role in any other place."),
                _("Its offers, requests and drafts of cases in the region; its addresses, jobs and cached entries."),
            ],
            kept=[
                _("Counts of the region's statistics: they tell of no person."),
                _("Pairs with other schools and published cases, without the names of this school's people."),
                _("The act, the extract from the log, and the region's journal of acts."),
                _("Backups of the whole database, until they expire: the runbook says how long."),
            ],
            **kwargs,
        )

    def perform(self, form: DestructionForm) -> Job:
        return actions.order_destruction_with_job(
            school=self.object, acting=self.actor, result_url=life_url(self.object), **form.values()
        )


class ExportFilePage(DownloadPage, _OfSchool):
    """An archive that is kept here."""

    def get_download(self) -> Download:
        export = SchoolExport.objects.of(self.object.pk).filter(pk=self.kwargs["export"]).first()
        file = actions.exports_folder() / export.file if export is not None and export.is_kept else None
        if export is None or file is None or not file.is_file():
            raise NotFound()
        name = f"{self.object.slug}-{export.created_at:%Y-%m-%d}.zip"
        return Download(file.open("rb"), name, content_type="application/zip")


class RemoveExportPage(_OfSchool, ActionPage):
    """Stop keeping an archive."""

    success_message = _("The archive is removed.")

    def perform(self) -> SchoolExport:
        export = SchoolExport.objects.of(self.object.pk).filter(pk=self.kwargs["export"]).first()
        if export is None:
            raise NotFound()
        return actions.remove_export(export=export, acting=self.actor)


class _DocumentPage(DownloadPage, _OfSchool):
    def destruction(self) -> Destruction:
        """The finished destruction of the address."""
        found = Destruction.objects.of(self.object.pk).filter(pk=self.kwargs["destruction"]).first()
        if found is None or found.finished_at is None:
            raise NotFound()
        return found


class ActFilePage(_DocumentPage):
    """The act as PDF."""

    def get_download(self) -> Download:
        name = f"{self.object.slug}-act.pdf"
        return Download(bytes(self.destruction().act), name, content_type="application/pdf", inline=True)


class ExtractFilePage(_DocumentPage):
    """The extract from the log as CSV."""

    def get_download(self) -> Download:
        return Download(bytes(self.destruction().extract), f"{self.object.slug}-extract.csv", content_type="text/csv")
