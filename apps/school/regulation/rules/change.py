"""Rules on a pair that is formed and on one that changes: its own term, role model, extension, early success."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import JsonValue, catalogue
from ..values.render import listed
from ..view import RegulationView
from .breach import breach, names, product_breach
from .timing import programme_term, written

INDIVIDUAL = "term.individual"
ROLE_MODELS = "forms.role_models"
GROUNDS = "term.extension_grounds"
EXTENSION_CONSENT = "term.extension_consent"
REDUCTION = "term.reduction"
CHANGE_RULE = "programme.change_rule"
EARLY = "term.early_completion"

BOTH_SIDES = ("mentor", "mentee")
MUTUAL = "mutual_consent"

Term = tuple[datetime.date, datetime.date]


# ---- forming


def common_term(view: RegulationView, start: datetime.date, end: datetime.date, common: Term | None) -> list[Violation]:
    """Where terms are not set pair by pair: the pair ends with all others and begins no earlier than they.

    ``common``: the common term of the school year, None while the school has not set it.
    """
    if view.value(INDIVIDUAL):
        return []
    actual = f"{written(start)} – {written(end)}"
    if common is None:
        sentence = _(
            "All pairs of the organisation have one term, and it is not set for this school year yet: "
            "{actual} cannot be compared. Basis: {clause}."
        )
        return [breach(view, INDIVIDUAL, actual=actual, sentence=sentence)]
    if end == common[1] and start >= common[0]:
        return []
    return [breach(view, INDIVIDUAL, actual=actual)]


def suited_models(form: str) -> tuple[str, ...]:
    """Role models of a form, in the order of the catalogue; none for a form that has no variants."""
    known = catalogue().dictionaries["role_model"]
    return tuple(code for code in known if form in catalogue().related("role_model_forms", code, "forms"))


def role_model(view: RegulationView, form: str, chosen: str) -> list[Violation]:
    """A role model is chosen where the act wants one and the form has any; one that is chosen suits its form."""
    suited = suited_models(form)
    if not chosen:
        if not suited or not view.value(ROLE_MODELS):
            return []
        return [breach(view, ROLE_MODELS, actual=_("nothing"))]
    if chosen in suited:
        return []
    wanted = names(view, "role_model", suited) or _("no role model")
    actual = view.local_name("role_model", chosen)
    message = _("The role model “%(actual)s” does not belong to the form “%(form)s”: it has %(wanted)s.") % {
        "actual": actual,
        "form": view.local_name("mentoring_form", form),
        "wanted": wanted,
    }
    return [product_breach(ROLE_MODELS, "role_model_form", message, actual=actual, value=wanted)]


# ---- changes of a running programme


def change(view: RegulationView, subject: str, makers: Collection[str]) -> list[Violation]:
    """``subject`` (code of ``change_subject``) may be changed, and by one of ``makers`` (roles of who asks).

    An empty list of makers means that the act does not name them: anybody of the pair or of the office may ask.
    """
    rule: JsonValue = view.value(CHANGE_RULE)
    if subject not in rule["subjects"]:
        actual = _("it would change: %(subject)s") % {"subject": view.local_name("change_subject", subject)}
        return [breach(view, CHANGE_RULE, actual=actual)]
    if rule["made_by"] and set(rule["made_by"]).isdisjoint(makers):
        who = ", ".join(view.actor_name(code) for code in sorted(makers)) or _("nobody")
        return [breach(view, CHANGE_RULE, actual=_("it is made by: %(who)s") % {"who": who})]
    return []


def change_roles(view: RegulationView) -> tuple[str, ...]:
    """Roles that must agree to a change of the programme."""
    return tuple(view.value(CHANGE_RULE)["agreed_by"])


def change_agreed(view: RegulationView, agreed: Collection[str]) -> list[Violation]:
    """Everybody has agreed whose consent a change of the programme needs. ``agreed``: roles that have."""
    return _agreed(view, CHANGE_RULE, change_roles(view), agreed)


def _agreed(view: RegulationView, key: str, needed: Sequence[str], agreed: Collection[str]) -> list[Violation]:
    missing = [code for code in needed if code not in agreed]
    if not missing:
        return []
    if key == CHANGE_RULE:
        told = ", ".join(view.actor_name(code) for code in missing)
        return [breach(view, key, actual=_("no consent of: %(who)s") % {"who": told})]
    given = listed(view.actor_name(code) for code in needed if code in agreed)
    return [breach(view, key, actual=given, value=list(needed))]


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term to be changed. ``makers``: roles of who asks; ``ground``: code of ``extension_ground``."""

    start: datetime.date
    old_end: datetime.date
    new_end: datetime.date
    makers: frozenset[str]
    ground: str = ""


def _term_change(view: RegulationView, key: str, makers: Collection[str]) -> list[Violation]:
    """The rule of changes, unless the act speaks of this change of the term in a place of its own."""
    own = {REDUCTION: (REDUCTION,)}.get(key, (GROUNDS, EXTENSION_CONSENT))
    if any(view.is_set(parameter) for parameter in own) and "term" not in view.value(CHANGE_RULE)["subjects"]:
        return []
    return change(view, "term", makers)


def extension(view: RegulationView, facts: TermFacts) -> list[Violation]:
    """The ground is in the closed list and the change may be made. The longest term is not asked here: the acts do not
    say whether it counts an extension (see ``over_longest``)."""
    broken = _term_change(view, GROUNDS, facts.makers)
    # By mutual consent a term is extended wherever the act asks for that consent (it names it elsewhere than grounds).
    mutual = facts.ground == MUTUAL and view.is_set(EXTENSION_CONSENT) and not view.is_set(GROUNDS)
    if facts.ground not in view.codes(GROUNDS) and not mutual:
        broken.append(breach(view, GROUNDS, actual=view.local_name("extension_ground", facts.ground)))
    return broken


def extension_roles(view: RegulationView, ground: str) -> tuple[str, ...]:
    """Roles that must agree to an extension; by mutual consent always both sides."""
    named = view.codes(EXTENSION_CONSENT)
    return tuple(dict.fromkeys([*named, *(BOTH_SIDES if ground == MUTUAL else ())]))


def extension_agreed(view: RegulationView, ground: str, agreed: Collection[str]) -> list[Violation]:
    """Everybody has agreed whose consent an extension needs."""
    return _agreed(view, EXTENSION_CONSENT, extension_roles(view, ground), agreed)


def over_longest(view: RegulationView, start: datetime.date, end: datetime.date) -> list[Violation]:
    """What would be broken if an extension counted against the longest term: shown, never refused."""
    return [found for found in programme_term(view, start, end) if found.parameter == "term.max_months"]


def reduction(view: RegulationView, facts: TermFacts) -> list[Violation]:
    """A reduction is provided for, may be made by who asks, and leaves the shortest term."""
    broken = []
    if not view.value(REDUCTION):
        broken.append(breach(view, REDUCTION, actual=written(facts.new_end)))
    broken += _term_change(view, REDUCTION, facts.makers)
    short = programme_term(view, facts.start, facts.new_end)
    return broken + [found for found in short if found.parameter == "term.min_months"]


def reduction_roles(view: RegulationView) -> tuple[str, ...]:
    """A term is shortened by mutual wish: both sides, and whoever else agrees to changes."""
    return tuple(dict.fromkeys([*BOTH_SIDES, *change_roles(view)]))


def reduction_agreed(view: RegulationView, agreed: Collection[str]) -> list[Violation]:
    """Both sides wish the shorter term."""
    missing = [code for code in reduction_roles(view) if code not in agreed]
    if not missing:
        return []
    sentence = _("A term is shortened by mutual wish, and there is no consent of: {actual}. Basis: {clause}.")
    told = ", ".join(view.actor_name(code) for code in missing)
    return [breach(view, REDUCTION, actual=told, sentence=sentence)]


def early_completion(view: RegulationView, confirmed: Collection[str]) -> list[Violation]:
    """Every condition of an early completion is confirmed.

    Refused only where the school's own act names the conditions; elsewhere they are asked and kept.
    """
    missing = [code for code in view.codes(EARLY) if code not in confirmed]
    if not missing or not view.is_set(EARLY):
        return []
    sentence = _("An early completion wants: {value}; not confirmed: {actual}. Basis: {clause}.")
    return [breach(view, EARLY, actual=names(view, "condition", missing), sentence=sentence)]
