"""Reads about schools and municipalities of the installation."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from tenants.organisations.models import Municipality, School


def working_schools(search: str = "") -> QuerySet[School]:
    """Schools that work, with their municipality; ``search``: words that must all occur in the names."""
    found = School.objects.filter(state=School.State.READY).select_related("municipality")
    for word in search.split()[:8]:
        found = found.filter(
            Q(short_name__icontains=word)
            | Q(name__icontains=word)
            | Q(slug__icontains=word)
            | Q(municipality__title__icontains=word)
        )
    return found.order_by("short_name", "id")


def all_schools() -> QuerySet[School]:
    """Every school in whatever state, with its municipality: for the platform operator."""
    return School.objects.select_related("municipality").order_by("short_name", "id")


def find_school(slug: str) -> School | None:
    """A school in whatever state by its slug."""
    return all_schools().filter(slug=slug).first()


def municipalities() -> QuerySet[Municipality]:
    """All municipalities by title, with the number of their schools."""
    return Municipality.objects.annotate(schools_count=Count("schools")).order_by("title")


def find_municipality(text: str) -> Municipality | None:
    """A municipality by its code or title, whatever the case."""
    return Municipality.objects.filter(Q(code=text.strip().lower()) | Q(title__iexact=text.strip())).first()
