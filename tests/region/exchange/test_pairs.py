"""Work in a remote pair, on the region's host."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from apps.region.exchange import actions, queries
from apps.region.exchange.models import RemotePair
from apps.school.liaison import actions as liaison
from apps.school.pairs.models import MentorSeat
from kernel.acting import Actor
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound, RuleViolation
from tenants.identity.models import Membership
from tenants.isolation.context import enter_school
from tenants.isolation.scoping import UnscopedAccess
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.exchange import Made, make_remote_pair, on_region

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def made(alpha: School, beta: School) -> Made:
    return make_remote_pair(alpha, beta)


@pytest.fixture
def pair(made: Made) -> RemotePair:
    return made.pair


@pytest.fixture
def mentor(alpha: School, made: Made) -> Actor:
    return on_region("mentor", alpha)


@pytest.fixture
def mentee(beta: School, made: Made) -> Actor:
    return on_region("mentee", beta)


def plan(pair: RemotePair, acting: Actor, **fields: Any) -> Any:
    defaults: dict[str, Any] = {"starts_at": now() - HOUR, "minutes": 45, "link": "https://v.example/1", "topic": ""}
    return actions.plan_meeting(pair=pair, acting=acting, **{**defaults, **fields})


def close(pair: RemotePair, acting: Actor, **fields: Any) -> RemotePair:
    defaults: dict[str, Any] = {"ground": "plan_completed", "results": "Доска освоена", "closed_on": today()}
    return actions.close_pair(pair=pair, acting=acting, **{**defaults, **fields})


def test_both_people_and_both_curators_see_the_pair(pair: RemotePair, alpha: School, beta: School) -> None:
    for role, school in (("mentor", alpha), ("mentee", beta), ("curator", alpha), ("curator", beta), ("head", beta)):
        assert queries.pair_for(on_region(role, school), pair.pk) == pair


def test_strangers_of_the_same_schools_do_not_see_the_pair(pair: RemotePair, alpha: School, beta: School) -> None:
    for role, school in (("mentee", alpha), ("mentor", beta), ("methodical_association", alpha)):
        with pytest.raises(NotFound):
            queries.pair_for(on_region(role, school), pair.pk)


def test_who_left_the_school_is_out(pair: RemotePair, alpha: School) -> None:
    Membership.objects.filter(account=account_in("mentor", alpha), school=alpha).update(is_active=False)
    assert not queries.visible_pairs(
        Actor(account_id=account_in("curator", alpha).pk, name="x", place="region")
    ).exists()
    actor = Actor(account_id=pair.mentor_account, name="x", place="region")
    assert not queries.visible_pairs(actor).exists()


def test_coordinators_read(pair: RemotePair) -> None:
    for role in ("regional_coordinator", "municipal_coordinator"):
        assert queries.pair_for(acting_as(role), pair.pk) == pair


def test_coordinators_do_not_write(pair: RemotePair) -> None:
    with pytest.raises(NotAllowed):
        plan(pair, acting_as("regional_coordinator"))


def test_plan_item_is_marked_and_unmarked(pair: RemotePair, mentor: Actor, mentee: Actor) -> None:
    item = actions.add_item(pair=pair, title="Посетить урок", due_on=None, acting=mentor)
    assert actions.mark_item(pair=pair, item=item.pk, done=True, acting=mentee).done_on == today()
    with pytest.raises(Conflict):
        actions.remove_item(pair=pair, item=item.pk, acting=mentor)
    assert actions.mark_item(pair=pair, item=item.pk, done=False, acting=mentee).done_on is None
    actions.remove_item(pair=pair, item=item.pk, acting=mentor)
    assert not pair.plan.exists()


@pytest.mark.parametrize("link", ["http://v.example/1", "javascript:alert(1)"])
def test_join_link_is_secure(pair: RemotePair, mentor: Actor, link: str) -> None:
    with pytest.raises(InputError):
        plan(pair, mentor, link=link)


def test_two_meetings_at_one_time_are_refused(pair: RemotePair, mentor: Actor) -> None:
    at = now() + HOUR
    plan(pair, mentor, starts_at=at)
    with pytest.raises(InputError):
        plan(pair, mentor, starts_at=at)


def test_notes_belong_to_the_own_side(pair: RemotePair, mentor: Actor, mentee: Actor) -> None:
    meeting = plan(pair, mentor)
    actions.record_meeting(pair=pair, meeting=meeting.pk, held=True, note="Хорошо", acting=mentor)
    row = actions.write_note(pair=pair, meeting=meeting.pk, note="Полезно", acting=mentee)
    assert (row.state, row.mentor_note, row.mentee_note) == ("held", "Хорошо", "Полезно")


def test_curator_writes_no_notes(pair: RemotePair, mentor: Actor, alpha: School) -> None:
    meeting = plan(pair, mentor)
    with pytest.raises(NotAllowed):
        actions.write_note(pair=pair, meeting=meeting.pk, note="x", acting=on_region("curator", alpha))


def test_meeting_of_tomorrow_was_not_held(pair: RemotePair, mentor: Actor) -> None:
    meeting = plan(pair, mentor, starts_at=now() + HOUR)
    with pytest.raises(Conflict):
        actions.record_meeting(pair=pair, meeting=meeting.pk, held=True, acting=mentor)


def test_missed_meeting_needs_a_reason(pair: RemotePair, mentor: Actor) -> None:
    meeting = plan(pair, mentor)
    with pytest.raises(InputError):
        actions.record_meeting(pair=pair, meeting=meeting.pk, held=False, acting=mentor)


def test_people_do_not_close_the_pair_themselves(pair: RemotePair, mentor: Actor) -> None:
    with pytest.raises(NotAllowed):
        close(pair, mentor)


def test_completion_keeps_ground_and_results(pair: RemotePair, beta: School) -> None:
    row = close(pair, on_region("curator", beta))
    assert (row.state, row.closing_ground, row.results) == ("completed", "plan_completed", "Доска освоена")
    assert row.closing_ground_title


def test_other_grounds_end_early(pair: RemotePair, alpha: School) -> None:
    assert close(pair, on_region("curator", alpha), ground="mentor_refusal", results="").state == "ended"


def test_ground_that_one_school_lacks_names_that_school(pair: RemotePair, alpha: School, beta: School) -> None:
    conditions = pair.conditions
    conditions["mentor"]["termination.grounds"] |= {"value": ["mentor_refusal"], "clause": "п. 7", "origin": "school"}
    RemotePair.objects.of_all_schools().filter(pk=pair.pk).update(conditions=conditions)
    with pytest.raises(RuleViolation) as refusal:
        close(pair, on_region("curator", beta))
    assert [violation.clause for violation in refusal.value.violations] == [f"{alpha.short_name}: п. 7"]


def test_closed_pair_does_not_change(pair: RemotePair, mentor: Actor, alpha: School) -> None:
    close(pair, on_region("curator", alpha))
    with pytest.raises(Conflict):
        plan(pair, mentor)
    with pytest.raises(Conflict):
        close(pair, on_region("curator", alpha))


def test_closing_in_the_other_school_frees_the_place(
    pair: RemotePair, alpha: School, beta: School, run_jobs: Callable[[], Any]
) -> None:
    with run_jobs():
        close(pair, on_region("curator", beta))
    with enter_school(alpha):
        assert not MentorSeat.objects.exists()


def test_place_is_freed_though_the_message_was_lost(pair: RemotePair, alpha: School, beta: School) -> None:
    close(pair, on_region("curator", beta))
    with enter_school(alpha):
        assert MentorSeat.objects.count() == 1
        assert liaison.free_stale_seats(acting=acting_as("curator", alpha)) == 1
        assert liaison.free_stale_seats(acting=acting_as("curator", alpha)) == 0


def test_place_of_a_running_pair_stays(pair: RemotePair, alpha: School) -> None:
    with enter_school(alpha):
        assert liaison.free_stale_seats(acting=acting_as("curator", alpha)) == 0
        assert MentorSeat.objects.count() == 1


def test_closing_marks_both_schools(pair: RemotePair, alpha: School, beta: School) -> None:
    SchoolChange.objects.of_all_schools().delete()
    close(pair, on_region("curator", beta))
    marks = SchoolChange.objects.of_all_schools().filter(code="remote_pair.close")
    assert set(marks.values_list("school", flat=True)) == {alpha.pk, beta.pk}


def test_pairs_refuse_unscoped_access(pair: RemotePair) -> None:
    with pytest.raises(UnscopedAccess):
        RemotePair.objects.count()
