from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelectionConfig(AppConfig):
    name = "apps.school.selection"
    label = "selection"
    verbose_name = _("Selection of mentors")

    def ready(self) -> None:
        """Follow the signed orders, stand on the cards of persons, offer what is counted here to the rating.

        Of two rows of one kind about one person, merged from a duplicate, one is enough.
        """
        from apps.school.people.merging import drop, on_twins

        from .models import Appointment, BodyMember, CommissionMember, RatingRow, Training

        import_module("apps.school.selection.reactions")
        import_module("apps.school.selection.undoing")
        import_module("apps.school.selection.person_section").register()
        import_module("apps.school.selection.counting").register()
        for model in (Appointment, BodyMember, CommissionMember, RatingRow, Training):
            on_twins(model, "person", drop)
