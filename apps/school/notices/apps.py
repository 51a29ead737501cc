from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "apps.school.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        """Open the channels; a messenger that is set up wrongly stops the product at once."""
        from . import keeping  # noqa: F401  # registers itself for every day
        from .channels import MAIL, use_channel
        from .mail import MailChannel
        from .messengers import channels

        use_channel(MAIL, MailChannel())
        for code, channel in channels().items():
            use_channel(code, channel)
