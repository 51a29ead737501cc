"""Names in cases, written by hand where the rules do not know them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError

from .. import permissions
from ..inflection import CASES
from ..models import NameForms, Order
from ..names import put_forms


@action("order.write_name_forms")
def write_forms(*, person: Person, forms: Mapping[str, str], acting: Actor) -> NameForms:
    """Remember how a name stands in the five oblique cases; orders that wait for the signature use it at once.

    Signed orders stay as they were signed.
    """
    permissions.require(permissions.may_prepare(acting))
    written: dict[str, str] = {case: " ".join(forms.get(case, "").split()) for case in CASES}
    words = len(person.full_name.split())
    problems = [
        {"place": case, "message": _("Write the whole name: last name, first name, patronymic.")}
        for case, text in written.items()
        if len(text.split()) != words
    ]
    if problems:
        raise InputError(_("Some cases of the name are not complete."), problems=problems)
    row, _made = NameForms.objects.update_or_create(
        person=person, defaults={"name": person.full_name, "forms": written}
    )
    _tell_waiting(person, written)
    return row


@action("order.forget_name_forms")
def forget_forms(*, person: Person, acting: Actor) -> Person:
    """Inflect the name by the rules again."""
    permissions.require(permissions.may_prepare(acting))
    NameForms.objects.filter(person=person).delete()
    _tell_waiting(person, {})
    return person


def _tell_waiting(person: Person, forms: Mapping[str, str]) -> None:
    waiting = Order.objects.select_for_update().filter(
        state=Order.State.WAITING, facts__participants__contains=[person.pk]
    )
    for order in waiting.order_by("pk"):
        order.facts = put_forms(order.facts, {person.pk: forms})
        order.save(update_fields=["facts", "updated_at"])
