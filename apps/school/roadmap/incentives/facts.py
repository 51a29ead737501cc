"""What papers and orders on rewards say, gathered from pairs, programmes and orders. Papers are in Russian."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.school.orders.models import Order
from apps.school.orders.wording import date_in_words
from apps.school.pairs import queries as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.programmes.models import Meeting, Programme
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from kernel.actions import reference
from tenants.isolation.context import require_school

WORKED = (Match.State.ACTIVE, Match.State.COMPLETED, Match.State.ENDED)
OUTCOMES = {
    Match.State.ACTIVE: "продолжается",
    Match.State.COMPLETED: "завершена",
    Match.State.ENDED: "завершена досрочно",
}
HEAD = "Руководитель образовательной организации"

Period = tuple[datetime.date, datetime.date]
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A pair's work in a period: its requisites, how many meetings were held in the period, what came of it."""

    match: Match
    order: Order | None
    held: int
    results: str


def worked_in(period: Period) -> QuerySet[Match]:
    """Pairs and groups at work for at least a day of the period, with their people."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=period[0])
    rows = Match.objects.filter(still, state__in=WORKED, starts_on__lte=period[1], ends_on__gte=period[0])
    return pairs.with_people(rows.order_by("starts_on", "pk"))


def works(period: Period, matches: Collection[Match] | None = None) -> list[Work]:
    """The work of the pairs of a period (5 queries, however many)."""
    chosen = list(worked_in(period)) if matches is None else list(matches)
    subjects = {reference(match): match.pk for match in chosen}
    orders = Order.objects.filter(subject__in=subjects, state=Order.State.SIGNED).order_by("-pk")
    by_match = {subjects[order.subject]: order for order in orders}
    inside = Q(meetings__state=Meeting.State.HELD, meetings__starts_at__date__range=period)
    rows = Programme.objects.filter(match__in=chosen).annotate(held=Count("meetings", filter=inside))
    told = {match: (held, results) for match, held, results in rows.values_list("match_id", "held", "results")}
    return [Work(match, by_match.get(match.pk), *told.get(match.pk, (0, ""))) for match in chosen]


def mentors_of(found: Iterable[Work]) -> dict[Person, list[Work]]:
    """The works of each present mentor."""
    by_person: dict[Person, list[Work]] = {}
    for work in found:
        for row in work.match.current_mentors:
            by_person.setdefault(row.card.person, []).append(work)
    return by_person


def participants(period: Period) -> list[Person]:
    """Everybody who took part in the period, mentors first."""
    people = [row.card.person for match in worked_in(period) for row in match.current_people]
    return list(dict.fromkeys(people))


# ---- words


def word(view: RegulationView, dictionary: str, code: str) -> str:
    """The school's own word, else the catalogue's Russian one (papers are never in English)."""
    own = view.words.get((dictionary, code))
    known = catalogue().dictionaries[dictionary].get(code)
    return own.singular if own is not None else known.title.ru if known else code


def day(value: datetime.date) -> str:
    """20.11.2026."""
    return value.strftime("%d.%m.%Y")


def person_facts(person: Person) -> Facts:
    """A person as the wording of orders takes one."""
    names = ("last_name", "first_name", "patronymic", "sex", "kind", "position", "department", "organisation")
    return {"id": person.pk, "extra_duties_on": "", **{name: getattr(person, name) for name in names}}


def regulation_facts(view: RegulationView, key: str) -> Facts:
    """The school's act as orders cite it, with the clause on ``key``."""
    rule, approved = view.rule(key), view.value("act.approved") or {}
    return {
        "title": view.title,
        "clause": rule.clause if rule.is_set else "",
        "order_no": approved.get("order_no") or "",
        "order_date": approved.get("order_date") or "",
    }


def basis(view: RegulationView, key: str) -> str:
    """«Основание: …» of a paper: the clause of the school's act, else the norm that the catalogue names."""
    rule = view.rule(key)
    return f"{view.title}, {rule.clause}" if rule.is_set else view.parameter(key).basis.ru


# ---- papers


def extract(view: RegulationView, person: Person, period: Period, found: Iterable[Work], on: datetime.date) -> Facts:
    """The extract on one mentor's work. Mentees are counted, not named: the paper leaves the school."""
    rows = [_extract_row(view, work) for work in found]
    post = f", {person.position}" if person.position else ""
    return {
        "institution": require_school().name,
        "title": "СПРАВКА",
        "heading": "о наставнической деятельности для аттестации",
        "date": date_in_words(on),
        "paragraphs": [
            f"Дана: {person.full_name}{post}.",
            f"За период с {date_in_words(period[0])} по {date_in_words(period[1])} осуществлял(а) наставничество:",
        ],
        "headers": ["Период", "Форма, вид", "Наставляемых", "Приказ", "Встреч", "Итог программы"],
        "rows": rows,
        "closing": [f"Основание: {basis(view, 'incentives.attestation')}."],
        "signers": [[HEAD, ""]],
    }


def _extract_row(view: RegulationView, work: Work) -> list[str]:
    match, order = work.match, work.order
    until = match.closed_on or match.ends_on
    outcome = OUTCOMES[Match.State(match.state)]
    return [
        f"{day(match.starts_on)}–{day(until)}",
        f"{word(view, 'mentoring_form', match.form)}; {word(view, 'mentoring_type', match.type)}",
        str(len(match.current_mentees)),
        f"№ {order.number} от {day(order.dated)}" if order is not None and order.dated else "—",
        str(work.held),
        f"{outcome}. {work.results}".strip() if work.results else outcome,
    ]


def pay_memo(
    view: RegulationView,
    period: Period,
    found: Mapping[Person, list[Work]],
    terms: Mapping[int, tuple[str, str]],
    maker: str,
    on: datetime.date,
) -> Facts:
    """The memo on payments. ``terms``: person id -> (agreement, its terms of payment)."""
    rows = [
        [
            person.full_name,
            str(sum(len(work.match.current_mentees) for work in mine)),
            str(sum(work.held for work in mine)),
            *terms.get(person.pk, ("", "")),
        ]
        for person, mine in found.items()
    ]
    return {
        "institution": require_school().name,
        "title": "СЛУЖЕБНАЯ ЗАПИСКА",
        "heading": "о выплатах за наставничество",
        "date": date_in_words(on),
        "paragraphs": [
            f"Прошу учесть работу наставников за период с {date_in_words(period[0])} по {date_in_words(period[1])} "
            "при установлении выплат. Размеры и условия выплат определены соглашениями (статья 351.8 Трудового "
            "кодекса Российской Федерации).",
        ],
        "headers": ["Наставник", "Наставляемых", "Встреч", "Соглашение", "Размер и условия выплаты"],
        "rows": rows,
        "closing": [f"Основание: {basis(view, 'incentives.pay')}."],
        "signers": [["Составил(а)", maker], [HEAD, ""]],
    }
