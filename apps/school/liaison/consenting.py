"""Nobody's name leaves the school without consent to its transfer (152-ФЗ, ст. 7; ТК РФ, ст. 88)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.consents import queries as consents
from apps.school.consents.rules import TRANSFER
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.errors import Violation, refuse_if


def transfer_refusals(person: Person) -> list[Violation]:
    """Empty when the person (for a minor the guardian, from 14 both) has consented to the transfer."""
    if consents.has(person, TRANSFER):
        return []
    return [
        Violation(
            parameter="data.pd_consent",
            code="liaison.transfer_consent",
            message=_("%(name)s has given no consent to the transfer of personal data to another school.")
            % {"name": person.short_name},
            clause=_("152-FZ, art. 7; Labour Code, art. 88"),
            origin="law",
            actual=_("no consent"),
        )
    ]


def require_transfer(person: Person, acting: Actor) -> None:
    """Refuse, with the law and the page where the consent is asked for or given."""
    own = acting.account_id is not None and person.account_id == acting.account_id
    step = _("Read the text and give the consent.") if own else _("Ask for the consent by a link.")
    name, key = ("mine", {}) if own else ("send_link", {"person": person.pk})
    url = reverse(f"consents:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=key)
    refuse_if(transfer_refusals(person), next_step=step, next_url=url)
