"""Forms, types, structures, categories and addressees that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import catalogue
from ..check.agreement import PUPIL_FORMS
from ..rules.facts import GROUP_STRUCTURES, PUPIL_CATEGORIES
from ..values.render import listed
from ..view import RegulationView
from .base import Contradiction, error, warning

SIDES = {"mentors": "scope.mentor_categories", "mentees": "scope.mentee_categories"}
DICTIONARIES = {"mentors": "mentor_category", "mentees": "mentee_category"}


def _unserved(view: RegulationView, form: str) -> list[str]:
    """Sides of a form for which no permitted category is suitable."""
    return [
        side
        for side, key in SIDES.items()
        if catalogue().related("form_participants", form, side).isdisjoint(view.codes(key))
    ]


def forms(view: RegulationView) -> Iterator[Contradiction]:
    """A form that none of the permitted mentors or mentees can serve; no form that they can."""
    enabled = view.codes("forms.enabled")
    lacking = {form: sides for form in enabled if (sides := _unserved(view, form))}
    if len(lacking) == len(enabled) and not view.value("forms.open_list"):
        yield error(
            "no_form_served",
            "forms.enabled",
            *SIDES.values(),
            sentence=_("None of the permitted forms can be served by the permitted mentors and mentees."),
            remedy=_("Permit a form for these people, or the people for a form: no pair could be formed."),
        )
    stated = any(view.is_set(key) for key in ("forms.enabled", *SIDES.values()))
    for form, sides in lacking.items() if stated else ():
        title = view.local_name("mentoring_form", form)
        for side in sides:
            suitable = catalogue().related("form_participants", form, side)
            sentence = (
                _("The form “%(form)s” is permitted, and none of its mentors is: %(wanted)s.")
                if side == "mentors"
                else _("The form “%(form)s” is permitted, and none of its mentees is: %(wanted)s.")
            )
            wanted = listed(view.local_name(DICTIONARIES[side], code) for code in sorted(suitable))
            yield warning(
                "form_unserved",
                SIDES[side],
                "forms.enabled",
                sentence=sentence % {"form": title, "wanted": wanted},
                detail=f"{form}.{side}",
            )


def categories(view: RegulationView) -> Iterator[Contradiction]:
    """A category that no permitted form takes."""
    if view.value("forms.open_list"):
        return
    for side, key in SIDES.items():
        taken = {
            code
            for form in view.codes("forms.enabled")
            for code in catalogue().related("form_participants", form, side)
        }
        idle = [code for code in view.codes(key) if code not in taken]
        if idle and view.is_set(key):
            sentence = _("No permitted form takes these participants: %(names)s.")
            names = listed(view.local_name(DICTIONARIES[side], code) for code in idle)
            yield warning("category_unused", key, "forms.enabled", sentence=sentence % {"names": names})


def types(view: RegulationView) -> Iterator[Contradiction]:
    """A type that is not held in any of the permitted structures."""
    permitted, enabled = set(view.codes("structure.cardinality")), view.codes("types.enabled")
    unheld = [
        code for code in enabled if permitted.isdisjoint(catalogue().related("type_structures", code, "structures"))
    ]
    keys = ("types.enabled", "structure.cardinality")
    if len(unheld) == len(enabled):
        sentence = _("None of the permitted types is held in a permitted structure.")
        remedy = _("Permit a structure for these types: no pair could be formed.")
        yield error("no_type_held", *keys, sentence=sentence, remedy=remedy)
    for code in unheld:
        sentence = _("The type “%(type)s” is permitted, and none of its structures is.")
        title = view.local_name("mentoring_type", code)
        yield warning("type_unheld", *keys, sentence=sentence % {"type": title}, detail=code)


def structures(view: RegulationView) -> Iterator[Contradiction]:
    """Grades, the basis of the work, single meetings and virtual work against structures and types."""
    permitted = set(view.codes("structure.cardinality"))
    for grade in view.codes("scope.mentor_grades") if view.is_set("scope.mentor_grades") else ():
        if permitted.isdisjoint(catalogue().related("grade_structures", grade, "structures")):
            sentence = _("Mentors of the grade “%(grade)s” work in structures that are not permitted.")
            title = view.local_name("mentor_grade", grade)
            keys = ("scope.mentor_grades", "structure.cardinality")
            yield warning("grade_unheld", *keys, sentence=sentence % {"grade": title}, detail=grade)
    grouped = bool(GROUP_STRUCTURES & permitted)
    if view.is_set("interaction.basis") and grouped != ("group" in view.codes("interaction.basis")):
        sentence = _("Group work stands in one of the two and not in the other: the structures, the basis of the work.")
        yield warning("basis_differs", "interaction.basis", "structure.cardinality", sentence=sentence)
    absent = set(view.codes("types.speed_single")) - set(view.codes("types.enabled"))
    if absent and view.is_set("types.speed_single"):
        sentence = _("Single meetings are prescribed for types that are not permitted: %(names)s.")
        names = listed(view.local_name("mentoring_type", code) for code in sorted(absent))
        yield warning("single_absent", "types.speed_single", "types.enabled", sentence=sentence % {"names": names})
    modes = set(view.codes("interaction.mode"))
    if view.is_set("interaction.mode") and view.allows_type("virtual") and modes == {"in_person"}:
        sentence = _("Virtual mentoring is permitted, and meetings are held in person only.")
        yield warning("virtual_in_person", "interaction.mode", "types.enabled", sentence=sentence)


def addressees(view: RegulationView) -> Iterator[Contradiction]:
    """Pupils are meant and not addressed."""
    if "pupils" in view.codes("scope.addressees"):
        return
    meant = {
        "forms.enabled": (PUPIL_FORMS, "mentoring_form"),
        "scope.mentee_categories": (PUPIL_CATEGORIES, "mentee_category"),
    }
    for key, (codes, dictionary) in meant.items():
        for code in view.codes(key):
            if code in codes:
                sentence = _("“%(name)s” is meant for pupils, and the regulation is for pedagogues only.")
                name = view.local_name(dictionary, code)
                yield warning("not_addressed", key, "scope.addressees", sentence=sentence % {"name": name}, detail=code)
    if view.is_set("scope.mentee_min_age"):
        sentence = _("A least age of pupils is set, and the regulation is for pedagogues only.")
        yield warning("age_without_pupils", "scope.mentee_min_age", "scope.addressees", sentence=sentence)


CHECKS = (forms, categories, types, structures, addressees)
