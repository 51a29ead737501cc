from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "apps.school.questionnaires"
    label = "questionnaires"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        """Stand on the cards of people."""
        from apps.school.people import sections

        from .section import surveys_section

        import_module("apps.school.questionnaires.announcing")
        sections.register("questionnaires", surveys_section, order=30)
