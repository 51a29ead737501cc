"""Writes of the register, one verb each."""

from .bundles import BUNDLE_TASK, start_bundle
from .naming import forget_forms, write_forms
from .numbers import set_numbering
from .scans import attach_scan
from .signing import RENDER_TASK, draft_order, render_again, return_order, sign_order, withdraw_order
from .templates import FaultyTemplate, upload_template, use_default_template, use_template

__all__ = [
    "BUNDLE_TASK",
    "RENDER_TASK",
    "FaultyTemplate",
    "attach_scan",
    "draft_order",
    "forget_forms",
    "render_again",
    "return_order",
    "set_numbering",
    "sign_order",
    "start_bundle",
    "upload_template",
    "use_default_template",
    "use_template",
    "withdraw_order",
    "write_forms",
]
