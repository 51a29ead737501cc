"""Where pairs hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts
from apps.school.regulation.rules import change, petition

from .choosing import CRITERIA_KEY
from .pages.care import UNPAIRED
from .seats import LIMIT_KEY

TESTS = "tests/school/pairs/test_changes.py::"
PAGES = "tests/school/pairs/test_change_pages.py::"
REQUESTS = "tests/school/pairs/test_requests.py::"
PAUSES = "tests/school/pairs/test_pauses.py::"
TODAY = "tests/school/today/test_asked.py::"

acts(
    change.INDIVIDUAL,
    on="action",
    name="pair.form",
    what=_("Where terms are common a pair ends with all pairs of its school year."),
    test=TESTS + "test_pair_off_the_common_term_is_refused_by_term_individual",
)
acts(
    change.ROLE_MODELS,
    on="action",
    name="pair.form",
    what=_("A pair names a role model that suits its form."),
    test=TESTS + "test_pair_without_a_role_model_is_refused_by_role_models",
)
acts(
    CRITERIA_KEY,
    on="page",
    name="pairs:new",
    what=_("Mentors are offered with reasons in the order of these criteria."),
    test=PAGES + "test_candidates_are_explained_by_the_criteria_of_the_regulation",
)
acts(
    UNPAIRED,
    on="page",
    name="pairs:unpaired",
    what=_("Mentees without a pair are listed with what was done for them."),
    test=TESTS + "test_support_of_those_without_a_pair_is_recorded",
)
acts(
    UNPAIRED,
    on="reminder",
    name="mentees.unsupported",
    what=_("The curator is told of mentees for whom nothing was done in a month."),
    test=TODAY + "test_mentee_without_support_is_told_until_something_is_done",
)
acts(
    change.GROUNDS,
    on="action",
    name="pair.extend",
    what=_("A longer term is asked for only on these grounds."),
    test=TESTS + "test_extension_on_another_ground_is_refused_by_extension_grounds",
)
acts(
    change.EXTENSION_CONSENT,
    on="action",
    name="pair.order_term_change",
    what=_("The order of a longer term waits for the consent of those named there."),
    test=TESTS + "test_extension_without_consent_is_refused_by_extension_consent",
)
acts(
    change.REDUCTION,
    on="action",
    name="pair.shorten",
    what=_("A shorter term is asked for only where the act provides for it."),
    test=TESTS + "test_reduction_is_refused_by_term_reduction",
)
acts(
    change.EARLY,
    on="action",
    name="pair.end",
    what=_("An early success is recorded with what the act wants confirmed."),
    test=TESTS + "test_early_success_is_refused_by_early_completion",
)
acts(
    petition.REQUEST_RIGHT,
    on="action",
    name="request.replace",
    what=_("Another mentor is asked for by these routes alone."),
    test=TESTS + "test_petition_off_the_route_is_refused_by_request_right",
)
acts(
    petition.RESIGNATION,
    on="action",
    name="request.resign",
    what=_("A mentor is released by these routes; an employee with a notice of three working days."),
    test=TESTS + "test_resignation_of_an_employee_is_not_refused",
)
acts(
    LIMIT_KEY,
    on="action",
    name="mentor_request.ask",
    what=_("A mentor without a free place is not asked: the request is refused before it is sent."),
    test=REQUESTS + "test_full_mentor_is_refused_before_the_request_is_sent",
)
acts(
    LIMIT_KEY,
    on="action",
    name="mentor_request.accept",
    what=_("A request is accepted only while the mentor has a free place."),
    test=REQUESTS + "test_regulation_replaced_in_the_middle_is_asked_at_the_acceptance",
)
acts(
    "term.max_months",
    on="action",
    name="pair.amend",
    what=_("Terms amended before the order keep the longest term."),
    test=PAUSES + "test_amended_terms_keep_the_regulation_in_force_now",
)
acts(
    "termination.grounds",
    on="action",
    name="request.end",
    what=_("A side asks for the end only on these grounds."),
    test=PAUSES + "test_end_off_the_closed_list_is_refused_by_termination_grounds",
)
