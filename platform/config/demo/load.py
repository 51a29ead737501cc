"""Loading the demo region: school by school, each all or nothing; an interrupted load goes on where it stopped."""

from __future__ import annotations

import datetime
import logging
import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from apps.region.exchange.models import Offer
from apps.school.liaison.reporting import send_indicators
from apps.school.people.models import Person
from apps.school.regulation import actions as regulation
from apps.school.regulation.catalogue import preset
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.opening import load_first_regulation
from config.demo.asked import approve_annual_programmes, tell_what_is_asked
from config.demo.bank import BankTeller
from config.demo.growth import GrowthTeller
from config.demo.matching import propose_for_the_rest
from config.demo.meetings import MeetingTeller
from config.demo.monitoring import monitoring_of_the_year
from config.demo.norms import norms
from config.demo.notices import settle_notices
from config.demo.orders import keep_the_register
from config.demo.pairs import OUTLINES, PUPIL_OUTLINES, Story, Teller, pair_stories
from config.demo.people import Inventor
from config.demo.plans import stock_library, tell_work
from config.demo.publicity import Publicist
from config.demo.questionnaires import hold_preferences
from config.demo.region import RegionTeller, acting
from config.demo.requests import tell_requests
from config.demo.rooms import meet_now
from config.demo.schools import EXPIRED, MUNICIPALITIES, DemoSchool, demo_schools
from config.demo.selection import SelectionStory, settle
from config.demo.staff import Staff, StaffMaker, account_for
from config.demo.year import YearTeller
from kernel.acting import system_actor
from kernel.clock import at, now, today
from tenants.identity import actions as identity
from tenants.identity.models import Account, Role
from tenants.isolation.context import enter_school
from tenants.organisations.models import Municipality, School
from tenants.provisioning.actions import open_school, register_school
from tenants.provisioning.building import build_schema

logger = logging.getLogger(__name__)

Say = Callable[[str], None]
ACTING = system_actor("demo")
OPENED_AGO = 165
TREND_DAYS = (150, 120, 90, 60, 45, 30, 21, 14, 7)
SEED = 2026

CAST = (
    ("coordinator@region.demo", Role.REGIONAL_COORDINATOR, ("Корнеева", "Ольга", "Викторовна")),
    ("municipal@region.demo", Role.MUNICIPAL_COORDINATOR, ("Зуева", "Марина", "Павловна")),
    ("expert@institute.demo", Role.INSTITUTE_EXPERT, ("Лаптев", "Игорь", "Сергеевич")),
    ("operator@platform.demo", Role.PLATFORM_OPERATOR, ("Дроздов", "Антон", "Ильич")),
)


def open_schools(count: int) -> list[DemoSchool]:
    """The region and its schools, still without people. Doing it again adds what is missing and repeats nothing."""
    _municipalities()
    _region_cast()
    norms(ACTING)
    plans = list(demo_schools(count))
    for plan in plans:
        _school(plan)
    return plans


def tell(plans: Sequence[DemoSchool], say: Say) -> None:
    """The stories of schools that were opened, one after another; those told before are left as they are."""
    for plan in plans:
        say(plan.short_name)
        _story(School.objects.get(slug=plan.slug), plan)


def tell_between(plans: Sequence[DemoSchool], say: Say) -> None:
    """What goes on between schools whose own stories are told."""
    if Offer.objects.of_all_schools().exists() or len(plans) < 2:
        return
    say("Between the schools: remote pairs, speed mentoring, cases")
    schools = [School.objects.get(slug=plan.slug) for plan in plans[:5]]
    teller = RegionTeller(schools, random.Random(SEED))  # nosec B311: demo data
    with transaction.atomic():
        teller.remote_pairs()
        teller.around_pairs()
        meet_now()
        teller.speed_events()
        teller.practice()
    logger.debug("refused on the way: %s", teller.refusals)
    for school in schools:
        with enter_school(school):
            send_indicators()


def _municipalities() -> None:
    for code, title in MUNICIPALITIES:
        Municipality.objects.get_or_create(code=code, defaults={"title": title})


@transaction.atomic
def _region_cast() -> None:
    for email, role, name in CAST:
        if Account.objects.filter(email=email).exists():
            continue
        account = account_for(email, None, acting=ACTING, name=name)
        municipality = Municipality.objects.order_by("pk").first() if role == Role.MUNICIPAL_COORDINATOR else None
        identity.grant_membership(account=account, role=role, municipality=municipality, acting=ACTING)


def _school(plan: DemoSchool) -> None:
    school = School.objects.filter(slug=plan.slug).first()
    if school is None:
        school = register_school(
            slug=plan.slug,
            name=plan.name,
            short_name=plan.short_name,
            kind=plan.kind,
            municipality=Municipality.objects.get(code=plan.municipality),
            zone=plan.zone,
            acting=ACTING,
        )
        School.objects.filter(pk=school.pk).update(is_demo=True)
    if school.state == School.State.NEW:
        build_schema(school)
        open_school(school=school, acting=ACTING)


def _story(school: School, plan: DemoSchool) -> None:
    with enter_school(school):
        if Person.objects.exists():
            return
        with transaction.atomic():
            refusals = _tell(school, plan)
        logger.debug("refused on the way: %s", refusals)
        for ago in TREND_DAYS:
            with at(now() - datetime.timedelta(days=ago)):
                send_indicators()
        send_indicators()


def _tell(school: School, plan: DemoSchool) -> list[str]:
    """The school's story up to today, told in turn by each of its tellers; what was refused on the way."""
    inventor = Inventor(SEED + plan.seed, today())
    opened = now() - datetime.timedelta(days=OPENED_AGO)
    settled = opened + datetime.timedelta(days=2)
    with at(opened):
        load_first_regulation(school=school, regulation=preset(plan.preset), acting=ACTING)
        if plan.preset in EXPIRED:
            _prolong(plan)
    with at(settled):
        staff = StaffMaker(school, plan, inventor, ACTING, today()).make()
        settle(staff, ACTING)
        BankTeller(inventor, staff, ACTING, today()).tell()
    curator, head = (acting(f"{role}@{plan.slug}.demo", school) for role in ("curator", "head"))
    teller = Teller(inventor, curator=curator, head=head, zone=ZoneInfo(plan.zone))
    year = YearTeller(curator=curator, head=head)
    tellers: tuple[Callable[[], None], ...] = (
        partial(hold_preferences, staff, opened, inventor.random, curator),
        partial(approve_annual_programmes, teller, settled),
        partial(stock_library, teller),
        lambda: teller.tell(_stories(staff, teller)),
        partial(tell_what_is_asked, teller),
        partial(tell_requests, teller),
        partial(propose_for_the_rest, teller),
        partial(tell_work, teller),
        GrowthTeller(staff, curator=curator, luck=random.Random(SEED + plan.seed)).tell,
        partial(monitoring_of_the_year, staff, inventor.random, curator),
        Publicist(staff, curator=curator, head=head, entered=settled.date()).tell,
        year.tell,
        MeetingTeller(staff, teller).tell,
        partial(keep_the_register, teller),
        partial(settle_notices, school),
    )
    for tell in tellers:
        tell()
    return teller.refusals + year.refusals


def _stories(staff: Staff, teller: Teller) -> list[Story]:
    """What goes on beside one another: the selection, and the pairs of each side."""
    stories: list[Story] = [SelectionStory(staff, teller)]
    stories += pair_stories(OUTLINES, staff.mentors, staff.mentees, teller)
    if staff.pupil_mentees:
        stories += pair_stories(PUPIL_OUTLINES, staff.pupil_mentors, staff.pupil_mentees, teller)
    return stories


def _prolong(plan: DemoSchool) -> None:
    """The act has run out: the school amends it, as it would in life."""
    first = RegulationVersion.objects.get()
    draft = regulation.copy_version(version=first, acting=ACTING)
    value: Mapping[str, Any] = {"from": "2020", "to": EXPIRED[plan.preset], "basis": "academic_years"}
    regulation.set_value(version=draft, key="act.validity", value=dict(value), clause="изменения, п. 1", acting=ACTING)
    regulation.adopt_version(
        version=draft,
        body="pedagogical_council",
        protocol_no="4",
        protocol_date=today() - datetime.timedelta(days=1),
        order_no="61",
        order_date=today(),
        effective_from=today(),
        acting=ACTING,
    )
