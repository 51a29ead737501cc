"""What points to a person or to a card, and how it is moved when two records of one person become one.

Every foreign key to ``Person``, ``MentorCard`` and ``MenteeCard`` is found by itself and moved. Where the row moved
would break a constraint of its table because the person kept has such a row already (a twin), the room that owns the
table says what happens: it registers ``on_twins`` when the product starts; else the merge is refused. References that
are no foreign keys (ids in facts of an order) are moved by hooks, ``after_moving``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kernel.errors import Conflict

from .models import BankPeriod, Departure, Distinct, Guardianship, MenteeCard, MentorCard, Person

Text = str | Promise
Target = Person | MentorCard | MenteeCard
ForeignKey = models.ForeignKey[Any, Any]

# (the row, changed in memory so that it points to the one kept and breaks a constraint; nothing is saved yet)
Twins = Callable[[Any], None]
Obstacles = Callable[[Person, Person], Sequence[Text]]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a hook of ``after_moving`` is told: ids that are no more and those that took their place."""

    gone: int
    kept: int
    mentor_cards: tuple[int, int] | None = None
    mentee_cards: tuple[int, int] | None = None


Hook = Callable[[Moved], int]

_twins: dict[tuple[type[models.Model], str], Twins] = {}
_obstacles: list[Obstacles] = []
_hooks: dict[str, tuple[Text, Hook]] = {}


def on_twins(model: type[models.Model], field: str, policy: Twins) -> None:
    """Say what happens with a row of ``model`` that cannot follow its ``field`` as it is."""
    _twins[model, field] = policy


def before_merging(check: Obstacles) -> None:
    """Register what hinders two persons (kept, gone) from becoming one, as sentences."""
    if check not in _obstacles:
        _obstacles.append(check)


def after_moving(name: str, title: Text, hook: Hook) -> None:
    """Register references that are no foreign keys; the hook moves them and says how many there were."""
    _hooks[name] = (title, hook)


def drop(row: Any) -> None:
    """The person kept has the same already: this one goes."""
    if row.pk is not None:
        type(row)._base_manager.filter(pk=row.pk).delete()


def refuse(row: Any) -> None:
    """Neither of the two rows may go: the merge waits until one of them is settled."""
    raise Conflict(
        _("Both have what only one may have: %(what)s.") % {"what": row._meta.verbose_name_plural},
        next_step=_("Settle this on one of the two cards first."),
    )


def obstacles(kept: Person, gone: Person) -> list[Text]:
    """Everything that hinders the merge now."""
    found = [sentence for check in _obstacles for sentence in check(kept, gone)]
    if Guardianship.objects.filter(Q(guardian=kept, ward=gone) | Q(guardian=gone, ward=kept)).exists():
        found.append(_("One of them is recorded as the guardian of the other."))
    if kept.account_id is not None and gone.account_id is not None:
        found.append(_("Both have an account: take the link of one of them away first."))
    return found


def relations(target: type[models.Model]) -> list[ForeignKey]:
    """Every foreign key that points to ``target``, in a stable order; without the cards' own, which are merged."""
    found: list[ForeignKey] = [
        related.field
        for related in target._meta.get_fields(include_hidden=True)
        if isinstance(related, models.ManyToOneRel) and isinstance(related.field, models.ForeignKey)
    ]
    return sorted(
        (field for field in found if field.model not in (MentorCard, MenteeCard)),
        key=lambda field: (field.model._meta.label, field.name),
    )


def constraints_on(field: ForeignKey) -> list[models.BaseConstraint]:
    """Constraints of the field's table that speak of the field: moving it may break them."""
    return [constraint for constraint in field.model._meta.constraints if _speaks_of(constraint, field.name)]


def _speaks_of(constraint: models.BaseConstraint, name: str) -> bool:
    if isinstance(constraint, models.UniqueConstraint):
        return name in constraint.fields or any(name in str(part) for part in constraint.expressions)
    return isinstance(constraint, models.CheckConstraint) and any(
        part == name or part.startswith(f"{name}__") for part in _names(constraint.condition)
    )


def _names(condition: Any) -> Iterator[str]:
    for child in getattr(condition, "children", ()):
        if isinstance(child, Q):
            yield from _names(child)
        else:
            yield child[0]
            if isinstance(child[1], models.F):
                yield str(child[1].deconstruct()[1][0])


def count(target: Target) -> Iterator[tuple[Text, int]]:
    """(what, how many) rows point to a person or a card: one query for each kind."""
    for field in relations(type(target)):
        number = field.model._base_manager.filter(**{field.name: target}).count()
        if number:
            yield field.model._meta.verbose_name_plural or field.model._meta.label, number


def move(gone: Target, kept: Target) -> dict[str, int]:
    """Let everything that points to ``gone`` point to ``kept``: name of a table -> rows moved."""
    found: dict[str, int] = {}
    for field in relations(type(gone)):
        number = _move(field, gone, kept)
        if number:
            title = str(field.model._meta.verbose_name_plural)
            found[title] = found.get(title, 0) + number
    return found


def _move(field: ForeignKey, gone: Target, kept: Target) -> int:
    rows = field.model._base_manager.filter(**{field.name: gone}).order_by("pk")
    if not field.unique and not constraints_on(field):
        return rows.update(**{field.name: kept})
    moved = 0
    for row in rows:
        setattr(row, field.name, kept)
        if not _is_twin(row, field):
            field.model._base_manager.filter(pk=row.pk).update(**{field.name: kept})
        else:
            _twins.get((field.model, field.name), refuse)(row)
        moved += 1
    return moved


def _is_twin(row: models.Model, field: ForeignKey) -> bool:
    """True when the row, moved, breaks a constraint."""
    model = type(row)
    if (
        field.unique
        and model._base_manager.filter(**{field.name: getattr(row, field.name)}).exclude(pk=row.pk).exists()
    ):
        return True
    try:
        for constraint in constraints_on(field):
            constraint.validate(model, row)
    except ValidationError:
        return True
    return False


def run_hooks(moved: Moved) -> dict[str, int]:
    """Move what is no foreign key."""
    found = {str(title): hook(moved) for title, hook in _hooks.values()}
    return {title: number for title, number in found.items() if number}


def still_pointing(target: Target) -> list[str]:
    """Tables in which something points to a person or a card: empty after a merge, before the row is deleted."""
    return [
        field.model._meta.label
        for field in relations(type(target))
        if field.model._base_manager.filter(**{field.name: target}).exists()
    ]


def _join_periods(row: BankPeriod) -> None:
    """Both stand in the bank now: one time, since the earlier entry."""
    twin = BankPeriod.objects.get(person=row.person, bank=row.bank, left_on__isnull=True)
    if row.entered_on < twin.entered_on:
        twin.entered_on = row.entered_on
        twin.save(update_fields=["entered_on", "updated_at"])
    drop(row)


on_twins(Guardianship, "guardian", drop)
on_twins(Guardianship, "ward", drop)
on_twins(BankPeriod, "person", _join_periods)
on_twins(Departure, "person", drop)
on_twins(Distinct, "first", drop)
on_twins(Distinct, "second", drop)
