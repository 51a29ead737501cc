"""The explanatory note: read, written, changed by agreement, printed with the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import Match
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.errors import Conflict
from ui.pages import Action, FormPage, Text

from .. import actions, amending, choices, editing, meanwhile, rules
from ..choices import filled
from ..forms import AmendedNoteForm, NoteForm
from ..models import Amendment, Meeting, PlanItem, Programme
from ..permissions import WORK
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
            **{"sections": note_sections(self), "template": self.template, "authors": self.view.rule(rules.AUTHORS)}
            | {"authors_words": self.view.render(rules.AUTHORS), "why": choice_words(self)}
            | {"criteria_rule": self.view.rule(choices.CRITERIA)}
            | kwargs
        )


def note_sections(page: OfProgramme) -> list[dict[str, str]]:
    """Every field of the template with its text, in the regulation's order; those of the pair are filled from it."""
    match, filled_in = page.programme.match, {field.code for field in page.template.fields}
    note = filled(page.view, page.programme)
    term = _("from %(start)s to %(end)s") % {"start": f"{match.starts_on:%d.%m.%Y}", "end": f"{match.ends_on:%d.%m.%Y}"}
    derived = {
        "mentor_name": ", ".join(person.full_name for person in page.people.mentors),
        "mentee_name": ", ".join(person.full_name for person in page.people.mentees),
        "mentoring_form": form_words(page.view, match),
        "mentoring_type": page.view.local_name("mentoring_type", match.type),
        "term": str(term),
    }
    return [
        {
            "title": page.template.titles[code],
            "text": derived.get(code, "") or note.get(code, ""),
        }
        for code in page.template.codes
        if code in filled_in or code in derived
    ]


def form_words(view: RegulationView, match: Match) -> str:
    """«педагог – педагог (опытный – молодой)»: the form with its role model."""
    form = view.local_name("mentoring_form", match.form)
    return f"{form} ({view.local_name('role_model', match.role_model)})" if match.role_model else form


def choice_words(page: OfProgramme) -> dict[str, str]:
    """Why this form was chosen: criteria of the act, and words."""
    return {
        "criteria": choices.words(page.view, page.programme, choices.CRITERIA),
        "reason": page.programme.choice_reason,
        "methods": choices.words(page.view, page.programme, work.METHODS),
    }


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
    """The whole document on one page, for paper."""

    template_name = "programmes/print.html"

    def get_title(self) -> Text:
        return capfirst(self.unit_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = list(self.programme.plan.all())
        codes = {item.direction for item in plan if item.direction}
        directions = {code: self.view.local_name("plan_direction", code) for code in codes}
        return super().get_context_data(
            **{
                "sections": note_sections(self),
                "why": choice_words(self),
                "version": self.programme.version,
                "amendments": self.programme.amendments.filter(state=Amendment.State.IN_FORCE).order_by("number"),
                "columns": rules.columns_of(self.view),
                "rows": [
                    (item, directions.get(item.direction, ""), self._methods(item))
                    for item in self.programme.plan.all()
                ],
                "has_methods": any(item.methods for item in self.programme.plan.all()),
                "held": self.programme.meetings.filter(state=Meeting.State.HELD),
                "head": self.view.actor_name("head"),
                **kwargs,
            }
        )

    def _methods(self, item: PlanItem) -> str:
        return ", ".join(self.view.local_name("interaction_method", code) for code in item.methods)
