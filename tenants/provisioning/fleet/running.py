"""The whole of a fleet migration: lock, read, plan, carry out group by group, migration by migration."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from tenants.isolation.context import as_owner, enter_region
from tenants.isolation.lineage import dotted, lineage
from tenants.isolation.phases import Phase
from tenants.organisations.models import School
from tenants.provisioning.fleet import recording
from tenants.provisioning.fleet.carrying import Way, carry_out
from tenants.provisioning.fleet.planning import Group, Plan, make_plan, require_current_region
from tenants.provisioning.fleet.reading import Seen, read_fleet
from tenants.provisioning.fleet.rendering import Script, render
from tenants.provisioning.fleet.working import Outcome, each, failure
from tenants.provisioning.locks import fleet_lock

Report = Callable[[str], None]
# In the second one those are tried again that failed for somebody else's lock.
ROUNDS = 2
# A migration's SQL is written in the first school of a group; one damaged school must not stop the others.
SCHOOLS_TRIED = 3


@dataclass
class Result:
    """What a run did. ``failed``: (migration, outcome); ``plan``: what was left when it ended."""

    done: int = 0
    repaired: int = 0
    failed: list[tuple[str, Outcome]] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)


def migrate(slugs: Collection[str], *, jobs: int, way: Way, report: Report) -> Result:
    """Bring all schools (or the named ones) to this code's migrations. Failing schools are left, told and recorded.

    ``DomainError`` when nothing can be begun.
    """
    result = Result()
    with fleet_lock():
        require_current_region()
        schools = read_fleet(slugs)
        result.repaired = recording.note_versions(schools)
        result.plan = make_plan(schools)
        for _ in range(ROUNDS):
            result.failed = [(name, outcome) for name, outcome in result.failed if not outcome.may_pass]
            lasting = {outcome.school.id for _, outcome in result.failed}
            waiting = [school.id for group in result.plan.groups for school in group.schools]
            if lasting.issuperset(waiting):
                break
            for group in result.plan.groups:
                members = [school for school in group.schools if school.id not in lasting]
                _migrate_group(group, members, result, jobs, way, report)
            result.plan = make_plan(read_fleet(slugs))
    return result


def _migrate_group(group: Group, members: Sequence[Seen], result: Result, jobs: int, way: Way, report: Report) -> None:
    """Migration by migration; a school that fails one gets none of those after it."""
    state = group.state()
    contents: Mapping[str, Phase] = {dotted(key): lineage().phases[dotted(key)] for key in group.applied}
    for migration in group.missing:
        if not members:
            return
        began = time.monotonic()
        script, outcomes = _rendered(group, migration, state, contents, members)
        if script is not None:
            recording.note_contents(script.version, script.contents)
            damaged = {outcome.school.id for outcome in outcomes}
            sound = [school for school in members if school.id not in damaged]
            outcomes += each(sound, _carrier(script, way), jobs)
            state, contents = script.after, script.contents
        name = dotted((migration.app_label, migration.name))
        members = [outcome.school for outcome in outcomes if outcome.is_done]
        failed = [outcome for outcome in outcomes if not outcome.is_done]
        for outcome in failed:
            recording.note_failure(outcome.school, name, outcome.sqlstate, outcome.message)
        result.done += len(members)
        result.failed += [(name, outcome) for outcome in failed]
        report(f"{name}: {len(members)} done, {len(failed)} failed, {time.monotonic() - began:.1f} s")


def _carrier(script: Script, way: Way) -> Callable[[Seen], None]:
    return lambda school: carry_out(script, school, way)


def _rendered(
    group: Group, migration: Migration, state: ProjectState, contents: Mapping[str, Phase], members: Sequence[Seen]
) -> tuple[Script | None, list[Outcome]]:
    """The script, and the schools in which it could not be written; without a script that is all of them."""
    outcomes: list[Outcome] = []
    for member in members[:SCHOOLS_TRIED]:
        with enter_region(), as_owner():
            school = School.objects.get(pk=member.id)
        try:
            replaced = group.is_replaced(migration)
            return render(migration, state, contents, school, is_replaced=replaced), outcomes
        except Exception as error:  # noqa: BLE001  # a migration runs any code: its error is told and recorded
            outcomes.append(failure(member, error))
    reason = outcomes[-1]
    rest = [Outcome(school, reason.sqlstate, reason.message) for school in members[SCHOOLS_TRIED:]]
    return None, outcomes + rest
