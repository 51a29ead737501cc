"""Small helpers of templates: icons, dates, money, attributes. Load with ``{% load ui %}``."""

from __future__ import annotations

import datetime
import uuid
import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ui.icons import KIND_ICONS, icon_svg

register = template.Library()

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"

Text = str | Promise

BUTTONS = {
    "primary": "primary",
    "secondary": "outline-secondary",
    "quiet": "quiet",
    "danger": "danger",
    "link": "link",
}

ORIGINS: dict[str, Text] = {
    "school": _("this school's regulation"),
    "region": _("regional default"),
    "law": _("law"),
    "product": _("how the system works"),
}


@register.simple_tag
def icon_tag(name: str, label: str = "") -> SafeString:
    """An icon of the set, inline; decorative unless ``label`` names it."""
    return icon_svg(name, str(label))


@register.simple_tag
def attributes(given: Any) -> SafeString:
    """A component's remaining attributes, escaped (a value bound with ``:name`` comes raw)."""
    values: Mapping[str, Any] = given.attrs_dict() if hasattr(given, "attrs_dict") else given
    named = [(name, "" if value is True else value) for name, value in values.items() if value not in (False, None)]
    return format_html_join(" ", '{}="{}"', named)


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: check, choices, file, hidden or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "hidden" if field.is_hidden else "plain"


@register.filter
def date_ru(value: datetime.date | None) -> str:
    """20 ноября 2025 г. (in English: 20 November 2025)."""
    if value is None or value == "":
        return ""
    day = _local(value)
    words = formats.date_format(day, "j E Y" if get_language() == "ru" else "j F Y").replace(" ", NO_BREAK_SPACE, 1)
    return f"{words}{NO_BREAK_SPACE}г." if get_language() == "ru" else words


@register.filter
def date_short(value: datetime.date | None) -> str:
    """20.11.2025."""
    return "" if value is None or value == "" else formats.date_format(_local(value), "d.m.Y")


@register.filter
def money(value: Decimal | int | float | None) -> str:
    """12 345,60 ₽; whole roubles without kopecks."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    digits = f"{amount:,.2f}".replace(",", NARROW_SPACE).replace(".", ",").removesuffix(",00")
    return f"{digits}{NO_BREAK_SPACE}₽"


def _local(value: datetime.date) -> datetime.date:
    """A moment becomes the moment of the current zone; a date stays."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.simple_tag
def new_key() -> str:
    """A fresh idempotency key for a form written by hand."""
    return uuid.uuid4().hex


@register.simple_tag
def chart_option(chart_id: str, option: Any) -> SafeString:
    """A chart's option as JSON that the script reads."""
    return json_script(option, f"{chart_id}-option")


@register.filter
def initials(name: str) -> str:
    """Two letters for an avatar: surname and first name."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def hue(name: str) -> int:
    """One of five quiet avatar colours, always the same for a name."""
    return zlib.crc32(str(name).encode()) % 5


@register.filter
def button_class(variant: str) -> str:
    """Bootstrap's class of our button variants; an unknown variant is a mistake in a template."""
    return BUTTONS[variant]


@register.filter
def badge_icon(name: str) -> str:
    """The icon of a semantic kind, or the icon name itself."""
    return KIND_ICONS.get(name, name)


@register.filter
def note_kind(level: str) -> str:
    """Kind of an alert from a message level ("error" is "danger", "debug" is "info")."""
    first = str(level).split(" ")[-1]
    return {"error": "danger", "debug": "info", "": "info"}.get(first, first)


@register.filter
def note_icon(level: str) -> str:
    """The icon of an alert."""
    return KIND_ICONS[note_kind(level)]


@register.filter
def origin_word(origin: str) -> Text:
    """Who set a rule, in words."""
    return ORIGINS[origin]


@register.filter
def anchor(field: BoundField) -> str:
    """Where a link of the error summary leads: the control, or the group of choices."""
    return field.auto_id if kind(field) == "choices" else field.id_for_label or field.auto_id


@register.filter
def as_search(field: BoundField) -> SafeString:
    """The search box of a list, whatever widget the filter has."""
    attrs: dict[str, str | bool] = {
        "class": "form-control",
        "placeholder": str(field.label or _("Search")),
        "enterkeyhint": "search",
    }
    return field.as_widget(forms.SearchInput(), attrs)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | None]:
    """Numbers around the present page; None is a gap."""
    last = page.paginator.num_pages
    wanted = sorted({1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)})
    numbers: list[int | None] = []
    for number in wanted:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
