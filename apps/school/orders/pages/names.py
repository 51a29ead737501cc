"""How a person's name stands in an order, before it is signed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.errors import NotFound
from ui.pages import ActionPage, FormPage

from .. import actions, permissions
from ..forms import NameFormsForm
from ..inflection import CASES
from ..models import NameForms, Order
from ..names import people_of
from ..naming import name_in
from .common import OfOrder


class _OfPerson(OfOrder):
    """Mixin: the person of the address, among those whom a waiting order names."""

    @property
    def facts(self) -> Any:
        """The person in the order's facts."""
        if self.order.state == Order.State.WAITING:
            for person in people_of(self.order.facts):
                if person["id"] == self.kwargs["person"]:
                    return person
        raise NotFound()

    @property
    def person(self) -> Person:
        """The person's own record; an order may name somebody whose record is gone."""
        found = Person.objects.filter(pk=self.facts["id"]).first()
        if found is None:
            raise NotFound()
        return found


class NamePage(_OfPerson, FormPage[NameFormsForm]):
    """The five cases, to be corrected by hand; remembered for the person."""

    access = permissions.OFFICE
    template_name = "orders/name.html"
    form_class = NameFormsForm
    success_message = _("The name is remembered. Orders that wait for the signature use it at once.")

    def get_title(self) -> str:
        return name_in(self.facts, "nomn")

    def get_initial(self) -> dict[str, Any]:
        return {case: name_in(self.facts, case) for case in CASES}

    def perform(self, form: NameFormsForm) -> NameForms:
        return actions.write_forms(person=self.person, forms=form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(order=self.order, by_hand=bool(self.facts.get("forms")), **kwargs)


class ForgetName(_OfPerson, ActionPage):
    """Inflect by the rules again."""

    access = permissions.OFFICE
    success_message = _("The name follows the rules again.")

    def perform(self) -> Person:
        return actions.forget_forms(person=self.person, acting=self.actor)
