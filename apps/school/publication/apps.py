from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "apps.school.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Fill the own ports, follow withdrawals and merges, tell those above and below what is published."""
        from apps.school.people.merging import drop, on_twins

        from . import federal, happenings, ports, rating, withdrawal  # noqa: F401  # happenings registers itself
        from .models import PublishedPortfolio

        ports.register()
        withdrawal.register()
        federal.register()
        rating.register()
        on_twins(PublishedPortfolio, "person", drop)
