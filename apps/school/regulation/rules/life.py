"""A pair after it was formed: the act that fixes it, replacement, completion; events and publication."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import catalogue
from ..view import RegulationView
from .breach import breach
from .facts import CompletionFacts, OrderFacts, ReplacementFacts, ResultsFacts
from .people import extra_duties_consent, participation
from .timing import act_validity, before_approval, written

# Art. 351.8 of the Labour Code lets an employed mentor refuse and the employer cancel at any time; the closed lists of
# a school cannot take that away. The norm stands at ``termination.grounds``; the same refusal opens a replacement.
LABOUR_LAW = "termination.grounds"


def order_signing(view: RegulationView, order: OrderFacts) -> list[Violation]:
    """Before the head signs: the act is valid, its kind is right, all consents are there."""
    broken = [*act_validity(view, order.signed_on), *before_approval(view, order.signed_on)]
    if order.kind != view.value("pairing.act"):
        broken.append(breach(view, "pairing.act", actual=view.local_name("pair_act_kind", order.kind)))
    return broken + extra_duties_consent(view, order.participants) + participation(view, order.participants)


def _with_lawful(view: RegulationView, key: str) -> tuple[str, ...]:
    """The closed list of the school with the grounds that the law keeps open in every school."""
    norm = view.norm(LABOUR_LAW)
    known = catalogue().dictionaries[view.parameter(key).spec.dictionary]
    lawful: Iterable[str] = norm.required or () if norm is not None else ()
    return tuple(dict.fromkeys([*view.codes(key), *(code for code in lawful if code in known)]))


def completion_grounds(view: RegulationView) -> tuple[str, ...]:
    """Grounds on which a programme may be completed or ended here, in the act's order; the lawful ones at the end."""
    return _with_lawful(view, "termination.grounds")


def replacement_grounds(view: RegulationView) -> tuple[str, ...]:
    """Grounds on which a mentor may be replaced here."""
    return _with_lawful(view, "replacement.grounds")


def completion(view: RegulationView, facts: CompletionFacts) -> list[Violation]:
    """The ground of completion is in the closed list."""
    if facts.ground in completion_grounds(view):
        return []
    actual = view.local_name("termination_ground", facts.ground)
    return [breach(view, "termination.grounds", actual=actual, value=list(completion_grounds(view)))]


def replacement(view: RegulationView, facts: ReplacementFacts) -> list[Violation]:
    """The ground is in the closed list, the act is of the right kind, the period stays where it is to be kept."""
    broken = []
    if facts.ground not in replacement_grounds(view):
        actual = view.local_name("replacement_ground", facts.ground)
        value = list(replacement_grounds(view))
        broken.append(breach(view, "replacement.grounds", actual=actual, value=value))
    if facts.act_kind != view.value("replacement.act"):
        broken.append(breach(view, "replacement.act", actual=view.local_name("pair_act_kind", facts.act_kind)))
    if view.value("replacement.keeps_period") and facts.new_end != facts.old_end:
        broken.append(breach(view, "replacement.keeps_period", actual=written(facts.new_end)))
    return broken


def speed_limit(view: RegulationView) -> int:
    """The longest speed meeting in minutes: the region takes the least of its participants' limits."""
    return int(view.value("types.speed_max_minutes"))


def speed_event(view: RegulationView, minutes: int) -> list[Violation]:
    """A speed meeting lasts no longer than the limit."""
    if minutes <= speed_limit(view):
        return []
    return [breach(view, "types.speed_max_minutes", actual=str(minutes))]


def publication_of_results(view: RegulationView, facts: ResultsFacts) -> list[Violation]:
    """Results are published only after the programme is completed."""
    if facts.completed or not view.value("publication.results_after"):
        return []
    return [breach(view, "publication.results_after", actual=facts.state or _("not completed"))]
