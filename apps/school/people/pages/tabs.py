"""The tabs of a person's card, and what each of them shows; the person's own page shows the same."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules.bank import tracks_for
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import today
from ui.pages import DetailPage, Text

from .. import permissions, queries
from ..models import Person, PortfolioItem
from ..queries import Profile

TABS: tuple[tuple[str, Text], ...] = (
    ("person", _("Card")),
    ("person_growth", _("Requests and growth")),
    ("person_portfolio", _("Portfolio")),
    ("person_papers", _("Documents and information")),
    ("person_history", _("History")),
)
OFFICE_TABS = frozenset({"person_papers"})

REQUEST_KINDS = {"open": "active", "met": "success", "dropped": "neutral"}


def tabs_of(person: Person, actor: Actor, here: str) -> list[dict[str, Any]]:
    """The tabs that the actor may open, the present one marked."""
    return [
        {"label": label, "url": reverse(f"people:{name}", kwargs={"person": person.pk}), "active": name == here}
        for name, label in TABS
        if name not in OFFICE_TABS or permissions.may_edit(actor)
    ]


def word_of(view: RegulationView | None, dictionary: str, code: str) -> str:
    """The school's word for a code, the catalogue's without a regulation."""
    return view.local_name(dictionary, code) if view else catalogue().title(dictionary, code)


class PersonTab(DetailPage[Person]):
    """One tab of the card: ``here`` is the name of its address."""

    access = permissions.BANKS
    here: str

    def find(self) -> Person:
        return queries.person_for(self.actor, self.kwargs["person"])

    def get_lead(self) -> Text:
        person = self.object
        parts = [str(person.get_kind_display()), person.position, person.department, person.organisation]
        return ", ".join(part for part in parts if part)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        return super().get_context_data(
            **{
                "person": person,
                "tabs": tabs_of(person, self.actor, self.here),
                "may_edit": permissions.may_edit(self.actor),
                **kwargs,
            }
        )


# ---- growth


def growth_of(person: Person) -> dict[str, Any]:
    """Requests, profiles and diagnostics of a person, for the tab and the own page."""
    diagnostics = queries.diagnostics_of(person)
    return {
        "requests": [(row, REQUEST_KINDS[row.state]) for row in queries.requests_of(person)],
        "profiles": [_profile(profile) for profile in queries.profiles(diagnostics)],
        "diagnostics": diagnostics,
        "frameworks": list(queries.frameworks_in_use()),
    }


def _profile(profile: Profile) -> dict[str, Any]:
    framework = profile.framework
    rows = [
        {
            "title": row.competency.title,
            "before": framework.level_word(row.before),
            "now": framework.level_word(row.now),
            "kind": _kind(framework.weak_below, framework.strong_from, row.now),
        }
        for row in profile.rows
    ]
    return {
        "framework": framework,
        "rows": rows,
        "first": profile.first,
        "last": profile.last,
        "is_compared": profile.count > 1,
        "chart": _radar(profile) if len(rows) > 2 else None,  # two axes make no figure
        "summary": _("Deficits: %(deficits)s. Strengths: %(strengths)s.")
        % {
            "deficits": ", ".join(profile.deficits) or "—",
            "strengths": ", ".join(profile.strengths) or "—",
        },
    }


def _kind(weak_below: int, strong_from: int, level: int) -> str:
    if level < weak_below:
        return "warning"
    return "success" if level >= strong_from else "neutral"


def _radar(profile: Profile) -> dict[str, Any]:
    top = max(len(profile.framework.levels), 1)
    now = {"name": str(_("now")), "value": [row.now for row in profile.rows], "areaStyle": {"opacity": 0.15}}
    before = {"name": str(_("before")), "value": [row.before for row in profile.rows], "lineStyle": {"type": "dashed"}}
    series = [before, now] if profile.count > 1 else [now]
    # Names of competencies are longer than a phone is wide: the list below the figure has the same numbers.
    axes = [{"name": str(number), "max": top, "min": 0} for number, _row in enumerate(profile.rows, start=1)]
    return {
        "legend": {"bottom": 0},
        "radar": {"indicator": axes, "radius": "68%", "splitNumber": top},
        "series": [{"type": "radar", "data": series}],
    }


class GrowthPage(PersonTab):
    """Requests, diagnostics, competencies and the track."""

    here = "person_growth"
    template_name = "people/growth.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**growth_of(self.object), track=_track(self.object), **kwargs)


def _track(person: Person) -> dict[str, Any] | None:
    """Where the experience sends a mentee of the bank, and where the mentee is; None for everybody else."""
    card, view = queries.card_of(person, "mentee"), current_or_none()
    if card is None or card.state != card.State.ACTIVE or view is None or person.kind != Person.Kind.EMPLOYEE:
        return None
    years = person.experience_on(today())
    current = getattr(card, "track", "")
    return {
        "years": years,
        "fits": [view.local_name("body", code) for code in tracks_for(view, years)],
        "now": view.local_name("body", current) if current else "",
        "since": getattr(card, "track_on", None),
        "url": reverse("people:mentee_track", kwargs={"mentee": card.pk}),
        "rule": view.rule("scope.mentee_experience"),
    }


# ---- portfolio


def visible_to(actor: Actor, person: Person) -> tuple[str, ...]:
    """Which items of a portfolio the actor sees: the office and the person all, others what is open to the school."""
    own = actor.account_id is not None and actor.account_id == person.account_id
    if own or permissions.may_edit(actor):
        return ()
    return (PortfolioItem.Visibility.SCHOOL, PortfolioItem.Visibility.EVERYBODY)


class PortfolioPage(PersonTab):
    """What the person shows."""

    here = "person_portfolio"
    template_name = "people/portfolio.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = queries.portfolio_of(self.object, *visible_to(self.actor, self.object))
        return super().get_context_data(items=items, may_change=permissions.may_edit(self.actor), **kwargs)


# ---- history


class HistoryPage(PersonTab):
    """Earlier times in the banks, leaving and coming back, records merged into this one."""

    here = "person_history"
    template_name = "people/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, view = self.object, current_or_none()
        periods = [(row, word_of(view, f"{row.bank}_category", row.category)) for row in queries.periods_of(person)]
        return super().get_context_data(
            periods=periods,
            departures=queries.departures_of(person),
            merges=queries.merges_of(person) if permissions.may_edit(self.actor) else (),
            **kwargs,
        )
