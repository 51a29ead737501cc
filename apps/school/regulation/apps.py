from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    name = "apps.school.regulation"
    label = "regulation"
    verbose_name = _("Regulation")

    def ready(self) -> None:
        """Read from every app where it holds to the regulation; let Russian texts be said in the school's words."""
        from .words.speaking import install

        autodiscover_modules("coverage")
        install()
