from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "apps.school.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Follow persons who are merged."""
        from . import merging

        merging.register()
