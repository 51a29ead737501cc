"""The school's indicators counted by the database in one statement.

A report of the school is asked for after every change and for every school each night, so it makes one trip: six
queries of the ORM took as long in Python as in the database. Each ``WITH`` part is one definition of ``Indicators``.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.programmes.models import Programme

from .indicators import NOVICE_YEARS, SATISFIED_FROM, Indicators, RemoteShare
from .models import Satisfaction

# States of a pair that has worked: whether it did so on a given day is told by its dates.
WORKED = (Match.State.ACTIVE, Match.State.COMPLETED, Match.State.ENDED)
VIRTUAL = "virtual"

TABLES = {
    "matches": Match,
    "match_mentors": MatchMentor,
    "match_mentees": MatchMentee,
    "mentor_cards": MentorCard,
    "mentee_cards": MenteeCard,
    "persons": Person,
    "programmes": Programme,
    "answers": Satisfaction,
}

COUNT = sql.SQL("""
WITH day AS (SELECT %(day)s::date AS this, %(novice_since)s::date AS novice_since),
running AS (  -- pairs at work on the day
    SELECT m.id, m.form, m.type FROM day, {matches} m
     WHERE m.state = ANY(%(worked)s) AND m.starts_on <= day.this AND (m.closed_on IS NULL OR m.closed_on > day.this)),
mentoring AS (  -- who mentors in them, or in a pair with another school
    SELECT c.person_id FROM {mentor_cards} c
     WHERE c.id = ANY(%(remote_mentors)s) OR c.id IN (
           SELECT s.card_id FROM day, {match_mentors} s JOIN running ON running.id = s.match_id
            WHERE s.since <= day.this AND (s.until IS NULL OR s.until > day.this))),
mentored AS (  -- who is mentored there
    SELECT c.person_id FROM {mentee_cards} c
     WHERE c.id = ANY(%(remote_mentees)s) OR c.id IN (
           SELECT s.card_id FROM day, {match_mentees} s JOIN running ON running.id = s.match_id
            WHERE s.since <= day.this AND (s.until IS NULL OR s.until > day.this))),
staff AS (  -- employees on the staff list of the day
    SELECT p.id, p.teaching_since IS NULL AS unknown,
           coalesce(p.teaching_since BETWEEN day.novice_since AND day.this, FALSE) AS novice
      FROM day, {persons} p
     WHERE p.kind = %(employee)s AND (p.hired_on IS NULL OR p.hired_on <= day.this)
       AND (p.left_on IS NULL OR p.left_on > day.this)),
courses AS (  -- programmes of pairs that have begun, in the state of the day
    SELECT coalesce(g.approved_on <= day.this, FALSE) AS approved, g.completion_ground AS ground,
           CASE WHEN g.completed_on <= day.this THEN g.state
                WHEN g.approved_on <= day.this THEN %(running)s ELSE %(draft)s END AS state
      FROM day, {programmes} g JOIN {matches} m ON m.id = g.match_id
     WHERE m.starts_on <= day.this),
answered AS (  -- answers given by the end of the school's day
    SELECT a.side, count(*) AS n, count(*) FILTER (WHERE a.score >= %(satisfied_from)s) AS good
      FROM day, {answers} a
     WHERE (a.created_at AT TIME ZONE %(zone)s)::date <= day.this
     GROUP BY a.side)
SELECT json_build_object(
    'pedagogues', (SELECT count(*) FROM staff),
    'novices', (SELECT count(*) FROM staff WHERE novice),
    'novices_covered', (SELECT count(*) FROM staff WHERE novice AND id IN (SELECT person_id FROM mentored)),
    'experience_unknown', (SELECT count(*) FROM staff WHERE unknown),
    'mentors', (SELECT json_object_agg(kind, n) FROM (
        SELECT p.kind, count(*) AS n FROM mentoring JOIN {persons} p ON p.id = person_id GROUP BY p.kind) k),
    'mentees', (SELECT json_object_agg(kind, n) FROM (
        SELECT p.kind, count(*) AS n FROM mentored JOIN {persons} p ON p.id = person_id GROUP BY p.kind) k),
    'programmes', (SELECT json_object_agg(state, n) FROM (
        SELECT state, count(*) AS n FROM courses GROUP BY state) s),
    'approved', (SELECT count(*) FROM courses WHERE approved),
    'ended_by_ground', (SELECT json_object_agg(ground, n) FROM (
        SELECT ground, count(*) AS n FROM courses WHERE state = %(ended)s GROUP BY ground) g),
    'pairs', (SELECT json_agg(json_build_array(form, type, n)) FROM (
        SELECT form, type, count(*) AS n FROM running GROUP BY form, type) f),
    'answers', (SELECT json_object_agg(side, n) FROM answered),
    'satisfied', (SELECT json_object_agg(side, good) FROM answered))
""").format(**{name: sql.Identifier(model._meta.db_table) for name, model in TABLES.items()})


def count(on: datetime.date, remote: RemoteShare) -> Indicators:
    """The indicators of the school we are in on a day. ``remote`` adds pairs with other schools, no person twice."""
    arguments: dict[str, Any] = {
        "day": on,
        "novice_since": years_before(on, NOVICE_YEARS),
        "worked": [state.value for state in WORKED],
        "remote_mentors": list(remote.mentor_cards),
        "remote_mentees": list(remote.mentee_cards),
        "employee": Person.Kind.EMPLOYEE.value,
        "running": Programme.State.RUNNING.value,
        "draft": Programme.State.DRAFT.value,
        "ended": Programme.State.ENDED.value,
        "satisfied_from": SATISFIED_FROM,
        "zone": timezone.get_current_timezone_name(),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, arguments)
        found: dict[str, Any] = cursor.fetchone()[0]
    pairs = {(form, kind): number for form, kind, number in found.pop("pairs") or ()}
    for form, number in remote.pairs_by_form.items():
        pairs[form, VIRTUAL] = pairs.get((form, VIRTUAL), 0) + number
    programmes = found.pop("programmes") or {}
    return Indicators(
        on=on,
        programmes={state.value: programmes.get(state.value, 0) for state in Programme.State},
        pairs=pairs,
        remote_pairs=sum(remote.pairs_by_form.values()),
        **{name: value if value is not None else {} for name, value in found.items()},
    )


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
