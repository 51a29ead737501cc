"""A school's states: registered, built and opened, suspended, archived. Deleting it is another room's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.acting import Actor, system_actor
from kernel.actions import action
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.identity.actions import create_account, grant_membership, tell_of_membership
from tenants.identity.models import Membership, Role
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from tenants.organisations.actions import add_municipality
from tenants.organisations.models import Municipality, School
from tenants.organisations.queries import find_school
from tenants.provisioning.building import Report, build_schema, is_built
from tenants.provisioning.life.models import Destruction, Restoration
from tenants.provisioning.locks import opening_lock
from tenants.provisioning.regulations import carry_out_opening

OPENING_TASK = "provisioning.open_school"
STEPS = 5
AGAIN = gettext_lazy("Run the same command again, or load the same list: it goes on where it stopped.")

__all__ = [
    "archive_school",
    "build_schema",
    "open_school",
    "order_school",
    "register_school",
    "resume_school",
    "retry_opening",
    "suspend_school",
    "unarchive_school",
]


def require_operator(acting: Actor) -> None:
    """Schools are made and suspended by the platform operator and by the product itself."""
    if not (acting.place == "system" and acting.has("system")) and not (
        acting.place == "region" and acting.has(Role.PLATFORM_OPERATOR)
    ):
        raise NotAllowed()


@action("school.register")
def register_school(
    *, slug: str, name: str, short_name: str, kind: str, municipality: Municipality, zone: str, acting: Actor
) -> School:
    """A school's row in state «being created»; its schema is made by ``build_schema``. Raises ``InputError``."""
    require_operator(acting)
    school = School(
        slug=slug,
        schema_name=School.schema_of(slug),
        name=name,
        short_name=short_name or name[:120],
        kind=kind,
        municipality=municipality,
        zone=zone,
    )
    try:
        school.full_clean()
        with transaction.atomic():
            school.save()
    except ValidationError as error:
        problems = [
            {"place": field, "message": message}
            for field, messages in error.message_dict.items()
            for message in messages
        ]
        raise _not_created(problems) from error
    except IntegrityError as error:  # somebody else took the name in the address after the check
        taken = _("Another school has this name in the address.")
        raise _not_created([{"place": "slug", "message": taken}]) from error
    return school


def _not_created(problems: list[dict[str, str]]) -> InputError:
    return InputError(_("The school was not created: see the fields."), problems=problems)


@action("school.order")
def order_school(
    *,
    slug: str,
    name: str,
    municipality: str,
    acting: Actor,
    short_name: str = "",
    kind: str = "school",
    zone: str = "Europe/Moscow",
    curator: str = "",
    head: str = "",
) -> School:
    """Register a school with its first members. What remains is the work of ``finish_opening``.

    ``municipality``: title or code, a new one is added; ``curator``, ``head``: e-mails. Invitations go out when the
    school opens.
    """
    school = register_school(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=kind,
        municipality=add_municipality(title=municipality, acting=acting),
        zone=zone,
        acting=acting,
    )
    for role, email in ((Role.CURATOR, curator), (Role.HEAD, head)):
        if email:
            try:
                account = create_account(email=email, acting=acting)
            except InputError as error:
                message = str(error.message)
                raise InputError(message, problems=[{"place": role.value, "message": message}]) from error
            grant_membership(account=account, role=role, school=school, acting=acting)
    return school


@action("school.order_with_job")
def order_school_with_job(*, regulation: Mapping[str, Any], acting: Actor, result_url: str, **fields: Any) -> Job:
    """``order_school``, then a job that finishes it: for pages, which show its progress.

    ``regulation`` must have passed ``read_regulation``.
    """
    school = order_school(acting=acting, **fields)
    return _start_opening(school, regulation, acting, result_url)


def _start_opening(school: School, regulation: Mapping[str, Any], acting: Actor, result_url: str) -> Job:
    return start_job(
        task=OPENING_TASK,
        title=_("Creating the school “%(name)s”") % {"name": school.short_name},
        arguments={"school": school.pk, "regulation": dict(regulation)},
        acting=acting,
        result_url=result_url,
    )


@action("school.retry_opening")
def retry_opening(*, school: School, acting: Actor) -> Job:
    """Try again to open a school whose creation stopped by an error, with the same regulation."""
    require_operator(acting)
    locked = School.objects.select_for_update().get(pk=school.pk)
    if locked.state != School.State.NEW:
        raise Conflict(_("This school has already been opened."))
    last = opening_job(locked)
    if last is None:
        raise Conflict(_("Nobody kept the regulation that this school is to be opened with."), next_step=AGAIN)
    if not last.is_over:
        raise Conflict(_("The creation of this school is under way."))
    return _start_opening(locked, last.arguments["regulation"], acting, last.result_url)


def opening_job(school: School) -> Job | None:
    """The latest job that creates the school."""
    jobs = Job.objects.filter(task=OPENING_TASK, school=None, arguments__school=school.pk)
    return jobs.order_by("-created_at").first()


def finish_opening(school: School, regulation: Mapping[str, Any], acting: Actor, report: Report) -> School:
    """Build, load the regulation, open, invite. Every step finds what an interrupted run has done before.

    Outside any transaction. ``report`` is told each step as it begins. ``Conflict`` when another process does it now.
    """
    with opening_lock(school):
        school.refresh_from_db(fields=["state"])
        if school.state != School.State.NEW:
            return school
        build_schema(school, report)
        report(_("Loading the regulation"))
        carry_out_opening(school, regulation, acting)
        report(_("Opening the school and inviting its members"))
        return open_school(school=school, acting=acting)


@action("school.open")
def open_school(*, school: School, acting: Actor) -> School:
    """Let a built school work; its first members get their invitations."""
    locked = School.objects.select_for_update().get(pk=school.pk)
    if locked.state == School.State.NEW:
        if not is_built(locked):
            raise Conflict(_("The school cannot be opened: its part of the database is not made yet."))
        locked.state = School.State.READY
        locked.save(update_fields=["state", "updated_at"])
        for membership in Membership.objects.filter(school=locked, is_active=True):
            tell_of_membership(membership)
    school.state = locked.state
    return locked


def _move(school: School, acting: Actor, before: School.State, after: School.State, otherwise: str) -> School:
    require_operator(acting)
    locked = School.objects.select_for_update().get(pk=school.pk)
    if locked.state != before:
        raise Conflict(otherwise)
    locked.state = after
    locked.save(update_fields=["state", "updated_at"])
    return locked


@action("school.suspend")
def suspend_school(*, school: School, acting: Actor) -> School:
    """Close a school's host; its data stay."""
    message = _("Only a working school can be suspended.")
    return _move(school, acting, School.State.READY, School.State.SUSPENDED, message)


@action("school.resume")
def resume_school(*, school: School, acting: Actor) -> School:
    """Open a suspended school again."""
    message = _("Only a suspended school can be resumed.")
    if Restoration.objects.of(school.pk).filter(finished_at=None).exists():
        raise Conflict(
            _("The restoration of this school has not ended: its files may be missing."),
            next_step=_("Run “estafeta school restore” again with the same archive."),
        )
    return _move(school, acting, School.State.SUSPENDED, School.State.READY, message)


@action("school.archive")
def archive_school(*, school: School, acting: Actor) -> School:
    """Put a suspended school aside for good: it works no more, its data stay until it is deleted or taken back."""
    message = _("Only a suspended school can be put into the archive.")
    return _move(school, acting, School.State.SUSPENDED, School.State.ARCHIVED, message)


@action("school.unarchive")
def unarchive_school(*, school: School, acting: Actor) -> School:
    """Take a school out of the archive. It is suspended then: resuming it is a decision of its own."""
    message = _("This school is not in the archive.")
    if Destruction.objects.of(school.pk).filter(finished_at=None).exists():
        raise Conflict(_("The destruction of its data has been ordered."))
    return _move(school, acting, School.State.ARCHIVED, School.State.SUSPENDED, message)


def create_school(
    *, regulation: Mapping[str, Any], report: Report, acting: Actor | None = None, **fields: Any
) -> School:
    """The whole way in this process, for commands and lists. ``fields`` as of ``order_school``.

    Goes on with a school of the same address and name whose creation was interrupted.
    """
    who = acting or system_actor(_("creation of schools"))
    report(_("Registering the school"))
    school = _interrupted(fields["slug"], fields["name"]) or order_school(acting=who, **fields)
    return finish_opening(school, regulation, who, report)


def _interrupted(slug: str, name: str) -> School | None:
    school = find_school(slug)
    if school is None or school.state != School.State.NEW or school.name != name:
        return None
    return school
