from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "apps.school.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Tell which parameters of the regulation this room watches."""
        from apps.school.regulation.rules import declare_enforced

        declare_enforced("scope.mentor_grades")
