"""The sheet of one assessor, made for a phone: a level, what shows it, a comment for each competency."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import competencies_of
from kernel.errors import NotFound
from ui.pages import FormPage, Text

from .. import actions, queries
from ..forms import AssessForm
from ..models import Assessment, DiagnosticSession
from ..permissions import ASSESSORS, is_office


class AssessPage(FormPage[AssessForm]):
    """Fill a sheet in, one's own or (the office) anybody's from paper; till the result is written it can be changed."""

    access = ASSESSORS
    title = _("Assess the competencies")
    form_class = AssessForm
    template_name = "growth/assess.html"
    submit_label = _("Hand in")
    success_message = _("The answers are kept. Thank you.")
    draft = True

    @cached_property
    def sheet(self) -> Assessment:
        """The sheet; ``NotFound`` for a foreign one."""
        found = queries.assessment_for(self.actor, self.kwargs["assessment"])
        if not found.session.is_open:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """It must be the actor's to fill in."""
        _found = self.sheet

    def get_lead(self) -> Text:
        session = self.sheet.session
        return f"{session.person.full_name} · {session.framework.title} · {session.get_kind_display()}"

    def get_form_kwargs(self) -> dict[str, Any]:
        framework = self.sheet.session.framework
        return super().get_form_kwargs() | {
            "framework": framework,
            "competencies": list(competencies_of(framework)),
        }

    def get_initial(self) -> dict[str, Any]:
        if self.sheet.given_on is None:
            return {}
        found: dict[str, Any] = {"given_on": self.sheet.given_on, "note": self.sheet.note}
        for row in self.sheet.levels.all():
            found[f"level_{row.competency_id}"] = row.level
            found[f"evidence_{row.competency_id}"] = row.evidence
            found[f"comment_{row.competency_id}"] = row.comment
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.sheet.assessor is not None and queries.is_own(self.sheet.assessor, self.actor)
        return super().get_context_data(**{"sheet": self.sheet, "own": own, **kwargs})

    def perform(self, form: AssessForm) -> DiagnosticSession:
        data = form.cleaned_data
        return actions.give_assessment(
            assessment=self.sheet,
            levels=form.given,
            given_on=data["given_on"],
            note=data["note"],
            acting=self.actor,
        )

    def get_cancel_url(self) -> str:
        return self.sheet.session.get_absolute_url() if is_office(self.actor) else reverse("growth:mine")

    def get_success_url(self, result: DiagnosticSession) -> str:
        return result.get_absolute_url() if is_office(self.actor) else reverse("growth:mine")
