"""An evening of six people in six windows: right partners each round, one does not come, one comes late."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Visit
from tests.support.browser import Visitor
from tests.support.product import Stack

EVENT = "Вечер шести окон"
MENTORS = ("gymnasium-35", "lenskaya", "co-58")
MENTEES = ("cit", "ozono-chepetskaya", "gymnasium-35")
ROUNDS = 3

NOW = """
SELECT other.name FROM public.speed_speedmeeting AS meeting
JOIN public.speed_registration AS own ON own.id IN (meeting.mentor_id, meeting.mentee_id)
JOIN public.speed_registration AS other ON other.id IN (meeting.mentor_id, meeting.mentee_id) AND other.id <> own.id
JOIN public.speed_speedevent AS event ON event.id = meeting.event_id
WHERE event.title = %s AND meeting.round = %s AND own.name = %s
"""


@dataclass
class Person:
    """Somebody at a window, with the name that the others see."""

    window: Visitor
    slug: str
    side: str
    name: str = ""


@dataclass
class Evening:
    """The event as the test walks through it."""

    stack: Stack
    coordinator: Visitor
    people: list[Person]
    path: str = ""
    here: list[Person] = field(default_factory=list)

    def part(self, person: Person, name: str) -> Locator:
        """A part of somebody's hall."""
        return person.window.page.locator(f"[data-{name}]")

    def everybody_meets_whom_the_server_says(self, number: int) -> None:
        """In every window stands the partner that the database has for the round; returns when all do."""
        for person in self.here:
            names = [str(row[0]) for row in self.stack.rows(NOW, EVENT, number, person.name)]
            assert len(names) <= 1
            expect(self.part(person, "phase")).to_have_text(f"Раунд {number} из {ROUNDS}")
            if names:
                expect(self.part(person, "now").locator(".hall-name")).to_have_text(names[0])
                expect(self.part(person, "meet")).to_be_visible()
            else:
                expect(self.part(person, "now")).to_have_text("В этом раунде встречи нет: отдохните.")
                expect(self.part(person, "meet")).to_be_hidden()

    def everybody_reads(self, words: str) -> None:
        """The clock says so in every window."""
        for person in self.here:
            expect(self.part(person, "phase")).to_have_text(words)


@pytest.fixture
def evening(stack: Stack, visit: Visit) -> Iterator[Evening]:
    """The product with its live process, and everybody at their window."""
    stack.start_live()
    people = [Person(visit(f"mentor@{slug}.demo", width=390), slug, "наставник") for slug in MENTORS]
    people += [Person(visit(f"mentee@{slug}.demo", width=390), slug, "наставляемый") for slug in MENTEES]
    yield Evening(stack, visit("coordinator@region.demo"), people)
    stack.stop_live()


def open_event(evening: Evening) -> None:
    """The coordinator opens an event that begins in a few minutes."""
    coordinator = evening.coordinator
    begins = datetime.datetime.now(tz=ZoneInfo("Europe/Moscow")) + datetime.timedelta(minutes=20)
    coordinator.go("region", "/speed/new/")
    coordinator.fill("Название", EVENT)
    coordinator.fill("Дата", f"{begins:%d.%m.%Y}")
    coordinator.fill("Время", f"{begins:%H:%M}")
    coordinator.fill("Раундов", str(ROUNDS))
    for box in coordinator.page.get_by_role("group", name=re.compile("Приглаш")).get_by_role("checkbox").all():
        box.check()
    coordinator.press("Открыть запись")
    evening.path = coordinator.page.url


def sign_up(person: Person) -> None:
    """Somebody puts the name down on the page that is open."""
    person.window.tick(re.compile(rf"^{person.side}", re.IGNORECASE))
    person.window.fill("Темы", "обратная связь")


def plan(evening: Evening) -> None:
    """The timetable is computed and published."""
    coordinator = evening.coordinator
    coordinator.go("", evening.path)
    coordinator.press("Составить расписание")
    coordinator.follow("Опубликовать: самое справедливое")
    coordinator.press("Опубликовать")


def names_of(evening: Evening) -> None:
    """What everybody is called, as the database has it."""
    statement = (
        "SELECT registration.name FROM public.speed_registration AS registration"
        " JOIN public.identity_account AS account ON account.id = registration.account_id"
        " JOIN public.speed_speedevent AS event ON event.id = registration.event_id"
        " WHERE event.title = %s AND account.email = %s"
    )
    for person in evening.people:
        role = "mentor" if person.side == "наставник" else "mentee"
        rows = evening.stack.rows(statement, EVENT, f"{role}@{person.slug}.demo")
        person.name = str(rows[0][0]) if rows else ""


def end_step(evening: Evening, button: str) -> None:
    """The coordinator ends the round or the break for all."""
    expect(evening.coordinator.page.get_by_role("button", name=button, exact=True)).to_be_visible()
    evening.coordinator.press_and_confirm(button)


def test_evening_of_six_windows(evening: Evening) -> None:
    coordinator, late = evening.coordinator, evening.people[-1]
    open_event(evening)
    for person in evening.people[:-1]:
        person.window.go("", evening.path)
        person.window.follow("Записаться")
        sign_up(person)
        person.window.press("Записаться")
    plan(evening)
    names_of(evening)
    missing = evening.people[2]
    evening.here = [person for person in evening.people[:-1] if person is not missing]
    for person in evening.here:
        person.window.go("", f"{evening.path}hall/")
    evening.everybody_reads("Событие ещё не началось: подождите здесь.")

    coordinator.go("", f"{evening.path}console/")
    grid = coordinator.page.locator("#console-people tbody tr")
    for person in evening.here:
        expect(grid.filter(has_text=person.name).first.locator("[data-person]")).to_have_text("в зале")
    row = grid.filter(has=coordinator.page.locator(".person-name", has_text=missing.name))
    expect(row.locator("[data-person]")).to_have_text("не видно")
    coordinator.press("Начать первый раунд")
    evening.everybody_meets_whom_the_server_says(1)

    # One does not come: the places are filled, the others stay where they are.
    coordinator.page.get_by_role("button", name=f"Не пришёл: {missing.name}").click()
    coordinator.page.get_by_role("dialog").get_by_role("button", name="Подтвердить").click()
    coordinator.sees("Освободившиеся места заняты, никто не пересажен.")
    evening.everybody_meets_whom_the_server_says(1)

    # One comes late.
    late.window.go("", f"{evening.path}hall/")
    late.window.follow("Присоединиться сейчас")
    sign_up(late)
    late.window.press("Войти в событие")
    names_of(evening)
    evening.here.append(late)
    evening.everybody_meets_whom_the_server_says(1)

    # One reloads the page, one has been to the room and back.
    evening.here[0].window.page.reload()
    met = next(person for person in evening.here if evening.stack.rows(NOW, EVENT, 1, person.name))
    met.window.page.get_by_role("button", name="В комнату").click()
    met.window.page.wait_for_url("**/rooms/*/")
    met.window.go("", f"{evening.path}hall/")
    evening.everybody_meets_whom_the_server_says(1)

    for number in range(2, ROUNDS + 1):
        end_step(evening, "Закончить раунд")
        evening.everybody_reads(f"Перерыв. Дальше раунд {number} из {ROUNDS}")
        end_step(evening, "Закончить перерыв")
        evening.everybody_meets_whom_the_server_says(number)
    end_step(evening, "Закончить раунд")
    evening.everybody_reads("Все раунды прошли. Спасибо!")

    met.window.follow("Две строки о встрече")
    met.window.fill("Что было полезно", "Приём с картой занятия.")
    met.window.press("Сохранить")
    expect(evening.part(met, "after").get_by_text("Вы уже написали о ней.").first).to_be_visible()
    coordinator.press_and_confirm("Завершить событие")
    coordinator.sees("Приём с картой занятия.")
