"""The school's year of the demo: the roadmaps of this year and of the last, refreshes of the banks, the monitoring.

The roadmap of this year has rows that wait for others, a relative term, a deputy, evidence and what is overdue; the one
of the last year waits to be turned: some of its events were never done.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import school_year
from apps.school.regulation.view import RegulationView
from apps.school.roadmap import actions, checks, plans, queries, records
from apps.school.roadmap.models import Event, Measurement, Roadmap, Term
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import DomainError

REFRESHED_AGO = 40
YEAR = datetime.timedelta(days=365)
KEPT = ("title", "group", "when", "when_text", "responsible", "resources", "auto_tick", "printed_number", "after")
MARKS = ("протокол в папке куратора", "проведено на методсовете", "выполнено")


class YearTeller:
    """One school's year: what its author and its approver do, in the order in which they do it."""

    def __init__(self, *, curator: Actor, head: Actor) -> None:
        self.curator, self.head = curator, head
        self.refusals: list[str] = []

    def tell(self) -> None:
        """Inside the school, when its pairs have been told."""
        view = regulation.current()
        source = plans.sources(view)[0][0]
        with at(now() - YEAR):
            self._try(partial(self._last_year, view, source))
        self._try(partial(self._roadmap, view, source))
        self._try(partial(self._refreshes, view))
        self._try(partial(self._monitoring, view))
        actions.tick_seen(acting=self.curator)

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except DomainError as refusal:
            self.refusals.append(str(refusal.message))

    def _roadmap(self, view: RegulationView, code: str) -> None:
        starts_on, ends_on = rules.period_for(view.value(rules.PERIOD), today())
        roadmap = actions.build_roadmap(source=code, starts_on=starts_on, ends_on=ends_on, acting=self.curator)
        self._complete(roadmap)
        self._order(roadmap)
        roadmap = actions.approve_roadmap(roadmap=roadmap, acting=self.head)
        actions.set_reminders(roadmap=roadmap, curator_after=3, head_after=14, acting=self.curator)
        for stage in list(roadmap.stages.all())[:4]:
            self._try(partial(actions.open_stage, stage=stage, acting=self.curator))
        self._marks(roadmap)

    def _last_year(self, view: RegulationView, code: str) -> None:
        """Approved a year ago and carried out but for every seventh event."""
        starts_on, ends_on = rules.period_for(view.value(rules.PERIOD), today())
        roadmap = actions.build_roadmap(source=code, starts_on=starts_on, ends_on=ends_on, acting=self.curator)
        self._complete(roadmap)
        actions.approve_roadmap(roadmap=roadmap, acting=self.head)
        with at(now() + YEAR - datetime.timedelta(days=60)):
            terms = Term.objects.filter(event__stage__roadmap=roadmap, due_on__lt=today()).order_by("due_on", "pk")
            for number, term in enumerate(terms):
                if number % 7 != 3:
                    mark = MARKS[number % len(MARKS)]
                    actions.mark_term(term=term, done_on=term.due_on or today(), note=mark, acting=self.curator)

    def _order(self, roadmap: Roadmap) -> None:
        """Rows of a stage wait for the first one; the second is due two weeks after it; a mentor stands in."""
        deputy = Person.objects.filter(mentor_card__state="active").order_by("pk").first()
        for stage in queries.table_of(roadmap):
            rows = [event for event in stage.events.all() if event.parent_id is None]
            for event in rows[1:3]:
                self._change(event, needs=[rows[0]])
            if len(rows) > 3 and not rows[3].when_text:
                relative = [{"rule": "after", "days": 14}]
                self._change(rows[3], when=relative, after=rows[1], deputies=[deputy] if deputy else [])

    def _complete(self, roadmap: Roadmap) -> None:
        """What the act's table leaves empty, the curator fills in: a month of the year, an office, a room."""
        for stage in queries.table_of(roadmap):
            for number, event in enumerate(stage.events.all()):
                if not set(roadmap.columns) - rules.GIVEN_COLUMNS <= checks.filled_columns(event):
                    self._fill(event, (roadmap.starts_on.month + 2 * stage.position + number % 2 - 3) % 12 + 1)

    def _fill(self, event: Event, month: int) -> None:
        self._change(
            event,
            when=event.when or [{"rule": "months", "months": [month]}],
            responsible=event.responsible or ["curator"],
            resources=event.resources or "методический кабинет, сайт школы",
        )

    def _change(self, event: Event, **changes: Any) -> None:
        """Change a row, keeping what is not named."""
        names = (
            "title",
            "group",
            "when",
            "when_text",
            "responsible",
            "resources",
            "auto_tick",
            "printed_number",
            "after",
        )
        kept = {name: getattr(event, name) for name in names}
        actions.change_event(event=event, **{**kept, **changes}, acting=self.curator)

    def _marks(self, roadmap: Roadmap) -> None:
        rows = Term.objects.filter(event__stage__roadmap=roadmap, event__auto_tick="", due_on__lt=today())
        for number, term in enumerate(rows.order_by("due_on", "pk")):
            if number % 4 == 3:
                continue  # left undone, for the list of what is overdue
            mark = MARKS[number % len(MARKS)]
            actions.mark_term(term=term, done_on=term.due_on or today(), note=mark, acting=self.curator)
            if number % 3 == 0:
                self._prove(term)

    def _prove(self, term: Term) -> None:
        """A link, and the newest order, where there is one."""
        link = "https://school.example/nastavnichestvo/protokol"
        actions.add_evidence(term=term, link=link, title="Протокол на сайте школы", acting=self.curator)
        orders = records.between(term.event.stage.roadmap.starts_on, today()).get("orders.order", [])
        for record in orders[:1]:
            actions.add_evidence(term=term, record=record.ref, title="Приказ к мероприятию", acting=self.curator)

    def _refreshes(self, view: RegulationView) -> None:
        with at(now() - datetime.timedelta(days=REFRESHED_AGO)):
            for code in rules.refresh_objects(view)[:-1]:
                actions.record_refresh(
                    code=code,
                    checked="Карточки сверены со списком сотрудников, запросы уточнены, двоих добавили.",
                    late_reason="Первое обновление в программе",
                    acting=self.curator,
                )

    def _monitoring(self, view: RegulationView) -> None:
        period = school_year(today())
        asked = rules.monitoring_days(view, period, happened(*period))
        days = sorted({min(each.due, period[1]) for _key, each in asked})
        if not days:
            return
        actions.schedule_monitoring(year=period[0].year, days=days, acting=self.curator)
        for row in Measurement.objects.filter(due_on__lt=today()):
            note = "Анкетированы обе стороны пар; средняя удовлетворённость 8,6 из 10."
            actions.hold_measurement(measurement=row, held_on=row.due_on, note=note, acting=self.curator)
