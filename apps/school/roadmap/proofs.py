"""The terms of an event with what proves them, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import records
from .models import Event, Evidence, Term
from .records import Record


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence. ``record``: what it refers to; None for a file, a link or a record that is gone."""

    evidence: Evidence
    record: Record | None


@dataclass(frozen=True, slots=True)
class Proved:
    """A term with its evidence."""

    term: Term
    proofs: Sequence[Proof]


def with_evidence(event: Event) -> list[Proved]:
    """The terms of an event in their order (2 queries and one for each kind of record that is cited)."""
    terms = list(event.terms.prefetch_related("evidence").select_related("carried_from__event__stage"))
    pieces = [piece for term in terms for piece in term.evidence.all()]
    known = records.known(piece.record for piece in pieces if piece.record)
    return [Proved(term, [Proof(piece, known.get(piece.record)) for piece in term.evidence.all()]) for term in terms]
