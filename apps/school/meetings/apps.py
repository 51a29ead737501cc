from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "apps.school.meetings"
    label = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        """Stand on the pages of meetings below, hear of meetings called off, say what becomes of twins."""
        from apps.school.people.merging import drop, on_twins

        from . import cards
        from .models import Answer, FeedAddress, HelpContact, Reflection

        cards.register()
        for model in (Answer, FeedAddress, HelpContact, Reflection):
            on_twins(model, "person", drop)
