"""Writes: publish a result, change it, take it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from apps.school.regulation import rules as regulation
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from . import queries, rules
from .models import PublishedResult
from .permissions import require_publisher


def _check(programme: Programme, title: str, text: str) -> None:
    for place, value in (("title", title), ("text", text)):
        if not value.strip():
            message = _("This must not be empty.")
            raise InputError(message, problems=[{"place": place, "message": message}])
    facts = regulation.ResultsFacts(completed=programme.is_over, state=programme.get_state_display())
    refuse_if(
        rules.result(programmes.view_for(programme.match), facts, f"{title}\n{text}", queries.named_people(programme)),
        next_step=_("Close the programme first; leave names out, or record the consents to distribution."),
    )


@action("publication.publish")
def publish_result(*, programme: Programme, title: str, text: str, acting: Actor) -> PublishedResult:
    """Show a result to everybody. Refused before the end of the programme where the regulation says so."""
    require_publisher(acting)
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if PublishedResult.objects.filter(programme=locked).exists():
        raise Conflict(_("The result of this programme is published already."))
    _check(locked, title, text)
    return PublishedResult.objects.create(
        programme=locked, title=title.strip(), text=text.strip(), published_on=today()
    )


@action("publication.edit")
def edit_result(*, result: PublishedResult, title: str, text: str, acting: Actor) -> PublishedResult:
    """Change a published text; the same rules are asked again."""
    require_publisher(acting)
    locked = (
        PublishedResult.objects.select_for_update(of=("self",)).select_related("programme__match").get(pk=result.pk)
    )
    _check(locked.programme, title, text)
    locked.title, locked.text = title.strip(), text.strip()
    locked.save(update_fields=["title", "text", "updated_at"])
    return locked


@action("publication.unpublish")
def unpublish_result(*, result: PublishedResult, acting: Actor) -> None:
    """Take a result off the public page at once."""
    require_publisher(acting)
    PublishedResult.objects.filter(pk=result.pk).delete()
