from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "apps.school.meetings"
    label = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Stand on the pages of meetings below, hear of meetings called off, tell people, say what becomes of twins."""
        from apps.school.people.merging import drop, on_twins

        from . import cards
        from .models import Answer, FeedAddress, HelpContact, Reflection

        cards.register()
        for tells in ("announcing", "announcing_days", "announcing_help"):
            import_module(f"apps.school.meetings.{tells}")
        for model in (Answer, FeedAddress, HelpContact, Reflection):
            on_twins(model, "person", drop)
