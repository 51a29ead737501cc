"""Two schools and a region in the middle of their year, every text of a school with its canary: for the probes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import connection

from apps.region.cases.models import PracticeCase
from apps.region.exchange.models import Need, Offer, RemotePair, RemoteRequest
from apps.school.consents.actions import ensure_texts
from apps.school.consents.models import Consent
from apps.school.monitoring.models import Satisfaction
from apps.school.orders.models import Order
from apps.school.orders.rendering import render_order
from apps.school.people.models import Person, StaffImport
from apps.school.programmes.models import Meeting
from apps.school.programmes.queries import people_of
from kernel.clock import today
from tenants.identity.models import SCHOOL_ROLES, Account, ApiToken
from tenants.isolation.context import as_owner, enter_school
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support import exchange, identity, statistics
from tests.support.canaries import canary_of, fill, school_models
from tests.support.cases import make_case
from tests.support.cast import account_in
from tests.support.pairs import make_pair
from tests.support.people import make_guardian, make_mentee, make_mentor, make_person, make_pupil
from tests.support.programmes import ACTING, close, make_item, make_meeting, make_running
from tests.support.samples import region_samples, school_samples

SLUGS = ("alpha", "beta")
OTHER = {"alpha": "beta", "beta": "alpha"}
STRANGERS = canary_of("gamma")
"""The word of two further schools, whose dealings with each other concern neither alpha nor beta."""


@dataclass
class World:
    """What the probes know. ``values``: slug -> URL keyword -> an object of the school; ``shared``: of the region.

    ``strangers``: URL keyword -> an object of the shared schema that concerns neither school. ``open_offer``: a mentor
    of alpha with a free place, for whom beta may ask.
    """

    open_offer: UUID

    values: dict[str, dict[str, object]] = field(default_factory=dict)
    shared: dict[str, object] = field(default_factory=dict)
    strangers: dict[str, object] = field(default_factory=dict)


def build_world() -> World:
    """Make everything. Inside a transaction; about ten seconds."""
    shared = dict(region_samples())
    alpha, beta = (School.objects.get(slug=slug) for slug in SLUGS)
    world = World(_ask_across(alpha, beta), shared=shared)
    for school in (alpha, beta):
        case = make_case(school, state=PracticeCase.State.DRAFT)
        with enter_school(school):
            ensure_texts(acting=ACTING)
            _populate(school)
        world.values[school.slug] = {
            **world.shared,
            **identity.samples(school),
            **school_samples(school),
            "case": case.pk,
        }
        _fill(school, case)
        with enter_school(school):
            _files(school)
    world.strangers = _strangers()
    return world


def _ask_across(alpha: School, beta: School) -> UUID:
    """Beta asks for a mentor of alpha; until both curators agree the mentee's name is beta's own. The offer."""
    with enter_school(alpha):
        mentor = make_mentor(person=make_person(account_id=uuid4()))
        exchange.consent(mentor.person)
    with enter_school(beta):
        mentee = make_mentee(person=make_person(account_id=uuid4(), birth_date=datetime.date(2000, 1, 1)))
        exchange.consent(mentee.person)
    offer = exchange.make_offer(alpha, places=2, mentor=mentor)
    request = exchange.make_request(beta, offer, mentee=mentee)
    RemoteRequest.objects.of_all_schools().filter(pk=request).update(mentee_name=canary_of("beta"))
    return offer


def _populate(school: School) -> None:
    """A year's work of the cast's people. Inside the school."""
    programme = make_running()
    people = people_of(programme)
    ward = make_pupil()
    guardian = make_guardian(ward)
    for role, person in (("mentor", people.mentors[0]), ("mentee", people.mentees[0]), ("guardian", guardian)):
        Person.objects.filter(account_id=account_in(role, school).pk).update(account_id=None)
        Person.objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    make_item(programme)
    make_meeting(programme, days=-2, held=True)
    make_meeting(programme, days=2)
    make_pair("proposed")
    make_pair("ordered")
    closed = close(make_running())
    for side, person in (("mentor", people_of(closed).mentors[0]), ("mentee", people_of(closed).mentees[0])):
        Satisfaction.objects.create(programme=closed, person=person, side=side, score=9, comment="Спасибо")
    StaffImport.objects.create(
        file_name="список.xlsx",
        columns=[{"title": "Фамилия", "samples": ["Секретова"]}],
        problems=[{"row": 2, "name": "Секретова Ольга", "column": "Фамилия", "value": "Секретова", "code": "empty"}],
        state=StaffImport.State.CHECKED,
    )
    Meeting.objects.update(mentor_note="Заметка наставника", mentee_note="Заметка наставляемого")


def _fill(school: School, case: PracticeCase) -> None:
    word = canary_of(school.slug)
    with enter_school(school):
        filled = sum(fill(model._default_manager.all(), word) for model in school_models())
    assert filled > 300, f"only {filled} texts of {school.slug} hold its word"
    own = Account.objects.filter(email__endswith=f"@{school.slug}.test")
    own.update(last_name=word, first_name=word)
    Job.objects.filter(school=school).update(title=word, message=word)
    ApiToken.objects.filter(account__in=own).update(name=word)
    fill(PracticeCase.objects.of_all_schools().filter(pk=case.pk), word)


def _files(school: School) -> None:
    """Documents rendered from the filled facts, and a scan. Inside the school."""
    job = identity.job_of(account_in("curator", school), school, title=canary_of(school.slug))
    signed = Order.objects.filter(state=Order.State.SIGNED).order_by("pk")
    for order in (*signed[:1], *signed.reverse()[:1]):
        render_order(order.pk, job)
    for consent in Consent.objects.order_by("-pk")[:3]:
        consent.scan.save("scan.pdf", ContentFile(f"%PDF {canary_of(school.slug)}".encode()))


def _strangers() -> dict[str, object]:
    """Two schools that deal with each other: an offer, a request, a pair with its work, a draft case."""
    gamma, delta = (statistics.make_school(number) for number in (71, 72))
    offer = Offer.objects.create(
        school=gamma, mentor_card=71_000_001, mentor_name=STRANGERS, topics=STRANGERS, state=Offer.State.WITHDRAWN
    )
    term = {"starts_on": today(), "ends_on": today().replace(year=today().year + 1)}
    request = RemoteRequest.objects.create(
        offer=offer,
        mentor_school=gamma,
        school=delta,
        mentee_card=72_000_001,
        mentee_name=STRANGERS,
        mentee_about=STRANGERS,
        need=STRANGERS,
        form="pedagogue_pedagogue",
        form_title=STRANGERS,
        **term,
    )
    pair = RemotePair.objects.create(
        request=request,
        offer=offer,
        mentor_school=gamma,
        mentee_school=delta,
        mentor_account=uuid4(),
        mentee_account=uuid4(),
        mentor_name=STRANGERS,
        mentee_name=STRANGERS,
        form="pedagogue_pedagogue",
        form_title=STRANGERS,
        goal=STRANGERS,
        **term,
    )
    item = pair.plan.create(title=STRANGERS)
    meeting = pair.meetings.create(starts_at="2026-01-15T09:00:00Z", topic=STRANGERS, mentor_note=STRANGERS)
    complaint = pair.complaints.create(side="mentor", text=STRANGERS, answer_by=today())
    need = Need.objects.create(
        school=delta, mentee_card=72_000_002, about=STRANGERS, text=STRANGERS, state=Need.State.WITHDRAWN, **term
    )
    case = make_case(gamma, state=PracticeCase.State.DRAFT, title=STRANGERS, summary=STRANGERS)
    holder = Account.objects.create_user("nobody@gamma.test", last_name=STRANGERS)
    return {
        "offer": offer.pk,
        "remote_request": request.pk,
        "remote_pair": pair.pk,
        "remote_item": item.pk,
        "remote_meeting": meeting.pk,
        "remote_complaint": complaint.pk,
        "need": need.pk,
        "case": case.pk,
        "token": identity.token_of(holder, STRANGERS).pk,
        "job": identity.job_of(holder, gamma, title=STRANGERS).pk,
    }


def people_of_school(school: School) -> dict[str, Account]:
    """The cast's account of each role."""
    return {role: account_in(role, school) for role in sorted(SCHOOL_ROLES)}


# ---- whether anything changed


def _tables() -> Iterator[tuple[str, str]]:
    """(schema, table) of everything that a refused request must leave as it is."""
    region = ("exchange_", "cases_", "institute_", "speed_", "statistics_")
    own = (*region, "organisations_", "identity_membership", "shared_journal_")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname IN ('s_alpha', 's_beta', 'public') ORDER BY 1, 2"
        )
        for schema, table in cursor.fetchall():
            # Who looked at whose card is written down by looking.
            if table == "consents_viewing":
                continue
            if schema != "public" or table.startswith(own):
                yield schema, table


def fingerprint() -> dict[str, str]:
    """Table -> checksum of all its rows, of both schools and of what the region keeps for them."""
    parts = [
        f"SELECT '{schema}.{table}', md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), ''))"
        f' FROM "{schema}"."{table}" AS row'
        for schema, table in _tables()
    ]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def changed(before: dict[str, str]) -> list[str]:
    """Tables that are no more what they were."""
    now = fingerprint()
    return [table for table in now if now[table] != before.get(table)]
