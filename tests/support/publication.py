"""What is published, for tests: made by the real actions in the current school."""

from __future__ import annotations

from apps.school.consents import rules
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.publication import actions
from apps.school.publication.models import Material, PublishedList, PublishedPortfolio, PublishedResult
from kernel.clock import today
from tests.support.consents import give
from tests.support.people import make_mentor
from tests.support.programmes import ACTING, close, make_running

EVERYTHING = ["full_name", "position", "subjects", "achievements", "results"]


def make_result(programme: Programme | None = None, **fields: str) -> PublishedResult:
    """A published result of a closed programme."""
    texts = {"title": "Молодой педагог ведёт урок сам", "text": "За полгода проведено три открытых урока.", **fields}
    return actions.publish_result(programme=programme or close(make_running()), **texts, acting=ACTING)


def make_material(**fields: str) -> Material:
    """A news item."""
    texts = {"kind": "news_announcements", "title": "Круглый стол", "text": "Ждём всех.", "link": "", **fields}
    return actions.place_material(**texts, acting=ACTING)


def willing_mentor(**fields: object) -> Person:
    """A mentor of the bank who allows everything to be distributed."""
    card = make_mentor(**fields)  # type: ignore[arg-type]  # fields of the card
    give(card.person, rules.DISTRIBUTION, categories=EVERYTHING)
    return card.person


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    PublishedList.objects.get_or_create(
        registry="mentor_registry", defaults={"categories": ["full_name"], "published_on": today()}
    )
    portfolio = PublishedPortfolio.objects.create(person=willing_mentor(), role="mentor", published_on=today())
    material = Material.objects.create(kind="news_announcements", title="Круглый стол", published_on=today())
    return {
        "result": make_result().pk,
        "material": material.pk,
        "material_kind": material.kind,
        "registry": "mentor_registry",
        "portfolio": portfolio.pk,
    }
