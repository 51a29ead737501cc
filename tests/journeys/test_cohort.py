"""A cohort of thirty: from questionnaires to one order for twenty pairs."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.journeys import school_steps as school
from tests.journeys.cohort_data import MENTEES, MENTORS, SCHOOL
from tests.journeys.conftest import Picture, Visit
from tests.support.browser import Visitor
from tests.support.product import ROOT, Stack

PAIRS = 20


def many(stack: Stack, *arguments: str) -> None:
    """What thirty people do one by one, by the same verbs."""
    command = [sys.executable, "-m", "tests.journeys.cohort_data", *arguments]
    done = subprocess.run(command, env=stack.environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def ask_for_pairs(curator: Visitor) -> int:
    """Everybody without a pair; the number of pairs that the board tells."""
    curator.go(SCHOOL)
    curator.section("Подбор пар")
    curator.follow("Подобрать пары")
    curator.choose("Вид", re.compile("традиционн"))
    curator.press("Рассчитать предложение")
    curator.sees("доказано: лучшего нет", "Без пары")
    tile = curator.page.locator(".tile").filter(has_text="В парах").first
    found = re.search(r"\d+", tile.locator(".tile-value").inner_text())
    assert found
    return int(found.group())


def take_another(curator: Visitor) -> None:
    """The curator looks why, sees the prices, and takes the second best for one mentee."""
    curator.follow(re.compile("^Новичкова"), within=curator.page.get_by_role("main").get_by_role("table"))
    curator.sees("Другие наставники и цена каждого выбора", re.compile("Цена:"))
    curator.press(re.compile("^Взять этого наставника"))
    curator.sees("закреплена")


def take_over(curator: Visitor) -> None:
    """All pairs are proposed to their people by the worker."""
    curator.press_and_confirm("Предложить все пары")
    curator.wait_for_work()


def test_cohort_from_questionnaires_to_one_order(visit: Visit, picture: Picture, stack: Stack) -> None:
    many(stack, "fill")
    curator = visit("curator@gymnasium-35.demo")
    paired = ask_for_pairs(curator)
    assert paired >= MENTORS
    assert MENTEES > MENTORS
    picture(curator, "cohort")
    take_another(curator)
    take_over(curator)
    board = curator.page.url

    curator.follow(re.compile("^ждёт согласия"), within=curator.page.get_by_role("main").get_by_role("table"))
    school.answer_on_paper(curator, people=2)
    many(stack, "accept", str(PAIRS - 1))
    curator.go(SCHOOL, board)
    curator.follow("Один приказ на пары")
    assert curator.page.locator(".consequences li").count() == PAIRS + 1
    curator.press("Передать на подпись")

    head = visit("head@gymnasium-35.demo")
    head.go(SCHOOL)
    head.section("Приказы")
    head.follow(re.compile(rf"Закрепить {PAIRS} пар|{PAIRS} пар"))
    head.sees("Что изменит подпись")
    head.follow("Подписать")
    head.press("Подписать")
    head.until(
        lambda: head.page.get_by_role("main").get_by_role("link", name="Скачать PDF").is_visible(),
        seconds=90,
        what="no documents",
    )
    curator.go(SCHOOL, board)
    table = curator.page.get_by_role("main").get_by_role("table")
    assert table.get_by_text("работает").count() >= PAIRS - 5
