"""The school's year of the demo: a roadmap from the school's own act, refreshes of the banks, the monitoring."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from apps.school.regulation import queries as regulation
from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import school_year
from apps.school.regulation.view import RegulationView
from apps.school.roadmap import actions, checks, plans, queries
from apps.school.roadmap.models import Event, Measurement, Roadmap, Term
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import DomainError

REFRESHED_AGO = 40
MARKS = ("протокол в папке куратора", "проведено на методсовете", "выполнено")


class YearTeller:
    """One school's year: what its author and its approver do, in the order in which they do it."""

    def __init__(self, *, curator: Actor, head: Actor) -> None:
        self.curator, self.head = curator, head
        self.refusals: list[str] = []

    def tell(self) -> None:
        """Inside the school, when its pairs have been told."""
        view = regulation.current()
        self._try(partial(self._roadmap, view, plans.sources(view)[0][0]))
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
        actions.approve_roadmap(roadmap=roadmap, acting=self.head)
        for stage in list(roadmap.stages.all())[:4]:
            self._try(partial(actions.open_stage, stage=stage, acting=self.curator))
        self._marks(roadmap)

    def _complete(self, roadmap: Roadmap) -> None:
        """What the act's table leaves empty, the curator fills in: a month of the year, an office, a room."""
        for stage in queries.table_of(roadmap):
            for number, event in enumerate(stage.events.all()):
                if not set(roadmap.columns) - rules.GIVEN_COLUMNS <= checks.filled_columns(event):
                    self._fill(event, (roadmap.starts_on.month + 2 * stage.position + number % 2 - 3) % 12 + 1)

    def _fill(self, event: Event, month: int) -> None:
        actions.change_event(
            event=event,
            title=event.title,
            group=event.group,
            when=event.when or [{"rule": "months", "months": [month]}],
            when_text=event.when_text,
            responsible=event.responsible or ["curator"],
            resources=event.resources or "методический кабинет, сайт школы",
            auto_tick=event.auto_tick,
            printed_number=event.printed_number,
            acting=self.curator,
        )

    def _marks(self, roadmap: Roadmap) -> None:
        rows = Term.objects.filter(event__stage__roadmap=roadmap, event__auto_tick="", due_on__lt=today())
        for number, term in enumerate(rows.order_by("due_on", "pk")):
            if number % 4 == 3:
                continue  # left undone, for the list of what is overdue
            mark = MARKS[number % len(MARKS)]
            actions.mark_term(term=term, done_on=term.due_on or today(), note=mark, acting=self.curator)

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
