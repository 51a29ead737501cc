"""Duplicates: the list, the merge field by field, the note that two records are two people."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import Action, ActionPage, Crumb, FormPage, Page, Text

from .. import actions, merging, permissions, queries
from ..actions.merging import CHOOSABLE
from ..duplicates import Likeness, Reason
from ..forms_papers import MergeForm
from ..models import Person
from .links import person_url, persons_crumb

SHOWN = 50

REASON_WORDS: dict[Reason, Text] = {
    "same_name_and_birth": _("the same name and date of birth"),
    "similar_name_and_birth": _("a similar name and the same date of birth"),
    "same_name": _("the same name, a date of birth is missing"),
    "same_email": _("the same e-mail"),
    "same_phone": _("the same phone"),
}


class Duplicates(Page):
    """Records that may be one person, the surest first."""

    access = permissions.OFFICE
    template_name = "people/duplicates.html"
    title = _("Possible duplicates")
    lead = _("Records that may be one person: merge them, which moves everything, or say that they are two.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [persons_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.likenesses()
        shown = found[:SHOWN]
        persons = queries.persons().in_bulk([pk for pair in shown for pk in (pair.first, pair.second)])
        rows = [self._row(pair, persons) for pair in shown]
        return super().get_context_data(rows=rows, total=len(found), more=len(found) - len(rows), **kwargs)

    def _row(self, pair: Likeness, persons: dict[int, Person]) -> dict[str, Any]:
        first, second = persons[pair.first], persons[pair.second]
        return {
            "people": (first, second),
            "reasons": [REASON_WORDS[reason] for reason in pair.reasons],
            "merge_url": reverse("people:merge", kwargs={"person": first.pk, "other": second.pk}),
            "distinct_url": reverse("people:distinct", kwargs={"person": first.pk, "other": second.pk}),
        }


class _OfTwo:
    """Mixin: the two records of the address, ``person`` is kept and ``other`` goes."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def kept(self) -> Person:
        """The record that is kept; ``NotFound`` for a foreign one."""
        return queries.person_for(self.actor, self.kwargs["person"])

    @cached_property
    def gone(self) -> Person:
        """The record that goes; ``NotFound`` for a foreign one and for the same."""
        if self.kwargs["other"] == self.kwargs["person"]:
            raise NotFound()
        return queries.person_for(self.actor, self.kwargs["other"])

    def find_objects(self) -> None:
        """Both must be there."""
        _found = self.kept, self.gone

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the duplicates."""
        return [persons_crumb(), Crumb(_("Possible duplicates"), reverse("people:duplicates"))]

    def get_cancel_url(self) -> str:
        """Back to the duplicates."""
        return reverse("people:duplicates")


class Merge(_OfTwo, FormPage[MergeForm]):
    """Field by field which value is kept, and what moves."""

    access = permissions.EDIT
    template_name = "people/merge.html"
    title = _("Merge two records")
    form_class = MergeForm
    submit_label = _("Merge")
    success_message = _("The two records are one now; the old address leads here.")
    wide = True

    def get_lead(self) -> Text:
        return _("Kept is the record of %(kept)s (№ %(id)s); the address of the other one will lead to it.") % {
            "kept": self.kept.full_name,
            "id": self.kept.pk,
        }

    def get_page_actions(self) -> Sequence[Action]:
        turned = reverse("people:merge", kwargs={"person": self.gone.pk, "other": self.kept.pk})
        return [Action(_("Keep the other record"), turned, "arrow-left-right", "secondary")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"fields_of": self._differences()}

    def _differences(self) -> dict[str, tuple[Any, str, str]]:
        """Fields whose values differ, with the values in words."""
        found = {}
        for name in CHOOSABLE:
            mine, other = getattr(self.kept, name), getattr(self.gone, name)
            if mine != other and other not in (None, "", []):
                label = str(getattr(Person._meta.get_field(name), "verbose_name", name))
                found[name] = (label.capitalize(), _shown(self.kept, name), _shown(self.gone, name))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kept=self.kept,
            gone=self.gone,
            moving=_moving(self.gone),
            hindrances=merging.obstacles(self.kept, self.gone),
            **kwargs,
        )

    def perform(self, form: MergeForm) -> Person:
        return actions.merge_persons(kept=self.kept, gone=self.gone, chosen=form.chosen, acting=self.actor)

    def get_success_url(self, result: Person) -> str:
        return person_url(result)


def _shown(person: Person, name: str) -> str:
    value = getattr(person, name)
    if isinstance(value, datetime.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list):
        return ", ".join(value)
    chosen = getattr(person, f"get_{name}_display", None)
    return str(chosen() if chosen is not None else value or "")


def _moving(gone: Person) -> list[tuple[Text, int]]:
    """What points to the record that goes and to its cards: name of the table and number of rows."""
    counts: dict[str, int] = {}
    cards = [card for card in (queries.card_of(gone, "mentor"), queries.card_of(gone, "mentee")) if card is not None]
    for card in cards:
        title = str(card._meta.verbose_name)
        counts[title] = counts.get(title, 0) + 1
    for target in (gone, *cards):
        for what, number in merging.count(target):
            counts[str(what)] = counts.get(str(what), 0) + number
    return list(counts.items())


class NoteDistinct(_OfTwo, ActionPage):
    """These are two people."""

    access = permissions.EDIT
    success_message = _("Noted: these are two people.")

    def perform(self) -> Any:
        return actions.note_distinct(one=self.kept, other=self.gone, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()
