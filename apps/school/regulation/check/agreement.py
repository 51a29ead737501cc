"""What one value alone cannot show: values that contradict each other, the law, or the catalogue's relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ..catalogue import JsonValue, Parameter, catalogue
from ..layers import bound_of, breaks
from ..values.problems import Problem, member

QUOTE_WORDS = 20
PUPIL_FORMS = frozenset({"pupil_pupil", "employer_pupil", "student_pupil"})
Values = Mapping[str, JsonValue]


def check_agreement(document: Mapping[str, JsonValue], *, broken: set[str]) -> list[Problem]:
    """Faults between values. Parameters with a fault of their own (``broken`` paths) are left out."""
    values: dict[str, JsonValue] = {}
    for key, entry in document["values"].items():
        path = member("$.values", key)
        if key in catalogue().parameters and not any(fault.startswith(path) for fault in broken):
            values[key] = entry["value"]
    problems = [problem for check in (_terms, _group, _pupils, _forms, _types, _stamps) for problem in check(values)]
    problems += [problem for key, value in values.items() for problem in _norm(key, value)]
    return problems + list(_quotes(document, values))


def _path(key: str) -> str:
    return member(member("$.values", key), "value")


def _terms(values: Values) -> Iterator[Problem]:
    shortest, longest = values.get("term.min_months"), values.get("term.max_months")
    if shortest is not None and longest is not None and shortest > longest:
        message = _("The shortest term (%(min)s months) is above the longest term (%(max)s months).")
        yield Problem(_path("term.min_months"), "min_above_max", message % {"min": shortest, "max": longest})
        return
    lowest, highest = (catalogue().parameters[key].default for key in ("term.min_months", "term.max_months"))
    message = _("“%(other)s” is not set, and the regional default %(default)s contradicts this value.")
    if shortest is not None and longest is None and shortest > highest:
        facts = {"other": "term.max_months", "default": highest}
        yield Problem(_path("term.min_months"), "contradicts_default", message % facts, "warning")
    if longest is not None and shortest is None and longest < lowest:
        facts = {"other": "term.min_months", "default": lowest}
        yield Problem(_path("term.max_months"), "contradicts_default", message % facts, "warning")


def _group(values: Values) -> Iterator[Problem]:
    limits, minimum = values.get("pairing.max_mentees"), values.get("types.group_min")
    if limits is None or limits["group"] is None or minimum is None or minimum <= limits["group"]:
        return
    message = _("A group has at least %(min)s mentees, and the limit of a group is %(max)s.")
    yield Problem(_path("types.group_min"), "min_above_max", message % {"min": minimum, "max": limits["group"]})


def _pupils(values: Values) -> Iterator[Problem]:
    addressees = values.get("scope.addressees")
    if addressees is None or "pupils" in addressees:
        return
    listed = {"forms.enabled": PUPIL_FORMS, "scope.mentee_categories": frozenset({"willing_pupil"})}
    for key, meant in listed.items():
        for code in values.get(key, ()):
            if code in meant:
                message = _("“%(code)s” is meant for pupils, and the regulation is for pedagogues only.")
                yield Problem(_path(key), "contradiction", message % {"code": code}, "warning")


def _forms(values: Values) -> Iterator[Problem]:
    permitted = set(values.get("scope.mentor_categories", ()))
    for form in values.get("forms.enabled", ()) if permitted else ():
        if permitted.isdisjoint(catalogue().related("form_participants", form, "mentors")):
            message = _("The form “%(form)s” is permitted, and none of its mentors is in the list of mentors.")
            title = catalogue().title("mentoring_form", form)
            yield Problem(_path("forms.enabled"), "contradiction", message % {"form": title}, "warning")


def _types(values: Values) -> Iterator[Problem]:
    permitted = set(values.get("structure.cardinality", ()))
    for kind in values.get("types.enabled", ()) if permitted else ():
        if permitted.isdisjoint(catalogue().related("type_structures", kind, "structures")):
            message = _("The type “%(type)s” is permitted, and none of its structures is.")
            title = catalogue().title("mentoring_type", kind)
            yield Problem(_path("types.enabled"), "contradiction", message % {"type": title}, "warning")


def _stamps(values: Values) -> Iterator[Problem]:
    adopted = values.get("act.adopted", {}).get("protocol_date")
    approved = values.get("act.approved", {}).get("order_date")
    if adopted and approved and adopted > approved:
        message = _("The act was approved on %(approved)s, earlier than it was adopted: %(adopted)s.")
        yield Problem(
            _path("act.approved"), "contradiction", message % {"approved": approved, "adopted": adopted}, "warning"
        )


def _norm(key: str, value: JsonValue) -> Iterator[Problem]:
    parameter: Parameter = catalogue().parameters[key]
    norm = parameter.norm
    if norm is None or not breaks(bound_of(key, norm), parameter.spec, value):
        return
    message = (
        _("The value falls short of a mandatory norm, which applies all the same: %(source)s.")
        if norm.mandatory
        else _("The value differs from the recommendation: %(source)s.")
    )
    yield Problem(_path(key), "below_norm", message % {"source": norm.source}, "warning")


def _quotes(document: Mapping[str, JsonValue], values: Values) -> Iterator[Problem]:
    for key in values:
        if len(document["values"][key]["quote"].split()) > QUOTE_WORDS:
            message = _("The quotation is longer than %(count)s words.") % {"count": QUOTE_WORDS}
            path = member(member("$.values", key), "quote")
            yield Problem(path, "long_quote", message, "warning")
