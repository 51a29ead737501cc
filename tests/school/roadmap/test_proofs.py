"""Evidence, terms closed without being done, and what the product cites when it ticks."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.monitoring.models import MonitoringRun
from apps.school.orders.models import Order
from apps.school.programmes.models import Programme
from apps.school.questionnaires.models import Purpose, Questionnaire, Round, Version
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.happenings import happened, seen_codes
from apps.school.regulation.models import ParameterValue, RegulationVersion
from apps.school.roadmap import actions, proofs, records, ticks
from apps.school.roadmap.models import Event, Evidence, Roadmap, Term
from apps.school.selection.models import Appointment
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.pairs import make_pair
from tests.support.people import make_mentor, make_person
from tests.support.programmes import make_paper
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running, term_of
from tests.support.selection import ensure_appointed
from tests.support.uploads import PDF

DAY = datetime.timedelta(days=1)
# What no room records yet: people mark these.
BY_PEOPLE = {
    "notice.sent",
    "orientation.held",
    "meeting_group.recorded",
    "closing_event.held",
}


def closed_round(purpose: Purpose, day: datetime.date) -> Round:
    questionnaire = Questionnaire.objects.create(purpose=purpose, audience="both", title="Анкета")
    version = Version.objects.create(questionnaire=questionnaire, number=1, state="published", published_on=day)
    return Round.objects.create(version=version, title="Осень", opens_on=day, closes_on=day, state=Round.State.CLOSED)


# ---- evidence


def test_evidence_is_a_file_a_link_or_a_record_and_is_taken_away_again(in_alpha: School) -> None:
    term = term_of(make_running())
    round_ = closed_round(Purpose.MENTEE_ENTRY, today())
    with pytest.raises(InputError):
        actions.add_evidence(term=term, acting=ACTING)
    file = SimpleUploadedFile("Протокол 1.pdf", PDF, "application/pdf")
    pieces = [
        actions.add_evidence(term=term, file=file, acting=ACTING),
        actions.add_evidence(term=term, link="https://example.org/1", title="Фото", acting=ACTING),
        actions.add_evidence(term=term, record=reference(round_), acting=ACTING),
    ]
    with pytest.raises(Conflict):
        actions.add_evidence(term=term, record=reference(round_), acting=ACTING)
    with pytest.raises(InputError):
        actions.add_evidence(term=term, record="orders.order:999", acting=ACTING)
    [shown] = [each for each in proofs.with_evidence(term.event) if each.term == term]
    assert [piece.evidence for piece in shown.proofs] == pieces
    assert shown.proofs[0].evidence.title == "Протокол 1.pdf"
    assert shown.proofs[2].record is not None
    assert shown.proofs[2].record.url == round_.get_absolute_url()
    for piece in pieces:
        actions.remove_evidence(evidence=piece, acting=ACTING)
    assert not Evidence.objects.exists()


def test_program_is_no_evidence(in_alpha: School) -> None:
    file = SimpleUploadedFile("протокол.pdf", b"MZ\x90\x00" + b"\x00" * 64, "application/pdf")
    with pytest.raises(InputError):
        actions.add_evidence(term=term_of(make_running()), file=file, acting=ACTING)


def test_deputy_marks_and_others_take_only_their_own_evidence_away(in_alpha: School) -> None:
    roadmap = fill(build())
    mentor = acting_as("mentor", in_alpha)
    event, other = [each for each in events_of(roadmap) if "mentor" not in each.responsible][:2]
    deputy = make_person(account_id=mentor.account_id)
    change(event, deputies=[deputy])
    actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
    term = event.terms.get()
    own = actions.add_evidence(term=term, link="https://example.org/1", acting=mentor)
    others = actions.add_evidence(term=term, link="https://example.org/2", acting=ACTING)
    assert actions.mark_term(term=term, done_on=today(), acting=mentor).done_by == mentor.account_id
    actions.remove_evidence(evidence=own, acting=mentor)
    with pytest.raises(NotAllowed):
        actions.remove_evidence(evidence=others, acting=mentor)
    with pytest.raises(NotAllowed):
        actions.add_evidence(term=other.terms.get(), link="https://example.org/3", acting=mentor)
    with pytest.raises(NotAllowed):
        actions.drop_term(term=term, reason="Не нужно", acting=mentor)


def test_term_is_closed_without_being_done_with_a_reason_and_taken_up_again(in_alpha: School) -> None:
    term = term_of(make_running())
    with pytest.raises(InputError):
        actions.drop_term(term=term, reason=" ", acting=ACTING)
    dropped = actions.drop_term(term=term, reason="Передано в другую программу", acting=ACTING)
    assert not dropped.is_open
    with pytest.raises(Conflict):
        actions.mark_term(term=term, done_on=today(), acting=ACTING)
    assert actions.take_up_term(term=term, acting=ACTING).is_open
    assert actions.mark_term(term=term, done_on=today(), acting=ACTING).done_on == today()


# ---- ticks


def test_every_event_of_the_catalogue_is_seen_or_known_to_be_marked_by_people() -> None:
    assert set(catalogue().dictionaries["product_event"]) - seen_codes() == BY_PEOPLE


@pytest.mark.parametrize(
    ("purpose", "code"),
    [
        (Purpose.MENTEE_ENTRY, "survey_needs.closed"),
        (Purpose.MENTOR_ENTRY, "survey_mentors.closed"),
        (Purpose.PREFERENCE, "survey_preference.closed"),
        (Purpose.SATISFACTION_MENTEE, "survey_satisfaction.closed"),
        (Purpose.AFTER, "feedback.collected"),
    ],
)
def test_closed_surveys_are_seen(in_alpha: School, purpose: Purpose, code: str) -> None:
    closed_round(purpose, today())
    assert happened(today(), today())[code] == [today()]
    Round.objects.update(state=Round.State.OPEN)
    assert code not in happened(today(), today())


def test_what_an_act_settles_is_seen_on_the_day_it_comes_into_force(in_alpha: School) -> None:
    adopted("lenskaya")
    day = RegulationVersion.objects.get().effective_from
    assert day is not None
    found = happened(day, day)
    assert found["forms.chosen"] == found["programme_template.approved"] == found["act.in_force"] == [day]
    ParameterValue.objects.filter(key__in=("forms.enabled", "programme.template_fields")).delete()
    assert {"forms.chosen", "programme_template.approved"}.isdisjoint(happened(day, day))
    make_paper()
    assert happened(today(), today())["programme_template.approved"] == [today()]


def test_appointments_are_seen_and_grades_only_where_there_is_one(in_alpha: School) -> None:
    adopted("lenskaya")
    ensure_appointed(make_mentor())
    Appointment.objects.update(grade="")
    found = happened(today(), today())
    assert found["mentor.selected"] == [today()]
    assert "mentor_grade.assigned" not in found
    Appointment.objects.update(grade="senior")
    assert happened(today(), today())["mentor_grade.assigned"] == [today()]


def test_closed_monitoring_is_seen_and_offered(in_alpha: School) -> None:
    run = MonitoringRun.objects.create(
        title="Осень", starts_on=today(), ends_on=today(), state=MonitoringRun.State.CLOSED, closed_on=today()
    )
    assert happened(today(), today())["monitoring.closed"] == [today()]
    found = records.between(today(), today())["monitoring.monitoringrun"]
    assert [record.ref for record in found] == [reference(run)]


def test_tick_cites_what_was_seen_and_taken_back_does_not_come_again(in_alpha: School) -> None:
    make_running()
    make_pair()
    actions.tick_seen(acting=ACTING)
    order = Order.objects.get(kind="pair_formation")
    term = Term.objects.get(event__auto_tick="pair_order.signed")
    assert (term.seen, term.done_on, term.is_auto) == ("pair_order.signed", order.dated, True)
    [piece] = term.evidence.all()
    assert (piece.record, piece.is_auto) == (reference(order), True)
    back = actions.unmark_term(term=term, acting=acting_as("curator", in_alpha))
    assert (back.done_on, back.seen, back.refused_on, back.evidence.count()) == (None, "", order.dated, 0)
    assert actions.tick_seen(acting=ACTING) == 0
    # A person may still mark it by hand.
    assert actions.mark_term(term=term, done_on=today(), acting=ACTING).done_on == today()


def test_given_up_term_is_not_ticked(in_alpha: School) -> None:
    make_running()
    term = Term.objects.get(event__auto_tick="training.recorded")
    actions.drop_term(term=term, reason="Не нужно", acting=ACTING)
    make_mentor(trained_on=today())
    actions.tick_seen(acting=ACTING)
    assert Term.objects.get(pk=term.pk).done_on is None


def test_looking_again_takes_the_same_number_of_queries_however_much_there_is(in_alpha: School) -> None:
    roadmap = make_running()
    actions.tick_seen(acting=ACTING)
    counts = []
    for times in (1, 20):
        stage = roadmap.stages.all()[0]
        rows = Event.objects.bulk_create(
            Event(stage=stage, position=50 + n, title="Ещё", auto_tick="closing_event.held") for n in range(times)
        )
        Term.objects.bulk_create(Term(event=event) for event in rows)
        with CaptureQueriesContext(connection) as asked:
            assert ticks.pending() == []
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_records_name_no_people(in_alpha: School) -> None:
    match = make_pair()
    Programme.objects.update(approved_on=today())
    names = {row.card.person.last_name for row in match.mentors.all()}
    names |= {row.card.person.last_name for row in match.mentees.all()}
    found = [each for rows in records.between(today() - 400 * DAY, today() + 400 * DAY).values() for each in rows]
    assert {each.ref.split(":")[0] for each in found} >= {"orders.order"}
    assert not [each for each in found if any(name in each.title for name in names)]


def test_closed_roadmap_takes_no_evidence(in_alpha: School) -> None:
    term = term_of(make_running())
    Roadmap.objects.update(state=Roadmap.State.CLOSED, closed_on=today())
    with pytest.raises(Conflict):
        actions.add_evidence(term=term, link="https://example.org/1", acting=ACTING)
