from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentsConfig(AppConfig):
    name = "apps.school.consents"
    label = "consents"
    verbose_name = _("Consents")

    def ready(self) -> None:
        """Give the room of people below what it asks."""
        from apps.school.people import sections
        from apps.school.people.ports import use_consents

        from . import merging
        from .book import Book
        from .section import consents_section

        use_consents(Book())
        sections.register("consents", consents_section, order=10)
        merging.register()
