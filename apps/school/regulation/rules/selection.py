"""How a person becomes a mentor: ways of selection, the commission, what is wanted before approval, the act."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import catalogue
from ..values.render import listed
from ..view import RegulationView
from .breach import breach, names
from .survey import candidate_survey

GRADES = "scope.mentor_grades"
APPOINTMENT = "pairing.mentor_appointment"

# The candidate's own application is the candidate's consent.
BY_APPLICATION = "selection_by_application"
BY_ADMINISTRATION = "nomination_by_administration"
BY_GRADE = "act_by_grade"

# What each kind of appointment satisfies: an order is an approval by the head and a local act as well (Labour Code
# art. 351.8: the employer's assignment is written), an act by grade is signed by the head.
STRENGTH = {
    "order": frozenset({"order", "local_act", "head_approval"}),
    "local_act": frozenset({"local_act", "head_approval"}),
    "head_approval": frozenset({"head_approval"}),
}


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A member of the commission.

    ``seat``: code of the role or body whose seat it is; ``part``: chair or member; ``holds``: the person does hold that
    role or belong to that body, as far as the school's records tell (True where they say nothing of the seat).
    """

    name: str
    part: str
    seat: str = ""
    holds: bool = True


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """A candidate before approval.

    ``route``: code of ``selection_route``; ``consents``: the candidate agrees; ``recommended``: the commission has
    decided so; ``surveyed_on``: the day of the questionnaire; ``portfolio``: there is one; ``grade``: of
    ``mentor_grade``, empty for none.
    """

    name: str
    route: str
    consents: bool = False
    recommended: bool = False
    surveyed_on: datetime.date | None = None
    portfolio: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentFacts:
    """A mentor before a pair's order. ``act_kind``: ``appointment_act`` in force for the person, empty for none."""

    name: str
    act_kind: str = ""


def route(view: RegulationView, code: str) -> list[Violation]:
    """The way of selection is one of the act's (of the regional default's where the act is silent)."""
    key = "selection.routes"
    if code in view.codes(key):
        return []
    return [breach(view, key, actual=view.local_name("selection_route", code))]


def needs_commission(view: RegulationView, code: str) -> bool:
    """True when candidates of this way stand before a commission: by application, where the act has a commission."""
    has = view.is_set("selection.commission_size") or view.is_set("selection.commission_members")
    return has and code == BY_APPLICATION


def commission(view: RegulationView, members: Sequence[SeatFacts]) -> list[Violation]:
    """So many members as permitted; every obligatory seat taken, in the part that the act names, by who holds it."""
    size, key = view.value("selection.commission_size"), "selection.commission_members"
    broken = []
    if not size["min"] <= len(members) <= size["max"]:
        broken.append(breach(view, "selection.commission_size", actual=str(len(members))))
    taken = {(member.seat, "chair" if member.part == "chair" else "member") for member in members}
    if any((seat["actor"], seat["part"]) not in taken for seat in view.value(key)):
        told = [f"{view.actor_name(m.seat)} – {m.name}" if m.seat else m.name for m in members]
        broken.append(breach(view, key, actual=listed(told) if told else _("nobody")))
    sentence = _("The seat is another's: {actual}; required: {value}. Basis: {clause}.")
    strangers = [f"{view.actor_name(m.seat)} – {m.name}" for m in members if m.seat and not m.holds]
    return broken + [breach(view, key, actual=listed(strangers), sentence=sentence)] * bool(strangers)


def approval(view: RegulationView, candidate: CandidateFacts) -> list[Violation]:
    """Everything wanted before a candidate is approved, all together."""
    return [
        *route(view, candidate.route),
        *own_consent(view, candidate),
        *decision(view, candidate),
        *candidate_survey(view, candidate.surveyed_on),
        *portfolio(view, "mentor", candidate.name, has=candidate.portfolio),
        *grade(view, candidate),
    ]


def advice(
    view: RegulationView,
    *,
    interviewed_on: datetime.date | None,
    trained_on: datetime.date | None,
    surveyed_on: datetime.date | None,
) -> list[Violation]:
    """What the act (or the regional default) wants and software cannot judge: reminded of, never a refusal.

    An interview and training are shown by records only; the questionnaire is advice where the act is silent of it.
    """
    told = [
        ("selection.interview", interviewed_on, _("No interview is recorded. Basis: {clause}.")),
        ("selection.training", trained_on, _("No training is recorded. Basis: {clause}.")),
    ]
    if not view.is_set("selection.survey"):
        told.append(("selection.survey", surveyed_on, _("No questionnaire is recorded. Basis: {clause}.")))
    return [
        breach(view, key, actual="", sentence=sentence) for key, done, sentence in told if view.value(key) and not done
    ]


def own_consent(view: RegulationView, candidate: CandidateFacts) -> list[Violation]:
    """Nobody becomes a mentor against the own will, whoever nominates (Labour Code art. 351.8)."""
    if candidate.consents or candidate.route == BY_APPLICATION:
        return []
    if candidate.route == BY_ADMINISTRATION:
        sentence = _("{actual} has not signed the approval sheet. Basis: {clause}.")
        return [breach(view, "selection.routes", actual=candidate.name, sentence=sentence)]
    sentence = _("{actual} has not agreed to be a mentor, and taking part is voluntary. Basis: {clause}.")
    return [breach(view, "scope.voluntary", actual=candidate.name, sentence=sentence)]


def decision(view: RegulationView, candidate: CandidateFacts) -> list[Violation]:
    """A candidate whose way leads through the commission has its recommendation."""
    if candidate.recommended or not needs_commission(view, candidate.route):
        return []
    sentence = _("{actual} has no recommendation of the commission. Basis: {clause}.")
    return [breach(view, "selection.routes", actual=candidate.name, sentence=sentence)]


def portfolio(view: RegulationView, role: str, name: str, *, has: bool) -> list[Violation]:
    """Who holds a role named by the act has presented a portfolio."""
    key = "selection.portfolio"
    if has or role not in view.codes(key):
        return []
    return [breach(view, key, actual=name)]


def grade(view: RegulationView, candidate: CandidateFacts) -> list[Violation]:
    """The grade is one of the act's; an act with grades of its own wants one for every mentor."""
    known = view.codes(GRADES)
    if candidate.grade in known or (not candidate.grade and not view.is_set(GRADES)):
        return []
    given = names(view, "mentor_grade", [candidate.grade]) if candidate.grade else _("no grade")
    sentence = _("A mentor is approved with a grade: “{actual}” is not one; grades: {value}. Basis: {clause}.")
    return [breach(view, GRADES, actual=given, sentence=sentence)]


def grade_structure(view: RegulationView, mentor_grade: str, structure: str) -> list[Violation]:
    """A mentor of this grade may lead a pair of this structure.

    Asked only of a school whose own act has grades (elsewhere the single default grade means nothing), and of mentors
    who have one: approval wants it, a card made before has none. A structure that the reference book gives to no grade
    (several mentors of one mentee: each works one to one) is open to all.
    """
    if not mentor_grade or not view.is_set(GRADES):
        return []
    relation = catalogue().relations["grade_structures"]
    fitting = {code for code, sides in relation.items() if structure in sides["structures"]}
    if not fitting or mentor_grade in fitting:
        return []
    return [breach(view, GRADES, actual=names(view, "mentor_grade", [mentor_grade]))]


def mentor_appointment(view: RegulationView, mentors: Collection[AppointmentFacts]) -> list[Violation]:
    """Every mentor of a pair was appointed by the act that the school's regulation names, before the pair's order.

    A school whose act says nothing of an appointment appoints by the pair's order itself (the regional default: an
    order of the head, art. 351.8), so nothing is asked there.
    """
    if not view.is_set(APPOINTMENT):
        return []
    wanted = str(view.value(APPOINTMENT))
    lacking = [one for one in mentors if wanted not in STRENGTH.get(one.act_kind, frozenset())]
    return [
        breach(
            view,
            APPOINTMENT,
            actual=_("%(name)s: %(act)s")
            % {
                "name": one.name,
                "act": view.local_name("appointment_act", one.act_kind) if one.act_kind else _("no act"),
            },
        )
        for one in lacking
    ]


def rating(view: RegulationView) -> list[Violation]:
    """A rating of mentors is kept only where the act provides for one."""
    key = "incentives.rating"
    return [] if view.value(key) else [breach(view, key, actual=_("the regulation does not provide for it"))]
