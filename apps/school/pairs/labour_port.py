"""Pairs of employees, for their labour packs (article 351.8 of the Labour Code): the port of ``orders.labour``."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.orders.facts import russian_word
from apps.school.orders.labour import queries as labour
from apps.school.orders.labour.ports import Assignment, use_assignments
from apps.school.people.models import Person
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import reference

from . import permissions, queries, sections
from .actions.closing import view_of
from .models import OPEN_STATES, Match

LABEL = Match._meta.label_lower
AT_WORK = frozenset(OPEN_STATES) - {Match.State.PROPOSED}


class EmployeePairs:
    """Who mentors whom by labour law: an employed mentor and the employees among the mentees."""

    def of(self, subject: str) -> Sequence[Assignment]:
        """Those of one pair, none for another kind of row."""
        label, _sep, key = subject.rpartition(":")
        if label != LABEL or not key.isdecimal():
            return ()
        return self._of(Q(pk=int(key)))

    def open(self) -> Sequence[Assignment]:
        """Those of every pair agreed or at work."""
        return self._of(Q(state__in=AT_WORK))

    def _of(self, which: Q) -> list[Assignment]:
        rows = queries.with_people(Match.objects.filter(which).order_by("starts_on", "pk"))
        views: dict[int | None, RegulationView] = {}
        found = []
        for match in rows:
            if match.regulation_version_id not in views:
                views[match.regulation_version_id] = view_of(match)
            found += _assignments(match, views[match.regulation_version_id])
        return found


def _assignments(match: Match, view: RegulationView) -> list[Assignment]:
    mentors, mentees = queries.participants(match)
    employees = tuple(person for person in mentees if person.kind == Person.Kind.EMPLOYEE)
    employed = [person for person in mentors if person.kind == Person.Kind.EMPLOYEE]
    if not (employees and employed):
        return []
    kwargs = {"pair": match.pk}
    return [
        Assignment(
            subject=reference(match),
            title=match.title,
            mentor=mentor,
            mentees=employees,
            form=russian_word(view, "mentoring_form", match.form),
            type=russian_word(view, "mentoring_type", match.type),
            starts_on=match.starts_on,
            ends_on=match.ends_on,
            is_open=match.state in AT_WORK,
            url=reverse("pairs:pair", kwargs=kwargs, urlconf=settings.SCHOOL_URLCONF),
            end_url=reverse("pairs:end", kwargs=kwargs, urlconf=settings.SCHOOL_URLCONF),
        )
        for mentor in employed
    ]


def labour_card(match: Match, actor: Actor) -> sections.Section | None:
    """The card of the pair's page, for pairs of employees only: the office has all packs, a mentor the own one."""
    office = permissions.may_manage(actor)
    if match.state not in AT_WORK or not (office or _is_mentor(match, actor)):
        return None
    if not _assignments(match, view_of(match)):
        return None
    packs = list(labour.visible_to(actor).filter(subject=reference(match)))
    if not (office or packs):
        return None
    return sections.Section(
        title=_("Labour pack"),
        lines=(_("Consent, supplementary agreement and notice of art. 351.8 of the Labour Code."),),
        url=packs[0].get_absolute_url()
        if len(packs) == 1
        else reverse("orders:labour", urlconf=settings.SCHOOL_URLCONF),
        label=_("Open the pack") if len(packs) == 1 else _("Open the packs"),
        icon="person-workspace",
    )


def _is_mentor(match: Match, actor: Actor) -> bool:
    mentors = [row.card.person.account_id for row in match.current_mentors]
    return actor.account_id is not None and actor.account_id in mentors


def register() -> None:
    """Fill the port, show the card."""
    use_assignments(EmployeePairs())
    sections.register(labour_card)
