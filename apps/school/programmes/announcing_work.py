"""Whom programmes tell what: approval, changes by agreement, releases. Imported by ``ProgrammesConfig.ready``."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from apps.school.pairs.announcing_life import awaited
from apps.school.people.announcing import accounts_of
from kernel.actions import ActionRecord

from . import queries
from .models import Amendment, Programme, Release

kinds.register_group("programmes", _("Programmes"), order=20)
kinds.register(
    "programme.approved",
    group="programmes",
    title=_("The programme of your pair is approved"),
    text=_("%(pair)s: work by the plan."),
)
kinds.register(
    "programme.change_asked",
    group="programmes",
    title=_("You are asked to agree to a change of a programme"),
    text=_("%(pair)s: %(who)s proposes a change. Agree or decline."),
    asks=True,
)
kinds.register(
    "programme.change_agreed",
    group="programmes",
    title=_("A change of a programme is in force"),
    text=_("%(pair)s: everybody asked has agreed."),
)
kinds.register(
    "programme.change_declined",
    group="programmes",
    title=_("A change of a programme is declined"),
    text=_("%(pair)s: the programme stays as it was. Reason: %(reason)s"),
)
kinds.register(
    "release.asked",
    group="programmes",
    title=_("A release from lessons waits for a decision"),
    text="%(who)s, %(day)s.",
    asks=True,
)
kinds.register(
    "release.decided",
    group="programmes",
    title=_("Your release from lessons is decided"),
    text="%(day)s: %(state)s. %(answer)s",
)


def accounts_in(programme: Programme) -> list[UUID]:
    """Accounts of both sides."""
    people = queries.people_of(programme)
    return accounts_of([*people.mentors, *people.mentees])


def programme_of(key: int) -> Programme:
    """The programme with its pair and people."""
    return queries.with_people(Programme.objects.filter(pk=key).select_related("match")).get()


@on("programme.approve")
def tell_of_approval(record: ActionRecord) -> None:
    """Both sides may work by it."""
    programme = programme_of(key_of(record.subject))
    notify(
        "programme.approved",
        to=accounts_in(programme),
        key=f"{programme.pk}",
        besides=record.acting,
        url=programme.get_absolute_url(),
        pair=programme.match.title,
    )


def _tell_of_change(
    kind: str, amendment: Amendment, to: Iterable[UUID], record: ActionRecord, reason: str = ""
) -> None:
    programme = programme_of(amendment.programme_id)
    notify(
        kind,
        to=to,
        key=f"{amendment.pk}",
        besides=record.acting,
        url=reverse("programmes:changes", args=[programme.pk], urlconf=settings.SCHOOL_URLCONF),
        pair=programme.match.title,
        who=amendment.proposer_name,
        reason=reason,
    )


@on("programme.amend", "programme.answer_amendment")
def tell_of_change(record: ActionRecord) -> None:
    """Whoever is to agree; once it is settled both sides and whoever proposed it."""
    amendment = Amendment.objects.get(pk=key_of(record.subject))
    rows = list(amendment.agreements.select_related("person"))
    everybody = [*accounts_in(programme_of(amendment.programme_id))]
    if amendment.proposed_by is not None:
        everybody.append(amendment.proposed_by)
    if amendment.state == Amendment.State.IN_FORCE:
        _tell_of_change("programme.change_agreed", amendment, everybody, record)
    elif amendment.state == Amendment.State.DECLINED:
        reason = next((row.note for row in rows if row.accepted is False), "")
        _tell_of_change("programme.change_declined", amendment, everybody, record, reason)
    elif record.code == "programme.amend":
        _tell_of_change("programme.change_asked", amendment, awaited(rows), record)


@on("release.request", "release.decide")
def tell_of_release(record: ActionRecord) -> None:
    """Those who decide, then the one who asked. Why it is asked stays on its page."""
    release = Release.objects.select_related("person").get(pk=key_of(record.subject))
    is_asked = record.code == "release.request"
    notify(
        "release.asked" if is_asked else "release.decided",
        to=holding("head", "curator") if is_asked else accounts_of([release.person]),
        key=f"{release.pk}",
        besides=record.acting,
        url=reverse("programmes:release", args=[release.pk], urlconf=settings.SCHOOL_URLCONF),
        who=release.person.short_name,
        day=release.on_day,
        state=Release.State(release.state).label,
        answer=release.answer,
    )
