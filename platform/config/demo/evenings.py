"""Speed mentoring of the demo: one evening held, one going on now, one whose timetables wait to be compared, a group
and a series."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from apps.region.speed import actions as speed
from apps.region.speed import queries
from apps.region.speed.models import Registration, SpeedEvent, SpeedMeeting
from apps.school.people.queries import mentees, mentors
from config.demo import texts
from kernel.acting import Actor, system_actor
from kernel.clock import at
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

MENTORS, MENTEES = 3, 6


class SpeedTeller:
    """Tells the events of the first five schools, through the real actions."""

    def __init__(self, schools: Sequence[School], luck: random.Random, present: datetime.datetime) -> None:
        self.schools, self.random, self.present = list(schools[:5]), luck, present
        self.system = system_actor("demo")
        self.coordinator = actor_for(Account.objects.get(email="coordinator@region.demo"), place="region")

    def tell(self) -> None:
        """All events, the earliest first."""
        self._held()
        self._going_on()
        with at(self._day(-6)):
            coming = self._event(
                "Скоростное наставничество: от вопроса к шагу",
                self._day(9, hour=16),
                themes=", ".join(texts.THEMES),
                places=12,
                mentee_places=28,
                school_places=7,
            )
        with at(self._day(-2)):
            self._sign_up(coming, people=(MENTORS, MENTEES), missing=True)
            self._wish(coming)
            self._compute(coming)
        with at(self._day(-5)):
            group = self._event(
                "Классный час в малых группах",
                self._day(12, hour=15),
                about="Наставник разбирает случай с тремя-четырьмя коллегами из разных школ, потом группы меняются.",
                event_format="group",
                rounds=2,
                minutes=20,
                seats=4,
            )
            self._sign_up(group, people=(1, 4))
        with at(self._day(-1)):
            self._compute(group)
            speed.publish_plan(event_id=group.pk, aim="fairest", acting=self.coordinator)
        with at(self._day(-3)):
            series = self._event(
                "Месяц открытых вопросов",
                self._day(16, hour=16),
                about="Раз в неделю, четыре недели подряд, каждый раз с другим наставником.",
                event_format="sequential",
                minutes=20,
            )
            self._sign_up(series, people=(2, 2))

    def _held(self) -> None:
        with at(self._day(-35)):
            past = self._event("Осенний вечер вопросов", self._day(-21, hour=16))
        with at(self._day(-25)):
            self._sign_up(past, people=(4, 4))
        with at(self._day(-22)):
            self._compute(past)
            speed.publish_plan(event_id=past.pk, aim="fairest", acting=self.coordinator)
        with at(self._day(-20)):
            self._feedback(past)
            speed.finish_event(event_id=past.pk, acting=self.coordinator)

    def _going_on(self) -> None:
        """An evening in its second round, which the people of the demo can enter."""
        begun = self.present - datetime.timedelta(minutes=26)
        with at(self._day(-6)):
            event = self._event("Вечер скоростного наставничества", begun, rounds=8, minutes=20, pause=5)
        with at(self._day(-2)):
            self._sign_up(event, people=(3, 3), cast=True)
        with at(self._day(-1)):
            self._compute(event)
            speed.publish_plan(event_id=event.pk, aim="fairest", acting=self.coordinator)
        with at(begun):
            speed.start_event(event_id=event.pk, acting=self.coordinator)
        people = [row for row in queries.registrations_of(event) if row.side == Registration.Side.MENTEE]
        absent, asking, helped = people[0], people[3], people[6]
        with at(begun + datetime.timedelta(minutes=4)):
            speed.mark_missing(event_id=event.pk, registration_id=absent.pk, acting=self.coordinator)
            speed.announce(event_id=event.pk, text=texts.HALL_ANNOUNCEMENT, acting=self.coordinator)
        with at(begun + datetime.timedelta(minutes=9)):
            question = speed.ask_organiser(event_id=event.pk, text=texts.HALL_QUESTIONS[0], acting=_as(asking))
            speed.answer_call(event_id=event.pk, call_id=question.pk, answer=texts.HALL_ANSWER, acting=self.coordinator)
        with at(begun + datetime.timedelta(minutes=23)):
            self._feedback(event)
            speed.ask_organiser(event_id=event.pk, text=texts.HALL_QUESTIONS[1], acting=_as(helped))
            for meeting in event.meetings.filter(round=1).order_by("pk")[:3]:
                own = next((row for row in people if row.pk == meeting.mentee_id), None)
                if own is not None:
                    speed.go_on(meeting_id=meeting.pk, acting=_as(own))
        with at(begun + datetime.timedelta(minutes=25)):
            speed.want_help(event_id=event.pk, acting=_as(helped))

    def _day(self, days: float, hour: int = 10) -> datetime.datetime:
        moment = self.present.astimezone(ZoneInfo("Europe/Moscow")) + datetime.timedelta(days=days)
        return moment.replace(hour=hour, minute=0, second=0, microsecond=0)

    def _event(self, title: str, starts_at: datetime.datetime, **more: Any) -> SpeedEvent:
        values: dict[str, Any] = {
            "about": "Четыре коротких разговора с коллегами из других школ: вопрос, приём, следующий шаг.",
            "zone": "Europe/Moscow",
            "rounds": 4,
            "minutes": 15,
            "pause": 3,
            "places": 30,
            "exclude_own_school": True,
            "schools": self.schools,
        }
        return speed.save_event(
            event_id=None, title=title, starts_at=starts_at, **{**values, **more}, acting=self.coordinator
        )

    def _sign_up(
        self, event: SpeedEvent, *, people: tuple[int, int], missing: bool = False, cast: bool = False
    ) -> None:
        """``cast``: with the people in whose names one signs in to the demo, who come first in their banks."""
        for school in self.schools:
            for side, cards, count in (("mentor", mentors, people[0]), ("mentee", mentees, people[1])):
                with enter_school(school):
                    found = cards().filter(person__kind="employee").exclude(person__account_id=None).order_by("pk")
                    first = 0 if cast else 1
                    persons = [card.person for card in found[first : count + first]]
                for person in persons:
                    if person.account_id is None:
                        continue
                    late = missing and self.random.random() < 0.15
                    speed.sign_up(
                        event_id=event.pk,
                        school=school,
                        account_id=person.account_id,
                        name=person.full_name,
                        side=side,
                        themes=", ".join(self.random.sample(texts.THEMES, 2)),
                        wish=self.random.choice(texts.WISHES) if side == "mentee" else "",
                        absent=[1] if late else [],
                        acting=self.system,
                    )

    def _wish(self, event: SpeedEvent) -> None:
        for person in queries.registrations_of(event).filter(side=Registration.Side.MENTEE):
            choices = list(queries.choices_of(person).values_list("pk", flat=True))
            if len(choices) > 2 and self.random.random() < 0.5:
                wanted, avoided = self.random.sample(choices, 2)
                speed.wish_for(
                    event_id=event.pk,
                    account_id=person.account_id,
                    wanted=[wanted],
                    avoided=[avoided] if self.random.random() < 0.2 else [],
                    acting=self.system,
                )

    def _compute(self, event: SpeedEvent) -> None:
        for aim in ("fairest", "total"):
            speed.compute_plan(event_id=event.pk, aim=aim, acting=self.coordinator)

    def _feedback(self, event: SpeedEvent) -> None:
        people = {row.pk: row for row in queries.registrations_of(event)}
        for meeting in SpeedMeeting.objects.filter(event=event).select_related("event"):
            author = people[self.random.choice((meeting.mentor_id, meeting.mentee_id))]
            if self.random.random() < 0.6 and queries.has_begun(event, meeting.round):
                useful, next_step = self.random.choice(texts.FEEDBACK)
                speed.give_feedback(
                    meeting_id=meeting.pk,
                    useful=useful,
                    next_step=next_step,
                    again=self.random.random() < 0.7,
                    acting=_as(author),
                )


def _as(person: Registration) -> Actor:
    return Actor(account_id=person.account_id, name=person.name, roles=frozenset({person.side}))
