"""Random regulations: what the rules decide equals an oracle that is written in another way; every fault is named.

The oracle reads the same regulation as plain data and counts days, people and codes by itself: it asks neither the
rules nor the dates of the product.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.check import check_document, errors_of
from apps.school.regulation.conflicts import conflicts_of
from apps.school.regulation.forms import DraftForm
from apps.school.regulation.values.validate import validate_value
from apps.school.regulation.view import RegulationView
from tests.school.regulation.acts import document
from tests.school.regulation.forms import posted
from tests.school.regulation.strategies import PARAMETERS, SPOILS, codes, mixtures, regulations

Day = datetime.date
# A failing example is reported as it was found: shrinking a hundred parameters takes minutes and shows no more.
lean = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
SLOW = settings(lean, max_examples=15)

DAYS = st.dates(Day(2016, 1, 1), Day(2034, 12, 31))
FORMS, TYPES = codes("mentoring_form"), codes("mentoring_type")
STRUCTURES = codes("pair_structure")
views = st.one_of(regulations(), mixtures())


def plain(view: RegulationView) -> dict[str, Any]:
    """The regulation as data: what is set, else the default of the catalogue."""
    return {
        each.key: view.settings[each.key].value if each.key in view.settings else each.default for each in PARAMETERS
    }


# ---- the oracle ----


def month_later(day: Day, months: int) -> Day:
    year, month = day.year, day.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = calendar.monthrange(year, month)[1]
    return Day(year, month, day.day if day.day <= last else last)


def act_allows(act: dict[str, Any], day: Day) -> bool:
    validity = act["act.validity"]
    text, year = day.isoformat(), validity["basis"] == "academic_years"
    low, high = validity["from"], validity["to"]
    if low and len(low) == 4 and year:
        low = f"{low}-09-01"
    if high and len(high) == 4 and year:
        high = f"{high}-08-31"
    # Dates of one form compare as texts; a shorter one means its whole year or month.
    return not (low and text[: len(low)] < low) and not (high and text[: len(high)] > high)


def full_years(born: Day, day: Day) -> int:
    """How many birthdays there were; who was born on the 29th of February has none before March."""
    for age in count():
        year = born.year + age + 1
        leap = calendar.isleap(year)
        birthday = (
            Day(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else Day(year, born.month, born.day)
        )
        if birthday > day:
            return age
    raise AssertionError


def suits(form: str, side: str, category: str) -> bool:
    return category in catalogue().relations["form_participants"][form][side]


def forbidden(act: dict[str, Any], pair: rules.PairFacts) -> set[str]:
    """Codes of the rules that forbid a pair (one mentor, one form, one type, some mentees)."""
    [form], [kind], [mentor] = pair.forms, pair.types, pair.mentors
    found = set()
    if not act_allows(act, pair.on):
        found.add("act.validity")
    found |= forbidden_choices(act, pair, form, kind)
    if not any(category in act["scope.mentor_categories"] for category in mentor.categories):
        found.add("scope.mentor_categories")
    for mentee in pair.mentees:
        found |= forbidden_mentee(act, mentee, pair.start)
    shortest, longest = act["term.min_months"], act["term.max_months"]
    if pair.end < pair.start or (pair.end + datetime.timedelta(days=1)) < month_later(pair.start, shortest):
        found.add("term.min_months")
    if pair.end > month_later(pair.start, longest):
        found.add("term.max_months")
    return found | forbidden_numbers(act, pair)


def forbidden_choices(act: dict[str, Any], pair: rules.PairFacts, form: str, kind: str) -> set[str]:
    found = set()
    if form not in act["forms.enabled"] and not act["forms.open_list"]:
        found.add("forms.enabled")
    else:
        everybody = [("mentors", pair.mentors[0].categories), *(("mentees", each.categories) for each in pair.mentees)]
        found |= {
            f"form_{side}"
            for side, categories in everybody
            if not any(suits(form, side, category) for category in categories)
        }
    if kind not in act["types.enabled"]:
        found.add("types.enabled")
    if pair.structure not in catalogue().relations["type_structures"][kind]["structures"]:
        found.add("type_structure")
    real = "one_to_one" if len(pair.mentees) == 1 else "one_to_many"
    if pair.structure not in act["structure.cardinality"]:
        found.add("structure.cardinality")
    elif pair.structure != real and not (pair.structure.endswith("to_many") and len(pair.mentees) == 1):
        found.add("structure_mismatch")
    return found


def forbidden_mentee(act: dict[str, Any], mentee: rules.MenteeFacts, start: Day) -> set[str]:
    found = set()
    [category] = mentee.categories
    if category == "willing_pupil":
        if "pupils" not in act["scope.addressees"]:
            found.add("scope.addressees")
        if mentee.birth_date is None or full_years(mentee.birth_date, start) < act["scope.mentee_min_age"]:
            found.add("scope.mentee_min_age")
    elif category != "student" and "pedagogues" not in act["scope.addressees"]:
        found.add("scope.addressees")
    if category not in act["scope.mentee_categories"]:
        found.add("scope.mentee_categories")
    return found


def forbidden_numbers(act: dict[str, Any], pair: rules.PairFacts) -> set[str]:
    size, mentor, limits = len(pair.mentees), pair.mentors[0], act["pairing.max_mentees"]
    group = pair.structure in ("one_to_many", "many_to_many")
    found = {"types.group_min"} if group and size < act["types.group_min"] else set()
    agreed = {"mentor_agrees": mentor.agrees, "mentee_agrees": all(each.agrees for each in pair.mentees)}
    excepted = group
    for condition in act["pairing.max_exception"]:
        if condition != "group_work_form" and not agreed.get(condition):
            excepted = False
    limit, number = (limits["group"], size) if excepted else (limits["individual"], size + mentor.mentees_now)
    if limit is not None and number > limit:
        found.add("pairing.max_mentees")
    return found


# ---- what the rules say ----


@st.composite
def pairs(draw: st.DrawFn, view: RegulationView) -> rules.PairFacts:
    """A pair whose numbers are often just at the limits of the regulation."""
    act, start = plain(view), draw(DAYS)
    birthday = month_later(start, 0).replace(year=start.year - act["scope.mentee_min_age"], day=min(start.day, 28))
    mentee = st.builds(
        rules.MenteeFacts,
        name=st.just("Наставляемый"),
        categories=st.sampled_from(codes("mentee_category")).map(lambda code: frozenset({code})),
        birth_date=st.one_of(st.none(), around(birthday)),
        agrees=st.booleans(),
    )
    mentor = st.builds(
        rules.MentorFacts,
        name=st.just("Наставник"),
        categories=st.sampled_from(codes("mentor_category")).map(lambda code: frozenset({code})),
        mentees_now=st.integers(0, 4),
        agrees=st.booleans(),
    )
    months = st.sampled_from([act["term.min_months"], act["term.max_months"], 6])
    return rules.PairFacts(
        forms=(draw(st.sampled_from(FORMS)),),
        types=(draw(st.sampled_from(TYPES)),),
        structure=draw(st.sampled_from(STRUCTURES)),
        on=draw(DAYS),
        start=start,
        end=draw(around(month_later(start, draw(months)))),
        mentors=(draw(mentor),),
        mentees=tuple(draw(st.lists(mentee, min_size=1, max_size=4))),
    )


def around(day: Day) -> st.SearchStrategy[Day]:
    """The day, its neighbours, and days far from it."""
    return st.one_of(st.integers(-2, 1), st.integers(-400, 400)).map(lambda days: day + datetime.timedelta(days=days))


def told(violations: Any) -> set[str]:
    return {violation.code.removeprefix("regulation.") for violation in violations}


@lean
@given(case=views.flatmap(lambda view: st.tuples(st.just(view), pairs(view))))
def test_pair_is_formed_where_the_oracle_permits_it(case: tuple[RegulationView, rules.PairFacts]) -> None:
    view, pair = case
    violations = rules.pair_formation(view, pair)
    assert told(violations) == forbidden(plain(view), pair)
    assert all(violation.message and violation.clause for violation in violations)


@lean
@given(case=views.flatmap(lambda view: st.tuples(st.just(view), pairs(view))))
def test_limits_hold_to_the_day_and_to_the_person(case: tuple[RegulationView, rules.PairFacts]) -> None:
    """Just below, at and just above every number of the regulation."""
    view, pair = case
    act = plain(view)
    for months in (act["term.min_months"], act["term.max_months"]):
        for days in (-2, -1, 0, 1):
            end = month_later(pair.start, months) + datetime.timedelta(days=days)
            check(view, replace(pair, end=end))
    for days in (-1, 0, 1):
        year, month = pair.start.year - act["scope.mentee_min_age"], pair.start.month
        born = Day(year, month, min(pair.start.day, 28)) + datetime.timedelta(days=days)
        pupil = replace(pair.mentees[0], categories=frozenset({"willing_pupil"}), birth_date=born)
        check(view, replace(pair, mentees=(pupil, *pair.mentees[1:])))
    for number in range(6):
        mentor = replace(pair.mentors[0], mentees_now=number)
        check(view, replace(pair, mentors=(mentor,)))


def check(view: RegulationView, pair: rules.PairFacts) -> None:
    assert told(rules.pair_formation(view, pair)) == forbidden(plain(view), pair), pair


CONSENTS = st.fixed_dictionaries(
    {
        name: st.booleans()
        for name in ("extra_duties", "participation", "employee", "pupil", "minor", "guardian_participation")
    }
)


@lean
@given(view=views, kind=st.sampled_from(codes("pair_act_kind")), day=DAYS, sides=st.tuples(CONSENTS, CONSENTS))
def test_order_is_signed_where_the_oracle_permits_it(
    view: RegulationView, kind: str, day: Day, sides: tuple[dict[str, bool], dict[str, bool]]
) -> None:
    act, people = plain(view), dict(zip(("mentor", "mentee"), sides, strict=True))
    expected = set() if act_allows(act, day) else {"act.validity"}
    approved = act["act.approved"].get("order_date")
    expected |= {"act.approved"} if approved and approved > day.isoformat() else set()
    expected |= {"pairing.act"} if kind != act["pairing.act"] else set()
    unwritten = {role for role, side in people.items() if not side["extra_duties"] and not side["pupil"]}
    by_law = "mentor" in unwritten and people["mentor"]["employee"]
    if by_law or unwritten.intersection(act["pairing.written_consent"]):
        expected.add("pairing.written_consent")
    silent = {role for role, side in people.items() if not side["participation"]}
    unguarded = any(side["minor"] and not side["guardian_participation"] for side in sides)
    if unguarded or silent.intersection(act["data.participation_consent"]):
        expected.add("data.participation_consent")
    participants = tuple(rules.ParticipantFacts(role=role, name="Участник", **side) for role, side in people.items())  # type: ignore[arg-type]  # roles of the literal
    assert told(rules.order_signing(view, rules.OrderFacts(kind, day, participants))) == expected


@lean
@given(
    view=views,
    ground=st.sampled_from(codes("replacement_ground")),
    ends=st.tuples(DAYS, DAYS),
    kind=st.sampled_from(codes("pair_act_kind")),
    closing=st.sampled_from(codes("termination_ground")),
)
def test_pair_is_changed_and_closed_where_the_oracle_permits_it(
    view: RegulationView, ground: str, ends: tuple[Day, Day], kind: str, closing: str
) -> None:
    act, lawful = plain(view), {"mentor_refusal", "employer_cancellation"}
    expected = set() if ground in {*act["replacement.grounds"], *lawful} else {"replacement.grounds"}
    expected |= {"replacement.act"} if kind != act["replacement.act"] else set()
    expected |= {"replacement.keeps_period"} if act["replacement.keeps_period"] and ends[0] != ends[1] else set()
    facts = rules.ReplacementFacts(ground, *ends, act_kind=kind)
    assert told(rules.replacement(view, facts)) == expected
    closed = rules.completion(view, rules.CompletionFacts(closing))
    assert bool(closed) == (closing not in {*act["termination.grounds"], *lawful})


@lean
@given(view=views, minutes=st.integers(1, 300), completed=st.booleans())
def test_meetings_and_publications_follow_the_oracle(view: RegulationView, minutes: int, completed: bool) -> None:
    act = plain(view)
    assert bool(rules.speed_event(view, minutes)) == (minutes > act["types.speed_max_minutes"])
    results = rules.publication_of_results(view, rules.ResultsFacts(completed=completed, state="идёт"))
    assert bool(results) == (act["publication.results_after"] and not completed)


@SLOW
@given(view=views)
def test_random_regulation_is_valid_shown_and_given_back_by_its_form(view: RegulationView) -> None:
    for key, setting in view.settings.items():
        assert validate_value(setting.value, catalogue().parameters[key].spec) == []
        assert view.render(key)
    shown = DraftForm(parameters=PARAMETERS, view=view)
    again = DraftForm(posted(shown), parameters=PARAMETERS, view=view)
    assert again.is_valid(), again.errors
    assert again.changes == {}
    assert all(conflict.sentence and conflict.place for conflict in conflicts_of(view))


SPOILED = [(each.key, value, path) for each in PARAMETERS for value, path in SPOILS[each.spec.kind]]


@lean
@given(spoiled=st.lists(st.sampled_from(SPOILED), min_size=1, max_size=6, unique_by=lambda each: each[0]))
def test_every_fault_of_a_random_regulation_is_named_with_its_path(spoiled: list[tuple[str, Any, str]]) -> None:
    data = document()
    for key, value, path in spoiled:
        data["values"][key] = {"value": value, "clause": "п. 1", "quote": "слова"}
        below = {problem.path for problem in validate_value(value, catalogue().parameters[key].spec, "$")}
        assert f"${path}" in below, (key, value, below)
    places = {problem.path for problem in errors_of(check_document(data))}
    for key, _value, path in spoiled:
        assert f"$.values['{key}'].value{path}" in places or f"$.values.{key}.value{path}" in places
    untouched = {key for key, _value, _path in spoiled}
    assert all(any(key in place for key in untouched) for place in places)
