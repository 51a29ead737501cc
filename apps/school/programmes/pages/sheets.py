"""The school's sheet of analysis: in use, changed, its versions; sheets on paper, blank and filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.uploads import CONTENT_TYPES
from ui.files import Download
from ui.pages import Action, ConfirmPage, Crumb, DownloadPage, FormPage, Text
from ui.pages.base import Page

from .. import library, paper, paper_templates, queries, sheet_versions, sheets, visiting
from ..models import VisitSheet
from ..permissions import LIBRARY, LIBRARY_EDIT, OFFICE, SEE
from ..visit_forms import SheetForm

PDF = "application/pdf"


class _Sheets(Page):
    access = LIBRARY

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Programmes"), reverse("programmes:index"))]

    def get_success_url(self, result: Any) -> str:
        """The sheet in use."""
        return reverse("programmes:sheets")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return reverse("programmes:sheets")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return reverse("programmes:sheets")


class SheetsPage(_Sheets):
    """The sheet in use and all versions."""

    title = _("Sheet of analysis")
    template_name = "programmes/sheets.html"

    def get_page_actions(self) -> Sequence[Action]:
        blank = [
            Action(_("Blank sheet"), reverse("programmes:sheet_blank"), icon="printer", variant="quiet"),
            Action(_("Blank sheet, DOCX"), reverse("programmes:sheet_blank_docx"), "file-earmark-word", "quiet"),
        ]
        if not library.may_edit(self.actor):
            return blank
        found = [Action(_("Change the sheet"), reverse("programmes:sheet_edit"), icon="pencil"), *blank]
        if OFFICE.admits(self.actor):
            own = reverse("programmes:sheet_papers")
            found.append(Action(_("Template of the sheet of analysis"), own, "file-earmark-text", "quiet"))
        if sheets.in_use().number:
            back = reverse("programmes:sheet_reset")
            found.append(Action(_("Back to the sheet of the product"), back, "arrow-counterclockwise", "quiet"))
        return found

    def shown(self) -> sheets.Sheet:
        """The sheet that the page shows."""
        return sheets.in_use()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"sheet": self.shown(), "versions": sheet_versions.sheets()[:50], "now_in_use": sheets.in_use().number}
            | kwargs
        )


class SheetVersionPage(SheetsPage):
    """An earlier version."""

    @cached_property
    def version(self) -> VisitSheet:
        """The version of the address; ``NotFound`` otherwise."""
        return sheet_versions.sheet_of(self.kwargs["sheet"])

    def find_objects(self) -> None:
        """The version."""
        _version = self.version

    def get_title(self) -> Text:
        return gettext("Sheet of analysis, version %(number)s") % {"number": self.version.number}

    def get_crumbs(self) -> list[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Sheet of analysis"), reverse("programmes:sheets"))]

    def shown(self) -> sheets.Sheet:
        row = self.version
        return sheets.Sheet.read({"title": row.title, "criteria": row.criteria, "number": row.number})


class SheetEditPage(_Sheets, FormPage[SheetForm]):
    """A new version of the sheet."""

    access = LIBRARY_EDIT
    title = _("Change the sheet")
    form_class = SheetForm
    template_name = "programmes/sheet_form.html"
    wide = True
    draft = True
    success_message = _("The new version of the sheet is in use. Visits that were analysed keep theirs.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sheet": sheets.in_use(), "more": "more" in self.request.POST}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show one row more without saving."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=self.get_form().unchecked()))

    def perform(self, form: SheetForm) -> VisitSheet:
        values = form.cleaned_data
        return sheet_versions.save_sheet(
            title=values["title"], criteria=form.criteria(), seen=values["seen"], acting=self.actor
        )


class SheetResetPage(_Sheets, ConfirmPage):
    """Back to the sheet of the house."""

    access = LIBRARY_EDIT
    title = _("Back to the sheet of the product")
    confirm_label = _("Use the sheet of the product")
    success_message = _("The sheet of the product is in use.")

    def get_consequences(self) -> list[Text]:
        return [
            _("New visits are analysed by the sheet of the product."),
            _("The versions of the school and the visits analysed by them stay."),
        ]

    def perform(self) -> VisitSheet:
        return sheet_versions.reset_sheet(acting=self.actor)


class _SheetFile(DownloadPage):
    """``format``: the school prints the PDF, or fills the DOCX in by hand."""

    format: str = "pdf"

    def made_of(self, data: dict[str, Any], name: str) -> Download:
        """The file by the template in use."""
        if self.format == "docx":
            return Download(paper_templates.sheet_docx(data), f"{name}.docx", CONTENT_TYPES["docx"])
        return Download(paper_templates.sheet_pdf(data), f"{name}.pdf", PDF, inline=True)


class SheetBlankFile(_SheetFile):
    """The sheet in use, to be filled by hand."""

    access = LIBRARY

    def get_download(self) -> Download:
        return self.made_of(paper.blank_sheet(sheets.in_use()), "sheet")


class VisitBlankFile(_SheetFile):
    """The blank sheet with the people of a pair."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        return self.made_of(paper.blank_sheet(sheets.in_use(), programme), f"sheet-{programme.pk}")


class VisitSheetFile(_SheetFile):
    """The sheet of a recorded visit, filled."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        visit = visiting.visit_of(programme, self.kwargs["visit"])
        return self.made_of(paper.filled_sheet(visit), f"visit-{visit.pk}")
