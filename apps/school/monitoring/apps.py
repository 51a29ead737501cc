from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "apps.school.monitoring"
    label = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Tell the programmes what their participants answered, and the rating of mentors how satisfied mentees are."""
        from apps.school.programmes.handlers import tell_answers

        from . import rating
        from .section import answers

        tell_answers(answers)
        rating.register()
