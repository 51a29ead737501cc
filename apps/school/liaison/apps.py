from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    name = "apps.school.liaison"
    label = "liaison"
    verbose_name = _("Liaison with the region")

    def ready(self) -> None:
        """Tell the school's share in pairs with others, guard what the region knows, bring the region's layer."""
        from apps.school.monitoring.handlers import tell_remote
        from apps.school.regulation.region import use_region

        from . import announcing, happenings, merging, withdrawal  # noqa: F401  # the first two register themselves
        from .norms import InstituteLayer
        from .waiting import remote_share

        tell_remote(remote_share)
        use_region(InstituteLayer())
        merging.register()
        withdrawal.register()
