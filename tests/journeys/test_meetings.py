"""A mentor and a mentee on their phones: times proposed, one chosen, the meeting held, three questions answered."""

from __future__ import annotations

import datetime
import re

from tests.journeys.conftest import Visit
from tests.journeys.school_steps import now
from tests.support.browser import Visitor

PHONE = 390
USEFUL = "Увидела, где на уроке теряется время"


def to_meetings(visitor: Visitor) -> None:
    """From the first page to the diary of the only pair."""
    visitor.go("lenskaya", "/programmes/mine/")
    visitor.follow("Встречи", within=visitor.page.get_by_role("main").get_by_role("navigation").last)


def propose(mentor: Visitor, when: datetime.datetime) -> None:
    """Takes back what is open, if anything is, and offers one time."""
    to_meetings(mentor)
    if mentor.page.get_by_role("link", name="Открыть предложение").count():
        mentor.follow("Открыть предложение")
        mentor.press_and_confirm("Отозвать")
        to_meetings(mentor)
    mentor.follow("Предложить время")
    mentor.fill("Другое время", f"{when:%d.%m.%Y %H:%M}")
    mentor.fill("Тема", "Разбор урока по шагам")
    mentor.press("Предложить")
    mentor.sees("ждёт ответа")


def reflect(visitor: Visitor, useful: str) -> None:
    """Three questions and a mark, from the page of the meeting."""
    visitor.follow("Три вопроса")
    visitor.fill(re.compile("Что было полезно"), useful)
    visitor.tick("5 – отлично")
    visitor.press("Сохранить")


def test_pair_meets_by_phone_from_proposed_times_to_a_reflection(visit: Visit) -> None:
    mentor = visit("mentor@lenskaya.demo", width=PHONE)
    mentee = visit("mentee@lenskaya.demo", width=PHONE)
    when = now().replace(second=0, microsecond=0) + datetime.timedelta(days=1, hours=1)
    propose(mentor, when)

    mentee.go("lenskaya")
    mentee.follow(re.compile("^Выбрать время"))
    mentee.tick(re.compile(rf"{when:%H:%M}"))
    mentee.press("Ответить")
    mentee.sees("согласовано")

    mentor.page.reload()
    mentor.follow("Открыть встречу")
    meeting = mentor.page.url
    mentor.follow("Изменить")
    mentor.fill("Когда", f"{now() - datetime.timedelta(hours=1):%d.%m.%Y %H:%M}")
    mentor.press("Сохранить")
    mentor.go("lenskaya", meeting)
    mentor.follow("Состоялась")
    mentor.fill("Заметка наставника", "Разобрали урок, наметили следующий шаг.")
    mentor.press("Сохранить")
    mentor.go("lenskaya", meeting)
    reflect(mentor, USEFUL)

    mentee.go("lenskaya", meeting)
    assert USEFUL not in mentee.text()
    reflect(mentee, "Разбор по шагам")
    mentee.sees(USEFUL, "Разбор по шагам")
