"""The times of the school, and whom to turn to for help: kept by the curator."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import present
from kernel.clock import today
from kernel.errors import NotFound
from tenants.identity.queries import holders
from tenants.isolation.context import require_school
from ui.pages import Action, ActionPage, Crumb, FormPage, Page

from .. import actions, queries
from ..fields import written
from ..forms import ContactForm, SchoolDaysForm, ShiftForm, TimesForm
from ..models import BellShift, HelpContact, SchoolDays, SchoolTimes
from ..permissions import CURATOR
from ..times import Hours
from .base import at, crumbs


class OfSchool(Page):
    """Mixin: pages of the curator about the school's times."""

    access = CURATOR

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs(Crumb(_("Times of the school"), at("school")))

    def get_success_url(self, result: Any) -> str:
        """Back to the times."""
        return at("school")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return at("school")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return at("school")

    @cached_property
    def shift(self) -> BellShift:
        """The shift named in the address."""
        row: BellShift = _found(BellShift, self.kwargs["shift"])
        return row


def _found(model: Any, key: int) -> Any:
    row = model.objects.filter(pk=key).first()
    if row is None:
        raise NotFound()
    return row


class SchoolPage(OfSchool):
    """Bells, days off, terms, people to turn to."""

    title = _("Times of the school")
    lead = _("From them the system computes when people can meet.")
    template_name = "meetings/school.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs()

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Add a shift"), at("shift_new"), "bell"),
            Action(_("Add days off"), at("school_days_new"), "calendar-x", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        times = queries.times()
        return super().get_context_data(
            **{
                "times": times,
                "weekdays": [WEEKDAYS[day] for day in times.weekdays],
                "shifts": BellShift.objects.prefetch_related("lessons"),
                "school_days": SchoolDays.objects.filter(ends_on__gte=today()),
                "contacts": HelpContact.objects.select_related("person"),
                **kwargs,
            }
        )


class TimesPage(OfSchool, FormPage[TimesForm]):
    """Days of the week and terms."""

    title = _("Days and terms")
    form_class = TimesForm
    success_message = _("The times are saved.")

    def get_initial(self) -> dict[str, Any]:
        times = queries.times()
        return {name: getattr(times, name) for name in ("weekdays", "answer_days", "quiet_days")}

    def perform(self, form: TimesForm) -> SchoolTimes:
        return actions.save_times(**form.values(), acting=self.actor)


class ShiftNewPage(OfSchool, FormPage[ShiftForm]):
    """A new shift."""

    title = _("New shift")
    form_class = ShiftForm
    draft = True
    success_message = _("The shift is saved.")

    def perform(self, form: ShiftForm) -> BellShift:
        return actions.save_shift(**form.values(), acting=self.actor)


class ShiftEditPage(OfSchool, FormPage[ShiftForm]):
    """Change a shift."""

    title = _("Change the shift")
    template_name = "meetings/shift.html"
    form_class = ShiftForm
    success_message = _("The shift is saved.")

    def find_objects(self) -> None:
        _shift = self.shift

    def get_initial(self) -> dict[str, Any]:
        hours = [Hours(each.starts, each.ends) for each in self.shift.lessons.all()]
        return {"name": self.shift.name, "lessons": written(hours, "\n")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"shift": self.shift, **kwargs})

    def perform(self, form: ShiftForm) -> BellShift:
        return actions.save_shift(shift=self.shift, **form.values(), acting=self.actor)


class ShiftRemovePage(OfSchool, ActionPage):
    """Take a shift away."""

    success_message = _("The shift is taken away.")

    def find_objects(self) -> None:
        _shift = self.shift

    def perform(self) -> None:
        actions.remove_shift(shift=self.shift, acting=self.actor)


class SchoolDaysNewPage(OfSchool, FormPage[SchoolDaysForm]):
    """Days of the school's own."""

    title = _("Days off")
    form_class = SchoolDaysForm
    success_message = _("The days are noted.")

    def perform(self, form: SchoolDaysForm) -> SchoolDays:
        return actions.add_school_days(**form.values(), acting=self.actor)


class SchoolDaysDropPage(OfSchool, ActionPage):
    """The days are as all others again."""

    success_message = _("The days are taken away.")

    @cached_property
    def days(self) -> SchoolDays:
        """The row named in the address."""
        row: SchoolDays = _found(SchoolDays, self.kwargs["school_days"])
        return row

    def find_objects(self) -> None:
        _days = self.days

    def perform(self) -> None:
        actions.drop_school_days(days=self.days, acting=self.actor)


class ContactNewPage(OfSchool, FormPage[ContactForm]):
    """Name somebody to turn to for help."""

    title = _("Somebody to turn to for help")
    lead = _("Only people who can sign in are offered. The curators are offered to everybody anyway.")
    form_class = ContactForm
    success_message = _("The person is named.")

    def get_form_kwargs(self) -> dict[str, Any]:
        members = set(holders(require_school()).values_list("account", flat=True))
        people = [person for person in present().exclude(account_id=None) if person.account_id in members]
        return {**super().get_form_kwargs(), "people": [(str(each.pk), each.full_name) for each in people]}

    def perform(self, form: ContactForm) -> HelpContact:
        person: Person = _found(Person, int(form.cleaned_data["person"]))
        return actions.name_contact(person=person, kind=form.cleaned_data["kind"], acting=self.actor)


class ContactDropPage(OfSchool, ActionPage):
    """Nobody is offered this person any more."""

    success_message = _("The person is no longer offered.")

    @cached_property
    def contact(self) -> HelpContact:
        """The row named in the address."""
        row: HelpContact = _found(HelpContact, self.kwargs["help_contact"])
        return row

    def find_objects(self) -> None:
        _contact = self.contact

    def perform(self) -> None:
        actions.drop_contact(contact=self.contact, acting=self.actor)
