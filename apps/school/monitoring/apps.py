from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "apps.school.monitoring"
    label = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Tell programmes and the rating of mentors what people answered and what lacks; of two answers keep one."""
        from apps.school.pairs import sections
        from apps.school.people.merging import drop, on_twins
        from apps.school.programmes.handlers import tell_answers
        from apps.school.programmes.ports import before_completion

        from . import happenings, rating
        from .gates import lacks_for_completion
        from .models import Satisfaction
        from .section import answers, measures_section

        tell_answers(answers)
        before_completion(lacks_for_completion)
        sections.register(measures_section)
        on_twins(Satisfaction, "person", drop)
        rating.register()
        happenings.register()
