"""The order that approves a regulation: its facts, its text, what its signature changes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.school.regulation import queries as regulation
from apps.school.regulation.act.compose import RUSSIAN, day_in_words
from apps.school.regulation.comparing import changed_in
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.words.grammar import inflect_phrase
from apps.school.regulation.words.present import say

from ..parts import ActText

Facts = Mapping[str, Any]

EDUCATION_LAW = (
    "с Федеральным законом от 29 декабря 2012 г. № 273-ФЗ «Об образовании в Российской Федерации» и трудовым "
    "законодательством Российской Федерации"
)


def approval_facts(
    version: RegulationVersion,
    *,
    body: str,
    protocol_no: str,
    protocol_date: datetime.date | None,
    effective_from: datetime.date | None,
) -> dict[str, Any]:
    """What the order says. ``stamp``: the moment of the draft's last change, for the order approves that text only."""
    view, present = regulation.view_of_version(version), regulation.in_force().first()
    with override(RUSSIAN):
        body_name = view.local_name("body", body)
    sections = changed_in(regulation.view_of_version(present), view) if present else []
    return {
        "participants": [],
        "version": version.pk,
        "number": version.number,
        "title": version.title,
        "body": body,
        "body_name": body_name,
        "protocol_no": protocol_no,
        "protocol_date": protocol_date.isoformat() if protocol_date else "",
        "effective_from": effective_from.isoformat() if effective_from else "",
        "stamp": version.updated_at.isoformat(),
        "replaces": _replaced(present),
        "changed": sum(len(keys) for _section, keys in sections),
    }


def _replaced(present: RegulationVersion | None) -> dict[str, str]:
    """The version that ends, {} when there is none."""
    if present is None or present.order_date is None:
        return {}
    return {"title": present.title, "order_no": present.order_no, "order_date": present.order_date.isoformat()}


def compose_approval(act_kind: str, facts: Facts) -> ActText:
    """The text of the order."""
    with override(RUSSIAN):
        start = f"с {day_in_words(facts['effective_from'])}" if facts["effective_from"] else "со дня подписания приказа"
        points = [
            f"Утвердить {inflect_phrase(facts['title'], 'accs')} (приложение).",
            f"Ввести указанный локальный нормативный акт в действие {start}.",
            *_repeals(facts["replaces"]),
            f"{say('Куратору')} ознакомить с приказом участников наставничества под подпись и обеспечить размещение "
            "локального нормативного акта на официальном сайте.",
            "Контроль за исполнением настоящего приказа оставляю за собой.",
        ]
        return ActText(
            act_title="ПРИКАЗ",
            heading=f"Об утверждении {inflect_phrase(facts['title'], 'gent')}",
            preamble=f"В соответствии {EDUCATION_LAW}{_decision(facts)}",
            command="ПРИКАЗЫВАЮ",
            points=tuple(points),
            acquainted=(),
        )


def _decision(facts: Facts) -> str:
    """«, на основании решения педагогического совета (протокол от … № …)»."""
    minutes = " ".join(
        filter(
            None,
            (
                f"от {day_in_words(facts['protocol_date'])}" if facts["protocol_date"] else "",
                f"№ {facts['protocol_no']}" if facts["protocol_no"] else "",
            ),
        )
    )
    brackets = f" (протокол {minutes})" if minutes else ""
    return f", на основании решения: {facts['body_name']}{brackets}"


def _repeals(replaced: Facts) -> list[str]:
    if not replaced:
        return []
    day = day_in_words(replaced["order_date"])
    return [
        f"Признать утратившим силу с той же даты локальный нормативный акт «{replaced['title']}», утверждённый "
        f"приказом от {day} № {replaced['order_no']}."
    ]


def approval_changes(facts: Facts) -> list[str]:
    """Sentences for the head, in the language of the page."""
    start = _("The regulation comes into force on the day of the signature: “%(title)s”.")
    if facts["effective_from"]:
        start = _("The regulation comes into force on %(day)s: “%(title)s”.")
    day = facts["effective_from"] and date_format(datetime.date.fromisoformat(facts["effective_from"]), "DATE_FORMAT")
    found = [start % {"day": day, "title": facts["title"]}, _("It cannot be edited any more.")]
    if facts["replaces"]:
        text = ngettext(
            "The version before it ends; %(count)s rule changes.",
            "The version before it ends; %(count)s rules change.",
            facts["changed"],
        )
        found.append(text % {"count": facts["changed"]})
        found.append(_("Running pairs keep the version they were formed under."))
    return found
