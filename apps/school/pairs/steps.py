"""What the viewer of a pair can do next: one step first, the others after it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.orders.models import Order
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import today
from ui.pages import Action

from . import agreeing, pausing, permissions, queries
from .lives import MATCH
from .models import Match, Replacement, TermChange
from .rules import answers_through_guardian

State = Match.State


def awaited(match: Match) -> list[Person]:
    """Participants who have not answered."""
    return [row.card.person for row in match.current_people if row.accepted is None]


def answerable(match: Match, actor: Actor) -> list[Person]:
    """Those for whom the actor may answer now: the office for all (on paper), others for themselves or small wards."""
    if match.state != State.PROPOSED:
        return []
    if permissions.may_manage(actor):
        return awaited(match)
    return [person for person in awaited(match) if _answers_for(actor, person)]


def _answers_for(actor: Actor, person: Person) -> bool:
    if answers_through_guardian(person.age_on(today())):
        return queries.is_guardian_of(actor, person)
    return actor.account_id is not None and person.account_id == actor.account_id


def actions_for(match: Match, actor: Actor, order: Order | None, *, lacks_consents: bool) -> list[Action]:
    """Buttons of the pair's page, the next step first."""
    change = queries.open_replacement(match)
    found = [_next(match, actor, order, lacks_consents=lacks_consents), *_replacing(change, actor)]
    found += _asked(match, actor)
    if permissions.may_manage(actor):
        found += _office(match, replacing=change is not None)
    return [action for action in found if action is not None]


def _replacing(change: Replacement | None, actor: Actor) -> list[Action | None]:
    """What the office does next about the replacement that is under way."""
    if change is None or change.state == Replacement.State.PREPARED or not permissions.may_manage(actor):
        return []
    if change.state == Replacement.State.AGREED:
        label = _("Prepare the order of the replacement")
        following = Action(label, _url("replace_order", change.match), "file-earmark-text")
    else:
        answer = reverse("pairs:replace_answer", kwargs={"replacement": change.pk})
        following = Action(_("Record the answer of the new mentor"), answer, "chat-left-text", "secondary")
    return [
        following,
        Action(_("Give the replacement up"), _url("replace_give_up", change.match), "x-circle", "quiet"),
    ]


def _asked(match: Match, actor: Actor) -> list[Action | None]:
    """What a participant may ask for, and what is under way."""
    if match.state != State.ACTIVE:
        return []
    change = queries.open_term_change(match)
    if change is None:
        return [*_askable(match, actor)]
    found: list[Action | None] = []
    waits = change.state == TermChange.State.ASKED
    mine = agreeing.own_first(agreeing.answerable(change.agreements.all(), actor), actor) if waits else []
    office = permissions.may_manage(actor)
    if mine:
        own = agreeing.is_own(mine[0], actor)
        label = _("Answer to the new term") if own else _("Record an answer given on paper")
        found.append(Action(label, _url("term_answer", match), "chat-left-text"))
    elif office and waits:
        found.append(Action(_("Prepare the order of the new term"), _url("term_order", match), "file-earmark-text"))
    asked = actor.account_id is not None and change.asked_by == actor.account_id
    if waits and (office or asked):
        found.append(Action(_("Give the new term up"), _url("term_withdraw", match), "x-circle", "quiet"))
    return [*found, *_petitions(match, actor)]


def _askable(match: Match, actor: Actor) -> list[Action]:
    if not agreeing.makers(match, actor) & {"mentor", "mentee", "curator", "head"}:
        return []
    return [
        Action(_("A longer term"), _url("extend", match), "calendar-plus", "quiet"),
        Action(_("A shorter term"), _url("shorten", match), "calendar-minus", "quiet"),
        *_petitions(match, actor),
    ]


def _petitions(match: Match, actor: Actor) -> list[Action]:
    sides = agreeing.makers(match, actor) & set(agreeing.SIDES)
    found = []
    if sides or permissions.may_manage(actor):
        label = _("Ask for another mentor") if sides else _("Enter a petition on paper")
        found.append(Action(label, _url("ask_replacement", match), "envelope-paper", "quiet"))
    if "mentor" in sides:
        found.append(Action(_("Give the mentoring up"), _url("resign", match), "box-arrow-right", "quiet"))
    if sides:
        found.append(Action(_("Ask to end the work"), _url("ask_end", match), "flag", "quiet"))
    if sides or permissions.may_manage(actor):
        found += _pauses(match)
    return found


def _pauses(match: Match) -> list[Action]:
    if pausing.pause_of(match) is None:
        return [Action(_("Pause the work"), _url("pause", match), "pause-circle", "quiet")]
    return [
        Action(_("Resume the work"), _url("resume", match), "play-circle", "secondary"),
        Action(_("Move the end of the pause"), _url("pause_move", match), "pause-circle", "quiet"),
    ]


def _url(name: str, match: Match) -> str:
    return reverse(f"pairs:{name}", kwargs={"pair": match.pk})


def _next(match: Match, actor: Actor, order: Order | None, *, lacks_consents: bool) -> Action | None:
    office = permissions.may_manage(actor)
    if answerable(match, actor):
        label = _("Record an answer given on paper") if office else _("Answer the proposal")
        return Action(label, _url("answer", match), "chat-left-text")
    if not office:
        return None
    if match.state == State.AGREED:
        if lacks_consents:
            return Action(_("Record the consents"), reverse("consents:index"), "file-check")
        return Action(_("Prepare the order"), _url("prepare_order", match), "file-earmark-text")
    if order is not None and order.state == Order.State.WAITING:
        label = _("Sign the order") if actor.has("head") else _("Open the order")
        return Action(label, order.get_absolute_url(), "pen" if actor.has("head") else "file-earmark-text")
    return None


def _office(match: Match, *, replacing: bool) -> list[Action]:
    found = []
    if MATCH.may(match.state, "replace") and not replacing:
        found.append(Action(_("Replace the mentor"), _url("replace", match), "arrow-left-right", "secondary"))
    if MATCH.may(match.state, "end"):
        found.append(Action(_("Complete or end"), _url("end", match), "flag", "secondary"))
    if MATCH.may(match.state, "amend"):
        found.append(Action(_("Amend the terms"), _url("amend", match), "pencil-square", "secondary"))
    if MATCH.may(match.state, "cancel"):
        found.append(Action(_("Cancel the pair"), _url("cancel", match), "x-circle", "quiet"))
    return found
