"""What a new version of the regulation would change for running pairs, their mentors and their participants."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from apps.school.people.models import MentorCard
from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.impact import Affected, Impact
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.errors import Violation

from . import facts, queries, standing
from .models import Match
from .seats import LIMIT_KEY

# Of the rules of forming these are told otherwise: of the mentor, or of the whole act.
TOLD_APART = frozenset({"regulation.pairing.max_mentees", "regulation.act.validity"})


def pairs_impact(old: RegulationView | None, new: RegulationView) -> list[Impact]:
    """Pairs beyond the new rules, mentors over the new limit, participants without a newly required consent.

    A pair is measured against the version it was formed under: only what is new is told. Seven queries, whatever the
    number of pairs.
    """
    on = today()
    matches = list(queries.with_people(queries.open_pairs()))
    cards = {row.card_id: row.card for match in matches for row in match.current_mentors}
    seats = standing.seats_of(list(cards))
    views = standing.views_of(matches)
    found: dict[str, list[Affected]] = {}
    for match in matches:
        would_break = [each for each in standing.broken_by(new, match, seats, on) if each.code not in TOLD_APART]
        before = views.get(match.regulation_version_id, old)
        known: set[str] = set()
        if would_break and before:
            known = {broken.code for broken in standing.broken_by(before, match, seats, on)}
        for broken in would_break:
            if broken.code not in known:
                entry = Affected(match.title, match.get_absolute_url(), broken.message)
                found.setdefault(broken.parameter, []).append(entry)
    return [
        *(Impact(key, _beyond(key), tuple(affected)) for key, affected in found.items()),
        *_over_limit(old, new, cards.values(), seats),
        *_consents(matches, views, old, new, on),
    ]


def _beyond(key: str) -> str:
    return _("Pairs that would not keep “%(title)s”") % {"title": catalogue().parameters[key].title}


def _over_limit(
    old: RegulationView | None, new: RegulationView, cards: Iterable[MentorCard], seats: standing.Seats
) -> list[Impact]:
    """Mentors who have more mentees than the new limit and not more than the old one."""
    limit = new.value(LIMIT_KEY)["individual"]
    before = old.value(LIMIT_KEY)["individual"] if old else None
    if limit is None or (before is not None and before <= limit):
        return []
    over = [
        Affected(card.person.short_name, card.person.get_absolute_url(), _too_many(new, taken))
        for card in cards
        if (taken := seats.of_mentors.get(card.pk, 0)) > limit and (before is None or taken <= before)
    ]
    return [Impact(LIMIT_KEY, _("Mentors over the new limit of mentees"), tuple(over))]


def _too_many(view: RegulationView, taken: int) -> str:
    return rules.breach(view, LIMIT_KEY, actual=str(taken)).message


def _consents(
    matches: Sequence[Match],
    views: dict[int | None, RegulationView],
    old: RegulationView | None,
    new: RegulationView,
    on: datetime.date,
) -> list[Impact]:
    """Participants of running pairs who lack a consent which the new version wants and theirs does not."""
    people = {row.card.person for match in matches for row in match.current_people}
    days = facts.consent_days(people, on)
    found: dict[str, dict[int, Affected]] = {}
    for match in matches:
        before = views.get(match.regulation_version_id, old)
        mentors, mentees = queries.participants(match)
        sides = [facts.participant(person, "mentor", days, on) for person in mentors]
        sides += [facts.participant(person, "mentee", days, on) for person in mentees]
        for person, side in zip([*mentors, *mentees], sides, strict=True):
            would_lack = _lacks(new, side)
            known = {broken.code for broken in _lacks(before, side)} if would_lack and before else set()
            for broken in would_lack:
                if broken.code not in known:
                    entry = Affected(person.short_name, person.get_absolute_url(), broken.message)
                    found.setdefault(broken.parameter, {})[person.pk] = entry
    return [Impact(key, _lacking(key), tuple(lacking.values())) for key, lacking in found.items()]


def _lacks(view: RegulationView, side: rules.ParticipantFacts) -> list[Violation]:
    return [*rules.extra_duties_consent(view, [side]), *rules.participation(view, [side])]


def _lacking(key: str) -> str:
    return _("Participants of running pairs without “%(title)s”") % {"title": catalogue().parameters[key].title}
