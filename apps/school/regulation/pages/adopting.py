"""A draft is brought into force: what would change, what contradicts, and afterwards the running pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.clock import today
from ui.pages import Action, Crumb, FormPage
from ui.pages.base import Text

from .. import actions, queries
from ..errors import NotADraft, NotInForce
from ..forms import AdoptionForm, TransferForm, adoption_initial
from ..impact import impacts
from ..models import RegulationVersion
from ..permissions import ADOPT, EDIT
from ..ports import RunningPair, running_pairs
from ..view import RegulationView
from .reading import OneVersion, link
from .rows import conflict_rows


class _OfVersion(OneVersion):
    """Base: a page below the page of a version."""

    def get_view(self) -> RegulationView:
        """The regulation of the version, read once."""
        return queries.view_of_version(self.get_version())

    def get_crumbs(self) -> Sequence[Crumb]:
        version = self.get_version()
        return [*super().get_crumbs(), Crumb(f"№ {version.number}", version.get_absolute_url())]


class ImpactPage(_OfVersion):
    """What a draft would change for the pairs and people of the school, each by name."""

    access = EDIT
    template_name = "regulation/impact.html"
    lead = _("Running pairs keep the version they were formed under; here is what they would break in this one.")

    def get_title(self) -> Text:
        return _("What version No. %(number)s would change") % {"number": self.get_version().number}

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("What has changed"), link("compare", self.get_version()), "arrow-left-right", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = impacts(queries.current_or_none(), self.get_view())
        return super().get_context_data(version=self.get_version(), impacts=found, **kwargs)


class AdoptPage(_OfVersion, FormPage[AdoptionForm]):
    """The head brings a draft into force; errors forbid it, warnings are confirmed."""

    access = ADOPT
    template_name = "regulation/adopt.html"
    form_class = AdoptionForm
    submit_label = _("Bring into force")

    def get_title(self) -> Text:
        return _("Bring version No. %(number)s into force") % {"number": self.get_version().number}

    def get_form_kwargs(self) -> dict[str, Any]:
        view = self.get_view()
        warnings = [conflict for conflict in queries.conflicts_in(view) if not conflict.is_error]
        return {**super().get_form_kwargs(), "view": view, "warnings": warnings}

    def get_initial(self) -> dict[str, Any]:
        return adoption_initial(self.get_view(), today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.get_version().is_draft:
            raise NotADraft()
        view = self.get_view()
        found = queries.conflicts_in(view)
        return super().get_context_data(
            version=self.get_version(),
            present=queries.in_force().first(),
            errors=conflict_rows([each for each in found if each.is_error], view),
            warnings=conflict_rows([each for each in found if not each.is_error], view),
            impacts=impacts(queries.current_or_none(), view),
            **kwargs,
        )

    def perform(self, form: AdoptionForm) -> RegulationVersion:
        return actions.adopt_version(version=self.get_version(), acting=self.actor, **form.values())

    def get_success_message(self, result: RegulationVersion) -> Text:
        assert result.effective_from is not None
        day = date_format(result.effective_from, "d.m.Y")
        return _("Version No. %(number)s is in force from %(date)s.") % {"number": result.number, "date": day}

    def get_cancel_url(self) -> str:
        return self.get_version().get_absolute_url()

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()


class TransferPage(_OfVersion, FormPage[TransferForm]):
    """Running pairs pass under the version in force, by an order; who may not is listed with the reason."""

    access = ADOPT
    template_name = "regulation/transfer.html"
    form_class = TransferForm
    title = _("Transfer running pairs")
    submit_label = _("Transfer the pairs chosen")

    def get_lead(self) -> Text:
        version = self.get_version()
        return _(
            "Pairs at work live by the version they were formed under. By an order they pass under No. %(number)s."
        ) % {"number": version.number}

    def get_pairs(self) -> Sequence[RunningPair]:
        """Pairs that the version does not rule yet, read once."""
        version = self.get_version()
        if not version.in_force(today()):
            raise NotInForce()
        if not hasattr(self, "_pairs"):
            self._pairs = running_pairs().under_other_versions(self.get_view(), today())
        return self._pairs

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [(pair.pk, pair.title) for pair in self.get_pairs() if pair.may_pass]
        return {**super().get_form_kwargs(), "choices": choices}

    def get_initial(self) -> dict[str, Any]:
        passing = [pair.pk for pair in self.get_pairs() if pair.may_pass]
        return {"order_date": today(), "pairs": passing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pairs = self.get_pairs()
        return super().get_context_data(
            version=self.get_version(),
            passing=[pair for pair in pairs if pair.may_pass],
            staying=[pair for pair in pairs if not pair.may_pass],
            **kwargs,
        )

    def perform(self, form: TransferForm) -> int:
        return running_pairs().transfer(version_id=self.get_version().pk, acting=self.actor, **form.values())

    def get_success_message(self, result: int) -> Text:
        text = ngettext("%(count)s pair is transferred.", "%(count)s pairs are transferred.", result)
        return text % {"count": result}

    def get_cancel_url(self) -> str:
        return self.get_version().get_absolute_url()

    def get_success_url(self, result: int) -> str:
        return self.get_cancel_url()
