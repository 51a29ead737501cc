"""What answers would change in a card: shown first, taken over field by field, nothing is ever overwritten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from apps.school.people.models import Card, MenteeCard, MentorCard, Person

from .models import Feed, Invitation, Question

SPLIT = re.compile(r"[,;\n]+")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what stands in the card, what the answer says, what would stand after taking it over."""

    field: Feed
    now: Any
    answer: str
    after: Any

    @property
    def code(self) -> str:
        """Name of the field in the form."""
        return self.field.value

    @property
    def shown_now(self) -> str:
        """What stands there, as people read it."""
        return shown(self.now)

    @property
    def shown_after(self) -> str:
        """What would stand there, as people read it."""
        return shown(self.after)


def shown(value: Any) -> str:
    """Words of a list with commas; a text as it is."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def person_of(invitation: Invitation) -> Person | None:
    """Whose card the answers are about."""
    return invitation.about or invitation.person


def card_of(invitation: Invitation) -> MentorCard | MenteeCard | None:
    """The active card that the answers can fill; by the audience, of a person in both banks the mentee's first."""
    person = person_of(invitation)
    if person is None:
        return None
    for name in ("mentee_card", "mentor_card"):
        card: MentorCard | MenteeCard | None = getattr(person, name, None)
        audience = invitation.round.version.questionnaire.audience
        wanted = audience in ("both", "third_party") or name.startswith(audience)
        if card is not None and card.state == Card.State.ACTIVE and wanted:
            return card
    return None


def changes(invitation: Invitation) -> list[Change]:
    """What taking the answers over would change; a field that has it all already is not named."""
    card, response = card_of(invitation), getattr(invitation, "response", None)
    if card is None or response is None:
        return []
    found = []
    for question in Question.objects.filter(version=invitation.round.version).exclude(feeds=""):
        text = str(response.answers.get(question.code) or "").strip()
        if not text or not hasattr(card, question.feeds):
            continue
        now = getattr(card, question.feeds)
        after = joined(now, text)
        if after != now:
            found.append(Change(Feed(question.feeds), now, text, after))
    return found


def joined(now: Any, text: str) -> Any:
    """The answer added to what is there: words to a list, a paragraph to a text."""
    if isinstance(now, list):
        known = {str(word).casefold() for word in now}
        words = [" ".join(word.split()).strip(" .") for word in SPLIT.split(text)]
        fresh = [word for word in words if len(word) >= SHORTEST and word.casefold() not in known]
        return [*now, *dict.fromkeys(fresh)]
    before = str(now).strip()
    if text.casefold() in before.casefold():
        return now
    return f"{before}\n{text}" if before else text
