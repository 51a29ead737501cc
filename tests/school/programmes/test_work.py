"""The work of a programme by its regulation: choices, documents, lesson visits, releases, the annual programme."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.programmes import actions, queries, releasing, visiting, yearly
from apps.school.programmes.choices import Choices
from apps.school.programmes.errors import WrongInput
from apps.school.programmes.models import AnnualProgramme, Programme, Release
from kernel.clock import now, today
from kernel.errors import Conflict, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, seat
from tests.support.pairs import agree, propose
from tests.support.programmes import (
    ACTING,
    approve_annual,
    close,
    fill,
    make_active_pair,
    make_draft,
    make_item,
    make_meeting,
    make_release,
    make_running,
    make_visit,
)
from tests.support.regulation import adopted


def refused(error: pytest.ExceptionInfo[RuleViolation]) -> dict[str, str]:
    """Parameter -> clause of a refusal."""
    return {violation.parameter: violation.clause for violation in error.value.violations}


def test_basis_outside_the_list_is_refused(in_alpha: School, cast: Cast) -> None:
    """interaction.basis: chosen in the note, from the list of the act."""
    adopted("gymnasium-35", interaction__basis=["individual"])
    programme = seat(make_draft(), in_alpha)
    actions.save_note(programme=programme, note={}, choices=Choices(basis="individual"), acting=cast.mentor)
    with pytest.raises(RuleViolation) as error:
        actions.save_note(
            programme=programme,
            note={},
            choices=Choices(basis="collective", interactions=["forum"]),
            acting=cast.mentor,
        )
    assert refused(error)["interaction.basis"] == "п. 99"
    assert "interaction.forms" in refused(error)


def test_chosen_fields_stand_in_the_note_in_words(in_alpha: School) -> None:
    adopted("lenskaya")
    programme = fill(make_draft())
    view = queries.view_for(programme.match)
    assert queries.note_of(programme, view)["interaction_basis"] == view.local_name("interaction_basis", "individual")


def test_form_of_a_meeting_outside_the_list_is_refused(in_alpha: School) -> None:
    """interaction.forms"""
    adopted("lenskaya", interaction__forms=["consultation"])
    programme = make_running()
    assert make_meeting(programme, form="consultation").form == "consultation"
    with pytest.raises(RuleViolation) as error:
        make_meeting(programme, form="forum", days=5)
    assert refused(error) == {"interaction.forms": "п. 99"}


def test_methods_outside_the_list_are_refused(in_alpha: School) -> None:
    """interaction.methods: in the plan and in the record of a meeting."""
    adopted("lenskaya", interaction__methods=["conversation"])
    programme = make_running()
    meeting = make_meeting(programme, days=-1)
    held: dict[str, Any] = {"meeting": meeting, "held": True, "acting": ACTING}
    assert actions.record_meeting(**held, methods=["conversation"]).methods == ["conversation"]
    for act in (
        lambda: actions.record_meeting(**held, methods=["observation"]),
        lambda: make_item(programme, methods=["observation"]),
    ):
        with pytest.raises(RuleViolation) as error:
            act()
        assert refused(error) == {"interaction.methods": "п. 99"}


def test_another_document_than_the_units_is_refused(in_alpha: School, cast: Cast) -> None:
    """programme.unit: the draft is the document that the act names, and is approved as such."""
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as error:
        actions.draft_programme(match=make_active_pair(), unit="individual_plan", acting=ACTING)
    assert refused(error) == {"programme.unit": "п. 1.2; Прил. 1"}
    programme = fill(seat(make_draft(), in_alpha))
    newer = adopted("lenskaya", programme__unit="individual_plan", since=today())
    Match.objects.filter(pk=programme.match_id).update(regulation_version_id=newer.pk)
    programme = Programme.objects.get(pk=programme.pk)
    with pytest.raises(RuleViolation) as error:
        actions.approve_programme(programme=programme, acting=cast.head)
    assert refused(error) == {"programme.unit": "п. 99"}
    with pytest.raises(NotAllowed):
        actions.draw_up_anew(programme=programme, acting=cast.mentor)
    actions.draw_up_anew(programme=programme, acting=cast.curator)
    assert actions.approve_programme(programme=programme, acting=cast.head).unit == "individual_plan"


# ---- the annual programme


def test_pair_does_not_begin_before_the_annual_programme(in_alpha: School) -> None:
    """programme.annual: neither the order is prepared nor signed without the programme of the school year."""
    adopted("gymnasium-35", programme__annual=True)
    match = agree(propose())
    with pytest.raises(RuleViolation) as error:
        pairs.prepare_order(match=match, acting=ACTING)
    assert refused(error) == {"programme.annual": "п. 99"}
    assert Match.objects.get(pk=match.pk).state == Match.State.AGREED
    approve_annual(match.starts_on)
    assert pairs.prepare_order(match=match, acting=ACTING).state == "waiting"


def test_annual_programme_is_written_ordered_and_approved(in_alpha: School, cast: Cast) -> None:
    adopted("ozono-chepetskaya")
    annual = yearly.write_annual(year=today().year, note={}, acting=cast.curator)
    with pytest.raises(RuleViolation) as error:
        yearly.order_annual(annual=annual, acting=cast.curator)
    assert refused(error) == {"programme.template_fields": "п. 2.1"}
    year = today().year if today().month >= 9 else today().year - 1
    assert approve_annual().year == year
    with pytest.raises(Conflict):
        yearly.write_annual(year=year, note={}, acting=cast.curator)
    with pytest.raises(NotAllowed):
        yearly.write_annual(year=year + 1, note={}, acting=cast.mentor)
    assert AnnualProgramme.objects.get(year=year).approved_on == today()


# ---- lesson visits


def test_months_without_lesson_visits_hold_the_completion_up(in_alpha: School) -> None:
    """programme.lesson_visits: full months are counted, an explained month is let pass."""
    adopted("lenskaya", programme__lesson_visits=2)
    programme = make_running()
    with pytest.raises(RuleViolation) as error:
        close(programme)
    assert refused(error)["programme.lesson_visits"] == "п. 99"
    view = queries.view_for(programme.match)
    for month in visiting.short_months(view, programme, today()):
        visiting.explain_month(programme=programme, month=f"{month:%Y-%m}", reason="Каникулы", acting=ACTING)
        programme.refresh_from_db()
    assert close(programme).state == Programme.State.COMPLETED


def test_default_number_of_visits_refuses_nothing(in_alpha: School) -> None:
    adopted("lenskaya")
    programme = make_running()
    assert visiting.short_months(queries.view_for(programme.match), programme, today())
    assert close(programme).state == Programme.State.COMPLETED


def test_visits_of_a_month_are_counted_by_the_calendar(in_alpha: School) -> None:
    adopted("lenskaya", programme__lesson_visits=2)
    programme = make_running()
    month = (today().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)
    view = queries.view_for(programme.match)
    for day in (3, 17):
        assert month in visiting.short_months(view, programme, today())
        make_visit(programme, visited_on=month.replace(day=day))
    assert month not in visiting.short_months(view, programme, today())


def test_visit_counts_with_its_analysis_and_once(in_alpha: School, cast: Cast) -> None:
    programme = seat(make_running(), in_alpha)
    with pytest.raises(WrongInput):
        make_visit(programme, analysis=" ")
    with pytest.raises(WrongInput):
        make_visit(programme, days=-2)
    visit = make_visit(programme)
    with pytest.raises(Conflict):
        make_visit(programme)
    with pytest.raises(NotAllowed):
        visiting.remove_visit(visit=visit, acting=cast.mentee)
    visiting.remove_visit(visit=visit, acting=cast.mentor)
    assert not programme.visits.exists()


def test_pupils_lessons_are_not_visited(in_alpha: School) -> None:
    programme = make_running()
    view = queries.view_for(programme.match)
    assert visiting.is_visited(view, programme)
    card = programme.match.current_mentees[0].card
    type(card).objects.filter(pk=card.pk).update(category="willing_pupil")
    assert not visiting.is_visited(view, Programme.objects.get(pk=programme.pk))


# ---- releases


def test_release_is_granted_when_every_condition_is_met(in_alpha: School, cast: Cast) -> None:
    """safeguard.release: the head alone, with a substitute named."""
    adopted("lenskaya")
    programme = seat(make_running(), in_alpha)
    release = make_release(programme)
    met: dict[str, Any] = {"substitute": "Котова", "confirmed": ["teaching_continuity"]}
    for acting, more in ((cast.head, {}), (cast.curator, met)):
        with pytest.raises(RuleViolation) as error:
            releasing.decide_release(release=release, granted=True, acting=acting, **more)
        assert refused(error) == {"safeguard.release": "п. 1.4"}
    granted = releasing.decide_release(release=release, granted=True, **met, acting=cast.head)
    assert (granted.state, granted.substitute) == (Release.State.GRANTED, "Котова")
    with pytest.raises(Conflict):
        releasing.decide_release(release=release, granted=False, answer="Нет", acting=cast.head)


def test_release_is_asked_for_oneself_and_refused_with_a_reason(in_alpha: School, cast: Cast) -> None:
    programme = seat(make_running(), in_alpha)
    person = queries.people_of(programme).mentors[0]
    asked: dict[str, Any] = {"programme": programme, "person": person, "on_day": today()}
    words: dict[str, Any] = {"lessons": "1–2", "reason": "Встреча пары"}
    with pytest.raises(NotAllowed):
        releasing.ask_release(**asked, **words, acting=cast.mentee)
    release = releasing.ask_release(**asked, **words, acting=cast.mentor)
    with pytest.raises(Conflict):
        releasing.ask_release(**asked, **words, acting=cast.mentor)
    with pytest.raises(WrongInput):
        releasing.decide_release(release=release, granted=False, acting=cast.head)
    with pytest.raises(NotAllowed):
        releasing.decide_release(release=release, granted=False, answer="x", acting=cast.mentor)
    assert releasing.withdraw_release(release=release, acting=cast.mentor).state == Release.State.WITHDRAWN


def test_sequential_flash_is_weekly(in_alpha: School) -> None:
    """Weekly during a month, by two mentors or more (co-58, section 9)."""
    adopted("co-58")
    programme = make_draft(type="flash_sequential", structure="many_to_one")
    monday = now() + datetime.timedelta(days=7 - now().weekday())
    with pytest.raises(RuleViolation) as error:
        make_meeting(programme, starts_at=monday)
    assert "types.enabled" in refused(error)
