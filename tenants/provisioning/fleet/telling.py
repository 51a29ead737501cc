"""Plans, results and states of the fleet as facts for programs and as lines for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tenants.isolation.context import enter_region
from tenants.isolation.lineage import dotted, lineage
from tenants.isolation.phases import phase_of
from tenants.isolation.serving import is_servable
from tenants.organisations.models import School
from tenants.provisioning.fleet import recording
from tenants.provisioning.fleet.planning import Group, Plan
from tenants.provisioning.fleet.reading import Seen
from tenants.provisioning.fleet.rendering import how
from tenants.provisioning.fleet.running import Result

NAMES_SHOWN = 5
Facts = dict[str, Any]


def _slugs(schools: Iterable[Seen]) -> list[str]:
    return sorted(school.slug for school in schools)


def _some(slugs: Sequence[str]) -> str:
    more = f" and {len(slugs) - NAMES_SHOWN} more" if len(slugs) > NAMES_SHOWN else ""
    return ", ".join(slugs[:NAMES_SHOWN]) + more


def _of_group(group: Group) -> Facts:
    missing, state = [], group.state()
    for migration in group.missing:
        name = dotted((migration.app_label, migration.name))
        is_replaced = group.is_replaced(migration)
        way = "only recorded" if is_replaced else how(migration, state)
        missing.append({"migration": name, "phase": str(phase_of(migration, state)), "how": way})
        if not is_replaced:
            migration.mutate_state(state, preserve=False)
    return {"schools": _slugs(group.schools), "missing": missing}


def of_plan(plan: Plan) -> Facts:
    """``current``: how many schools need nothing; ``groups``: who lacks what; ``foreign``: who has what is unknown."""
    return {
        "version": lineage().version,
        "current": len(plan.current),
        "groups": [_of_group(group) for group in plan.groups],
        "foreign": [{"schools": _slugs(one.schools), "unknown": list(one.foreign)} for one in plan.foreign],
        "without_tables": _slugs(plan.without_tables),
    }


def plan_lines(facts: Facts) -> Iterator[str]:
    """A plan for people."""
    yield f"{facts['current']} schools have all migrations"
    for group in facts["groups"]:
        yield f"{len(group['schools'])} schools lack {len(group['missing'])} ({_some(group['schools'])}):"
        for one in group["missing"]:
            yield f"  {one['migration']:<48} {one['phase']:<9} {one['how']}"
    yield from _strangers(facts)


def _strangers(facts: Facts) -> Iterator[str]:
    for group in facts["foreign"]:
        yield (
            f"{len(group['schools'])} schools of another lineage, left alone ({_some(group['schools'])}):"
            f" this code does not know {', '.join(group['unknown'])}"
        )
    if facts["without_tables"]:
        yield f"{len(facts['without_tables'])} working schools without tables: {_some(facts['without_tables'])}"


def of_result(result: Result) -> Facts:
    """``done``: migrations carried out, counted in each school; ``failed``: each with the cause; and what is left."""
    failed = [
        {
            "school": outcome.school.slug,
            "migration": migration,
            "sqlstate": outcome.sqlstate,
            "message": outcome.message,
        }
        for migration, outcome in result.failed
    ]
    return {"done": result.done, "repaired": result.repaired, "failed": failed, **of_plan(result.plan)}


def result_lines(facts: Facts) -> Iterator[str]:
    """A result for people."""
    yield f"{facts['done']} migrations done, {len(facts['failed'])} failed; {facts['current']} schools have all"
    if facts["repaired"]:
        yield f"{facts['repaired']} schools' recorded versions were not those of their tables: corrected"
    for one in facts["failed"]:
        yield f"  {one['school']}: {one['migration']}: {one['sqlstate']} {one['message']}"
    yield from _strangers(facts)


def of_fleet(schools: Sequence[Seen]) -> Facts:
    """Versions of tables with their schools, working schools that this code does not serve, unfinished migrations."""
    versions = defaultdict[str, list[Seen]](list)
    for school in schools:
        versions[school.version].append(school)
    with enter_region():
        rows = School.objects.in_bulk([school.id for school in schools])
    working = [school for school in schools if school.state == School.State.READY]
    shown = {school.id for school in schools}
    return {
        "version": lineage().version,
        "versions": [
            {"version": version, "is_current": version == lineage().version, "schools": _slugs(members)}
            for version, members in sorted(versions.items(), key=lambda item: -len(item[1]))
        ],
        "not_served": _slugs(one for one in working if one.id in rows and not is_servable(rows[one.id])),
        "unfinished": [
            {
                "school": record.school.slug,
                "migration": record.migration,
                "state": record.state,
                "sqlstate": record.sqlstate,
                "message": record.message,
                "since": record.created_at.isoformat(),
            }
            for record in recording.unfinished()
            if record.school_id in shown
        ],
    }


def fleet_lines(facts: Facts) -> Iterator[str]:
    """The state of the fleet for people."""
    for one in facts["versions"]:
        name = "this code's version" if one["is_current"] else f"version {one['version'] or 'none (no tables)'}"
        yield f"{len(one['schools']):>5} schools of {name}" + (
            "" if one["is_current"] else f": {_some(one['schools'])}"
        )
    if facts["not_served"]:
        yield f"{len(facts['not_served'])} working schools are not served: {_some(facts['not_served'])}"
    for one in facts["unfinished"]:
        yield f"  {one['school']}: {one['migration']} {one['state']}: {one['sqlstate']} {one['message']}".rstrip()
