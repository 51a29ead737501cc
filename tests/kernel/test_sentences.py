"""Sentences that end with initials."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy, override

from kernel.errors import Conflict, Violation
from kernel.sentences import one_stop


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Наставник: Иванова С. Ф..", "Наставник: Иванова С. Ф."),
        ("Наставник: Иванова С. Ф.. Наставляемый: Орлов А..", "Наставник: Иванова С. Ф. Наставляемый: Орлов А."),
        ("Приказ подписан.", "Приказ подписан."),
        ("Читаем файл А...", "Читаем файл А..."),
        ("до 5 ч..", "до 5 ч.."),
    ],
)
def test_a_sentence_ends_once(text: str, read: str) -> None:
    assert one_stop(text) == read


def test_refusals_end_once_and_in_the_language_of_the_reader() -> None:
    assert Violation("p", "c", "Выше предела: Орлов А..", "п. 1").message == "Выше предела: Орлов А."
    refusal = Conflict(gettext_lazy("Nothing here yet"))
    with override("ru"):
        assert str(refusal.message) == "Здесь пока ничего нет"
    with override("en"):
        assert str(refusal.message) == "Nothing here yet"
