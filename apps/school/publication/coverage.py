"""Where publication holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

TESTS = "tests/school/publication/"

acts(
    "publication.section",
    on="page",
    name="publication:index",
    what=_("The place on the school's site that the act names, its clause, and the address that was stated."),
    test=TESTS + "test_materials.py::test_place_on_the_site_is_shown_with_its_clause",
)
acts(
    "publication.section",
    on="reminder",
    name="publication.place",
    what=_("The curator is reminded to state where on the school's site the place is."),
    test=TESTS + "test_materials.py::test_place_that_is_not_stated_waits_for_the_curator",
)
for code in ("publication.place", "publication.edit_material", "publication.publish", "publication.edit"):
    acts(
        "publication.content",
        on="action",
        name=code,
        what=_("Only kinds of materials that the act lists are published."),
        test=TESTS + "test_materials.py::test_kind_outside_the_act_is_refused_with_the_clause",
    )
acts(
    "publication.content",
    on="page",
    name="publication:public",
    what=_("The sections of the public page follow the list of the act."),
    test=TESTS + "test_materials.py::test_sections_of_the_public_page_follow_the_act",
)
acts(
    "publication.registry",
    on="action",
    name="publication.publish_list",
    what=_("A list is published if the act names it and everybody in it has consented to distribution."),
    test=TESTS + "test_people.py::test_list_is_published_by_the_act_and_with_everybody_s_consent",
)
acts(
    "publication.registry",
    on="page",
    name="publication:list_public",
    what=_("Who is shown is looked up at each request: a withdrawn consent counts at once."),
    test=TESTS + "test_people.py::test_withdrawal_takes_portfolio_text_and_line_off_the_page_and_tells_so",
)
acts(
    "publication.portfolio",
    on="action",
    name="publication.publish_portfolio",
    what=_("A portfolio is published in a role that the act names, with the consent of its owner."),
    test=TESTS + "test_people.py::test_portfolio_is_published_in_the_roles_of_the_act_with_consent",
)
