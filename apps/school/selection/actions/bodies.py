"""Bodies and officers that take part in mentoring."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules import governance
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import permissions
from ..errors import needed, not_in_future, wrong
from ..models import Body, BodyMember

Part = BodyMember.Part


def _known(code: str) -> None:
    refuse_if(
        governance.body(current(), code),
        next_step=_("Choose a body that the regulation names, or change the regulation."),
    )


@action("body.form")
def form_body(*, code: str, name: str, acting: Actor, since: datetime.date | None = None) -> Body:
    """Enter a body or an office under the school's own name; refused with the clause where the act has none such."""
    permissions.require(permissions.may_manage(acting))
    _known(code)
    title = needed("name", name, _("Name the body."))
    day = not_in_future("since", since or today())
    body, created = Body.objects.get_or_create(code=code, name=title, until=None, defaults={"since": day})
    if not created:
        raise Conflict(_("Such a body is entered already."))
    return body


def _living(body: Body) -> Body:
    found = Body.objects.select_for_update().get(pk=body.pk)
    if found.until is not None:
        raise Conflict(_("This body does not exist any more."))
    return found


@action("body.add_member")
def add_member(
    *, body: Body, person: Person, acting: Actor, part: str = Part.MEMBER, since: datetime.date | None = None
) -> BodyMember:
    """Somebody joins the body. A body that the act does not know any more takes nobody; there is one chair."""
    permissions.require(permissions.may_manage(acting))
    found = _living(body)
    _known(found.code)
    day = not_in_future("since", since or today())
    if day < found.since:
        raise wrong("since", _("The body did not exist yet."))
    if part == Part.CHAIR and found.members.filter(until=None, part=Part.CHAIR).exists():
        raise wrong("part", _("The body has a chair already."))
    joined: dict[str, Any] = {"part": part, "since": day}
    member, created = BodyMember.objects.get_or_create(body=found, person=person, until=None, defaults=joined)
    if not created:
        raise Conflict(_("This person is in the body already."))
    return member


@action("body.remove_member")
def remove_member(*, member: BodyMember, acting: Actor) -> BodyMember:
    """Somebody leaves the body today."""
    permissions.require(permissions.may_manage(acting))
    found = BodyMember.objects.select_for_update().get(pk=member.pk)
    if found.until is not None:
        raise Conflict(_("This person has left the body already."))
    found.until = today()
    found.save(update_fields=["until"])
    return found


@action("body.close")
def close_body(*, body: Body, acting: Actor) -> Body:
    """The body ends today with all its memberships; what was is kept."""
    permissions.require(permissions.may_manage(acting))
    found = _living(body)
    found.members.filter(until=None).update(until=today())
    found.until = today()
    found.save(update_fields=["until", "updated_at"])
    return found
