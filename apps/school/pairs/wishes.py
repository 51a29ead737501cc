"""With whom people want to work: what the survey after the group meeting says for a pair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.questionnaires import queries as questionnaires
from apps.school.regulation.rules.survey import PREFERENCE, PreferenceFacts, preference_survey
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation


def unheard(view: RegulationView, mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard]) -> list[Violation]:
    """A pair of people whose preferences were not heard, where the school's act wants that (two queries then)."""
    if not view.is_set(PREFERENCE):
        return []
    everybody = [card.person for card in chain[MentorCard | MenteeCard](mentors, mentees)]
    people = {person.pk: person.short_name for person in everybody}
    silent = questionnaires.silent_on_preferences(people)
    names = tuple(name for key, name in people.items() if key in silent)
    held = bool(names) or questionnaires.preference_rounds().exists()
    return preference_survey(view, PreferenceFacts(held, names))
