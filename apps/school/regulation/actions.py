"""Writes: load, copy, edit and adopt versions of the regulation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Text, refuse_if

from . import queries
from .catalogue import CLAUSE_LENGTH, QUOTE_LENGTH, JsonValue, catalogue
from .check import check_document, errors_of
from .conformity import refusals
from .errors import AdoptionDatesError, FaultyRegulationError, NotADraft
from .models import LocalName, ParameterValue, RegulationVersion, State
from .values.dates import ONE_DAY
from .values.problems import Problem, member, suggestion
from .values.shape import check_text
from .values.validate import validate_value
from .view import EXTRAS

# part of an institution file -> field of the version
EXTRA_FIELDS = {name: name for name in EXTRAS} | {"rules": "other_rules"}


@action("regulation.load")
def load_version(*, data: Mapping[str, JsonValue], acting: Actor, title: str = "") -> RegulationVersion:
    """A new draft from an institution file. ``FaultyRegulationError`` names every fault's path; nothing is saved."""
    problems = errors_of(check_document(dict(data)))
    if problems:
        raise FaultyRegulationError(problems)
    version = RegulationVersion.objects.create(
        number=queries.next_number(),
        title=title or data["document"]["title_ru"],
        **{field: data[name] for name, field in EXTRA_FIELDS.items()},
    )
    ParameterValue.objects.bulk_create(
        ParameterValue(
            version=version,
            key=key,
            value=entry["value"],
            clause=entry["clause"],
            quote=entry["quote"],
            note=entry.get("note", ""),
            alternatives=entry.get("alternatives", []),
        )
        for key, entry in data["values"].items()
    )
    LocalName.objects.bulk_create(
        LocalName(
            version=version,
            dictionary=dictionary,
            code=code,
            singular=word["singular_ru"],
            plural=word.get("plural_ru", ""),
            definition=word.get("definition_ru", ""),
            clause=word["clause"],
            aliases=word.get("aliases_ru", []),
        )
        for dictionary, words in data["local_names"].items()
        for code, word in words.items()
    )
    return version


@action("regulation.copy")
def copy_version(*, version: RegulationVersion, acting: Actor) -> RegulationVersion:
    """A new draft with everything that ``version`` says: the way to amend an adopted regulation."""
    copy = RegulationVersion.objects.create(
        number=queries.next_number(),
        title=version.title,
        based_on=version,
        **{field: getattr(version, field) for field in EXTRA_FIELDS.values()},
    )
    values, names = list(version.values.all()), list(version.names.all())
    for value in values:
        value.pk, value.version = None, copy
    for name in names:
        name.pk, name.version = None, copy
    ParameterValue.objects.bulk_create(values)
    LocalName.objects.bulk_create(names)
    return copy


def _locked_draft(version: RegulationVersion) -> RegulationVersion:
    """The draft, locked until the transaction ends: two people editing it at once wait for each other."""
    locked = RegulationVersion.objects.select_for_update().get(pk=version.pk)
    if not locked.is_draft:
        raise NotADraft()
    return locked


def _touch(version: RegulationVersion) -> None:
    """A changed value changes its version: views are kept by this stamp."""
    version.updated_at = now()
    version.save(update_fields=["updated_at"])


def _known(key: str) -> None:
    parameters = catalogue().parameters
    if key not in parameters:
        message = _("The catalogue has no parameter “%(key)s”.") % {"key": key} + suggestion(key, parameters)
        raise FaultyRegulationError([Problem(member("$.values", key), "unknown_key", message)])


def _keep_within() -> Text:
    return _("Choose a value within the bounds; the region's coordinator keeps them and can explain them.")


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
    problems = validate_value(value, catalogue().parameters[key].spec, "value")
    if not clause.strip():
        problems.append(Problem("clause", "empty", _("Name the clause of the regulation which says so.")))
    for name, text, longest in (("clause", clause, CLAUSE_LENGTH), ("quote", quote, QUOTE_LENGTH)):
        problems += check_text(text, name, longest) if text.strip() else ()
    if problems:
        raise FaultyRegulationError(problems)
    draft = _locked_draft(version)
    refuse_if(refusals(queries.view_of_version(draft), {key: value}), next_step=_keep_within())
    defaults: dict[str, JsonValue] = {"value": value, "clause": clause.strip(), "quote": quote.strip(), "note": note}
    if not keep_readings:
        defaults["alternatives"] = []
    row, _created = ParameterValue.objects.update_or_create(version=draft, key=key, defaults=defaults)
    _touch(draft)
    return row


@action("regulation.clear_value")
def clear_value(*, version: RegulationVersion, key: str, acting: Actor) -> RegulationVersion:
    """Leave a parameter of a draft unset: the regional default applies again."""
    _known(key)
    draft = _locked_draft(version)
    draft.values.filter(key=key).delete()
    _touch(draft)
    return draft


@action("regulation.discard_draft")
def discard_draft(*, version: RegulationVersion, acting: Actor) -> None:
    """Delete a draft that nobody needs."""
    _locked_draft(version).delete()


def _check_adoption(
    order_date: datetime.date, effective_from: datetime.date, protocol_date: datetime.date | None
) -> None:
    if effective_from < order_date:
        raise AdoptionDatesError("effective_from", _("The regulation cannot be in force before the date of its order."))
    if protocol_date is not None and protocol_date > order_date:
        raise AdoptionDatesError("protocol_date", _("The minutes cannot be later than the order."))


def _close_previous(effective_from: datetime.date) -> None:
    adopted = RegulationVersion.objects.select_for_update().filter(state=State.ADOPTED)
    latest = adopted.order_by("-effective_from").first()
    if latest is None or latest.effective_from is None:
        return
    if effective_from <= latest.effective_from:
        message = _("Version %(number)s is in force from %(date)s already: name a later date.") % {
            "number": latest.number,
            "date": date_format(latest.effective_from, "d.m.Y"),
        }
        raise AdoptionDatesError("effective_from", message)
    latest.effective_to = effective_from - ONE_DAY
    latest.save(update_fields=["effective_to", "updated_at"])


@action("regulation.adopt")
def adopt_version(
    *,
    version: RegulationVersion,
    body: str,
    order_no: str,
    order_date: datetime.date,
    effective_from: datetime.date,
    acting: Actor,
    protocol_no: str = "",
    protocol_date: datetime.date | None = None,
) -> RegulationVersion:
    """Bring a draft into force from ``effective_from``; the version before it ends the day before.

    ``body``: code of the dictionary ``body``. Running pairs keep the version they were formed under.
    ``AdoptionDatesError`` when the dates contradict each other or an adopted version; ``RuleViolation`` when a value
    is outside a mandatory bound of the law or of the region.
    """
    draft = _locked_draft(version)
    if body not in catalogue().dictionaries["body"]:
        raise FaultyRegulationError([Problem("body", "unknown_code", _("Unknown body “%(body)s”.") % {"body": body})])
    if not order_no.strip():
        raise FaultyRegulationError([Problem("order_no", "empty", _("Name the number of the order."))])
    _check_adoption(order_date, effective_from, protocol_date)
    view = queries.view_of_version(draft)
    refuse_if(refusals(view, {key: own.value for key, own in view.settings.items()}), next_step=_keep_within())
    _close_previous(effective_from)
    draft.state = State.ADOPTED
    draft.body, draft.protocol_no, draft.protocol_date = body, protocol_no, protocol_date
    draft.order_no, draft.order_date, draft.effective_from = order_no.strip(), order_date, effective_from
    draft.save()
    _stamp(draft)
    return draft


def _stamp(version: RegulationVersion) -> None:
    """The stamps of the act are the facts of its adoption; where the file already has them word for word they stay."""
    assert version.order_date is not None
    stamps: dict[str, tuple[JsonValue, str]] = {
        "act.adopted": (
            {
                "body": version.body,
                "protocol_no": version.protocol_no or None,
                "protocol_date": version.protocol_date.isoformat() if version.protocol_date else None,
            },
            "гриф принятия",
        ),
        "act.approved": (
            {"order_no": version.order_no, "order_date": version.order_date.isoformat()},
            "гриф утверждения",
        ),
    }
    for key, (value, clause) in stamps.items():
        if not version.values.filter(key=key, value=value).exists():
            version.values.update_or_create(
                key=key, defaults={"value": value, "clause": clause, "quote": "", "alternatives": []}
            )


def adopted_at_once(data: Mapping[str, JsonValue], acting: Actor, **adoption: JsonValue) -> RegulationVersion:
    """Load a file and adopt it in one transaction: for a school created together with its regulation."""
    with transaction.atomic():
        return adopt_version(version=load_version(data=data, acting=acting), acting=acting, **adoption)
