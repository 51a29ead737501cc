"""The sidebar, by place and role, and the switcher of places. One list; entries nobody may enter are not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from apps.region.cases import queries as cases
from apps.region.exchange import queries as exchange
from apps.school.orders import queries as orders
from apps.school.regulation.words.present import speaking
from kernel.acting import Actor
from tenants.identity.models import Account
from tenants.identity.queries import places_of
from tenants.isolation.hosts import REGION_LABEL, address_of
from tenants.organisations.models import School

STAFF = frozenset({"curator", "head", "methodical_association"})
OFFICE = frozenset({"curator", "head"})
PARTICIPANTS = frozenset({"mentor", "mentee"})
EVERYBODY = STAFF | PARTICIPANTS | {"guardian"}
REGION_OFFICE = frozenset({"regional_coordinator", "municipal_coordinator"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the sidebar: shown to holders of one of ``roles``; ``count``: how much waits there (one query).

    ``at_region``: the page is on the region's host, wherever the sidebar stands.
    """

    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str]
    count: Callable[[Actor], int] | None = None
    at_region: bool = False

    def address(self, request: HttpRequest) -> str:
        """Where the entry leads from this request's host."""
        if self.at_region:
            return address_of(REGION_LABEL) + reverse(self.url_name, urlconf=settings.REGION_URLCONF)
        return reverse(self.url_name, urlconf=getattr(request, "urlconf", None))


def _to_sign(actor: Actor) -> int:
    return orders.waiting().count() if actor.has("head") else 0


def _complaints(actor: Actor) -> int:
    return exchange.complaints_to_answer(actor)


def _to_review(_actor: Actor) -> int:
    return cases.waiting().count()


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of entries."""

    title: str | Promise
    entries: tuple[Entry, ...]


SCHOOL_GROUPS = (
    Group(
        _("Work"),
        (
            Entry(_("Today"), "today:index", "house", EVERYBODY),
            Entry(_("Pairs"), "pairs:index", "people", STAFF | PARTICIPANTS),
            Entry(_("Matching"), "matching:index", "diagram-2", OFFICE),
            Entry(_("Programmes"), "programmes:index", "journal-check", STAFF | PARTICIPANTS),
            Entry(_("Meetings"), "meetings:index", "calendar-event", STAFF | PARTICIPANTS),
            Entry(_("Orders"), "orders:index", "file-earmark-text", OFFICE, _to_sign),
            Entry(_("Roadmap"), "roadmap:index", "signpost-2", STAFF),
            Entry(_("My events"), "roadmap:mine", "calendar-check", PARTICIPANTS),
            Entry(_("When I can meet"), "matching:conditions_own", "calendar-week", PARTICIPANTS),
            Entry(_("My questionnaires"), "questionnaires:mine", "ui-checks", PARTICIPANTS),
            Entry(_("Help"), "meetings:help", "life-preserver", EVERYBODY),
        ),
    ),
    Group(
        _("People"),
        (
            Entry(_("Persons"), "people:persons", "person-vcard", OFFICE),
            Entry(_("Mentors"), "people:mentors", "mortarboard", STAFF),
            Entry(_("Mentees"), "people:mentees", "person-raised-hand", STAFF),
            Entry(_("My card"), "people:own", "person-badge", PARTICIPANTS | {"guardian"}),
            Entry(_("Professional growth"), "growth:index", "graph-up-arrow", STAFF),
            Entry(_("My growth"), "growth:mine", "graph-up-arrow", PARTICIPANTS | {"guardian"}),
            Entry(_("Selection"), "selection:index", "award", STAFF),
            Entry(_("To become a mentor"), "selection:own", "award", frozenset({"mentee"})),
            Entry(_("Consents"), "consents:index", "file-check", OFFICE | {"guardian"} | PARTICIPANTS),
            Entry(_("Questionnaires"), "questionnaires:index", "ui-checks", OFFICE),
            Entry(_("Import"), "people:imports", "cloud-upload", OFFICE),
        ),
    ),
    Group(
        _("School"),
        (
            Entry(_("Regulation"), "regulation:index", "bank", EVERYBODY),
            Entry(_("My rights and duties"), "today:rights", "card-checklist", EVERYBODY),
            Entry(_("Indicators"), "monitoring:index", "graph-up", OFFICE),
            Entry(_("Public page"), "publication:index", "globe", OFFICE),
            Entry(_("Access"), "members:index", "person-lock", OFFICE),
        ),
    ),
    Group(
        _("Region"),
        (
            Entry(_("Other schools"), "liaison:index", "diagram-3", OFFICE),
            Entry(_("Mentors of other schools"), "liaison:search", "search-heart", frozenset({"mentee"})),
            Entry(_("My requests"), "liaison:my_requests", "send", frozenset({"mentee"})),
            Entry(_("For other schools"), "liaison:my_offers", "diagram-3", frozenset({"mentor"})),
            Entry(_("Remote pairs"), "exchange:index", "camera-video", PARTICIPANTS | OFFICE, at_region=True),
            Entry(_("Speed mentoring"), "speed:index", "lightning-charge", PARTICIPANTS | OFFICE, at_region=True),
            Entry(_("Best practice"), "liaison:cases", "collection", OFFICE),
            Entry(_("Library of cases"), "cases:index", "book", STAFF | PARTICIPANTS, at_region=True),
        ),
    ),
)

REGION_GROUPS = (
    Group(
        _("Region"),
        (
            Entry(_("Dashboard"), "statistics:index", "speedometer2", REGION_OFFICE),
            Entry(
                _("Norms and defaults"),
                "institute:acts",
                "journal-text",
                REGION_OFFICE | {"institute_expert", "platform_operator"},
            ),
            Entry(_("Schools"), "provisioning:schools", "buildings", frozenset({"platform_operator"})),
        ),
    ),
    Group(
        _("Between schools"),
        (
            Entry(
                _("Remote pairs"),
                "exchange:index",
                "camera-video",
                REGION_OFFICE | PARTICIPANTS | OFFICE,
            ),
            Entry(_("Offers and needs"), "exchange:board_offers", "arrow-left-right", REGION_OFFICE),
            Entry(_("Complaints"), "exchange:complaints", "chat-dots", REGION_OFFICE, _complaints),
            Entry(_("Speed mentoring"), "speed:index", "lightning-charge", REGION_OFFICE | PARTICIPANTS | OFFICE),
        ),
    ),
    Group(
        _("Best practice"),
        (
            Entry(_("For review"), "cases:reviews", "clipboard-check", frozenset({"institute_expert"}), _to_review),
            Entry(
                _("Library of cases"),
                "cases:index",
                "collection",
                REGION_OFFICE | STAFF | PARTICIPANTS | {"institute_expert"},
            ),
        ),
    ),
)


def _groups(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    groups = {"school": SCHOOL_GROUPS, "region": REGION_GROUPS}.get(actor.place, ())
    here = _nearest(request.path, [entry.address(request) for group in groups for entry in group.entries])
    shown: list[dict[str, Any]] = []
    for group in groups:
        items = [
            {
                "label": entry.label,
                "url": url,
                "icon": entry.icon,
                "active": url == here,
                "count": entry.count(actor) if entry.count is not None else 0,
            }
            for entry in group.entries
            if actor.has(*entry.roles)
            for url in [entry.address(request)]
        ]
        if items:
            shown.append({"title": group.title, "items": items})
    return shown


def _nearest(path: str, urls: list[str]) -> str:
    """The entry whose page this is or lies below: the longest address that the path begins with."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _places(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """The switcher: roles in the common words, for each place has words of its own. Counts what is not read there."""
    if not isinstance(request.user, Account):
        return []
    with speaking(None):
        return [
            {
                "title": place.title or _("Region"),
                "role": ", ".join(place.roles),
                "url": address_of(place.label or REGION_LABEL) + "/",
                "current": actor.school == place.label if place.label else actor.place == "region",
                "unread": place.unread,
            }
            for place in places_of(request.user)
        ]


def _bell(request: HttpRequest, actor: Actor, places: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """How much is not read, in all schools of the person, and where it is read."""
    in_school = actor.place == "school" and bool(actor.roles)
    name = settings.SCHOOL_INBOX if in_school else "account_notices"
    url = reverse(name, urlconf=getattr(request, "urlconf", None))
    return {"count": sum(place["unread"] for place in places), "url": url}


def _subtitle(school: School | None) -> str | Promise:
    return school.municipality.title if school else _("mentoring in schools")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell: ``navigation``, ``places``, ``place``, ``actor``, ``bell``, ``demo``; lists are lazy."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        return {}
    school = getattr(request, "school", None)
    places = SimpleLazyObject(lambda: _places(request, actor))
    return {
        "actor": actor,
        "school": school,
        "place": {"title": school.short_name if school else _("Region"), "subtitle": _subtitle(school)},
        "account_links": [{"label": _("My account"), "url": "/accounts/me/"}] if actor.is_known else [],
        "bell": SimpleLazyObject(lambda: _bell(request, actor, places)) if actor.is_known else None,
        "front_address": address_of(),
        "region_address": address_of(REGION_LABEL),
        "navigation": SimpleLazyObject(lambda: _groups(request, actor)),
        "places": places,
        "demo": settings.DEMO,
    }
