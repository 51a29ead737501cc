from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "apps.school.orders"
    label = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """Let the register know how acts on people and on the regulation are worded; follow persons who are merged."""
        import_module("apps.school.orders.announcing")
        import_module("apps.school.orders.announcing_labour")
        import_module("apps.school.orders.appointments")
        import_module("apps.school.orders.cancelling")
        import_module("apps.school.orders.regulation_act.actions")
        import_module("apps.school.orders.regulation_act.offers")
        import_module("apps.school.orders.merging").register()
