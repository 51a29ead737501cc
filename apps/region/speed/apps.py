from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpeedConfig(AppConfig):
    name = "apps.region.speed"
    label = "speed"
    verbose_name = _("Speed mentoring")

    def ready(self) -> None:
        from apps.region.rooms.ports import register
        from apps.region.speed.rooms import MeetingRoom

        register(MeetingRoom())
