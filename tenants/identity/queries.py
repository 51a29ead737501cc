"""Reads about accounts and their memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from kernel.acting import Actor, Place
from kernel.errors import NotFound
from tenants.identity.models import Account, ApiToken, Membership, Role, UnreadCount
from tenants.organisations.models import School


def memberships_of(account: Account) -> QuerySet[Membership]:
    """Active memberships in working schools and in the region, with their school."""
    active = Membership.objects.filter(account=account, is_active=True).select_related("school", "municipality")
    return active.filter(Q(school=None) | Q(school__state=School.State.READY))


def holders(school: School, *roles: str) -> QuerySet[Membership]:
    """Active memberships of a school with one of these roles (with any when none is named)."""
    found = Membership.objects.filter(school=school, is_active=True)
    return found.filter(role__in=roles) if roles else found


def members_among(school: School, accounts: Collection[UUID]) -> QuerySet[Account]:
    """Those of the accounts that are active and have a role in the school now."""
    members = Membership.objects.filter(school=school, is_active=True, account_id__in=accounts).values("account_id")
    return Account.objects.filter(pk__in=members, is_active=True)


def accounts_elsewhere(school: School, role: str, accounts: Collection[UUID]) -> frozenset[UUID]:
    """Those of the accounts that hold the role in some other school now (one query)."""
    rows = Membership.objects.filter(account_id__in=accounts, role=role, is_active=True, school__isnull=False)
    return frozenset(rows.exclude(school=school).values_list("account_id", flat=True))


def accounts_named(words: str) -> QuerySet[Account]:
    """Accounts that have every word in the name or in the e-mail; of whatever place: ask only beside own rows."""
    rows = Account.objects.all()
    for word in words.split()[:6]:
        rows = rows.filter(
            Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(patronymic__icontains=word)
            | Q(email__icontains=word)
        )
    return rows


def names_among(accounts: Collection[UUID]) -> Mapping[UUID, str]:
    """Names of these accounts, those that work nowhere any more included."""
    return {account.pk: str(account) for account in Account.objects.filter(pk__in=accounts)}


def actor_for(
    user: AbstractBaseUser | AnonymousUser, *, place: Place, school: School | None = None, request_key: str = ""
) -> Actor:
    """The actor of an account in a place (one query). A school gives only the roles held in that very school."""
    if not isinstance(user, Account) or not user.is_active:
        slug, school_id = (school.slug, school.pk) if school else (None, None)
        return Actor(account_id=None, name="", place=place, school=slug, school_id=school_id)
    return _actor(user, memberships_of(user), place=place, school=school, request_key=request_key)


def actors_for(accounts: Collection[Account], *, place: Place, school: School | None = None) -> dict[UUID, Actor]:
    """The actors of many active accounts in a place, by account (one query)."""
    held: dict[UUID, list[Membership]] = defaultdict(list)
    active = Membership.objects.filter(account__in=accounts, is_active=True).select_related("school")
    for membership in active.filter(Q(school=None) | Q(school__state=School.State.READY)):
        held[membership.account_id].append(membership)
    return {account.pk: _actor(account, held[account.pk], place=place, school=school) for account in accounts}


def _actor(
    user: Account, memberships: Iterable[Membership], *, place: Place, school: School | None, request_key: str = ""
) -> Actor:
    slug, school_id = (school.slug, school.pk) if school else (None, None)
    schools: dict[str, set[str]] = defaultdict(set)
    region: set[str] = set()
    for membership in memberships:
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
    """One line of the switcher. ``label``: "" for the region, else the school's slug; ``unread``: notices there."""

    title: str
    label: str
    roles: tuple[str, ...]
    unread: int = 0


def places_of(account: Account) -> list[PlaceOfWork]:
    """Where an account works: its region roles first, then its schools by name (one query)."""
    counts = UnreadCount.objects.of_all_schools().filter(account_id=account.pk, school=OuterRef("school"))
    rows = memberships_of(account).annotate(unread=Coalesce(Subquery(counts.values("count")[:1]), 0))
    region: list[str] = []
    schools: dict[str, PlaceOfWork] = {}
    for membership in rows.order_by("school__short_name", "role"):
        title = str(Role(membership.role).label)
        if membership.school is None:
            region.append(title)
            continue
        slug = membership.school.slug
        place = schools.get(slug, PlaceOfWork(membership.school.short_name, slug, (), membership.unread))
        schools[slug] = replace(place, roles=(*place.roles, title))
    return [*([PlaceOfWork("", "", tuple(region))] if region else []), *schools.values()]


def unread_of(actor: Actor) -> QuerySet[UnreadCount]:
    """Where the actor has unread notices: the numbers of the working schools in which the account still has a role."""
    rows = UnreadCount.objects.of_all_schools()
    if actor.account_id is None:
        return rows.none()
    mine = Membership.objects.filter(account=actor.account_id, is_active=True, school__state=School.State.READY)
    rows = rows.filter(account_id=actor.account_id, count__gt=0)
    return rows.filter(school__in=mine.values("school")).select_related("school").order_by("school__short_name")


DEMO_ROLES = (Role.CURATOR, Role.HEAD, Role.MENTOR, Role.MENTEE)
DEMO_REGION_EMAILS = ("coordinator@region.demo", "expert@institute.demo", "operator@platform.demo")
DEMO_SCHOOLS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A demo account on the sign-in page: its e-mail and where it works as whom."""

    email: str
    note: str


def demo_logins(school: School | None, place: Place) -> list[DemoLogin]:
    """The demo accounts of a place; at the front door those of all places. For the demo alone."""
    if school is not None:
        slugs = [school.slug]
    elif place == "front":
        ready = School.objects.filter(is_demo=True, state=School.State.READY).order_by("pk")
        slugs = list(ready.values_list("slug", flat=True)[:DEMO_SCHOOLS_SHOWN])
    else:
        slugs = []
    emails = [f"{role}@{slug}.demo" for slug in slugs for role in DEMO_ROLES]
    if school is None:
        emails = [*DEMO_REGION_EMAILS, *emails]
    active = Membership.objects.filter(account__email__in=emails, account__is_active=True, is_active=True)
    notes: dict[str, str] = {}
    for membership in active.select_related("account", "school").order_by("pk"):
        title = str(Role(membership.role).label)
        name = f"{membership.school.short_name}: {title}" if membership.school and school is None else title
        notes.setdefault(membership.account.email, name)
    return [DemoLogin(email, notes[email]) for email in emails if email in notes]


def _role_order() -> Case:
    cases = [When(role=role.value, then=Value(number)) for number, role in enumerate(Role)]
    return Case(*cases, default=Value(len(cases)), output_field=IntegerField())


def members_of(school: School) -> QuerySet[Membership]:
    """Active memberships of a school with their accounts, by name."""
    return (
        Membership.objects.filter(school=school, is_active=True)
        .select_related("account")
        .annotate(role_order=_role_order())
        .order_by("account__last_name", "account__first_name", "account__email", "role_order")
    )


def member_of(school: School, membership: int) -> Membership | None:
    """One active membership of that very school."""
    return members_of(school).filter(pk=membership).first()


def account_of(actor: Actor) -> Account:
    """The account that acts. Only for known actors."""
    if actor.account_id is None:
        raise NotFound()
    return Account.objects.get(pk=actor.account_id)


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens, live ones first."""
    if actor.account_id is None:
        return ApiToken.objects.none()
    return ApiToken.objects.filter(account_id=actor.account_id).order_by("-revoked_at", "-created_at")
