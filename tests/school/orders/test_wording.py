"""The text of the acts."""

from __future__ import annotations

from typing import Any

from apps.school.orders.models import Order
from apps.school.orders.wording import compose
from tests.support.orders import formation_facts


def text_of(kind: str = "pair_formation", act_kind: str = "order", **facts: Any) -> Any:
    return compose(Order(kind=kind, act_kind=act_kind, facts=formation_facts(**facts)))


def person(**changes: Any) -> dict[str, Any]:
    return {**formation_facts()["mentors"][0], **changes}


def test_pair_is_fixed_in_the_right_cases() -> None:
    assert text_of().points[0] == (
        "Закрепить наставника Берёзову Анну Петровну, учителя математики, за наставляемым Орловым Петром Ильичом, "
        "учителем физики, на период с 15 сентября 2026 г. по 31 мая 2027 г."
    )


def test_grounds_name_the_law_the_act_and_the_consents() -> None:
    preamble = text_of().preamble
    assert "351.8 Трудового кодекса" in preamble
    assert "АЗ-1128/08" in preamble
    assert (
        "«Положение о системе наставничества», утверждённым приказом от 20 сентября 2022 г. № 45/4-од (п. 6.2)"
        in preamble
    )
    assert "письменных согласий на дополнительные обязанности Берёзовой А. П. от 3 сентября 2026 г." in preamble


def test_woman_mentee_is_called_by_the_feminine_word() -> None:
    mentee = person(id=3, last_name="Ежова", first_name="Мария", patronymic="Ильинична", position="")
    assert "за наставляемой Ежовой Марией Ильиничной на период" in text_of(mentees=[mentee]).points[0]


def test_group_is_listed() -> None:
    mentees = [person(id=3), person(id=4, last_name="Шевченко", position="методист")]
    text = text_of(mentees=mentees)
    assert text.heading == "О закреплении наставнической группы"
    expected = "Берёзовой Анной Петровной, учителем математики; Шевченко Анной Петровной, методистом, на период"
    assert f"за наставляемыми: {expected}" in text.points[0]


def test_pupils_rest_on_their_own_model_and_not_on_labour_law() -> None:
    pupil = person(kind="pupil", position="", department="7 «Б»", extra_duties_on="")
    text = text_of(
        mentors=[pupil], mentees=[{**pupil, "sex": "m", "last_name": "Орлов", "first_name": "Лев", "patronymic": ""}]
    )
    assert "351.8" not in text.preamble
    assert "Р-145" in text.preamble
    assert "Берёзову Анну Петровну, обучающуюся класса 7 «Б»," in text.points[0]
    assert "Орловым Львом, обучающимся класса 7 «Б»," in text.points[0]


def test_directive_commands_otherwise() -> None:
    text = text_of(act_kind="directive")
    assert (text.act_title, text.command) == ("РАСПОРЯЖЕНИЕ", "ОБЯЗЫВАЮ")
    assert "настоящего распоряжения" in text.points[-1]


def test_replacement_names_both_mentors_and_the_kept_period() -> None:
    text = text_of(
        "mentor_replacement",
        old_mentor=person(last_name="Гоголь", first_name="Николай", patronymic="Васильевич", sex="m", position=""),
        ground="обоснованная просьба",
        ends_on="2027-05-31",
        keeps_period=True,
    )
    assert text.points[0] == (
        "Освободить Гоголя Николая Васильевича от обязанностей наставника Орлова П. И. Основание: обоснованная просьба."
    )
    assert "до 31 мая 2027 г. включительно. Период наставничества не меняется." in text.points[1]


def test_regulation_without_a_clause_names_none() -> None:
    act = {"title": "Положение", "clause": "", "order_no": "", "order_date": ""}
    assert text_of(regulation=act).preamble.count("(") == 0
