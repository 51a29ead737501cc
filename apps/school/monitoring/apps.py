from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "apps.school.monitoring"
    label = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Tell programmes and the rating of mentors what people answered; of two answers of one person keep one."""
        from apps.school.people.merging import drop, on_twins
        from apps.school.programmes.handlers import tell_answers

        from . import rating
        from .models import Satisfaction
        from .section import answers

        tell_answers(answers)
        on_twins(Satisfaction, "person", drop)
        rating.register()
