"""A draft is edited by sections; what two people changed at once is shown side by side and lost by none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError, NotFound
from ui.pages import Crumb, FormPage
from ui.pages.base import Text

from .. import actions, queries
from ..catalogue import Parameter, Section, catalogue
from ..conflicts import Contradiction
from ..editors import editor_of
from ..errors import EditedMeanwhile, NotADraft
from ..forms import DraftForm, Part, prefix_of
from ..models import RegulationVersion
from ..permissions import EDIT
from ..region import usual_values
from ..stamps import stamp_of
from ..view import RegulationView
from .parts import part_row
from .reading import OneVersion, link, section_link
from .rows import conflict_rows


class DraftPage(OneVersion, FormPage[DraftForm]):
    """Base: some parameters of a draft in one form, saved in one action."""

    access = EDIT
    template_name = "regulation/section.html"
    form_class = DraftForm
    wide = True
    one = False

    def get_parameters(self) -> Sequence[Parameter]:
        """The parameters asked for."""
        raise NotImplementedError

    def get_view(self) -> RegulationView:
        """The draft as it is stored."""
        version = self.get_version()
        if not version.is_draft:
            raise NotADraft()
        return queries.view_of_version(version)

    def get_crumbs(self) -> Sequence[Crumb]:
        version = self.get_version()
        return [*super().get_crumbs(), Crumb(f"№ {version.number}", version.get_absolute_url())]

    def get_form_kwargs(self) -> dict[str, Any]:
        more = self.request.POST.get("more", "")
        own = {"parameters": self.get_parameters(), "view": self.get_view(), "one": self.one, "more": more}
        return {**super().get_form_kwargs(), **own}

    def get_initial(self) -> dict[str, Any]:
        """Another reading of the act stands in the form when it was picked (``?of=pairing.act&reading=1``)."""
        key, picked = self.request.GET.get("of", ""), self.request.GET.get("reading", "")
        parameter = next((each for each in self.get_parameters() if each.key == key), None)
        if parameter is None or not picked.isdecimal():
            return {}
        readings = self.get_view().rule(key).alternatives
        if int(picked) >= len(readings):
            return {}
        reading, part = readings[int(picked)], Part(parameter, editor_of(parameter), None)
        values = part.editor.initial(reading.value, self.get_view())
        return {part.name(name): value for name, value in {**values, "clause": reading.clause, "quote": ""}.items()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show one row more without saving."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=self.get_form().unchecked()))

    def perform(self, form: DraftForm) -> RegulationVersion:
        self._told = self._others(form)
        return actions.save_section(
            version=self.get_version(),
            changes=form.changes,
            seen=form.seen,
            settled=form.settled,
            acting=self.actor,
        )

    def _others(self, form: DraftForm) -> list[str]:
        """Parameters that somebody else changed meanwhile and this person did not: theirs stay, and it is said."""
        stored, changes, seen = self.get_view().settings, form.changes, form.seen
        parameters = [part.parameter for part in form.parts if part.parameter.key not in changes]
        return [str(each.title) for each in parameters if stamp_of(stored.get(each.key)) != seen[each.key]]

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        if isinstance(refusal, EditedMeanwhile):
            context["form"] = self._asking(context["form"], refusal.places)
        return super().show_refusal(refusal, **context)

    def _asking(self, form: DraftForm, contested: Sequence[str]) -> DraftForm:
        """The same form with what was typed, asking for each contested parameter whose wording is to stay."""
        fresh = queries.version_view(self.get_version().pk)
        data = self.request.POST.copy()
        for part in form.parts:
            if part.parameter.key in contested:
                data[part.name("seen")] = stamp_of(fresh.settings.get(part.parameter.key))
                data[part.name("asked")] = "1"
                data.pop(part.name("choice"), None)
        again = DraftForm(data, parameters=self.get_parameters(), view=fresh, one=self.one)
        again.full_clean()
        return again.unchecked()  # the choice is asked only now: its absence is no fault yet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(version=self.get_version(), **kwargs)
        form: DraftForm = context["form"]
        keys = [part.parameter.key for part in form.parts]
        usual, editors = usual_values(keys), self._editors(form)
        rows = [
            part_row(form, part, usual.get(part.parameter.key, ()), editors.get(part.parameter.key, ""))
            for part in form.parts
        ]
        found = conflicts_of_keys(form.view, keys)
        check_url = link("check", self.get_version())
        return {**context, "rows": rows, "conflicts": conflict_rows(found, form.view), "check_url": check_url}

    def _editors(self, form: DraftForm) -> dict[str, str]:
        return queries.last_editors(self.get_version(), form.contested) if form.contested else {}

    def get_success_message(self, result: RegulationVersion) -> Text:
        if not self._told:
            return _("The changes are saved.")
        told = gettext("Your changes are saved. Somebody else changed meanwhile, and that stays too: %(titles)s.")
        return told % {"titles": "; ".join(self._told)}


def conflicts_of_keys(view: RegulationView, keys: Sequence[str]) -> list[Contradiction]:
    """Conflicts that concern one of the parameters."""
    return [conflict for conflict in queries.conflicts_in(view) if set(keys).intersection(conflict.keys)]


class SectionPage(DraftPage):
    """One section of a draft with all its parameters."""

    submit_label = _("Save the section")

    def get_section(self) -> Section:
        """The section of the address."""
        code = self.kwargs["section"]
        found = next((section for section in catalogue().sections if section.code == code), None)
        if found is None:
            raise NotFound()
        return found

    def get_parameters(self) -> Sequence[Parameter]:
        return catalogue().in_section(self.get_section().code)

    def get_title(self) -> Text:
        return str(self.get_section().title)

    def get_lead(self) -> Text:
        return _("Tick what your regulation sets and name the clause; the rest follows the regional default.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, here = self.get_view(), self.get_section().code
        tabs = [
            {
                "label": str(section.title),
                "url": section_link(self.get_version(), section.code),
                "active": section.code == here,
                "count": sum(view.is_set(each.key) for each in catalogue().in_section(section.code)),
            }
            for section in catalogue().sections
        ]
        return super().get_context_data(tabs=tabs, following=self._following(), **kwargs)

    def _following(self) -> Section | None:
        codes = [section.code for section in catalogue().sections]
        number = codes.index(self.get_section().code) + 1
        return catalogue().sections[number] if number < len(codes) else None

    def get_cancel_url(self) -> str:
        return f"{self.get_version().get_absolute_url()}#{self.get_section().code}"

    def get_success_url(self, result: RegulationVersion) -> str:
        following = self._following()
        if "following" in self.request.POST and following is not None:
            return section_link(self.get_version(), following.code)
        return section_link(self.get_version(), self.get_section().code)


class ValuePage(DraftPage):
    """One parameter of a draft."""

    one = True
    success_message = _("The value is saved.")

    def get_parameters(self) -> Sequence[Parameter]:
        parameter = catalogue().parameters.get(self.kwargs["key"])
        if parameter is None:
            raise NotFound()
        return [parameter]

    def get_title(self) -> Text:
        return str(self.get_parameters()[0].title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parameter=self.get_parameters()[0], **kwargs)

    def get_cancel_url(self) -> str:
        return f"{self.get_version().get_absolute_url()}#{self.get_parameters()[0].anchor}"

    def get_success_url(self, result: RegulationVersion) -> str:
        return self.get_cancel_url()


class CheckPage(DraftPage):
    """Conflicts of what is typed and not saved yet, as a fragment: the editor asks for it after every change."""

    template_name = "regulation/conflicts.html"
    http_method_names = ["post", "options"]

    def get_parameters(self) -> Sequence[Parameter]:
        """Every parameter that the form has."""
        posted = self.request.POST
        return [each for each in catalogue().parameters.values() if f"{prefix_of(each.key)}-seen" in posted]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read what can be read and check it."""
        form = self.get_form()
        form.is_valid()
        typed = dict(form.typed_view())
        settings = {key: entry for key, entry in {**form.view.settings, **typed}.items() if entry is not None}
        view = replace(form.view, settings=settings)
        found = conflicts_of_keys(view, [part.parameter.key for part in form.parts])
        return self.render_to_response({"conflicts": conflict_rows(found, view), "version": self.get_version()})
