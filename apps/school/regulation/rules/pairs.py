"""Forming a pair or a group."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import catalogue
from ..view import RegulationView
from .breach import breach, names, product_breach
from .facts import MentorFacts, PairFacts, structure_of
from .people import mentee_scope, mentor_scope, pupil_age
from .selection import grade_structure
from .timing import act_validity, programme_term


def pair_formation(view: RegulationView, pair: PairFacts) -> list[Violation]:
    """Every rule that forbids this pair, all together; an empty list when it may be formed."""
    broken = [
        *act_validity(view, pair.on),
        *forms(view, pair),
        *types(view, pair),
        *structure(view, pair),
        *programme_term(view, pair.start, pair.end),
        *group_minimum(view, pair),
    ]
    for mentor in pair.mentors:
        broken += mentor_scope(view, mentor.categories)
        broken += grade_structure(view, mentor.grade, pair.structure)
        broken += mentee_limit(view, pair, mentor)
    for mentee in pair.mentees:
        broken += mentee_scope(view, mentee)
        broken += pupil_age(view, mentee, pair.start)
    return list(dict.fromkeys(broken))


def forms(view: RegulationView, pair: PairFacts) -> list[Violation]:
    """The forms are listed (or the list is open), may be combined, and take these mentors and mentees."""
    broken = []
    known = catalogue().dictionaries["mentoring_form"]
    for form in pair.forms:
        if not view.allows_form(form):
            key = "forms.enabled" if form in known else "forms.open_list"
            broken.append(breach(view, key, actual=view.local_name("mentoring_form", form)))
        elif form in known:
            broken += _form_participants(view, pair, form)
    if len(pair.forms) > 1 and not view.value("forms.combine"):
        broken.append(breach(view, "forms.combine", actual=str(len(pair.forms))))
    return broken


def _form_participants(view: RegulationView, pair: PairFacts, form: str) -> list[Violation]:
    broken = []
    title = view.local_name("mentoring_form", form)
    people = {
        "mentors": ("mentor_category", [(mentor.name, mentor.categories) for mentor in pair.mentors]),
        "mentees": ("mentee_category", [(mentee.name, mentee.categories) for mentee in pair.mentees]),
    }
    for side, (dictionary, members) in people.items():
        suitable = catalogue().related("form_participants", form, side)
        for name, categories in members:
            if categories.isdisjoint(suitable):
                wanted = names(view, dictionary, suitable)
                message = _("%(name)s does not suit the form “%(form)s”: it takes %(wanted)s.")
                broken.append(
                    product_breach(
                        "forms.enabled",
                        f"form_{side}",
                        message % {"name": name, "form": title, "wanted": wanted},
                        actual=names(view, dictionary, categories),
                        value=wanted,
                    )
                )
    return broken


def types(view: RegulationView, pair: PairFacts) -> list[Violation]:
    """The types are listed, may be combined, and at least one of them is held in the pair's structure."""
    broken = [
        breach(view, "types.enabled", actual=view.local_name("mentoring_type", kind))
        for kind in pair.types
        if not view.allows_type(kind)
    ]
    if len(pair.types) > 1 and not view.value("types.combine"):
        broken.append(breach(view, "types.combine", actual=str(len(pair.types))))
    held = {code for kind in pair.types for code in catalogue().related("type_structures", kind, "structures")}
    if held and pair.structure not in held:
        wanted = names(view, "pair_structure", held)
        actual = view.local_name("pair_structure", pair.structure)
        message = _("The type “%(type)s” is not held as “%(actual)s”: it takes %(wanted)s.") % {
            "type": names(view, "mentoring_type", pair.types),
            "actual": actual,
            "wanted": wanted,
        }
        broken.append(product_breach("types.enabled", "type_structure", message, actual=actual, value=wanted))
    return broken


def structure(view: RegulationView, pair: PairFacts) -> list[Violation]:
    """The structure is permitted and is the one of the people named."""
    actual = view.local_name("pair_structure", pair.structure)
    if pair.structure not in view.codes("structure.cardinality"):
        return [breach(view, "structure.cardinality", actual=actual)]
    real = structure_of(len(pair.mentors), len(pair.mentees))
    # A group of one mentee is refused by ``group_minimum`` with the clause; here only the reverse is wrong.
    if real == pair.structure or (pair.is_group and len(pair.mentees) == 1):
        return []
    message = _("The people named make up “%(real)s”, and the structure says “%(actual)s”.")
    title = view.local_name("pair_structure", real)
    return [product_breach("structure.cardinality", "structure_mismatch", message % {"real": title, "actual": actual})]


def group_minimum(view: RegulationView, pair: PairFacts) -> list[Violation]:
    """A group has at least the least number of mentees."""
    if not pair.is_group or len(pair.mentees) >= view.value("types.group_min"):
        return []
    return [breach(view, "types.group_min", actual=str(len(pair.mentees)))]


def exception_holds(view: RegulationView, pair: PairFacts, mentor: MentorFacts) -> bool:
    """True when the group is not counted against the individual limit: every condition of the exception is met."""
    met = {
        "group_work_form": pair.is_group,
        "mentor_agrees": mentor.agrees,
        "mentee_agrees": all(mentee.agrees for mentee in pair.mentees),
    }
    return pair.is_group and all(met.get(condition, False) for condition in view.codes("pairing.max_exception"))


def mentee_limit(view: RegulationView, pair: PairFacts, mentor: MentorFacts) -> list[Violation]:
    """The mentor does not exceed the limit of mentees.

    A group under the exception is measured by the limit of a group alone; any other pair adds its mentees to those whom
    the mentor already has and is measured by the individual limit.
    """
    limits, size = view.value("pairing.max_mentees"), len(pair.mentees)
    if exception_holds(view, pair, mentor):
        over = limits["group"] is not None and size > limits["group"]
        return [breach(view, "pairing.max_mentees", actual=str(size))] if over else []
    total = mentor.mentees_now + size
    if limits["individual"] is None or total <= limits["individual"]:
        return []
    if not pair.is_group:
        return [breach(view, "pairing.max_mentees", actual=str(total))]
    sentence = _(
        "The mentor would have {actual} mentees, the limit is: {value}. "
        "A group is not counted only when: %(conditions)s. Basis: {clause}."
    ) % {"conditions": view.render("pairing.max_exception")}
    return [breach(view, "pairing.max_mentees", actual=str(total), sentence=sentence)]
