"""Pages to read: the regulation in force, its versions, its words, what a version changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, Crumb, EmptyState, ListPage, Page
from ui.pages.base import Text
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .. import queries
from ..catalogue import catalogue
from ..models import RegulationVersion, State
from ..permissions import READ, may_adopt, may_edit
from ..view import RegulationView
from .rows import SHOWS, conflict_rows, sections_of
from .words import names_of, role_lists_of

STATE_KINDS: dict[str, str] = {State.DRAFT: "waiting", State.ADOPTED: "success"}


def link(name: str, version: RegulationVersion | int) -> str:
    """Address of a page of one version."""
    return reverse(f"regulation:{name}", kwargs={"version": getattr(version, "pk", version)})


def section_link(version: RegulationVersion | int, section: str) -> str:
    """Address of a section of a draft to edit."""
    return reverse("regulation:section", kwargs={"version": getattr(version, "pk", version), "section": section})


def home_crumb() -> Crumb:
    """The way back to the regulation in force."""
    return Crumb(_("Regulation"), reverse("regulation:index"))


def versions_crumb() -> Crumb:
    """The way back to the versions."""
    return Crumb(_("Versions"), reverse("regulation:versions"))


class _RegulationPage(Page):
    """What the pages that show a whole regulation share: sections, search, filter, printing."""

    access = READ
    template_name = "regulation/regulation.html"

    def get_view(self) -> RegulationView | None:
        """The regulation to show."""
        raise NotImplementedError

    def get_version(self) -> RegulationVersion | None:
        """Its version."""
        raise NotImplementedError

    @property
    def editable(self) -> bool:
        """True when the values may be edited here and now by this person."""
        version = self.get_version()
        return version is not None and version.is_draft and may_edit(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, query = self.get_view(), self.request.GET.get("q", "").strip()
        show = self.request.GET.get("show", "all")
        sections = list(sections_of(view, query=query, show=show, editable=self.editable)) if view else []
        context = {
            "view": view,
            "version": self.get_version(),
            "sections": sections,
            "found": sum(len(section.rows) for section in sections),
            "query": query,
            "show": show,
            "shows": SHOWS.items(),
            "printing": "print" in self.request.GET,
            "may_edit": may_edit(self.actor),
            "editable": self.editable,
        }
        return super().get_context_data(**context, **kwargs)


class IndexPage(_RegulationPage):
    """«Положение»: the regulation in force today."""

    title = _("Regulation")

    def get_version(self) -> RegulationVersion | None:
        if not hasattr(self, "_version"):
            self._version: RegulationVersion | None = getattr(self.request, "regulation_in_force", None)
        return self._version

    def get_view(self) -> RegulationView | None:
        version = self.get_version()
        return queries.view_of_version(version) if version else None

    def get_lead(self) -> Text:
        return _("What the regulation says, where it says so, and what the system does about it.")

    def get_page_actions(self) -> Sequence[Action]:
        actions = [Action(_("Versions"), reverse("regulation:versions"), "clock-history", "secondary")]
        version = self.get_version()
        if version is not None:
            actions.append(Action(_("As a document"), link("document", version), "file-earmark-text", "secondary"))
            actions.append(Action(_("Words, rights and duties"), link("words", version), "chat-quote", "secondary"))
            actions.append(Action(_("Conformity"), link("conformity", version), "clipboard-check", "secondary"))
            actions.append(Action(_("Where it acts"), reverse("regulation:coverage"), "diagram-2", "secondary"))
            actions.append(Action(_("For printing"), "?print=1", "printer", "quiet"))
        if may_edit(self.actor):
            actions.append(Action(_("New regulation"), reverse("regulation:start"), "plus-lg", "secondary"))
            actions.append(Action(_("Load a regulation"), reverse("regulation:upload"), "upload", "secondary"))
        return actions


class OneVersion(Page):
    """Base of pages of one version: a draft is shown only to those who prepare it."""

    access = READ

    def get_version(self) -> RegulationVersion:
        """The version of the address; ``NotFound`` for a foreign one and for a draft one may not see."""
        if not hasattr(self, "_version"):
            version = queries.find_version(self.kwargs["version"])
            if version.is_draft and not may_edit(self.actor):
                raise NotFound()
            self._version = version
        return self._version

    def get_crumbs(self) -> Sequence[Crumb]:
        return [home_crumb(), versions_crumb()]


class VersionPage(OneVersion, _RegulationPage):
    """One version, with what can be done with it."""

    def get_view(self) -> RegulationView:
        return queries.view_of_version(self.get_version())

    def get_title(self) -> Text:
        return _("Version No. %(number)s") % {"number": self.get_version().number}

    def get_lead(self) -> Text:
        return self.get_version().title

    def get_page_actions(self) -> Sequence[Action]:
        version = self.get_version()
        actions: list[Action] = []
        if version.is_draft:
            if may_adopt(self.actor):
                actions.append(Action(_("Bring into force"), link("adopt", version), "check2-circle"))
            first = section_link(version, catalogue().sections[0].code)
            actions.append(Action(_("Edit by sections"), first, "pencil", "secondary"))
            actions.append(Action(_("What would change"), link("impact", version), "eye", "secondary"))
        elif may_edit(self.actor):
            actions.append(Action(_("Prepare a new version"), link("copy", version), "files", "primary", "post"))
            if version.in_force(today()) and may_adopt(self.actor):
                label = _("Transfer running pairs")
                actions.append(Action(label, link("transfer", version), "box-arrow-in-right", "secondary"))
        actions.append(Action(_("As a document"), link("document", version), "file-earmark-text", "secondary"))
        actions.append(Action(_("What has changed"), link("compare", version), "arrow-left-right", "secondary"))
        actions.append(Action(_("Words, rights and duties"), link("words", version), "chat-quote", "secondary"))
        actions.append(Action(_("Conformity"), link("conformity", version), "clipboard-check", "secondary"))
        if version.is_draft:
            actions.append(Action(_("Change the title"), link("rename", version), "type", "quiet"))
            actions.append(Action(_("Discard the draft version"), link("discard", version), "trash", "quiet"))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # A draft can still be mended; an adopted version is amended by the next one.
        found = queries.conflicts_in(self.get_view()) if self.editable else []
        conflicts = conflict_rows(found, self.get_view(), editable=self.editable)
        return super().get_context_data(conflicts=conflicts, **kwargs)


class WordsPage(OneVersion):
    """The school's own words, rights, duties and other rules of a version."""

    template_name = "regulation/words.html"
    title = _("Words, rights and duties")

    def get_page_actions(self) -> Sequence[Action]:
        version = self.get_version()
        if not (version.is_draft and may_edit(self.actor)):
            return []
        return [
            Action(_("Add a word"), link("word", version), "plus-lg"),
            Action(_("Rights, duties, rules"), link("lists", version), "list-check", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.get_version()
        view = queries.view_of_version(version)
        editable = version.is_draft and may_edit(self.actor)
        context = {"names": names_of(view), "role_lists": role_lists_of(view), "other_rules": view.extras["rules"]}
        return super().get_context_data(**context, version=version, editable=editable, **kwargs)


class VersionTable(Table):
    """The versions."""

    title = LinkColumn(verbose_name=_("Version"), accessor="pk", order_by=("number",))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))
    effective_from = DateColumn(verbose_name=_("In force from"))
    effective_to = DateColumn(verbose_name=_("In force until"))
    order_no = Column(verbose_name=_("Order"))
    set_values = NumberColumn(verbose_name=_("Parameters set"))

    class Meta(Table.Meta):
        sequence = ("title", "state", "effective_from", "effective_to", "order_no", "set_values")

    def render_title(self, record: RegulationVersion) -> str:
        """Number and title of the act."""
        return str(record)


class VersionList(ListPage[RegulationVersion]):
    """All versions; drafts only for those who prepare them."""

    access = READ
    title = _("Versions of the regulation")
    table_class = VersionTable
    export_name = "regulation"

    def get_queryset(self) -> QuerySet[RegulationVersion]:
        found = queries.versions()
        return found if may_edit(self.actor) else found.filter(state=State.ADOPTED)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [home_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        if not may_edit(self.actor):
            return []
        return [
            Action(_("New regulation"), reverse("regulation:start"), "plus-lg"),
            Action(_("Load a regulation"), reverse("regulation:upload"), "upload", "secondary"),
        ]

    def get_empty(self) -> EmptyState:
        action = Action(_("Load a regulation"), reverse("regulation:upload"), "upload")
        text = _("Load the file of the regulation: it becomes a draft that you check and bring into force.")
        return EmptyState(_("No versions yet"), text, "bank", action if may_edit(self.actor) else None)
