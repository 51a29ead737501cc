from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "apps.school.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Follow the life of the pairs, stand on their pages, tell the federal forms and the rating of mentors."""
        from apps.school.pairs import sections
        from apps.school.pairs.handlers import on_activated, on_closed

        from . import federal, rating
        from .handlers import pair_activated, pair_closed
        from .section import programme_section

        sections.register(programme_section)

        federal.register()
        on_activated(pair_activated)
        on_closed(pair_closed)
        rating.register()
