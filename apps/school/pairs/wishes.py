"""With whom people want to work: what the survey after the group meeting says for a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Survey:
    """The survey of preferences with regard to many people, read at once. ``silent``: persons who have not answered."""

    view: RegulationView
    asked: bool
    held: bool = True
    silent: frozenset[int] = frozenset()

    @classmethod
    def of(cls, view: RegulationView, cards: Sequence[MentorCard | MenteeCard]) -> Survey:
        """Three queries at most, whatever the number of people."""
        if not view.is_set(PREFERENCE):
            return cls(view, asked=False)
        silent = questionnaires.silent_on_preferences([card.person_id for card in cards])
        return cls(view, True, questionnaires.preference_rounds().exists(), frozenset(silent))

    def broken(self, mentor: MentorCard, mentee: MenteeCard) -> list[Violation]:
        """Why these two wait for the survey."""
        if not self.asked:
            return []
        names = tuple(card.person.short_name for card in (mentor, mentee) if card.person_id in self.silent)
        return preference_survey(self.view, PreferenceFacts(self.held, names))
