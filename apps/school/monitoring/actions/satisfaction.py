"""Writes: an answer on satisfaction."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.people.models import Guardianship, Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError, NotAllowed

from ..models import Satisfaction
from ..permissions import enters_paper_answers

LOWEST, HIGHEST = 1, 10


def may_answer_for(person: Person, acting: Actor) -> bool:
    """Each answers for oneself, a guardian for the ward; the curator enters answers given on paper."""
    if enters_paper_answers(acting):
        return True
    if acting.account_id is None:
        return False
    if person.account_id == acting.account_id:
        return True
    return Guardianship.objects.filter(ward=person, guardian__account_id=acting.account_id).exists()


@action("monitoring.answer_satisfaction")
def answer_satisfaction(
    *, programme: Programme, person: Person, side: str, score: int, acting: Actor, comment: str = ""
) -> Satisfaction:
    """Answer how satisfied one is (1-10), or correct the answer. Not for a draft."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    people = people_of(locked)
    on_side = {"mentor": people.mentors, "mentee": people.mentees}.get(side, ())
    if person not in on_side:
        raise InputError(_("This person is not on that side of the pair."))
    if not may_answer_for(person, acting):
        raise NotAllowed(_("Each side answers for itself."))
    if locked.state == Programme.State.DRAFT:
        raise Conflict(_("The programme is still being written: there is nothing to judge yet."))
    if not LOWEST <= score <= HIGHEST:
        message = _("The score is a number from 1 to 10.")
        raise InputError(message, problems=[{"place": "score", "message": message}])
    answer, _created = Satisfaction.objects.update_or_create(
        programme=locked, person=person, side=side, defaults={"score": score, "comment": comment.strip()}
    )
    return answer
