"""What an order says of a pair: plain facts, gathered when the order is prepared and frozen with it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.consents.rules import EXTRA_DUTIES
from apps.school.orders.facts import Facts, person_facts, regulation_facts, russian_word
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView

from . import facts, queries
from .models import Match, Replacement, TermChange


def formation_title(match: Match) -> str:
    """The line by which people recognise the order in lists."""
    return _("To fix the pair: %(title)s") % {"title": match.title}


def replacement_title(change: Replacement) -> str:
    """The same for a replacement."""
    return _("To replace the mentor: %(new)s instead of %(old)s") % {
        "new": change.new_mentor.person.short_name,
        "old": change.old_mentor.person.short_name,
    }


def formation(view: RegulationView, match: Match, on: datetime.date) -> Facts:
    """Facts of the order that fixes a pair."""
    mentors, mentees = queries.participants(match)
    days = facts.consent_days([*mentors, *mentees], on)
    return {
        **_common(view, match, "pairing.act"),
        "participants": [person.pk for person in [*mentors, *mentees]],
        "mentors": [_person(person, days) for person in mentors],
        "mentees": [_person(person, days) for person in mentees],
    }


def replacement(view: RegulationView, match: Match, change: Replacement, on: datetime.date) -> Facts:
    """Facts of the order that replaces a mentor."""
    _mentors, mentees = queries.participants(match)
    new, old = change.new_mentor.person, change.old_mentor.person
    days = facts.consent_days([new, *mentees], on)
    ground = catalogue().dictionaries["replacement_ground"].get(change.ground)
    return {
        **_common(view, match, "replacement.act"),
        "participants": [person.pk for person in [new, old, *mentees]],
        "mentors": [_person(new, days)],
        "old_mentor": _person(old, {}),
        "mentees": [_person(person, days) for person in mentees],
        "ground": ground.title.ru if ground else change.ground,
        "ends_on": change.ends_on.isoformat(),
        "keeps_period": change.ends_on == match.ends_on,
    }


def term_change_title(match: Match, change: TermChange) -> str:
    """The same for a longer or a shorter term."""
    longer = change.kind == TermChange.Kind.EXTENSION
    words = _("To extend the term: %(title)s") if longer else _("To shorten the term: %(title)s")
    return words % {"title": match.title}


def term_change(view: RegulationView, match: Match, change: TermChange, on: datetime.date) -> Facts:
    """Facts of the order that changes the term of a pair."""
    mentors, mentees = queries.participants(match)
    longer = change.kind == TermChange.Kind.EXTENSION
    days = facts.consent_days([*mentors, *mentees], on)
    ground = catalogue().dictionaries["extension_ground"].get(change.ground)
    return {
        **_common(view, match, "term.extension_grounds" if longer else "term.reduction"),
        "participants": [person.pk for person in [*mentors, *mentees]],
        "mentors": [_person(person, days) for person in mentors],
        "mentees": [_person(person, days) for person in mentees],
        "longer": longer,
        "ground": ground.title.ru if ground else "",
        "old_end": change.old_end.isoformat(),
        "ends_on": change.new_end.isoformat(),
    }


def ending_title(match: Match, *, completed: bool) -> str:
    """The same for the end of the work."""
    words = _("To complete the work: %(title)s") if completed else _("To end the work: %(title)s")
    return words % {"title": match.title}


def ending(view: RegulationView, match: Match, ground: str, closed_on: datetime.date, on: datetime.date) -> Facts:
    """Facts of the order that ends the work of a pair."""
    mentors, mentees = queries.participants(match)
    days = facts.consent_days([*mentors, *mentees], on)
    return {
        **_common(view, match, "termination.grounds"),
        "participants": [person.pk for person in [*mentors, *mentees]],
        "mentors": [_person(person, days) for person in mentors],
        "mentees": [_person(person, days) for person in mentees],
        "ground": russian_word(view, "termination_ground", ground),
        "closed_on": closed_on.isoformat(),
    }


def _common(view: RegulationView, match: Match, rule_key: str) -> Facts:
    """Terms of the pair and the school's act they rest on; words in Russian, as the order is."""
    return {
        "pair": match.pk,
        "form": russian_word(view, "mentoring_form", match.form),
        "type": russian_word(view, "mentoring_type", match.type),
        "structure": russian_word(view, "pair_structure", match.structure),
        "role_model": russian_word(view, "role_model", match.role_model) if match.role_model else "",
        "starts_on": match.starts_on.isoformat(),
        "ends_on": match.ends_on.isoformat(),
        "regulation": regulation_facts(view, rule_key),
    }


def _person(person: Person, days: facts.ConsentDays) -> Facts:
    given = days.get((person.pk, EXTRA_DUTIES))
    return person_facts(person, extra_duties_on=given.isoformat() if given else "")
