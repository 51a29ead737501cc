from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "apps.school.matching"
    label = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Weigh the fit of the rooms below; of rows about a person merged from a duplicate one of a kind is enough."""
        from apps.school.pairs.weighing import use_fit_desk
        from apps.school.people.merging import drop, on_twins

        from .desk import Desk
        from .models import Choice, MeetingConditions, Ruling, Tie

        import_module("apps.school.matching.reactions")
        use_fit_desk(Desk())
        on_twins(MeetingConditions, "person", drop)
        for model, sides in (
            (Tie, ("first", "second")),
            (Choice, ("mentor", "mentee")),
            (Ruling, ("mentor", "mentee")),
        ):
            for side in sides:
                on_twins(model, side, drop)
