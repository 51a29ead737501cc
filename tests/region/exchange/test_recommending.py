"""Which offered mentor suits which need: points with reasons, common hours on two clocks, the best distribution."""

from __future__ import annotations

import datetime
import itertools
import random
from uuid import UUID

import pytest

from apps.region.exchange.fitting import Needed, Offered, fit
from apps.region.exchange.recommending import Place, Wish, distribute
from apps.region.exchange.weekly import Weekly, common_words, hours_of, weekly_of

AT = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
MOSCOW, URALS = "Europe/Moscow", "Asia/Yekaterinburg"
FORM = frozenset({"pedagogue_pedagogue"})
AFTERNOON = Weekly((1, 3), 15, 18)


def offered(**fields: object) -> Offered:
    base = {"subjects": ("математика",), "topics": "Доска и цифровые инструменты", "position": "учитель"}
    rest = {"forms": FORM, "times": AFTERNOON, "zone": MOSCOW, "municipality": "Город"}
    return Offered(**{**base, **rest, **fields})  # type: ignore[arg-type]  # fields by name


def needed(**fields: object) -> Needed:
    base = {"subjects": ("Математика",), "text": "Нужна помощь с цифровой доской", "forms": FORM}
    rest = {"times": Weekly((1, 2), 16, 19), "zone": URALS, "municipality": "Город"}
    return Needed(**{**base, **rest, **fields})  # type: ignore[arg-type]  # fields by name


def test_reasons_are_told_in_words_the_weightiest_first() -> None:
    found = fit(offered(), needed(times=Weekly((2,), 16, 19)), AT)
    assert found is not None
    assert [reason.text.split(":")[0] for reason in found.reasons] == [
        "Тот же предмет",
        "Поможет с тем, о чём просят",
        "Обе школы в одном муниципалитете",
        "Общих часов по времени обеих школ нет.",
    ]


def test_hours_are_compared_on_both_clocks() -> None:
    """15:00-18:00 in Moscow is 17:00-20:00 in Yekaterinburg."""
    common = hours_of(AFTERNOON, MOSCOW, AT) & hours_of(Weekly((1, 2), 16, 19), URALS, AT)
    assert common_words(common, URALS, AT) == "Пн 17:00–19:00"
    assert common_words(common, MOSCOW, AT) == "Пн 15:00–17:00"
    found = fit(offered(), needed(times=Weekly((1,), 16, 19)), AT)
    assert found is not None
    assert any("Пн 17:00–19:00" in reason.text for reason in found.reasons)


def test_the_week_goes_round() -> None:
    night = hours_of(Weekly((7,), 22, 24), "America/New_York", AT)
    assert common_words(night, "UTC", AT) == "Пн 03:00–05:00"


def test_what_is_kept_comes_back() -> None:
    assert weekly_of(AFTERNOON.as_dict()) == AFTERNOON
    assert weekly_of({}) is None


def test_no_common_form_bars_the_two() -> None:
    assert fit(offered(), needed(forms=frozenset({"student_pedagogue"})), AT) is None


def _best_by_hand(places: list[Place], wishes: list[Wish]) -> tuple[int, int]:
    seats = [place for place in places for _seat in range(place.free)] + [None] * len(wishes)
    best = (0, 0)
    for order in set(itertools.permutations(range(len(seats)), len(wishes))):
        met, points = 0, 0
        for wish, number in zip(wishes, order, strict=True):
            place = seats[number]
            if place is None:
                continue
            how = fit(place.offered, wish.needed, AT) if place.school_id != wish.school_id else None
            if how is None:
                break
            met, points = met + 1, points + how.points
        else:
            best = max(best, (met, points))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_distribution_is_the_best_one(seed: int) -> None:
    luck = random.Random(seed)
    subjects = ("математика", "физика", "история")
    places = [
        Place(UUID(int=n + 1), luck.randint(1, 3), luck.randint(0, 2), offered(subjects=(luck.choice(subjects),)))
        for n in range(3)
    ]
    wishes = [Wish(UUID(int=n + 100), luck.randint(1, 3), needed(subjects=(luck.choice(subjects),))) for n in range(3)]
    found = distribute(places, wishes, AT)
    assert (len(found.chosen), found.total) == _best_by_hand(places, wishes)
    assert distribute(places[::-1], wishes[::-1], AT) == found


def test_own_school_is_never_recommended() -> None:
    place, wish = Place(UUID(int=1), 7, 1, offered()), Wish(UUID(int=2), 7, needed())
    assert distribute([place], [wish], AT).chosen == {}
