from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InstituteConfig(AppConfig):
    name = "apps.region.institute"
    label = "institute"
    verbose_name = _("Institute")

    def ready(self) -> None:
        """Bring the federal norms along with the tables."""
        from .seeds import add_federal_norms

        post_migrate.connect(add_federal_norms, sender=self)
