from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "apps.region.exchange"
    label = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from apps.region.exchange.rooms import PairRoom
        from apps.region.rooms.ports import register

        register(PairRoom())
