"""Where the rights and duties of a regulation are carried out, as far as the rooms below do not say it themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.deeds import serves

PLACES = (
    ("write_programme", _("Open the programme"), "programmes:note"),
    ("carry_out_plan", _("Open the plan"), "programmes:plan"),
    ("meet", _("Agree or record a meeting"), "programmes:meetings"),
    ("visit_lessons", _("Agree or record a meeting"), "programmes:meetings"),
    ("consent", _("My consents"), "consents:mine"),
    ("propose_change", _("Propose a change of the programme"), "programmes:changes"),
    ("keep_banks", _("Open the bank"), "people:mentors"),
    ("refresh_needs", _("Bank of mentees"), "people:mentees"),
    ("programme_bank", _("Open the programmes"), "programmes:index"),
    ("supervise_programmes", _("Open the programmes"), "programmes:index"),
    ("develop_programmes", _("Open the programmes"), "programmes:index"),
    ("monitor", _("Look at the indicators"), "monitoring:index"),
    ("assess_conformity", _("Open the runs of monitoring"), "monitoring:runs"),
    ("statistics", _("Open the federal statistics"), "monitoring:statistics"),
    ("collect_feedback", _("Open the surveys"), "questionnaires:rounds"),
    ("propose_mentors", _("Open the selection"), "selection:index"),
    ("external_papers", _("Open my card"), "people:own"),
    ("pair_orders", _("Open the orders"), "orders:index"),
    ("local_acts", _("Open the orders"), "orders:index"),
    ("draft_orders", _("Open the orders"), "orders:index"),
)


def register() -> None:
    """Called once, when the product starts."""
    for code, label, url_name in PLACES:
        serves(code, label=label, url_name=url_name, fallback=True)
