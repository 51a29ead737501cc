"""Acts on people: mentors appointed, the selection commission, a curator, the pool of best mentors.

The text is Russian whatever language the page has, as in ``wording``; what a signature changes is in the page's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.school.people.models import Person

from .changes import names_of, tells
from .kinds import COMMISSION, CURATOR_APPOINTMENT, MENTOR_APPOINTMENT, MENTOR_POOL, REGISTER_APPROVAL
from .naming import person_in
from .parts import ActText
from .wording.phrases import (
    ACT_TITLES,
    COMMANDS,
    LABOUR_CODE,
    PUPILS_MODEL,
    TEACHERS_LETTER,
    control,
    date_in_words,
    local_act,
    names,
)
from .wording.registry import writes

Facts = Mapping[str, Any]

PARTS = {"chair": "председатель комиссии", "secretary": "секретарь комиссии", "member": "член комиссии"}


def _act(
    act_kind: str, facts: Facts, heading: str, points: Sequence[str], people: Sequence[Facts], *, labour: bool = False
) -> ActText:
    """An act with the usual grounds and the usual last point."""
    pupils = any(person["kind"] == Person.Kind.PUPIL for person in people)
    grounds = [LABOUR_CODE] if labour else []
    grounds += [PUPILS_MODEL if pupils else TEACHERS_LETTER, local_act(facts["regulation"])]
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=heading,
        preamble=f"В соответствии {', '.join(grounds)}",
        command=COMMANDS[act_kind],
        points=(*points, control(act_kind)),
        acquainted=names(people),
    )


@writes(MENTOR_APPOINTMENT)
def _appointment(act_kind: str, facts: Facts) -> ActText:
    mentors = facts["mentors"]
    until = f" на срок по {date_in_words(facts['until'])} включительно" if facts["until"] else ""
    listed = "; ".join(
        person_in(mentor, "accs") + (f" – {mentor['grade']}" if mentor["grade"] else "") for mentor in mentors
    )
    word = "наставником" if len(mentors) == 1 else "наставниками"
    points = [
        f"Назначить {word}{until}: {listed}.",
        "Внести назначенных в реестр наставников образовательной организации.",
    ]
    employed = any(mentor["kind"] == Person.Kind.EMPLOYEE for mentor in mentors)
    return _act(act_kind, facts, "О назначении наставников", points, mentors, labour=employed)


@tells(MENTOR_APPOINTMENT)
def _appointment_changes(facts: Facts) -> list[str]:
    return [_("Become mentors of the register: %(names)s.") % {"names": names_of(facts["mentors"])}]


@writes(COMMISSION)
def _commission(act_kind: str, facts: Facts) -> ActText:
    members = facts["members"]
    listed = "; ".join(f"{person_in(member, 'nomn')} – {PARTS[member['part']]}" for member in members)
    points = [
        f"Создать конкурсную комиссию по отбору наставников в составе: {listed}.",
        "Комиссии принимать решения большинством голосов присутствующих при участии более половины её состава, "
        "решения оформлять протоколом.",
    ]
    return _act(act_kind, facts, "О создании конкурсной комиссии по отбору наставников", points, members)


@tells(COMMISSION)
def _commission_changes(facts: Facts) -> list[str]:
    return [
        _("The selection commission begins its work: %(names)s.") % {"names": names_of(facts["members"])},
        _("The former commission is dissolved."),
    ]


@writes(CURATOR_APPOINTMENT)
def _curator(act_kind: str, facts: Facts) -> ActText:
    curator = facts["curator"]
    area = f" ({facts['area']})" if facts["area"] else ""
    points = [
        f"Назначить куратором реализации программ наставничества{area} {person_in(curator, 'accs')}.",
        "Куратору организовать формирование банков наставников и наставляемых, отбор наставников, закрепление пар "
        "и мониторинг их работы.",
    ]
    return _act(act_kind, facts, "О назначении куратора программ наставничества", points, [curator])


@tells(CURATOR_APPOINTMENT)
def _curator_changes(facts: Facts) -> list[str]:
    return [
        _("Becomes a curator and may get the curator's access: %(names)s.") % {"names": names_of([facts["curator"]])}
    ]


@writes(MENTOR_POOL)
def _pool(act_kind: str, facts: Facts) -> ActText:
    mentors = facts["mentors"]
    listed = "; ".join(f"{person_in(mentor, 'nomn')} – {mentor['score']}" for mentor in mentors)
    points = [
        f"Утвердить пул лучших наставников по итогам рейтинга от {date_in_words(facts['computed_on'])} "
        f"(баллы указаны после тире): {listed}."
    ]
    return _act(act_kind, facts, "Об утверждении пула лучших наставников", points, mentors)


@tells(MENTOR_POOL)
def _pool_changes(facts: Facts) -> list[str]:
    return [_("The pool of best mentors is approved: %(names)s.") % {"names": names_of(facts["mentors"])}]


@writes(REGISTER_APPROVAL)
def _register(act_kind: str, facts: Facts) -> ActText:
    mentors = facts["mentors"]
    listed = "; ".join(
        person_in(mentor, "nomn") + (f" – {mentor['grade']}" if mentor["grade"] else "") for mentor in mentors
    )
    points = [
        f"Утвердить реестр наставников по состоянию на {date_in_words(facts['on'])}: {listed}.",
        "Разместить реестр на официальном сайте только в части сведений, на распространение которых дано согласие.",
    ]
    return _act(act_kind, facts, "Об утверждении реестра наставников", points, mentors)


@tells(REGISTER_APPROVAL)
def _register_changes(facts: Facts) -> list[str]:
    return [_("The register of mentors is approved: %(names)s.") % {"names": names_of(facts["mentors"])}]
