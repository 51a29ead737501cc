"""Where the school's year holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts
from apps.school.regulation.rules import rewards, roadmaps

YEAR = "tests/school/roadmap/test_roadmaps.py::"
DUTIES = "tests/school/roadmap/test_duties.py::"
REWARDS = "tests/school/roadmap/test_incentives.py::"
PAGES = "tests/school/roadmap/test_pages.py::"
TODAY = "tests/school/today/test_year.py::"

acts(
    roadmaps.STAGES,
    on="action",
    name="stage.open",
    what=_("A stage is one of the act's and is opened after the one ahead of it."),
    test=YEAR + "test_stage_is_opened_in_the_order_of_the_act",
)
acts(
    roadmaps.AUTHOR,
    on="action",
    name="roadmap.build",
    what=_("Only those named there draw the roadmap up and change it."),
    test=YEAR + "test_roadmap_is_drawn_up_by_the_author_of_the_regulation_alone",
)
acts(
    roadmaps.APPROVER,
    on="action",
    name="roadmap.approve",
    what=_("Only the role named there approves the roadmap."),
    test=YEAR + "test_roadmap_is_approved_by_whom_the_regulation_names",
)
for name in ("roadmap.build", "roadmap.change_event"):
    acts(
        roadmaps.PERIOD,
        on="action",
        name=name,
        what=_("The roadmap lies in this period or in the same one of a later year, its events lie in its own."),
        test=YEAR + "test_roadmap_lies_in_its_period_and_so_do_its_events",
    )
acts(
    roadmaps.COLUMNS,
    on="action",
    name="roadmap.approve",
    what=_("A roadmap is approved when every row has every column."),
    test=YEAR + "test_ozono_has_two_roadmaps_whose_empty_columns_are_named_at_approval",
)
acts(
    roadmaps.COLUMNS,
    on="page",
    name="roadmap:print",
    what=_("The table is printed with these columns, in this order."),
    test=PAGES + "test_printed_table_and_workbook_have_the_columns_of_the_act",
)
acts(
    roadmaps.REFRESH,
    on="action",
    name="registry.refresh",
    what=_("A refresh after its day is recorded with the reason of the delay."),
    test=DUTIES + "test_late_refresh_is_refused_without_its_reason",
)
acts(
    roadmaps.REFRESH,
    on="reminder",
    name="registry.refresh",
    what=_("The office is reminded two weeks before the day and while it is overdue."),
    test=TODAY + "test_overdue_bank_is_told_with_the_clause",
)
for key in (roadmaps.FREQUENCY, roadmaps.DEADLINES):
    acts(
        key,
        on="action",
        name="monitoring.schedule",
        what=_("The measurements of a school year are planned by these days and no less often."),
        test=DUTIES + "test_monitoring_is_planned_by_the_deadlines_of_the_act",
    )
    acts(
        key,
        on="reminder",
        name="monitoring.due",
        what=_("The office is reminded two weeks before a measurement and while it is overdue."),
        test=TODAY + "test_measurement_is_told_before_its_day_and_after",
    )
acts(
    roadmaps.DEADLINES,
    roadmaps.FREQUENCY,
    on="action",
    name="roadmap.close",
    what=_("A period is not closed before its measurements were held."),
    test=YEAR + "test_period_is_not_closed_before_its_monitoring_was_held",
)
acts(
    rewards.TYPES,
    on="action",
    name="incentive.order",
    what=_("An order on rewards names only the kinds of the act."),
    test=REWARDS + "test_people_are_rewarded_as_the_act_provides_for",
)
acts(
    rewards.ATTESTATION,
    on="action",
    name="incentive.extract",
    what=_("The extract on a mentor's work is made where it counts in the attestation."),
    test=REWARDS + "test_no_extract_where_mentoring_does_not_count_in_the_attestation",
)
acts(
    rewards.PAY,
    on="action",
    name="incentive.pay_memo",
    what=_("A memo on payments names the agreement and its terms for every mentor who works in the school."),
    test=REWARDS + "test_memo_on_payments_names_the_agreement_of_every_employee",
)
acts(
    rewards.EVENT,
    on="action",
    name="roadmap.build",
    what=_("The standard roadmap has the closing events of the act."),
    test=YEAR + "test_standard_roadmap_has_the_closing_events_of_the_act",
)
acts(
    rewards.EVENT,
    on="reminder",
    name="roadmap.closing_event",
    what=_("The office is reminded when the year ends and the closing event has no mark."),
    test=TODAY + "test_year_that_ends_without_its_closing_event_is_told",
)
