"""The programme itself: overview, approval, end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import rules as regulation
from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.change import EARLY
from kernel.clock import now, today
from ui.pages import Action, ActionPage, ConfirmPage, FormPage, Text

from .. import actions, handlers, queries, rules, visiting
from ..choices import CRITERIA, MODES, filled
from ..forms import ClosingForm
from ..models import Amendment, Meeting, PlanItem, Programme
from ..permissions import CURATOR, OFFICE
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
        note = filled(self.view, self.programme)
        is_new = not self.progress.items and not self.programme.goals.exists()
        if self.may_write_note() and is_new:
            return Action(_("Build from an example"), self.at("build"), icon="collection")
        if self.may_write_note() and rules.missing_fields(self.template, note, plan_rows=1):
            return Action(_("Fill in the note"), self.at("note_edit"), icon="pencil")
        if self.standing.may_work and not self.progress.items:
            return Action(_("Add to the plan"), self.at("item_add"), icon="plus-lg")
        ready = not rules.missing_fields(self.template, note, plan_rows=self.progress.items)
        if ready and self.standing.may_decide:
            return Action(_("Approve the programme"), self.at("approve"), icon="check2-circle")
        return None

    def _by_hand(self) -> Action:
        """The first step of those who build on no example."""
        if rules.missing_fields(self.template, filled(self.view, self.programme), plan_rows=1):
            return Action(_("Fill in the note"), self.at("note_edit"), icon="pencil", variant="secondary")
        return Action(_("Add to the plan"), self.at("item_add"), icon="plus-lg", variant="secondary")

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
        if step is not None and step.url == self.at("build"):
            found.append(self._by_hand())
        if (
            self.standing.may_decide
            and not self.programme.is_over
            and (step is None or step.url != self.at("complete"))
        ):
            found.append(Action(_("End the programme"), self.at("complete"), icon="flag", variant="secondary"))
        return [*found, Action(_("Print"), self.at("print"), icon="printer", variant="quiet")]

    def _wrong_unit(self) -> bool:
        """True for a draft that is not the document which the pair's regulation names."""
        return self.programme.state == Programme.State.DRAFT and bool(work.unit(self.view, self.programme.unit))

    def _visits_now(self) -> dict[str, int] | None:
        """Lesson visits of this month against the number of the act; None where lessons are not visited."""
        if self.programme.is_over or not visiting.is_visited(self.view, self.programme):
            return None
        this = today().replace(day=1)
        return {"done": visiting.counted(self.programme).get(this, 0), "needed": int(self.view.value(work.VISITS))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        upcoming = [meeting for meeting in self.planned if meeting.starts_at > now()]
        note = filled(self.view, self.programme)
        missing = rules.missing_fields(self.template, note, plan_rows=self.progress.items)
        return super().get_context_data(
            **{
                "progress": self.progress,
                "next_meeting": upcoming[0] if upcoming else None,
                "unrecorded": [meeting for meeting in self.planned if meeting.starts_at <= now()],
                "waiting": self.waiting,
                "missing": missing if self.programme.state == Programme.State.DRAFT else (),
                "reminders": reminders(self) if self.programme.state == Programme.State.DRAFT else (),
                "wrong_unit": self._wrong_unit(),
                "unit": self.unit_title,
                "proposed": self.programme.amendments.filter(state=Amendment.State.PROPOSED).count(),
                "short_now": self._visits_now(),
                "ground_title": self.view.local_name("termination_ground", self.programme.completion_ground),
                "answers": handlers.answers_of(self.programme, self.actor) if self.is_near_end() else [],
                "mode_titles": dict(self.view.choices(MODES)),
                **kwargs,
            }
        )


def reminders(page: OfProgramme) -> list[str]:
    """What the regulation speaks of and a draft does not have yet, without being refused for it."""
    found = []
    if not page.programme.choice_criteria and not page.programme.choice_reason:
        found.append(gettext("Why this form of mentoring was chosen: %(clause)s."))
        found[-1] %= {"clause": page.view.rule(CRITERIA).clause}
    directions = {item.direction for item in page.programme.plan.all()}
    missing = work.missing_directions(page.view, directions) if page.view.is_set(work.DIRECTIONS) else ()
    if missing:
        names = ", ".join(page.view.local_name("plan_direction", code) for code in missing)
        found.append(gettext("The plan has no rows of the directions: %(names)s.") % {"names": names})
    return found


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
            _("Changes after that go by the order of changes of the regulation."),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = filled(self.view, self.programme)
        missing = rules.missing_fields(self.template, note, plan_rows=self.programme.plan.count())
        return super().get_context_data(
            **{
                "missing": missing,
                "template": self.template,
                "reminders": reminders(self),
                "wrong_unit": bool(work.unit(self.view, self.programme.unit)),
                **kwargs,
            }
        )

    def perform(self) -> Programme:
        return actions.approve_programme(programme=self.programme, acting=self.actor)


class DrawUpAnewPage(OfProgramme, ActionPage):
    """Make the draft the document that the regulation of the pair names now."""

    access = CURATOR
    success_message = _("The document is the one of the regulation now.")

    def perform(self) -> Programme:
        return actions.draw_up_anew(programme=self.programme, acting=self.actor)


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
        return {**super().get_form_kwargs(), "grounds": grounds, "confirmed": self.view.choices(EARLY)}

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
                "early_rule": self.view.rule(EARLY),
                "short_months": self._short(),
                "visits_rule": self.view.rule(work.VISITS),
                "term_rule": self.view.rule("term.min_months"),
                "shortest": shortest,
                "longest": longest,
                "is_short": today() < shortest,
                **kwargs,
            }
        )

    def _short(self) -> list[str]:
        short = visiting.short_months(self.view, self.programme, today())
        return [f"{date_format(month, 'F Y')} – {number}" for month, number in short.items()]

    def perform(self, form: ClosingForm) -> Programme:
        return actions.complete_programme(programme=self.programme, **form.values(), acting=self.actor)
