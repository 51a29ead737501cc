"""Cases from draft to adoption."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from apps.region.cases import actions, outlook, queries, rules
from apps.region.cases.models import CaseAdoption, CaseReview, PracticeCase
from kernel.errors import Conflict, InputError, NotFound
from tenants.organisations.models import School
from tests.support.cases import ACTING, EXPERT, TEXT, make_case
from tests.support.cast import ClientFor

URLCONF = "config.urls_region"
State = PracticeCase.State
FULL = {criterion.code: 2 for criterion in rules.RUBRIC}


def url(name: str, *args: object) -> str:
    return reverse(f"cases:{name}", urlconf=URLCONF, args=args)


def test_case_with_an_empty_section_is_not_submitted(alpha: School) -> None:
    case = make_case(alpha, state=State.DRAFT, results="")
    with pytest.raises(InputError) as refusal:
        actions.submit_case(case_id=case.pk, school_id=alpha.pk, acting=ACTING)
    assert [problem["place"] for problem in refusal.value.problems] == ["results"]


def test_case_under_review_cannot_be_rewritten(alpha: School) -> None:
    case = make_case(alpha, state=State.SUBMITTED)
    with pytest.raises(Conflict):
        actions.save_case(case_id=case.pk, school_id=alpha.pk, programme=None, fields=TEXT, acting=ACTING)


def test_other_school_cannot_touch_a_case(alpha: School, beta: School) -> None:
    case = make_case(alpha, state=State.DRAFT)
    with pytest.raises(NotFound):
        actions.submit_case(case_id=case.pk, school_id=beta.pk, acting=ACTING)
    with pytest.raises(NotFound):
        outlook.case_of(case.pk, beta.pk)


def test_return_needs_a_comment(alpha: School) -> None:
    case = make_case(alpha, state=State.SUBMITTED)
    with pytest.raises(InputError):
        actions.review_case(case_id=case.pk, scores=FULL, decision="return", comment=" ", acting=EXPERT)


def test_returned_case_is_improved_and_published(alpha: School) -> None:
    case = make_case(alpha, state=State.RETURNED)
    told = outlook.case_of(case.pk, alpha.pk)
    assert told.editable
    assert told.comment == "Хорошо описано."
    actions.save_case(case_id=case.pk, school_id=alpha.pk, programme=None, fields=TEXT, acting=ACTING)
    actions.submit_case(case_id=case.pk, school_id=alpha.pk, acting=ACTING)
    published = actions.review_case(case_id=case.pk, scores=FULL, decision="publish", comment="", acting=EXPERT)
    assert published.state == State.PUBLISHED
    assert CaseReview.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("words", "found"), [("урок молодых учителей", True), ("вовлеченность", True), ("химия", False)]
)
def test_library_is_searched_in_russian(alpha: School, words: str, found: bool) -> None:
    case = make_case(alpha, results="Вовлечённость и вовлеченность класса выросла.")
    assert (case in queries.search(queries.published(), words)) is found


def test_search_marks_found_words_and_escapes_the_rest(alpha: School, beta: School, client_for: ClientFor) -> None:
    make_case(alpha, summary="<script>alert(1)</script> Учителя посещали уроки друг друга.")
    page = client_for("mentor", beta, at="region").get(url("index"), {"q": "уроки"}).content.decode()
    assert "<mark>уроки</mark>" in page
    assert "<script>alert" not in page


def test_adoption_is_counted_once_per_school(alpha: School, beta: School) -> None:
    case = make_case(alpha)
    for note in ("Начали", "Продолжаем"):
        actions.adopt_case(case_id=case.pk, school_id=beta.pk, note=note, acting=ACTING)
    assert [(item.school, item.note) for item in outlook.case_of(case.pk, alpha.pk).adopters] == [
        (beta.short_name, "Продолжаем")
    ]
    with pytest.raises(InputError):
        actions.adopt_case(case_id=case.pk, school_id=alpha.pk, note="", acting=ACTING)


def test_curator_takes_a_case_up_from_the_library(alpha: School, beta: School, client_for: ClientFor) -> None:
    case = make_case(alpha)
    client = client_for("curator", beta, at="region")
    assert client.post(url("adopt", case.pk), {"school": beta.pk, "note": "Со второго полугодия"}).status_code == 302
    assert CaseAdoption.objects.of(beta.pk).get().note == "Со второго полугодия"
    assert client.post(url("drop_adoption", case.pk), {"school": alpha.pk}).status_code == 403
    assert client.post(url("drop_adoption", case.pk), {"school": beta.pk}).status_code == 302
    assert not CaseAdoption.objects.of(beta.pk).exists()


def test_expert_reviews_by_rubric_in_the_browserless_way(alpha: School, client_for: ClientFor) -> None:
    case = make_case(alpha, state=State.SUBMITTED)
    client = client_for("institute_expert")
    assert client.get(url("reviews")).status_code == 200
    scores = {f"score_{criterion.code}": "1" for criterion in rules.RUBRIC}
    response = client.post(url("review", case.pk), {**scores, "decision": "return", "comment": ""})
    assert response.status_code == 422
    response = client.post(url("review", case.pk), {**scores, "decision": "publish", "comment": ""})
    assert response.status_code == 302
    assert PracticeCase.objects.of(alpha.pk).get().state == State.PUBLISHED
    assert CaseReview.objects.get().total == len(rules.RUBRIC)


def test_unpublished_case_is_hidden_from_the_library(alpha: School, beta: School, client_for: ClientFor) -> None:
    case = make_case(alpha, state=State.SUBMITTED)
    assert client_for("curator", beta, at="region").get(url("case", case.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_library_asks_a_constant_number_of_queries(
    alpha: School, client_for: ClientFor, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        make_case(alpha)
    client = client_for("regional_coordinator")
    with django_assert_max_num_queries(18):
        assert client.get(url("index")).status_code == 200
