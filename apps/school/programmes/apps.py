from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "apps.school.programmes"
    label = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Follow the life of the pairs, stand on their pages, tell the federal forms and the rating of mentors."""
        from apps.school.orders.handlers import on_returned, on_signed, prepared_at
        from apps.school.orders.kinds import ANNUAL_PROGRAMME
        from apps.school.pairs import sections
        from apps.school.pairs.handlers import on_activated, on_annulled, on_closed, on_ordered, rests_on
        from apps.school.regulation.deeds import serves

        from . import federal, rating, taking_part
        from .handlers import (
            annual_prepared_at,
            annual_returned,
            annual_signed,
            pair_activated,
            pair_annulled,
            pair_closed,
            pair_ordered,
            rests_on_pair,
        )
        from .section import programme_section

        for tells in ("announcing", "announcing_visits", "announcing_work"):
            import_module(f"apps.school.programmes.{tells}")
        sections.register(programme_section)

        federal.register()
        on_ordered(pair_ordered)
        on_activated(pair_activated)
        on_closed(pair_closed)
        on_annulled(pair_annulled)
        rests_on(rests_on_pair)
        on_signed(ANNUAL_PROGRAMME)(annual_signed)
        on_returned(ANNUAL_PROGRAMME)(annual_returned)
        prepared_at(ANNUAL_PROGRAMME, annual_prepared_at)
        rating.register()
        taking_part.register()
        serves("annual_programme", label=_("Open the annual programme"), url_name="programmes:annual")
        serves("visit_lessons", label=_("Open the lesson visits"), url_name="programmes:visits")
