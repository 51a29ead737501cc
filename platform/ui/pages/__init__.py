"""Bases of all pages. A page declares ``access``; the door is checked before anything else runs.

``Page`` shows a template, ``DetailPage`` one object, ``ListPage`` a table, ``FormPage`` asks and acts, ``ConfirmPage``
asks once with the consequences, ``ActionPage`` acts on POST, ``DownloadPage`` hands out a file.
"""

from __future__ import annotations

from kernel.doors import ANYONE, SIGNED_IN, Access
from ui.files import Download
from ui.pages.acting import ActionPage, ConfirmPage, FormPage
from ui.pages.base import Action, Crumb, DetailPage, Page, Text, go_to, is_htmx
from ui.pages.downloads import DownloadPage
from ui.pages.lists import BulkAction, EmptyState, ListPage, ticked
from ui.pages.progress import Progress, ProgressPage

__all__ = [
    "ANYONE",
    "SIGNED_IN",
    "Access",
    "Action",
    "ActionPage",
    "BulkAction",
    "ConfirmPage",
    "Crumb",
    "DetailPage",
    "Download",
    "DownloadPage",
    "EmptyState",
    "FormPage",
    "ListPage",
    "Page",
    "Progress",
    "ProgressPage",
    "Text",
    "go_to",
    "is_htmx",
    "ticked",
]
