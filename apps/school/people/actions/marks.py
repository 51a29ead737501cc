"""What other rooms note on a mentor's card: training finished, the grade given by an act."""

from __future__ import annotations

import datetime

from kernel.acting import Actor
from kernel.actions import action

from ..models import MentorCard


@action("bank.note_training")
def note_training(*, mentor: MentorCard, trained_on: datetime.date, acting: Actor) -> MentorCard:
    """The latest training of a mentor; an earlier one changes nothing."""
    card = MentorCard.objects.select_for_update().get(pk=mentor.pk)
    if card.trained_on is None or card.trained_on < trained_on:
        card.trained_on = trained_on
        card.save(update_fields=["trained_on", "updated_at"])
    return card


@action("bank.note_grade")
def note_grade(*, mentor: MentorCard, grade: str, acting: Actor) -> MentorCard:
    """The grade that an act of the school has given; whether it is one of the regulation is the act's business."""
    card = MentorCard.objects.select_for_update().get(pk=mentor.pk)
    if card.grade != grade:
        card.grade = grade
        card.save(update_fields=["grade", "updated_at"])
    return card
