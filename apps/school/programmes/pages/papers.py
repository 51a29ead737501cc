"""The school's own templates of a programme and of the sheet: upload, faults, preview, history, the default one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

from .. import paper_templates
from ..models import PaperTemplate
from ..permissions import OFFICE

Kind = PaperTemplate.Kind
DOCX = CONTENT_TYPES["docx"]


class TemplateForm(EstafetaForm):
    """A DOCX with fields."""

    file = forms.FileField(label=_("Template"), help_text=_("DOCX up to 5 MB, without macros."))


# What the pages of a paper are called: the titles, the prefix of their addresses.
TITLES: Mapping[str, Text] = {
    Kind.PROGRAMME: _("Template of the programme"),
    Kind.SHEET: _("Template of the sheet of analysis"),
}
PREFIXES = {Kind.PROGRAMME: "", Kind.SHEET: "sheet_"}


class _Papers(Page):
    """``kind``: the paper, given by the address."""

    access = OFFICE
    kind: str = Kind.PROGRAMME

    def get_crumbs(self) -> list[Crumb]:
        crumbs = [Crumb(_("Programmes"), reverse("programmes:index"))]
        if self.kind == Kind.SHEET:
            crumbs.append(Crumb(_("Sheet of analysis"), reverse("programmes:sheets")))
        return crumbs if type(self) is PapersPage else [*crumbs, Crumb(TITLES[self.kind], self.home)]

    def at(self, name: str) -> str:
        """The address of a page of this paper."""
        return reverse(f"programmes:{PREFIXES[Kind(self.kind)]}{name}")

    @property
    def home(self) -> str:
        """The page of the templates."""
        return self.at("papers")

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

    template_name = "programmes/papers.html"

    def get_title(self) -> Text:
        return TITLES[self.kind]

    def get_page_actions(self) -> Sequence[Action]:
        found = [
            Action(_("Upload a template"), self.at("paper_upload"), icon="upload"),
            Action(_("Download the default one"), self.at("paper_default"), "download", "secondary"),
        ]
        if paper_templates.in_use(self.kind) is not None:
            back = self.at("paper_reset")
            found.append(Action(_("Back to the default one"), back, "arrow-counterclockwise", "quiet"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shape = paper_templates.shape_of(self.kind)
        return super().get_context_data(
            **{
                "versions": paper_templates.templates(self.kind)[:50],
                "in_use": paper_templates.in_use(self.kind),
                "names": _names(shape),
                "fields": [(code, catalogue().title("programme_field", code)) for code in shape.get("fields", ())],
                **kwargs,
            }
        )


def _named(name: str, inner: Any) -> str:
    """A name of a row, with those of its own rows where it has them."""
    return f"x.{name} ({', '.join(inner[0])})" if isinstance(inner, list) else f"x.{name}"


def _names(shape: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what is written in a template, names of a row where it is a list)."""
    found = []
    for name, inner in shape.items():
        if isinstance(inner, list):
            found.append((f"{{% for x in {name} %}}", ", ".join(_named(each, of) for each, of in inner[0].items())))
        elif isinstance(inner, dict) and name != "fields":
            found.append((f"{{{{ {name}.… }}}}", ", ".join(inner)))
        elif inner is None:
            found.append((f"{{{{ {name} }}}}", ""))
    return found


class PaperUploadPage(_Papers, FormPage[TemplateForm]):
    """A new version of the template."""

    title = _("Upload a template")
    form_class = TemplateForm
    submit_label = _("Check and use")
    success_message = _("The template is in use.")

    def perform(self, form: TemplateForm) -> PaperTemplate:
        return paper_templates.upload_template(kind=self.kind, file=form.cleaned_data["file"], acting=self.actor)


class PaperResetPage(_Papers, ConfirmPage):
    """Back to the default template."""

    title = _("Back to the default template")
    confirm_label = _("Use the default template")
    success_message = _("The default template is in use.")

    def get_consequences(self) -> list[Text]:
        return [_("It is printed by the default template."), _("Your versions stay and can be used again.")]

    def perform(self) -> int:
        return paper_templates.reset_template(kind=self.kind, acting=self.actor)


class PaperUsePage(_Papers, ActionPage):
    """Use an earlier version again."""

    success_message = _("The template is in use.")

    def find_objects(self) -> None:
        """The version, which says of which paper it is."""
        self.kind = paper_templates.template_of(self.kwargs["paper"]).kind

    def perform(self) -> PaperTemplate:
        template = paper_templates.template_of(self.kwargs["paper"])
        return paper_templates.use_template(template=template, acting=self.actor)


class PaperDefaultFile(DownloadPage):
    """The default template, to begin with."""

    access = OFFICE
    kind: str = Kind.PROGRAMME

    def get_download(self) -> Download:
        return Download(paper_templates.default_of(self.kind), f"{self.kind}.docx", DOCX)


class PaperFile(DownloadPage):
    """A version as it was uploaded."""

    access = OFFICE

    def get_download(self) -> Download:
        template = paper_templates.template_of(self.kwargs["paper"])
        return Download(template.file.open("rb"), f"{template.kind}-{template.number}.docx", DOCX)


class PaperPreview(DownloadPage):
    """A version filled with the newest programme or visit of the school."""

    access = OFFICE

    def get_download(self) -> Download:
        template = paper_templates.template_of(self.kwargs["paper"])
        data = paper_templates.example_data(template.kind)
        if data is None:
            raise NotFound(_("There is no programme with a plan yet to fill the template with."))
        content = paper_templates.filled(template, data, template.kind)
        return Download(content, f"preview-{template.number}.docx", DOCX)
