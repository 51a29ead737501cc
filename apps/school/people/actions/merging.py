"""Two records of one person become one; two that look alike are noted as two people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict

from .. import merging, rules
from ..errors import wrong
from ..models import Card, Distinct, MenteeCard, MentorCard, Person, PersonMerge
from .history import close_departure
from .persons import EDITABLE, check_person, lock_person

C = TypeVar("C", MentorCard, MenteeCard)

CHOOSABLE = ("kind", *EDITABLE)
WORD_LISTS = ("subjects", "competencies", "deficits", "interests")
TEXTS = ("note", "request", "grade", "mentee_ages", "hours", "track")


@action("person.merge")
def merge_persons(*, kept: Person, gone: Person, chosen: Collection[str], acting: Actor) -> Person:
    """Make two records one. ``chosen``: fields (of ``CHOOSABLE``) whose value is taken from the record that goes.

    Everything that points to ``gone`` is moved; the old id leads to ``kept`` from now on. ``Conflict`` says what
    hinders: both have an account, both sit in one pair.
    """
    if kept.pk == gone.pk:
        raise wrong("kept", _("These are not two records."))
    locked = {pk: lock_person(pk) for pk in sorted((kept.pk, gone.pk))}
    kept, gone = locked[kept.pk], locked[gone.pk]
    reasons = merging.obstacles(kept, gone)
    if reasons:
        raise Conflict(" ".join(str(reason) for reason in reasons), next_step=_("Settle this first, then merge."))
    row = PersonMerge(
        merged_id=gone.pk,
        merged_name=gone.full_name,
        merged_data=_plain(gone),
        chosen=[name for name in CHOOSABLE if name in chosen],
        merged_at=now(),
        account_id=acting.account_id,
    )
    _take_fields(kept, gone, row.chosen)
    mentors, mentees = _cards(MentorCard, kept, gone), _cards(MenteeCard, kept, gone)
    counts = {**_merge_cards(*mentors), **_merge_cards(*mentees), **merging.move(gone, kept)}
    counts.update(merging.run_hooks(merging.Moved(gone.pk, kept.pk, _ids(mentors), _ids(mentees))))
    row.kept, row.moved = kept, [{"what": what, "count": count} for what, count in counts.items()]
    row.save()
    _delete(gone)
    return kept


def _plain(person: Person) -> dict[str, Any]:
    encode = DjangoJSONEncoder().default
    data = model_to_dict(person, fields=CHOOSABLE)
    return {
        name: value if isinstance(value, str | list) or value is None else encode(value) for name, value in data.items()
    }


def _take_fields(kept: Person, gone: Person, chosen: Collection[str]) -> None:
    """The fields chosen; an empty field of the record kept is filled in any case, the account goes over."""
    values = {name: getattr(gone, name) for name in CHOOSABLE}
    account = gone.account_id
    # Both numbers are unique: the one that goes gives them up first.
    Person.objects.filter(pk=gone.pk).update(staff_number="", account_id=None)
    for name, value in values.items():
        if name in chosen or not getattr(kept, name):
            setattr(kept, name, value)
    kept.account_id = kept.account_id or account
    if gone.left_on is None and kept.left_on is not None:
        close_departure(kept, kept.left_on, today())
        kept.left_on = None
    check_person(kept)
    kept.save()


def _cards(model: type[C], kept: Person, gone: Person) -> tuple[C | None, C | None]:
    """(the card that goes, the card kept) of one bank; a card that only one of them has goes to the person kept."""
    rows = {row.person_id: row for row in model.objects.select_for_update().filter(person__in=[kept, gone])}
    old, new = rows.get(gone.pk), rows.get(kept.pk)
    if old is not None and new is None:
        old.person = kept
        old.save(update_fields=["person", "updated_at"])
        return None, old
    return old, new


def _ids(cards: tuple[MentorCard | None, MentorCard | None] | tuple[MenteeCard | None, MenteeCard | None]) -> Any:
    old, new = cards
    return (old.pk, new.pk) if old is not None and new is not None else None


def _merge_cards(old: C | None, new: C | None) -> dict[str, int]:
    """One card of two: it is active when one of them is; words are joined, what is empty is filled."""
    if old is None or new is None:
        return {}
    moved = merging.move(old, new)
    if old.state == Card.State.ACTIVE and new.state != Card.State.ACTIVE:
        new.state, new.entered_on, new.left_on, new.category = old.state, old.entered_on, None, old.category
    elif old.state == new.state:
        new.entered_on = min(old.entered_on, new.entered_on)
    for name in WORD_LISTS:
        if hasattr(new, name):
            setattr(new, name, rules.joined_words(getattr(new, name), getattr(old, name)))
    for name in TEXTS:
        if hasattr(new, name):
            setattr(new, name, getattr(new, name) or getattr(old, name))
    if isinstance(new, MentorCard) and isinstance(old, MentorCard):
        new.capacity = max(new.capacity, old.capacity)
        new.trained_on = new.trained_on or old.trained_on
    if isinstance(new, MenteeCard) and isinstance(old, MenteeCard):
        new.track_on = (new.track_on or old.track_on) if new.track else None
    new.save()
    _delete(old)
    return moved


def _delete(row: Person | MentorCard | MenteeCard) -> None:
    """Delete what nothing points to any more; whatever was forgotten stops the merge instead of going with it."""
    left = merging.still_pointing(row)
    if left:
        raise RuntimeError(f"a merge forgot {', '.join(left)}")
    row.delete()


@action("person.note_distinct")
def note_distinct(*, one: Person, other: Person, acting: Actor) -> Distinct:
    """Two records that look alike are two people: they are not shown as duplicates any more."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    if first.pk == second.pk:
        raise wrong("kept", _("These are not two records."))
    row, _created = Distinct.objects.get_or_create(first=first, second=second)
    return row
