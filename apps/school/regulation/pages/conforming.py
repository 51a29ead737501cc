"""«Соответствие»: where a version is against a norm, rests on an outdated act, contradicts itself or is silent."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.pages.base import Text

from .. import queries
from ..conformity import KINDS, counted, findings
from .reading import OneVersion
from .rows import row_of

STATE_KINDS = {
    "conflict": "danger",
    "outdated": "danger",
    "impossible": "danger",
    "contradiction": "warning",
    "incomplete": "warning",
    "differs": "info",
    "unset": "neutral",
}


class ConformityPage(OneVersion):
    """The conformity report of one version."""

    template_name = "regulation/conformity.html"
    lead = _(
        "What stands above the regulation: federal norms, the region's bounds and defaults, the state of legal acts."
    )

    def get_title(self) -> Text:
        return _("Conformity of version No. %(number)s") % {"number": self.get_version().number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = queries.view_of_version(self.get_version())
        found = findings(view, today())
        editable = self.get_version().is_draft
        groups = [
            (
                KINDS[kind],
                STATE_KINDS[kind],
                [(each, row_of(view, each.parameter, editable=editable)) for each in group],
            )
            for kind in KINDS
            if (group := [each for each in found if each.kind == kind])
        ]
        counts = [(KINDS[kind], STATE_KINDS[kind], count) for kind, count in counted(found).items()]
        return super().get_context_data(groups=groups, counts=counts, version=self.get_version(), **kwargs)
