"""Who hears of what happens in the rooms: real verbs, the inbox of the cast."""

from __future__ import annotations

import ast
import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from apps.school.consents.actions.withdrawing import withdraw
from apps.school.notices import days as days_module
from apps.school.notices import reactions
from apps.school.notices.models import Delivery, Notice
from apps.school.orders import actions as orders
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.programmes import meetings
from apps.school.programmes.models import Meeting, Programme
from apps.school.questionnaires.actions import rounds
from kernel import clock
from kernel.acting import Actor
from kernel.clock import now, today
from tenants.journal.models import Errand
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.consents import give
from tests.support.notices import at_local, heard, of_the_cast
from tests.support.pairs import make_pair, order_of
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.programmes import make_running
from tests.support.questionnaires import make_round


def test_every_action_reacted_to_exists() -> None:
    declared: set[str] = set()
    for file in Path(settings.ROOT, "apps/school").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "action":
                declared.update(str(arg.value) for arg in node.args if isinstance(arg, ast.Constant))
    assert reactions.codes() <= declared
    assert len(reactions.codes()) >= 12


def test_an_order_waits_is_returned_and_signed(in_alpha: School) -> None:
    curator, head = acting_as("curator", in_alpha), acting_as("head", in_alpha)
    match = of_the_cast(make_pair(Match.State.ORDERED, acting=curator), in_alpha)
    assert "order.waits" in heard("head", in_alpha)
    Notice.objects.all().delete()
    orders.return_order(order=order_of(match), reason="Исправьте дату", acting=head)
    assert heard("curator", in_alpha) == ["order.returned"]
    assert "Исправьте дату" in Notice.objects.get().text
    order = pairs.prepare_order(match=Match.objects.get(pk=match.pk), acting=curator)
    Notice.objects.all().delete()
    orders.sign_order(order=order, acting=head)
    assert heard("mentor", in_alpha) == heard("mentee", in_alpha) == ["pair.begun"]
    assert heard("head", in_alpha) == []


def test_the_curator_hears_when_both_have_agreed(in_alpha: School) -> None:
    account_in("curator", in_alpha)
    match = of_the_cast(make_pair(Match.State.PROPOSED), in_alpha)
    for role, row in (("mentor", match.current_mentors[0]), ("mentee", match.current_mentees[0])):
        assert heard("curator", in_alpha) == []
        person = Person.objects.get(pk=row.card.person_id)
        pairs.answer(match=match, person=person, accepted=True, acting=acting_as(role, in_alpha))
    assert heard("curator", in_alpha) == ["pair.agreed"]


def test_a_proposal_is_told_to_both_sides(in_alpha: School) -> None:
    mentor = make_mentor(person=make_person(account_id=account_in("mentor", in_alpha).pk))
    mentee = make_mentee(person=make_person(account_id=account_in("mentee", in_alpha).pk))
    match = make_pair(Match.State.PROPOSED, mentor=mentor, mentee=mentee)
    notice = Notice.objects.get(kind="pair.proposed", account_id=account_in("mentor", in_alpha).pk)
    assert (notice.url, notice.title) == (match.get_absolute_url(), "Вам предложена пара")
    assert heard("mentee", in_alpha) == ["pair.proposed"]


def plan(programme: Programme, moment: datetime.datetime, acting: Actor) -> Meeting:
    return meetings.plan_meeting(programme=programme, starts_at=moment, minutes=45, mode="in_person", acting=acting)


def test_the_other_side_hears_of_meetings(in_alpha: School) -> None:
    programme = make_running()
    of_the_cast(programme.match, in_alpha)
    Notice.objects.all().delete()
    mentor, moment = acting_as("mentor", in_alpha), (now() + datetime.timedelta(days=3)).replace(microsecond=0)
    meeting = plan(programme, moment, mentor)
    assert (heard("mentor", in_alpha), heard("mentee", in_alpha)) == ([], ["meeting.planned"])
    moved = moment + datetime.timedelta(hours=1)
    meetings.replan_meeting(meeting=meeting, starts_at=moved, minutes=45, mode="in_person", acting=mentor)
    meetings.replan_meeting(meeting=meeting, starts_at=moment, minutes=45, mode="in_person", acting=mentor)
    meetings.remove_meeting(meeting=meeting, acting=acting_as("mentee", in_alpha))
    assert heard("mentee", in_alpha) == ["meeting.planned", "meeting.changed", "meeting.changed"]
    assert heard("mentor", in_alpha) == ["meeting.called_off"]


def test_a_meeting_entered_afterwards_is_no_news(in_alpha: School) -> None:
    programme = make_running()
    of_the_cast(programme.match, in_alpha)
    Notice.objects.all().delete()
    plan(programme, now() - datetime.timedelta(days=1), acting_as("mentor", in_alpha))
    assert heard("mentee", in_alpha) == []


def test_a_withdrawn_consent_is_told_at_once(in_alpha: School) -> None:
    account_in("curator", in_alpha)
    person = make_person(account_id=account_in("mentor", in_alpha).pk)
    consent = give(person, "participation")
    withdraw(consent=consent, reason="", acting=acting_as("mentor", in_alpha))
    assert heard("curator", in_alpha) == ["consent.withdrawn"]
    assert Notice.objects.get().urgent


def test_a_consent_that_ends_is_told_of_at_each_term_once(in_alpha: School) -> None:
    account_in("curator", in_alpha)
    last = today() + datetime.timedelta(days=30)
    give(make_person(), "participation", expires_on=last)
    noon = at_local(f"{today()} 12:00")
    for days in (0, 0, 10, 23, 24):
        with clock.at(noon + datetime.timedelta(days=days)):
            days_module.tell()
    assert heard("curator", in_alpha).count("consent.ending") == 2


def test_who_is_asked_hears_of_the_survey_once(in_alpha: School) -> None:
    asked = make_person(account_id=account_in("mentee", in_alpha).pk)
    round_ = make_round("mentee_entry", asked)
    rounds.invite(round_=round_, person_ids=[asked.pk], acting=acting_as("curator", in_alpha))
    assert heard("mentee", in_alpha) == ["survey.opened"]


def test_the_office_reads_in_the_morning_what_waits_and_no_names(in_alpha: School) -> None:
    curator, head = acting_as("curator", in_alpha), account_in("head", in_alpha)
    head.language = "en"
    head.save(update_fields=["language"])
    match = make_pair(Match.State.ORDERED, acting=curator)
    Notice.objects.all().delete()
    morning = at_local(f"{today()} 05:00") + datetime.timedelta(days=1)
    with clock.at(morning):
        days_module.tell()
        days_module.tell()
    notice = Notice.objects.get(account_id=head.pk)
    assert (notice.kind, notice.in_inbox, notice.title) == ("today.waiting", False, "What waits for you")
    assert "Read and sign: 1" in notice.outside
    assert match.current_mentors[0].card.person.last_name not in notice.outside
    assert Delivery.objects.get(notice=notice).due_at == morning + datetime.timedelta(hours=3)
    with clock.at(morning + datetime.timedelta(days=1)):
        days_module.tell()
    found = Delivery.objects.filter(notice__account_id=head.pk).order_by("pk")
    assert list(found.values_list("state", "reason")) == [("dropped", "superseded"), ("pending", "")]


def test_every_working_school_has_its_next_day(alpha: School, beta: School) -> None:
    assert days_module.begin() >= 2
    assert days_module.begin() == 0
    due = {row.school_id: row.due_at for row in Errand.objects.among([alpha.pk, beta.pk])}
    for school in (alpha, beta):
        assert due[school.pk].astimezone(ZoneInfo(school.zone)).hour == 5
