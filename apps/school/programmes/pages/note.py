"""The explanatory note: read, written, changed by agreement, printed with the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict
from kernel.uploads import CONTENT_TYPES
from ui.files import Download
from ui.pages import Action, DownloadPage, FormPage, Text

from .. import actions, amending, choices, editing, meanwhile, paper, paper_templates, queries, rules
from ..forms import AmendedNoteForm, NoteForm
from ..models import Amendment, PaperTemplate, Programme
from ..permissions import SEE, WORK
from .base import OfProgramme
from .changes import AMENDED, agreement_context
from .rivals import Rivalry


class NotePage(OfProgramme):
    """The explanatory note as it stands."""

    tab = "note"
    title = _("Explanatory note")
    template_name = "programmes/note.html"

    def get_page_actions(self) -> Sequence[Action]:
        if self.may_write_note():
            label = _("Change the note") if self.by_agreement() else _("Write")
            return [Action(label, self.at("note_edit"), icon="pencil")]
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "sections": paper.note_sections(self.programme, self.view),
                "why": paper.choice_words(self.programme, self.view),
                "template": self.template,
                "authors": self.view.rule(rules.AUTHORS),
                "authors_words": self.view.render(rules.AUTHORS),
                "criteria_rule": self.view.rule(choices.CRITERIA),
                **kwargs,
            }
        )


class NoteEditPage(OfProgramme, Rivalry, FormPage[NoteForm]):
    """Write the note; an unsent text survives a closed tab. Of an approved programme a change is proposed."""

    access = WORK
    tab = "note"
    title = _("Explanatory note")
    template_name = "programmes/amend.html"
    form_class = NoteForm
    draft = True
    wide = True
    success_message = _("The note is saved.")

    def get_form(self) -> NoteForm:
        """Of an approved programme the reason of the change is asked too."""
        kind = AmendedNoteForm if self.by_agreement() else NoteForm
        return kind(**self.get_form_kwargs())

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = choices.offered(self.view, self.template.codes)
        return {**super().get_form_kwargs(), "template": self.template, "offered": offered}

    def get_initial(self) -> dict[str, Any]:
        values = editing.note_values(self.programme)
        there = dict.fromkeys((field.code for field in self.template.written), "")
        return {**values, "seen": meanwhile.seen_of({**there, **values})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = agreement_context(self) if self.by_agreement() else {}
        return super().get_context_data(**{**more, **kwargs})

    def get_success_message(self, result: Any) -> Text:
        return AMENDED if isinstance(result, Amendment) else self.success_message

    def perform(self, form: NoteForm) -> Programme | Amendment:
        if not self.by_agreement():
            return actions.save_note(
                programme=self.programme,
                note=form.note(),
                choices=form.choices(),
                seen=form.cleaned_data["seen"],
                acting=self.actor,
            )
        typed = editing.merged_note(self.programme, form.note(), form.choices(), form.cleaned_data["seen"])
        note, chosen = amending.only_changed(self.programme, *typed)
        if not note and not chosen.given():
            raise Conflict(_("Nothing is changed."))
        change = amending.Change(Amendment.What.NOTE, note=note, choices=chosen)
        reason = form.cleaned_data["reason"]
        return amending.amend_programme(programme=self.programme, change=change, reason=reason, acting=self.actor)


class PrintPage(OfProgramme):
    """The whole document on one page, for paper; as the school's own DOCX and as PDF."""

    template_name = "programmes/print.html"

    def get_title(self) -> Text:
        return capfirst(self.unit_title)

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action("DOCX", self.at("paper_docx"), icon="file-earmark-word"),
            Action("PDF", self.at("paper_pdf"), icon="file-earmark-pdf", variant="secondary"),
            Action(_("Back"), self.at("show"), variant="quiet"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = paper_templates.in_use(PaperTemplate.Kind.PROGRAMME)
        return super().get_context_data(**{"paper": paper.programme_data(self.programme), "own": own, **kwargs})


class PaperDocx(DownloadPage):
    """The programme by the school's own template, else by the default one."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        content = paper_templates.programme_docx(paper.programme_data(programme))
        return Download(content, f"programme-{programme.pk}.docx", CONTENT_TYPES["docx"])


class PaperPdf(DownloadPage):
    """The programme as the default document in PDF."""

    access = SEE

    def get_download(self) -> Download:
        programme = queries.get_visible(self.kwargs["programme"], self.actor)
        content = paper_templates.programme_pdf(paper.programme_data(programme))
        return Download(content, f"programme-{programme.pk}.pdf", CONTENT_TYPES["pdf"], inline=True)
