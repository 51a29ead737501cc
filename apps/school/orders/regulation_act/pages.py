"""Pages of the regulation's document: its files, the order that approves it. Reached from the regulation's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.errors import NotADraft
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.permissions import READ, may_edit
from kernel.errors import NotFound
from tenants.journal.models import Job
from ui.pages import ActionPage, Crumb, Download, DownloadPage, FormPage

from .. import permissions
from ..models import Order
from . import actions, queries
from .forms import ApproveForm

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


class _OfVersion:
    """Mixin: the version of the address; drafts only for those who prepare them."""

    actor: Any
    kwargs: dict[str, Any]

    @property
    def version(self) -> RegulationVersion:
        """Read once."""
        if not hasattr(self, "_version"):
            found = regulation.find_version(self.kwargs["version"])
            if found.is_draft and not may_edit(self.actor):
                raise NotFound()
            self._version = found
        return self._version

    def get_cancel_url(self) -> str:
        """Back to the document."""
        return reverse("regulation:document", kwargs={"version": self.version.pk})

    def get_crumbs(self) -> Sequence[Crumb]:
        """The way back."""
        return [
            Crumb(_("Regulation"), reverse("regulation:index")),
            Crumb(_("The regulation as a document"), self.get_cancel_url()),
        ]


class MakePage(_OfVersion, ActionPage):
    """Starts the making of both files."""

    access = permissions.OFFICE
    success_message = _("The documents are being made.")

    def perform(self) -> Job:
        return actions.make_documents(version=self.version, acting=self.actor)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:show", kwargs={"job": result.pk})


class ApprovePage(_OfVersion, FormPage[ApproveForm]):
    """The order that approves a draft, for the head's signature."""

    access = permissions.OFFICE
    title = _("Order approving the regulation")
    lead = _("The head's signature gives the order its number and brings the draft into force.")
    form_class = ApproveForm
    submit_label = _("Give to the head for signature")
    success_message = _("The order waits for the head's signature.")
    draft = True

    def get_initial(self) -> dict[str, Any]:
        adopted = regulation.view_of_version(self.version).value("act.adopted")
        return {name: adopted.get(name) for name in ("body", "protocol_no", "protocol_date")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": regulation.view_of_version(self.version)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.version.is_draft:
            raise NotADraft()
        return super().get_context_data(**kwargs)

    def perform(self, form: ApproveForm) -> Order:
        return actions.prepare_approval(version=self.version, acting=self.actor, **form.values())

    def get_success_url(self, result: Order) -> str:
        return result.get_absolute_url()


class _FilePage(_OfVersion, DownloadPage):
    """A file of a version."""

    access = READ
    field: str
    content_type: str

    def get_download(self) -> Download:
        document = queries.document_of(self.version)
        if document is None or not document.is_fresh:
            raise NotFound()
        file: FieldFile = getattr(document, self.field)
        name = gettext("Regulation, version No. %(number)s") % {"number": self.version.number}
        return Download(file.open("rb").file, f"{name}.{self.field}", self.content_type)


class DocxFile(_FilePage):
    """For signing by hand."""

    field = "docx"
    content_type = DOCX_TYPE


class PdfFile(_FilePage):
    """For reading and sending."""

    field = "pdf"
    content_type = PDF_TYPE
