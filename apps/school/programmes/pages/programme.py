"""The programme itself: overview, note, approval, print, end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.regulation import rules as regulation
from kernel.clock import now, today
from ui.pages import Action, ConfirmPage, FormPage, Text

from .. import actions, handlers, queries, rules
from ..forms import ClosingForm, NoteForm
from ..models import Meeting, PlanItem, Programme
from ..permissions import OFFICE, WORK
from .base import OfProgramme

NEAREST = 4
NEAR_END = 14  # days before the last one


class ShowPage(OfProgramme):
    """Who, how far, what next."""

    tab = "show"
    template_name = "programmes/show.html"

    def get_title(self) -> Text:
        return self.people.title

    @cached_property
    def progress(self) -> queries.Progress:
        """How far the programme is."""
        return queries.progress_of([self.programme])[self.programme.pk]

    @cached_property
    def planned(self) -> list[Meeting]:
        """Planned meetings, the past ones (not recorded yet) first."""
        return list(self.programme.meetings.filter(state=Meeting.State.PLANNED).order_by("starts_at")[:20])

    @cached_property
    def waiting(self) -> list[PlanItem]:
        """The nearest rows of the plan without a mark."""
        return list(self.programme.plan.filter(done_on=None)[:NEAREST])

    def is_near_end(self) -> bool:
        """True when it is time to ask how satisfied the sides are."""
        left = self.programme.match.ends_on - today()
        return self.programme.is_over or (self.programme.state == Programme.State.RUNNING and left.days <= NEAR_END)

    def get_next_step(self) -> Action | None:
        """The one thing that this person should do now, if any."""
        if self.programme.is_over:
            return None
        unrecorded = [meeting for meeting in self.planned if meeting.starts_at <= now()]
        if unrecorded and self.standing.may_work:
            return Action(_("Record the meeting"), unrecorded[0].get_absolute_url(), icon="journal-check")
        return self._first_steps() or self._running_steps()

    def _first_steps(self) -> Action | None:
        if self.programme.state != Programme.State.DRAFT:
            return None
        if self.may_write_note() and rules.missing_fields(self.template, self.programme.note, plan_rows=1):
            return Action(_("Fill in the note"), self.at("note_edit"), icon="pencil")
        if self.standing.may_work and not self.progress.items:
            return Action(_("Add to the plan"), self.at("item_add"), icon="plus-lg")
        ready = not rules.missing_fields(self.template, self.programme.note, plan_rows=self.progress.items)
        if ready and self.standing.may_decide:
            return Action(_("Approve the programme"), self.at("approve"), icon="check2-circle")
        return None

    def _running_steps(self) -> Action | None:
        over = self.programme.match.ends_on <= today() or (self.progress.items and not self.waiting)
        if over and self.standing.may_decide and self.programme.state == Programme.State.RUNNING:
            return Action(_("Complete the programme"), self.at("complete"), icon="flag")
        if self.standing.may_work and self.progress.next_at is None:
            return Action(_("Agree a meeting"), self.at("meeting_new"), icon="calendar-plus")
        return None

    def get_page_actions(self) -> Sequence[Action]:
        step = self.get_next_step()
        found = [step] if step else []
        if (
            self.standing.may_decide
            and not self.programme.is_over
            and (step is None or step.url != self.at("complete"))
        ):
            found.append(Action(_("End the programme"), self.at("complete"), icon="flag", variant="secondary"))
        return [*found, Action(_("Print"), self.at("print"), icon="printer", variant="quiet")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upcoming = [meeting for meeting in self.planned if meeting.starts_at > now()]
        missing = rules.missing_fields(self.template, self.programme.note, plan_rows=self.progress.items)
        return super().get_context_data(
            **{
                "progress": self.progress,
                "next_meeting": upcoming[0] if upcoming else None,
                "unrecorded": [meeting for meeting in self.planned if meeting.starts_at <= now()],
                "waiting": self.waiting,
                "missing": missing if self.programme.state == Programme.State.DRAFT else (),
                "ground_title": self.view.local_name("termination_ground", self.programme.completion_ground),
                "answers": handlers.answers_of(self.programme, self.actor) if self.is_near_end() else [],
                "mode_titles": dict(self.view.choices(rules.MODES)),
                **kwargs,
            }
        )


class NotePage(OfProgramme):
    """The explanatory note as it stands."""

    tab = "note"
    title = _("Explanatory note")
    template_name = "programmes/note.html"

    def get_page_actions(self) -> Sequence[Action]:
        if self.may_write_note():
            return [Action(_("Write"), self.at("note_edit"), icon="pencil")]
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"sections": note_sections(self), "template": self.template, "authors": self.view.rule(rules.AUTHORS)}
            | {"authors_words": self.view.render(rules.AUTHORS)}
            | kwargs
        )


def note_sections(page: OfProgramme) -> list[dict[str, str]]:
    """Every field of the template with its text, in the regulation's order; those of the pair are filled from it."""
    match, written = page.programme.match, {field.code for field in page.template.fields}
    term = _("from %(start)s to %(end)s") % {"start": f"{match.starts_on:%d.%m.%Y}", "end": f"{match.ends_on:%d.%m.%Y}"}
    derived = {
        "mentor_name": ", ".join(person.full_name for person in page.people.mentors),
        "mentee_name": ", ".join(person.full_name for person in page.people.mentees),
        "mentoring_form": page.view.local_name("mentoring_form", match.form),
        "mentoring_type": page.view.local_name("mentoring_type", match.type),
        "term": str(term),
    }
    return [
        {
            "title": page.template.titles[code],
            "text": derived.get(code, "") or page.programme.note.get(code, ""),
        }
        for code in page.template.codes
        if code in written or code in derived
    ]


class NoteEditPage(OfProgramme, FormPage[NoteForm]):
    """Write the note; an unsent text survives a closed tab."""

    access = WORK
    tab = "note"
    title = _("Explanatory note")
    form_class = NoteForm
    draft = True
    wide = True
    success_message = _("The note is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "template": self.template}

    def get_initial(self) -> dict[str, Any]:
        return dict(self.programme.note)

    def perform(self, form: NoteForm) -> Programme:
        return actions.save_note(programme=self.programme, note=form.values(), acting=self.actor)


class ApprovePage(OfProgramme, ConfirmPage):
    """From draft to running."""

    access = OFFICE
    title = _("Approve the programme")
    template_name = "programmes/approve.html"
    confirm_label = _("Approve")
    success_message = _("The programme is approved.")

    def get_consequences(self) -> list[Text]:
        return [
            _("The programme is under way from today."),
            _("The note and the plan can still be corrected by their authors."),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = rules.missing_fields(self.template, self.programme.note, plan_rows=self.programme.plan.count())
        return super().get_context_data(**{"missing": missing, "template": self.template, **kwargs})

    def perform(self) -> Programme:
        return actions.approve_programme(programme=self.programme, acting=self.actor)


class CompletePage(OfProgramme, FormPage[ClosingForm]):
    """Complete or end early on a permitted ground; the pair ends with the programme."""

    access = OFFICE
    title = _("End of the programme")
    template_name = "programmes/complete.html"
    form_class = ClosingForm
    submit_label = _("Close the programme")
    draft = True
    success_message = _("The programme is closed, the pair has ended.")

    def get_form_kwargs(self) -> dict[str, Any]:
        grounds = [
            (code, self.view.local_name("termination_ground", code))
            for code in regulation.completion_grounds(self.view)
        ]
        return {**super().get_form_kwargs(), "grounds": grounds}

    def get_initial(self) -> dict[str, Any]:
        return {"completed_on": today(), "results": self.programme.results}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.programme.match
        shortest, longest = regulation.term_bounds(self.view, match.starts_on)
        undone = self.programme.plan.filter(done_on=None).count()
        left = ngettext("%(count)s activity has no mark yet", "%(count)s activities have no mark yet", undone)
        return super().get_context_data(
            **{
                "progress": queries.progress_of([self.programme])[self.programme.pk],
                "undone_words": left % {"count": undone} if undone else "",
                "answers": handlers.answers_of(self.programme, self.actor),
                "grounds_rule": self.view.rule("termination.grounds"),
                "term_rule": self.view.rule("term.min_months"),
                "shortest": shortest,
                "longest": longest,
                "is_short": today() < shortest,
                **kwargs,
            }
        )

    def perform(self, form: ClosingForm) -> Programme:
        return actions.complete_programme(programme=self.programme, **form.values(), acting=self.actor)


class PrintPage(OfProgramme):
    """The whole document on one page, for paper."""

    template_name = "programmes/print.html"

    def get_title(self) -> Text:
        return capfirst(self.view.local_name("programme_unit", self.view.value("programme.unit")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        directions = {code: self.view.local_name("plan_direction", code) for code in _directions(self.programme)}
        return super().get_context_data(
            **{
                "sections": note_sections(self),
                "columns": self.view.codes("programme.plan_columns"),
                "rows": [(item, directions.get(item.direction, "")) for item in self.programme.plan.all()],
                "held": self.programme.meetings.filter(state=Meeting.State.HELD),
                "head": self.view.actor_name("head"),
                **kwargs,
            }
        )


def _directions(programme: Programme) -> set[str]:
    return {item.direction for item in programme.plan.all() if item.direction}
