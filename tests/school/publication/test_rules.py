"""Whose names a public text carries."""

from __future__ import annotations

import pytest

from apps.school.publication.rules import Named, names, names_in

IVANOVA = Named("Иванова", "Анна", "Петровна", agrees=False)
BELAYA = Named("Белая", "Вера", "Сергеевна", agrees=False)
SOLOVEY = Named("Соловей", "Пётр", "Ильич", agrees=False)


@pytest.mark.parametrize(
    ("person", "text"),
    [
        (IVANOVA, "Наставник Иванова провела урок."),
        (IVANOVA, "Урок вместе с Ивановой."),
        (IVANOVA, "Благодарим Иванову за работу."),
        (IVANOVA, "Благодарим Анну Петровну за работу."),
        (BELAYA, "Спасибо Белой!"),
        (SOLOVEY, "Работа Соловья отмечена."),
        (SOLOVEY, "Петру Ильичу вручён диплом."),
    ],
)
def test_name_is_found_in_any_case(person: Named, text: str) -> None:
    assert names_in(text, [person]) == [person]


@pytest.mark.parametrize("text", ["Урок в Белгороде.", "Ивановское училище", "Анна и её класс", "белая доска"])
def test_other_words_are_not_names(text: str) -> None:
    assert names_in(text, [IVANOVA, BELAYA]) == []


def test_person_with_a_consent_may_be_named() -> None:
    agreeing = Named("Иванова", "Анна", "Петровна", agrees=True)
    assert names("Урок Ивановой", [agreeing]) == []


def test_refusal_names_the_law_and_the_person() -> None:
    [violation] = names("Урок Ивановой", [IVANOVA])
    assert (violation.origin, violation.actual) == ("law", "Иванова А.")
