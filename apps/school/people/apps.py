from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "apps.school.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Tell what a new version of the regulation would change for the banks."""
        from apps.school.regulation.impact import register

        from .impact import bank_impact

        import_module("apps.school.people.announcing")
        register(bank_impact)
