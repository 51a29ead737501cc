"""The gallery: every component on one page, in DEBUG only. The browser tests photograph it."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from kernel.doors import ANYONE
from kernel.errors import NotFound, RuleViolation, Violation

from ui.forms import EstafetaForm
from ui.pages import Action, Crumb, Page


class GalleryPage(Page):
    """All components with sample data."""

    access = ANYONE
    title = _("Gallery of components")
    lead = _("What pages are made of. Nothing else may be invented on a page.")
    template_name = "ui/gallery.html"
