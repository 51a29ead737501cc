"""Parts of the act that are missing, and clauses that cannot be found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..values.render import listed
from ..view import RegulationView
from .base import Contradiction, warning

CHAPTER = re.compile(r"^(гл|разд)\.")
CLAUSE = re.compile(r"^п\.\s*\d")


def annexes(view: RegulationView) -> Iterator[Contradiction]:
    """An annex is named and absent; a roadmap stands without the regulation that it carries out."""
    kinds = view.codes("act.kind") if view.is_set("act.kind") else ()
    absent = {"roadmap": view.extras.get("roadmaps"), "programme_template": view.extras.get("programme_templates")}
    for kind, found in absent.items():
        if kind in kinds and not found:
            sentence = _("The act consists among others of “%(part)s”, and there is none.")
            name = view.local_name("act_kind", kind)
            yield warning("annex_missing", "act.kind", sentence=sentence % {"part": name}, detail=kind)
    if kinds and set(kinds) <= {"roadmap", "programme_template"}:
        sentence = _("The act is only an annex: the regulation that it carries out is missing.")
        yield warning("act_missing", "act.kind", sentence=sentence)


def lists(view: RegulationView) -> Iterator[Contradiction]:
    """Nothing is said of the rights and duties of mentor or mentee."""
    known = view.extras.get("role_lists", {})
    silent = [role for role in ("mentor", "mentee") if not any(known.get(role, {}).values())]
    if silent:
        sentence = _("Nothing is said of the rights and duties of: %(names)s.")
        names = listed(view.local_name("role", role) for role in silent)
        part = "lists"
        yield warning("no_rights_and_duties", sentence=sentence % {"names": names}, part=part, detail=",".join(silent))


def clauses(view: RegulationView) -> Iterator[Contradiction]:
    """Most clauses name their chapter, these do not: numbers begin anew in every chapter."""
    addresses = {key: [part.strip() for part in entry.clause.split(";")] for key, entry in view.settings.items()}
    chaptered = sum(any(CHAPTER.match(part) for part in parts) for parts in addresses.values())
    if not chaptered or 2 * chaptered < len(addresses):
        return
    for key, parts in addresses.items():
        if any(CLAUSE.match(part) for part in parts) and not any(CHAPTER.match(part) for part in parts):
            sentence = _("%(title)s: the clause “%(clause)s” does not name its chapter, as the others do.")
            facts = {"title": view.parameter(key).title, "clause": view.rule(key).clause}
            yield warning("clause_without_chapter", key, sentence=sentence % facts, detail=key)


CHECKS = (annexes, lists, clauses)
