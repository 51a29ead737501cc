"""Changes of an approved programme: who proposes, who agrees, when they hold."""

from __future__ import annotations

import pytest

from apps.school.programmes import actions, amending, editing
from apps.school.programmes.choices import Choices
from apps.school.programmes.errors import NotRunning
from apps.school.programmes.models import Amendment, AmendmentAgreement, Programme
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, seat
from tests.support.programmes import make_draft, make_item, make_running, propose_row
from tests.support.regulation import adopted

What, State = Amendment.What, Amendment.State


def refused(error: pytest.ExceptionInfo[RuleViolation]) -> dict[str, str]:
    return {violation.parameter: violation.clause for violation in error.value.violations}


def word(amendment: Amendment, role: str) -> AmendmentAgreement:
    return amendment.agreements.get(role=role)


def answer(amendment: Amendment, role: str, acting: Actor, *, accepted: bool = True, note: str = "") -> Amendment:
    return amending.answer_amendment(
        amendment=amendment, agreement=word(amendment, role), accepted=accepted, note=note, acting=acting
    )


def test_change_of_an_approved_programme_holds_when_both_agree(running: Programme, cast: Cast) -> None:
    """programme.change_rule of lenskaya: with the consent of both, whoever proposes."""
    with pytest.raises(RuleViolation) as error:
        actions.add_item(programme=running, title="Открытый урок", due_on=today(), acting=cast.mentor)
    assert refused(error) == {"programme.change_rule": "п. 7.2"}
    amendment = propose_row(running, cast.mentor)
    assert not running.plan.filter(title="Открытый урок").exists()
    amendment = answer(amendment, "mentee", cast.mentee)
    assert (amendment.state, amendment.number) == (State.IN_FORCE, 2)
    assert running.plan.filter(title="Открытый урок").exists()
    assert Programme.objects.get(pk=running.pk).version == 2


def test_change_is_made_by_those_named_and_of_what_is_named(in_alpha: School, cast: Cast) -> None:
    adopted("ozono-chepetskaya")
    programme = seat(make_running(), in_alpha)
    with pytest.raises(RuleViolation) as error:
        propose_row(programme, cast.mentee)
    assert refused(error) == {"programme.change_rule": "п. 5.1 (1)"}
    form = amending.Change(What.FORM, form="pedagogue_pedagogue")
    with pytest.raises(RuleViolation):
        amending.amend_programme(programme=programme, change=form, acting=cast.mentor)
    assert propose_row(programme, cast.mentor).state == State.IN_FORCE
    assert actions.add_item(programme=programme, title="Сам", due_on=today(), acting=cast.mentor).pk


def test_school_without_a_rule_of_changes_corrects_as_before(in_alpha: School, cast: Cast) -> None:
    adopted("co-58")
    programme = seat(make_running(), in_alpha)
    assert not amending.is_by_agreement(programme, cast.mentor)
    assert actions.add_item(programme=programme, title="Открытый урок", due_on=today(), acting=cast.mentor).pk


def test_declined_change_says_why_and_changes_nothing(running: Programme, cast: Cast) -> None:
    amendment = propose_row(running, cast.mentor)
    with pytest.raises(InputError):
        answer(amendment, "mentee", cast.mentee, accepted=False)
    with pytest.raises(NotAllowed):
        answer(amendment, "mentee", cast.mentor)
    declined = answer(amendment, "mentee", cast.mentee, accepted=False, note="Не успеваю")
    assert declined.state == State.DECLINED
    with pytest.raises(Conflict):
        amending.withdraw_amendment(amendment=amendment, acting=cast.mentor)
    assert not running.plan.filter(title="Открытый урок").exists()


def test_curator_records_a_word_given_on_paper(running: Programme, cast: Cast) -> None:
    amendment = answer(propose_row(running, cast.mentor), "mentee", cast.curator)
    assert amendment.state == State.IN_FORCE
    assert word(amendment, "mentee").on_paper


def test_note_and_choices_change_by_agreement(running: Programme, cast: Cast) -> None:
    note, chosen = amending.only_changed(
        running,
        {**running.note, "tasks": "Новые задачи"},
        Choices(basis="group", mode=running.mode, interactions=running.interactions),
    )
    assert (note, chosen.given()) == ({"tasks": "Новые задачи"}, {"basis": "group"})
    change = amending.Change(What.NOTE, note=note, choices=chosen)
    amendment = amending.amend_programme(programme=running, change=change, acting=cast.mentor)
    assert "Новые задачи" in amendment.after
    answer(amendment, "mentee", cast.mentee)
    running.refresh_from_db()
    assert (running.note["tasks"], running.basis) == ("Новые задачи", "group")


def test_row_is_changed_and_taken_out_by_agreement(running: Programme, cast: Cast) -> None:
    item = make_item(running, title="Старое")
    change = amending.Change(What.EDIT, item=item, row=editing.Row("Новое", due_on=today()))
    answer(amending.amend_programme(programme=running, change=change, acting=cast.mentor), "mentee", cast.mentee)
    item.refresh_from_db()
    assert item.title == "Новое"
    out = amending.Change(What.REMOVE, item=item)
    first = amending.amend_programme(programme=running, change=out, acting=cast.mentor)
    second = amending.amend_programme(programme=running, change=out, acting=cast.mentor)
    answer(first, "mentee", cast.mentee)
    assert not running.plan.filter(pk=item.pk).exists()
    with pytest.raises(Conflict):
        answer(second, "mentee", cast.mentee)
    assert amending.withdraw_amendment(amendment=second, acting=cast.mentor).state == State.WITHDRAWN


def test_form_is_changed_by_agreement_and_suits_the_people(running: Programme, cast: Cast) -> None:
    wrong = amending.Change(What.FORM, form="employer_student")
    with pytest.raises(RuleViolation):
        amending.amend_programme(programme=running, change=wrong, acting=cast.mentor)
    change = amending.Change(What.FORM, form="pedagogue_pedagogue", role_model="experienced_novice")
    answer(amending.amend_programme(programme=running, change=change, acting=cast.mentor), "mentee", cast.mentee)
    running.match.refresh_from_db()
    assert running.match.role_model == "experienced_novice"


def test_draft_is_written_and_not_amended(in_alpha: School, cast: Cast) -> None:
    with pytest.raises(NotRunning):
        propose_row(seat(make_draft(), in_alpha), cast.mentor)


def test_stranger_proposes_nothing(in_alpha: School, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        propose_row(make_running(), cast.mentor)
