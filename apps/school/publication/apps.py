from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "apps.school.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Tell what is published to those who ask what happened."""
        from . import happenings  # noqa: F401  # its source registers itself
