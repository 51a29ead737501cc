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
def test_it_is_said_what_happens_with_twins(target: type[models.Model]) -> None:
    """A table that lets a person stand in it once says what becomes of the second row (``merging.on_twins``)."""
    unsettled = [
        f"{field.model._meta.label}.{field.name}"
        for field in merging.relations(target)
        if not merging.is_settled(field)
    ]
    assert unsettled == []
