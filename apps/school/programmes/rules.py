"""Pure rules of programmes: the template of the note, who writes it, meetings, completion. Nothing is read here."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.school.regulation import rules as regulation
from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.breach import breach
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from .choices import CHOSEN, MODES

TEMPLATE = "programme.template_fields"
AUTHORS = "programme.authors"
COLUMNS = "programme.plan_columns"
SINGLE = "types.speed_single"

# Documents that belong to one pair; a template of the whole organisation's programme says nothing of a pair's fields.
PAIR_DOCUMENTS = frozenset({"personalised_programme", "individual_plan", "pair_plan_programme"})
INDIVIDUAL_PLAN = "individual_plan"
# A pupil's plan is shorter than a teacher's programme: what is wanted, what is done, by when, what came of it.
# Content, term and form stay, for the law takes them from here (Labour Code art. 351.8, the norm of the parameter).
INDIVIDUAL_FIELDS = (
    "mentee_name",
    "mentor_name",
    "mentoring_form",
    "mentee_request",
    "goals_tasks",
    "activity_content",
    "interaction_forms",
    "term",
    "meeting_schedule",
    "results",
    "activity_plan",
    "approval",
)
INDIVIDUAL_COLUMNS = ("number", "activity", "term", "responsible", "done_mark")
# Filled from the pair itself, from the plan and by the approval; the rest of the note is written by its authors.
PEOPLE_AND_PAIR = frozenset({"mentor_name", "mentee_name", "mentoring_form", "mentoring_type", "term"})
NOT_WRITTEN = PEOPLE_AND_PAIR | {"explanatory_note", "activity_plan", "approval"}
# Types whose single meeting is limited in minutes (the catalogue ties the limit to these two).
SHORT_TYPES = frozenset({"speed", "flash_speed"})
# Grounds that mean success; on any other ground a programme has ended early, unless both sides agree at its end.
SUCCESS = frozenset({"plan_completed", "early_success"})


@dataclass(frozen=True, slots=True)
class NoteField:
    """A field of the explanatory note. ``key``: the parameter whose codes are chosen in it, empty for a text."""

    code: str
    title: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class NoteTemplate:
    """The template a pair's programme follows. ``codes``: all fields in order, ``fields``: those that people fill."""

    view: RegulationView
    codes: tuple[str, ...]
    fields: tuple[NoteField, ...]
    titles: Mapping[str, str]

    @property
    def written(self) -> tuple[NoteField, ...]:
        """The fields that are texts."""
        return tuple(each for each in self.fields if not each.key)

    @property
    def clause(self) -> str:
        """Where the template is laid down."""
        return self.view.rule(TEMPLATE).clause

    @property
    def origin(self) -> str:
        """Whose template it is: the school's or the regional default (the federal one)."""
        return self.view.rule(TEMPLATE).origin


def template_of(view: RegulationView) -> NoteTemplate:
    """The fields of the school's template in its order and words; where its act has none of a pair, those of the
    individual plan (where that is the pair's document), else those of the federal programme (domain.md B.2).
    """
    if view.value(TEMPLATE)["document"] not in PAIR_DOCUMENTS:
        view = replace(view, settings={key: value for key, value in view.settings.items() if key != TEMPLATE})
    value = view.value(TEMPLATE)
    is_own = view.is_set(TEMPLATE)
    codes = tuple(value["fields"]) if is_own or not is_individual(view) else INDIVIDUAL_FIELDS
    local = _local_titles(view, value["document"])
    titles = {code: _sentence(local.get(code) or view.local_name("programme_field", code)) for code in codes}
    filled_in = [code for code in codes if code not in NOT_WRITTEN]
    fields = tuple(NoteField(code, titles[code], CHOSEN[code][0] if code in CHOSEN else "") for code in filled_in)
    return NoteTemplate(view, codes, fields, titles)


def is_individual(view: RegulationView) -> bool:
    """True where the document of a pair is the mentee's individual plan."""
    return bool(view.value(work.UNIT) == INDIVIDUAL_PLAN)


def columns_of(view: RegulationView) -> tuple[str, ...]:
    """Columns of the plan: those of the act, else those of the document."""
    return INDIVIDUAL_COLUMNS if is_individual(view) and not view.is_set(COLUMNS) else view.codes(COLUMNS)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _local_titles(view: RegulationView, document: str) -> Mapping[str, str]:
    if (get_language() or "ru").startswith("en") or not view.is_set(TEMPLATE):
        return {}
    templates: JsonValue = view.extras.get("programme_templates", [])
    return {
        item["field"]: item["title_ru"]
        for template in templates
        if template["code"] == document
        for item in template["fields"]
    }


def missing_fields(template: NoteTemplate, note: Mapping[str, str], *, plan_rows: int) -> tuple[str, ...]:
    """Titles of what the template asks for and the programme does not have yet. ``note``: as of ``choices.filled``."""
    missing = [each.title for each in template.fields if not note.get(each.code, "").strip()]
    if "activity_plan" in template.codes and not plan_rows:
        missing.append(template.titles["activity_plan"])
    return tuple(missing)


def approval(template: NoteTemplate, note: Mapping[str, str], *, plan_rows: int) -> list[Violation]:
    """A programme is approved when every field of the template is filled."""
    missing = missing_fields(template, note, plan_rows=plan_rows)
    return [breach(template.view, TEMPLATE, actual=", ".join(missing))] if missing else []


def authorship(view: RegulationView, actors: Collection[str]) -> list[Violation]:
    """One of ``actors`` (codes held by the person in this pair) is named among those who draw the programme up."""
    seats = {seat["actor"] for seat in view.value(AUTHORS)}
    if not seats.isdisjoint(actors):
        return []
    return [breach(view, AUTHORS, actual=", ".join(view.actor_name(code) for code in sorted(actors)))]


def plan_row(view: RegulationView, given: Collection[str]) -> list[Violation]:
    """A row of the plan has what the school's columns ask for. ``given``: of "term", "direction", "responsible"."""
    asked = view.value(COLUMNS)
    missing = [code for code in ("term", "direction", "responsible") if code in asked and code not in given]
    if not missing:
        return []
    return [breach(view, COLUMNS, actual=", ".join(view.local_name("plan_column", code) for code in missing))]


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting to be planned. ``others``: meetings of the programme that are planned or were held, beside this one;
    ``moments``: local beginnings of them all; ``form``: code of ``interaction_form``, empty when none is named.
    """

    type: str
    minutes: int
    mode: str
    others: int
    form: str = ""
    mentors: int = 1
    moments: tuple[datetime.datetime, ...] = ()


def meeting(view: RegulationView, facts: MeetingFacts) -> list[Violation]:
    """Mode, length, form and number of a pair's meetings."""
    broken = []
    if facts.mode not in meeting_modes(view):
        broken.append(breach(view, MODES, actual=view.local_name("interaction_mode", facts.mode)))
    if facts.type in SHORT_TYPES:
        broken += regulation.speed_event(view, facts.minutes)
    if facts.others and facts.type in view.codes(SINGLE):
        broken.append(breach(view, SINGLE, actual=view.local_name("mentoring_type", facts.type)))
    broken += work.chosen(view, work.FORMS, [facts.form] if facts.form else [])
    return broken + work.sequence(view, facts.type, facts.moments, mentors=facts.mentors)


def meeting_modes(view: RegulationView) -> tuple[str, ...]:
    """Modes a meeting may have; the mixed mode is made of the two others."""
    codes = view.codes(MODES)
    return tuple(dict.fromkeys([*codes, *(("online", "in_person") if "mixed" in codes else ())]))


STAGES = ("organisational", "trial", "planning", "regular")


def next_stage(present: Collection[str]) -> str:
    """The stage to suggest after those that are planned or held: the first meetings come in a fixed order."""
    return next((stage for stage in STAGES if stage not in present), "regular")


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """A programme to be closed. ``undone``: rows of the plan without a mark; ``short``: months that lack visits."""

    ground: str
    starts_on: datetime.date
    ends_on: datetime.date
    closed_on: datetime.date
    undone: int
    short: Mapping[datetime.date, int] = field(default_factory=dict)

    @property
    def is_completed(self) -> bool:
        """Completed, in contrast to ended early: by success, or by common decision when the term was over."""
        return self.ground in SUCCESS or (self.ground == "mutual_decision" and self.closed_on >= self.ends_on)


def closing(view: RegulationView, facts: ClosingFacts) -> list[Violation]:
    """The ground is permitted; "the plan is completed" is true and the programme was not shorter than allowed."""
    broken = list(regulation.completion(view, regulation.CompletionFacts(facts.ground)))
    if facts.ground in SUCCESS:
        broken += work.lesson_visits(view, facts.short)
    if facts.ground != "plan_completed":
        return broken
    if facts.undone:
        left = ngettext("%(count)s activity has no mark", "%(count)s activities have no mark", facts.undone)
        sentence = _("The plan is not completed: {actual}. Basis: {clause}.")
        broken.append(breach(view, "termination.grounds", actual=left % {"count": facts.undone}, sentence=sentence))
    # An early success is what the shortest term does not forbid; a plan carried out in a week is not one.
    short = regulation.programme_term(view, facts.starts_on, facts.closed_on)
    return broken + [violation for violation in short if violation.parameter == "term.min_months"]
