"""Where agreeing on meetings holds to the regulation: what could not be planned is not offered either."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.programmes.choices import MODES
from apps.school.programmes.rules import SINGLE
from apps.school.regulation.places import acts
from apps.school.regulation.rules.programme import FORMS

TESTS = "tests/school/meetings/test_agreeing.py::"

for name in ("meeting.propose", "meeting.start_series"):
    acts(
        MODES,
        on="action",
        name=name,
        what=_("The mode of an offered meeting is one of the codes named there."),
        test=TESTS + "test_mode_outside_the_regulation_is_not_proposed",
    )
acts(
    FORMS,
    on="action",
    name="meeting.propose",
    what=_("The form of an offered meeting is one of those named there."),
    test=TESTS + "test_form_or_length_outside_the_regulation_is_not_proposed",
)
acts(
    "types.speed_max_minutes",
    on="action",
    name="meeting.propose",
    what=_("A speed meeting that is too long is not offered."),
    test=TESTS + "test_form_or_length_outside_the_regulation_is_not_proposed",
)
acts(
    SINGLE,
    on="action",
    name="meeting.propose",
    what=_("These types have one meeting: times for a second one are not offered."),
    test=TESTS + "test_single_meeting_type_gets_no_second_proposal",
)
