"""The section of consents on a person's card."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Card, Person
from apps.school.people.queries import Bank
from apps.school.people.sections import Section
from kernel.acting import Actor
from kernel.clock import today

from . import permissions, queries, rules, wording
from .models import Consent

BANKS: tuple[Bank, ...] = ("mentor", "mentee")


def consents_section(person: Person, actor: Actor) -> Section | None:
    """What is given and what is lacking; only the office sees it."""
    if not permissions.sees_all(actor):
        return None
    lacked: list[str] = []
    for bank in BANKS:
        card = getattr(person, f"{bank}_card", None)
        if card is not None and card.state == Card.State.ACTIVE:
            lacked += [code for code in queries.missing([person], bank)[person.pk] if code not in lacked]
    rows = [
        {"consent": row, "word": wording.short(row.type), "kind": state_kind(row), "state": state_word(row)}
        for row in queries.consents_of(person)
    ]
    context = {
        "rows": rows,
        "lacked": [wording.short(code) for code in lacked],
        "viewings": f"{reverse('consents:viewings')}?person={person.pk}" if permissions.HEAD.admits(actor) else "",
    }
    return Section(_("Consents"), "consents/_section.html", "file-check", context)


def state_of(consent: Consent) -> str:
    """``in_force withdrawn replaced``, ``expired`` (by the term of the text) or ``grown`` (given as a minor)."""
    if consent.withdrawn_on is not None:
        return "replaced" if consent.replaced_by_id else "withdrawn"
    day = today()
    if consent.expires_on is not None and consent.expires_on < day:
        return "expired"
    counts = rules.still_counts(consent.type, queries.subject_of(consent.person), consent.given_on, day)
    return "in_force" if counts else "grown"


STATES: dict[str, wording.Text] = {
    "in_force": _("in force"),
    "expired": pgettext_lazy("consent", "expired"),
    "grown": _("ended at 18"),
    "withdrawn": pgettext_lazy("consent", "withdrawn"),
    "replaced": pgettext_lazy("consent", "replaced"),
}
KINDS = {"in_force": "success", "expired": "warning", "grown": "warning"}


def state_kind(consent: Consent) -> str:
    """The badge's kind."""
    return KINDS.get(state_of(consent), "neutral")


def state_word(consent: Consent) -> wording.Text:
    """The badge's word."""
    return STATES[state_of(consent)]
