"""A cohort of a demo school: proposals for those without a pair, a decision of the curator, conditions, a tie."""

from __future__ import annotations

from apps.school.matching import actions
from apps.school.matching.models import Ruling, Tie
from apps.school.pairs import queries as pairs
from apps.school.pairs.choosing import default_terms
from apps.school.people import queries as people
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import ROLE_MODELS, suited_models
from config.demo.pairs import Teller
from kernel.clock import today
from kernel.errors import DomainError

PLACES = ("Главный корпус", "Корпус на Садовой")
TIMES = (["1pm", "3pm"], ["2am", "4pm"], ["1pm", "5am"])
SAID = 12


def propose_for_the_rest(teller: Teller) -> None:
    """Those without a pair get a proposal; the curator forbids one of its pairs and has it solved anew."""
    try:
        _conditions(teller)
        _proposals(teller)
    except DomainError as refusal:
        teller.refusals.append(str(refusal.message))


def _conditions(teller: Teller) -> None:
    modes = list(current().codes("interaction.mode"))
    everybody = [*people.mentors()[:SAID], *pairs.unpaired()[:SAID]]
    for number, card in enumerate(everybody):
        actions.save_conditions(
            person=card.person,
            modes=modes[: 1 + number % 2],
            times=TIMES[number % len(TIMES)],
            place=PLACES[number % len(PLACES)],
            acting=teller.curator,
        )


def _proposals(teller: Teller) -> None:
    mentees = list(pairs.unpaired())
    if not mentees:
        return
    view = current()
    terms = default_terms(view, mentees[:1], today())
    first = next(iter(people.mentors()))
    actions.declare_tie(first=first.person, second=mentees[0].person, kind=Tie.Kind.SUPERIOR, acting=teller.curator)
    proposal = actions.make_proposal(
        cohort=actions.Cohort(
            mentees=mentees,
            form=terms.form,
            type=terms.type,
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            role_model=next(iter(suited_models(terms.form)), "") if view.value(ROLE_MODELS) else "",
        ),
        acting=teller.curator,
    )
    chosen = proposal.choices.select_related("mentor", "mentee").first()
    if chosen is None:
        return
    ruled = actions.rule_out(
        proposal=proposal, mentor=chosen.mentor, mentee=chosen.mentee, kind=Ruling.Kind.FORBID, acting=teller.curator
    )
    actions.solve_again(proposal=ruled, acting=teller.curator)
