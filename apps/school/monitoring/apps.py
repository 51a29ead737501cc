from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "apps.school.monitoring"
    label = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Tell the programmes what their participants answered and what they lack to be completed."""
        from apps.school.pairs import sections
        from apps.school.programmes.handlers import tell_answers
        from apps.school.programmes.ports import before_completion

        from .gates import lacks_for_completion
        from .section import answers, measures_section

        tell_answers(answers)
        before_completion(lacks_for_completion)
        sections.register(measures_section)
