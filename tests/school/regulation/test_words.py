"""The school's own words: in every form of a sentence, on its pages and nowhere else."""

from __future__ import annotations

import html

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from apps.school.regulation.catalogue import catalogue, preset
from apps.school.regulation.view import RegulationView, Word, view_of
from apps.school.regulation.words.grammar import inflect_phrase
from apps.school.regulation.words.present import speaking
from apps.school.regulation.words.table import WordTable, table_of
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.people import make_mentee
from tests.support.regulation import adopted

TANDEM = {("pairing_unit", "pair"): Word("тандем", "тандемы")}


def table(slug: str) -> WordTable:
    return table_of(view_of(preset(slug)))


@pytest.mark.parametrize(
    ("slug", "common", "own"),
    [
        ("cit", "Её куратор увидит потребность и срок.", "Её методист увидит потребность и срок."),
        (
            "cit",
            "имя появится после согласования обоими кураторами",
            "имя появится после согласования обоими методистами",
        ),
        ("cit", "Директор вернул приказ: %(pair)s", "Директор вернул приказ: %(pair)s"),
        ("co-58", "Приказ возвращён куратору.", "Приказ возвращён сотруднику ОИМС."),
        ("co-58", "Возвращён руководителем", "Возвращён директором"),
        ("co-58", "кураторы", "сотрудники ОИМС"),
        ("ozono-chepetskaya", "Ваш запрос ждёт согласования куратора.", "Ваш запрос ждёт согласования куратора."),
        ("ozono-chepetskaya", "Директор вернул приказ: %(pair)s", "Руководитель вернул приказ: %(pair)s"),
        ("ozono-chepetskaya", "куратор", "куратор наставнической деятельности"),
        ("ozono-chepetskaya", "Программы", "Индивидуальные планы"),
        ("lenskaya", "Приказ ждёт подписи руководителя.", "Приказ ждёт подписи директора."),
        ("gymnasium-35", "Спросите куратора.", "Спросите куратора."),
    ],
)
def test_text_of_the_product_is_said_in_the_words_of_the_act(slug: str, common: str, own: str) -> None:
    assert table(slug).say(common) == own


@pytest.mark.parametrize(
    ("common", "own"),
    [
        ("Новая пара предложена", "Новый тандем предложен"),
        ("Открыть удалённую пару", "Открыть удалённый тандем"),
        ("В этой паре нет такого наставника", "В этом тандеме нет такого наставника"),
        ("%(count)s пара не встречалась три недели", "%(count)s тандем не встречался три недели"),
        ("%(count)s пары не встречались три недели", "%(count)s тандема не встречались три недели"),
        ("%(count)s согласованные пары без приказа", "%(count)s согласованные тандемы без приказа"),
        ("Без положения пары не формируются.", "Без положения тандемы не формируются."),
        ("Вместе с парой завершится её программа.", "Вместе с тандемом завершится его программа."),
        ("Напишите, чего достигла пара.", "Напишите, чего достиг тандем."),
        ("О времени пара договаривается сама.", "О времени тандем договаривается сам."),
        ("участники пары", "участники тандема"),
        ("пары нет", "тандема нет"),
        ("ПАРА", "ТАНДЕМ"),
        ("Парк и парта", "Парк и парта"),
    ],
)
def test_words_around_agree_with_the_schools_noun(common: str, own: str) -> None:
    assert table_of(RegulationView(settings={}, words=TANDEM)).say(common) == own


def test_common_words_need_no_table() -> None:
    assert not table_of(RegulationView(settings={}))


def test_only_the_term_itself_is_inflected() -> None:
    assert inflect_phrase("сотрудник ОИМС", "ablt") == "сотрудником ОИМС"
    assert inflect_phrase("индивидуальный план развития", "accs") == "индивидуальный план развития"
    assert inflect_phrase("старший наставник", "accs", "plur") == "старших наставников"


def test_texts_are_changed_in_russian_and_inside_the_page_only() -> None:
    say = table("cit").say
    parameter = catalogue().parameters["curator.appointed_by"]
    with override("ru"):
        assert gettext("curator") == "куратор"
        with speaking(say):
            assert gettext("curator") == "методист"
            assert str(parameter.title) == "Кто назначает методиста"
            with speaking(None):
                assert gettext("curator") == "куратор"
    with override("en"), speaking(say):
        assert gettext("curator") == "curator"
        assert str(parameter.title) == parameter.title.en


def page(client_for: ClientFor, role: str, place: School | None, name: str, language: str = "ru") -> str:
    client = client_for(role, place)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    urls = settings.SCHOOL_URLCONF if place else settings.REGION_URLCONF
    response = client.get(reverse(name, urlconf=urls))
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_two_schools_and_the_region_have_the_same_page_in_their_words(
    alpha: School, beta: School, client_for: ClientFor
) -> None:
    with enter_school(alpha):
        adopted("cit", pairing__max_mentees={"individual": 2, "group": None})
    with enter_school(beta):
        adopted("gymnasium-35")
    own, other = (page(client_for, "mentor", school, "liaison:my_offers") for school in (alpha, beta))
    assert "методист" in own.lower()
    assert "куратор" not in own.lower()
    assert "куратор" in other.lower()
    assert "методист" not in other.lower()
    assert "curator" in page(client_for, "mentor", alpha, "liaison:my_offers", "en")
    assert "методист" not in page(client_for, "regional_coordinator", None, "exchange:index").lower()


def test_navigation_uses_the_schools_word_for_the_pair(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35", words={("pairing_unit", "pair"): "тандем"})
    text = page(client_for, "curator", alpha, "pairs:index")
    assert "Тандемы и группы" in text
    assert "Пары и группы" not in text


def test_definitions_of_the_act_stand_beside_the_choice(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
        mentee = make_mentee()
    client = client_for("curator", alpha)
    url = reverse("pairs:new", urlconf=settings.SCHOOL_URLCONF) + f"?mentee={mentee.pk}"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    text = html.unescape(client.get(url).content.decode())
    assert "Что эти слова значат в нашем положении" in text
    assert "профессионал младшего возраста становится наставником опытного работника" in text
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "профессионал младшего возраста" not in client.get(url).content.decode()
