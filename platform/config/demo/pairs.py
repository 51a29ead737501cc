"""Half a year of a demo school's pairs, told day by day through the real actions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from apps.school.monitoring import actions as monitoring
from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.orders.queries import about as orders_about
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.pairs.queries import participants
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.programmes import actions as programmes
from apps.school.programmes import meetings
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import view_for
from apps.school.programmes.rules import template_of
from apps.school.publication import actions as publication
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import suited_models
from config.demo import texts, work
from config.demo.monitoring import before_completion
from config.demo.people import Inventor
from kernel.acting import Actor
from kernel.clock import at
from kernel.errors import DomainError
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import require_school

Step = Callable[[], None]
AT_WORK = ("active", "quiet")
STAGES = (Meeting.Stage.ORGANISATIONAL, Meeting.Stage.TRIAL, Meeting.Stage.PLANNING, Meeting.Stage.REGULAR)


@dataclass(frozen=True, slots=True)
class Outline:
    """How one pair's story goes. ``begins``: days before today; ``ends``: how far it gets (a quiet
    pair is at work and has met for the last time a month ago); ``months``: its term.
    """

    begins: int
    ends: str
    months: int = 8
    size: int = 1


OUTLINES = (
    Outline(150, "completed", months=3),
    Outline(141, "completed", months=3),
    Outline(128, "completed", months=3),
    Outline(124, "active", months=9),
    Outline(120, "ended", months=8),
    Outline(108, "active", months=10),
    Outline(96, "active", months=8, size=3),
    Outline(84, "active", months=9),
    Outline(66, "active", months=7),
    Outline(52, "quiet", months=6),
    Outline(38, "active", months=8),
    Outline(24, "active", months=7),
    Outline(16, "active", months=8),
    Outline(12, "declined", months=6),
    Outline(6, "ordered", months=8),
    Outline(4, "agreed", months=8),
    Outline(2, "proposed", months=8),
    Outline(19, "cancelled", months=6),
)
PUPIL_OUTLINES = (
    Outline(118, "active", months=8),
    Outline(96, "active", months=8),
    Outline(61, "active", months=6),
    Outline(5, "proposed", months=6),
)


class Story(Protocol):
    """Something that happens in a school over the days."""

    def steps(self) -> list[tuple[int, Step]]:
        """(days before today, step) in order."""


class PairStory:
    """One pair from proposal to wherever its outline leads. Steps are dated and run in the order of days."""

    def __init__(
        self, outline: Outline, mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard], teller: Teller
    ) -> None:
        self.outline, self.mentors, self.mentees, self.teller = outline, mentors, mentees, teller
        self.match: Match | None = None

    def steps(self) -> list[tuple[int, Step]]:
        """(days before today, step) in order; a step after a proposal that failed does nothing."""
        start, ends = self.outline.begins, self.outline.ends
        found: list[tuple[int, Step]] = [(start + 9, self.propose)]
        if ends == "declined":
            return [*found, (start + 6, self.decline)]
        if ends == "cancelled":
            return [*found, (start + 5, self.cancel)]
        if ends == "proposed":
            return found
        found.append((start + 6, self.agree))
        if ends == "agreed":
            return found
        found.append((start + 3, self.prepare_order))
        if ends == "ordered":
            return found
        found += [(start + 1, self.sign), (start - 4, self.write_programme)]
        last = {"completed": start - self.outline.months * 31 - 2, "ended": start - 60, "quiet": 30}.get(ends, 0)
        found += [(day, self._meet(number, day)) for number, day in enumerate(range(start - 8, last, -13))]
        if ends in AT_WORK:
            found += [(1, self.look_ahead)] if ends == "active" else []
        elif ends == "completed":
            found += [(last, self.complete), (last - 3, self.publish)]
        else:
            found.append((last, self.end))
        return found

    def _day(self, ago: int) -> datetime.date:
        return self.teller.day(ago)

    def propose(self) -> None:
        """The first mentor whom the regulation and the own wish allow."""
        view, begins = current(), self._day(self.outline.begins)
        forms = [code for code in ("pedagogue_pedagogue", "pupil_pupil") if view.allows_form(code)]
        form = "pupil_pupil" if self.mentees[0].category == "willing_pupil" else (forms[0] if forms else "")
        kinds = (
            ("group", "flash_group", "project_based")
            if self.outline.size > 1
            else ("traditional", "goal_setting_short", "goal_setting_long")
        )
        kind = next((code for code in kinds if code in view.codes("types.enabled")), kinds[0])
        for mentor in self.mentors:
            try:
                self.match = pairs.form_pair(
                    mentors=[mentor],
                    mentees=list(self.mentees),
                    form=form,
                    type_=kind,
                    starts_on=begins,
                    ends_on=begins + datetime.timedelta(days=30 * self.outline.months + 5),
                    role_model=next(iter(suited_models(form)), ""),
                    goal=self.teller.pick(texts.GOALS),
                    acting=self.teller.curator,
                )
            except DomainError as refusal:
                self.teller.refusals.append(str(refusal.message))
            else:
                return

    def agree(self) -> None:
        """Both sides have agreed on paper; the curator records it."""
        if self.match is None:
            return
        mentors, mentees = participants(self.match)
        for person in [*mentors, *mentees]:
            pairs.answer(match=self.match, person=person, accepted=True, acting=self.teller.curator)

    def decline(self) -> None:
        """The mentor declines with a reason."""
        if self.match is not None:
            person = self.match.mentors.get().card.person
            note = "В этом полугодии веду выпускной класс, времени на пару нет."
            pairs.answer(match=self.match, person=person, accepted=False, note=note, acting=self.teller.curator)

    def cancel(self) -> None:
        """The curator takes the proposal back."""
        if self.match is not None:
            note = "Наставляемый переведён на другую должность."
            pairs.cancel_pair(match=self.match, note=note, acting=self.teller.curator)

    def prepare_order(self) -> None:
        """The order goes to the head where all consents are there; else the pair stays agreed."""
        if self.match is None:
            return
        try:
            pairs.prepare_order(match=self.match, acting=self.teller.curator)
        except DomainError as refusal:
            self.teller.refusals.append(str(refusal.message))
            self.match = None

    def sign(self) -> None:
        """The head signs."""
        if self.match is not None:
            orders.sign_order(order=self.teller.order_of(self.match), acting=self.teller.head)

    @property
    def programme(self) -> Programme:
        """The pair's programme."""
        return Programme.objects.select_related("match").get(match=self.match)

    def write_programme(self) -> None:
        """Explanatory note, plan, approval."""
        if self.match is None:
            return
        programme, acting = self.programme, self.teller.curator
        template = template_of(view_for(programme.match))
        note = {item.code: texts.note_for(item.code) for item in template.written}
        chosen = work.choices(self.teller.random, self.teller.mode(), self.outline.size)
        programmes.save_note(programme=programme, note=note, choices=chosen, acting=self._author())
        is_built = work.build_from_example(programme, self.teller.random, self._author())
        work.set_goals(programme, self.teller.random, acting)
        step = max(self.outline.months * 30 // (len(texts.PLAN) + 1), 10)
        for number, (direction, title) in enumerate(texts.PLAN if not is_built else ()):
            due = self.match.starts_on + datetime.timedelta(days=step * (number + 1))
            programmes.add_item(
                programme=programme,
                title=title,
                due_on=min(due, self.match.ends_on),
                direction=self.teller.direction(direction),
                acting=acting,
            )
        programmes.approve_programme(programme=programme, acting=acting)

    def _author(self) -> Actor:
        """The mentor writes the note; a pupil without an account leaves it to the curator."""
        if self.match is None:
            return self.teller.curator
        person = self.match.mentors.select_related("card__person").get().card.person
        account = Account.objects.filter(pk=person.account_id).first() if person.account_id else None
        return actor_for(account, place="school", school=require_school()) if account else self.teller.curator

    def _meet(self, number: int, ago: int) -> Step:
        def step() -> None:
            if self.match is None:
                return
            self._hold_meeting(number, ago)
            work.visit_lesson(self.programme, self.teller.today_there(), self.teller.random, self.teller.curator)
            done = self.programme.plan.filter(done_on=None, due_on__lte=self._day(ago)).first()
            if done is not None and self.teller.random.random() < 0.85:
                programmes.mark_item(item=done, done_on=self._day(ago), mark="выполнено", acting=self.teller.curator)

        return step

    def _hold_meeting(self, number: int, ago: int) -> None:
        random, acting = self.teller.random, self.teller.curator
        held = random.random() < 0.9
        meeting = meetings.plan_meeting(
            programme=self.programme,
            starts_at=self.teller.moment(ago, hour=random.choice((13, 14, 15))),
            minutes=random.choice((30, 45, 60)),
            mode=self.teller.mode(),
            stage=STAGES[min(number, len(STAGES) - 1)],
            place="кабинет " + str(random.randint(101, 320)),
            topic=random.choice(texts.TOPICS),
            acting=acting,
        )
        with at(self.teller.moment(ago, hour=18)):
            meetings.record_meeting(
                meeting=meeting,
                held=held,
                mentor_note=random.choice(texts.MENTOR_NOTES) if held else None,
                mentee_note=random.choice(texts.MENTEE_NOTES) if held else None,
                missed_reason="" if held else random.choice(texts.MISSED),
                acting=acting,
            )

    def look_ahead(self) -> None:
        """The next meeting is agreed."""
        if self.match is not None and self.teller.random.random() < 0.8:
            ahead = -self.teller.random.randint(1, 12)
            meetings.plan_meeting(
                programme=self.programme,
                starts_at=self.teller.moment(ahead, hour=14),
                minutes=45,
                mode=self.teller.mode(),
                place="методический кабинет",
                topic=self.teller.pick(texts.TOPICS),
                acting=self.teller.curator,
            )

    def _satisfaction(self, low: int) -> None:
        programme, curator = self.programme, self.teller.curator
        for side, persons in zip(("mentor", "mentee"), participants(programme.match), strict=True):
            for person in persons:
                score = self.teller.random.randint(low, 10)
                monitoring.answer_satisfaction(
                    programme=programme, person=person, side=side, score=score, acting=curator
                )

    def complete(self) -> None:
        """Everything in the plan is done, results are written, the pair is completed."""
        if self.match is None:
            return
        programme = self.programme
        for item in programme.plan.filter(done_on=None):
            programmes.mark_item(item=item, mark="выполнено", acting=self.teller.curator)
        work.measure_goals(programme, self.teller.random, self.teller.curator, share=(0.7, 1.0))
        work.explain_months(programme, self.teller.today_there(), self.teller.curator)
        self._satisfaction(low=7 if self.teller.random.random() < 0.4 else 8)
        before_completion(programme, self.teller.random, self.teller.curator, self.teller.head)
        programmes.complete_programme(
            programme=programme,
            ground="plan_completed",
            results=self.teller.pick(texts.RESULTS),
            completed_on=self.teller.today_there(),
            acting=self.teller.curator,
        )

    def publish(self) -> None:
        """Some results are on the public page."""
        if self.match is not None and self.teller.random.random() < 0.7:
            publication.publish_result(
                programme=self.programme,
                title="Итог работы пары учителей",
                text=self.programme.results,
                acting=self.teller.curator,
            )

    def end(self) -> None:
        """The work ends early on a ground of the regulation."""
        if self.match is None:
            return
        self._satisfaction(low=4)
        programmes.complete_programme(
            programme=self.programme,
            ground="mentor_initiative",
            results="Наставник перешёл на другую нагрузку; часть плана выполнена.",
            completed_on=self.teller.today_there(),
            acting=self.teller.curator,
        )


class Teller:
    """What the stories of one school share: its people, its days, its luck."""

    def __init__(self, inventor: Inventor, *, curator: Actor, head: Actor, zone: datetime.tzinfo) -> None:
        self.inventor, self.random = inventor, inventor.random
        self.curator, self.head, self.zone = curator, head, zone
        self.refusals: list[str] = []

    def day(self, ago: int) -> datetime.date:
        """The date so many days before today (negative: after)."""
        return self.inventor.today - datetime.timedelta(days=ago)

    def moment(self, ago: int, *, hour: int) -> datetime.datetime:
        """An hour of that day in the school's zone."""
        return datetime.datetime.combine(self.day(ago), datetime.time(hour), tzinfo=self.zone)

    def today_there(self) -> datetime.date:
        """The day that the story has reached."""
        return self._reached

    def pick(self, choices: Sequence[str]) -> str:
        """One of the texts."""
        return self.random.choice(choices)

    def mode(self) -> str:
        """A mode of meetings that the regulation allows, in person where it may be."""
        allowed = current().codes("interaction.mode")
        return "in_person" if "in_person" in allowed else next(iter(allowed))

    def direction(self, wanted: str) -> str:
        """A direction of the plan that the regulation has."""
        allowed = current().codes("programme.plan_directions")
        return wanted if wanted in allowed else next(iter(allowed), "")

    def order_of(self, match: Match) -> Order:
        """The order that waits for the pair."""
        return orders_about(match).get(state=Order.State.WAITING)

    def tell(self, stories: Sequence[Story]) -> None:
        """Run all steps in the order of days; steps of one day run at different minutes."""
        steps = [(ago, number, step) for number, story in enumerate(stories) for ago, step in story.steps()]
        for ago, number, step in sorted(steps, key=lambda item: (-item[0], item[1])):
            self._reached = self.day(ago)
            with at(self.moment(ago, hour=9) + datetime.timedelta(minutes=number)):
                step()


def pair_stories(
    outlines: Sequence[Outline], mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard], teller: Teller
) -> list[PairStory]:
    """Give each outline its mentees and an own order of mentors to try. The cast's people are in the first ones."""
    left = list(mentees)
    stories: list[PairStory] = []
    ordered = sorted(outlines, key=lambda outline: outline.ends not in AT_WORK)
    for number, outline in enumerate(ordered):
        taken, left = left[: outline.size], left[outline.size :]
        if len(taken) == outline.size:
            shift = number % len(mentors)
            stories.append(PairStory(outline, [*mentors[shift:], *mentors[:shift]], taken, teller))
    return stories
