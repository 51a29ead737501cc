"""Published results for tests, made by the real actions in the current school."""

from __future__ import annotations

from apps.school.programmes.models import Programme
from apps.school.publication import actions
from apps.school.publication.models import PublishedResult
from tests.support.programmes import ACTING, close, make_running


def make_result(programme: Programme | None = None, **fields: str) -> PublishedResult:
    """A published result of a closed programme."""
    texts = {"title": "Молодой педагог ведёт урок сам", "text": "За полгода проведено три открытых урока.", **fields}
    return actions.publish_result(programme=programme or close(make_running()), **texts, acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    return {"result": make_result().pk}
