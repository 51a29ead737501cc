from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TodayConfig(AppConfig):
    name = "apps.school.today"
    label = "today"
    verbose_name = _("Today")

    def ready(self) -> None:
        """Rights and duties lead to the pages of the rooms below."""
        import_module("apps.school.today.announcing")
        import_module("apps.school.today.serving").register()
