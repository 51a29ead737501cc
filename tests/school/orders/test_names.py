"""Names that the rules do not know: shown, corrected, remembered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.school.orders import actions
from apps.school.orders.inflection import doubt_of
from apps.school.orders.models import NameForms, Order
from apps.school.orders.names import named_people
from apps.school.orders.wording import compose
from apps.school.people.models import Person
from kernel.acting import system_actor
from kernel.errors import InputError
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.orders import draft, formation_facts
from tests.support.people import make_person

SYSTEM = system_actor("tests")
WRITTEN = {
    "gent": "Ли Вэя",
    "datv": "Ли Вэю",
    "accs": "Ли Вэя",
    "ablt": "Ли Вэем",
    "loct": "Ли Вэе",
}


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        (("Берёзова", "Анна", "Петровна"), ""),
        (("Шевченко", "Пётр", "Ильич"), ""),
        (("Smith", "John", ""), "letters"),
        (("Ли", "Вэй", ""), "sex"),
        (("Мамедов", "Эльвин", "Рашид оглы"), "first_name"),
        (("Орлов", "Пётр", "Джон"), "patronymic"),
    ],
)
def test_doubtful_names_are_known(name: tuple[str, str, str], doubt: str) -> None:
    assert doubt_of(*name) == doubt


def foreigner() -> Person:
    return make_person(last_name="Ли", first_name="Вэй", patronymic="", sex="")


def order_about(person: Person, subject: str = "x:1") -> Order:
    facts = formation_facts()
    named = {
        **facts["mentors"][0],
        "id": person.pk,
        **{key: getattr(person, key) for key in ("last_name", "first_name", "patronymic", "sex")},
    }
    return draft(subject, mentors=[named], participants=[person.pk, 2])


def test_doubtful_name_is_shown_first(in_alpha: School) -> None:
    people = named_people(order_about(foreigner()).facts)
    assert people[0].name == "Ли Вэй"
    assert people[0].doubt


def test_corrected_name_stands_in_waiting_orders_and_in_later_ones(in_alpha: School) -> None:
    person = foreigner()
    waiting = order_about(person)
    actions.write_forms(person=person, forms=WRITTEN, acting=SYSTEM)
    waiting.refresh_from_db()
    later = order_about(person, "x:2")
    for order in (waiting, later):
        text = compose(order)
        assert "Ли Вэя, учителя математики" in text.points[0]
        assert any("Ли В." in point for point in text.points)
        assert any(each.by_hand for each in named_people(order.facts))


def test_signed_order_keeps_the_name_as_it_was_signed(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.school.orders.handlers._signed", {"pair_formation": []})
    person = foreigner()
    signed = actions.sign_order(order=order_about(person), acting=SYSTEM)
    signed.refresh_from_db()
    before = signed.facts["act"]
    actions.write_forms(person=person, forms=WRITTEN, acting=SYSTEM)
    signed.refresh_from_db()
    assert signed.facts["act"] == before


def test_person_called_otherwise_is_inflected_by_the_rules(in_alpha: School) -> None:
    person = foreigner()
    actions.write_forms(person=person, forms=WRITTEN, acting=SYSTEM)
    person.last_name, person.first_name, person.patronymic, person.sex = "Орлова", "Мария", "Ильинична", "f"
    person.save()
    assert "Орлову Марию Ильиничну" in compose(order_about(person)).points[0]


def test_forgotten_forms_give_way_to_the_rules(in_alpha: School) -> None:
    person = foreigner()
    actions.write_forms(person=person, forms=WRITTEN, acting=SYSTEM)
    waiting = order_about(person)
    actions.forget_forms(person=person, acting=SYSTEM)
    waiting.refresh_from_db()
    assert not NameForms.objects.exists()
    assert "Ли Вэй," in compose(waiting).points[0]


def test_half_a_name_is_refused(in_alpha: School) -> None:
    with pytest.raises(InputError) as refusal:
        actions.write_forms(person=foreigner(), forms={**WRITTEN, "gent": "Вэя"}, acting=SYSTEM)
    assert [problem["place"] for problem in refusal.value.problems] == ["gent"]


def test_head_corrects_a_name_before_signing(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        person = foreigner()
        order = order_about(person)
    head: Client = client_for("head", alpha)
    address = f"/orders/{order.pk}/names/{person.pk}/"
    assert address in head.get(f"/orders/{order.pk}/sign/").content.decode()
    assert head.post(address, WRITTEN).status_code == 302
    assert "Ли Вэя" in head.get(f"/orders/{order.pk}/").content.decode()
    assert head.post(f"{address}rules/").status_code == 302
    assert "Ли Вэя" not in head.get(f"/orders/{order.pk}/").content.decode()
    assert head.get(f"/orders/{order.pk}/names/999999/").status_code == 404
