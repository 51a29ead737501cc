"""What the pages of the selection share: the tabs, the words of this school, files."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current_or_none
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import NotFound
from ui.pages import Crumb, Download, Text

from .. import permissions

RATING = "incentives.rating"

TABS: tuple[tuple[str, Text], ...] = (
    ("index", _("Candidates")),
    ("register", _("Approved mentors")),
    ("commission", _("Commission")),
    ("trainings", _("Training")),
    ("curators", _("Curators")),
    ("bodies", _("Bodies")),
    ("ratings", _("Rating")),
)
OF_STAFF = frozenset({"index", "register", "bodies"})


class Section:
    """Mixin of a page of the selection: ``tab`` is the tab it stands under, empty for none."""

    actor: Actor
    tab = ""

    @cached_property
    def view(self) -> RegulationView | None:
        """The regulation in force, None when the school has adopted none."""
        return current_or_none()

    @property
    def words(self) -> RegulationView:
        """The same for pages that cannot do without."""
        if self.view is None:
            raise NotFound(_("The school has no regulation in force."))
        return self.view

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the tabs that this actor may open."""
        context: dict[str, Any] = super().get_context_data(**{"tabs": self._tabs(), **kwargs})  # type: ignore[misc]  # a mixin of pages
        return context

    def _tabs(self) -> list[dict[str, Any]]:
        if not self.tab:
            return []
        rated = self.view is not None and bool(self.view.value(RATING))
        return [
            {"label": label, "url": reverse(f"selection:{name}"), "active": name == self.tab}
            for name, label in TABS
            if (permissions.may_manage(self.actor) or name in OF_STAFF) and (name != "ratings" or rated)
        ]


def crumb_to(name: str) -> Crumb:
    """The way back to a tab."""
    return Crumb(dict(TABS)[name], reverse(f"selection:{name}"))


def crumbs(*names: str) -> Sequence[Crumb]:
    """The way back through tabs."""
    return [crumb_to(name) for name in names]


def handed_out(file: FieldFile, name: str) -> Download:
    """A kept file under a name that says what it is; ``NotFound`` when there is none."""
    if not file:
        raise NotFound(_("There is no file here."))
    suffix = PurePosixPath(str(file.name)).suffix
    kind = mimetypes.types_map.get(suffix, "application/octet-stream")
    return Download(file.open("rb").file, f"{name}{suffix}", kind, inline=True)
