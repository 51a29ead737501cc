from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    name = "apps.school.liaison"
    label = "liaison"
    verbose_name = _("Liaison with the region")

    def ready(self) -> None:
        """Tell the school's indicators of its pairs with other schools; follow withdrawals of consents."""
        from apps.school.monitoring.handlers import tell_remote

        from . import withdrawal
        from .waiting import remote_share

        tell_remote(remote_share)
        withdrawal.register()
