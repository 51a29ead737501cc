from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "apps.school.growth"
    label = "growth"
    verbose_name = _("Professional growth")

    def ready(self) -> None:
        """Stand on pages of persons and pairs, tell people, follow withdrawals, say what becomes of twins."""
        from apps.school.people.merging import drop, on_twins, refuse

        from . import sections, withdrawal
        from .models import Assessment, DiagnosticSession, IndividualRoute

        import_module("apps.school.growth.announcing")
        sections.register()
        withdrawal.register()
        on_twins(DiagnosticSession, "person", refuse)
        on_twins(Assessment, "assessor", drop)
        on_twins(IndividualRoute, "person", refuse)
