"""How the pairs of a demo school agree on times, what they write of it, whom they may turn to for help."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from apps.school.meetings import actions
from apps.school.meetings.actions.diary import Words
from apps.school.meetings.actions.hours import DayOfWeek
from apps.school.meetings.models import Proposal
from apps.school.meetings.times import Hours
from apps.school.people import actions as people
from apps.school.people.models import Person
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import people_of, with_people
from config.demo.pairs import Teller
from config.demo.staff import Staff, account_for
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import DomainError
from tenants.identity import actions as identity
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import require_school

DAY = datetime.timedelta(days=1)
SHIFTS = {
    "Первая смена": ("08:30–09:15", "09:25–10:10", "10:30–11:15", "11:35–12:20", "12:30–13:15", "13:25–14:10"),
    "Вторая смена": ("14:00–14:45", "14:55–15:40", "16:00–16:45", "16:55–17:40"),
}
AFTERNOONS = (("14:15", "16:00"), ("13:30", "15:30"), ("15:00", "17:00"))
USEFUL = ("Разобрали урок по шагам, стало видно, где теряется время.", "Готовые карточки, которые можно взять завтра.")
HARD = ("Трудно смотреть на свой урок со стороны.", "")
AHEAD = ("Попробовать вопросы без подсказки в 7 «Б».", "Посетить урок коллеги и сравнить.")
SHARED = "Договорились: до следующей встречи провести один урок по новой схеме и записать, что получилось."
SIGNAL = "Не успеваю за темпом и боюсь об этом сказать. Можно поговорить с вами на этой неделе?"


class MeetingTeller:
    """The present of a school's meetings; the pair of the cast comes first."""

    def __init__(self, staff: Staff, teller: Teller) -> None:
        self.staff, self.teller = staff, teller

    def tell(self) -> None:
        """Whatever the act does not allow is left out."""
        helpers = [self.teller.curator.account_id, self._school()]
        running = Programme.objects.filter(state=Programme.State.RUNNING).select_related("match").order_by("pk")
        grown = [course for course in with_people(running) if all(_actors(course))]
        for number, course in enumerate(grown[:8]):
            self._hours(course, number)
        steps: tuple[Callable[[Programme], None], ...] = (
            self._offered,
            self._series,
            self._agreed,
            self._declined,
            self._countered,
            self._withdrawn,
            self._lapsed,
        )
        for step, course in zip(steps, grown, strict=False):
            self._try(partial(step, course))
        for course in grown[:5]:
            self._try(partial(self._reflect, course))
        for helper, course in zip(helpers, grown, strict=False):
            self._try(partial(self._ask_for_help, course, helper))

    def _try(self, step: Callable[[], None]) -> None:
        try:
            step()
        except DomainError as refusal:
            self.teller.refusals.append(str(refusal.message))

    def _school(self) -> UUID:
        """What the curator sets up; the account of the psychologist."""
        curator, day = self.teller.curator, today()
        actions.save_times(weekdays=range(6), answer_days=3, quiet_days=21, acting=curator)
        for name, lessons in SHIFTS.items():
            actions.save_shift(name=name, lessons=[_hours(*each.split("–")) for each in lessons], acting=curator)
        year = day.year if day.month >= 9 else day.year - 1
        for title, first, last in (
            ("Осенние каникулы", datetime.date(year, 10, 26), datetime.date(year, 11, 3)),
            ("Зимние каникулы", datetime.date(year, 12, 29), datetime.date(year + 1, 1, 10)),
            ("Весенние каникулы", datetime.date(year + 1, 3, 22), datetime.date(year + 1, 3, 30)),
        ):
            actions.add_school_days(starts_on=first, ends_on=last, title=title, is_working=False, acting=curator)
        return self._psychologist()

    def _psychologist(self) -> UUID:
        invented = self.teller.inventor.employee(clubs=False, novice=False)
        data = {**invented.data, "position": "педагог-психолог"}
        person = people.add_person(kind=invented.kind, data=data, acting=self.teller.curator, allow_namesake=True)
        school = require_school()
        account = account_for(f"psychologist@{school.slug}.demo", person, acting=self.teller.head)
        # The product has no role of its own for a psychologist: any role opens the page of calls for help.
        identity.grant_membership(account=account, role="mentor", school=school, acting=self.teller.head)
        actions.name_contact(person=person, kind="psychologist", acting=self.teller.curator)
        return account.pk

    def _hours(self, course: Programme, number: int) -> None:
        everybody = people_of(course)
        for person, acting in zip([*everybody.mentors, *everybody.mentees], _actors(course), strict=True):
            if acting is not None:
                told = _hours(*AFTERNOONS[number % len(AFTERNOONS)])
                week = {day: DayOfWeek(hours=(told,)) for day in range(5)}
                actions.save_week(person=person, week=week, acting=acting)
        mentor = everybody.mentors[0]
        actions.add_day_hours(person=mentor, day=today() + 4 * DAY, is_free=False, acting=_acting(mentor))

    def _terms(self, topic: str) -> actions.MeetingTerms:
        return actions.MeetingTerms(minutes=45, mode=self.teller.mode(), place="методический кабинет", topic=topic)

    def _propose(
        self, course: Programme, days: Sequence[int], *, by: Actor, answers_to: Proposal | None = None
    ) -> Proposal:
        starts = [self.teller.moment(-day, hour=15) for day in days]
        topic = self.teller.pick(("Разбор урока", "Подготовка к открытому уроку", "Планирование четверти"))
        return actions.make_proposal(
            programme=course, starts=starts, terms=self._terms(topic), answers_to=answers_to, acting=by
        )

    def _offered(self, course: Programme) -> None:
        self._propose(course, (3, 5, 6), by=_mentor(course))

    def _agreed(self, course: Programme) -> None:
        proposal = self._propose(course, (2, 9), by=_mentor(course))
        last = list(proposal.options.order_by("starts_at"))[-1]
        for person in people_of(course).mentees:
            actions.answer_proposal(proposal=proposal, person=person, options=[last.pk], acting=_acting(person))

    def _declined(self, course: Programme) -> None:
        proposal = self._propose(course, (2,), by=_mentor(course))
        for person in people_of(course).mentees:
            reason = "В эти дни проверочные работы, давайте на следующей неделе."
            actions.answer_proposal(proposal=proposal, person=person, options=[], reason=reason, acting=_acting(person))

    def _countered(self, course: Programme) -> None:
        proposal = self._propose(course, (3,), by=_mentor(course))
        self._propose(course, (4, 7), by=_acting(people_of(course).mentees[0]), answers_to=proposal)

    def _withdrawn(self, course: Programme) -> None:
        mentor = _mentor(course)
        actions.withdraw_proposal(proposal=self._propose(course, (4,), by=mentor), acting=mentor)

    def _lapsed(self, course: Programme) -> None:
        with at(now() - 6 * DAY):
            self._propose(course, (-4, -2), by=_mentor(course))

    def _series(self, course: Programme) -> None:
        first = today() + (10 - today().weekday()) * DAY
        actions.start_series(
            programme=course,
            first_on=first,
            until=min(first + 70 * DAY, course.match.ends_on),
            at=datetime.time(15, 30),
            weeks=2,
            terms=self._terms("Встреча по плану"),
            skip_busy=True,
            acting=_mentor(course),
        )

    def _reflect(self, course: Programme) -> None:
        held = course.meetings.filter(state=Meeting.State.HELD).order_by("-starts_at").first()
        if held is None:
            return
        mentor = _mentor(course)
        actions.save_shared_note(meeting=held, words=Words(SHARED), version=0, acting=mentor)
        actions.save_private_note(
            meeting=held, words=Words("В следующий раз меньше советов, больше вопросов."), acting=mentor
        )
        luck = self.teller.random
        for acting in (mentor, _acting(people_of(course).mentees[0])):
            words = [Words(luck.choice(texts)) for texts in (USEFUL, HARD, AHEAD)]
            actions.save_reflection(
                meeting=held, useful=words[0], hard=words[1], ahead=words[2], mark=luck.choice((4, 5)), acting=acting
            )

    def _ask_for_help(self, course: Programme, helper: UUID | None) -> None:
        if helper is not None:
            actions.send_signal(addressee=helper, words=Words(SIGNAL), acting=_acting(people_of(course).mentees[0]))


def _hours(starts: str, ends: str) -> Hours:
    return Hours(datetime.time.fromisoformat(starts), datetime.time.fromisoformat(ends))


def _acting(person: Person) -> Actor:
    assert person.account_id is not None
    account = Account.objects.get(pk=person.account_id)
    return actor_for(account, place="school", school=require_school())


def _actors(course: Programme) -> list[Actor | None]:
    everybody = people_of(course)
    return [_acting(each) if each.account_id else None for each in (*everybody.mentors, *everybody.mentees)]


def _mentor(course: Programme) -> Actor:
    return _acting(people_of(course).mentors[0])
