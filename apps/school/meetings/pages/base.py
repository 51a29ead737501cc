"""What the pages of this room have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import person_of
from apps.school.programmes import rules as programmes
from apps.school.programmes.models import Programme
from apps.school.programmes.pages.base import OfProgramme
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import NotFound
from ui.pages import Crumb

from ..actions import MeetingTerms

MINUTES = 45


def at(name: str, *args: object) -> str:
    """Address of a page of this room."""
    return reverse(f"meetings:{name}", args=args)


def crumbs(*more: Crumb) -> Sequence[Crumb]:
    """The way from the agenda."""
    return [Crumb(_("Meetings"), at("index")), *more]


def me(actor: Actor) -> Person:
    """The person whom the account belongs to; ``NotFound`` for an account of nobody."""
    found = person_of(actor.account_id)
    if found is None:
        raise NotFound()
    return found


def day_and_time(moment: Any) -> str:
    """«вт, 1 декабря, 14:00» of an aware moment, in the school's zone."""
    return date_format(localtime(moment), "D, j E, H:i")


def default_terms(programme: Programme, view: RegulationView, stage: str) -> MeetingTerms:
    """What a meeting of the pair usually is: the mode of its programme, a length that its type allows."""
    modes = programmes.meeting_modes(view)
    mode = programme.mode if programme.mode in modes else modes[0]
    minutes = MINUTES
    if programme.match.type in programmes.SHORT_TYPES:
        minutes = min(minutes, int(view.value("types.speed_max_minutes")))
    return MeetingTerms(minutes=minutes, mode=mode, stage=stage)


class OfPair(OfProgramme):
    """Mixin of pages of one pair: addresses of this room, choices of the form of a meeting."""

    tab = "meetings"

    def here(self, name: str, *more: object) -> str:
        """Address of another page of this room about the same programme."""
        return at(name, self.programme.pk, *more)

    def choices(self) -> dict[str, Any]:
        """Arguments of a form of a meeting."""
        modes = [(code, self.view.local_name("interaction_mode", code)) for code in programmes.meeting_modes(self.view)]
        return {"modes": modes, "forms_of": self.view.choices(work.FORMS)}

    def everybody(self) -> list[Person]:
        """Mentors and mentees."""
        return list(dict.fromkeys([*self.people.mentors, *self.people.mentees]))

    def get_crumbs(self) -> list[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Meetings"), self.at("meetings"))]
