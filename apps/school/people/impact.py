"""What a new version of the regulation would change for the banks."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import rules
from apps.school.regulation.impact import Affected, Impact
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.errors import Violation

from . import queries
from .models import MenteeCard, MentorCard

TITLES: dict[str, str | Promise] = {
    "scope.mentor_categories": _("Mentors of the bank whose category would no longer be permitted"),
    "scope.mentee_categories": _("Mentees of the bank whose category would no longer be permitted"),
    "scope.addressees": _("Mentees of the bank whom the regulation would no longer mean"),
    "scope.mentee_min_age": _("Pupils of the bank who would be too young"),
}


def bank_impact(old: RegulationView | None, new: RegulationView) -> list[Impact]:
    """Cards that might not enter their bank under the new version and might under the old one (two queries)."""
    found: dict[str, list[Affected]] = {}
    cards: list[MentorCard | MenteeCard] = [*queries.mentors(), *queries.mentees()]
    for card in cards:
        would_break = _broken(new, card)
        known = {broken.code for broken in _broken(old, card)} if would_break and old else set()
        for broken in would_break:
            if broken.code not in known:
                person = card.person
                entry = Affected(person.short_name, person.get_absolute_url(), broken.message)
                found.setdefault(broken.parameter, []).append(entry)
    return [Impact(key, TITLES[key], tuple(affected)) for key, affected in found.items()]


def _broken(view: RegulationView, card: MentorCard | MenteeCard) -> list[Violation]:
    categories = frozenset({card.category})
    if isinstance(card, MentorCard):
        return rules.mentor_scope(view, categories)
    mentee = rules.MenteeFacts(card.person.short_name, categories, card.person.birth_date)
    return [*rules.mentee_scope(view, mentee), *rules.pupil_age(view, mentee, today())]
