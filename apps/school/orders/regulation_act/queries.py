"""Reads about documents of the regulation."""

from __future__ import annotations

from apps.school.regulation.models import RegulationVersion

from ..models import ActDocument, Order
from ..queries import about


def document_of(version: RegulationVersion) -> ActDocument | None:
    """The files of a version, None when nobody has asked for them."""
    return ActDocument.objects.select_related("version").filter(version=version).first()


def waiting_order(version: RegulationVersion) -> Order | None:
    """The order about a draft that waits for the head."""
    return about(version).filter(state=Order.State.WAITING).first()
