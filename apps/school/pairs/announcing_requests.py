"""Whom requests for a mentor tell what. Imported by ``PairsConfig.ready``; told where a step of a request is taken."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from apps.school.people.announcing import accounts_of
from kernel.actions import ActionRecord

from .models import MentorRequest, RequestChoice

kinds.register_group("requests", _("Requests for mentors"), order=8)
kinds.register(
    "mentor_request.asked",
    group="requests",
    title=_("You are asked to be a mentor"),
    text=_("%(mentee)s asks you. Agree or decline until %(until)s."),
    asks=True,
)
kinds.register(
    "mentor_request.moved_on",
    group="requests",
    title=_("The next mentor of your request is asked"),
    text=_("%(mentor)s is asked and answers until %(until)s."),
)
kinds.register(
    "mentor_request.accepted",
    group="requests",
    title=_("A mentor has agreed to your request"),
    text=_("%(mentor)s will work with you: the order of the pair comes next."),
)
kinds.register(
    "mentor_request.declined",
    group="requests",
    title=_("A mentor has declined your request"),
    text="%(mentor)s: %(reason)s",
)
kinds.register(
    "mentor_request.lapsed",
    group="requests",
    title=_("A request for a mentor got no answer in time"),
    text=_("%(mentor)s did not answer the request of %(mentee)s until %(until)s."),
)
kinds.register(
    "mentor_request.over",
    group="requests",
    title=_("Your answer to a request is not needed any more"),
    text=_("The request of %(mentee)s is settled without it."),
)
kinds.register(
    "mentor_request.exhausted",
    group="requests",
    title=_("Nobody of the mentors asked has agreed"),
    text=_("Request of %(mentee)s: name other mentors, or let the curator propose a pair."),
    asks=True,
)


def tell_asked(choice: RequestChoice, request: MentorRequest) -> None:
    """The mentor whose turn has come; the mentee of every one after the first."""
    facts: dict[str, Any] = {
        "mentor": choice.card.person.short_name,
        "mentee": request.card.person.short_name,
        "until": choice.answer_by,
    }
    url, key = request.get_absolute_url(), f"{choice.pk}"
    notify("mentor_request.asked", to=accounts_of([choice.card.person]), key=key, url=url, **facts)
    if request.mode == MentorRequest.Mode.IN_ORDER and choice.number > 1:
        notify("mentor_request.moved_on", to=accounts_of([request.card.person]), key=key, url=url, **facts)


def tell_lapsed(choice: RequestChoice, request: MentorRequest) -> None:
    """Both sides: one waits no longer, the other may still speak with the curator."""
    notify(
        "mentor_request.lapsed",
        to=accounts_of([request.card.person, choice.card.person]),
        key=f"{choice.pk}",
        url=request.get_absolute_url(),
        mentor=choice.card.person.short_name,
        mentee=request.card.person.short_name,
        until=choice.answer_by,
    )


def tell_not_needed(choice: RequestChoice, request: MentorRequest) -> None:
    """A mentor who was asked and has not answered yet."""
    notify(
        "mentor_request.over",
        to=accounts_of([choice.card.person]),
        key=f"{choice.pk}",
        url=request.get_absolute_url(),
        mentee=request.card.person.short_name,
    )


def tell_exhausted(request: MentorRequest) -> None:
    """The mentee, and the curators, who look for somebody else."""
    notify(
        "mentor_request.exhausted",
        to=[*accounts_of([request.card.person]), *holding("curator")],
        key=f"{request.pk}",
        url=request.get_absolute_url(),
        mentee=request.card.person.short_name,
    )


def _tell_mentee(kind: str, record: ActionRecord, choice: RequestChoice, url: str) -> None:
    notify(
        kind,
        to=accounts_of([choice.request.card.person]),
        key=f"{choice.pk}",
        besides=record.acting,
        url=url,
        mentor=choice.card.person.short_name,
        reason=choice.note,
    )


def _choice_of(record: ActionRecord) -> RequestChoice:
    rows = RequestChoice.objects.select_related("card__person", "request__card__person", "request__match")
    return rows.get(pk=key_of(record.facts["choice"]))


@on("mentor_request.accept")
def tell_of_acceptance(record: ActionRecord) -> None:
    """The mentee has a mentor; the curator hears of the pair as of every agreed one (``announcing``)."""
    choice = _choice_of(record)
    match = choice.request.match
    _tell_mentee("mentor_request.accepted", record, choice, match.get_absolute_url() if match is not None else "")


@on("mentor_request.decline")
def tell_of_refusal(record: ActionRecord) -> None:
    """The mentee reads the reason on the page and in the inbox, never in a mail."""
    choice = _choice_of(record)
    _tell_mentee("mentor_request.declined", record, choice, choice.request.get_absolute_url())
