from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "apps.school.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """The order about the regulation is carried out, and its page offers the files."""
        import_module("apps.school.orders.regulation_act.actions")
        import_module("apps.school.orders.regulation_act.offers")
