"""The labour pack of article 351.8: consent, agreement and a notice with its earliest end, read by all three."""

from __future__ import annotations

import datetime
import re

import holidays

from tests.journeys import school_steps as school
from tests.journeys.conftest import Visit
from tests.journeys.test_life import email_of
from tests.support.browser import Visitor
from tests.support.product import Stack
from tests.support.uploads import PDF

PHONE = 390
SCHOOL = "lenskaya"
PAY = "доплата 3 000 рублей в месяц"


def three_working_days_later() -> datetime.date:
    """Counted by the calendar of public holidays, apart from the product's own rule."""
    return holidays.country_holidays("RU").get_nth_working_day(school.now().date(), 3)


def written(day: datetime.date) -> str:
    """As it is typed."""
    return f"{day:%d.%m.%Y}"


def record_signatures(curator: Visitor) -> None:
    """The paper that waits has come back signed, with its scan."""
    curator.follow(re.compile("^Отметить подписи"))
    curator.fill("Дата на документе", school.today())
    curator.field("Скан: PDF, JPG или PNG").set_input_files(
        {"name": "скан.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    curator.press("Сохранить")
    curator.sees("Подписи отмечены")


def prepare_agreement(curator: Visitor) -> None:
    """Content, form and pay; the term is the pair's."""
    curator.follow("Подготовить соглашение")
    curator.fill("Содержание работы", "Посещение и разбор занятий, помощь с открытым занятием")
    curator.fill("Форма работы", "очно, по графику встреч")
    curator.fill("Размер и условия оплаты", PAY)
    curator.fill("Номер соглашения", "14")
    assert curator.field("Первый день").input_value()
    assert curator.field("Последний день").input_value()
    curator.press("Подготовить соглашение")


def give_notice(curator: Visitor) -> None:
    """A day too early is refused with the article and stays typed; the first lawful day is offered by itself."""
    earliest = three_working_days_later()
    curator.follow("Уведомление о досрочном прекращении")
    assert curator.field("Последний день наставничества").input_value() == written(earliest)
    curator.choose("Кто прекращает наставничество", "наставник отказывается")
    early = written(earliest - datetime.timedelta(days=1))
    curator.fill("Последний день наставничества", early)
    curator.press("Подготовить уведомление")
    curator.sees(re.compile("351.8"), "Назовите более поздний последний день или предупредите раньше.")
    assert curator.field("Последний день наставничества").input_value() == early
    curator.fill("Последний день наставничества", written(earliest))
    curator.press("Подготовить уведомление")


def test_labour_pack_with_a_notice(stack: Stack, visit: Visit) -> None:
    curator, head = (visit(f"{role}@{SCHOOL}.demo") for role in ("curator", "head"))
    curator.go(SCHOOL)
    curator.section("Приказы")
    curator.follow("Трудовые пакеты")
    curator.press(re.compile("Начать пакет"))
    name = curator.page.get_by_role("main").locator("dd").first.inner_text()
    pair = curator.page.get_by_role("main").locator("aside").get_by_role("link").first.get_attribute("href") or ""
    curator.press("Подготовить согласие")
    record_signatures(curator)
    prepare_agreement(curator)
    record_signatures(curator)
    give_notice(curator)
    record_signatures(curator)

    mentor = visit(email_of(stack, name), width=PHONE)
    mentor.go(SCHOOL, pair)
    mentor.follow("Открыть пакет")
    mentor.sees("Последний день:")
    mentor.page.get_by_text("Прочитать полный текст").nth(1).click()
    mentor.sees(re.compile(PAY))
    assert mentor.download(re.compile("^PDF")).startswith(b"%PDF-")
    assert not mentor.page.get_by_role("link", name="Уведомление о досрочном прекращении").count()

    head.go(SCHOOL)
    head.section("Приказы")
    head.follow("Трудовые пакеты")
    row = school.row_of(head, name.split()[0])
    assert f"{three_working_days_later():%d.%m.%Y}" in row.inner_text()
