"""Five schools, five acts: what each may do differs, and every refusal names the place in the school's own document."""

from __future__ import annotations

import re

from tests.journeys import school_steps as school
from tests.journeys.conftest import Visit
from tests.support.browser import Visitor

PEDAGOGUE, PUPIL = "работник", "обучающийся"
REPLACEMENTS = {
    "прекращение наставником трудовых отношений",
    "психологическая несовместимость",
    "систематическое неисполнение обязанностей наставником",
    "привлечение наставника к дисциплинарной ответственности",
    "обоснованная просьба наставника или наставляемого",
}
"""The closed list of clause 2.8 of the act of «Озоно-Чепецкая»."""


def add_person(curator: Visitor, kind: str, name: str, *, born: str) -> None:
    """Somebody new in the school's list; the page of the person follows."""
    curator.section("Все люди")
    curator.follow("Добавить человека")
    curator.choose("Кто это", kind)
    for label, value in zip(("Фамилия", "Имя", "Отчество"), name.split(), strict=True):
        curator.fill(label, value)
    curator.fill("Дата рождения", born)
    curator.press("Добавить")


def into_bank(curator: Visitor, bank: str, **filled: str) -> None:
    """From the person's page into a bank, with the paper on personal data."""
    curator.follow(f"Внести как {bank}")
    for label, value in filled.items():
        curator.fill(label, value)
    curator.fill("Дата подписания бумаг", school.today())
    curator.tick("Персональные данные")
    curator.press("Внести в банк")


def without_pair(curator: Visitor, category: str, *, leave: int = 0) -> str:
    """Begin a pair for the first mentee of a category who has none; who it is."""
    curator.section("Пары и группы")
    curator.follow("Сформировать пару")
    rows = curator.page.get_by_role("main").get_by_role("row").filter(has_text=category).filter(has_text="пары нет")
    link = rows.nth(leave).get_by_role("link").first
    name = link.inner_text().strip()
    curator.follow(name)
    return name


def unfold(curator: Visitor) -> None:
    """Show everybody whom the page of a new pair keeps folded."""
    folded = curator.page.get_by_role("main").locator("details:not([open]) > summary").filter(has_text="наставник")
    while folded.count():
        folded.first.click()


def propose(curator: Visitor, *mentors: str, form: str, **chosen: str) -> None:
    """Fill in the new pair and send it."""
    unfold(curator)
    for name in mentors:
        curator.tick(re.compile(name))
    curator.choose("Форма", form)
    curator.choose("Вид", re.compile("^традиционн"))
    for label, option in chosen.items():
        curator.choose(label.replace("_", " "), option)
    curator.fill("Начало", school.today())
    curator.fill("Окончание", school.day(months=8))
    curator.press("Предложить пару")


# ---- «Озоно-Чепецкая»: pupils, guardians, two mentees, a commission


def test_ozono_pupil_of_nine_is_no_mentee(visit: Visit) -> None:
    curator = visit("curator@ozono-chepetskaya.demo")
    curator.go("ozono-chepetskaya")
    add_person(curator, PUPIL, "Ягодин Пётр Ильич", born=school.day(months=-12 * 9 - 3))
    curator.follow("Внести как наставляемого")
    curator.sees("Человек несовершеннолетний: подписывает законный представитель.")
    assert curator.field("Персональные данные (представитель)").is_visible()
    curator.fill("Запрос", "Хочу найти друзей в новом классе.")
    curator.press("Внести в банк")
    curator.sees(re.compile(r"Наставляемому 9 лет, а программа возможна с 10 лет\. Основание: п\. 2\.3"))
    assert "друзей" in curator.field("Запрос").input_value()


def test_ozono_mentor_has_no_third_mentee(visit: Visit) -> None:
    curator, mentor = visit("curator@ozono-chepetskaya.demo"), "Клёнова Дина Романовна"
    curator.go("ozono-chepetskaya")
    add_person(curator, PEDAGOGUE, mentor, born="14.05.1980")
    into_bank(curator, "наставника", **{"Сколько наставляемых": "5"})
    for _pair in range(2):
        without_pair(curator, "вновь принятый")
        propose(curator, mentor, form="«учитель – учитель»", Ролевая_модель="опытный предметник – неопытный предметник")
    without_pair(curator, "вновь принятый")
    unfold(curator)
    refused = curator.page.get_by_role("main").locator("details li").filter(has_text=mentor)
    assert "окажется наставляемых: 3" in refused.inner_text()
    assert "Основание: п. 2.6" in refused.inner_text()


def test_ozono_commission_and_monitoring_and_replacement_follow_the_act(visit: Visit) -> None:
    curator = visit("curator@ozono-chepetskaya.demo")
    curator.go("ozono-chepetskaya")
    curator.section("Отбор")
    curator.follow("Комиссия")
    curator.follow("Новый состав")
    chair = curator.field(re.compile("председатель$"))
    head = chair.input_value()
    assert head, "who holds the seat is offered by itself"
    chair.select_option("")
    curator.field("Другие члены").select_option(index=[5])
    curator.press("Подготовить приказ")
    curator.sees(
        re.compile(r"В комиссии 2 человек, а допускается от 3 до 5\. Основание: п\. 2\.13"),
        re.compile(r"обязательны руководитель .*, куратор .*\(член\)\. Основание: п\. 2\.13"),
    )
    people = [one.get_attribute("value") for one in chair.locator("option").all()]
    chair.select_option(next(one for one in people if one and one != head))
    curator.press("Подготовить приказ")
    curator.sees(re.compile(r"Место занимает не тот, кому оно отведено: .*\. Основание: п\. 2\.13"))

    curator.section("Дорожная карта")
    curator.follow("Мониторинг")
    year = school.now().year - (school.now().month < 9)
    curator.sees("Ежегодно: 30 марта, 30 сентября", f"30.09.{year}", f"30.03.{year + 1}")

    curator.section("Пары и группы")
    curator.follow(re.compile("."), within=school.row_of(curator, "работает"))
    curator.follow("Заменить наставника")
    offered = curator.page.get_by_role("group", name=re.compile("^Основание")).get_by_role("radio").all()
    words = {one.evaluate("radio => radio.labels[0].innerText.trim()") for one in offered}
    assert words >= REPLACEMENTS
    assert {word for word in words - REPLACEMENTS if "351.8" not in word} == set()


# ---- ЦО № 58: grades, collective pairs, visits, a programme that ran out


def test_co_58_grades_and_a_collective_pair(visit: Visit) -> None:
    curator, names = visit("curator@co-58.demo"), ("Калинина Алла Игоревна", "Рощина Вера Петровна")
    curator.go("co-58")
    for name in names:
        add_person(curator, PEDAGOGUE, name, born="14.05.1980")
        curator.follow("Внести как наставника")
        grades = curator.field("Ступень").locator("option").all_inner_texts()
        assert [word.strip() for word in grades[1:]] == ["наставник-учитель", "старший наставник", "ведущий наставник"]
        curator.choose("Ступень", "наставник-учитель")
        curator.fill("Дата подписания бумаг", school.today())
        curator.tick("Персональные данные")
        curator.press("Внести в банк")
    without_pair(curator, "молодой")
    propose(curator, *names, form="педагог – педагог", Состав="коллективно-индивидуальное наставничество")
    curator.sees(*names, "коллективно-индивидуальное наставничество")


def test_co_58_visits_and_the_programme_prolonged(visit: Visit) -> None:
    curator = visit("curator@co-58.demo")
    curator.go("co-58")
    curator.section("Программы")
    curator.follow(re.compile("."), within=school.row_of(curator, "выполняется"))
    curator.follow("Посещения уроков")
    curator.sees("Не меньше 2 посещений в месяц.", "разд. 7.2")

    reader = visit("mentor@co-58.demo", width=390)
    reader.go("co-58")
    reader.section("Положение")
    reader.sees("с 01.09.2020 по 31.08.2030")
    reader.follow("Редакции")
    reader.follow(re.compile("№ 1"))
    reader.sees("с 01.01.2020 по 31.12.2025", re.compile(r"Срок истёк 31\.12\.2025"))


# ---- ЦИТ: a roadmap and nothing else; its curator is called «методист»


def test_cit_lives_by_its_roadmap_under_a_methodist(visit: Visit) -> None:
    curator = visit("curator@cit.demo")
    curator.go("cit")
    for section in ("Сегодня", "Отбор", "Мои права и обязанности"):
        curator.section(section)
        assert "куратор" not in curator.text().lower(), section
    curator.section("Отбор")
    curator.follow("Методисты")
    curator.section("Положение")
    curator.sees("дорожная карта (план мероприятий)")
    curator.section("Дорожная карта")
    curator.follow(re.compile("^Дорожная карта"), within=school.row_of(curator, "утверждена"))
    events = [
        url for _words, url in curator.links(curator.page.get_by_role("main")) if re.search(r"/events/\d+/$", url)
    ]
    assert len(events) == 19
    curator.sees(re.compile("методист"))
    assert "куратор" not in curator.text().lower()


# ---- гимназия № 35: the public register


def test_gymnasium_publishes_nobody_without_the_consent_to_distribution(visit: Visit) -> None:
    curator = visit("curator@gymnasium-35.demo")
    curator.go("gymnasium-35")
    curator.section("Наставники")
    silent = curator.page.locator("#list").get_by_role("link").all_inner_texts()
    curator.section("Публичная страница")
    curator.follow("Перечни людей")
    curator.follow(re.compile(r"Изменить показываемое\s*: банк \(персонифицированный учет\) наставников"))
    curator.press("Опубликовать")
    curator.sees(re.compile(r"152-ФЗ ст\. 10\.1"), re.compile("Отправьте им ссылки для подписания согласия"))
    refusal = curator.page.get_by_role("main").get_by_text(re.compile("^Никого нельзя показать")).first.inner_text()
    assert [name for name in silent if name.strip() and name.strip() in refusal], refusal


# ---- «На Ленской»: the act asks no written consent, the law does


def test_lenskaya_order_waits_for_the_consent_that_the_law_wants(visit: Visit) -> None:
    curator = visit("curator@lenskaya.demo")
    mentor, mentee = "Тисова Ольга Марковна", "Ивушкин Олег Сергеевич"
    curator.go("lenskaya")
    add_person(curator, PEDAGOGUE, mentor, born="14.05.1980")
    into_bank(curator, "наставника", **{"Сколько наставляемых": "2"})
    add_person(curator, PEDAGOGUE, mentee, born="02.02.2001")
    into_bank(curator, "наставляемого", Запрос="Хочу уверенно вести занятия.")
    school.appoint_mentor(curator, mentor)
    curator.section("Пары и группы")
    curator.follow("Сформировать пару")
    curator.search(mentee.split()[0])
    curator.follow(re.compile(mentee))
    propose(curator, mentor, form="«педагог – педагог»")
    school.answer_on_paper(curator, people=2)
    # The page offers what is lacking instead of the order; asked by its address, the order is refused.
    assert curator.page.get_by_role("link", name="Подготовить приказ").count() == 0
    curator.go("lenskaya", f"{curator.page.url}order/")
    curator.press("Передать на подпись")
    curator.sees(re.compile(r"351\.8"), "закон")
