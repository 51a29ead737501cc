"""«My rights and duties»: what the regulation gives a role and asks of it, with the way to where it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.deeds import Served, place_of
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.doors import Access
from ui.pages import Action, EmptyState, Page, Text

from . import own
from .pages import PARTICIPANTS, STAFF

KINDS = ("rights", "duties", "functions")
# Lists of an act whose holder is no role of an account: whose they are.
LISTS_OF_BODIES = {
    "mentors_association": "mentor",
    "mentoring_community": "mentor",
    "young_teachers_association": "mentee",
}
LISTS_OF_GRADES = {"senior_mentor": "senior", "lead_mentor": "lead"}
YOUNG = "young_pedagogue"


@dataclass(frozen=True, slots=True)
class Item:
    """One right, duty or function. ``url`` is empty where the system does not serve it."""

    text: str
    clause: str
    url: str
    label: Text


@dataclass(frozen=True, slots=True)
class RoleList:
    """The items of one kind of one role or body."""

    title: str
    items: tuple[Item, ...]


class RightsPage(Page):
    """The lists of the actor's own roles, from the regulation in force."""

    access = Access(STAFF | PARTICIPANTS)
    template_name = "today/rights.html"

    def get_title(self) -> Text:
        return _("My rights and duties")

    def get_lead(self) -> Text:
        return _("What the regulation gives you and asks of you. Where the system serves it, a link leads there.")

    @cached_property
    def view(self) -> RegulationView | None:
        """The regulation in force."""
        return regulation.current_or_none()

    @cached_property
    def own(self) -> own.Own:
        """What the person takes part in."""
        if not self.actor.has(*PARTICIPANTS):
            return own.Own(None, (), (), (), frozenset())
        return own.read(self.actor, today())

    @cached_property
    def me(self) -> Person | None:
        """The person of the account."""
        return self.own.me

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Read the regulation"), reverse("regulation:index"), "bank", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = tuple(self._lists(self.view)) if self.view is not None else ()
        text = _("The regulation in force has no list for your role. Everything that it says is on its page.")
        empty = EmptyState(_("No list of rights and duties"), text, "card-checklist")
        return super().get_context_data(lists=lists, empty=empty, **kwargs)

    def _lists(self, view: RegulationView) -> Iterator[RoleList]:
        titles = {"rights": _("rights"), "duties": _("duties"), "functions": _("functions")}
        for actor, found in view.extras.get("role_lists", {}).items():
            role = self._role(actor, view)
            for kind in KINDS:
                if role and found.get(kind):
                    items = tuple(self._item(role, item) for item in found[kind])
                    yield RoleList(f"{_capital(view.actor_name(actor))}: {titles[kind]}", items)

    def _role(self, actor: str, view: RegulationView) -> str:
        """The role of this account whose list it is, "" when it is somebody else's."""
        if actor in LISTS_OF_GRADES:
            card = getattr(self.me, "mentor_card", None) if self.me else None
            return "mentor" if card is not None and card.grade == LISTS_OF_GRADES[actor] else ""
        if actor == "young_teachers_association":
            card = getattr(self.me, "mentee_card", None) if self.me else None
            return "mentee" if card is not None and card.category == YOUNG else ""
        role = LISTS_OF_BODIES.get(actor, actor)
        if self._is_curator(actor, view):
            role = "curator"
        return role if self.actor.has(role) else ""

    def _is_curator(self, actor: str, view: RegulationView) -> bool:
        """True where the act calls the curator by the name of another role («методист» in cit)."""
        named = view.words.get(("role", "curator"))
        return named is not None and actor != "curator" and named.singular == view.actor_name(actor)

    def _item(self, role: str, item: dict[str, str]) -> Item:
        served = place_of(role, item["text_ru"])
        url = self._address(served) if served is not None else ""
        return Item(item["text_ru"], item["clause"], url, served.label if served is not None and url else "")

    def _address(self, served: Served) -> str:
        """The page; of the person's only open programme or pair where it is a page of one, else the list of them."""
        try:
            return reverse(served.url_name)
        except NoReverseMatch:
            namespace = served.url_name.partition(":")[0]
        mine = [course for course in self.own.open_courses if not course.is_ward]
        if len(mine) == 1:
            programme = mine[0].programme
            return reverse(served.url_name, args=[programme.pk if namespace == "programmes" else programme.match_id])
        return reverse(f"{namespace}:index")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
