"""Two versions side by side, any two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import Action, Crumb
from ui.pages.base import Text

from .. import comparing, queries
from ..catalogue import catalogue
from ..models import RegulationVersion
from ..permissions import may_edit
from ..view import RegulationView, Word
from .reading import OneVersion
from .rows import ParameterRow, row_of
from .words import list_title


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One parameter which two versions set differently."""

    title: str
    old: ParameterRow
    new: ParameterRow
    same_value: bool


@dataclass(frozen=True, slots=True)
class WordRow:
    """An own word in both versions."""

    title: str
    old: Word | None
    new: Word | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list in both versions: what left it, what came in."""

    title: str
    change: comparing.ListChange


class ComparePage(OneVersion):
    """What one version changes against another; by default against the one it was made from."""

    template_name = "regulation/compare.html"

    def get_title(self) -> Text:
        return _("What version No. %(number)s changes") % {"number": self.get_version().number}

    def get_crumbs(self) -> Sequence[Crumb]:
        version = self.get_version()
        return [*super().get_crumbs(), Crumb(f"№ {version.number}", version.get_absolute_url())]

    def get_page_actions(self) -> Sequence[Action]:
        other = self.get_other()
        if other is None:
            return []
        return [Action(_("For printing"), f"?with={other.pk}&print=1", "printer", "quiet")]

    def get_other(self) -> RegulationVersion | None:
        """The version to compare with (``?with=``); a draft only for those who prepare it."""
        picked = self.request.GET.get("with", "")
        if not picked.isdecimal():
            before = queries.version_before(self.get_version())
            return before if before is None or not before.is_draft or may_edit(self.actor) else None
        return next((each for each in self._others() if each.pk == int(picked)), None)

    def _others(self) -> list[RegulationVersion]:
        if not hasattr(self, "_found"):
            versions = queries.versions().exclude(pk=self.get_version().pk)
            self._found = [each for each in versions if not each.is_draft or may_edit(self.actor)]
        return self._found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, other = self.get_version(), self.get_other()
        context: dict[str, Any] = {"version": version, "other": other, "others": self._others()}
        if other is not None:
            context |= _differences(queries.view_of_version(other), queries.view_of_version(version))
        return super().get_context_data(printing="print" in self.request.GET, **context, **kwargs)


def _differences(old: RegulationView, new: RegulationView) -> dict[str, Any]:
    sections = [
        (str(section.title), [_change(key, old, new) for key in keys])
        for section, keys in comparing.changed_in(old, new)
    ]
    words = [
        WordRow(catalogue().title(each.dictionary, each.code), each.old, each.new)
        for each in comparing.changed_words(old, new)
    ]
    lists = [ListRow(list_title(new, each.kind, each.actor), each) for each in comparing.changed_lists(old, new)]
    titles = (old.title, new.title) if old.title != new.title else None
    changed = sum(len(rows) for _title, rows in sections)
    return {"sections": sections, "words": words, "lists": lists, "titles": titles, "changed": changed}


def _change(key: str, old: RegulationView, new: RegulationView) -> ChangeRow:
    parameter = catalogue().parameters[key]
    same = comparing.only_source_differs(old.settings.get(key), new.settings.get(key))
    return ChangeRow(str(parameter.title), row_of(old, parameter), row_of(new, parameter), same)
