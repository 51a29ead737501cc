"""Words of consents: short names for badges, reasons of refusals, the texts that a school starts with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from kernel.errors import Violation

from . import categories
from .models import Consent

Text = str | Promise

TEXTS = Path(__file__).resolve().parent / "texts"

SHORT: Mapping[str, Text] = {
    "pd_processing": _("personal data"),
    "pd_processing_guardian": _("personal data (guardian)"),
    "participation": pgettext_lazy("consent", "participation"),
    "participation_guardian": _("participation (guardian)"),
    "extra_duties": _("extra duties"),
    "distribution": _("distribution of data"),
    "photo_video": _("photo and video"),
    "transfer": _("transfer of data to another school"),
}

REASONS: Mapping[str, Text] = {
    "guardian_only": _("For a minor this consent is signed by a guardian who is recorded on the card of the person."),
    "own_only": _("This consent is signed by the person alone."),
    "too_young": _("Under 14 the guardian signs, not the child."),
    "of_age": _("The person is of age and signs alone."),
    "not_guardian": _("The signer is not recorded as a guardian of this person."),
}


def types() -> tuple[str, ...]:
    """All types of consents, in the order of the catalogue."""
    return tuple(catalogue().dictionaries["consent_type"])


def short(code: str) -> Text:
    """A word or two for a badge."""
    return SHORT.get(code) or title(code)


def title(code: str) -> str:
    """The catalogue's full title with a capital letter."""
    text = catalogue().title("consent_type", code)
    return text[:1].upper() + text[1:]


def choices() -> list[tuple[str, Text]]:
    """(code, short word) of every type."""
    return [(code, short(code)) for code in types()]


@cache
def first_text(code: str) -> tuple[str, str]:
    """Title and body of the text that a school starts with; places of names stay marked, see ``filled``."""
    heading, body = (TEXTS / f"{code}.md").read_text(encoding="utf-8").split("\n", 1)
    return heading.strip(), body.strip()


def filled(
    body: str,
    *,
    operator: str,
    person: str = "",
    signer: str = "",
    chosen: Sequence[str] | None = None,
    conditions: str = "",
) -> str:
    """The text with the names in their places; a blank line of a form where a name is not known.

    ``chosen``: categories of a given consent to distribution; without them the list of a form, with boxes.
    """
    blank = "_" * 40
    values = {
        "operator": operator or blank,
        "person": person or blank,
        "signer": signer or blank,
        "categories": categories.boxes() if chosen is None else categories.listed(chosen),
        "conditions": conditions or (blank if chosen is None else pgettext("conditions", "none")),
    }
    for name, value in values.items():
        body = body.replace(f"[[{name}]]", value)
    return body


def given(row: Consent, *, operator: str) -> str:
    """The text of a consent as it was given."""
    names = {"person": row.person.full_name, "signer": row.signer.full_name}
    return filled(row.text.body, operator=operator, chosen=row.categories, conditions=row.conditions, **names)


def signature_violation(reason: str, code: str) -> Violation:
    """A signature that the law does not accept."""
    return Violation(
        parameter="data.pd_consent",
        code=f"consents.{reason}",
        message=str(REASONS[reason]),
        clause=gettext("152-FZ, art. 9 part 6; Civil Code, art. 26, 28"),
        origin="law",
        actual=str(short(code)),
    )
