"""Writes: publish a result, change it, take it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from apps.school.regulation import rules as regulation
from apps.school.regulation.rules import publishing
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import queries, rules
from ..models import PublishedResult
from ..permissions import require_publisher


def _check(programme: Programme, kind: str, title: str, text: str) -> None:
    require_words(title=title, text=text)
    facts = regulation.ResultsFacts(completed=programme.is_over, state=programme.get_state_display())
    own = programmes.view_for(programme.match)
    refuse_if(
        [
            *publishing.material(queries.regulation_in_force() or own, kind),
            *rules.result(own, facts, f"{title}\n{text}", queries.named_people(programme)),
        ],
        next_step=_("Close the programme first; leave names out, or record the consents to distribution."),
    )


def require_words(**values: str) -> None:
    """``InputError`` beside the first field without words."""
    for place, value in values.items():
        if not value.strip():
            message = _("This must not be empty.")
            raise InputError(message, problems=[{"place": place, "message": message}])


@action("publication.publish")
def publish_result(*, programme: Programme, title: str, text: str, acting: Actor, kind: str = "") -> PublishedResult:
    """Show a result to everybody. Refused before the end of the programme where the regulation says so.

    ``kind``: of the catalogue's ``publication_item``; empty takes the first of the act's that fits results.
    """
    require_publisher(acting)
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if PublishedResult.objects.filter(programme=locked).exists():
        raise Conflict(_("The result of this programme is published already."))
    chosen = kind or queries.kind_of_results()
    _check(locked, chosen, title, text)
    return PublishedResult.objects.create(
        programme=locked, kind=chosen, title=title.strip(), text=text.strip(), published_on=today()
    )


@action("publication.edit")
def edit_result(*, result: PublishedResult, title: str, text: str, acting: Actor, kind: str = "") -> PublishedResult:
    """Change a published text; the same rules are asked again."""
    require_publisher(acting)
    locked = (
        PublishedResult.objects.select_for_update(of=("self",)).select_related("programme__match").get(pk=result.pk)
    )
    chosen = kind or locked.kind
    _check(locked.programme, chosen, title, text)
    locked.kind, locked.title, locked.text = chosen, title.strip(), text.strip()
    locked.save(update_fields=["kind", "title", "text", "updated_at"])
    return locked


@action("publication.unpublish")
def unpublish_result(*, result: PublishedResult, acting: Actor) -> None:
    """Take a result off the public page at once."""
    require_publisher(acting)
    PublishedResult.objects.filter(pk=result.pk).delete()
