from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "apps.school.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Fill the own ports, follow withdrawals and merges, tell the federal forms where results are published."""
        from apps.school.people.merging import drop, on_twins

        from . import federal, ports, withdrawal
        from .models import PublishedPortfolio

        ports.register()
        withdrawal.register()
        federal.register()
        on_twins(PublishedPortfolio, "person", drop)
