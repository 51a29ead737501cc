from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "apps.school.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Fill the own ports, follow withdrawals, tell the federal forms and the rating what is published."""
        from . import federal, ports, rating, withdrawal

        ports.register()
        withdrawal.register()
        federal.register()
        rating.register()
