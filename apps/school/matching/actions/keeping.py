"""What the fit is judged by: weights, conditions of meeting, declared ties."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from apps.school.pairs.weighing import BASE, TIMES, USUAL
from apps.school.people import queries as people
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError, NotAllowed

from .. import permissions
from ..models import FitWeights, MeetingConditions, Tie
from ..presets import GREATEST, preset_of


@action("matching.set_weights")
def set_weights(*, values: Mapping[str, int], acting: Actor) -> FitWeights:
    """The school weighs the fit anew; proposals made before keep their weights."""
    permissions.require_office(acting)
    full = {part: int(values.get(part, usual)) for part, usual in USUAL.items()}
    wrong = [part for part, weight in full.items() if not 0 <= weight <= GREATEST]
    if wrong:
        message = _("A weight is a whole number from 0 to %(most)s.") % {"most": GREATEST}
        raise InputError(message, problems=[{"place": part, "message": message} for part in wrong])
    if not any(full[part] for part in BASE):
        message = _("At least one of the main parts weighs something.")
        raise InputError(message, problems=[{"place": "subject", "message": message}])
    preset = preset_of(full)
    return FitWeights.objects.create(values=full, preset=preset.code if preset else "", set_by=acting.account_id)


@action("matching.declare_tie")
def declare_tie(*, first: Person, second: Person, kind: str, acting: Actor) -> Tie:
    """Two persons are relatives, or the first is the superior of the second; relatives are kept in one order."""
    permissions.require_office(acting)
    if first.pk == second.pk:
        message = _("A tie is between two people.")
        raise InputError(message, problems=[{"place": "second", "message": message}])
    one, other = (second, first) if kind == Tie.Kind.RELATIVES and second.pk < first.pk else (first, second)
    tie, made = Tie.objects.get_or_create(
        first=one, second=other, kind=Tie.Kind(kind), defaults={"declared_by": acting.account_id}
    )
    if not made:
        raise Conflict(_("This tie is declared already."))
    return tie


@action("matching.remove_tie")
def remove_tie(*, tie: Tie, acting: Actor) -> None:
    """It holds no longer, or was declared by mistake."""
    permissions.require_office(acting)
    tie.delete()


@action("matching.save_conditions")
def save_conditions(
    *, person: Person, modes: Collection[str], times: Collection[str], place: str, acting: Actor
) -> MeetingConditions:
    """When and where somebody can meet: said by themselves, or written down by the office."""
    own = people.person_of(acting.account_id)
    if own is None or own.pk != person.pk:
        try:
            permissions.require_office(acting)
        except NotAllowed as refusal:
            raise NotAllowed(_("Everybody speaks for themselves.")) from refusal
    known = catalogue().dictionaries["interaction_mode"]
    row, _made = MeetingConditions.objects.update_or_create(
        person=person,
        defaults={
            "modes": sorted(mode for mode in modes if mode in known),
            "times": sorted(time for time in times if time in TIMES),
            "place": place.strip()[:100],
        },
    )
    return row
