"""Host -> place. ``<base>`` is the front door, ``region.<base>`` the region, ``<slug>.<base>`` a school."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from kernel.acting import Place
from tenants.isolation.hostbook import book
from tenants.organisations.models import School

REGION_LABEL = "region"
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Location:
    """Where a host leads. ``place`` None: an unknown host; ``redirect``: the front door should be shown instead."""

    place: Place | None
    school: School | None = None
    redirect: bool = False


def host_name(raw: str) -> str:
    """The host without its port, lower case, without a final dot."""
    host = raw.rsplit(":", 1)[0] if not raw.endswith("]") and ":" in raw else raw
    return host.lower().rstrip(".")


def locate(raw_host: str) -> Location:
    """Find the place of a host. Only working schools have one: all else is unknown."""
    host = host_name(raw_host)
    base = settings.BASE_DOMAIN
    if host in LOCAL_HOSTS:
        return Location(place="front", redirect=True)
    if host == base:
        return Location(place="front")
    if host == f"{REGION_LABEL}.{base}":
        return Location(place="region")
    school = book.find(host, school_at)
    return Location(place="school" if school else None, school=school)


def school_at(host: str) -> School | None:
    """The working school of a host, asked of the database."""
    label = host.removesuffix(f".{settings.BASE_DOMAIN}")
    working = School.objects.select_related("municipality").filter(state=School.State.READY)
    if label != host:
        return working.filter(slug=label).first()
    return working.filter(domains__domain=host).first()


def address_of(label: str = "") -> str:
    """Absolute address of the front door (""), of the region ("region") or of a school (its slug), without a slash."""
    host = f"{label}.{settings.BASE_DOMAIN}" if label else settings.BASE_DOMAIN
    port = settings.PUBLIC_PORT
    return f"{settings.PUBLIC_SCHEME}://{host}" + (f":{port}" if port else "")
