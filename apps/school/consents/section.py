"""The section of consents on a person's card."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Card, Person
from apps.school.people.queries import Bank
from apps.school.people.sections import Section
from kernel.acting import Actor

from . import permissions, queries, wording
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
    context = {"rows": rows, "lacked": [wording.short(code) for code in lacked]}
    return Section(_("Consents"), "consents/_section.html", "file-check", context)


def state_kind(consent: Consent) -> str:
    """The badge's kind."""
    return "success" if consent.withdrawn_on is None else "neutral"


def state_word(consent: Consent) -> wording.Text:
    """The badge's word."""
    if consent.withdrawn_on is None:
        return _("in force")
    if consent.replaced_by_id:
        return pgettext_lazy("consent", "replaced")
    return pgettext_lazy("consent", "withdrawn")
