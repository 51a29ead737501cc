"""Lists of people and portfolios on the public page: by the regulation, and by each person's consent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.consents import categories as data
from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import publishing
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotFound, refuse_if

from .. import ports, showing
from ..models import PublishedList, PublishedPortfolio
from ..permissions import require_publisher


@action("publication.publish_list")
def publish_list(*, registry: str, categories: Sequence[str], acting: Actor, leave_out: bool = False) -> PublishedList:
    """Put a list of people on the public page, or show other data of it. Full names always stand in it.

    Everybody must have consented to the distribution of the very data; with ``leave_out`` those who have not are left
    out, now and at every later look, instead of hindering the rest.
    """
    require_publisher(acting)
    if registry not in ports.lists():
        raise NotFound()
    wanted = [code for code in showing.OF_LISTS if code in categories or code == data.FULL_NAME]
    people = showing.shown_of(list(ports.people_of_list(registry)))
    if leave_out:
        lacking = set(publishing.without_consent(people, wanted))
        people = [person for person in people if person.name not in lacking]
    if not people:
        raise Conflict(
            _("Nobody would stand in the list."),
            next_step=_("Ask for the consents to distribution: send links to sign from the page of consents."),
        )
    refuse_if(
        publishing.list_of_people(regulation.current(), registry, people, wanted),
        next_step=_("Send them links to sign the consent to distribution, show less data, or leave them out."),
    )
    shown = {"categories": wanted}
    found, _made = PublishedList.objects.update_or_create(
        registry=registry, defaults=shown, create_defaults={**shown, "published_on": today()}
    )
    return found


@action("publication.remove_list")
def remove_list(*, published: PublishedList, acting: Actor) -> None:
    """Take a list off the public page at once."""
    require_publisher(acting)
    PublishedList.objects.filter(pk=published.pk).delete()


@action("publication.publish_portfolio")
def publish_portfolio(*, person: Person, role: str, acting: Actor) -> PublishedPortfolio:
    """Put somebody's portfolio on the public page, as the holder of a role that the regulation names."""
    require_publisher(acting)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if PublishedPortfolio.objects.filter(person=locked).exists():
        raise Conflict(_("This portfolio is on the public page already."))
    if role not in showing.roles_of(locked):
        message = _("The person does not have this role here.")
        raise InputError(message, problems=[{"place": "role", "message": message}])
    [owner] = showing.shown_of([locked])
    refuse_if(
        publishing.portfolio(regulation.current(), role, owner, showing.OF_PORTFOLIOS),
        next_step=_("Send the person a link to sign the consent to distribution of the name and the achievements."),
    )
    if not showing.entries_of(locked):
        raise Conflict(_("There is nothing to show in this portfolio yet."))
    return PublishedPortfolio.objects.create(person=locked, role=role, published_on=today())


@action("publication.remove_portfolio")
def remove_portfolio(*, portfolio: PublishedPortfolio, acting: Actor) -> None:
    """Take a portfolio off the public page at once."""
    require_publisher(acting)
    PublishedPortfolio.objects.filter(pk=portfolio.pk).delete()
