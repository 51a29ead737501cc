"""What a browser sends back of a form as it is shown."""

from __future__ import annotations

from typing import Any

from django import forms

from apps.school.regulation.forms import prefix_of


def posted(form: forms.BaseForm) -> dict[str, Any]:
    """Every field with what stands in it; a box that is not ticked is not sent."""
    found = {}
    for name in form.fields:
        value = form[name].value()
        many = isinstance(form.fields[name], forms.MultipleChoiceField)
        if value is not False and not (many and not value):
            found[name] = "" if value is None else value
    return found


def field(key: str, own: str) -> str:
    """Name of a field of a parameter."""
    return f"{prefix_of(key)}-{own}"


def typed(key: str, **values: Any) -> dict[str, Any]:
    """What a form of one parameter posts."""
    return {field(key, name): value for name, value in {"set": "on", **values}.items()}
