"""Roadmaps that came with the act: copied, incomplete, against the act's own stages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import JsonValue
from ..values.render import listed
from ..view import RegulationView
from .base import Contradiction, warning

# What happens once is not done «regularly».
ONE_OFF = frozenset({"act.in_force", "roadmap.approved", "annual_programme.approved"})
REPEATED = frozenset({"continuous", "every"})
REPEATED_WORDS = re.compile(r"регулярно|постоянно|систематически")
ORGANISATION = re.compile(r"\b(?:Ф|Г|М|Ч)[БКАОГ][А-ЯЁ]{1,5}(?:\s[А-ЯЁ]{2,3})?\s[«\"]([^»\"]+)[»\"]")
AFTER = re.compile(r"после (?:завершения|проведения|окончания) ([а-яё]{5,})")
PEDAGOGUES_ONLY = re.compile(r"педагогических работников")
PUPILS = re.compile(r"обуча|учащ|учени")
STEM = 5  # letters by which two forms of a Russian word are taken for the same
# stage -> the stages that it needs
NEEDS = {
    "selection_training": ("mentor_bank",),
    "pairing": ("mentee_bank", "selection_training"),
    "pairing_and_work": ("mentee_bank", "selection_training"),
    "completion": ("work", "pairing_and_work"),
}
COLUMNS = {"term": ("when", "when_text_ru"), "responsible": ("responsible",)}


def _roadmaps(view: RegulationView) -> list[JsonValue]:
    found: list[JsonValue] = view.extras.get("roadmaps", [])
    return found


def _events(roadmap: JsonValue) -> list[JsonValue]:
    return [event for stage in roadmap["stages"] for event in stage["events"]]


def one_off(view: RegulationView) -> Iterator[Contradiction]:
    """«Regularly» said of what happens once."""
    for roadmap in _roadmaps(view):
        for event in _events(roadmap):
            rules = {rule["rule"] for rule in event.get("when") or ()}
            repeated = bool(rules & REPEATED) or bool(REPEATED_WORDS.search(event.get("when_text_ru", "")))
            if event.get("auto_tick") in ONE_OFF and repeated:
                sentence = _("“%(event)s” happens once, and its term is “%(term)s”.")
                facts = {"event": event["title_ru"], "term": event.get("when_text_ru") or _("continuously")}
                yield _found("regular_one_off", sentence % facts, f"{roadmap['code']}.{event['title_ru']}")


def _found(kind: str, sentence: str, detail: str, *keys: str) -> Contradiction:
    return warning(kind, *keys, sentence=sentence, part="roadmaps", detail=detail)


def numbers(view: RegulationView) -> Iterator[Contradiction]:
    """Printed numbers of stages occur twice, or some stages have none."""
    for roadmap in _roadmaps(view):
        printed = [stage.get("printed_number") for stage in roadmap["stages"]]
        given = [number for number in printed if number]
        if len(set(given)) != len(given) or (given and len(given) != len(printed)):
            sentence = _("The numbers of the stages in “%(roadmap)s” repeat or are missing: %(numbers)s.")
            shown = ", ".join(number or "–" for number in printed)
            facts = {"roadmap": roadmap["title_ru"], "numbers": shown}
            yield _found("stage_numbers", sentence % facts, roadmap["code"])


def stages(view: RegulationView) -> Iterator[Contradiction]:
    """The act names other stages than its roadmap."""
    if not view.is_set("stages"):
        return
    for roadmap in _roadmaps(view):
        codes = {stage["code"] for stage in roadmap["stages"]}
        differing = codes.symmetric_difference(view.codes("stages"))
        if differing:
            sentence = _("The stages of the act and of “%(roadmap)s” differ in: %(names)s.")
            names = listed(view.local_name("stage", code) for code in sorted(differing))
            facts = {"roadmap": roadmap["title_ru"], "names": names}
            yield _found("stages_differ", sentence % facts, roadmap["code"], "stages")


def columns(view: RegulationView) -> Iterator[Contradiction]:
    """A column without a single entry."""
    for roadmap in _roadmaps(view):
        events = _events(roadmap)
        empty = [
            column
            for column, names in COLUMNS.items()
            if column in roadmap.get("columns", ()) and not any(event.get(name) for event in events for name in names)
        ]
        if empty:
            sentence = _("Columns of “%(roadmap)s” are empty: %(names)s.")
            names = listed(view.local_name("roadmap_column", code) for code in empty)
            facts = {"roadmap": roadmap["title_ru"], "names": names}
            yield _found("empty_column", sentence % facts, roadmap["code"])


def _months(stage: JsonValue) -> list[tuple[str, str]]:
    return [
        (rule["from"], rule["to"])
        for event in stage["events"]
        for rule in event.get("when") or ()
        if rule["rule"] == "window"
    ]


def overlaps(view: RegulationView) -> Iterator[Contradiction]:
    """A stage begins in the same month as, or before, the end of one that it needs."""
    for roadmap in _roadmaps(view):
        months = {stage["code"]: found for stage in roadmap["stages"] if (found := _months(stage))}
        early = [
            (code, needed)
            for code, all_needed in NEEDS.items()
            for needed in all_needed
            if code in months and needed in months
            if min(start for start, _end in months[code]) <= max(end for _start, end in months[needed])
        ]
        if early:
            sentence = _("In “%(roadmap)s” stages begin before those they need are over: %(names)s.")
            names = listed(view.local_name("stage", code) for code in dict.fromkeys(code for code, _needed in early))
            facts = {"roadmap": roadmap["title_ru"], "names": names}
            yield _found("stages_overlap", sentence % facts, roadmap["code"])


def curators(view: RegulationView) -> Iterator[Contradiction]:
    """Persons are responsible for the events, and the curator for none of them."""
    for roadmap in _roadmaps(view):
        named = {name for event in _events(roadmap) for name in event.get("responsible", ())}
        if named and "curator" not in named and ("role", "curator") not in view.words:
            sentence = _("The curator is responsible for nothing in “%(roadmap)s”: say whose word it is here.")
            yield _found("nobody_curates", sentence % {"roadmap": roadmap["title_ru"]}, roadmap["code"])


def after(view: RegulationView) -> Iterator[Contradiction]:
    """An event is to follow another one which the roadmap does not have."""
    for roadmap in _roadmaps(view):
        titles = [str(event["title_ru"]).casefold() for event in _events(roadmap)]
        for number, title in enumerate(titles):
            match = AFTER.search(title)
            others = titles[:number] + titles[number + 1 :]
            if match and not any(match[1][:STEM] in other for other in others):
                sentence = _("“%(event)s”: what it is to follow is not in the roadmap.")
                yield _found("after_missing_event", sentence % {"event": title}, f"{roadmap['code']}.{number}")


def scopes(view: RegulationView) -> Iterator[Contradiction]:
    """The act is also for pupils, its roadmap for pedagogues only."""
    if "pupils" not in view.codes("scope.addressees"):
        return
    for roadmap in _roadmaps(view):
        title = roadmap["title_ru"]
        if PEDAGOGUES_ONLY.search(title) and not PUPILS.search(title):
            sentence = _("“%(roadmap)s” is for pedagogues only, the regulation for pupils too.")
            yield _found("roadmap_scope", sentence % {"roadmap": title}, roadmap["code"], "scope.addressees")


def foreign_organisations(view: RegulationView, own_names: tuple[str, ...]) -> Iterator[Contradiction]:
    """Another organisation is named in an event: the roadmap was copied. ``own_names``: what this one is called."""
    own = " ".join((view.title, *own_names)).casefold()
    for roadmap in _roadmaps(view):
        texts = [roadmap["title_ru"], *(event["title_ru"] for event in _events(roadmap))]
        for name in dict.fromkeys(found for text in texts for found in ORGANISATION.findall(text)):
            if name.casefold() not in own:
                sentence = _("Another organisation is named in “%(roadmap)s”: %(name)s.")
                facts = {"roadmap": roadmap["title_ru"], "name": name}
                yield _found("foreign_organisation", sentence % facts, f"{roadmap['code']}.{name}")


CHECKS = (one_off, numbers, stages, columns, overlaps, curators, after, scopes)
