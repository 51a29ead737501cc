"""Writes: a draft takes the clause numbers of its own document, so that refusals cite the paragraph which says so."""

from __future__ import annotations

from collections.abc import Iterator

from kernel.acting import Actor
from kernel.actions import action
from tenants.isolation.context import require_school

from .. import queries
from ..actions.common import locked_draft, touch
from ..catalogue import QUOTE_LENGTH, JsonValue, catalogue
from ..models import LocalName, ParameterValue, RegulationVersion
from .compose import KINDS, LISTS, RULES, compose, wording
from .parts import STAMPS, Clause, Regulation


@action("regulation.renumber")
def renumber(*, version: RegulationVersion, acting: Actor, with_defaults: bool = False) -> RegulationVersion:
    """Every value, word, right and duty of a draft cites its paragraph of the generated document.

    The quotation becomes the paragraph's text; other readings are dropped, for this document has one. ``with_defaults``
    first writes the regional default in for every parameter that the draft leaves open (the two stamps excepted).
    """
    draft = locked_draft(version)
    if with_defaults:
        _write_defaults(draft)
        touch(draft)
    document = compose(queries.view_of_version(draft), institution=require_school().name)
    _number_values(draft, document)
    _number_words(draft, document)
    _number_extras(draft, document)
    touch(draft)
    return draft


def _write_defaults(draft: RegulationVersion) -> None:
    view = queries.view_of_version(draft)
    ParameterValue.objects.bulk_create(
        ParameterValue(version=draft, key=key, value=view.value(key), clause=key)
        for key in catalogue().parameters
        if not view.is_set(key) and key not in STAMPS
    )


def _number_values(draft: RegulationVersion, document: Regulation) -> None:
    clauses = {clause.key: clause for clause in document.clauses() if clause.key}
    rows = list(draft.values.all())
    for row in rows:
        clause = clauses.get(row.key)
        row.clause = clause.citation if clause is not None else STAMPS[row.key]
        row.quote = clause.whole[:QUOTE_LENGTH] if clause is not None else ""
        row.alternatives = []
    ParameterValue.objects.bulk_update(rows, ["clause", "quote", "alternatives"])


def _number_words(draft: RegulationVersion, document: Regulation) -> None:
    """Words are explained in one paragraph; those that need no explanation are cited by the first of the text."""
    heads = [
        clause for clause in document.clauses() if clause.text.startswith(wording()["words"].split("{")[0].strip())
    ]
    cited = (heads or list(document.clauses()))[0].citation
    rows = list(draft.names.all())
    for row in rows:
        row.clause = cited
    LocalName.objects.bulk_update(rows, ["clause"])


def _number_extras(draft: RegulationVersion, document: Regulation) -> None:
    """Rights, duties, functions and other rules by paragraph and item; templates and roadmaps by annex."""
    lists, rules = (_clauses(document, code) for code in (LISTS, RULES))
    for lines in draft.role_lists.values():
        for kind in KINDS:
            if lines.get(kind):
                _number_items(lines[kind], next(lists))
    for rule, clause in zip(draft.other_rules, rules, strict=True):
        rule.update(clause=clause.citation, quote=clause.text)
    annexes = iter(document.annexes[-len(draft.roadmaps) :] if draft.roadmaps else ())
    for roadmap, annex in zip(draft.roadmaps, annexes, strict=True):
        roadmap["clause"] = annex.citation
    for template, annex in zip(draft.programme_templates, document.annexes, strict=False):
        template["clause"] = annex.citation
    draft.save(update_fields=["role_lists", "other_rules", "roadmaps", "programme_templates"])


def _clauses(document: Regulation, code: str) -> Iterator[Clause]:
    return iter([clause for chapter in document.chapters if chapter.code == code for clause in chapter.clauses])


def _number_items(items: list[JsonValue], clause: Clause) -> None:
    for number, item in enumerate(items, start=1):
        item["clause"] = f"{clause.citation} ({number})" if clause.items else clause.citation
