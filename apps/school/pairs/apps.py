from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairsConfig(AppConfig):
    name = "apps.school.pairs"
    label = "pairs"
    verbose_name = _("Pairs")

    def ready(self) -> None:
        """Let signed and returned orders reach their pairs, persons show theirs, withdrawals tell, others ask."""
        from apps.school.regulation.deeds import serves
        from apps.school.regulation.impact import register
        from apps.school.regulation.ports import use_running_pairs

        from .actions.transferring import TransferDesk
        from .impact import pairs_impact

        for tells in ("announcing", "announcing_life", "announcing_requests"):
            import_module(f"apps.school.pairs.{tells}")
        import_module("apps.school.pairs.reactions")
        import_module("apps.school.pairs.undoing")
        register(pairs_impact)
        serves("ask_replacement", label=_("Ask for another mentor"), url_name="pairs:ask_replacement")
        serves("resign", label=_("Give the mentoring up"), url_name="pairs:resign")
        use_running_pairs(TransferDesk())
        import_module("apps.school.pairs.person_section").register()
        import_module("apps.school.pairs.people_port").register()
        import_module("apps.school.pairs.withdrawal").register()
        import_module("apps.school.pairs.labour_port").register()
