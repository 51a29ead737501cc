"""The whole road through pages only, at a desk and on a phone: two schools, the region, the institute."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys import region_steps as region
from tests.journeys import school_steps as school
from tests.journeys.conftest import Picture, Visit
from tests.support.browser import HEIGHTS, Visitor

SEES_WITHIN = 10.0
"""A change in a school is seen in the region within so many seconds."""


def pairs_in_region(coordinator: Visitor) -> int:
    """The number on the dashboard's tile."""
    tile = coordinator.page.locator(".tile").filter(has_text="Пары и группы").first
    found = re.search(r"\d+", tile.locator(".tile-value").inner_text())
    assert found, tile.inner_text()
    return int(found.group())


@pytest.mark.parametrize("width", HEIGHTS)
def test_pair_from_staff_list_to_results(visit: Visit, picture: Picture, tmp_path: Path, width: int) -> None:
    people = school.PEOPLE[width]
    curator = visit("curator@lenskaya.demo", width=width)
    school.load_staff(curator, people, tmp_path)
    school.enter_mentor(curator, people.mentor)
    school.enter_mentee(curator, people.mentee)
    school.record_consents(curator, people.mentor, people.mentee)
    school.appoint_mentor(curator, people.mentor)

    school.begin_pair(curator, people)
    school.try_pair(curator, people, ends=school.day(months=14))
    school.sees_refusal_of_term(curator, people)
    picture(curator, "pair-refused")
    school.try_pair(curator, people, ends=school.day(months=8))
    school.answer_on_paper(curator, people=2)
    school.prepare_order(curator)

    coordinator = visit("coordinator@region.demo", width=width)
    coordinator.go("region")
    before = pairs_in_region(coordinator)
    head = visit("head@lenskaya.demo", width=width)
    school.sign_order(head, people)
    coordinator.until(
        lambda: pairs_in_region(coordinator) == before + 1, seconds=SEES_WITHIN, what="the region does not know"
    )
    school.take_documents(head, people)
    picture(head, "order")

    school.open_programme(curator, people)
    school.write_note(curator)
    school.work_by_plan(curator)
    school.end_programme(curator)
    curator.sees("прекращена досрочно")


@pytest.mark.parametrize("width", HEIGHTS)
def test_mentor_of_one_school_helps_in_another(visit: Visit, width: int) -> None:
    walk = region.WALKS[width]
    curator, asking = visit("curator@lenskaya.demo", width=width), visit("curator@gymnasium-35.demo", width=width)
    mentor, mentee = visit(walk.mentor, width=width), visit(walk.mentee, width=width)
    mentor_name, mentee_name = region.name_of(mentor, region.OFFERING), region.name_of(mentee, region.ASKING)
    label_out, label_in = "Наставники", "Наставляемые"
    before = [
        region.indicator(curator, region.OFFERING, label_out),
        region.indicator(asking, region.ASKING, label_in),
    ]

    region.allow_transfer(curator, region.OFFERING, mentor_name)
    region.allow_transfer(asking, region.ASKING, mentee_name)
    region.offer_mentor(curator, mentor_name)
    region.agree_to_offer(mentor)
    region.ask_for_mentor(asking, mentor_name, mentee_name)
    region.agree_to_work(mentee, region.ASKING, "/liaison/requests/mine/")
    region.agree_to_work(mentor, region.OFFERING, "/liaison/mine/")
    region.approve_request(curator, mentor_name)

    region.open_remote_pair(mentor, mentee_name.split()[0])
    region.work_remotely(mentor)
    for office in (curator, asking):
        region.open_remote_pair(office, mentee_name.split()[0])
        office.sees("Посмотреть запись занятия и разобрать начало", re.compile("Знакомство по видео"))
        assert office.page.get_by_role("link", name="Подключиться к встрече").get_attribute("href") == region.LINK
    assert region.indicator(curator, region.OFFERING, label_out) == before[0] + 1
    assert region.indicator(asking, region.ASKING, label_in) == before[1] + 1


@pytest.mark.parametrize("width", HEIGHTS)
def test_speed_event_from_opening_to_calendar(visit: Visit, width: int) -> None:
    walk = region.WALKS[width]
    coordinator = visit("coordinator@region.demo", width=width)
    coordinator.go("region", "/speed/")
    coordinator.follow("Новое событие")
    region.create_event(coordinator, walk, minutes=45)
    coordinator.sees(re.compile(rf"{region.STRICT_NAME}: "), region.STRICT_CLAUSE)
    assert coordinator.field("Название").input_value() == walk.event
    region.create_event(coordinator, walk, minutes=15)

    mentor, mentee = visit(walk.mentor, width=width), visit(walk.mentee, width=width)
    mentor_name, mentee_name = region.name_of(mentor, region.OFFERING), region.name_of(mentee, region.ASKING)
    region.sign_up(mentor, walk, side="наставник")
    region.sign_up(mentee, walk, side="наставляемый")
    region.compute_timetable(coordinator, walk)
    region.see_own_timetable(mentor, walk, mentee_name)
    region.see_own_timetable(mentee, walk, mentor_name)


@pytest.mark.parametrize("width", HEIGHTS)
def test_case_goes_from_school_through_institute_to_another_school(visit: Visit, width: int) -> None:
    walk = region.WALKS[width]
    comment = "Добавьте измерения до и после."
    curator, expert = visit("curator@lenskaya.demo", width=width), visit("expert@institute.demo", width=width)
    region.write_case(curator, walk)
    region.review_case(expert, walk, decision="вернуть", score="1", comment=comment)
    region.improve_case(curator, walk, comment)
    region.review_case(expert, walk, decision="опубликовать", score="2", comment="Ясно и повторимо.")
    region.adopt_case(visit("curator@gymnasium-35.demo", width=width), walk)
    curator.go(region.OFFERING, "/liaison/cases/")
    curator.follow(re.compile(walk.case))
    curator.sees(re.compile("Внедряют"), re.compile("имназия № 35|1 школ"))
