"""What the end of the consent to distribution takes off the public page, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.consents import categories
from apps.school.consents import ports as consents
from apps.school.consents import rules as consent_rules
from apps.school.consents.models import Consent
from apps.school.people.models import Person
from apps.school.regulation.queries import current_or_none
from kernel.acting import Actor

from . import ports, showing
from .models import Material, PublishedList, PublishedPortfolio, PublishedResult
from .rules import Named, names_in

# Who is known no more, or plays no part any more, is not shown either.
ENDING = (consent_rules.DISTRIBUTION, consent_rules.PERSONAL_DATA)
NOTHING: frozenset[str] = frozenset()


def _removed(text: str, title: str) -> consents.Effect:
    return consents.Effect("removed", text % {"title": title})


def _named(person: Person) -> Named:
    return Named(person.last_name, person.first_name, person.patronymic, agrees=False)


def _texts(person: Person) -> list[PublishedResult | Material]:
    """Texts that name the person: results of programmes where they take or took part, and all materials."""
    results = PublishedResult.objects.filter(programme__match__mentors__card__person=person)
    results |= PublishedResult.objects.filter(programme__match__mentees__card__person=person)
    rows: list[PublishedResult | Material] = [*results.distinct(), *Material.objects.all()]
    return [row for row in rows if names_in(f"{row.title}\n{row.text}", [_named(person)])]


def _lists(person: Person) -> list[PublishedList]:
    """Lists on the public page in which the person stands."""
    known = (row for row in PublishedList.objects.all() if row.registry in ports.lists())
    return [row for row in known if ports.people_of_list(row.registry).filter(pk=person.pk).exists()]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on the public page of a person and may not stand there with these categories of data."""

    portfolios: list[PublishedPortfolio]
    texts: list[PublishedResult | Material]
    lists: list[PublishedList]


def _find(consent: Consent, allowed: frozenset[str]) -> Found:
    """``allowed``: the categories that may still be distributed."""
    person = consent.person
    shown = allowed.issuperset(showing.OF_PORTFOLIOS)
    return Found(
        [] if shown else list(PublishedPortfolio.objects.filter(person=person)),
        [] if categories.FULL_NAME in allowed else _texts(person),
        [row for row in _lists(person) if not allowed.issuperset(row.categories)],
    )


def _told(consent: Consent, found: Found, allowed: frozenset[str]) -> list[consents.Effect]:
    view = current_or_none()
    portfolio = _("The portfolio on the public page: %(title)s")
    text = _("The text on the public page that names the person: “%(title)s”")
    line = _("The line with the person in the published list: %(title)s")
    names = [view.local_name("registry", row.registry) if view else row.registry for row in found.lists]
    blocked = _("Nothing with the name or data of the person can be published.")
    return [
        *(_removed(portfolio, row.person.full_name) for row in found.portfolios),
        *(_removed(text, row.title) for row in found.texts),
        *(_removed(line, name) for name in names),
        *([] if allowed else [consents.Effect("blocked", blocked)]),
    ]


def preview(consent: Consent) -> Sequence[consents.Effect]:
    """The portfolio, texts that name the person, the line in published lists."""
    if not consent.type.startswith(ENDING):
        return []
    return _told(consent, _find(consent, NOTHING), NOTHING)


def carry_out(consent: Consent, acting: Actor) -> Sequence[consents.Effect]:
    """Remove what may not stand there any more; where a narrower consent replaces the ended one, only that.

    Lists are looked up by consents at every request: the line is gone already.
    """
    if not consent.type.startswith(ENDING):
        return []
    is_distribution = consent.type == consent_rules.DISTRIBUTION
    allowed = showing.allowed_of([consent.person])[consent.person_id] if is_distribution else NOTHING
    found = _find(consent, allowed)
    told = _told(consent, found, allowed)
    for row in (*found.portfolios, *found.texts):
        row.delete()
    return told


def register() -> None:
    """Fill the port of the room of consents."""
    consents.follow("publication", consents.Follower(preview, carry_out))
