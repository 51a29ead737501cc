"""What happens between the demo's schools: remote pairs, speed mentoring, cases of practice."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from apps.region.cases import actions as cases
from apps.region.cases import intake as case_intake
from apps.region.cases import rules as case_rules
from apps.region.cases.models import CaseReview
from apps.region.exchange import actions as exchange
from apps.region.exchange.models import RemotePair
from apps.school.liaison import actions as liaison
from apps.school.liaison import cases as school_cases
from apps.school.people.queries import mentees, mentors
from apps.school.programmes.models import Programme
from apps.school.regulation.queries import current
from config.demo import texts
from config.demo.evenings import SpeedTeller
from config.demo.exchange import agree_on_paper, allow_transfer, both_agree, complain, publish_needs
from kernel.acting import Actor, system_actor
from kernel.clock import at, now
from kernel.errors import DomainError
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

OFFERED_FROM = 3
REMOTE_PAIRS = 3
LINK = "https://video.example.org/estafeta-{number}"


def account(email: str) -> Account:
    """One of the cast."""
    return Account.objects.get(email=email)


def account_by_id(account_id: UUID | None) -> Account:
    """The account of somebody who has one."""
    if account_id is None:
        raise LookupError("this person of the demo has no account")
    return Account.objects.get(pk=account_id)


def acting(email: str, school: School | None = None) -> Actor:
    """The cast's person acting in a place."""
    return actor_for(account(email), place="school" if school else "region", school=school)


@dataclass(frozen=True, slots=True)
class Posted:
    """An offer that is open."""

    id: UUID
    school: School
    form: str


class RegionTeller:
    """Tells the region's half year; runs in the shared schema, after the schools' own stories."""

    def __init__(self, schools: Sequence[School], luck: random.Random) -> None:
        self.schools, self.random = list(schools), luck
        self.system = system_actor("demo")
        self.present = now()
        self.refusals: list[str] = []

    def curator(self, school: School) -> Actor:
        """The school's curator."""
        return acting(f"curator@{school.slug}.demo", school)

    def _ago(self, days: float, hour: int = 10) -> datetime.datetime:
        moment = self.present.astimezone(ZoneInfo("Europe/Moscow")) - datetime.timedelta(days=days)
        return moment.replace(hour=hour, minute=0, second=0, microsecond=0)

    # ---- remote pairs

    def remote_pairs(self) -> None:
        """Offers of three or four schools, requests of the others: three pairs, one waiting, one declined."""
        with at(self._ago(70)):
            offers = [posted for school in self.schools[:5] if (posted := self._offer(school)) is not None]
        made = 0
        for number, school in enumerate([*self.schools[1:5], self.schools[0]]):
            posted = next((offer for offer in offers[number % max(len(offers), 1) :] if offer.school != school), None)
            if posted is None:
                continue
            with at(self._ago(60 - number * 6)):
                request = self._ask(school, posted, number)
                if request is None:
                    continue
                if made < REMOTE_PAIRS and (pair := self._approve(posted, request)) is not None:
                    self._work(pair, number)
                    made += 1
                elif made >= REMOTE_PAIRS and number == len(self.schools[:5]) - 1:
                    self._decline(posted, request)

    def around_pairs(self) -> None:
        """Needs that wait for a mentor, complaints in two states, an agreement of two heads."""
        with at(self._ago(9)):
            self.refusals += publish_needs(self.schools[1:4], self.curator)
        pairs = list(RemotePair.objects.among([school.pk for school in self.schools]).filter(state="active")[:2])
        with at(self._ago(3)):
            complain(pairs, acting("coordinator@region.demo"))
            for pair in pairs[:1]:
                agree_on_paper(RemotePair.objects.of(pair.mentor_school_id).get(pk=pair.pk))

    def _offer(self, school: School) -> Posted | None:
        with enter_school(school):
            view = current()
            forms = view.codes("forms.enabled")
            form = "pedagogue_pedagogue" if "pedagogue_pedagogue" in forms else next(iter(forms))
            curator = self.curator(school)
            for card in mentors().filter(category="pedagogue")[OFFERED_FROM:]:
                allow_transfer(card.person, curator)
                try:
                    offer = liaison.offer_mentor(
                        mentor=card,
                        topics=self.random.choice(texts.OFFERS),
                        forms=[form],
                        places=1,
                        times={"days": self.random.sample(range(1, 6), 2), "from": 14, "to": 18},
                        acting=curator,
                    )
                except DomainError as refusal:
                    self.refusals.append(str(refusal.message))
                    continue
                mentor = account_by_id(card.person.account_id)
                liaison.answer_offer(offer=offer, agreed=True, acting=actor_for(mentor, place="school", school=school))
                return Posted(offer, school, form)
        return None

    def _ask(self, school: School, posted: Posted, number: int) -> UUID | None:
        begins = (now() + datetime.timedelta(days=6)).date()
        with enter_school(school):
            for card in mentees().exclude(category="willing_pupil").order_by("-pk")[:4]:
                allow_transfer(card.person, self.curator(school))
                try:
                    return liaison.ask_for_mentor(
                        offer=posted.id,
                        mentee=card,
                        need=texts.NEEDS[number % len(texts.NEEDS)],
                        form=posted.form,
                        starts_on=begins,
                        ends_on=begins + datetime.timedelta(days=200),
                        acting=self.curator(school),
                    )
                except DomainError as refusal:
                    self.refusals.append(str(refusal.message))
        return None

    def _approve(self, posted: Posted, request: UUID) -> RemotePair | None:
        both_agree(request)
        with enter_school(posted.school):
            try:
                pair = liaison.approve_incoming_request(request=request, acting=self.curator(posted.school))
            except DomainError as refusal:
                self.refusals.append(str(refusal.message))
                return None
        return RemotePair.objects.of(posted.school.pk).get(pk=pair)

    def _decline(self, posted: Posted, request: UUID) -> None:
        with enter_school(posted.school):
            liaison.decline_request(
                request=request,
                reason="У наставника уже есть удалённая пара, предлагаем вернуться к вопросу весной.",
                acting=self.curator(posted.school),
            )

    def _work(self, pair: RemotePair, number: int) -> None:
        mentor = actor_for(account_by_id(pair.mentor_account), place="region")
        for index, (_direction, title) in enumerate(texts.PLAN[:4]):
            item = exchange.add_item(
                pair=pair, title=title, due_on=pair.starts_on + datetime.timedelta(days=30 * (index + 1)), acting=mentor
            )
            if index < 1:
                exchange.mark_item(pair=pair, item=item.pk, done=True, acting=mentor)
        for ago in (42 - number * 4, 28 - number * 4, 14 - number * 4, -5 - number):
            with at(self._ago(ago + 2)):
                exchange.plan_meeting(
                    pair=pair,
                    starts_at=self._ago(ago - 2 if ago > 0 else ago, hour=15),
                    minutes=40,
                    link=LINK.format(number=number + 1),
                    topic=self.random.choice(texts.TOPICS),
                    acting=mentor,
                )
        self._record_past(pair, mentor)

    def _record_past(self, pair: RemotePair, mentor: Actor) -> None:
        held = self._ago(0)
        with at(held):
            for meeting in pair.meetings.filter(starts_at__lt=held).order_by("starts_at"):
                exchange.record_meeting(
                    pair=pair,
                    meeting=meeting.pk,
                    held=True,
                    note=self.random.choice(texts.MENTOR_NOTES),
                    acting=mentor,
                )

    # ---- speed mentoring

    def speed_events(self) -> None:
        """One event held, others to come in their different states."""
        SpeedTeller(self.schools, self.random, self.present).tell()

    # ---- cases

    def practice(self) -> None:
        """Cases in all states: two published (one taken up), under review, returned, being written, withdrawn."""
        expert = acting("expert@institute.demo")
        states = ("published", "published", "submitted", "returned", "draft")
        for number, (school, state) in enumerate(zip(self.schools[:5], states, strict=False)):
            with at(self._ago(18 - number * 2)):
                self._case(school, state, number, expert)
        with at(self._ago(4)):
            self._case(self.schools[0], "withdrawn", len(states), expert)

    def _case(self, school: School, state: str, number: int, expert: Actor) -> None:
        title, summary = texts.CASES[number % len(texts.CASES)]
        with enter_school(school):
            programme = Programme.objects.filter(state=Programme.State.COMPLETED).order_by("pk").first()
            if programme is None:
                return
            curator = self.curator(school)
            text = school_cases.draft_from(programme)
            told = case_intake.CaseText(
                title=title,
                summary=summary,
                problem=text.problem,
                actions_taken=text.actions_taken,
                results=text.results,
                conditions=text.conditions
                or "Два часа в неделю на пару, методический кабинет, согласие администрации.",
                form=text.form,
                form_title=text.form_title,
                type=text.type,
                type_title=text.type_title,
            )
            case = school_cases.save(case_id=None, programme_id=programme.pk, text=told, acting=curator)
            if state == "withdrawn":
                case_intake.withdraw(case_id=case, school_id=school.pk, acting=curator)
            elif state != "draft":
                case_intake.submit(case_id=case, school_id=school.pk, acting=curator)
        if state in {"published", "returned"}:
            self._review(case, state, expert)
        if number == 0:
            for other in self.schools[1:3]:
                cases.adopt_case(
                    case_id=case,
                    school_id=other.pk,
                    note="Пробуем в двух парах со второй четверти.",
                    acting=acting(f"curator@{other.slug}.demo"),
                )

    def _review(self, case: UUID, state: str, expert: Actor) -> None:
        published = state == "published"
        low = 1 if published else 0
        cases.review_case(
            case_id=case,
            scores={criterion.code: self.random.randint(low, 2) for criterion in case_rules.RUBRIC},
            decision=CaseReview.Decision.PUBLISH if published else CaseReview.Decision.RETURN,
            comment=texts.COMMENT_PUBLISH if published else texts.COMMENT_RETURN,
            acting=expert,
        )
