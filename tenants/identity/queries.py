"""Reads about accounts and their memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from kernel.acting import Actor, Place
from tenants.identity.models import Account, Membership, Role
from tenants.organisations.models import School


def memberships_of(account: Account) -> QuerySet[Membership]:
    """Active memberships in working schools and in the region, with their school."""
    active = Membership.objects.filter(account=account, is_active=True).select_related("school", "municipality")
    return active.exclude(school__state__in=[School.State.NEW, School.State.SUSPENDED, School.State.ARCHIVED])


def actor_for(
    user: AbstractBaseUser | AnonymousUser, *, place: Place, school: School | None = None, request_key: str = ""
) -> Actor:
    """The actor of an account in a place (one query). A school gives only the roles held in that very school."""
    slug, school_id = (school.slug, school.pk) if school else (None, None)
    if not isinstance(user, Account) or not user.is_active:
        return Actor(account_id=None, name="", place=place, school=slug, school_id=school_id)
    schools: dict[str, set[str]] = defaultdict(set)
    region: set[str] = set()
    for membership in memberships_of(user):
        if membership.school is not None:
            schools[membership.school.slug].add(membership.role)
        else:
            region.add(membership.role)
    if place == "school":
        roles = frozenset(schools.get(slug or "", ()))
    else:
        roles = frozenset(region.union(*schools.values()))
    frozen: Mapping[str, frozenset[str]] = {key: frozenset(value) for key, value in schools.items()}
    return Actor(
        account_id=user.pk,
        name=str(user),
        roles=roles,
        place=place,
        school=slug,
        school_id=school_id,
        schools=frozen,
        request_key=request_key,
    )


@dataclass(frozen=True, slots=True)
class PlaceOfWork:
    """One line of the switcher. ``label``: "" for the region, else the school's slug."""

    title: str
    label: str
    roles: tuple[str, ...]


def places_of(account: Account) -> list[PlaceOfWork]:
    """Where an account works: its region roles first, then its schools by name."""
    region: list[str] = []
    schools: dict[str, tuple[str, list[str]]] = {}
    for membership in memberships_of(account).order_by("school__short_name", "role"):
        title = str(Role(membership.role).label)
        if membership.school is None:
            region.append(title)
        else:
            schools.setdefault(membership.school.slug, (membership.school.short_name, []))[1].append(title)
    places = [PlaceOfWork("", "", tuple(region))] if region else []
    places += [PlaceOfWork(name, slug, tuple(roles)) for slug, (name, roles) in schools.items()]
    return places
