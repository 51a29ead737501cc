from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "apps.school.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Fill the own ports, and follow withdrawals of consents."""
        from . import ports, withdrawal

        ports.register()
        withdrawal.register()
