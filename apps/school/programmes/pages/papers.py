"""The school's own template of the programme: upload, faults with their places, preview, history, the default one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from kernel.errors import NotFound
from kernel.uploads import CONTENT_TYPES
from ui.files import Download
from ui.forms import EstafetaForm
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, DownloadPage, FormPage, Text
from ui.pages.base import Page

from .. import paper, paper_templates
from ..models import PaperTemplate
from ..permissions import OFFICE

KIND = PaperTemplate.Kind.PROGRAMME
DOCX = CONTENT_TYPES["docx"]


class TemplateForm(EstafetaForm):
    """A DOCX with fields."""

    file = forms.FileField(label=_("Template"), help_text=_("DOCX up to 5 MB, without macros."))


class _Papers(Page):
    access = OFFICE

    def get_crumbs(self) -> list[Crumb]:
        crumbs = [Crumb(_("Programmes"), reverse("programmes:index"))]
        return crumbs if type(self) is PapersPage else [*crumbs, Crumb(_("Template of the programme"), self.home)]

    @property
    def home(self) -> str:
        """The page of the templates."""
        return reverse("programmes:papers")

    def get_success_url(self, result: Any) -> str:
        """Back to the versions."""
        return self.home

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.home

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.home


class PapersPage(_Papers):
    """What is in use, all versions, and the fields that a template may name."""

    title = _("Template of the programme")
    template_name = "programmes/papers.html"

    def get_page_actions(self) -> Sequence[Action]:
        found = [
            Action(_("Upload a template"), reverse("programmes:paper_upload"), icon="upload"),
            Action(_("Download the default one"), reverse("programmes:paper_default"), "download", "secondary"),
        ]
        if paper_templates.in_use(KIND) is not None:
            back = reverse("programmes:paper_reset")
            found.append(Action(_("Back to the default one"), back, "arrow-counterclockwise", "quiet"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "versions": paper_templates.templates(KIND)[:50],
                "in_use": paper_templates.in_use(KIND),
                "names": _names(),
                "fields": [(code, catalogue().title("programme_field", code)) for code in paper_shape_fields()],
                **kwargs,
            }
        )


def paper_shape_fields() -> list[str]:
    """Codes of the fields of the note."""
    return list(paper.programme_shape()["fields"])


def _names() -> list[tuple[str, str]]:
    """(what is written in a template, names of a row where it is a list)."""
    found = []
    for name, shape in paper.programme_shape().items():
        if isinstance(shape, list):
            found.append((f"{{% for x in {name} %}}", ", ".join(f"x.{each}" for each in shape[0])))
        elif isinstance(shape, dict) and name != "fields":
            found.append((f"{{{{ {name}.… }}}}", ", ".join(shape)))
        elif shape is None:
            found.append((f"{{{{ {name} }}}}", ""))
    return found


class PaperUploadPage(_Papers, FormPage[TemplateForm]):
    """A new version of the template."""

    title = _("Upload a template")
    form_class = TemplateForm
    submit_label = _("Check and use")
    success_message = _("The template is in use.")

    def perform(self, form: TemplateForm) -> PaperTemplate:
        return paper_templates.upload_template(kind=KIND, file=form.cleaned_data["file"], acting=self.actor)


class PaperResetPage(_Papers, ConfirmPage):
    """Back to the default template."""

    title = _("Back to the default template")
    confirm_label = _("Use the default template")
    success_message = _("The default template is in use.")

    def get_consequences(self) -> list[Text]:
        return [_("Programmes are printed by the default template."), _("Your versions stay and can be used again.")]

    def perform(self) -> int:
        return paper_templates.reset_template(kind=KIND, acting=self.actor)


class PaperUsePage(_Papers, ActionPage):
    """Use an earlier version again."""

    success_message = _("The template is in use.")

    def find_objects(self) -> None:
        """The version."""
        paper_templates.template_of(self.kwargs["paper"])

    def perform(self) -> PaperTemplate:
        template = paper_templates.template_of(self.kwargs["paper"])
        return paper_templates.use_template(template=template, acting=self.actor)


class PaperDefaultFile(DownloadPage):
    """The default template, to begin with."""

    access = OFFICE

    def get_download(self) -> Download:
        return Download(paper.PROGRAMME_DOCX.read_bytes(), "programme.docx", DOCX)


class PaperFile(DownloadPage):
    """A version as it was uploaded."""

    access = OFFICE

    def get_download(self) -> Download:
        template = paper_templates.template_of(self.kwargs["paper"])
        return Download(template.file.open("rb"), f"programme-{template.number}.docx", DOCX)


class PaperPreview(DownloadPage):
    """A version filled with the newest programme of the school."""

    access = OFFICE

    def get_download(self) -> Download:
        template = paper_templates.template_of(self.kwargs["paper"])
        programme = paper_templates.example()
        if programme is None:
            raise NotFound(_("There is no programme with a plan yet to fill the template with."))
        content = paper_templates.filled(template, paper.programme_data(programme))
        return Download(content, f"preview-{template.number}.docx", DOCX)
