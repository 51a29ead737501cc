from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapConfig(AppConfig):
    name = "apps.school.roadmap"
    label = "roadmap"
    verbose_name = _("Roadmap")

    def ready(self) -> None:
        """Tell what is seen of the rooms below and offered as evidence, serve the roadmap's deed, keep one of twins."""
        from apps.school.people.merging import drop, on_twins
        from apps.school.regulation.deeds import serves

        from . import announcing, own_records, seen  # noqa: F401  # kinds and sources register themselves
        from .incentives import reactions  # noqa: F401  # it registers itself
        from .models import Responsible

        own_records.register()
        serves("roadmap", label=_("Roadmaps"), url_name="roadmap:index")
        on_twins(Responsible, "person", drop)
