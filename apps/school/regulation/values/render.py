"""Values in human words, in the active language, with the names a school uses itself.

``render_value`` stands alone on a page («3 месяца»); ``bare_value`` stands inside the sentence of a refusal, where the
catalogue's text brings the unit («наименьший – 3 мес.»).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..catalogue import JsonValue, TypeSpec, catalogue
from .wording import render_date_range, render_date_rules

Naming = Callable[[str, str], str]  # (dictionary, code) -> name
Renderer = Callable[[JsonValue, TypeSpec, Naming], str]


def catalogue_name(dictionary: str, code: str) -> str:
    """The naming of a reader without a school: the catalogue's titles."""
    return catalogue().title(dictionary, code)


def render_value(value: JsonValue, spec: TypeSpec, naming: Naming = catalogue_name) -> str:
    """The value for a page, with its unit."""
    return RENDERERS[spec.kind](value, spec, naming)


def bare_value(value: JsonValue, spec: TypeSpec, naming: Naming = catalogue_name) -> str:
    """The value for the inside of a sentence, without units."""
    if spec.kind == "int":
        return f"{value}"
    if spec.kind == "int_range":
        return _("from %(min)s to %(max)s") % {"min": value["min"], "max": value["max"]}
    return render_value(value, spec, naming)


def with_unit(number: int, unit: str) -> str:
    """A number with its unit in the right grammatical form."""
    forms = {
        "persons": ngettext("%(count)s person", "%(count)s persons", number),
        "months": ngettext("%(count)s month", "%(count)s months", number),
        "minutes": ngettext("%(count)s minute", "%(count)s minutes", number),
        "years": ngettext("%(count)s year", "%(count)s years", number),
        "visits_per_month": ngettext("%(count)s visit a month", "%(count)s visits a month", number),
    }
    return forms.get(unit, "%(count)s") % {"count": number}


def _actor(naming: Naming, code: str) -> str:
    return naming(catalogue().actor_dictionary(code), code)


def listed(names: Iterable[str]) -> str:
    """Names in one line; with semicolons where a name has a comma of its own."""
    found = list(names)
    comma = any("," in name for name in found)
    return ("; " if comma else ", ").join(found) or pgettext("empty list", "none")


def _bool(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return _("yes") if value else _("no")


def _int(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return with_unit(value, spec.unit)


def _int_range(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    if spec.unit != "persons":
        return bare_value(value, spec, naming)
    text = ngettext("from %(min)s to %(max)s person", "from %(min)s to %(max)s persons", value["max"])
    return text % {"min": value["min"], "max": value["max"]}


def _limits(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    individual, group = value["individual"], value["group"]
    parts = [
        ngettext("not more than %(count)s mentee", "not more than %(count)s mentees", individual)
        % {"count": individual}
        if individual is not None
        else _("without a limit in individual work"),
        ngettext("not more than %(count)s in a group", "not more than %(count)s in a group", group) % {"count": group}
        if group is not None
        else _("without a limit in a group"),
    ]
    return "; ".join(parts)


def _enum(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return naming(spec.dictionary, value)


def _set(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return listed(naming(spec.dictionary, code) for code in value)


def _ordered_set(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return " → ".join(naming(spec.dictionary, code) for code in value) or listed(())


def _actor_set(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return listed(_actor(naming, code) for code in value)


def _condition_set(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return " + ".join(naming(spec.dictionary, code) for code in value) or listed(())


def _seats(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return listed(f"{_actor(naming, seat['actor'])} ({naming('actor_part', seat['part'])})" for seat in value)


def short_date(text: str) -> str:
    """An ISO date as documents write it (20.11.2025), in both languages."""
    return date_format(datetime.date.fromisoformat(text), "d.m.Y")


def _numbered(number: str | None, date: str | None) -> str:
    if number and date:
        return _("No. %(number)s of %(date)s") % {"number": number, "date": short_date(date)}
    if number:
        return _("No. %(number)s") % {"number": number}
    return _("of %(date)s") % {"date": short_date(date)} if date else ""


def _act_reference(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    protocol = _numbered(value.get("protocol_no"), value.get("protocol_date"))
    order = _numbered(value.get("order_no"), value.get("order_date"))
    parts = [
        naming("body", value["body"]) if value.get("body") else "",
        _("minutes %(particulars)s") % {"particulars": protocol} if protocol else "",
        _("order %(particulars)s") % {"particulars": order} if order else "",
    ]
    return ", ".join(part for part in parts if part) or _("not entered yet")


def _reference_set(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    local = [
        " ".join(part for part in (act["title_ru"], _numbered(act.get("number"), act.get("date"))) if part)
        for act in value["local_acts"]
    ]
    general = [_("a general reference to the legislation")] if value["general_reference"] else []
    return "; ".join([naming(spec.dictionary, code) for code in value["acts"]] + local + general) or listed(())


def _track_rules(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return "; ".join(f"{naming(spec.dictionary, track['track'])}: {_experience(track)}" for track in value)


def _experience(track: Mapping[str, JsonValue]) -> str:
    over, upto = track["years_gt"], track["years_le"]
    if upto is None:
        return ngettext("experience over %(count)s year", "experience over %(count)s years", over) % {"count": over}
    if over is None:
        text = ngettext("experience up to %(count)s year inclusive", "experience up to %(count)s years inclusive", upto)
        return text % {"count": upto}
    text = ngettext(
        "experience over %(low)s and up to %(count)s year inclusive",
        "experience over %(low)s and up to %(count)s years inclusive",
        upto,
    )
    return text % {"low": over, "count": upto}


def _routes(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return "; ".join(_route(route, naming) for route in value)


def _route(route: Mapping[str, JsonValue], naming: Naming) -> str:
    details = [naming("request_document", route["document"])] if "document" in route else []
    if route.get("grounds"):
        details.append(", ".join(naming("resignation_ground", code) for code in route["grounds"]))
    if "condition" in route:
        details.append(_("provided that: %(condition)s") % {"condition": naming("condition", route["condition"])})
    way = f"{naming('role', route['from_role'])} → {naming('role', route['to_role'])}"
    return f"{way} ({'; '.join(details)})" if details else way


def _document_template(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    fields = ", ".join(naming(spec.dictionary, code) for code in value["fields"])
    return f"{naming('programme_unit', value['document'])}: {fields}"


def _change_rule(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    not_named = _("not named in the act")
    return _("may be changed: %(subjects)s; changed by: %(made_by)s; with the consent of: %(agreed_by)s") % {
        "subjects": listed(naming(spec.dictionary, code) for code in value["subjects"]),
        "made_by": ", ".join(_actor(naming, code) for code in value["made_by"]) or not_named,
        "agreed_by": ", ".join(_actor(naming, code) for code in value["agreed_by"]) or not_named,
    }


def _date_range(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return render_date_range(value)


def _date_rules(value: JsonValue, spec: TypeSpec, naming: Naming) -> str:
    return render_date_rules(value, spec, naming)


RENDERERS: Mapping[str, Renderer] = {
    "bool": _bool,
    "int": _int,
    "int_range": _int_range,
    "limits": _limits,
    "enum": _enum,
    "set": _set,
    "ordered_set": _ordered_set,
    "actor_set": _actor_set,
    "condition_set": _condition_set,
    "seats": _seats,
    "date_range": _date_range,
    "date_rules": _date_rules,
    "act_reference": _act_reference,
    "reference_set": _reference_set,
    "track_rules": _track_rules,
    "routes": _routes,
    "document_template": _document_template,
    "change_rule": _change_rule,
}
