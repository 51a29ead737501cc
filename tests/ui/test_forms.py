"""Fields tell what is wrong beside themselves and in a summary that links to them."""

from __future__ import annotations

import datetime
import re

import pytest
from django import forms

from tests.ui.conftest import Render
from ui.forms import EstafetaForm, FilterForm


class MeetingForm(EstafetaForm):
    topic = forms.CharField(label="Topic", help_text="In a few words.")
    day = forms.DateField(label="Day")
    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect, choices=[("a", "Alone"), ("b", "Both")])
    agreed = forms.BooleanField(label="Agreed")


@pytest.fixture
def wrong() -> MeetingForm:
    return MeetingForm(data={"day": "31.02.2025"})


def test_summary_links_to_every_wrong_control(wrong: MeetingForm, render: Render) -> None:
    html = render('<c-errors :form="form" />{% for field in form %}<c-field :field="field" />{% endfor %}', form=wrong)
    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_topic", "id_day", "id_kind", "id_agreed"]
    for target in targets:
        assert html.count(f'id="{target}"') == 1


def test_field_describes_itself_by_help_and_error(wrong: MeetingForm, render: Render) -> None:
    html = render('<c-field :field="form.topic" />', form=wrong)
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_topic_helptext id_topic_error"' in html
    assert 'id="id_topic_helptext"' in html
    assert 'id="id_topic_error"' in html


def test_choices_are_a_fieldset_with_legend(render: Render) -> None:
    html = render('<c-field :field="form.kind" />', form=MeetingForm())
    assert "<fieldset" in html
    assert "<legend>Kind" in html
    assert html.count('class="form-check-label"') == 2


@pytest.mark.parametrize("typed", ["20.11.2025", "2025-11-20", "20/11/2025"])
def test_date_is_understood_typed_or_picked(typed: str) -> None:
    form = MeetingForm(data={"topic": "x", "day": typed, "kind": "a", "agreed": "on"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == datetime.date(2025, 11, 20)


def test_date_is_shown_in_russian_order() -> None:
    assert 'value="20.11.2025"' in str(MeetingForm(initial={"day": datetime.date(2025, 11, 20)})["day"])


def test_key_differs_by_rendering_and_stays_when_the_form_comes_back() -> None:
    first, second = MeetingForm(), MeetingForm()
    assert first["idempotency_key"].value() != second["idempotency_key"].value()
    assert MeetingForm(data={"idempotency_key": "k1"})["idempotency_key"].value() == "k1"


def test_values_for_an_action_leave_the_key_out() -> None:
    form = MeetingForm(data={"topic": "x", "day": "20.11.2025", "kind": "a", "agreed": "on", "idempotency_key": "k1"})
    assert form.is_valid(), form.errors
    assert set(form.values()) == {"topic", "day", "kind", "agreed"}


def test_field_added_late_is_dressed_too() -> None:
    form = MeetingForm()
    form.fields["extra"] = forms.ChoiceField(choices=[("1", "One")])
    assert "form-select" in str(form["extra"])


def test_filter_form_has_no_key() -> None:
    assert "idempotency_key" not in FilterForm().fields
