from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapConfig(AppConfig):
    name = "apps.school.roadmap"
    label = "roadmap"
    verbose_name = _("Roadmap")

    def ready(self) -> None:
        """Tell what is seen of the rooms below, carry out what orders of rewards say."""
        from apps.school.people.merging import drop, on_twins

        from . import seen  # noqa: F401  # its sources register themselves
        from .models import Responsible

        on_twins(Responsible, "person", drop)
