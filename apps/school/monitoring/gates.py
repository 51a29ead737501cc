"""What the monitoring wants of a programme before it is completed (registered with ``programmes.ports``)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation.rules import monitoring as rules
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from . import queries
from .models import Measurement, Report


def lacks_for_completion(programme: Programme, view: RegulationView) -> list[Violation]:
    """The second measurement and the reports of every mentee, as the act wants them (two queries at most)."""
    found: list[Violation] = []
    if view.is_set(rules.BEFORE_AFTER):
        found += rules.second_measurement(view, unmeasured(programme))
    if view.is_set(rules.REPORTS) and rules.reports_of(view, "programme"):
        found += _reports(programme, view)
    return found


def unmeasured(programme: Programme) -> list[str]:
    """Mentees with their measurements, of those who do not have both."""
    done = queries.stages_of([programme])
    words = {Measurement.Stage.BEFORE: _("before"), Measurement.Stage.AFTER: _("after")}
    found = []
    for person in people_of(programme).mentees:
        stages = done.get((programme.pk, person.pk), set())
        if len(stages) < len(words):
            made = ", ".join(word for stage, word in words.items() if stage in stages) or _("none")
            found.append(f"{person.short_name}: {made}")
    return found


def _reports(programme: Programme, view: RegulationView) -> list[Violation]:
    """What each mentee lacks; several mentees who lack the same are one violation."""
    approved = Report.objects.filter(programme=programme, state=Report.State.APPROVED)
    have: dict[int, list[str]] = {}
    for person, kind in approved.values_list("person_id", "kind"):
        have.setdefault(person or 0, []).append(kind)
    broken = [
        violation
        for person in people_of(programme).mentees
        for violation in rules.closing_reports(view, "programme", have.get(person.pk, []))
    ]
    return list(dict.fromkeys(broken))
