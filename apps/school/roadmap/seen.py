"""What the rooms below have done, for the ticks of the roadmap: they may not know of it, so it is read here."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Least, TruncDate

from apps.school.consents.models import Consent
from apps.school.orders.kinds import INCENTIVE, PAIR_FORMATION
from apps.school.orders.models import Order
from apps.school.pairs.models import Match, MatchMentor, SupportMeasure
from apps.school.people.models import MenteeCard, MentorCard, ThirdPartyInfo
from apps.school.programmes.models import AnnualProgramme, LessonVisit, Meeting, PaperTemplate, Programme
from apps.school.programmes.rules import TEMPLATE
from apps.school.questionnaires.models import Purpose, Round
from apps.school.regulation.happenings import Days, sees
from apps.school.regulation.models import RegulationVersion, State
from apps.school.selection.models import Appointment, Training
from apps.school.selection.models import Evidence as SelectionEvidence

from .models import Measurement, Refresh, Roadmap, Stage

FORMS = "forms.enabled"  # the parameter by which an act names its forms
FORMED = (Match.State.ACTIVE, Match.State.COMPLETED, Match.State.ENDED, Match.State.AGREED, Match.State.ORDERED)
MEETINGS = {
    Meeting.Stage.ORGANISATIONAL: "meeting_first.recorded",
    Meeting.Stage.TRIAL: "meeting_trial.recorded",
    Meeting.Stage.PLANNING: "meeting_planning.recorded",
    Meeting.Stage.REGULAR: "meeting_regular.recorded",
    Meeting.Stage.CLOSING: "meeting_final.recorded",
}
ORDERS = {PAIR_FORMATION: "pair_order.signed", INCENTIVE: "incentive_order.signed"}
SURVEYS = {
    Purpose.MENTEE_ENTRY: "survey_needs.closed",
    Purpose.MENTOR_ENTRY: "survey_mentors.closed",
    Purpose.PREFERENCE: "survey_preference.closed",
    Purpose.SATISFACTION_MENTOR: "survey_satisfaction.closed",
    Purpose.SATISFACTION_MENTEE: "survey_satisfaction.closed",
    Purpose.AFTER: "feedback.collected",
}
# Where a school calls its last stage otherwise, these codes stand for it.
FINAL_STAGES = ("completion", "final", "summary_analytical")


def _days(rows: QuerySet[Any], field: str, first: datetime.date, last: datetime.date) -> set[datetime.date]:
    return set(rows.filter(**{f"{field}__range": (first, last)}).order_by().values_list(field, flat=True).distinct())


def _local_days(rows: QuerySet[Any], field: str, first: datetime.date, last: datetime.date) -> set[datetime.date]:
    """Days, in the school's zone, of a moment."""
    return _days(rows.annotate(seen_on=TruncDate(field)), "seen_on", first, last)


@sees(
    "act.in_force",
    "forms.chosen",
    "programme_template.approved",
    "roadmap.approved",
    "stage.closed",
    "stage.final_opened",
    "monitoring.closed",
)
def acts_and_roadmaps(first: datetime.date, last: datetime.date) -> Days:
    """Versions in force and what they settle, approved roadmaps, stages, measurements held (8 queries)."""
    stages, acts = Stage.objects.all(), RegulationVersion.objects.filter(state=State.ADOPTED)
    final = stages.filter(code__in=FINAL_STAGES)
    own_papers = PaperTemplate.objects.filter(kind=PaperTemplate.Kind.PROGRAMME)
    return {
        "act.in_force": _days(acts, "effective_from", first, last),
        # An act that names the forms, or holds the template of the programme, is the choice and the approval of them.
        "forms.chosen": _days(acts.filter(values__key=FORMS), "effective_from", first, last),
        "programme_template.approved": _days(acts.filter(values__key=TEMPLATE), "effective_from", first, last)
        | _local_days(own_papers, "created_at", first, last),
        "roadmap.approved": _days(Roadmap.objects.all(), "approved_on", first, last),
        "stage.closed": _days(stages, "closed_on", first, last),
        "stage.final_opened": _days(final, "opened_on", first, last),
        "monitoring.closed": _days(Measurement.objects.all(), "held_on", first, last),
    }


@sees("mentee_bank.filled", "mentor_bank.filled", "training.recorded")
def banks(first: datetime.date, last: datetime.date) -> Days:
    """People entered into the banks, banks gone through, mentors trained (5 queries)."""
    refreshed: defaultdict[str, set[datetime.date]] = defaultdict(set)
    for code, day in Refresh.objects.filter(done_on__range=(first, last)).values_list("code", "done_on"):
        refreshed[code].add(day)
    return {
        "mentee_bank.filled": _days(MenteeCard.objects.all(), "entered_on", first, last) | refreshed["mentee_registry"],
        "mentor_bank.filled": _days(MentorCard.objects.all(), "entered_on", first, last) | refreshed["mentor_registry"],
        "training.recorded": _days(MentorCard.objects.all(), "trained_on", first, last)
        | _days(Training.objects.all(), "finished_on", first, last),
    }


@sees("matching.proposed", "mentor.selected", "mentor_grade.assigned", "pair.notified", "pair.formed")
def pairs(first: datetime.date, last: datetime.date) -> Days:
    """Mentors appointed, with a grade; pairs proposed (a mentor is chosen by that), answered and formed (5 queries)."""
    proposed = _local_days(Match.objects.all(), "created_at", first, last)
    appointed = Appointment.objects.all()
    return {
        "matching.proposed": proposed,
        "mentor.selected": proposed | _days(appointed, "act_date", first, last),
        "mentor_grade.assigned": _days(appointed.exclude(grade=""), "act_date", first, last),
        "pair.notified": _local_days(MatchMentor.objects.all(), "answered_at", first, last),
        "pair.formed": _days(Match.objects.filter(state__in=FORMED), "starts_on", first, last),
    }


@sees("consent.recorded", "third_party_info.recorded", "interview.recorded", "support.recorded")
def papers(first: datetime.date, last: datetime.date) -> Days:
    """Consents given, what third parties said, interviews, support of those without a pair (4 queries)."""
    interviews = SelectionEvidence.objects.filter(kind=SelectionEvidence.Kind.INTERVIEW)
    return {
        "consent.recorded": _days(Consent.objects.all(), "given_on", first, last),
        "third_party_info.recorded": _days(ThirdPartyInfo.objects.all(), "received_on", first, last),
        "interview.recorded": _days(interviews, "held_on", first, last),
        "support.recorded": _days(SupportMeasure.objects.all(), "given_on", first, last),
    }


def closed_rounds() -> QuerySet[Any]:
    """Rounds of questions that are over; ``day``: the last day, or the day of the closing when that was earlier."""
    return Round.objects.filter(state=Round.State.CLOSED).annotate(day=Least("closes_on", TruncDate("updated_at")))


@sees(*SURVEYS.values())
def surveys(first: datetime.date, last: datetime.date) -> Days:
    """Rounds of questions that are over (1 query)."""
    rows = closed_rounds().filter(version__questionnaire__purpose__in=SURVEYS, day__range=(first, last)).order_by()
    names = {str(purpose): code for purpose, code in SURVEYS.items()}
    return _by_code(names, rows.values_list("version__questionnaire__purpose", "day").distinct())


@sees(*ORDERS.values())
def orders(first: datetime.date, last: datetime.date) -> Days:
    """Orders signed and not cancelled (1 query)."""
    signed = Order.objects.filter(kind__in=ORDERS, state=Order.State.SIGNED, cancellation=None)
    rows = signed.filter(dated__range=(first, last))
    return _by_code(ORDERS, rows.order_by().values_list("kind", "dated").distinct())


@sees(
    "programme.approved",
    "programme.completed",
    "bank_outcome.recorded",
    "annual_programme.approved",
    "lesson_visit.recorded",
    *MEETINGS.values(),
)
def programmes(first: datetime.date, last: datetime.date) -> Days:
    """Programmes approved and completed, meetings held, each by its stage, lessons visited (5 queries)."""
    held = Meeting.objects.filter(state=Meeting.State.HELD).annotate(seen_on=TruncDate(F("starts_at")))
    rows = held.filter(seen_on__gte=first, seen_on__lte=last).order_by().values_list("stage", "seen_on").distinct()
    completed = _days(Programme.objects.filter(state=Programme.State.COMPLETED), "completed_on", first, last)
    return {
        **_by_code({str(stage): code for stage, code in MEETINGS.items()}, rows),
        "programme.approved": _days(Programme.objects.all(), "approved_on", first, last),
        "programme.completed": completed,
        "annual_programme.approved": _days(AnnualProgramme.objects.all(), "approved_on", first, last),
        "lesson_visit.recorded": _days(LessonVisit.objects.all(), "visited_on", first, last),
        # The outcome stands in the programme, where the cards of both banks show it.
        "bank_outcome.recorded": completed,
    }


def _by_code(
    codes: Mapping[str, str], rows: Iterable[tuple[str, datetime.date | None]]
) -> dict[str, set[datetime.date]]:
    found: dict[str, set[datetime.date]] = {}
    for kind, day in rows:
        if day is not None:
            found.setdefault(codes[kind], set()).add(day)
    return found
