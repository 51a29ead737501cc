"""When two records of one person become one, nothing that points to them is forgotten."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from apps.school.people import merging
from apps.school.people.models import MenteeCard, MentorCard, Person

TARGETS = (Person, MentorCard, MenteeCard)


def pointing(target: type[models.Model]) -> set[tuple[str, str]]:
    """(table, field) of every foreign key to the target, read from the tables themselves."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is target
    }


@pytest.mark.parametrize("target", TARGETS, ids=lambda model: model.__name__)
def test_every_reference_is_moved(target: type[models.Model]) -> None:
    moved = {(field.model._meta.label, field.name) for field in merging.relations(target)}
    cards = {("people.MentorCard", "person"), ("people.MenteeCard", "person")}
    assert moved == pointing(target) - cards
    assert moved


@pytest.mark.parametrize("target", TARGETS, ids=lambda model: model.__name__)
def test_a_twin_is_known_by_the_constraints_of_its_table(target: type[models.Model]) -> None:
    """Where one person may have one row only, the merge looks at every row: ``on_twins`` says what becomes of a second
    one, and where nobody said so the merge is refused."""
    single = {
        (field.model._meta.label, field.name)
        for field in merging.relations(target)
        if field.unique
        or any(field.name in getattr(constraint, "fields", ()) for constraint in field.model._meta.constraints)
    }
    careful = {
        (field.model._meta.label, field.name)
        for field in merging.relations(target)
        if field.unique or merging.constraints_on(field)
    }
    assert single <= careful
    assert single
