"""Page classes: the door first, refusals in place, one answer to a double submit."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import HttpResponse

from kernel.acting import ANONYMOUS
from kernel.errors import AlreadyDone, Conflict, DomainError, InputError, NotAllowed, NotFound, RuleViolation, Violation
from tests.ui.conftest import Body, MakeRequest
from ui.forms import EstafetaForm
from ui.pages import Access, ActionPage, ConfirmPage, DetailPage, FormPage, Page, Progress, ProgressPage

TOO_MANY = RuleViolation(
    [
        Violation(
            parameter="max_mentees",
            code="too_many",
            message="A third mentee is not allowed.",
            clause="п. 2.6",
            quote="не более двух наставляемых",
            origin="school",
            actual="2",
        )
    ],
    next_step="Form a group.",
)


class NameForm(EstafetaForm):
    name = forms.CharField(label="Name")


class NamePage(FormPage[NameForm]):
    access = Access({"curator"})
    title = "Name it"
    form_class = NameForm
    success_url = "/done/"
    success_message = "Named."
    refusal: DomainError | None = None

    def perform(self, form: NameForm) -> str:
        if self.refusal is not None:
            raise self.refusal
        return str(form.cleaned_data["name"])


class HeadPage(Page):
    access = Access({"head"})


class EndPage(ConfirmPage):
    access = Access({"curator"})
    title = "End it"
    success_url = "/done/"

    def get_consequences(self) -> list[str]:
        return ["Both people will be told."]

    def perform(self) -> None:
        raise TOO_MANY


def test_door_is_checked_before_anything_else(make_request: MakeRequest) -> None:
    response = NamePage.as_view()(make_request(actor=ANONYMOUS))
    assert response.status_code == 302
    with pytest.raises(NotAllowed):
        HeadPage.as_view()(make_request())


def test_refusal_stays_on_the_page_with_clause_quote_and_next_step(make_request: MakeRequest, body: Body) -> None:
    request = make_request("post", "/x/", {"name": "Vera"})
    response = NamePage.as_view(refusal=TOO_MANY)(request)
    html = body(request, response)
    assert response.status_code == 422
    for expected in ('value="Vera"', "A third mentee is not allowed.", "п. 2.6", "не более двух", "Form a group."):
        assert expected in html
    assert "this school&#x27;s regulation" in html or "this school's regulation" in html


def test_conflict_is_shown_in_place_too(make_request: MakeRequest, body: Body) -> None:
    request = make_request("post", "/x/", {"name": "Vera"})
    response = NamePage.as_view(refusal=Conflict("Meanwhile it was signed."))(request)
    assert response.status_code == 422
    assert "Meanwhile it was signed." in body(request, response)


def test_input_error_lands_beside_its_field(make_request: MakeRequest, body: Body) -> None:
    refusal = InputError("Not so.", problems=[{"place": "name", "message": "Too odd."}])
    request = make_request("post", "/x/", {"name": "Vera"})
    html = body(request, NamePage.as_view(refusal=refusal)(request))
    assert 'id="id_name_error"' in html


@pytest.mark.parametrize("refusal", [NotAllowed(), NotFound()])
def test_closed_doors_are_not_shown_in_place(refusal: DomainError, make_request: MakeRequest) -> None:
    with pytest.raises(type(refusal)):
        NamePage.as_view(refusal=refusal)(make_request("post", "/x/", {"name": "Vera"}))


def test_wrong_form_comes_back_with_422(make_request: MakeRequest, body: Body) -> None:
    request = make_request("post", "/x/", {})
    response = NamePage.as_view()(request)
    assert response.status_code == 422
    assert "error-summary" in body(request, response)


def test_success_is_message_and_redirect(make_request: MakeRequest) -> None:
    request = make_request("post", "/x/", {"name": "Vera"})
    response = NamePage.as_view()(request)
    assert (response.status_code, response["Location"]) == (302, "/done/")
    assert [str(message) for message in request._messages] == ["Named."]  # type: ignore[attr-defined]


def test_success_for_htmx_is_a_redirect_of_the_whole_page(make_request: MakeRequest) -> None:
    response = NamePage.as_view()(make_request("post", "/x/", {"name": "Vera"}, **{"HX-Request": "true"}))
    assert (response.status_code, response["HX-Redirect"]) == (204, "/done/")


def test_double_submit_is_answered_like_a_success(make_request: MakeRequest) -> None:
    response = NamePage.as_view(refusal=AlreadyDone())(make_request("post", "/x/", {"name": "Vera"}))
    assert (response.status_code, response["Location"]) == (302, "/done/")


def test_confirmation_says_what_will_happen_and_refuses_in_place(make_request: MakeRequest, body: Body) -> None:
    asking = make_request()
    assert "Both people will be told." in body(asking, EndPage.as_view()(asking))
    acting = make_request("post")
    response = EndPage.as_view()(acting)
    assert response.status_code == 422
    assert "A third mentee is not allowed." in body(acting, response)


def test_action_page_only_takes_post(make_request: MakeRequest) -> None:
    class Accept(ActionPage):
        access = Access({"curator"})

        def perform(self) -> HttpResponse:
            return HttpResponse("ok")

    assert Accept.as_view()(make_request()).status_code == 405
    assert Accept.as_view()(make_request("post")).status_code == 200


def test_missing_object_is_not_found(make_request: MakeRequest) -> None:
    class Missing(DetailPage[Any]):
        access = Access({"curator"})

        def find(self) -> None:
            return None

    with pytest.raises(NotFound):
        Missing.as_view()(make_request())


@pytest.mark.parametrize(
    ("progress", "asks_again"),
    [(Progress("running", 40, 200), True), (Progress("waiting"), True), (Progress("done", result_url="/r/"), False)],
)
def test_progress_asks_again_until_the_work_is_over(
    progress: Progress, asks_again: bool, make_request: MakeRequest, body: Body
) -> None:
    class Import(ProgressPage):
        access = Access({"curator"})

        def get_progress(self) -> Progress:
            return progress

    request = make_request(path="/jobs/1/", **{"HX-Request": "true"})
    html = body(request, Import.as_view()(request))
    assert ("hx-trigger" in html) is asks_again
    assert "<html" not in html


def test_progress_is_hundred_only_when_done() -> None:
    assert [Progress("running", 200, 200).percent, Progress("done").percent, Progress("waiting").percent] == [
        99,
        100,
        0,
    ]
