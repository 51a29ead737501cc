"""Norms and defaults above the schools' regulations: what they refuse, what they flag, what they give the silent."""

from __future__ import annotations

import datetime
import html
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.region.institute import actions, outlook
from apps.region.institute.errors import FederalAct
from apps.region.institute.models import LegalAct, RegionalDefault
from apps.region.institute.seeds import NORMS, add_federal_norms
from apps.school.liaison.reporting import send_indicators
from apps.school.regulation import actions as regulation
from apps.school.regulation import conformity, queries, rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.region import usual_values
from kernel.clock import today
from kernel.errors import InputError, RuleViolation
from tenants.isolation.context import enter_region, enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.institute import ACTING, SINCE, make_norm
from tests.support.regulation import adopted

DAY = datetime.timedelta(days=1)


def set_default(value: object, *, parameter: str = "term.max_months", since: datetime.date = SINCE) -> RegionalDefault:
    with enter_region():
        return actions.set_default(
            parameter=parameter, value=value, basis="решение коллегии", valid_from=since, acting=ACTING
        )


def kinds(slug: str = "lenskaya") -> dict[str, set[str]]:
    """Parameter -> kinds of findings about it, in the regulation in force."""
    found: dict[str, set[str]] = {}
    for finding in conformity.findings(queries.current(), today()):
        found.setdefault(finding.key, set()).add(finding.kind)
    return found


def test_federal_norms_are_those_of_the_catalogue(db: None) -> None:
    with enter_region():
        norms = {(norm.parameter, norm.source_ru): norm for norm in outlook.layer(today()).norms}
    expected = {
        (each.key, each.norm.source.ru): each.norm for each in catalogue().parameters.values() if each.norm is not None
    }
    assert norms.keys() == expected.keys()
    for key, norm in norms.items():
        wanted = expected[key]
        assert (norm.mandatory, norm.minimum, norm.maximum, norm.required, norm.unit) == (
            wanted.mandatory,
            wanted.min,
            wanted.max,
            wanted.required,
            wanted.unit,
        )


def test_seeds_add_what_is_missing_and_keep_what_the_region_noted(db: None) -> None:
    with enter_region():
        act = LegalAct.objects.get(code="mp_r_145_2019")
        actions.note_end(act=act, valid_to=today(), note="отменено", acting=ACTING)
        LegalAct.objects.get(code="rp_1264_r_2025").delete()
        add_federal_norms()
        assert LegalAct.objects.get(code="mp_r_145_2019").valid_to == today()
        assert LegalAct.objects.filter(level="federal").count() == len(json.loads(NORMS.read_text())["acts"])


def test_default_of_the_region_applies_in_a_silent_school_only(in_alpha: School, beta: School) -> None:
    adopted("cit")
    set_default(9)
    start = today()
    (violation,) = rules.programme_term(queries.current(), start, start + 330 * DAY)
    assert (violation.parameter, violation.value, violation.origin) == ("term.max_months", "9", "region")
    assert "решение коллегии" in violation.clause
    with enter_school(beta):
        adopted("lenskaya")
        assert rules.programme_term(queries.current(), start, start + 330 * DAY) == []


def test_new_default_ends_the_one_before(db: None) -> None:
    set_default(9)
    set_default(10, since=today())
    with enter_region():
        assert [row.value for row in outlook.layer(today()).defaults] == [10]
        assert [row.value for row in outlook.layer(today() - DAY).defaults] == [9]


def test_default_outside_its_type_or_a_mandatory_norm_is_refused(db: None) -> None:
    make_norm(maximum=12)
    for value in (99, 14):
        with pytest.raises(InputError):
            set_default(value)
    set_default(12)


def test_value_outside_a_mandatory_bound_is_refused_with_the_norm(in_alpha: School) -> None:
    make_norm(maximum=10)
    draft = regulation.copy_version(version=adopted("cit"), acting=ACTING)
    with pytest.raises(RuleViolation) as error:
        regulation.set_value(version=draft, key="term.max_months", value=12, clause="п. 1", acting=ACTING)
    (violation,) = error.value.violations
    assert (violation.parameter, violation.origin) == ("term.max_months", "region")
    assert violation.clause == "Приказ министерства региона № 15"
    regulation.set_value(version=draft, key="term.max_months", value=10, clause="п. 1", acting=ACTING)


def test_act_outside_a_mandatory_bound_is_not_adopted(in_alpha: School) -> None:
    make_norm(maximum=10)
    with pytest.raises(RuleViolation):
        adopted("lenskaya")


def test_law_refuses_a_regulation_that_takes_the_own_will_away(in_alpha: School) -> None:
    draft = regulation.copy_version(version=adopted("cit"), acting=ACTING)
    with pytest.raises(RuleViolation) as error:
        regulation.set_value(version=draft, key="scope.voluntary", value=False, clause="п. 1", acting=ACTING)
    assert [(each.parameter, each.origin) for each in error.value.violations] == [("scope.voluntary", "law")]


def test_value_outside_a_recommendation_is_flagged(in_alpha: School) -> None:
    make_norm("pairing.max_mentees", binding="recommended", maximum=3)
    adopted("co-58")
    assert kinds()["pairing.max_mentees"] == {"differs"}


def test_list_below_a_federal_norm_is_adopted_and_reported(in_alpha: School) -> None:
    adopted("lenskaya")
    assert "conflict" in kinds()["termination.grounds"]


def test_act_that_was_replaced_makes_the_legal_basis_outdated(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    assert "outdated" not in kinds().get("act.legal_basis", set())
    with enter_region():
        old, new = (LegalAct.objects.get(code=code) for code in ("mp_mr_42_02_2020", "mp_az_1128_08_2021"))
        actions.note_end(act=old, valid_to=None, replaced_by=new, acting=ACTING)
    assert "outdated" in kinds()["act.legal_basis"]


def test_stamp_with_gaps_is_reported(in_alpha: School) -> None:
    gaps = {"body": "pedagogical_council", "protocol_no": None, "protocol_date": None}
    draft = regulation.copy_version(version=adopted("cit"), acting=ACTING)
    regulation.set_value(version=draft, key="act.adopted", value=gaps, clause="гриф", acting=ACTING)
    found = conformity.findings(queries.version_view(draft.pk), today())
    assert ("act.adopted", "incomplete") in {(finding.key, finding.kind) for finding in found}


def test_what_an_act_says_against_itself_is_reported(in_alpha: School) -> None:
    draft = regulation.copy_version(version=adopted("lenskaya"), acting=ACTING)
    for key, value in (("term.min_months", 10), ("term.max_months", 9)):
        regulation.set_value(version=draft, key=key, value=value, clause="п. 2.6", acting=ACTING)
    found = conformity.findings(queries.version_view(draft.pk), today())
    [impossible] = [finding for finding in found if finding.kind == "impossible"]
    assert impossible.key in {"term.min_months", "term.max_months"}
    assert impossible.source == "п. 2.6"


def test_federal_act_is_not_the_regions_to_change(db: None) -> None:
    with enter_region():
        act = LegalAct.objects.get(code="tk_351_8")
    with enter_region(), pytest.raises(FederalAct):
        actions.add_norm(
            act=act, parameter="term.max_months", binding="mandatory", maximum=6, valid_from=SINCE, acting=ACTING
        )


def test_layer_is_read_once(in_alpha: School) -> None:
    adopted("lenskaya")
    queries.current()
    with CaptureQueriesContext(connection) as asked:
        queries.current()
    assert len(asked) == 2, [query["sql"] for query in asked]


def test_other_schools_values_are_counted_without_names(in_alpha: School, beta: School) -> None:
    with enter_school(beta):
        adopted("lenskaya", term__max_months=11)
        send_indicators()
    adopted("lenskaya")
    send_indicators()
    found = usual_values(["term.max_months", "data.pd_consent", "stages"])
    assert [(usual.value, usual.schools) for usual in found["term.max_months"]] == [(11, 1)]


def test_coordinator_sets_a_default_by_the_page(client_for: ClientFor) -> None:
    url = reverse("institute:default_set", urlconf=settings.REGION_URLCONF, args=["term.max_months"])
    fields = {"value": "9", "basis": "приказ № 15", "valid_from": f"{today():%d.%m.%Y}"}
    assert client_for("municipal_coordinator").post(url, fields).status_code == 403
    coordinator = client_for("regional_coordinator")
    refused = coordinator.post(url, {**fields, "value": "99"})
    assert refused.status_code == 422
    assert "приказ № 15" in refused.content.decode()
    assert coordinator.post(url, fields).status_code == 302
    page = coordinator.get(reverse("institute:defaults", urlconf=settings.REGION_URLCONF)).content.decode()
    assert "приказ № 15" in page


def test_list_names_every_act_and_leads_to_it(client_for: ClientFor) -> None:
    page = client_for("regional_coordinator").get(reverse("institute:acts", urlconf=settings.REGION_URLCONF))
    act = LegalAct.objects.order_by("title_ru").first()
    assert act is not None
    assert reverse("institute:act", urlconf=settings.REGION_URLCONF, args=[act.pk]) in page.content.decode()
    assert f">{act.title_ru}</a>" in html.unescape(page.content.decode())


def test_coordinator_adds_a_norm_by_the_pages(client_for: ClientFor) -> None:
    act = make_norm(maximum=12).act
    coordinator = client_for("regional_coordinator")
    chosen = coordinator.post(f"/institute/norms/{act.pk}/add/", {"parameter": "forms.enabled"})
    assert chosen.status_code == 302
    page = coordinator.get(chosen.url).content.decode()  # type: ignore[attr-defined]  # a redirect
    assert "pedagogue_pedagogue" in page
    nothing = coordinator.post(chosen.url, {"binding": "mandatory", "valid_from": "01.01.2026"})  # type: ignore[attr-defined]  # a redirect
    assert nothing.status_code == 422
    asked = {"binding": "mandatory", "valid_from": "01.01.2026", "required": ["pedagogue_pedagogue"]}
    assert coordinator.post(chosen.url, asked).status_code == 302  # type: ignore[attr-defined]  # a redirect
    assert act.norms.filter(parameter="forms.enabled").exists()


def test_report_of_a_school_names_what_stands_above_it(in_alpha: School, client_for: ClientFor) -> None:
    version = adopted("gymnasium-35")
    page = client_for("curator", in_alpha).get(f"/regulation/versions/{version.pk}/conformity/").content.decode()
    assert "351.8" in page
    assert "act.legal_basis" not in page
