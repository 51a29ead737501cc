"""Writes: the region's acts, what they say of parameters, the region's defaults."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.region.institute import outlook
from apps.region.institute.desk import desk
from apps.region.institute.errors import FederalAct
from apps.region.institute.models import LegalAct, ParameterNorm, RegionalDefault
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError

ONE_DAY = datetime.timedelta(days=1)


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


def _check_dates(valid_from: datetime.date, valid_to: datetime.date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise _wrong("valid_to", _("The end is before the beginning."))


@action("norms.add_act")
def add_act(
    *, code: str, title_ru: str, valid_from: datetime.date, acting: Actor, title_en: str = "", note: str = ""
) -> LegalAct:
    """Record an act of the region. ``InputError`` for a code that is taken."""
    if LegalAct.objects.filter(code=code).exists():
        raise _wrong("code", _("There is an act with this code already."))
    return LegalAct.objects.create(
        code=code,
        level=LegalAct.Level.REGIONAL,
        title_ru=title_ru.strip(),
        title_en=title_en.strip(),
        valid_from=valid_from,
        note=note.strip(),
    )


@action("norms.note_end")
def note_end(
    *, act: LegalAct, valid_to: datetime.date | None, acting: Actor, replaced_by: LegalAct | None = None, note: str = ""
) -> LegalAct:
    """Note until when an act is valid and what took its place: schools whose regulation rests on it are told."""
    locked = LegalAct.objects.select_for_update().get(pk=act.pk)
    _check_dates(locked.valid_from, valid_to)
    if replaced_by is not None and replaced_by.pk == locked.pk:
        raise _wrong("replaced_by", _("An act is not replaced by itself."))
    locked.valid_to, locked.replaced_by, locked.note = valid_to, replaced_by, note.strip()
    locked.save()
    return locked


@action("norms.add_norm")
def add_norm(
    *,
    act: LegalAct,
    parameter: str,
    binding: str,
    valid_from: datetime.date,
    acting: Actor,
    minimum: int | None = None,
    maximum: int | None = None,
    required: Sequence[str] = (),
    allowed: Sequence[str] = (),
    place: str = "",
) -> ParameterNorm:
    """Say what an act of the region asks of a parameter. ``InputError`` when it asks for nothing or for the impossible.

    A newer norm of the same act on the same parameter ends the older the day before.
    """
    if act.level == LegalAct.Level.FEDERAL:
        raise FederalAct()
    if minimum is not None and maximum is not None and minimum > maximum:
        raise _wrong("maximum", _("The upper bound is below the lower one."))
    if minimum is None and maximum is None and not required and not allowed:
        raise _wrong("minimum", _("Say what is asked: a bound, or codes."))
    if allowed and not set(required) <= set(allowed):
        raise _wrong("required", _("What is required must be among what is allowed."))
    running = ParameterNorm.objects.select_for_update().filter(act=act, parameter=parameter, valid_to__isnull=True)
    for older in running:
        if older.valid_from >= valid_from:
            raise _wrong("valid_from", _("This act has a norm on the parameter from this day or a later one."))
        older.valid_to = valid_from - ONE_DAY
        older.save(update_fields=["valid_to", "updated_at"])
    return ParameterNorm.objects.create(
        act=act,
        parameter=parameter,
        place=place.strip(),
        binding=binding,
        minimum=minimum,
        maximum=maximum,
        required=list(required) or None,
        allowed=list(allowed) or None,
        valid_from=valid_from,
    )


@action("norms.end_norm")
def end_norm(*, norm: ParameterNorm, valid_to: datetime.date, acting: Actor) -> ParameterNorm:
    """Let a norm of the region's act end. ``Conflict`` when it has ended already."""
    locked = ParameterNorm.objects.select_for_update(of=("self",)).select_related("act").get(pk=norm.pk)
    if locked.act.level == LegalAct.Level.FEDERAL:
        raise FederalAct()
    if locked.valid_to is not None:
        raise Conflict(_("This norm has an end already."))
    locked.valid_to = max(valid_to, locked.valid_from)
    locked.save(update_fields=["valid_to", "updated_at"])
    return locked


@action("norms.set_default")
def set_default(*, parameter: str, value: Any, basis: str, valid_from: datetime.date, acting: Actor) -> RegionalDefault:
    """Let a value apply in every school whose regulation is silent, from a day on; the one before ends the day before.

    ``InputError`` for a value that the parameter's type or a mandatory norm refuses.
    """
    norms = [norm for norm in outlook.layer(valid_from).norms if norm.parameter == parameter]
    faults = desk().problems(parameter, value, norms)
    if faults:
        raise InputError(
            _("This default cannot apply."), problems=[{"place": "value", "message": fault} for fault in faults]
        )
    running = RegionalDefault.objects.select_for_update().filter(parameter=parameter, valid_to__isnull=True)
    for older in running:
        if older.valid_from > valid_from:
            raise _wrong("valid_from", _("There is a default from a later day: name a day after it."))
        if older.valid_from == valid_from:
            older.delete()
            continue
        older.valid_to = valid_from - ONE_DAY
        older.save(update_fields=["valid_to", "updated_at"])
    return RegionalDefault.objects.create(parameter=parameter, value=value, basis=basis.strip(), valid_from=valid_from)


@action("norms.end_default")
def end_default(*, default: RegionalDefault, valid_to: datetime.date, acting: Actor) -> RegionalDefault:
    """Let the region's default end: the product's own applies again. ``Conflict`` when it has ended already."""
    locked = RegionalDefault.objects.select_for_update().get(pk=default.pk)
    if locked.valid_to is not None:
        raise Conflict(_("This default has an end already."))
    locked.valid_to = max(valid_to, locked.valid_from)
    locked.save(update_fields=["valid_to", "updated_at"])
    return locked
