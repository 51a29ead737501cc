"""Reads about papers of mentors from outside and about information from third parties."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet

from apps.school.regulation.rules.bank import ExternalMentor, documents_wanted, external_documents
from apps.school.regulation.view import RegulationView
from kernel.errors import NotFound, Violation

from ..models import MentorCard, Person, PersonDocument, ThirdPartyInfo
from ..rules import EXTERNAL_KINDS, is_external
from .persons import mentors

EXPIRY_DAYS = 30

PaperState = Literal["valid", "expiring", "expired", "missing"]


@dataclass(frozen=True, slots=True)
class Paper:
    """One wanted paper of one mentor: how it stands, and the document that says so (None when missing)."""

    kind: str
    state: PaperState
    document: PersonDocument | None = None


def documents_of(person: Person) -> QuerySet[PersonDocument]:
    """All papers of a person, by kind, the newest first."""
    return PersonDocument.objects.filter(person=person)


def document_by_id(document_id: int) -> PersonDocument:
    """One paper with its person; ``NotFound`` when there is none."""
    found = PersonDocument.objects.filter(pk=document_id).select_related("person").first()
    if found is None:
        raise NotFound()
    return found


def external_mentors() -> QuerySet[MentorCard]:
    """Mentors of the bank who do not work or study here."""
    return mentors().filter(person__kind__in=EXTERNAL_KINDS)


def papers_of(view: RegulationView, person_ids: Collection[int], on: datetime.date) -> dict[int, list[Paper]]:
    """How every wanted paper of each person stands on a day (one query)."""
    found: dict[tuple[int, str], list[PersonDocument]] = {}
    for document in PersonDocument.objects.filter(person_id__in=person_ids):
        found.setdefault((document.person_id, document.kind), []).append(document)
    wanted = documents_wanted(view)
    return {pk: [_paper(kind, found.get((pk, kind), []), on) for kind in wanted] for pk in person_ids}


def _paper(kind: str, documents: Iterable[PersonDocument], on: datetime.date) -> Paper:
    """By the document that is valid longest; when none is valid, by the one that expired last."""
    rows = [document for document in documents if document.issued_on <= on]
    if not rows:
        return Paper(kind, "missing")
    best = max(rows, key=lambda row: row.expires_on or datetime.date.max)
    if not best.is_valid_on(on):
        return Paper(kind, "expired", best)
    soon = on + datetime.timedelta(days=EXPIRY_DAYS)
    return Paper(kind, "expiring" if best.expires_on and best.expires_on <= soon else "valid", best)


def papers_in_bank(view: RegulationView, on: datetime.date) -> Mapping[int, list[Paper]]:
    """Person id -> papers, of all mentors from outside in the bank (two queries)."""
    return papers_of(view, list(external_mentors().values_list("person_id", flat=True)), on)


def external_mentor_violations(view: RegulationView, persons: Iterable[Person], on: datetime.date) -> list[Violation]:
    """What the regulation and the law say against mentors from outside who begin work on a day: their papers.

    Those who work or study here are passed over. One query, none where nobody is from outside.
    """
    outside = [person for person in persons if is_external(person.kind)]
    if not outside:
        return []
    valid: dict[int, set[str]] = {person.pk: set() for person in outside}
    for document in PersonDocument.objects.filter(person__in=outside):
        if document.is_valid_on(on):
            valid[document.person_id].add(document.kind)
    facts = [ExternalMentor(person.short_name, frozenset(valid[person.pk])) for person in outside]
    return external_documents(view, facts)


def third_party_info_of(person: Person) -> QuerySet[ThirdPartyInfo]:
    """What others said of a person, the newest first."""
    return ThirdPartyInfo.objects.filter(person=person)


def third_party_info_by_id(info_id: int) -> ThirdPartyInfo:
    """One record with its person; ``NotFound`` when there is none."""
    found = ThirdPartyInfo.objects.filter(pk=info_id).select_related("person").first()
    if found is None:
        raise NotFound()
    return found


def outlived_info() -> QuerySet[ThirdPartyInfo]:
    """Information about people who are mentees no more: its purpose is reached, it is to be deleted (152-ФЗ ст. 21)."""
    return ThirdPartyInfo.objects.exclude(person__mentee_card__state="active").select_related("person")
