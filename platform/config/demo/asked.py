"""What is asked about the pairs of a demo school, and the programme of its year."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from apps.school.orders import actions as orders
from apps.school.orders.queries import about as orders_about
from apps.school.pairs import actions as pairs
from apps.school.pairs import queries
from apps.school.pairs.actions.closing import view_of
from apps.school.pairs.models import Match
from apps.school.people.models import MentorCard
from apps.school.programmes import amending, editing, releasing, yearly
from apps.school.programmes.models import Amendment, Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation.queries import current
from apps.school.regulation.rules.life import replacement_grounds
from apps.school.regulation.rules.programme import school_year_of
from config.demo import texts
from config.demo.pairs import Teller
from kernel.clock import at, today
from kernel.errors import DomainError

UNPAIRED = 2
DAY = datetime.timedelta(days=1)


def approve_annual_programmes(teller: Teller, moment: datetime.datetime) -> None:
    """The programmes of this school year and of the next, where the act wants them before pairs begin."""
    with at(moment):
        view = current()
        if not view.value("programme.annual"):
            return
        year = school_year_of(today())
        for number in (year, year + 1):
            note = {code: texts.ANNUAL for code, _title in yearly.fields_of(view)}
            annual = yearly.write_annual(year=number, note=note, acting=teller.curator)
            yearly.order_annual(annual=annual, acting=teller.curator)
            orders.sign_order(order=orders_about(annual).get(), acting=teller.head)


def tell_what_is_asked(teller: Teller) -> None:
    """A few pairs at work are in the middle of something; whatever the act does not allow is left out."""
    working = list(queries.with_people(Match.objects.filter(state=Match.State.ACTIVE).order_by("pk")))
    steps: tuple[Callable[[Teller, Match], None], ...] = (_longer, _petition, _change, _release, _resign, _replace)
    for step, match in zip(steps, working, strict=False):
        try:
            step(teller, match)
        except DomainError as refusal:
            teller.refusals.append(str(refusal.message))
    for card in queries.unpaired()[:UNPAIRED]:
        measure = "Беседа с психологом, приглашение на открытые уроки методического объединения"
        pairs.record_support(card=card, measure=measure, given_on=today() - 3 * DAY, acting=teller.curator)


def _longer(teller: Teller, match: Match) -> None:
    ground = view_of(match).codes("term.extension_grounds")[0]
    later = match.ends_on + 60 * DAY
    note = "Наставник был на больничном, часть плана перенесена."
    pairs.extend_pair(match=match, ground=ground, new_end=later, note=note, acting=teller.curator)


def _petition(teller: Teller, match: Match) -> None:
    route = next(each for each in view_of(match).value("replacement.request_right") if each["from_role"] == "mentee")
    pairs.ask_for_replacement(
        match=match,
        author=match.current_mentees[0].card.person,
        mentor=match.current_mentors[0].card,
        to_role=route["to_role"],
        document=route.get("document", ""),
        condition=route.get("condition", ""),
        text="Уроки стоят в одно и то же время, встречаться не получается уже месяц.",
        acting=teller.curator,
    )


def _replace(teller: Teller, match: Match) -> None:
    """The first mentor of the bank who may take the pair over is asked."""
    ground = next(iter(replacement_grounds(view_of(match))))
    here = [row.card_id for row in match.current_mentors]
    refusals: list[DomainError] = []
    for card in MentorCard.objects.exclude(pk__in=here).order_by("pk"):
        try:
            pairs.replace_mentor(
                match=match,
                old_mentor=match.current_mentors[0].card,
                new_mentor=card,
                ground=ground,
                note="Наставник уходит в длительный отпуск со следующего месяца.",
                acting=teller.curator,
            )
        except DomainError as refusal:
            refusals.append(refusal)
        else:
            return
    if refusals:
        raise refusals[-1]


def _change(teller: Teller, match: Match) -> None:
    row = editing.Row("Мастер-класс для методического объединения", due_on=match.ends_on - 20 * DAY)
    amending.amend_programme(
        programme=Programme.objects.get(match=match),
        change=amending.Change(Amendment.What.ADD, row=row),
        reason="Предложили на заседании объединения",
        acting=teller.curator,
    )


def _release(teller: Teller, match: Match) -> None:
    programme = Programme.objects.select_related("match").get(match=match)
    releasing.ask_release(
        programme=programme,
        person=people_of(programme).mentors[0],
        on_day=today() + 2 * DAY,
        lessons="3–4 уроки, 7 «Б»",
        reason="Открытый урок наставляемого проходит в это время",
        continuity="Класс работает с учителем информатики по карточкам",
        acting=teller.curator,
    )


def _resign(teller: Teller, match: Match) -> None:
    view = view_of(match)
    route = next(each for each in view.value("resignation.route") if each["from_role"] == "mentor")
    pairs.ask_to_resign(
        match=match,
        author=match.current_mentors[0].card.person,
        to_role=route["to_role"],
        document=route.get("document", ""),
        ground=next(iter(route.get("grounds", ())), "no_reason_required"),
        leaves_on=today() + 14 * DAY,
        text="Перехожу на другую нагрузку и не смогу уделять паре время.",
        acting=teller.curator,
    )
