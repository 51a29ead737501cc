"""Rewards: the order, the extract for the attestation, the memo on payments."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.orders.wording import frozen_act
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation.values.recurrence import school_year
from apps.school.roadmap import actions as roadmap_actions
from apps.school.roadmap import documents
from apps.school.roadmap.incentives import actions
from apps.school.roadmap.models import Term
from kernel.clock import today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.canaries import text_of_file
from tests.support.programmes import make_meeting, make_running
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING
from tests.support.roadmap import make_running as make_roadmap


def period() -> dict[str, Any]:
    start, _end = school_year(today() - datetime.timedelta(days=120))
    return {"starts_on": start, "ends_on": today()}


@pytest.fixture
def ozono(in_alpha: School) -> Programme:
    """Alpha lives by ozono, which rewards and pays by its clauses 8.1 to 8.4; one programme is under way."""
    adopted("ozono-chepetskaya")
    programme = make_running()
    make_meeting(programme, days=-2, held=True)
    return programme


def mentor_of(programme: Programme) -> Person:
    return people_of(programme).mentors[0]


def test_people_are_rewarded_as_the_act_provides_for(ozono: Programme) -> None:
    mentor = mentor_of(ozono)
    with pytest.raises(RuleViolation) as raised:
        actions.order_rewards(kind="best_mentor_pool", people=[mentor], **period(), acting=ACTING)
    [broken] = raised.value.violations
    assert (broken.parameter, broken.clause) == ("incentives.types", "п. 8.1; 8.2; 8.4")
    order = actions.order_rewards(kind="gratitude", people=[mentor], **period(), acting=ACTING)
    text = frozen_act(order)["text"]
    assert text["points"][0].startswith("Объявить благодарность ")
    assert "п. 8.1; 8.2; 8.4" in text["preamble"]
    with pytest.raises(Conflict):
        actions.order_rewards(kind="gratitude", people=[mentor], **period(), acting=ACTING)


def test_signed_order_on_rewards_ticks_its_row_of_the_roadmap(ozono: Programme) -> None:
    roadmap = make_roadmap()
    order = actions.order_rewards(kind="gratitude", people=[mentor_of(ozono)], **period(), acting=ACTING)
    orders.sign_order(order=order, acting=ACTING)
    roadmap_actions.tick_seen(acting=ACTING)
    assert Order.objects.get(pk=order.pk).is_signed
    rows = Term.objects.filter(event__stage__roadmap=roadmap, event__auto_tick="incentive_order.signed")
    assert rows.get().done_on == today()


def test_stranger_is_not_rewarded(ozono: Programme) -> None:
    stranger = Person.objects.create(last_name="Чужая", first_name="Анна")
    with pytest.raises(InputError):
        actions.order_rewards(kind="gratitude", people=[stranger], **period(), acting=ACTING)


def test_extract_certifies_the_work_where_it_counts_in_the_attestation(ozono: Programme) -> None:
    mentor = mentor_of(ozono)
    paper = actions.make_extract(person=mentor, **period(), acting=ACTING)
    for content in (documents.paper_docx(paper.facts), documents.paper_pdf(paper.facts)):
        text = text_of_file(content)
        assert mentor.last_name in text
        assert "8.3" in text
        assert people_of(ozono).mentees[0].last_name not in text.replace(mentor.last_name, "")
    assert paper.facts["rows"][0][4] == "1"
    assert documents.paper_pdf(paper.facts) == documents.paper_pdf(paper.facts)


def test_no_extract_where_mentoring_does_not_count_in_the_attestation(in_alpha: School) -> None:
    adopted("lenskaya", incentives__attestation=False)
    mentor = mentor_of(make_running())
    with pytest.raises(RuleViolation) as raised:
        actions.make_extract(person=mentor, **period(), acting=ACTING)
    assert [each.parameter for each in raised.value.violations] == ["incentives.attestation"]


def test_no_extract_about_a_person_who_mentored_nobody(ozono: Programme) -> None:
    with pytest.raises(Conflict):
        actions.make_extract(person=people_of(ozono).mentees[0], **period(), acting=ACTING)


def test_memo_on_payments_names_the_agreement_of_every_employee(ozono: Programme) -> None:
    mentor = mentor_of(ozono)
    with pytest.raises(RuleViolation) as raised:
        actions.make_pay_memo(terms={mentor.pk: ("№ 3 от 01.09.2026", " ")}, **period(), acting=ACTING)
    [broken] = raised.value.violations
    assert (broken.parameter, broken.origin, broken.actual) == ("incentives.pay", "law", mentor.short_name)
    terms = {mentor.pk: ("№ 3 от 01.09.2026", "10 % оклада ежемесячно")}
    paper = actions.make_pay_memo(terms=terms, **period(), acting=ACTING)
    assert paper.facts["rows"] == [[mentor.full_name, "1", "1", *terms[mentor.pk]]]
    assert "10 % оклада" in text_of_file(documents.paper_docx(paper.facts))
