"""Django registration of the design system."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """App ``ui``: no models, only templates, static files and view bases."""

    name = "ui"
    label = "ui"
    verbose_name = _("Design system")
