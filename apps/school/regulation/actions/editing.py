"""Parameters of a draft are set and left open: one by one, or a section at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import refuse_if

from .. import queries
from ..catalogue import CLAUSE_LENGTH, QUOTE_LENGTH, JsonValue, catalogue
from ..conformity import refusals
from ..errors import EditedMeanwhile, FaultyRegulationError
from ..models import ParameterValue, RegulationVersion
from ..stamps import stamp_of
from ..values.problems import Problem, member, suggestion
from ..values.shape import check_text
from ..values.validate import validate_value
from ..view import SetValue
from .common import KEEP_WITHIN, locked_draft, touch


def faults_of(key: str, entry: SetValue) -> list[Problem]:
    """Every fault of a parameter as it is to be set; paths begin with ``value``, ``clause`` or ``quote``."""
    problems = validate_value(entry.value, catalogue().parameters[key].spec, "value")
    if not entry.clause.strip():
        problems.append(Problem("clause", "empty", _("Name the clause of the regulation which says so.")))
    for name, text, longest in (("clause", entry.clause, CLAUSE_LENGTH), ("quote", entry.quote, QUOTE_LENGTH)):
        problems += check_text(text, name, longest) if text.strip() else ()
    return problems


def _known(key: str) -> None:
    parameters = catalogue().parameters
    if key not in parameters:
        message = _("The catalogue has no parameter “%(key)s”.") % {"key": key} + suggestion(key, parameters)
        raise FaultyRegulationError([Problem(member("$.values", key), "unknown_key", message)])


@action("regulation.set_value")
def set_value(
    *,
    version: RegulationVersion,
    key: str,
    value: JsonValue,
    clause: str,
    acting: Actor,
    quote: str = "",
    note: str = "",
    keep_readings: bool = False,
) -> ParameterValue:
    """Set one parameter of a draft. The clause is required: a rule without a clause could not be cited.

    Other readings of the act are dropped, for the school has now picked one; ``keep_readings`` keeps them.
    """
    _known(key)
    problems = faults_of(key, SetValue(value, clause, quote, note))
    if problems:
        raise FaultyRegulationError(problems)
    draft = locked_draft(version)
    refuse_if(refusals(queries.view_of_version(draft), {key: value}), next_step=KEEP_WITHIN)
    defaults: dict[str, JsonValue] = {"value": value, "clause": clause.strip(), "quote": quote.strip(), "note": note}
    if not keep_readings:
        defaults["alternatives"] = []
    row, _created = ParameterValue.objects.update_or_create(version=draft, key=key, defaults=defaults)
    touch(draft)
    return row


@action("regulation.clear_value")
def clear_value(*, version: RegulationVersion, key: str, acting: Actor) -> RegulationVersion:
    """Leave a parameter of a draft unset: the regional default applies again."""
    _known(key)
    draft = locked_draft(version)
    draft.values.filter(key=key).delete()
    touch(draft)
    return draft


@action("regulation.save_section")
def save_section(
    *,
    version: RegulationVersion,
    changes: Mapping[str, SetValue | None],
    seen: Mapping[str, str],
    acting: Actor,
    settled: Collection[str] = (),
) -> RegulationVersion:
    """Set and clear many parameters of a draft at once: all or none.

    ``changes``: what each is to be, None to leave it open; ``seen``: stamps of what the person saw of them;
    ``settled``: parameters whose other readings are dropped although the value stays. ``EditedMeanwhile`` when somebody
    else changed one of them since then, unless to the same; ``RuleViolation`` for values outside a mandatory bound.
    """
    for key in (*changes, *settled):
        _known(key)
    problems = [
        Problem(f"{key}: {problem.path}", problem.code, problem.message)
        for key, entry in changes.items()
        if entry is not None
        for problem in faults_of(key, entry)
    ]
    if problems:
        raise FaultyRegulationError(problems)
    draft = locked_draft(version)
    view = queries.view_of_version(draft)
    stored = view.settings
    values = {key: entry.value for key, entry in changes.items() if entry is not None}
    refuse_if(refusals(view, values), next_step=KEEP_WITHIN)
    contested = [key for key, entry in changes.items() if _contested(stored.get(key), entry, seen.get(key))]
    if contested:
        raise EditedMeanwhile(contested)
    for key, entry in changes.items():
        _put(draft, key, entry, stored.get(key), acting)
    draft.values.filter(key__in=settled).update(alternatives=[])
    touch(draft)
    return draft


def _contested(stored: SetValue | None, mine: SetValue | None, seen: str | None) -> bool:
    """Somebody else changed it since it was seen, and not to what is being saved."""
    return stamp_of(stored) not in (seen, stamp_of(mine))


def _put(draft: RegulationVersion, key: str, entry: SetValue | None, stored: SetValue | None, acting: Actor) -> None:
    """One parameter by the verb of its own, so that the journal names it."""
    if entry is None:
        if stored is not None:
            clear_value(version=draft, key=key, acting=acting)
        return
    same = stored is not None and stored.value == entry.value
    set_value(
        version=draft,
        key=key,
        value=entry.value,
        clause=entry.clause,
        quote=entry.quote,
        note=entry.note,
        keep_readings=same,
        acting=acting,
    )
