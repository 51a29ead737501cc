"""A new version of the regulation: whom it would concern, and running pairs that pass under it by an order."""

from __future__ import annotations

import datetime
import html
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.journal.models import SchoolAudit
from apps.school.pairs.actions.transferring import transfer_pairs
from apps.school.pairs.models import Match
from apps.school.regulation import queries
from apps.school.regulation.impact import Impact, impacts
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView, SetValue
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.new_version import fill, strict_draft
from tests.support.pairs import make_pair
from tests.support.people import counted, make_mentee, make_mentor
from tests.support.regulation import adopted


def with_values(view: RegulationView, **values: Any) -> RegulationView:
    settings_ = {key.replace("__", "."): SetValue(value, "п. 99", "") for key, value in values.items()}
    return replace(view, settings={**view.settings, **settings_})


def found(version: RegulationVersion, **values: Any) -> dict[str, Impact]:
    view = queries.version_view(version.pk)
    return {impact.key: impact for impact in impacts(view, with_values(view, **values))}


def test_pairs_and_people_beyond_the_new_rules_are_told_by_name(in_alpha: School) -> None:
    version = adopted("gymnasium-35")
    match = make_pair(mentor=make_mentor(), mentee=make_mentee())
    assert found(version) == {}
    told = found(version, term__max_months=4)
    [affected] = told["term.max_months"].affected
    assert affected.name == match.title
    assert affected.url == match.get_absolute_url()
    assert "п. 99" in affected.reason
    assert set(found(version, types__enabled=["speed"])) == {"types.enabled"}
    assert set(found(version, forms__enabled=["head_pedagogue"])) == {"forms.enabled"}


def test_pair_is_measured_by_what_is_new(in_alpha: School) -> None:
    """A pair that broke its own version already is not told again."""
    version = adopted("gymnasium-35")
    match = make_pair()
    Match.objects.filter(pk=match.pk).update(ends_on=today() + datetime.timedelta(days=900))
    assert "term.max_months" not in found(version, term__max_months=10)


def test_mentors_over_the_new_limit_are_told_once(in_alpha: School) -> None:
    version = adopted("gymnasium-35", pairing__max_mentees={"individual": 2, "group": None})
    mentor = make_mentor()
    for _number in range(2):
        make_pair(mentor=mentor)
    told = found(version, pairing__max_mentees={"individual": 1, "group": None})
    assert [each.name for each in told["pairing.max_mentees"].affected] == [mentor.person.short_name]
    assert found(version, pairing__max_mentees={"individual": 3, "group": None}) == {}


def test_participants_without_a_newly_required_consent_are_told(in_alpha: School) -> None:
    version = adopted("gymnasium-35", data__participation_consent=["guardian"])
    match = make_pair()
    person = match.current_mentees[0].card.person
    person.consents.filter(type="participation").delete()
    told = found(version, data__participation_consent=["mentee", "guardian"])
    assert [each.name for each in told["data.participation_consent"].affected] == [person.short_name]


def test_banks_are_measured_too(in_alpha: School) -> None:
    version = adopted("gymnasium-35")
    card = make_mentor()
    told = found(version, scope__mentor_categories=["head"])
    assert [each.name for each in told["scope.mentor_categories"].affected] == [card.person.short_name]


@pytest.mark.parametrize("name", ["impact", "compare", "transfer"])
def test_two_hundred_pairs_take_no_more_queries_than_twenty(name: str, alpha: School, client_for: ClientFor) -> None:
    def ask() -> tuple[int, str]:
        client = client_for("head", alpha)
        url = reverse(f"regulation:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs={"version": target.pk})
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200
        return counted(captured.captured_queries), html.unescape(response.content.decode())

    with enter_school(alpha):
        version = adopted("gymnasium-35")
        fill(version, 20)
        draft = strict_draft(version)
        target = adopted("gymnasium-35", since=datetime.date(2021, 9, 1)) if name == "transfer" else draft
    ask()  # views are built once per process
    few, _page = ask()
    with enter_school(alpha):
        fill(version, 180)
    many, page = ask()
    assert many == few
    if name == "impact":
        assert page.count(": 200") >= 2  # the term and the type of every pair
        assert ": 100" in page  # and every mentor


def the_next(slug: str = "gymnasium-35", **values: Any) -> RegulationVersion:
    """A version in force since yesterday; pairs before it were formed under the former one."""
    return adopted(slug, since=today() - datetime.timedelta(days=1), **values)


def transfer(school: School, version: RegulationVersion, *matches: Match, **changes: Any) -> int:
    order: dict[str, Any] = {"order_no": "5-од", "order_date": today(), "acting": acting_as("head", school)}
    return transfer_pairs(version_id=version.pk, pairs=[match.pk for match in matches], **{**order, **changes})


def test_pair_passes_under_the_new_version_by_an_order(in_alpha: School) -> None:
    adopted("gymnasium-35")
    match = make_pair()
    version = the_next()
    assert transfer(in_alpha, version, match) == 1
    match.refresh_from_db()
    assert match.regulation_version_id == version.pk
    [row] = SchoolAudit.objects.filter(code="pair.transfer", subject=reference(match))
    assert row.facts["order_no"] == "5-од"
    assert transfer(in_alpha, version, match, order_no="6-од") == 0  # it is there already


def test_pair_that_breaks_the_new_version_stays_and_takes_the_others_with_it(in_alpha: School) -> None:
    adopted("gymnasium-35")
    fits, breaks = make_pair(), make_pair()
    Match.objects.filter(pk=fits.pk).update(ends_on=today() + datetime.timedelta(days=150))
    version = the_next(term__max_months=6)
    with pytest.raises(RuleViolation) as refusal:
        transfer(in_alpha, version, fits, breaks)
    assert [each.parameter for each in refusal.value.violations] == ["term.max_months"]
    assert breaks.title in str(refusal.value.message)
    assert not Match.objects.filter(regulation_version_id=version.pk).exists()
    assert transfer(in_alpha, version, fits) == 1


def test_transfer_wants_a_head_an_order_and_a_pair_at_work(in_alpha: School) -> None:
    former = adopted("gymnasium-35")
    match, over = make_pair(), make_pair(Match.State.COMPLETED)
    version = the_next()
    with pytest.raises(NotAllowed):
        transfer(in_alpha, version, match, acting=acting_as("curator", in_alpha))
    with pytest.raises(InputError) as refusal:
        transfer(in_alpha, version, match, order_no=" ", order_date=today() - datetime.timedelta(days=9))
    assert {problem["place"] for problem in refusal.value.problems} == {"order_no", "order_date"}
    with pytest.raises(Conflict):
        transfer(in_alpha, version, over)
    with pytest.raises(Conflict):
        transfer(in_alpha, former, match)


def test_head_is_shown_who_may_not_pass_and_transfers_the_rest(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        fits, breaks = make_pair(), make_pair()
        Match.objects.filter(pk=fits.pk).update(ends_on=today() + datetime.timedelta(days=150))
        version = the_next(term__max_months=6)
    url = reverse("regulation:transfer", urlconf=settings.SCHOOL_URLCONF, kwargs={"version": version.pk})
    assert client_for("curator", alpha).get(url).status_code == 403
    head = client_for("head", alpha)
    page = head.get(url)
    assert [pair.pk for pair in page.context["staying"]] == [breaks.pk]
    assert "п. 99" in html.unescape(page.content.decode())
    day = today().strftime("%d.%m.%Y")
    assert head.post(url, {"order_no": "5", "order_date": day, "pairs": [breaks.pk]}).status_code == 422
    assert head.post(url, {"order_no": "5", "order_date": day, "pairs": [fits.pk]}).status_code == 302
    with enter_school(alpha):
        assert list(Match.objects.filter(regulation_version_id=version.pk)) == [fits]
