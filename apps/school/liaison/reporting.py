"""The school's report outward: indicators (counts only) and what the regulation says on acts between schools.

Not an ``@action``: it changes nothing in the school, so it leaves neither an audit row nor a mark (a mark would ask
for the next report without end).

Marks are deleted, and the journal's end is read, before counting: a change committed meanwhile keeps its mark and
stands beyond the end that was seen, so it is reported again. All of it is one transaction: a report that dies half-way
leaves its marks. Reports of one school run one after another, so that older numbers never replace newer ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils.translation import override

from apps.region.exchange.outlook import RemoteFacts, remote_facts
from apps.region.institute.intake import ProfileReport, accept_profile
from apps.region.statistics.intake import SnapshotReport, TermsReport, accept_snapshot, accept_terms, note_journal
from apps.region.statistics.outlook import journal_seen
from apps.school.journal import queries as journal
from apps.school.liaison.rules import LANGUAGE, SENT
from apps.school.monitoring.indicators import Indicators, RemoteShare
from apps.school.monitoring.queries import indicators
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.conformity import STAMPS, counted, findings
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules import completion_grounds
from apps.school.regulation.view import RegulationView
from kernel.clock import now, today
from kernel.locks import LockSpace
from tenants.isolation.context import require_school
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School

GROUNDS = "termination.grounds"


def is_behind(school: School) -> bool:
    """True when a change of the school is not in the region yet."""
    return SchoolChange.objects.of(school.pk).exists()


def has_lost_a_mark(school: School) -> bool:
    """True when the journal holds acts which the last report has not seen, and no mark is there to tell of them."""
    seen = journal_seen(school.pk)
    return not is_behind(school) and journal.rows_after(seen.floor) != seen.rows


def send_indicators() -> None:
    """Count this school's indicators and hand them to the region, with the terms of its regulation."""
    school = require_school()
    with transaction.atomic(), override(LANGUAGE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LockSpace.REPORTS, school.pk])
        SchoolChange.objects.of(school.pk).delete()
        seen = journal.position()
        remote = remote_facts(school.pk)
        accept_snapshot(snapshot_report(school.pk, _count(remote), remote.led_elsewhere))
        view = current_or_none()
        if view is not None:
            accept_terms(TermsReport(school.pk, view.number, now(), terms_of(view)))
            accept_profile(profile_of(school.pk, view))
        note_journal(school.pk, floor=seen.floor, rows=seen.rows)


def _count(remote: RemoteFacts) -> Indicators:
    share = RemoteShare(
        mentor_cards=remote.mentor_cards,
        mentee_cards=remote.mentee_cards,
        pairs_by_form=dict(remote.pairs_by_form),
    )
    return indicators(on=today(), remote=share)


def snapshot_report(school_id: int, found: Indicators, led_elsewhere: int) -> SnapshotReport:
    """The indicators in the shape that the region keeps."""
    return SnapshotReport(
        school_id=school_id,
        day=found.on,
        taken_at=now(),
        pedagogues=found.pedagogues,
        novices=found.novices,
        novices_covered=found.novices_covered,
        mentors=found.mentor_count,
        mentees=found.mentee_count,
        pairs_active=found.pair_count,
        pairs_led_elsewhere=led_elsewhere,
        programmes_running=found.programmes.get("running", 0),
        programmes_completed=found.programmes.get("completed", 0),
        programmes_ended=found.programmes.get("ended", 0),
        satisfied_answers=sum(found.satisfied.values()),
        satisfaction_answers=sum(found.answers.values()),
        values=_values(found),
    )


def _values(found: Indicators) -> dict[str, Any]:
    """All indicators by code; breakdowns carry the catalogue's titles, for the region has no dictionaries."""
    values = found.as_dict()
    forms: dict[str, int] = {}
    types: dict[str, int] = {}
    for (form, kind), count in found.pairs.items():
        forms[form] = forms.get(form, 0) + count
        types[kind] = types.get(kind, 0) + count
    values["R6"]["grounds"] = _titled("termination_ground", found.ended_by_ground)
    values["R7"]["forms"] = _titled("mentoring_form", forms)
    values["R7"]["types"] = _titled("mentoring_type", types)
    return values


def _titled(dictionary: str, counts: Mapping[str, int]) -> list[dict[str, str | int]]:
    known = catalogue().dictionaries[dictionary]
    return [
        {"code": code, "title": catalogue().title(dictionary, code) if code in known else code, "count": count}
        for code, count in sorted(counts.items())
    ]


def profile_of(school_id: int, view: RegulationView) -> ProfileReport:
    """The values that the act itself sets: other schools are shown how many set what."""
    found = counted(findings(view, today()))
    values = {key: own.value for key, own in view.settings.items() if key not in STAMPS}
    return ProfileReport(school_id, view.number, now(), values, found["conflict"])


def terms_of(view: RegulationView) -> dict[str, dict[str, Any]]:
    """What the regulation says on acts between schools: value, words, clause, quotation, whose rule it is."""
    terms: dict[str, dict[str, Any]] = {}
    for key in SENT:
        rule = view.rule(key)
        value = list(completion_grounds(view)) if key == GROUNDS else rule.value
        terms[key] = {
            "value": value,
            "text": view.render(key, value),
            "clause": rule.clause,
            "quote": rule.quote,
            "origin": rule.origin,
        }
    grounds = terms[GROUNDS]["value"]
    terms[GROUNDS]["titles"] = {code: view.local_name("termination_ground", code) for code in grounds}
    return terms
