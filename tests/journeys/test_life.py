"""The life of a pair: from a request to a completed programme, a mentor replaced, a term refused and one allowed."""

from __future__ import annotations

import datetime
import re

import psycopg

from tests.journeys import school_steps as school
from tests.journeys.conftest import Visit
from tests.support.browser import Visitor
from tests.support.product import Stack

PHONE = 390
SCHOOL = "gymnasium-35"
PHONE_SCHOOL = "lenskaya"
"""Another one: in the first all who have no pair belong to the walk of a cohort."""
OTHER = re.compile(r"^\S+ \S\. \S\.$")
"""The only pair of a list, named by the other side: «Костин Ф. А.»."""
EMAIL = """
SELECT account.email FROM "s_lenskaya".people_person AS person
JOIN public.identity_account AS account ON account.id = person.account_id
WHERE concat_ws(' ', person.last_name, person.first_name, person.patronymic) = %s
"""


def visitor_of(visit: Visit, role: str, *, width: int = 1280) -> Visitor:
    """Somebody of the school's cast."""
    return visit(f"{role}@{SCHOOL}.demo", width=width)


def email_of(stack: Stack, name: str) -> str:
    """With which address a person of the demo signs in."""
    with psycopg.connect(stack.admin_url) as server:
        found = server.execute(EMAIL, [name]).fetchone()
    assert found is not None, name
    return str(found[0])


def open_pair(visitor: Visitor, name: str) -> None:
    """From the list of pairs to the pair of somebody."""
    visitor.go(SCHOOL)
    visitor.section("Пары и группы")
    visitor.follow(re.compile("."), within=school.row_of(visitor, name))


def sign(head: Visitor, words: str | re.Pattern[str], place: str = SCHOOL) -> None:
    """The head signs the order whose line has these words."""
    head.go(place)
    head.section("Приказы")
    head.follow(re.compile("."), within=head.page.get_by_role("main").get_by_role("row").filter(has_text=words).first)
    head.follow("Подписать")
    head.press("Подписать")
    head.sees("подписан")


def test_mentor_on_a_phone_from_a_request_to_a_completed_programme(stack: Stack, visit: Visit) -> None:
    mentee = visit(f"mentee22@{PHONE_SCHOOL}.demo", width=PHONE)
    mentee.go(PHONE_SCHOOL)
    mentee.section("Пары и группы")
    mentee.follow("Заявки на наставников")
    mentee.follow("Попросить наставника")
    option = mentee.field("Выбор 1").locator("option").nth(1).inner_text()
    name, surname = option.partition(":")[0], option.split()[0]
    mentee.choose("Выбор 1", option)
    mentee.fill("Над чем хочется работать", "Уверенно вести урок в старших классах")
    mentee.press("Отправить заявку")
    mentee.sees("спрошен", "Контакты покажут обеим сторонам")

    mentor = visit(email_of(stack, name), width=PHONE)
    mentor.go(PHONE_SCHOOL)
    mentor.sees(re.compile("просит вас стать наставником"))
    mentor.follow(re.compile("просит вас стать наставником"))
    mentor.sees("Уверенно вести урок в старших классах")
    mentor.tick("Принимаю заявку")
    mentor.press("Отправить ответ")
    mentor.sees("Пара согласована")
    pair = mentor.page.url

    curator, head = (visit(f"{role}@{PHONE_SCHOOL}.demo") for role in ("curator", "head"))
    curator.go(PHONE_SCHOOL, pair)
    school.prepare_order(curator)
    sign(head, re.compile(rf"{surname}.*"), PHONE_SCHOOL)

    mentor.go(PHONE_SCHOOL, pair)
    mentor.follow("Открыть программу")
    programme = mentor.page.url
    school.write_note(mentor)
    curator.go(PHONE_SCHOOL, programme)
    school.work_by_plan(curator)
    mentor.go(PHONE_SCHOOL, programme)
    mentor.sees("Ход работы")
    curator.go(PHONE_SCHOOL, programme)
    school.end_programme(curator)
    mentor.go(PHONE_SCHOOL, pair)
    mentor.sees("прекращена досрочно")


def test_mentor_is_replaced_by_petition_decision_order_and_signature(visit: Visit) -> None:
    mentee, curator, head = (visitor_of(visit, role) for role in ("mentee7", "curator", "head"))
    mentee.turn_to(PHONE)
    mentee.go(SCHOOL)
    mentee.section("Пары и группы")
    mentee.follow(OTHER)
    pair = mentee.page.url
    mentee.follow("Попросить о замене наставника")
    mentee.tick(re.compile("куратор"))
    mentee.fill("Причины", "Уроки стоят в одно время, встречаться не получается.")
    mentee.press("Подать")
    petition = mentee.page.url

    curator.go(SCHOOL, petition)
    curator.follow("Принять решение")
    curator.tick("Удовлетворить")
    curator.press("Принять решение")
    curator.follow("Заменить наставника")
    new = curator.field("Новый наставник").locator("option").nth(1).inner_text()
    curator.choose("Новый наставник", new)
    curator.press("Спросить нового наставника")
    curator.follow("Внести ответ нового наставника")
    curator.tick("Согласен(на) принять пару")
    curator.press("Отправить ответ")
    curator.follow("Подготовить приказ о замене")
    curator.press("Передать на подпись")
    sign(head, "Замена наставника")
    mentee.go(SCHOOL, pair)
    mentee.sees(new, "Прежние наставники")
    mentee.go(SCHOOL, petition)
    mentee.sees("проведена")


def test_extension_is_refused_with_the_clause_and_another_is_allowed(visit: Visit) -> None:
    mentor, mentee = visitor_of(visit, "mentor6", width=PHONE), visitor_of(visit, "mentee8", width=PHONE)
    for person in (mentor, mentee):
        person.go(SCHOOL)
        person.section("Пары и группы")
    mentee.follow(OTHER)
    pair = mentee.page.url
    years = [int(found) for found in re.findall(r"20\d\d", mentee.text())]
    later = f"{datetime.date(max(years) + 1, 1, 15):%d.%m.%Y}"
    mentee.follow("Продление срока")
    mentee.page.get_by_role("main").get_by_role("radio").first.check()
    mentee.fill("Новый последний день", later)
    mentee.press("Запросить изменение")
    mentee.sees(re.compile(r"гл\. 4, п\. 9"))
    assert mentee.field("Новый последний день").input_value() == later

    mentor.go(SCHOOL, f"{pair}extend/")
    mentor.tick(re.compile("обоюдн"))
    mentor.fill("Новый последний день", later)
    mentor.press("Запросить изменение")
    mentor.sees("собираются согласия")
    mentee.go(SCHOOL, f"{pair}term/answer/")
    mentee.tick("Согласен(на) с изменением")
    mentee.press("Отправить ответ")
    curator, head = visitor_of(visit, "curator"), visitor_of(visit, "head")
    curator.go(SCHOOL, pair)
    curator.follow("Подготовить приказ о новом сроке")
    curator.press("Передать на подпись")
    sign(head, "О продлении срока")
    mentor.go(SCHOOL, pair)
    mentor.sees(re.compile(rf"15\s+января\s+{later[-4:]}"))
