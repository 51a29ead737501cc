from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharedJournalConfig(AppConfig):
    name = "tenants.journal"
    label = "shared_journal"
    verbose_name = _("Journal of the installation")
