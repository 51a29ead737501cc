"""What happens between schools: remote pairs, speed mentoring, cases of practice; each step by what is written."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from tests.journeys.school_steps import day, now, row_of, today
from tests.support.browser import Visitor

OFFERING, ASKING = "lenskaya", "gymnasium-35"
OFFERING_NAME, ASKING_NAME = "ДДЮТ «На Ленской»", "гимназия № 35"
STRICT_NAME, STRICT_CLAUSE = "ЦО № 58", "разд. 9, флэш"
"""A school whose regulation says itself how long a speed meeting may last: half an hour."""
LINK = "https://video.example.org/estafeta-road"


@dataclass(frozen=True, slots=True)
class Walk:
    """What is a walk's own, so that the walks of both widths do not meet."""

    mentor: str
    mentee: str
    event: str
    event_in_days: int
    case: str
    programme: int


WALKS = {
    1280: Walk(
        "mentor12@lenskaya.demo",
        "mentee12@gymnasium-35.demo",
        "Разговоры на бегу: первый круг",
        20,
        "Карта наблюдения на одну страницу",
        0,
    ),
    390: Walk(
        "mentor14@lenskaya.demo",
        "mentee13@gymnasium-35.demo",
        "Разговоры на бегу: второй круг",
        27,
        "Дневник пары вместо отчёта",
        1,
    ),
}


def name_of(person: Visitor, school: str) -> str:
    """How the product calls somebody who has signed in: surname, first name, patronymic."""
    person.go(school)
    return person.page.locator(".account-name").inner_text(timeout=5_000) or _hidden_name(person)


def _hidden_name(person: Visitor) -> str:
    return (person.page.locator(".account-name").text_content() or "").strip()


# ---- remote pairs


def allow_transfer(curator: Visitor, school: str, name: str) -> None:
    """The signed paper without which nobody's name goes to another school."""
    curator.go(school)
    curator.section("Все люди")
    curator.search(name.split()[0])
    curator.follow(name)
    curator.follow("Записать бумагу")
    curator.choose("Согласие", re.compile("передача данных другой школе"))
    curator.press("Записать")


def offer_mentor(curator: Visitor, name: str) -> None:
    """The curator offers; nobody outside sees it before the mentor agrees."""
    curator.go(OFFERING)
    curator.section("Другие школы")
    curator.follow("Предложить наставника")
    curator.choose("Наставник", re.compile(name))
    curator.fill("Чем может помочь наставник", "Как начать занятие, чтобы группа включилась; открытое занятие.")
    curator.tick("«педагог – педагог»")
    curator.press("Предложить")


def agree_to_offer(mentor: Visitor) -> None:
    """The mentor's own consent opens the offer."""
    mentor.go(OFFERING, "/liaison/mine/")
    mentor.follow("Согласие даю")
    mentor.press("Согласие даю")


def ask_for_mentor(curator: Visitor, mentor: str, mentee: str) -> None:
    """The other school finds the mentor by name and asks for its mentee."""
    curator.go(ASKING)
    curator.section("Другие школы")
    curator.follow("Найти наставника")
    curator.search(mentor.split()[0])
    curator.follow(re.compile(mentor))
    curator.choose("Наставляемый", re.compile(mentee))
    curator.fill("Потребность", "В школе нет коллеги этого предмета, нужен взгляд со стороны.")
    curator.fill("Начало", today())
    curator.fill("Окончание", day(months=6))
    curator.press("Попросить")


def agree_to_work(person: Visitor, school: str, path: str) -> None:
    """Both people are asked themselves, each on the own page."""
    person.go(school, path)
    person.follow("Согласие даю")
    person.press("Согласие даю")


def approve_request(curator: Visitor, mentor: str) -> None:
    """The mentor's school approves: the pair comes into being; its page is on the region's host."""
    curator.go(OFFERING, "/liaison/requests/incoming/")
    curator.follow(re.compile("."), within=row_of(curator, mentor.split()[0]))
    curator.follow("Согласовать запрос")
    curator.press("Согласовать запрос")


def open_remote_pair(person: Visitor, name: str) -> None:
    """From the list of remote pairs of the region's host."""
    person.go("region")
    person.section("Удалённые пары")
    person.follow(re.compile("."), within=row_of(person, name))


def work_remotely(mentor: Visitor) -> None:
    """An activity and a meeting with its link."""
    mentor.follow("Добавить мероприятие")
    mentor.fill("Мероприятие", "Посмотреть запись занятия и разобрать начало")
    mentor.fill("Срок", day(months=1))
    mentor.press("Добавить")
    mentor.follow("Назначить встречу")
    mentor.fill("Когда", f"{now() + datetime.timedelta(days=5):%d.%m.%Y} 16:00")
    mentor.fill("Ссылка для подключения", LINK)
    mentor.fill("Тема", "Знакомство по видео")
    mentor.press("Назначить встречу")


def indicator(curator: Visitor, school: str, label: str) -> int:
    """A number of the school's own indicators page."""
    curator.go(school)
    curator.section("Показатели")
    found = re.search(rf"{label}\s+(\d+)", curator.text())
    assert found, curator.text()[:2000]
    return int(found.group(1))


# ---- speed mentoring


def create_event(coordinator: Visitor, walk: Walk, *, minutes: int) -> None:
    """Fill the form of an event and send it; 45 minutes are too long for a school invited."""
    coordinator.fill("Название", walk.event)
    coordinator.fill("Дата", day(days=walk.event_in_days))
    coordinator.fill("Время", "16:00")
    coordinator.fill("Минут в раунде", str(minutes))
    for name in (OFFERING_NAME, ASKING_NAME, STRICT_NAME):
        coordinator.tick(name)
    coordinator.press("Открыть запись")


def sign_up(person: Visitor, walk: Walk, *, side: str) -> None:
    """Somebody of an invited school puts the name down."""
    person.go("region")
    person.section("Скоростное наставничество")
    person.follow(walk.event)
    person.follow("Записаться")
    person.tick(re.compile(side, re.IGNORECASE))
    person.fill("Темы", "обратная связь, открытое занятие")
    person.press("Записаться")


def compute_timetable(coordinator: Visitor, walk: Walk) -> None:
    """Both timetables side by side; the fairest is published."""
    coordinator.go("region")
    coordinator.section("Скоростное наставничество")
    coordinator.follow(walk.event)
    coordinator.press("Составить расписание")
    coordinator.sees("Доказано: лучшего расписания нет.")
    coordinator.follow("Опубликовать: самое справедливое")
    coordinator.press("Опубликовать")
    coordinator.sees("Всё расписание")


def see_own_timetable(person: Visitor, walk: Walk, other: str) -> None:
    """Whom I meet and when, also for the calendar."""
    person.go("region")
    person.section("Скоростное наставничество")
    person.follow(walk.event)
    person.sees("Моё расписание", re.compile(other))
    calendar = person.download("В мой календарь (.ics)").decode()
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in calendar


# ---- cases


def write_case(curator: Visitor, walk: Walk) -> None:
    """Out of a completed programme: the text begins with what the programme tells."""
    curator.go(OFFERING)
    curator.section("Лучшие практики")
    curator.follow("Написать кейс")
    programmes = curator.field("Завершённая программа").locator("option").all_inner_texts()
    curator.choose("Завершённая программа", programmes[walk.programme])
    curator.press("Начать писать")
    curator.fill("Название", walk.case)
    curator.fill("Кратко", f"{walk.case}: короткий приём, который меняет занятие.")
    curator.fill("Проблема", "Начинающий педагог не видит своего занятия со стороны.")
    curator.fill("Что сделано", "Шесть парных посещений с картой на одну страницу и разбором в тот же день.")
    curator.fill("Результаты", "Вовлечённость выросла.")
    curator.fill("Условия и ресурсы", "Два часа в неделю на пару, методический кабинет.")
    curator.press("Сохранить черновик")
    curator.press("Отправить в институт")


def improve_case(curator: Visitor, walk: Walk, comment: str) -> None:
    """The expert's comment is on the case's page; the case is rewritten and sent again."""
    curator.go(OFFERING)
    curator.section("Лучшие практики")
    curator.follow(re.compile(walk.case))
    curator.sees(re.compile(comment))
    curator.follow("Изменить")
    curator.fill("Результаты", "Вовлечённость выросла с 45 до 78 процентов: карты наблюдения до и после.")
    curator.press("Сохранить черновик")
    curator.press("Отправить в институт")


def review_case(expert: Visitor, walk: Walk, *, decision: str, score: str, comment: str) -> None:
    """The rubric, the decision, the comment."""
    expert.go("region")
    expert.section("На рецензию")
    expert.follow(re.compile(walk.case))
    for group in expert.page.get_by_role("main").get_by_role("group").all():
        option = group.get_by_label(re.compile(rf"^{score}\b"))
        if option.count():
            option.first.check()
    expert.tick(re.compile(decision, re.IGNORECASE))
    expert.fill("Комментарий для школы", comment)
    expert.press("Отправить рецензию")


def adopt_case(curator: Visitor, walk: Walk) -> None:
    """Another school finds it by a word in another grammatical case and takes it up."""
    curator.go("region")
    curator.section("Библиотека кейсов")
    curator.search(walk.case.split()[0].lower())
    curator.follow(re.compile(walk.case))
    curator.follow("Внедряем у себя")
    curator.fill("Как вы будете это применять", "Попробуем в двух парах со второй четверти.")
    curator.press("Внедряем")
