"""Where the regulation acts in the register: it is printed itself, with the parameters that say what stands in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

PRINTED = "tests/school/orders/test_regulation_act.py::test_parameter_is_printed_and_another_value_is_printed_otherwise"

acts(
    *("act.kind", "act.adopted", "act.approved", "act.amendment", "act.legal_basis"),
    *("forms.enabled", "forms.choice_criteria", "pairing.act", "responsibility"),
    *("data.personal_file_access", "publication.social", "incentives.attestation", "incentives.pay"),
    on="document",
    name="regulation.docx",
    what=_("The regulation is printed with it, in the paragraph that refusals cite."),
    test=PRINTED,
)

acts(
    "resignation.route",
    on="action",
    name="labour.prepare_notice",
    what=_("A notice of an early end keeps the three working days of the law between its day and the last one."),
    test="tests/school/orders/test_labour.py::test_notice_keeps_the_term_of_the_law",
)
acts(
    "pairing.written_consent",
    on="action",
    name="labour.sign_paper",
    what=_("A signed consent of the labour pack enters the book of consents, where the order looks for it."),
    test="tests/school/orders/test_labour.py::test_signed_consent_lets_the_order_of_the_pair_go_on",
)
