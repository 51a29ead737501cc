"""The many for the journey of a cohort, entered by the real verbs in a process of its own.

``fill``: 30 mentees, 20 mentors with one place each, their questionnaires after the group meeting. ``accept N``: both
sides of N proposed pairs agree.
"""

from __future__ import annotations

import sys

import django

SCHOOL = "gymnasium-35"
MENTEES, MENTORS = 30, 20
TOPICS = ("дисциплина на уроке", "открытый урок", "работа с родителями", "проектная работа", "оценивание")
SUBJECTS = ("математика", "физика", "русский язык", "история")


def fill() -> None:
    """People of both banks with their papers and their answers."""
    from tests.support.people import make_mentee, make_mentor, make_person
    from tests.support.questionnaires import answer, make_round

    mentors, mentees = [], []
    for number in range(MENTORS):
        person = make_person(last_name=f"Наставникова{chr(1072 + number)}", staff_number=f"КН-{number:02}")
        topics = [TOPICS[number % len(TOPICS)], TOPICS[(number * 3 + 1) % len(TOPICS)]]
        mentors.append(
            make_mentor(person=person, capacity=1, subjects=[SUBJECTS[number % len(SUBJECTS)]], competencies=topics)
        )
    for number in range(MENTEES):
        person = make_person(last_name=f"Новичкова{chr(1072 + number)}", staff_number=f"КП-{number:02}")
        topic = TOPICS[number % len(TOPICS)]
        mentees.append(
            make_mentee(
                person=person,
                subjects=[SUBJECTS[number % len(SUBJECTS)]],
                request=f"Помощь: {topic}",
                deficits=[topic],
            )
        )
    round_ = make_round("preference", *(card.person for card in (*mentors, *mentees)))
    for invitation in round_.invitations.all():
        answer(invitation)


def accept(count: int) -> None:
    """Both sides of so many proposed pairs of the cohort agree."""
    from apps.school.pairs.models import Match
    from tests.support.pairs import agree

    proposed = Match.objects.filter(state=Match.State.PROPOSED)
    ours = proposed.filter(mentees__card__person__last_name__startswith="Новичкова")
    for match in ours.order_by("pk")[:count]:
        agree(match)


def main(arguments: list[str]) -> None:
    """Inside the school."""
    django.setup()
    from tenants.isolation.context import enter_school
    from tenants.organisations.models import School

    with enter_school(School.objects.get(slug=SCHOOL)):
        if arguments[0] == "fill":
            fill()
        else:
            accept(int(arguments[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
