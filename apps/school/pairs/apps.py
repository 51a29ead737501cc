from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairsConfig(AppConfig):
    name = "apps.school.pairs"
    label = "pairs"
    verbose_name = _("Pairs")

    def ready(self) -> None:
        """Let signed and returned orders reach their pairs, persons show theirs, withdrawals tell, people ask."""
        import_module("apps.school.pairs.reactions")
        import_module("apps.school.pairs.person_section").register()
        import_module("apps.school.pairs.people_port").register()
        import_module("apps.school.pairs.withdrawal").register()
