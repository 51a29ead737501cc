"""Texts and links on the public page; where it stands on the school's own site."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import publishing
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError, refuse_if

from .. import queries, rules
from ..models import Material, SitePlace
from ..permissions import require_publisher
from .results import require_words


def _check(kind: str, title: str, text: str, link: str) -> None:
    require_words(title=title)
    if not text.strip() and not link:
        message = _("Write a text or give the address of the document.")
        raise InputError(message, problems=[{"place": "text", "message": message}])
    if kind in publishing.OF_PERSONS:
        message = _("Lists and portfolios of people are published on pages of their own.")
        raise InputError(message, problems=[{"place": "kind", "message": message}])
    refuse_if(
        [
            *publishing.material(regulation.current(), kind),
            *rules.names(f"{title}\n{text}", queries.named(queries.everybody_in_banks())),
        ],
        next_step=_("Choose a kind of the list; leave names out, or record the consents to distribution."),
    )


@action("publication.place")
def place_material(*, kind: str, title: str, text: str, link: str, acting: Actor) -> Material:
    """Put a material on the public page, of a kind that the regulation lists; nobody is named without consent."""
    require_publisher(acting)
    _check(kind, title, text, link)
    return Material.objects.create(kind=kind, title=title.strip(), text=text.strip(), link=link, published_on=today())


@action("publication.edit_material")
def edit_material(*, material: Material, kind: str, title: str, text: str, link: str, acting: Actor) -> Material:
    """Change a material; the same rules are asked again."""
    require_publisher(acting)
    locked = Material.objects.select_for_update().get(pk=material.pk)
    _check(kind, title, text, link)
    locked.kind, locked.title, locked.text, locked.link = kind, title.strip(), text.strip(), link
    locked.save()
    return locked


@action("publication.remove_material")
def remove_material(*, material: Material, acting: Actor) -> None:
    """Take a material off the public page at once."""
    require_publisher(acting)
    Material.objects.filter(pk=material.pk).delete()


@action("publication.state_place")
def state_place(*, address: str, acting: Actor) -> SitePlace:
    """Say where on the school's own site mentoring is told of: what the regulation asks, and how it is kept."""
    require_publisher(acting)
    place = SitePlace.objects.select_for_update().first() or SitePlace()
    place.address, place.stated_on = address, today()
    place.save()
    return place
