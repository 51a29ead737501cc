"""What the days bring is told once for each happening and person, by as many statements as for one."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.school.meetings import queries as meetings
from apps.school.meetings.announcing_days import tell_of_meetings_soon, tell_of_quiet_pairs
from apps.school.notices import days
from apps.school.notices.models import Notice
from apps.school.programmes.announcing_visits import tell_of_months_behind, tell_of_visits_soon
from apps.school.programmes.models import Programme
from apps.school.roadmap.announcing import tell_of_terms
from apps.school.roadmap.models import Responsible, Roadmap, Term
from kernel import clock
from kernel.clock import now, today
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, cast, seat
from tests.support.cast import account_in
from tests.support.growth import make_couple, make_session, mentee_of
from tests.support.notices import heard, last_of
from tests.support.people import make_person
from tests.support.programmes import make_agreed, make_meeting, make_running, make_visit
from tests.support.roadmap import make_running as make_roadmap
from tests.support.roadmap import term_of

__all__ = ["cast"]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def running(cast: Cast, in_alpha: School) -> Programme:
    """A programme of the cast at work; what came before is forgotten."""
    programme = seat(make_running(), in_alpha)
    Notice.objects.all().delete()
    return programme


def pass_days(*numbers: int) -> None:
    """Tell of today and of days after it, each twice: a run may be repeated."""
    moment = now()
    for number in numbers:
        with clock.at(moment + number * DAY):
            days.tell()
            days.tell()


def test_a_meeting_is_told_of_on_the_day_before_and_again_when_it_is_moved(
    running: Programme, in_alpha: School
) -> None:
    meeting = make_meeting(running, days=3)
    pass_days(0, 1, 2, 3)
    assert heard("mentor", in_alpha).count("meeting.soon") == heard("mentee", in_alpha).count("meeting.soon") == 1
    meeting.starts_at += 4 * DAY
    meeting.save()
    pass_days(4, 5, 6, 7)
    assert heard("mentor", in_alpha).count("meeting.soon") == 2


def test_a_quiet_pair_is_told_of_once_for_each_silence(running: Programme, in_alpha: School) -> None:
    make_meeting(running, days=-1, held=True)
    quiet = meetings.times().quiet_days
    pass_days(quiet - 1, quiet, quiet + 5)
    for role in ("mentor", "mentee", "curator"):
        assert heard(role, in_alpha).count("pair.quiet") == 1
    make_meeting(running, days=quiet + 30)
    pass_days(quiet + 6)
    assert heard("mentor", in_alpha).count("pair.quiet") == 1


def test_a_pair_that_stands_still_is_not_quiet(running: Programme, in_alpha: School) -> None:
    from tests.support.pairs import pause

    pause(running.match, days=60)
    pass_days(meetings.times().quiet_days + 1)
    assert "pair.quiet" not in heard("mentor", in_alpha)


def test_a_month_that_lacks_visits_is_told_to_the_mentor_once(running: Programme, in_alpha: School) -> None:
    last = (today().replace(day=1) + 62 * DAY).replace(day=1) - DAY
    left = (last - today()).days
    pass_days(left - 2, left - 1)
    assert heard("mentor", in_alpha).count("visit.behind") == 1
    assert "visit.behind" not in heard("mentee", in_alpha)


def test_an_agreed_visit_is_told_of_on_the_day_before(running: Programme, in_alpha: School) -> None:
    make_agreed(running, days=2)
    pass_days(0, 1)
    assert heard("mentee", in_alpha).count("visit.soon") == 1


def test_whoever_has_not_assessed_is_reminded_before_the_last_day(cast: Cast, in_alpha: School) -> None:
    make_session(mentee_of(make_couple(cast.mentor, cast.mentee)))
    pass_days(4, 5, 6, 8)
    assert heard("mentee", in_alpha).count("growth.reminded") == 1


def escalating(in_alpha: School) -> Term:
    """A term whose event names a person and a deputy; nobody else is due at that time."""
    roadmap = make_roadmap()
    term = term_of(roadmap)
    Term.objects.exclude(pk=term.pk).delete()
    term.event.responsible = []
    term.event.save(update_fields=["responsible"])
    for role, deputy in (("mentor", False), ("methodical_association", True)):
        person = make_person(account_id=account_in(role, in_alpha).pk)
        Responsible.objects.create(event=term.event, person=person, is_deputy=deputy)
    Roadmap.objects.filter(pk=roadmap.pk).update(curator_after=2, head_after=5)
    return term


def test_an_overdue_event_goes_up_by_the_days_of_the_roadmap(in_alpha: School) -> None:
    account_in("curator", in_alpha), account_in("head", in_alpha)
    term = escalating(in_alpha)
    assert term.due_on is not None
    ahead = (term.due_on - today()).days
    pass_days(ahead - 8, ahead - 7, ahead, ahead + 1)
    assert [kind for kind in heard("mentor", in_alpha) if kind.startswith("roadmap")] == [
        "roadmap.due",
        "roadmap.overdue",
    ]
    assert heard("methodical_association", in_alpha).count("roadmap.overdue") == 1
    assert "roadmap.due" not in heard("methodical_association", in_alpha)
    assert "roadmap.escalated" not in heard("curator", in_alpha) + heard("head", in_alpha)
    pass_days(ahead + 2)
    assert "roadmap.escalated" in heard("curator", in_alpha)
    assert "roadmap.escalated" not in heard("head", in_alpha)
    pass_days(ahead + 5, ahead + 6)
    assert (
        heard("curator", in_alpha).count("roadmap.escalated") == heard("head", in_alpha).count("roadmap.escalated") == 1
    )
    assert last_of("head", in_alpha).url


def test_what_a_roadmap_names_by_its_office_is_told_to_the_office(in_alpha: School) -> None:
    account_in("head", in_alpha)
    term = escalating(in_alpha)
    term.event.responsible = ["administration"]
    term.event.save(update_fields=["responsible"])
    assert term.due_on is not None
    pass_days((term.due_on - today()).days + 1)
    assert "roadmap.overdue" in heard("head", in_alpha)


def test_an_old_backlog_is_not_poured_over_people(in_alpha: School) -> None:
    term = escalating(in_alpha)
    assert term.due_on is not None
    pass_days((term.due_on - today()).days + 40)
    assert not Notice.objects.filter(kind__startswith="roadmap").exists()


def test_many_pairs_cost_as_many_statements_as_one(cast: Cast, in_alpha: School) -> None:
    quiet = meetings.times().quiet_days
    counts = []
    for number in (1, 6):
        for _each in range(number):
            programme = make_running()
            make_meeting(programme, days=quiet + 3)
            make_agreed(programme, days=quiet + 3)
        for programme in [make_running() for _each in range(number)]:
            make_visit(programme)
        moment = now() + (quiet + 2) * DAY
        with clock.at(moment), CaptureQueriesContext(connection) as queries:
            for tell in (tell_of_meetings_soon, tell_of_quiet_pairs, tell_of_visits_soon, tell_of_months_behind):
                with transaction.atomic():
                    tell(today())
            with transaction.atomic():
                tell_of_terms(today())
        assert Notice.objects.filter(kind="pair.quiet").exists()
        counts.append(len(queries))
    assert counts[1] <= counts[0]


def test_the_database_keeps_what_the_days_tell_single(running: Programme, in_alpha: School) -> None:
    """Two runs at once would both see nothing told; the constraint lets one of them write."""
    make_meeting(running, days=1)
    pass_days(0)
    told = Notice.objects.filter(kind="meeting.soon").earliest("pk")
    fields = ("kind", "key", "account_id", "language", "title")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(**{name: getattr(told, name) for name in fields})
