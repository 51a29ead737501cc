"""Whom the pairs tell what. Imported by ``PairsConfig.ready``."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from apps.school.people.announcing import accounts_of
from kernel.actions import ActionRecord

from . import agreeing, queries
from .models import Match, Petition, Replacement, TermChange

kinds.register_group("pairs", _("Pairs"), order=10)
kinds.register(
    "pair.proposed",
    group="pairs",
    title=_("A pair is proposed to you"),
    text=_("%(pair)s: look at the conditions and agree or decline."),
    asks=True,
)
kinds.register(
    "pair.agreed",
    group="pairs",
    title=_("A pair is agreed"),
    text=_("%(pair)s: the order can be prepared."),
    asks=True,
)
kinds.register(
    "pair.declined",
    group="pairs",
    title=_("A pair is declined"),
    text=_("%(pair)s: somebody else is to be found."),
    asks=True,
)
kinds.register(
    "pair.begun",
    group="pairs",
    title=_("Your pair is at work"),
    text=_("%(pair)s: the order is signed, the term is until %(until)s."),
)
kinds.register(
    "pair.take_over",
    group="pairs",
    title=_("You are asked to take a pair over"),
    text=_("%(mentees)s: read the terms, then agree or decline."),
)
kinds.register(
    "pair.take_over_answered",
    group="pairs",
    title=_("The new mentor has answered"),
    text=_("%(name)s, the pair %(pair)s: %(state)s."),
)
kinds.register(
    "pair.mentor_replaced",
    group="pairs",
    title=_("The mentor of your pair is replaced"),
    text=_("%(pair)s: the order is signed."),
)
kinds.register(
    "pair.term_changed",
    group="pairs",
    title=_("The term of your pair is changed"),
    text=_("%(pair)s: the order is signed, the term is until %(until)s."),
)
kinds.register(
    "petition.filed",
    group="pairs",
    title=_("A petition waits for your decision"),
    text=_("%(author)s asks; the pair: %(pair)s"),
    asks=True,
)
kinds.register(
    "petition.withdrawn",
    group="pairs",
    title=_("A petition is withdrawn: there is nothing to decide"),
    text=_("%(author)s, %(pair)s."),
)
kinds.register(
    "petition.decided",
    group="pairs",
    title=_("Your petition is decided"),
    text="%(pair)s: %(state)s. %(answer)s",
)


def _tell(kind: str, match: Match, record: ActionRecord, key: str) -> None:
    """Tell everybody of the pair, the one who did it aside."""
    notify(
        kind,
        to=accounts_of(row.card.person for row in match.current_people),
        key=key,
        besides=record.acting,
        url=match.get_absolute_url(),
        pair=match.title,
        until=match.ends_on,
    )


def _match(key: int) -> Match:
    return queries.with_people(Match.objects.filter(pk=key)).get()


@on("pair.form")
def tell_of_proposal(record: ActionRecord) -> None:
    """Both sides are asked."""
    match = _match(key_of(record.subject))
    _tell("pair.proposed", match, record, f"{match.pk}")


@on("pair.answer", "mentor_request.accept")
def tell_of_answer(record: ActionRecord) -> None:
    """The curator hears when all have agreed, or somebody has not."""
    match = _match(key_of(record.subject))
    kind = {Match.State.AGREED: "pair.agreed", Match.State.DECLINED: "pair.declined"}.get(Match.State(match.state))
    if kind is not None:
        notify(
            kind,
            to=holding("curator"),
            key=f"{match.pk}",
            besides=record.acting,
            url=match.get_absolute_url(),
            pair=match.title,
        )


@on("pair.activate")
def tell_of_beginning(record: ActionRecord) -> None:
    """The order is signed: both sides may begin."""
    match = _match(key_of(record.subject))
    _tell("pair.begun", match, record, f"{match.pk}")


@on("pair.replace_mentor")
def tell_the_new_mentor(record: ActionRecord) -> None:
    """Who is asked to take a pair over hears of it."""
    change = Replacement.objects.select_related("new_mentor__person").get(
        match=key_of(record.subject), state=Replacement.State.ASKED
    )
    match = _match(change.match_id)
    notify(
        "pair.take_over",
        to=accounts_of(agreeing.spokesmen(change.new_mentor.person)),
        key=f"{change.pk}",
        besides=record.acting,
        url=reverse("pairs:replace_answer", kwargs={"replacement": change.pk}, urlconf=settings.SCHOOL_URLCONF),
        mentees=", ".join(row.card.person.short_name for row in match.current_mentees),
    )


@on("pair.answer_replacement")
def tell_of_the_new_mentors_answer(record: ActionRecord) -> None:
    """The curator goes on by it."""
    change = Replacement.objects.select_related("new_mentor__person").get(pk=key_of(record.facts["replacement"]))
    match = _match(change.match_id)
    notify(
        "pair.take_over_answered",
        to=holding("curator"),
        key=f"{change.pk}",
        besides=record.acting,
        url=match.get_absolute_url(),
        name=change.new_mentor.person.short_name,
        pair=match.title,
        state=Replacement.State(change.state).label,
    )


@on("pair.carry_out_replacement")
def tell_of_replacement(record: ActionRecord) -> None:
    """Those who stay, the one who comes and the one who goes."""
    change = Replacement.objects.select_related("old_mentor__person").get(pk=key_of(record.facts["replacement"]))
    match = _match(change.match_id)
    _tell("pair.mentor_replaced", match, record, f"{change.pk}")
    notify(
        "pair.mentor_replaced",
        to=accounts_of([change.old_mentor.person]),
        key=f"{change.pk}",
        besides=record.acting,
        url=match.get_absolute_url(),
        pair=match.title,
    )


@on("pair.carry_out_term_change")
def tell_of_term(record: ActionRecord) -> None:
    """The last day is another one now."""
    change = TermChange.objects.get(pk=key_of(record.facts["change"]))
    _tell("pair.term_changed", _match(change.match_id), record, f"{change.pk}")


@on("request.replace", "request.resign", "request.end")
def tell_of_petition(record: ActionRecord) -> None:
    """Whoever decides hears that it is asked."""
    _tell_the_decider("petition.filed", record)


@on("request.withdraw")
def tell_of_withdrawn_petition(record: ActionRecord) -> None:
    """Whoever was to decide hears that there is nothing to decide any more."""
    _tell_the_decider("petition.withdrawn", record)


def _tell_the_decider(kind: str, record: ActionRecord) -> None:
    """By the route of the petition: the head or the curator."""
    petition = Petition.objects.select_related("author").get(pk=key_of(record.subject))
    match = _match(petition.match_id)
    role = petition.to_role if petition.to_role in {"head", "curator"} else "curator"
    notify(
        kind,
        to=holding(role),
        key=f"{petition.pk}",
        besides=record.acting,
        url=petition.get_absolute_url(),
        author=petition.author.short_name,
        pair=match.title,
    )


@on("request.decide")
def tell_of_decision(record: ActionRecord) -> None:
    """The author hears the answer."""
    petition = Petition.objects.select_related("author").get(pk=key_of(record.subject))
    match = _match(petition.match_id)
    notify(
        "petition.decided",
        to=accounts_of([petition.author]),
        key=f"{petition.pk}",
        besides=record.acting,
        url=petition.get_absolute_url(),
        pair=match.title,
        state=Petition.State(petition.state).label,
        answer=petition.answer,
    )
