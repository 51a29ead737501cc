"""Invented people. Names come from Faker (ru_RU); no real person of the source documents is here."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from faker import Faker

SUBJECTS = (
    ("математика", "учитель математики"),
    ("русский язык", "учитель русского языка и литературы"),
    ("литература", "учитель русского языка и литературы"),
    ("физика", "учитель физики"),
    ("химия", "учитель химии"),
    ("биология", "учитель биологии"),
    ("история", "учитель истории и обществознания"),
    ("география", "учитель географии"),
    ("английский язык", "учитель английского языка"),
    ("информатика", "учитель информатики"),
    ("начальные классы", "учитель начальных классов"),
    ("физическая культура", "учитель физической культуры"),
    ("технология", "учитель технологии"),
    ("музыка", "учитель музыки"),
)
CLUBS = (
    ("робототехника", "педагог дополнительного образования"),
    ("хореография", "педагог дополнительного образования"),
    ("театр", "педагог дополнительного образования"),
    ("изобразительное искусство", "педагог дополнительного образования"),
    ("программирование", "педагог дополнительного образования"),
    ("краеведение", "педагог дополнительного образования"),
    ("вокал", "концертмейстер"),
    ("методическая работа", "методист"),
)
QUALIFICATIONS = ("", "соответствие занимаемой должности", "первая", "высшая")
COMPETENCIES = (
    "планирование урока",
    "управление классом",
    "работа с родителями",
    "подготовка к аттестации",
    "проектная деятельность",
    "цифровые инструменты",
    "функциональная грамотность",
    "формирующее оценивание",
    "работа с одарёнными детьми",
    "инклюзивное образование",
)
DEFICITS = (
    ("управление классом", "Теряю внимание класса к середине урока, хочу научиться держать дисциплину."),
    ("планирование урока", "Не укладываюсь во время урока, план расходится с тем, что получается."),
    ("работа с родителями", "Трудно вести родительские собрания и разговор о спорных оценках."),
    ("формирующее оценивание", "Хочу перейти от отметок к обратной связи, не знаю, с чего начать."),
    ("цифровые инструменты", "Нужна помощь с электронными заданиями и разбором результатов."),
    ("подготовка к аттестации", "Готовлюсь к аттестации на первую категорию, нужно собрать материалы."),
    ("проектная деятельность", "Веду проект впервые: как распределить роли и довести до защиты?"),
    ("инклюзивное образование", "В классе двое детей с особыми потребностями, нужны приёмы для общего урока."),
)


@dataclass(frozen=True)
class Invented:
    """Data of one invented person, as ``people.actions.add_person`` takes them, and what cards need."""

    kind: str
    data: dict[str, object]
    subject: str = ""


class Inventor:
    """A seeded source of people. ``today`` anchors their ages and experience."""

    def __init__(self, seed: int, today: datetime.date) -> None:
        self.random = random.Random(seed)  # nosec B311: demo data, not secrets
        self.faker = Faker("ru_RU")
        self.faker.seed_instance(seed)
        self.today = today
        self._numbers = 0
        self._names: set[tuple[str, str, str]] = set()

    def name(self) -> dict[str, object]:
        """A full name that did not occur yet, with its sex."""
        while True:
            female = self.random.random() < 0.75
            suffix = "female" if female else "male"
            name = tuple(
                str(getattr(self.faker, f"{part}_{suffix}")()) for part in ("last_name", "first_name", "middle_name")
            )
            if name not in self._names:
                self._names.add((name[0], name[1], name[2]))
                return {
                    "last_name": name[0],
                    "first_name": name[1],
                    "patronymic": name[2],
                    "sex": "f" if female else "m",
                }

    def phone(self) -> str:
        """A number of nobody."""
        return f"+7 900 {self.random.randint(100, 999)}-{self.random.randint(10, 99)}-{self.random.randint(10, 99)}"

    def _years_ago(self, years: float) -> datetime.date:
        return self.today - datetime.timedelta(days=int(years * 365.25) + self.random.randint(0, 200))

    def employee(self, *, clubs: bool, novice: bool) -> Invented:
        """A teacher; a novice has at most two years of work."""
        subject, position = self.random.choice(CLUBS if clubs else SUBJECTS)
        experience = self.random.uniform(0.6, 1.9) if novice else self.random.uniform(4, 34)
        self._numbers += 1
        age = 22 + experience + self.random.uniform(0, 4)
        since = self._years_ago(experience)
        hired = since if novice else max(since, self._years_ago(self.random.uniform(1, max(experience, 1.5))))
        data: dict[str, object] = {
            **self.name(),
            "birth_date": self._years_ago(age),
            "staff_number": f"{self._numbers:04d}",
            "position": position,
            "department": "Методическое объединение: " + subject,
            "qualification": "" if novice else self.random.choice(QUALIFICATIONS[1:]),
            "hired_on": hired,
            "teaching_since": since,
            "phone": self.phone(),
        }
        return Invented("employee", data, subject)

    def head(self) -> Invented:
        """The head of a school."""
        person = self.employee(clubs=False, novice=False)
        person.data.update({"position": "директор", "department": "Администрация", "qualification": "высшая"})
        return person

    def curator(self) -> Invented:
        """The curator."""
        person = self.employee(clubs=False, novice=False)
        person.data.update(
            {"position": "заместитель директора по учебно-воспитательной работе", "department": "Администрация"}
        )
        return person

    def pupil(self, *, age: float) -> Invented:
        """A pupil of the age."""
        self._numbers += 1
        grade = max(1, min(11, int(age) - 6))
        data = {**self.name(), "birth_date": self._years_ago(age), "staff_number": f"П{self._numbers:04d}"}
        return Invented("pupil", {**data, "department": f"{grade} «{self.random.choice('АБ')}» класс"})

    def guardian_of(self, pupil: Invented) -> Invented:
        """A parent with the pupil's last name, in the parent's own sex."""
        name = self.name()
        last = str(pupil.data["last_name"])
        if pupil.data["sex"] != name["sex"]:
            if pupil.data["sex"] == "f" and last.endswith("а"):
                last = last[:-1]
            elif pupil.data["sex"] == "m" and last.endswith(("ов", "ев", "ин", "ын")):
                last += "а"
        return Invented(
            "guardian", {**name, "last_name": last, "birth_date": self._years_ago(self.random.uniform(32, 50))}
        )

    def competencies(self) -> list[str]:
        """Three or four competencies of a mentor."""
        return self.random.sample(COMPETENCIES, self.random.choice((3, 4)))

    def deficit(self) -> tuple[str, str]:
        """A deficit and the request that states it."""
        return self.random.choice(DEFICITS)
