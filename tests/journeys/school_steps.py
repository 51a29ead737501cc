"""What a curator, a head and participants do in one school, each step as a person does it: by what is written."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from tests.support.browser import Visitor

SCHOOL = "lenskaya"
MOSCOW = ZoneInfo("Europe/Moscow")


@dataclass(frozen=True, slots=True)
class Novices:
    """People of one walk: each width has its own, so that the walks do not meet."""

    mentor: str
    mentee: str
    third: str
    stems: tuple[str, str]
    """How mentor and mentee begin in any grammatical case."""


PEOPLE = {
    1280: Novices(
        "Кедрова Анна Павловна",
        "Осинин Илья Олегович",
        "Каштанова Вера Львовна",
        (r"Кедров\w+ Анн\w+ Павловн\w+", r"Осинин\w* Иль\w+ Олегович\w*"),
    ),
    390: Novices(
        "Рябинина Мария Юрьевна",
        "Тополев Глеб Денисович",
        "Вязова Нина Игоревна",
        (r"Рябинин\w+ Мари\w+ Юрьевн\w+", r"Тополев\w* Глеб\w* Денисович\w*"),
    ),
}


def now() -> datetime.datetime:
    """This moment in the school's zone."""
    return datetime.datetime.now(tz=MOSCOW)


def day(months: int = 0, days: int = 0) -> str:
    """A date from today, as it is written in Russian."""
    found = now().date()
    year, month = divmod(found.month - 1 + months, 12)
    first = datetime.date(found.year + year, month + 1, 1)
    return f"{first + datetime.timedelta(days=min(found.day, 28) - 1 + days):%d.%m.%Y}"


def today() -> str:
    """Today, as it is written in Russian."""
    return f"{now():%d.%m.%Y}"


def row_of(visitor: Visitor, name: str) -> Locator:
    """The row of a table that speaks of somebody."""
    return visitor.page.get_by_role("main").get_by_role("row").filter(has_text=name).first


def staff_list(people: Novices, folder: Path) -> Path:
    """Three new employees and a row whose date cannot be."""
    year = now().year
    rows = [
        "Фамилия Имя Отчество;Должность;Табельный номер;Дата рождения;Дата приёма;Педагогический стаж",
        f"{people.mentor};педагог дополнительного образования;К-{people.mentor[:3]};14.05.1979;01.09.2005;21",
        f"{people.mentee};педагог дополнительного образования;К-{people.mentee[:3]};02.02.2001;01.09.{year - 1};1",
        f"{people.third};методист;К-{people.third[:3]};30.11.1985;01.09.2012;12",
        f"Ошибкина {people.third.split()[1]} Ивановна;методист;К-О{people.third[:2]};31.02.1990;01.09.2012;12",
    ]
    path = folder / f"Работники {people.mentor.split()[0]}.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def load_staff(curator: Visitor, people: Novices, folder: Path) -> None:
    """Upload, columns, check by the worker, preview with the rejected row, its report, confirmation."""
    curator.go(SCHOOL)
    curator.section("Загрузка списков")
    curator.follow("Загрузить список")
    curator.field("Список").set_input_files(staff_list(people, folder))
    curator.press("Дальше: столбцы")
    curator.press("Дальше: проверить список")
    curator.wait_for_work()
    curator.sees("Отклонённые строки", people.mentor, people.mentee, "31.02.1990")
    assert curator.download("Отклонённые строки в XLSX").startswith(b"PK")
    curator.follow("Записать верные строки")
    curator.press("Записать верные строки")
    curator.wait_for_work()
    curator.sees("Список записан")


def enter_mentor(curator: Visitor, name: str) -> None:
    """From the list of candidates into the bank; the paper consent is recorded on the same page."""
    curator.section("Наставники")
    curator.follow("Внести в банк")
    _choose_candidate(curator, name)
    curator.fill("Компетенции", "методика занятия, открытое занятие, работа с родителями")
    curator.fill("Сколько наставляемых", "2")
    _bring_paper(curator)
    curator.press("Внести в банк")
    curator.sees(re.compile(name.split()[0]))


def enter_mentee(curator: Visitor, name: str) -> None:
    """The same for a mentee, with the request in the mentee's own words."""
    curator.section("Наставляемые")
    curator.follow("Внести в банк")
    _choose_candidate(curator, name)
    curator.choose("Категория", re.compile("молодой"))
    curator.fill("Запрос", "Хочу уверенно вести занятия и перестать бояться открытых.")
    curator.fill("Затруднения", "методика занятия, открытое занятие")
    _bring_paper(curator)
    curator.press("Внести в банк")
    curator.sees(re.compile(name.split()[0]))


def _choose_candidate(curator: Visitor, name: str) -> None:
    surname = name.split()[0]
    curator.search(surname)
    curator.follow(re.compile(surname))


def _bring_paper(curator: Visitor) -> None:
    curator.fill("Дата подписания бумаг", today())
    curator.tick("Персональные данные")


def record_consents(curator: Visitor, *names: str) -> None:
    """Papers of one type in the table of what is missing, found by the surname."""
    curator.section("Согласия")
    curator.follow("Кому чего не хватает")
    for name in names:
        for kind in ("участие", "дополнительные обязанности"):
            curator.search(name.split()[0])
            row_of(curator, name).get_by_role("checkbox").check()
            curator.choose("Согласие", kind)
            curator.fill("Дата подписания", today())
            curator.press("Записать бумаги")


def appoint_mentor(curator: Visitor, name: str) -> None:
    """The act by which the mentor was appointed, as the regulation wants it before an order on a pair."""
    curator.section("Отбор")
    curator.follow("Реестр")
    curator.follow("Внести по акту")
    curator.choose("Наставник", re.compile(name))
    curator.fill("№ акта", "12-од")
    curator.fill("Дата акта", today())
    curator.press("Сохранить")
    curator.sees("Наставник внесён в реестр")


def begin_pair(curator: Visitor, people: Novices) -> None:
    """Choose the mentee; the page of the new pair ranks the mentors."""
    curator.section("Пары и группы")
    curator.follow("Сформировать пару")
    curator.search(people.mentee.split()[0])
    curator.follow(re.compile(people.mentee.split()[0]))


def sees_refusal_of_term(curator: Visitor, people: Novices) -> None:
    """The refusal quotes the clause; everything typed is still there."""
    curator.sees(re.compile(r"п\. 1\.2"))
    box = curator.page.get_by_role("main").get_by_role("checkbox", name=re.compile(people.mentor))
    assert box.is_checked()
    assert curator.field("Окончание").input_value() == day(months=14)
    assert "Первое открытое занятие" in curator.field("Цель").input_value()


def try_pair(curator: Visitor, people: Novices, *, ends: str) -> None:
    """Fill the form of a pair and send it."""
    box = curator.page.get_by_role("main").get_by_role("checkbox", name=re.compile(people.mentor))
    if not box.is_visible():
        curator.page.get_by_text(re.compile("^Ещё")).first.click()
    box.check()
    curator.choose("Вид", re.compile("традиционн"))
    curator.fill("Начало", today())
    curator.fill("Окончание", ends)
    curator.fill("Цель", "Первое открытое занятие: уверенно, по плану, с обратной связью.")
    curator.press("Предложить пару")


def answer_on_paper(curator: Visitor, *, people: int) -> None:
    """Both sides agree; the curator records what they signed."""
    for _person in range(people):
        curator.follow("Внести ответ с бумаги")
        curator.tick("Согласие на работу в этой паре")
        curator.press("Отправить ответ")


def prepare_order(curator: Visitor) -> None:
    """The order goes to the head."""
    curator.follow("Подготовить приказ")
    curator.press("Передать на подпись")


def sign_order(head: Visitor, people: Novices) -> None:
    """The head finds it under «На подпись» and signs it."""
    head.go(SCHOOL)
    head.section("Приказы")
    head.sees("На подпись")
    head.follow(re.compile("."), within=row_of(head, people.mentor.split()[0]))
    head.sees("Что изменит подпись")
    head.follow("Подписать")
    head.press("Подписать")


def take_documents(head: Visitor, people: Novices) -> None:
    """The worker makes both documents; both people are named in the text."""
    head.until(
        lambda: head.page.get_by_role("main").get_by_role("link", name="Скачать PDF").is_visible(),
        seconds=90,
        what="no documents",
    )
    head.look()
    docx, pdf = head.download("Скачать DOCX"), head.download("Скачать PDF")
    assert pdf.startswith(b"%PDF-")
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        text = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
    for stem in people.stems:
        assert re.search(stem, text), f"{stem} is not in the order: {text[:1500]}"


def open_programme(curator: Visitor, people: Novices) -> None:
    """The pair works now; its programme is a click away."""
    curator.go(SCHOOL)
    curator.section("Программы")
    curator.follow(re.compile("."), within=row_of(curator, people.mentor.split()[0]))


def write_note(curator: Visitor) -> None:
    """Every field of the note that the regulation asks for."""
    curator.follow("Заполнить записку")
    for box in curator.page.get_by_role("main").get_by_role("textbox").all():
        box.fill("Освоить приёмы начала занятия и провести открытое занятие; раз в две недели, очно.")
    for select in curator.page.get_by_role("main").get_by_role("combobox").all():
        select.select_option(index=1)
    for group in curator.page.get_by_role("main").locator("fieldset, [role=radiogroup]").all():
        offered = group.get_by_role("checkbox").or_(group.get_by_role("radio"))
        if offered.count():
            offered.first.check()
    curator.press("Сохранить")


def work_by_plan(curator: Visitor) -> None:
    """An activity, its mark; the programme approved; a meeting agreed and recorded."""
    curator.follow("Обзор")
    curator.follow("Составить план")
    curator.fill("Мероприятие", "Взаимное посещение двух занятий с разбором")
    curator.fill("Срок выполнения", day(months=1))
    curator.press("Сохранить")
    curator.follow("Обзор")
    curator.follow("Утвердить программу")
    curator.press("Утвердить")
    curator.follow("План", within=curator.page.get_by_role("main").get_by_role("navigation"))
    curator.follow(re.compile("^Готово"))
    curator.press("Отметить выполнение")
    meet(curator)


def meet(curator: Visitor) -> None:
    """A meeting that has just been: agreed afterwards and recorded with a note."""
    curator.follow("Встречи")
    curator.follow("Назначить встречу", nth=0)
    curator.fill("Когда", f"{now() - datetime.timedelta(minutes=5):%d.%m.%Y %H:%M}")
    curator.choose("Режим", "очный")
    curator.fill("Тема", "Знакомство и план первых недель")
    curator.fill("Место", "методический кабинет")
    curator.press("Назначить")
    curator.follow(re.compile(r" г\., \d\d:\d\d"))
    curator.follow("Состоялась")
    curator.fill("Заметка наставника", "Наметили два посещения и одно открытое занятие.")
    curator.press("Сохранить")


def end_programme(curator: Visitor) -> None:
    """Early, on a ground of the school's closed list, with results."""
    curator.follow("Обзор")
    curator.follow(re.compile("^Завершить"))
    curator.tick("обоюдное решение")
    curator.fill("Результаты", "Проведено открытое занятие, дефицит снят раньше срока; работа продолжится без пары.")
    curator.press_and_confirm("Закрыть программу")
