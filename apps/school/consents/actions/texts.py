"""Texts that people agree to, and their versions."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from tenants.isolation.context import require_school

from .. import wording
from ..errors import wrong
from ..models import ConsentText

SEPARATE_SINCE = datetime.date(2025, 9, 1)  # consents are separate documents (156-ФЗ of 24.06.2025)
LONGEST_YEARS = 75


@action("consent.ensure_texts")
def ensure_texts(*, acting: Actor) -> int:
    """Give the school the first text of every type that has none. Returns how many were made."""
    operator = require_school().name
    have = set(ConsentText.objects.values_list("type", flat=True))
    fresh = []
    for code in wording.types():
        if code not in have:
            title, body = wording.first_text(code)
            body = body.replace("[[operator]]", operator)
            fresh.append(ConsentText(type=code, version=1, title=title, body=body, valid_from=SEPARATE_SINCE))
    ConsentText.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@action("consent.revise_text")
def revise_text(
    *,
    text: ConsentText,
    title: str,
    body: str,
    valid_from: datetime.date,
    acting: Actor,
    term: str = ConsentText.Term.PURPOSE,
    term_years: int | None = None,
    term_until: datetime.date | None = None,
) -> ConsentText:
    """A new version of a text. Consents given to the older versions stay as they were given, with their terms."""
    versions = list(ConsentText.objects.select_for_update().filter(type=text.type).order_by("-version"))
    latest = versions[0]
    years = _years(term_years) if term == ConsentText.Term.YEARS else None
    until = _until(term_until, valid_from) if term == ConsentText.Term.DATE else None
    fresh = (title.strip(), body.strip(), term, years, until)
    if fresh == (latest.title, latest.body, latest.term, latest.term_years, latest.term_until):
        raise wrong("body", _("Nothing is changed in the text."))
    if valid_from < latest.valid_from:
        raise wrong("valid_from", _("The version before is valid from a later day."))
    return ConsentText.objects.create(
        type=text.type,
        version=latest.version + 1,
        title=fresh[0],
        body=fresh[1],
        valid_from=valid_from,
        term=term,
        term_years=years,
        term_until=until,
    )


def _years(years: int | None) -> int:
    if years is None or not 1 <= years <= LONGEST_YEARS:
        raise wrong("term_years", _("From 1 to %(count)s years.") % {"count": LONGEST_YEARS})
    return years


def _until(until: datetime.date | None, valid_from: datetime.date) -> datetime.date:
    if until is None or until <= valid_from:
        raise wrong("term_until", _("The last day comes after the day from which the text is valid."))
    return until
