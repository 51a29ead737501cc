from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "apps.school.growth"
    label = "growth"
    verbose_name = _("Professional growth")

    def ready(self) -> None:
        """Show growth on the pages of persons and of pairs; of two records of one person keep what can be kept."""
        from apps.school.people.merging import drop, on_twins, refuse

        from . import sections
        from .models import Assessment, DiagnosticSession, IndividualRoute

        sections.register()
        on_twins(DiagnosticSession, "person", refuse)
        on_twins(Assessment, "assessor", drop)
        on_twins(IndividualRoute, "person", refuse)
