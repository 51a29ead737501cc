"""A school in the middle of its year, for the looks and the counts of «Today». Made in the current school."""

from __future__ import annotations

import datetime

from apps.school.pairs.models import Match
from apps.school.people.models import Person, StaffImport
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.clock import today
from tenants.identity.models import Account
from tests.support.pairs import make_pair
from tests.support.people import make_mentee
from tests.support.programmes import make_draft, make_item, make_meeting, make_running


def seat(programme: Programme, *, mentor: Account | None = None, mentee: Account | None = None) -> Programme:
    """Give accounts to the people of a programme."""
    people = people_of(programme)
    for account, person in ((mentor, people.mentors[0]), (mentee, people.mentees[0])):
        if account is not None:
            Person.objects.filter(pk=person.pk).update(account_id=account.pk)
    return programme


def aged(match: Match, days: int) -> Match:
    """The pair as proposed so many days ago."""
    Match.objects.filter(pk=match.pk).update(created_at=match.created_at - datetime.timedelta(days=days))
    return Match.objects.get(pk=match.pk)


def busy(times: int = 1) -> None:
    """Every cause of the curator's lines, so many times over."""
    for _number in range(times):
        make_mentee(consents=False)
        aged(make_pair(Match.State.PROPOSED), 9)
        make_pair(Match.State.AGREED)
        make_pair(Match.State.ORDERED)
        make_draft()
        quiet = make_running()
        make_item(quiet, title="Открытый урок", due_on=today() - datetime.timedelta(days=4))
        make_meeting(make_running(ends_on=today() + datetime.timedelta(days=9)), days=-3, held=True)
    StaffImport.objects.create(file_name="список.xlsx", state=StaffImport.State.CHECKED)
