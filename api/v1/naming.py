"""The words of the school that the host names."""

from __future__ import annotations

from api.v1.fields import Naming
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none


def own_words() -> Naming:
    """The school's words under the regulation in force, else the catalogue's titles."""
    view = current_or_none()
    return view.local_name if view is not None else catalogue().title
