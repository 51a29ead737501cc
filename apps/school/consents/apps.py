from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentsConfig(AppConfig):
    name = "apps.school.consents"
    label = "consents"
    verbose_name = _("Consents")

    def ready(self) -> None:
        """Give the room of people below what it asks."""
        from apps.school.people import sections
        from apps.school.people.ports import use_consents, use_viewings

        from . import merging, ports
        from .book import Book
        from .following import FOLLOWER
        from .section import consents_section
        from .viewing import note, note_many

        import_module("apps.school.consents.announcing")
        use_consents(Book())
        use_viewings(note, note_many)
        ports.follow("people", FOLLOWER)
        sections.register("consents", consents_section, order=10)
        merging.register()
